"""/machuyen: one person on several channels. A code that is made here joins the account that sends it to this one."""

from msgspec.structs import replace

from conversations import codes, dialogue, guessing, wording
from conversations.accounts import JOIN_CODE_LIFE, JoinAccounts, JoinCode, Obstacle, OfferJoin, PartAccounts
from conversations.calls import Call, run_button
from conversations.dialogue import Turn
from conversations.effects import Arg, JoinLinks, Say
from conversations.flows.joining import JOINING, obstacle_of
from conversations.flows.submission import SUBMISSION
from conversations.role_effects import NoteWrongCode
from conversations.state import State
from conversations.steps import Start

UNDO_BUTTON = run_button("machuyen", "hoantac", "button-undo-join")
_COUNTED = (Obstacle.USED, Obstacle.EXPIRED)  # as codes that open nothing


def move(call: Call) -> Turn:
    """/machuyen: a code for another channel; "hoàn tác" takes the last joining back; a code is one that was sent."""
    if wording.undoes(call.argument):
        return _undo(call)
    if call.argument.strip():
        found = guessing.join_code(call)
        return opened(call, found) if found else guessing.refused(call, None)
    code = call.facts.fresh.link
    minutes = int(JOIN_CODE_LIFE.total_seconds()) // 60
    said: dict[str, Arg] = {"code": codes.shown(code), "minutes": minutes, "links": JoinLinks(code)}
    return call.says(OfferJoin(code, call.at + JOIN_CODE_LIFE), Say("join-code", said))


def _undo(call: Call) -> Turn:
    if not call.facts.has_joined:
        return call.says(Say("join-nothing-to-undo"))
    return call.says(PartAccounts(), Say("join-undone"))


def opened(call: Call, found: JoinCode) -> Turn:
    """Somebody sent such a code: they are asked whether it is their own, for it hands over what they have."""
    obstacle = obstacle_of(found, call.facts)
    if obstacle is not None:
        note = (NoteWrongCode(obstacle.value),) if obstacle in _COUNTED else ()
        return call.says(*note, Say(f"join-{obstacle.value}"))
    loses = "draft" if found.has_draft and has_draft(call.state) else "nothing"
    start = Start(context={"join": found.code, "from": found.channel, "loses": loses})
    return dialogue.begin(call.state, JOINING, call.facts, call.at, start)


def may_leave(turn: Turn) -> bool:
    """Whether the account may be somebody else's after this turn, who need not be told what waits here."""
    return any(isinstance(effect, JoinAccounts | PartAccounts) for effect in turn.effects)


def has_draft(state: State) -> bool:
    """Whether an initiative was begun: more than the notice was answered."""
    draft = state.frame(SUBMISSION.id)
    return draft is not None and len(draft.answers) > 1


def apart(state: State, other: State) -> State:
    """The state with runs that no button of *other* can mean: whose account it was may have shown some in the chat."""
    base = max(state.serial, other.serial)
    frames = tuple(replace(frame, serial=base + place) for place, frame in enumerate(state.frames, start=1))
    return replace(state, frames=frames, serial=base + len(frames))


def merged(state: State, brought: State) -> State:
    """A person's state after somebody with another one has become them: a draft is taken over where there is none."""
    draft = brought.frame(SUBMISSION.id)
    if draft is not None and has_draft(brought) and not has_draft(state):
        state = state.opened(replace(draft, serial=state.serial + 1))
    return replace(state, menu=())
