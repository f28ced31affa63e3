"""Every form by its name, and what becomes of open ones that this program, or the world, has outgrown."""

from msgspec.structs import replace

from conversations import rights
from conversations.events import Event
from conversations.facts import Facts
from conversations.flows.administration import INTRODUCTION, INVITATION
from conversations.flows.attaching import ATTACHING, DETACHING
from conversations.flows.broadcasting import BROADCASTING
from conversations.flows.confirming import CONFIRMING
from conversations.flows.contact import CONTACT
from conversations.flows.decision import DECISION
from conversations.flows.entering import ENTRY
from conversations.flows.examples import EXAMPLES
from conversations.flows.file_list import FILE_LIST
from conversations.flows.importing import IMPORT
from conversations.flows.joining import JOINING
from conversations.flows.own_data import ERASURE, FORGETTING
from conversations.flows.posters import QR
from conversations.flows.resolving import RESOLVING
from conversations.flows.revision import REVISION, WITHDRAWAL
from conversations.flows.roles import REMOVAL, REQUEST
from conversations.flows.selecting import FORWARDING, SELECTING
from conversations.flows.signing import SIGNING
from conversations.flows.submission import SUBMISSION
from conversations.flows.units import UNIT
from conversations.state import Frame, State
from conversations.steps import Flow, View

FLOWS: dict[str, Flow] = {
    flow.id: flow
    for flow in (
        SUBMISSION, REVISION, WITHDRAWAL, DECISION, INTRODUCTION, INVITATION, REQUEST, REMOVAL, QR, UNIT, IMPORT,
        FILE_LIST, RESOLVING, CONTACT, EXAMPLES, FORGETTING, ERASURE, JOINING, ATTACHING, DETACHING, ENTRY,
        CONFIRMING, SIGNING, SELECTING, FORWARDING, BROADCASTING,
    )
}  # fmt: skip


_COMMANDS = {INVITATION.id: "moi", QR.id: "qr"}  # whose role a form needs all the way; others ask at their end


def repaired(state: State, facts: Facts, event: Event) -> State:
    """Drop runs that this version does not know or whose role is over, and what was agreed to under another notice."""
    known = tuple([
        _mended(frame, facts, event)
        for frame in state.frames
        if frame.flow in FLOWS and not _is_without_role(frame, facts)
    ])
    return state if known == state.frames else replace(state, frames=known)


def why_mended(state: State, facts: Facts, event: Event) -> str:
    """The text that says why a form is not as it was left."""
    if any(_is_without_role(frame, facts) for frame in state.frames):
        return "form-without-role"
    for frame in (frame for frame in state.frames if frame.flow in FLOWS):
        if FLOWS[frame.flow].mend(View(frame.answers, frame.context, facts, event.at)) is not None:
            return FLOWS[frame.flow].mended
    return "form-changed"


def _is_without_role(frame: Frame, facts: Facts) -> bool:
    return frame.flow in _COMMANDS and not rights.may_run(_COMMANDS[frame.flow], facts)


def _mended(frame: Frame, facts: Facts, event: Event) -> Frame:
    """A renamed step, and one whose answers are about something that is gone, is asked by the first without one."""
    flow = FLOWS[frame.flow]
    if (mended := flow.mend(View(frame.answers, frame.context, facts, event.at))) is not None:
        frame = replace(frame, answers=mended[0], context=mended[1]).at("")
    stale = {name for name, value in flow.holds.items() if frame.answers.get(name, value) != value}
    if frame.step in flow.by_id and not stale:
        return frame
    answers = {name: value for name, value in frame.answers.items() if name not in stale}
    step = flow.first_open(View(answers, frame.context, facts, event.at)) or flow.steps[-1]
    return replace(frame, answers=answers).at(step.id)
