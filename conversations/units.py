"""Changes of organisations as the whole project speaks of them: what can be done to one, and why it may be refused."""

from datetime import date
from enum import StrEnum

from msgspec import Struct


class UnitAct(StrEnum):
    """What was done to an organisation."""

    ADDED = "added"
    RENAMED = "renamed"
    CLOSED = "closed"
    REOPENED = "reopened"
    MOVED = "moved"  # with all below it, under another node
    MERGED = "merged"  # all it had is another one's now


class Refusal(StrEnum):
    """Why a change is not made; text keys are "unit-refused-<value>"."""

    UNKNOWN = "unknown"
    NOT_ACTIVE = "not-active"
    ACTIVE = "active"  # to be reopened, but it is not closed
    MERGED = "merged"  # to be reopened, but its merge has to be undone
    ITSELF = "itself"
    KIND = "kind"  # this kind may not hang under, or go into, that one
    LOOP = "loop"  # it would hang below itself
    TOO_DEEP = "too-deep"
    HAS_CHILDREN = "has-children"
    PARENT_CLOSED = "parent-closed"
    SAME_NAME = "same-name"
    NAME_TAKEN = "name-taken"
    CODE_TAKEN = "code-taken"
    NOTHING = "nothing"  # to be undone
    LATER_CHANGE = "later-change"  # has to be undone first


class UnitChange(Struct, frozen=True):
    """A change that was made."""

    id: int
    act: UnitAct
    organisation_id: int
    other_id: int | None  # what it was merged into, or moved under
    day: date  # the first on which it is so


class UnitFigures(Struct, frozen=True):
    """What hangs on an organisation itself, so that a question can say what a change takes along."""

    organisation_id: int
    initiatives: int = 0
    waiting: int = 0  # of these, for a decision
    executives: int = 0
    staff: int = 0
    children: int = 0  # active nodes directly below
    last: UnitChange | None = None  # the last change that can be undone, of it or into it


# -- what a turn asks for ----------------------------------------------------------------------------------------
class ChangeUnit(Struct, frozen=True):
    """Rename, close, reopen, move or merge an organisation, and say what came of it."""

    act: UnitAct
    organisation_id: int
    other_id: int | None = None
    name: str | None = None


class UndoUnit(Struct, frozen=True):
    """Take a change of an organisation back, and say what came of it."""

    change_id: int
