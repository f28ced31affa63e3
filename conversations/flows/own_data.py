"""The two questions that stand before personal data go: what is remembered, and what was filed."""

from conversations.attached import DropAttachments
from conversations.effects import Effect, RecordConsent, RequestErasure, Say, Text
from conversations.flows.attaching import ATTACHING
from conversations.flows.confirming import CONFIRMING
from conversations.flows.entering import ENTRY
from conversations.flows.revision import REVISION
from conversations.flows.signing import SIGNING
from conversations.flows.submission import NOTICE_VERSION, SUBMISSION
from conversations.steps import Flow, Option, Remember, Step, View, yes_means

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
    return RequestErasure(), Say("erasure-requested")


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
