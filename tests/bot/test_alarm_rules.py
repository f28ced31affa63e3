"""The table of alarms, limit by limit: what is measured, and what is wrong with it."""

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from bot.alarm_rules import NAMES, RULES, needed_bytes
from bot.channels.protocol import Arrivals, Quota, Window
from bot.consumption import Consumption
from bot.measuring import ChannelState, Measured, Room
from storage.repositories.outbox_order import BULK, NOTICE, REPLY
from storage.repositories.usage import Usage
from storage.vitals import Queue
from tests.bot.watch_world import FINE, WELL
from tests.storage.world import NOON

GIB = 1 << 30


def ago(**passed: float) -> datetime:
    """An instant before the measurement."""
    return NOON - timedelta(**passed)


def stored(**changes: object) -> Measured:
    """The queues in this state, everything else well."""
    return replace(WELL, vitals=replace(FINE, **changes))


def waiting(priority: int, seconds: float) -> Measured:
    """The oldest message of a class, due for so long."""
    return stored(queues={**FINE.queues, priority: Queue(1, ago(seconds=seconds))})


def telegram(**state: object) -> Measured:
    """One channel in this state."""
    return replace(WELL, channels={"telegram": ChannelState(**state)})  # type: ignore[arg-type]


def held(count: int, failed_at: datetime | None = None) -> Measured:
    """So many updates that Telegram could not bring."""
    return telegram(arrivals=Arrivals(count, failed_at))


def used(messages: int, people: int = 0) -> Measured:
    """So many of a hundred messages, and of fifty people."""
    usage = Usage(messages // 2, messages - messages // 2, 0, people)
    return replace(WELL, months={"telegram": Consumption(usage, None, Quota(100, 50))})


CASES: dict[str, tuple[Measured, dict[str, int]]] = {
    "all is well": (WELL, {}),
    "an answer that waits two minutes": (waiting(REPLY, 120), {}),
    "and a second": (waiting(REPLY, 121), {"outbox-late": 2}),
    "a notice that waits an hour": (waiting(NOTICE, 3600), {"outbox-late": 60}),
    "a broadcast that takes its time": (waiting(BULK, 36000), {}),
    "old failures": (stored(failed=9), {}),
    "new failures": (stored(failed=9, failed_lately=3), {"outbox-failed": 3}),
    "set aside of old": (stored(set_aside=4), {}),
    "set aside": (stored(set_aside=4, set_aside_lately=1), {"set-aside": 1}),
    "codes that were mistyped": (stored(wrong_codes=60), {}),
    "codes that are guessed": (stored(wrong_codes=61), {"codes": 61}),
    "a file in the spool": (replace(WELL, spooled=1), {"spool": 1}),
    "a channel that does not answer": (telegram(error="telegram-timeout"), {"channel:telegram": 1}),
    "a wrong token": (telegram(error="telegram-401", is_our_fault=True), {"channel:telegram": 2}),
    "updates that wait a moment": (held(100), {}),
    "too many of them": (held(101), {"webhook:telegram": 101}),
    "one, and deliveries fail": (held(1, ago(minutes=1)), {"webhook:telegram": 1}),
    "one, and deliveries failed long ago": (held(1, ago(minutes=6)), {}),
    "none, after a failure": (held(0, ago(minutes=1)), {}),
    "room on a small disk": (replace(WELL, room=Room(2 * GIB // 10, 2 * GIB)), {}),
    "less than a tenth of it": (replace(WELL, room=Room(2 * GIB // 10 - 1, 2 * GIB)), {"disk": 204}),
    "room on a large disk": (replace(WELL, room=Room(GIB, 100 * GIB)), {}),
    "less than a gibibyte of it": (replace(WELL, room=Room(GIB - 1, 100 * GIB)), {"disk": 1023}),
    "a disk of no size": (replace(WELL, room=Room(0, 0)), {"disk": 0}),
    "a clock five seconds off": (replace(WELL, clock_off_seconds=5.0), {}),
    "a clock further off": (replace(WELL, clock_off_seconds=6.5), {"clock": 6}),
    "no backup, nothing to lose": (stored(), {}),
    "no backup of a week's work": (stored(first_filed_at=ago(days=8)), {"backup": 8}),
    "no backup of yesterday's work": (stored(first_filed_at=ago(days=1)), {}),
    "a backup of yesterday": (stored(first_filed_at=ago(days=90), backed_up_at=ago(days=1)), {}),
    "a backup a week old": (stored(first_filed_at=ago(days=90), backed_up_at=ago(days=7, seconds=1)), {"backup": 7}),
    "an old backup of nothing": (stored(backed_up_at=ago(days=90)), {}),
    "credentials for three days": (telegram(token_expires_at=ago(days=-3)), {}),
    "credentials for one": (telegram(token_expires_at=ago(days=-1)), {"token:telegram": 24}),
    "messages that wait for money": (stored(parked=9, unpaid={"telegram": 3}), {"unpaid:telegram": 3}),
    "a quota of which much is left": (used(79), {}),
    "a quota at eighty per cent": (used(80), {"quota:telegram": 80}),
    "a plan's people": (used(0, people=41), {"quota:telegram": 82}),
    "no quota at all": (replace(WELL, months={"telegram": Consumption(Usage(9999), Window())}), {}),
    "credentials that have ended": (telegram(token_expires_at=ago(days=1)), {"token:telegram": 0}),
}  # fmt: skip


@pytest.mark.parametrize(("measured", "expected"), CASES.values(), ids=CASES)
def test_limits(measured: Measured, expected: dict[str, int]) -> None:
    """What is wrong, with the figure that the text shows."""
    found = {
        rule.name_of(reading): reading.figure
        for rule in RULES
        for reading in rule.measure(measured)
        if rule.is_wrong(reading)
    }
    assert expected == found


def test_every_rule_has_a_case() -> None:
    """And every case is about a rule."""
    met = {name.partition(":")[0] for _, wrong in CASES.values() for name in wrong}
    assert {"database", *met} == set(NAMES)


def test_what_cannot_be_measured_is_neither_wrong_nor_over() -> None:
    """What a channel holds that does not answer, what waits in a folder that cannot be read."""
    measured = replace(telegram(error="x"), spooled=None)
    unknown = [rule.name for rule in RULES for reading in rule.measure(measured) if reading.value is None]
    assert ["spool", "webhook"] == unknown


@pytest.mark.parametrize(("total", "needed"), [(5 * GIB, GIB // 2), (10 * GIB, GIB), (1000 * GIB, GIB), (0, 1)])
def test_needed_room(total: int, needed: int) -> None:
    """A tenth, a gibibyte at most."""
    assert needed == needed_bytes(Room(0, total))
