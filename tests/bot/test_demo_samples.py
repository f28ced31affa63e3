"""The samples of the demo: each is what the flow itself would take."""

from datetime import date

import pytest

from bot.channels.protocol import PartButton
from bot.demo_samples import ROLES, sample
from conversations import validators
from conversations.answers import Valid

CHOICES = (PartButton("Đồng ý", "a.1.consent.agree"), PartButton("Không đồng ý", "a.1.consent.decline"))
CARD = (PartButton("✅ Xác nhận", "d.confirm.A7K29QXM.1"), PartButton("⛔ Từ chối", "d.reject.A7K29QXM.1"))
MONTHS = (PartButton("3/2021", "a.1.applied_on.2021-03"), PartButton("4/2021", "a.1.applied_on.2021-04"))
STEERING = (PartButton("‹ Quay lại", "k.1.full_name.back"),)
TODAY = date(2021, 4, 1)


@pytest.mark.parametrize("turn", range(6))
def test_written_samples_are_valid(turn: int) -> None:
    """Every sample that is typed passes the validator of its step."""
    written = {
        step: sample("worker", step, turn, ()) for step in ("full_name", "id_number", "phone", "title", "description")
    }
    answers = [
        validators.full_name(written["full_name"]),
        validators.id_number(written["id_number"], TODAY, False),
        validators.phone(written["phone"]),
        validators.title(written["title"]),
        validators.description(written["description"], 1000),
        validators.person_and_position(sample("executive", "employer", turn, ())),
        validators.reason(sample("executive", "reason", turn, ())),
    ]
    assert [type(answer) for answer in answers] == [Valid] * len(answers)


def test_samples_differ_between_turns() -> None:
    """Three initiatives, one after the other."""
    assert len({sample("worker", "title", turn, ()) for turn in range(3)}) == 3


CASES = {
    "a choice takes its first answer": (("worker", "consent", CHOICES), "Đồng ý"),
    "the month is the latest": (("worker", "applied_on", MONTHS), "4/2021"),
    "a question with nothing but steering": (("worker", "unknown", STEERING), "/nop"),
    "a worker without a question files": (("worker", None, ()), "/nop"),
    "an executive with a card decides": (("executive", None, CARD), "duyệt A7K2-9QXM"),
    "an executive without one looks": (("executive", None, ()), "/duyet"),
    "staff report": (("staff", None, CHOICES), "/report"),
    "an executive has a name of their own": (("executive", "full_name", ()), "Trần Thị B"),
    "a forged button is no button": (("worker", "x", (PartButton("a", "zzz"),)), "/nop"),
}


@pytest.mark.parametrize(("asked", "expected"), CASES.values(), ids=CASES)
def test_sample(asked: tuple[str, str | None, tuple[PartButton, ...]], expected: str) -> None:
    """What is typed depends on who asks, the question, and its buttons."""
    role, hint, buttons = asked
    assert expected == sample(role, hint, 0, buttons)


def test_every_role_has_something_to_say() -> None:
    """There is no empty sample."""
    assert all(sample(role, hint, 0, ()) for role in ROLES for hint in (None, "title", "sure"))
