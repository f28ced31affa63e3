"""What the district federation asks a turn for: typed workplaces brought to their CĐCS, whom people may
turn to, an empty list to fill in, initiatives chosen as outstanding, words for many."""

from enum import StrEnum

from msgspec import Struct

from conversations.domain import Field


class TypedWorkplace(Struct, frozen=True):
    """Every initiative of one federation whose author typed this workplace; *key* is its name without spelling."""

    federation_id: int
    key: str
    name: str  # as most of them typed it


class NewUnion(Struct, frozen=True):
    """A CĐCS that is to be created."""

    code: str
    name: str
    parent_id: int
    block: str


class AnnounceWorkplace(Struct, frozen=True):
    """Have the nearest staff told that a typed workplace waits for them; many of them are one message."""

    federation_id: int


class SendTemplate(Struct, frozen=True):
    """Owe the person an empty list to fill in, for these nodes: of CĐCS, or of initiatives."""

    scopes: tuple[int, ...]
    of: str = "organisations"  # the purpose of the file that it becomes


class ResolveWorkplace(Struct, frozen=True):
    """Bring the initiatives of a typed workplace to a CĐCS, and tell all whom it concerns."""

    code: str  # names this deed, to be undone by
    typed: TypedWorkplace
    to: int | NewUnion
    learns: bool  # the typed name becomes another name of the CĐCS


class ReferWorkplace(Struct, frozen=True):
    """Hand the initiatives of a typed workplace over to another federation, whose staff look for the CĐCS then."""

    code: str
    typed: TypedWorkplace
    federation_id: int


class UndoResolution(Struct, frozen=True):
    """Take back what one of the two above has moved, but for what was decided on or changed since."""

    code: str


class ContactLine(StrEnum):
    """What a federation says about itself under /hotro; the values are the words after /caidat."""

    NAME = "ten"
    PERSON = "nguoi"
    PHONE = "sdt"
    HOURS = "gio"


class SetContact(Struct, frozen=True):
    """Store one line of a federation's contact; '' clears it."""

    organisation_id: int
    line: ContactLine
    value: str


class SetExample(Struct, frozen=True):
    """Store what a federation shows as an example of a field; '' goes back to what is shown without it."""

    organisation_id: int
    field: Field
    text: str


class Select(Struct, frozen=True):
    """Record that a node has chosen a valid initiative as outstanding; *is_change*: say another score and reason."""

    code: str
    organisation_id: int
    score: int
    reason: str  # what the author reads
    by_name: str
    is_change: bool = False


class Unselect(Struct, frozen=True):
    """Take a choice back that was not handed on."""

    code: str
    organisation_id: int
    reason: str


class ForwardSelected(Struct, frozen=True):
    """Hand on to the node above what a node has chosen, and tell all whom it concerns."""

    organisation_id: int


class Audience(StrEnum):
    """Who may be told something; the values are stored."""

    EXECUTIVES = "executives"  # of the CĐCS below
    STAFF = "staff"  # of nodes below
    AUTHORS = "authors"  # who have filed an initiative below, in the running campaign


class Broadcast(Struct, frozen=True):
    """Tell many people below a node something, a batch at a time, and say so; not at night, and not too often."""

    organisation_id: int
    audience: Audience
    text: str


class StopBroadcasts(Struct, frozen=True):
    """Tell nobody else of what is being told at these nodes and below, and say how far it got."""

    scopes: tuple[int, ...]
    number: int | None = None  # of one alone


BroadcastEffect = Broadcast | StopBroadcasts
SelectionEffect = Select | Unselect | ForwardSelected
DistrictEffect = (
    AnnounceWorkplace | ResolveWorkplace | ReferWorkplace | UndoResolution | SetContact | SetExample | SelectionEffect
    | BroadcastEffect
)  # fmt: skip
