"""What was filed, in the words of those who filed it: to be compared with what the load generator says they answered."""

from collections.abc import Iterator

from sqlalchemy import select

from bot.catalogue import Catalogue
from conversations.cards import month_shown
from conversations.domain import Submission
from conversations.effects import Text
from storage import tables
from storage.unit_of_work import UnitOfWork

MOST = 1000  # of one author
_PLACES, _BUTTONS = ("province", "federation", "union"), ("block", "field")
_TYPED = ("full_name", "id_number", "phone", "title", "description")


def records(uow: UnitOfWork) -> list[dict[str, object]]:
    """One for each initiative of somebody with Telegram: the chat, and what was typed or stood on the buttons pressed."""
    said = _Said(uow)
    return [{"chat_id": int(chat), **said.answers(filed)} for chat, filed in _filed(uow)]


def _filed(uow: UnitOfWork) -> Iterator[tuple[str, Submission]]:
    chats = select(tables.identities.c.chat).where(tables.identities.c.channel == "telegram")
    for chat in uow.connection.execute(chats).scalars().all():
        person = uow.people.at("telegram", chat)
        if person is not None:
            for filed in reversed(uow.submissions.of_author(person.id, MOST)):
                yield chat, filed


class _Said:
    """Stored values → words."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._names = {str(node.id): node.name for node in uow.organisations.all()}
        self._catalogue = Catalogue("vi", None, lambda _code: ())

    def answers(self, filed: Submission) -> dict[str, object]:
        """By the keys of dialogue.json; consent and the last press leave nothing that could be compared."""
        stored = filed.answers
        places = {key: self._names[stored[key]] for key in _PLACES if key in stored}
        buttons = {key: Text(f"{key}-{stored[key].replace('_', '-')}") for key in _BUTTONS if key in stored}
        return {
            **{key: stored[key] for key in _TYPED},
            **{key: name if key == "union" else name.partition(" ")[2] for key, name in places.items()},  # without its kind
            **{key: self._catalogue.phrase(label) for key, label in buttons.items()},
            "applied_on": month_shown(stored["applied_on"]),
        }
