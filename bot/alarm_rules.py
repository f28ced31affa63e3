"""When operators are told: a table of rules over what was measured. Pure; who is told and when is in watch.py."""

import math
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta

from msgspec import Struct

from bot.measuring import Measured, Room
from storage.repositories.outbox_order import BULK

GIB = 1 << 30
MIB = 1 << 20
NEWS = timedelta(minutes=5)  # a failure of a platform's deliveries to us that is older says nothing
DAY = 86400.0
DATABASE = "database"  # the one alarm that is not measured but met: nothing can be stored while it lasts


class Reading(Struct, frozen=True):
    """A measurement of a rule."""

    value: float | None  # compared with the limit; None: could not be measured, so nothing changes
    figure: int = 0  # what the text shows
    subject: str = ""  # which one, where there are several


class Rule(Struct, frozen=True):
    """One kind of trouble. Its texts are alarm-<name> and alarm-title-<name>."""

    name: str
    measure: Callable[[Measured], Iterable[Reading]]
    above: float | None = None  # wrong when the value is larger
    below: float | None = None  # wrong when it is smaller
    holds_seconds: float = 0.0  # how long it must have been wrong

    def is_wrong(self, reading: Reading) -> bool:
        """Whether the limit is passed."""
        value = reading.value
        too_large = value is not None and self.above is not None and value > self.above
        too_small = value is not None and self.below is not None and value < self.below
        return too_large or too_small

    def name_of(self, reading: Reading) -> str:
        """The name of the alarm: the rule's, and what it is about."""
        return f"{self.name}:{reading.subject}" if reading.subject else self.name


def _outbox_late(measured: Measured) -> Iterator[Reading]:
    """Answers and notices; a broadcast to thousands may take its time."""
    oldest = [queue.oldest_due_at for level, queue in measured.vitals.queues.items() if level < BULK]
    waited = max(((measured.at - at).total_seconds() for at in oldest if at is not None), default=0.0)
    yield Reading(waited, int(waited) // 60)


def _outbox_failed(measured: Measured) -> Iterator[Reading]:
    yield Reading(measured.vitals.failed_lately, measured.vitals.failed_lately)


def _set_aside(measured: Measured) -> Iterator[Reading]:
    yield Reading(measured.vitals.set_aside_lately, measured.vitals.set_aside_lately)


def _codes(measured: Measured) -> Iterator[Reading]:
    yield Reading(measured.vitals.wrong_codes, measured.vitals.wrong_codes)


def _spool(measured: Measured) -> Iterator[Reading]:
    yield Reading(measured.spooled, measured.spooled or 0)


def _channel(measured: Measured) -> Iterator[Reading]:
    """1: it does not answer, 2: it refuses our settings."""
    for name, state in measured.channels.items():
        trouble = 0 if state.error is None else 2 if state.is_our_fault else 1
        yield Reading(trouble, trouble, name)


def _webhook(measured: Measured) -> Iterator[Reading]:
    """Updates that a platform could not bring to us."""
    for name, state in measured.channels.items():
        if state.error is not None:
            yield Reading(None, subject=name)
        elif (arrivals := state.arrivals) is not None:
            is_failing = arrivals.failed_at is not None and measured.at - arrivals.failed_at < NEWS
            yield Reading(math.inf if is_failing and arrivals.waiting else arrivals.waiting, arrivals.waiting, name)


def _disk(measured: Measured) -> Iterator[Reading]:
    room = measured.room
    yield Reading(room.free_bytes / needed_bytes(room), room.free_bytes // MIB)


def needed_bytes(room: Room) -> int:
    """How much should be free: a tenth, but not more than a gibibyte."""
    return max(1, min(room.total_bytes // 10, GIB))


def _clock(measured: Measured) -> Iterator[Reading]:
    yield Reading(measured.clock_off_seconds, int(min(measured.clock_off_seconds, 1e9)))


def _backup(measured: Measured) -> Iterator[Reading]:
    """Days since the last backup; as long as there was none, since there is something to lose."""
    since = measured.vitals.backed_up_at or measured.vitals.first_filed_at
    is_empty = measured.vitals.first_filed_at is None
    days = 0.0 if since is None or is_empty else (measured.at - since).total_seconds() / DAY
    yield Reading(days, int(days))


def _token(measured: Measured) -> Iterator[Reading]:
    for name, state in measured.channels.items():
        if state.token_expires_at is not None:
            days = (state.token_expires_at - measured.at).total_seconds() / DAY
            yield Reading(days, max(0, int(days * 24)), name)


def _quota(measured: Measured) -> Iterator[Reading]:
    """Percent used, of messages or of people."""
    for name, month in measured.months.items():
        if month.quota is not None:
            yield Reading(month.percent, month.percent, name)


def _unpaid(measured: Measured) -> Iterator[Reading]:
    """Messages that a platform takes only for money that is not there."""
    for name, count in measured.vitals.unpaid.items():
        yield Reading(count, count, name)


# While these are passed, spool and outbox still hide the trouble from people: nothing is lost, little is late.
RULES = (
    Rule("outbox-late", _outbox_late, above=120),  # seconds
    Rule("outbox-failed", _outbox_failed, above=0),
    Rule("set-aside", _set_aside, above=0),
    Rule("codes", _codes, above=60),  # an hour, of all accounts; one account is held back after ten
    Rule("spool", _spool, above=0, holds_seconds=60),
    Rule("channel", _channel, above=0, holds_seconds=60),
    Rule("webhook", _webhook, above=100, holds_seconds=60),
    Rule("disk", _disk, below=1),  # of what should be free
    Rule("clock", _clock, above=5),  # seconds; leases of messages allow for three times as much
    Rule("backup", _backup, above=7),  # days
    Rule("token", _token, below=3),  # days
    Rule("unpaid", _unpaid, above=0),
    Rule("quota", _quota, above=79),  # percent; at 95 windows.py keeps the rest for replies
)
NAMES = (DATABASE, *(rule.name for rule in RULES))
