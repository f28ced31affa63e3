"""The author's yes on paper: a photo of it, sent by who entered the initiative, goes with what is filed.

For authors who cannot or will not confirm on a phone. Who sends it declares that the author has signed; the executives
see the photo, and an author with an account is told.
"""

from collections.abc import Mapping

from conversations import cards, codes
from conversations.answers import Invalid
from conversations.attached import (
    AttachedFile,
    AttachFiles,
    DropAttachments,
    FileKind,
    KeepAttachment,
    packed,
    unpacked,
)
from conversations.domain import Consent, Entered, Status, Submission
from conversations.effects import Arg, Effect, FileSubmission, Say, Text
from conversations.entering import Entry, EntryState
from conversations.events import FileRead
from conversations.flows.confirming import entry_of, heir
from conversations.flows.entering import ANOTHER, LISTING, about, closed
from conversations.flows.submission import notice
from conversations.flows.workplace import resolved
from conversations.sent_files import ATTACHMENT
from conversations.steps import Answer, Flow, Option, Remember, Reply, Step, View, always_offered, yes_means

_ON_PAPER = ("image/", "application/pdf")
_SURE = always_offered(Option("yes", Text("option-signed")), Option("no", Text("option-other-photo")))


def _args(view: View) -> Mapping[str, Arg]:
    found = entry_of(view)
    named = about(found) if found else {"name": "", "title": ""}
    return {**named, "programme": view.facts.campaign.name}


def _photo(view: View, event: FileRead) -> Answer | Reply:
    """A picture, or a scan of the paper; what can be typed is no signature. The one before it is forgotten."""
    if not str(event.found["mime"]).startswith(_ON_PAPER):
        return Invalid("signature-is-sent")
    file = AttachedFile(
        event.file_id, str(event.found["blob"]), str(event.found["mime"]), int(event.found["size"]),
        str(event.found["name"]), FileKind.SIGNATURE,
    )  # fmt: skip
    return Reply({"photo": packed((file,))}, (*_dropped(view), KeepAttachment(file)))


def _ids(view: View) -> tuple[str, ...]:
    return tuple(one.id for one in unpacked(view.answers.get("photo", "")))


def _dropped(view: View) -> tuple[Effect, ...]:
    ids = _ids(view)
    return (DropAttachments(ids),) if ids else ()


def _sure(view: View, value: str) -> Reply:
    return Reply({"sure": "yes"}) if value == "yes" else Reply(effects=_dropped(view), forgets=("photo",))


def _signed(view: View) -> tuple[Effect | Remember, ...]:
    found = entry_of(view)
    if found is None or found.helper_id != view.facts.person_id:
        return (*_dropped(view), Say("entry-over"))
    if found.is_unwanted:
        return (*_dropped(view), Say("signature-unwanted", about(found)))
    if not view.facts.campaign.is_open(view.at):
        return (*_dropped(view), cards.closed_or_not_yet(view, has_draft=False))
    answers = heir(view.facts.directory, resolved(view.facts.directory, found.answers))
    if answers is None:
        return (*_dropped(view), Say("entry-told-workplace", about(found), (LISTING,)))
    return _filed(view, found, answers)


def _filed(view: View, found: Entry, answers: Mapping[str, str]) -> tuple[Effect | Remember, ...]:
    code, organisation = view.facts.fresh.receipt, int(answers.get("union", answers["federation"]))
    entered = Entered(found.helper_id, found.helper_name, Consent.SIGNATURE)
    filed = Submission(
        code, 1, Status.SUBMITTED, 0, organisation, answers, view.at, entered=entered, attached=len(_ids(view))
    )  # fmt: skip
    return (
        *closed(found, EntryState.CONFIRMED),
        FileSubmission(code, organisation, answers, entered),
        AttachFiles(code, _ids(view)),
        Say("entry-signed", {**about(found), "code": codes.shown(code)}, (ANOTHER, LISTING)),
        notice(view, filed),
    )


SIGNING = Flow(
    "signing",
    (
        Step("photo", "ask-signature", lambda view, raw: Invalid("signature-is-sent"), args=_args, is_listed=False,
             takes_files=ATTACHMENT, on_file=_photo, help="help-signature"),
        Step("sure", "ask-signed", yes_means("yes", "no"), _SURE, args=_args, on_answer=_sure, is_listed=False),
    ),
    _signed,
    cancelled="signing-cancelled",
    undone=_dropped,
)  # fmt: skip
