"""When people are reminded, as rules over time: of a draft, of decisions that wait, of the programme's own dates.

Nothing is said between DAY_ENDS and DAY_BEGINS of the campaign's time zone. What is said stands in bot/reminders.py,
what is due in storage; a row there is a wish, and these rules have the last word when it comes due.
"""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from conversations import actions
from conversations.domain import Campaign
from conversations.effects import Button, ButtonKind, Effect, Say, Text
from conversations.state import Frame, State

DAY_BEGINS, DAY_ENDS = time(7, 30), time(21)  # local; the digest comes when the day begins
DRAFT_AFTER, CLOSING_BEFORE = timedelta(hours=24), timedelta(days=3)
MOST_PER_DRAFT = 2
DECIDE_AFTER, ESCALATE_AFTER = timedelta(days=2), timedelta(days=4)  # since filing or resubmitting


class Announcement(StrEnum):
    """What the programme's calendar gives rise to."""

    OPENING = "opening"
    CLOSING_SOON = "closing-soon"
    CLOSING = "closing"
    DOSSIER_SOON = "dossier-soon"
    DOSSIER_LAST = "dossier-last"


def announcements(campaign: Campaign) -> Mapping[Announcement, datetime]:
    """When each announcement of a campaign is due."""
    return {
        Announcement.OPENING: campaign.opens,
        Announcement.CLOSING_SOON: campaign.closes - CLOSING_BEFORE,
        Announcement.CLOSING: campaign.closes,
        Announcement.DOSSIER_SOON: campaign.dossier_due - timedelta(days=3),
        Announcement.DOSSIER_LAST: campaign.dossier_due - timedelta(days=1),
    }


# -- the hours -----------------------------------------------------------------------------------------------------
def is_daytime(at: datetime, campaign: Campaign) -> bool:
    """Whether people may be written to unasked."""
    return DAY_BEGINS <= _local(at, campaign).time() < DAY_ENDS


def next_morning(after: datetime, campaign: Campaign) -> datetime:
    """The first beginning of a day later than *after*."""
    local = _local(after, campaign)
    day = local.date() if local.time() < DAY_BEGINS else local.date() + timedelta(days=1)
    return datetime.combine(day, DAY_BEGINS, local.tzinfo).astimezone(after.tzinfo)


def in_daytime(at: datetime, campaign: Campaign) -> datetime:
    """*at*, or the next morning if it lies in the night."""
    return at if is_daytime(at, campaign) else next_morning(at, campaign)


def _local(at: datetime, campaign: Campaign) -> datetime:
    return at.astimezone(ZoneInfo(campaign.time_zone))


# -- drafts --------------------------------------------------------------------------------------------------------
def draft(state: State) -> Frame | None:
    """The initiative that somebody began and has not sent; there is none before they agreed to its being stored."""
    frame = state.frame("submission")
    return frame if frame is not None and frame.answers.get("consent") else None


def next_reminder(state: State, campaign: Campaign, at: datetime) -> datetime | None:
    """When the person is to be reminded of the draft.

    First a day after *at*, when the dialogue was last moved on; then three days before the close, but never sooner
    than a day after that either. A first reminder that falls into the last three days is the last one as well.

    Returns: an instant of the daytime before the close, maybe past; None for no reminder.
    """
    frame = draft(state)
    if frame is None or state.is_reminder_free or frame.reminded >= MOST_PER_DRAFT:
        return None
    due = max(at + DRAFT_AFTER, campaign.opens)
    if frame.reminded:
        due = max(due, campaign.closes - CLOSING_BEFORE)
    due = in_daytime(due, campaign)
    return due if due < campaign.closes else None


def is_last_call(campaign: Campaign, now: datetime) -> bool:
    """Whether a reminder of a draft is the one before the close."""
    return now >= campaign.closes - CLOSING_BEFORE


def after_reminder(state: State, campaign: Campaign, now: datetime) -> State:
    """The state of somebody who has just been reminded of the draft."""
    frame = draft(state)
    if frame is None:
        return state
    count = MOST_PER_DRAFT if is_last_call(campaign, now) else frame.reminded + 1
    reminded = replace(frame, reminded=count)
    return replace(state, frames=tuple(reminded if one is frame else one for one in state.frames))


# -- stop and start ------------------------------------------------------------------------------------------------
STOP, START = "dungnhac", "nhaclai"  # the commands


def stop_button() -> Button:
    """Stands under everything that is said unasked."""
    return Button(Text("reminder-button-stop"), actions.encode(actions.Run(STOP, "")), ButtonKind.CONTROL)


def stopped(state: State) -> tuple[State, tuple[Effect, ...]]:
    """The person wants no reminders; answers, cards and decisions still reach them."""
    again = Button(Text("reminder-button-start"), actions.encode(actions.Run(START, "")), ButtonKind.CONTROL)
    return replace(state, is_reminder_free=True), (Say("reminder-stopped", {}, (again,), hint=_waiting(state)),)


def started(state: State) -> tuple[State, tuple[Effect, ...]]:
    """The person wants to be reminded again; or, where nothing was stopped, to hear the question once more."""
    hint = _waiting(state) if state.is_reminder_free else None
    return replace(state, is_reminder_free=False), (Say("reminder-started", hint=hint),)


def _waiting(state: State) -> str | None:
    """The step of the draft, which goes on waiting: who asks for silence need not be told of it."""
    top = state.top
    return top.step if top is not None and top.flow == "submission" else None
