"""What the district federation asks a turn for: typed workplaces brought to their CĐCS, whom people may
turn to, an empty list to fill in."""

from dataclasses import dataclass
from enum import StrEnum

from conversations.domain import Field


@dataclass(frozen=True, slots=True)
class TypedWorkplace:
    """Every initiative of one federation whose author typed this workplace; *key* is its name without spelling."""

    federation_id: int
    key: str
    name: str  # as most of them typed it


@dataclass(frozen=True, slots=True)
class NewUnion:
    """A CĐCS that is to be created."""

    code: str
    name: str
    parent_id: int
    block: str


@dataclass(frozen=True, slots=True)
class AnnounceWorkplace:
    """Have the nearest staff told that a typed workplace waits for them; many of them are one message."""

    federation_id: int


@dataclass(frozen=True, slots=True)
class SendTemplate:
    """Owe the person an empty list to fill in, for these nodes: of CĐCS, or of initiatives."""

    scopes: tuple[int, ...]
    of: str = "organisations"  # the purpose of the file that it becomes


@dataclass(frozen=True, slots=True)
class ResolveWorkplace:
    """Bring the initiatives of a typed workplace to a CĐCS, and tell all whom it concerns."""

    code: str  # names this deed, to be undone by
    typed: TypedWorkplace
    to: int | NewUnion
    learns: bool  # the typed name becomes another name of the CĐCS


@dataclass(frozen=True, slots=True)
class ReferWorkplace:
    """Hand the initiatives of a typed workplace over to another federation, whose staff look for the CĐCS then."""

    code: str
    typed: TypedWorkplace
    federation_id: int


@dataclass(frozen=True, slots=True)
class UndoResolution:
    """Take back what one of the two above has moved, but for what was decided on or changed since."""

    code: str


class ContactLine(StrEnum):
    """What a federation says about itself under /hotro; the values are the words after /caidat."""

    NAME = "ten"
    PERSON = "nguoi"
    PHONE = "sdt"
    HOURS = "gio"


@dataclass(frozen=True, slots=True)
class SetContact:
    """Store one line of a federation's contact; '' clears it."""

    organisation_id: int
    line: ContactLine
    value: str


@dataclass(frozen=True, slots=True)
class SetExample:
    """Store what a federation shows as an example of a field; '' goes back to what is shown without it."""

    organisation_id: int
    field: Field
    text: str


DistrictEffect = AnnounceWorkplace | ResolveWorkplace | ReferWorkplace | UndoResolution | SetContact | SetExample
