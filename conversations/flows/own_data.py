"""The two questions that stand before personal data go: what is remembered, and what was filed."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from itertools import groupby

from conversations import codes
from conversations.attached import DropAttachments
from conversations.domain import Submission
from conversations.effects import Arg, Effect, RecordConsent, RequestErasure, Say, StaffAbove, Tell, Text
from conversations.flows.attaching import ATTACHING
from conversations.flows.confirming import CONFIRMING
from conversations.flows.entering import ENTRY
from conversations.flows.revision import REVISION
from conversations.flows.signing import SIGNING
from conversations.flows.submission import NOTICE_VERSION, SUBMISSION
from conversations.steps import Flow, Option, Remember, Step, View, yes_means

ERASURE_DAYS = 20  # to act on a request; domain.md section 12
_MOST_NAMED = 5  # codes in a notice
# What holds answers or an agreement of the person's; a code that waits for them can be opened anew.
_DRAFTS = (SUBMISSION.id, REVISION.id, ATTACHING.id, ENTRY.id, SIGNING.id, CONFIRMING.id)


def _options(yes: str) -> tuple[Option, ...]:
    return Option("yes", Text(yes)), Option("no", Text("option-keep-data"))


def _forgotten(view: View) -> tuple[Effect | Remember, ...]:
    if view.answers["sure"] == "no":
        return (Say("data-kept"),)
    withdrawn = (RecordConsent(NOTICE_VERSION, agreed=False),) if "consent" in view.context else ()
    dropped = (DropAttachments(), Remember(forgets=True, closes=_DRAFTS))
    return (*withdrawn, *dropped, Say("forgotten"))


def _erasing(view: View) -> tuple[Effect | Remember, ...]:
    if view.answers["sure"] == "no":
        return (Say("data-kept"),)
    if view.facts.open_erasure:
        return (Say("erasure-open-already"),)
    return RequestErasure(), *_to_staff(view), Say("erasure-requested")


def _to_staff(view: View) -> Iterator[Tell]:
    """A notice for each district that is responsible now: its staff answer, and nobody else learns of it."""
    due = view.today + timedelta(days=ERASURE_DAYS)
    where = partial(_district, view)
    for district, there in groupby(sorted(view.facts.own, key=where), where):  # each the newest first
        filed = list(there)
        named = ", ".join(codes.shown(one.code) for one in filed[:_MOST_NAMED])
        args: dict[str, Arg] = {
            "name": filed[0].answers["full_name"],
            "place": view.facts.directory.label(filed[0].organisation_id),
            "count": len(filed),
            "codes": f"{named}, …" if len(filed) > _MOST_NAMED else named,
            "due": f"{due:%d/%m/%Y}",
        }
        yield Tell(StaffAbove(district), Say("staff-erasure", args))


def _district(view: View, filed: Submission) -> int:
    node = view.facts.directory.get(filed.organisation_id)
    above = node.parent_id if node is not None and node.kind == "union" else None
    return above or filed.organisation_id


FORGETTING = Flow(
    "forgetting",
    (Step("sure", "ask-forget", yes_means("yes", "no"), lambda view: _options("option-forget"), is_listed=False),),
    _forgotten,
    cancelled="data-kept",
)
ERASURE = Flow(
    "erasure",
    (Step("sure", "ask-erase", yes_means("yes", "no"), lambda view: _options("option-erase"), is_listed=False),),
    _erasing,
    cancelled="data-kept",
)
