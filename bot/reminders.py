"""What is said when a timer fires. When that is, stands in conversations/reminders.py; who hears it, in timers.py."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from conversations import actions, cards, codes
from conversations.directory import Directory
from conversations.domain import Campaign
from conversations.effects import Arg, Button, ButtonKind, Say, Text
from conversations.facts import Facts, Fresh
from conversations.flows.submission import SUBMISSION
from conversations.reminders import Announcement, is_last_call, stop_button
from conversations.state import Frame
from conversations.steps import View
from storage.repositories.duties import Waiting, WaitingFor

LISTED = 5  # submissions that a reminder names; the review list and the report show the rest
_TO_OFFICIALS = {
    Announcement.OPENING: "announce-opening",
    Announcement.CLOSING_SOON: "announce-closing-soon",
    Announcement.CLOSING: "announce-closing",
    Announcement.DOSSIER_SOON: "announce-dossier",
    Announcement.DOSSIER_LAST: "announce-dossier",
}


def draft(frame: Frame, campaign: Campaign, directory: Directory, now: datetime) -> Say:
    """To somebody who began and did not send: how little is missing, and until when."""
    view = View(frame.answers, frame.context, Facts(campaign, directory, Fresh("", ""), lambda text: text.key), now)
    missing = [step for step in SUBMISSION.path(view) if step.is_listed and step.id not in frame.answers]
    key = "reminder-draft-closing" if is_last_call(campaign, now) else "reminder-draft"
    args: dict[str, Arg] = {**_until(campaign, campaign.closes, now), "left": len(missing)}
    return Say(key, args, (_button("tieptuc", "button-tieptuc"), stop_button()))


def decisions(waiting: WaitingFor, campaign: Campaign) -> Say:
    """To somebody who decides: how many wait, and which of them for long."""
    key = "reminder-decisions-overdue" if waiting.overdue else "reminder-decisions"
    lines = (Text("reminder-line", {**_named(one, campaign), "title": one.title}) for one in waiting.oldest)
    args: dict[str, Arg] = {"count": waiting.total, "overdue": waiting.overdue, "lines": _list(waiting, *lines)}
    return Say(key, args, (_button("duyet", "button-duyet"), stop_button()))


def escalation(waiting: WaitingFor, campaign: Campaign, directory: Directory) -> Say:
    """To the staff above: what nobody has decided on for days, and where."""
    places = (one.union_name or directory.label(one.organisation_id) for one in waiting.oldest)
    lines = (
        Text("reminder-line-of-place", {**_named(one, campaign), "place": place})
        for one, place in zip(waiting.oldest, places, strict=True)
    )
    args: dict[str, Arg] = {"count": waiting.overdue, "lines": _list(waiting, *lines)}
    report = Button(Text("button-report-cho"), actions.encode(actions.Run("report", "cho")), ButtonKind.CONTROL)
    return Say("reminder-escalation", args, (report, stop_button()))


def announcement(kind: Announcement, campaign: Campaign, now: datetime, *, is_official: bool) -> Say:
    """One of the programme's dates; owners of a draft are told of the close alone."""
    is_dossier = kind in (Announcement.DOSSIER_SOON, Announcement.DOSSIER_LAST)
    args = _until(campaign, campaign.dossier_due if is_dossier else campaign.closes, now)
    if not is_official:
        return Say("announce-closing-draft", args, (stop_button(),))
    return Say(_TO_OFFICIALS[kind], args, (stop_button(),))


def _until(campaign: Campaign, end: datetime, now: datetime) -> Mapping[str, Arg]:
    """The end as people say it, and the days that are left, today and the last one included."""
    zone = ZoneInfo(campaign.time_zone)
    last, today = ((end - timedelta(seconds=1)).astimezone(zone).date(), now.astimezone(zone).date())
    return {"name": campaign.name, "end": cards.deadline(campaign, end), "days": max(0, (last - today).days + 1)}


def _named(one: Waiting, campaign: Campaign) -> Mapping[str, Arg]:
    return {"code": codes.shown(one.code), "at": cards.moment(campaign, one.changed_at)}


def _list(waiting: WaitingFor, *lines: Text) -> tuple[Arg, ...]:
    left = waiting.overdue - len(lines)
    return (*lines, Text("reminder-more", {"count": left})) if left else lines


def _button(command: str, key: str) -> Button:
    # A word to type where there are no buttons: a number would be taken for an answer to the open question.
    return Button(Text(key), actions.encode(actions.Run(command, "")), ButtonKind.CONTROL)
