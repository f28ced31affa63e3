"""Where a message goes that nobody asked for, as a pure function over what channels allow and what was sent before."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct

from bot.channels.protocol import Window
from storage.repositories.people import Address
from storage.repositories.unasked import BILLED, FREE, TEMPLATE
from storage.repositories.usage import ZONE, next_month

FIRST_MORNING = timedelta(hours=8)  # of a month: a quota begins anew at midnight, people do not


class Kind(StrEnum):
    """What a message costs that is sent unasked."""

    FREE = FREE
    BILLED = BILLED
    TEMPLATE = TEMPLATE  # a form that the platform has approved, whenever the person wrote; it costs more


class Place(Struct, frozen=True):
    """A chat of a person, with all that decides whether we may write there on our own."""

    address: Address
    window: Window | None = None
    last_seen: datetime | None = None  # the earliest at which the person may have written last
    ledger: Sequence[datetime] = ()  # what was sent there unasked
    is_closed: bool = False  # the platform has said so since the person last wrote
    is_used_up: bool = False  # the channel's quota is nearly gone
    has_template: bool = False  # there is an approved form for this message, and it was not tried yet


class Go(Struct, frozen=True):
    """Send it now, where it is owed."""

    kind: Kind


class Wait(Struct, frozen=True):
    """Send it here, but not before morning."""

    until: datetime


class Elsewhere(Struct, frozen=True):
    """Owe it to another chat of the same person."""

    address: Address


class Park(Struct, frozen=True):
    """Keep it until the person writes, or until the first morning of a new quota."""

    until: datetime | None = None


Route = Go | Wait | Elsewhere | Park


def route(now: datetime, here: Place, others: Iterable[Place] = ()) -> Route:
    """Choose the first way: here for free, for money, by a template, another channel, the next contact.

    Args:
        here: where the message is owed.
        others: where else the person can be reached, the likeliest first; asked for only if they are needed.
    """
    if kind := passage(now, here):
        until = morning(now, here.window) if here.window else None
        return Wait(until) if until else Go(kind)
    if other := next((place for place in others if passage(now, place)), None):
        return Elsewhere(other.address)
    is_only_used_up = here.is_used_up and passage(now, here, ignores_quota=True)
    return Park(next_month(now) + FIRST_MORNING if is_only_used_up else None)


def passage(now: datetime, place: Place, *, ignores_quota: bool = False) -> Kind | None:
    """How a message that nobody asked for may leave by this place, whatever the hour; None: not at all."""
    window = place.window
    if place.is_used_up and not ignores_quota:
        return None
    if window is None:
        return None if place.is_closed else Kind.FREE
    if place.last_seen is None or sum(at > now - window.free for at in place.ledger) >= window.most_unasked:
        return None
    passed = now - place.last_seen
    if not place.is_closed and passed <= window.free:
        return Kind.FREE
    if not place.is_closed and window.may_bill and passed <= window.last:
        return Kind.BILLED
    return Kind.TEMPLATE if place.has_template else None


def morning(now: datetime, window: Window) -> datetime | None:
    """When the night is over that *now* lies in; None by day."""
    begins, ends = window.night
    local = now.astimezone(ZONE)
    is_night = begins <= local.time() < ends if begins <= ends else not ends <= local.time() < begins
    if not is_night:
        return None
    day = local.date() if local.time() < ends else local.date() + timedelta(days=1)
    return datetime.combine(day, ends, ZONE).astimezone(now.tzinfo)
