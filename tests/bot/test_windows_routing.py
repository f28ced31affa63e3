"""Which way a message takes that nobody asked for: the table, and what holds for every entry of it."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.channels.protocol import Window
from bot.routing import Elsewhere, Go, Kind, Park, Place, Route, Wait, morning, passage, route
from storage.repositories.people import Address
from storage.repositories.usage import ZONE, next_month
from tests.builders import NOON

HOUR = timedelta(hours=1)
WINDOW, BILLING = Window(), Window(may_bill=True)
NIGHT = datetime(2021, 4, 1, 16, tzinfo=NOON.tzinfo)  # 23:00 in Việt Nam
AT_SIX = datetime(2021, 4, 1, 23, tzinfo=NOON.tzinfo)


def ago(hours: float, now: datetime = NOON) -> datetime:
    """An instant before noon."""
    return now - hours * HOUR


def place(seen: float | None = 1, window: Window | None = WINDOW, ledger: Sequence[float] = (), **more: bool) -> Place:
    """A chat in which the person wrote so many hours ago, and we did so at those."""
    last_seen = None if seen is None else ago(seen)
    return Place(Address("a", "1"), window, last_seen, tuple(map(ago, ledger)), **more)


def other(name: str, **how: object) -> Place:
    """Another channel."""
    return replace(place(**how), address=Address(name, "2"))  # type: ignore[arg-type]


FREE, BILLED, FORM, OTHER = Go(Kind.FREE), Go(Kind.BILLED), Go(Kind.TEMPLATE), Elsewhere(Address("b", "2"))
MAY_FIRST = datetime(2021, 4, 30, 17, tzinfo=NOON.tzinfo)  # midnight in Việt Nam
MORNING = MAY_FIRST + 8 * HOUR
CASES: dict[str, tuple[Place, tuple[Place, ...], Route]] = {
    "an open window": (place(), (), FREE),
    "to its last minute": (place(48), (), FREE),
    "a minute later": (place(48 + 1 / 60), (), Park()),
    "a minute later, where it may cost": (place(48 + 1 / 60, BILLING), (), BILLED),
    "to the last minute of money": (place(168, BILLING), (), BILLED),
    "after a week": (place(168 + 1 / 60, BILLING), (), Park()),
    "who never wrote": (place(None, BILLING), (), Park()),
    "seven were sent": (place(ledger=range(1, 8)), (), FREE),
    "eight were sent": (place(ledger=range(1, 9)), (), Park()),
    "eight were sent, where it may cost": (place(ledger=range(1, 9), window=BILLING), (), Park()),
    "one of eight is two days old": (place(ledger=[48, *range(1, 8)]), (), FREE),
    "the platform says no": (place(is_closed=True), (), Park()),
    "a form within the free hours": (place(has_template=True), (), FREE),
    "a form where it may cost": (place(50, BILLING, has_template=True), (), BILLED),
    "a form after two days": (place(50, has_template=True), (), FORM),
    "a form after a year": (place(9000, has_template=True), (), FORM),
    "a form before another channel": (place(50, has_template=True), (other("b", window=None),), FORM),
    "a form though the platform says no": (place(is_closed=True, has_template=True), (), FORM),
    "a form for who never wrote": (place(None, has_template=True), (), Park()),
    "a form after eight": (place(50, ledger=range(1, 9), has_template=True), (), Park()),
    "a form when the quota is used up": (place(50, has_template=True, is_used_up=True), (), Park(MORNING)),
    "money before another channel": (place(50, BILLING), (other("b", window=None),), BILLED),
    "another channel without a window": (place(50), (other("b", window=None),), OTHER),
    "another channel with an open window": (place(50), (other("b", seen=47),), OTHER),
    "another channel that is closed too": (place(50), (other("b", seen=49),), Park()),
    "the first that is open": (place(50), (other("c", seen=49), other("b"), other("d")), OTHER),
    "no window": (place(1000, None), (), FREE),
    "no window, quota used up": (place(1000, None, is_used_up=True), (), Park(MORNING)),
    "quota used up, another channel": (place(is_used_up=True), (other("b"),), OTHER),
    "quota used up everywhere": (place(is_used_up=True), (other("b", is_used_up=True),), Park(MORNING)),
    "quota used up and out of the window": (place(50, is_used_up=True), (), Park()),
}


@pytest.mark.parametrize(("here", "others", "expected"), CASES.values(), ids=CASES)
def test_table(here: Place, others: tuple[Place, ...], expected: Route) -> None:
    """Free, for money, another channel, the next contact: the first that is open."""
    assert expected == route(NOON, here, others)


@pytest.mark.parametrize(
    ("local", "expected"),
    {"21:59": None, "22:00": AT_SIX, "23:59": AT_SIX, "00:00": AT_SIX, "05:59": AT_SIX, "06:00": None, "12:00": None}.items(),
)
def test_the_night(local: str, expected: datetime | None) -> None:
    """From ten in the evening to six in the morning, as clocks go in Việt Nam."""
    day = 1 if local > "12:30" else 2
    now = datetime.combine(datetime(2021, 4, day).date(), time.fromisoformat(local), ZONE)  # noqa: DTZ001 - a date
    assert expected == morning(now, WINDOW)


def test_a_night_that_does_not_span_midnight() -> None:
    """Whoever sets the night from one to five means it."""
    window = Window(night=(time(1), time(5)))
    assert [None, True, None] == [bool(morning(datetime(2021, 4, 2, h, tzinfo=ZONE), window)) or None for h in (0, 2, 5)]


def test_nothing_is_said_at_night() -> None:
    """Where there is a window; who has none has no night either, for reminders keep to the day anyway."""
    asleep = replace(place(), last_seen=NIGHT)
    assert Wait(AT_SIX) == route(NIGHT, replace(asleep, is_closed=True, has_template=True))
    assert Wait(AT_SIX) == route(NIGHT, asleep)
    assert FREE == route(NIGHT, replace(asleep, window=None))
    assert Park() == route(NIGHT, replace(asleep, is_closed=True))


def test_months_begin_in_viet_nam() -> None:
    """December is followed by January."""
    assert MAY_FIRST == next_month(NOON)
    assert datetime(2021, 12, 31, 17, tzinfo=NOON.tzinfo) == next_month(datetime(2021, 12, 5, tzinfo=NOON.tzinfo))


# -- for every place ---------------------------------------------------------------------------------------------
HOURS = st.floats(min_value=0, max_value=300)
PLACES = st.builds(
    place, st.none() | HOURS, st.sampled_from([None, WINDOW, BILLING, Window(most_unasked=1)]),
    st.lists(HOURS, max_size=12), is_closed=st.booleans(), is_used_up=st.booleans(), has_template=st.booleans(),
)  # fmt: skip


@given(here=PLACES, others=st.lists(PLACES, max_size=3))
def test_it_never_breaks_a_rule(here: Place, others: list[Place]) -> None:
    """What goes out, here or elsewhere, is within its window, its number and its money; what is parked had no way."""
    found = route(NOON, here, [replace(one, address=Address(f"b{n}", "2")) for n, one in enumerate(others)])
    match found:
        case Go(kind):
            _is_allowed(here, kind)
        case Elsewhere(address):
            assert passage(NOON, here) is None
            chosen = int(address.channel[1:])
            assert [None] * chosen == [passage(NOON, one) for one in others[:chosen]]
            way = passage(NOON, others[chosen])
            assert way
            _is_allowed(others[chosen], way)
        case Park(until):
            assert [None] * (1 + len(others)) == [passage(NOON, one) for one in (here, *others)]
            assert until is None or here.is_used_up
        case Wait():
            raise AssertionError("it is noon")


def _is_allowed(where: Place, kind: Kind) -> None:
    assert not where.is_closed or (kind is Kind.TEMPLATE and where.has_template)
    assert not where.is_used_up
    if (window := where.window) is None:
        return
    assert where.last_seen is not None
    age = NOON - where.last_seen
    assert sum(at > NOON - window.free for at in where.ledger) < window.most_unasked
    most = {Kind.FREE: window.free, Kind.BILLED: window.last, Kind.TEMPLATE: age}
    assert age <= most[kind]
    assert kind is not Kind.BILLED or window.may_bill


@given(now=st.datetimes(datetime(2021, 1, 1), datetime(2022, 1, 1)).map(lambda at: at.replace(tzinfo=ZONE)))  # noqa: DTZ001
def test_every_night_ends_at_six(now: datetime) -> None:
    """In the next eight hours; and then it is day."""
    until = morning(now, WINDOW)
    assert (until is not None) == (now.hour >= 22 or now.hour < 6)
    assert until is None or (now < until <= now + 8 * HOUR and until.astimezone(ZONE).time() == time(6))
    assert until is None or morning(until, WINDOW) is None


@given(now=st.datetimes(datetime(2021, 1, 1), datetime(2030, 1, 1)).map(lambda at: at.replace(tzinfo=ZONE)))  # noqa: DTZ001
def test_every_month_is_followed_by_the_next(now: datetime) -> None:
    """By its first moment."""
    first = next_month(now).astimezone(ZONE)
    assert (first.day, first.hour, first.minute) == (1, 0, 0)
    assert timedelta(0) < first - now <= timedelta(days=31)
    assert (first - timedelta(seconds=1)).month == now.month
