"""The author's yes on paper: a photo of it, sent by who entered the initiative, goes with what is filed.

For authors who cannot or will not confirm on a phone. Who sends it declares that the author has signed; the executives
see the photo, and an author with an account is told.
"""

from collections.abc import Mapping

from msgspec.structs import replace

from conversations import cards, codes
from conversations.answers import Invalid
from conversations.attached import AttachFiles, FileKind, KeepAttachment, dropped, packed, read_file, unpacked
from conversations.domain import Consent
from conversations.effects import Arg, Effect, Say, Text
from conversations.entering import Entry
from conversations.events import FileRead
from conversations.flows.confirming import entry_of, filing, heir, of_entry
from conversations.flows.entering import ANOTHER, LISTING, about
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
    file = read_file(event, str(event.found["name"]), FileKind.SIGNATURE)
    return Reply({"photo": packed((file,))}, (*_dropped(view), KeepAttachment(file)))


def _ids(view: View) -> tuple[str, ...]:
    return tuple(one.id for one in unpacked(view.answers.get("photo", "")))


def _dropped(view: View) -> tuple[Effect, ...]:
    return dropped(view.answers.get("photo", ""))


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
    filed = replace(of_entry(view, found, answers, Consent.SIGNATURE), attached=len(_ids(view)))
    return (
        *filing(found, filed),
        AttachFiles(filed.code, _ids(view)),
        Say("entry-signed", {**about(found), "code": codes.shown(filed.code)}, (ANOTHER, LISTING)),
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
