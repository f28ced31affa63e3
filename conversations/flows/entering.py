"""The form by which somebody enters an initiative for a colleague: the worker's form in the third person.

What is the same for one colleague after the other is asked once. Nothing is filed here: the author does that, see
confirming.py.
"""

from collections.abc import Mapping
from datetime import datetime

from msgspec.structs import replace

from conversations import cards
from conversations.calls import run_button
from conversations.domain import Campaign
from conversations.effects import Arg, CloseCards, Effect, Say, Text
from conversations.entering import ENTRY_LIFE, MOST_OPEN, CloseEntry, Entry, EntryState, KeepEntry, SendConfirmation
from conversations.flows import writing
from conversations.flows.identity import PERSONAL, name_typed
from conversations.flows.submission import CONTENT, NOTICE_VERSION, SUBMISSION
from conversations.flows.workplace import PLACE_KEYS, WORKPLACE, resolved, still_there
from conversations.sent_files import CARD
from conversations.steps import Flow, Option, Remember, Reply, Step, View, yes_means

KEPT = (*PLACE_KEYS, "block", "field", "applied_on")  # from one colleague to the next
MEMORY = "entry."  # begins what the profile keeps for the next colleague
HELPER = "helper"  # the answer, and in the profile, who types
CONSENT = SUBMISSION.by_id["consent"]
ANOTHER = run_button("nopho", "tiep", "button-entry-next")
LISTING = run_button("nopho", "ds", "button-entries")
ENOUGH = run_button("nopho", "xong", "button-entries-done")
# In place of questions that speak to the author.
_ASK = {
    "full_name": "ask-entry-full-name", "id_number": "ask-entry-id-number", "phone": "ask-entry-phone",
    "workplace": "ask-entry-workplace", "province": "ask-entry-province", "union": "ask-entry-union",
    "union_name": "ask-entry-union-name", "block": "ask-entry-block",
}  # fmt: skip


def _about_another(step: Step) -> Step:
    # A shared contact is the helper's own; a poster would begin the helper's own form.
    pictures = step.takes_pictures if step.takes_pictures == CARD else None
    return replace(step, ask=_ASK.get(step.id, step.ask), takes_contact=False, takes_pictures=pictures)


def _number(view: View, value: str) -> Reply:
    return _own_number() if value == view.context.get("mine") else Reply({"id_number": value})


def _own_number() -> Reply:
    return Reply(effects=(Say("entry-own-number"),), asks="id_number")


def _keep(view: View, value: str) -> Reply:
    if value == "benefit":
        return Reply({writing.ASKED: "yes"}, asks="benefit")
    if view.answers["id_number"] == view.context.get("mine"):  # a photo of a card has brought it
        return _own_number()
    if view.facts.campaign.is_open(view.at):
        return Reply({"review": "keep"})
    return Reply(effects=(cards.closed_or_not_yet(view, has_draft=False),), stays=True)


def _review_args(view: View) -> Mapping[str, Arg]:
    return {"card": cards.review_card(view)}


def _review_options(view: View) -> tuple[Option, ...]:
    keep = Option("keep", Text("option-entry-keep"))
    return (keep,) if "benefit" in view.answers else (keep, Option("benefit", Text("option-add-benefit")))


def expires_at(campaign: Campaign, at: datetime) -> datetime:
    """Until when an entry waits."""
    return min(at + ENTRY_LIFE, campaign.closes)


def is_full(view: View) -> bool:
    """Whether the helper has as many waiting as may be."""
    return len(view.facts.entries) >= MOST_OPEN


def about(entry: Entry) -> dict[str, Arg]:
    """What names it to people."""
    return {"name": entry.answers["full_name"], "title": entry.answers["title"]}


def closed(entry: Entry, state: EntryState) -> tuple[Effect, ...]:
    """It waits no more, and the card of who was asked says so."""
    return CloseEntry(entry.code, state), CloseCards(entry.code, Say("entry-card-closed", about(entry)))


def _kept(view: View) -> tuple[Effect | Remember, ...]:
    answers, former = resolved(view.facts.directory, cards.stored(view.answers)), view.context.get("entry", "")
    replaced = next((one for one in view.facts.entries if one.code == former), None)
    if former and replaced is None:
        return (Say("entry-over"),)
    if replaced is None and is_full(view):
        return (Say("entries-full", {"most": MOST_OPEN}, (LISTING,)),)
    code, until, name = view.facts.fresh.link, expires_at(view.facts.campaign, view.at), answers["full_name"]
    today = int(view.context.get("today", "0")) + (replaced is None)
    said: dict[str, Arg] = {
        "name": name, "today": today, "open": len(view.facts.entries) + (replaced is None),
        "until": cards.moment(view.facts.campaign, until),
    }  # fmt: skip
    return (
        *(closed(replaced, EntryState.DROPPED) if replaced is not None else ()),
        KeepEntry(code, view.answers[HELPER], answers, until),
        Remember({
            HELPER: view.answers[HELPER], f"{MEMORY}today": f"{view.today}:{today}",
            **{MEMORY + key: view.answers.get(key, "") for key in KEPT},
        }),
        SendConfirmation(code, name, answers["title"], until),
        Say("entry-kept", said, (ANOTHER, LISTING, ENOUGH)),
    )  # fmt: skip


ENTRY = Flow(
    "entry",
    (
        replace(CONSENT, takes_pictures=None),
        Step(HELPER, "ask-entry-helper", read=name_typed, takes_names=True, is_listed=False),
        *(_about_another(step) for step in WORKPLACE),
        *(_about_another(step) for step in CONTENT[:3]),
        *(replace(_about_another(step), on_answer=_number) if step.id == "id_number" else _about_another(step)
          for step in PERSONAL),
        *(step for step in CONTENT[3:] if step.id != "attachments"),  # the author adds them
        Step("review", "ask-entry-review", yes_means("keep"), _review_options, args=_review_args, on_answer=_keep,
             is_listed=False, help="help-review"),
    ),
    _kept,
    cancelled="entry-cancelled",
    holds={"consent": NOTICE_VERSION},
    mend=still_there,
    mended="workplace-changed",
)  # fmt: skip
