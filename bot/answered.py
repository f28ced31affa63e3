"""Questions that may have arrived before a program was killed, and were answered since: they are not asked again.

A program that is killed does not know what became of its last calls. The person may have seen the question and answered
it to the next program, which has asked the next one; the old one on top of that would be answered a second time.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from storage.errors import Unsealable
from storage.repositories.outbox_order import REPLY
from storage.repositories.outbox_rows import Owed
from storage.unit_of_work import UnitOfWork


def still_to_say(uow: UnitOfWork, taken: Iterable[Owed]) -> list[Owed]:
    """What was taken, without those questions, which are dropped."""
    return [owed for owed in taken if not (_is_answered(uow, owed) and uow.handing.drop(owed))]


def _is_answered(uow: UnitOfWork, owed: Owed) -> bool:
    """Whether the dialogue has gone on. What else was said may not be lost for that.

    One that met a broken platform is asked all the same: it has hardly arrived, and may be a notice to agree to.
    """
    if not owed.is_doubtful or not shows_when_answered(owed):
        return False
    try:
        return not _waits(uow, owed, owed.content["hint"]) or any(map(asks, uow.handing.later(owed)))
    except (Unsealable, ValueError):  # the latter: a newer program wrote the state
        return False


def _waits(uow: UnitOfWork, owed: Owed, step: str) -> bool:
    """Whether an answer to *step* is waited for."""
    person = uow.people.at(owed.channel, owed.chat)
    if person is None:
        return True
    state, _ = uow.conversations.get(person.id)
    return any(frame.step == step for frame in state.frames)


def shows_when_answered(owed: Owed) -> bool:
    """Whether it is a question that would be dropped after a kill if it was answered, sent at the first attempt."""
    return owed.attempts == 0 and owed.priority == REPLY and asks(owed.content)


def asks(content: Mapping[str, Any]) -> bool:
    """Whether it is a question of a form, as it is stored."""
    return content.get("kind") == "say" and bool(content.get("hint"))
