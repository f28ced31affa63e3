"""/ghepdonvi: the queue of workplaces that were only typed, and what was done by mistake taken back."""

from conversations import codes, dialogue, rights, wording
from conversations.calls import Call
from conversations.dialogue import Turn
from conversations.district_effects import UndoResolution
from conversations.domain import Role
from conversations.effects import Arg, Say
from conversations.flows.resolving import RESOLVING, UNDO_WITHIN, over, resolve_button, start
from conversations.text import fold

WRONG = frozenset(map(fold, ("ghép nhầm", "nhầm")))


def resolve(call: Call) -> Turn:
    """/ghepdonvi: the first workplace that waits; with the code of a deed, or "hoàn tác": take it back."""
    if undone(call.argument) is not None:
        return _undo(call)
    waiting = call.facts.unresolved
    if not waiting:
        return call.says(over(()))
    return dialogue.begin(call.state, RESOLVING, call.facts, call.at, start(waiting[0]))


def undone(argument: str) -> str | None:
    """The code of the deed that is to be taken back; '' for one's last; None if nothing is."""
    code = codes.tidy(argument)
    if codes.is_code(code):
        return code
    return "" if wording.undoes(argument) or fold(argument) in WRONG else None


def _undo(call: Call) -> Turn:
    done, facts = call.facts.resolution, call.facts
    origin = facts.directory.current(done.federation_id) if done is not None else None
    if done is None or origin is None or not rights.covers(facts.scopes(Role.STAFF), origin.id, facts.directory):
        return call.says(Say("resolve-undo-none"))
    if done.is_undone:
        return call.says(Say("resolve-undo-already", {"name": done.name}))
    if call.at - done.at > UNDO_WITHIN:
        return call.says(Say("resolve-undo-late", {"name": done.name}))
    if not done.back:
        return call.says(Say("resolve-undo-decided", {"name": done.name}))
    args: dict[str, Arg] = {"name": done.name, "count": done.back, "kept": done.kept}
    return call.says(UndoResolution(done.code), Say("resolve-undone", args, (resolve_button(),)))
