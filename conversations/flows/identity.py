"""Who somebody is: the three personal questions, two of which a photo of the identity card answers at once."""

from collections.abc import Callable

from conversations import cards, validators
from conversations.answers import Doubtful, Invalid
from conversations.converting import in_any_typing
from conversations.events import FileRead
from conversations.sent_files import CARD, POSTER
from conversations.steps import Answer, Step, View


def _from_card(step: str) -> Callable[[View, FileRead], Answer]:
    """The answer to *step*, and the other one with it, after a yes: the number is shown masked."""

    def read(view: View, event: FileRead) -> Answer:
        name = validators.full_name(str(event.found.get("name", "")))
        number = validators.id_number(str(event.found.get("number", "")), view.today)
        if isinstance(name, Invalid) or isinstance(number, Invalid):
            return Invalid("photo-card-odd")
        both = {"full_name": name.value, "id_number": number.value}
        shown = {"name": name.value, "number": cards.masked_identity(number.value)}
        return Doubtful(both.pop(step), "photo-card-meant", shown, also=both)

    return read


name_typed = in_any_typing(lambda view, raw: validators.full_name(raw), least=1)
PERSONAL = (
    Step("full_name", "ask-full-name", read=name_typed, takes_names=True,
         takes_pictures=CARD, on_file=_from_card("full_name")),
    Step("id_number", "ask-id-number", show=cards.show("id_number"),
         read=lambda view, raw: validators.said_id_number(raw, view.today, view.facts.campaign.accepts_cmnd),
         takes_pictures=CARD, on_file=_from_card("id_number")),
    Step("phone", "ask-phone", read=lambda view, raw: validators.said_phone(raw), show=cards.show("phone"),
         takes_contact=True, takes_pictures=POSTER),
)  # fmt: skip
