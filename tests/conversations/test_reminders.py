"""When people are reminded, and how they stop it: rules over time, and what is typed and pressed."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from conversations import wording
from conversations.reminders import (
    MOST_PER_DRAFT,
    Announcement,
    after_reminder,
    announcements,
    draft,
    in_daytime,
    is_daytime,
    next_morning,
    next_reminder,
)  # fmt: skip
from conversations.state import Frame, State
from tests.builders import CAMPAIGN, NOON
from tests.transcripts import Line, Talk, follow

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LAST_CALL = CAMPAIGN.closes - 3 * DAY


def drafting(reminded: int = 0, **changes: object) -> State:
    """Somebody in the middle of the form."""
    frame = Frame("submission", 1, "phone", {"consent": "1", "full_name": "Nguyễn Văn A"}, reminded=reminded)
    return replace(State((frame,), 1), **changes)


def local(day: int, hour: int, minute: int = 0) -> datetime:
    """An instant of April 2021 in Việt Nam."""
    return (datetime(2021, 4, day, hour, minute, tzinfo=UTC) - 7 * HOUR).astimezone(UTC)


HOURS = {
    "the day begins": (local(1, 7, 30), local(1, 7, 30)),
    "before it begins": (local(1, 7, 29), local(1, 7, 30)),
    "in the evening": (local(1, 20, 59), local(1, 20, 59)),
    "the day ends": (local(1, 21), local(2, 7, 30)),
    "after midnight": (local(1, 0), local(1, 7, 30)),
    "at the end of the month": (local(30, 23), local(30, 7, 30) + DAY),
}


@pytest.mark.parametrize(("at", "expected"), HOURS.values(), ids=HOURS)
def test_what_falls_into_the_night_waits_for_the_morning(at: datetime, expected: datetime) -> None:
    """Between nine in the evening and half past seven nothing is said."""
    assert in_daytime(at, CAMPAIGN) == expected
    assert is_daytime(at, CAMPAIGN) == (at == expected)


@given(st.integers(0, 10 * 366 * 24 * 3600))
def test_the_next_morning_is_near(seconds: int) -> None:
    """Always later, never more than a day, always in the daytime."""
    at = NOON + timedelta(seconds=seconds)
    morning = next_morning(at, CAMPAIGN)
    assert timedelta(0) < morning - at <= DAY
    assert is_daytime(morning, CAMPAIGN)


FREE, NONE = drafting(is_reminder_free=True), State()
UNASKED = State((Frame("submission", 1, "consent"),), 1)
OPENS_LATER = replace(CAMPAIGN, opens=NOON + 5 * DAY)
CASES = {
    "a day after the last answer": (drafting(), NOON, NOON + DAY),
    "at night: in the morning": (drafting(), local(1, 22), local(3, 7, 30)),
    "the second: three days before the close": (drafting(1), NOON, local(20, 7, 30)),
    "the second, with answers since: a day after them": (drafting(1), local(20, 12), local(21, 12)),
    "the first, in the last days: a day after": (drafting(), local(21, 12), local(22, 12)),
    "the close comes first": (drafting(), local(22, 1), None),
    "the morning after would be too late": (drafting(), local(21, 22), None),
    "two were enough": (drafting(2), NOON, None),
    "the person wants none": (FREE, NOON, None),
    "there is no draft": (NONE, NOON, None),
    "nobody agreed yet": (UNASKED, NOON, None),
}


@pytest.mark.parametrize(("state", "at", "expected"), CASES.values(), ids=CASES)
def test_when_the_next_reminder_is_due(state: State, at: datetime, expected: datetime | None) -> None:
    """From the state and the moment in which the dialogue was last moved on."""
    assert next_reminder(state, CAMPAIGN, at) == expected


def test_before_the_programme_opens_nobody_is_reminded() -> None:
    """Its beginning was put off while a draft was open."""
    assert next_reminder(drafting(), OPENS_LATER, NOON) == OPENS_LATER.opens


COUNTS = {
    "the first": (0, NOON, 1),
    "the second": (1, LAST_CALL, 2),
    "the first is the last call": (0, LAST_CALL, MOST_PER_DRAFT),
}


@pytest.mark.parametrize(("before", "now", "after"), COUNTS.values(), ids=COUNTS)
def test_reminders_are_counted(before: int, now: datetime, after: int) -> None:
    """In the draft itself, also when another dialogue lies on top of it."""
    state = drafting(before)
    covered = replace(state, frames=(*state.frames, Frame("decision", 2, "agreed")))
    frame = draft(after_reminder(covered, CAMPAIGN, now))
    assert frame is not None
    assert frame.reminded == after
    assert after_reminder(NONE, CAMPAIGN, now) == NONE


def test_the_calendar_of_a_campaign() -> None:
    """The guidance of 2021 on a calendar."""
    shown = {kind: f"{at + 7 * HOUR:%d/%m %H:%M}" for kind, at in announcements(CAMPAIGN).items()}
    assert shown == {
        Announcement.OPENING: "10/03 00:00", Announcement.CLOSING_SOON: "20/04 00:00", Announcement.CLOSING: "23/04 00:00",
        Announcement.DOSSIER_SOON: "09/04 00:00", Announcement.DOSSIER_LAST: "11/04 00:00",
    }  # fmt: skip


# -- stop and start ------------------------------------------------------------------------------------------------
BEGIN: list[Line] = [("/nop", "ask-consent"), ("Đồng ý", "+RecordConsent ask-full-name"), ("Nguyễn Văn A", "ask-id-number")]
TALKS: dict[str, list[Line]] = {
    "without a dialogue": [("dừng nhắc", "reminder-stopped"), ("nhac lai", "reminder-started")],
    "at a step, which goes on waiting": [*BEGIN, ("Dung nhac", "reminder-stopped"), ("080888999", "ask-phone")],
    "by button, there and back": [
        *BEGIN, ("{c.dungnhac.}", "reminder-stopped"), ("[Nhắc lại]", "reminder-started"), ("080888999", "ask-phone"),
    ],
    "from a reminder on with the draft": [*BEGIN, ("{c.tieptuc.}", "draft-resumed ask-id-number")],
    "the label of its button, typed": [*BEGIN, ("tiếp tục bản nháp", "draft-resumed ask-id-number")],
    "asked to say it again, where nothing was stopped": [*BEGIN, ("nhắc lại", "reminder-started draft-waits")],
}  # fmt: skip


@pytest.mark.parametrize("lines", TALKS.values(), ids=TALKS)
def test_stop_and_start(lines: list[Line]) -> None:
    """Understood everywhere, with and without marks; the draft stays where it was."""
    follow(lines)


def test_stopping_is_remembered() -> None:
    """Until it is taken back; forgetting everything else does not take it back."""
    talk = Talk()
    seen = []
    for line in ("dừng nhắc", "/nop", "nhắc lại", "dừng nhắc"):
        talk.write(line)
        seen.append(talk.state.is_reminder_free)
    assert seen == [True, True, False, True]
    talk.write("{c.quen.}")
    talk.write("[Xóa]")
    assert talk.state == State(serial=talk.state.serial, is_reminder_free=True, pressed=talk.state.pressed)


def test_a_draft_that_goes_on_elsewhere_stays_reminded() -> None:
    """A poster that is scanned in the middle of a draft opens a new run of the same draft."""
    state = drafting(2)
    again = state.opened(Frame("submission", 2, "workplace", {"consent": "1"}))
    assert again.frames[-1].reminded == 2
    assert again.with_top(Frame("submission", 2, "workplace", {"consent": "1"})).frames[-1].reminded == 2
    assert state.closed("submission").opened(Frame("submission", 2, "consent")).frames[-1].reminded == 0


NO_COMMANDS = ("dừng", "nhắc", "tiếp", "dừng nhắc nhở công nhân bằng loa, thay bằng bảng điện tử ở cổng", "nhắc lại quy trình")


@pytest.mark.parametrize("text", NO_COMMANDS)
def test_answers_that_are_no_commands(text: str) -> None:
    """Only the whole words count, so that a title may speak of reminding."""
    assert wording.command(text) is None
