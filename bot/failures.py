"""What is done about a message that could not be sent, by the class of the error: pure, but for the jitter."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.channels.protocol import (
    Misconfigured,
    NotFollowing,
    OutOfReach,
    Postponed,
    RecipientGone,
    Rejected,
    SendError,
    Throttled,
    Unreachable,
)
from bot.windows import Passed, Windows
from storage.repositories.outbox_rows import Owed
from storage.repositories.rate_limits import WHOLE_CHANNEL
from storage.unit_of_work import UnitOfWork

FIRST_DELAY, LONGEST_DELAY = timedelta(seconds=2), timedelta(minutes=30)
GIVE_UP_AFTER, LEAST_ATTEMPTS = timedelta(hours=48), 6  # both, for a message may be old when it is first tried
LONGEST_PAUSE = 3600.0  # seconds that a platform may ask for
MISCONFIGURED_PAUSE = 60.0  # seconds
OWN_MISTAKES = 6  # attempts when it is we who fail: behind a message that cannot be made, the chat must go on
POSTPONED = timedelta(hours=6)  # for what a day, a month or a payment has to mend
Work = Callable[[UnitOfWork], object]


def after(passed: Passed, error: SendError, now: datetime, by: str, windows: Windows) -> Work:
    """What is to be written. by: the sender that has claimed the message. windows: know the ways that are left."""
    if passed.by_form and (work := _after_form(passed, error, now, by, windows)):
        return work
    owed = passed.owed
    match error:
        case Throttled(seconds=seconds, is_global=is_global):
            return _paused(owed, error.code, WHOLE_CHANNEL if is_global else owed.chat, seconds, now, by)
        case Unreachable(is_unknown=is_unknown):
            return again(owed, error.code, now, by, is_doubtful=is_unknown)
        case Misconfigured():
            return _paused(owed, error.code, WHOLE_CHANNEL, MISCONFIGURED_PAUSE, now, by)
        case OutOfReach():
            must_follow = isinstance(error, NotFollowing)
            return lambda uow: windows.refused(uow, passed, error.code, now, by, must_follow=must_follow)
        case RecipientGone():
            return lambda uow: windows.gone(uow, passed, error.code, now, by)
        case Postponed():
            return lambda uow: uow.parking.park(owed.id, now, now + POSTPONED, error.code, by)
    return given_up(owed, error.code, by)


def _after_form(passed: Passed, error: SendError, now: datetime, by: str, windows: Windows) -> Work | None:
    """A form is sent once. None: it certainly did not leave, so it is tried again as anything else is."""
    is_doubtful = isinstance(error, Unreachable) and error.is_unknown
    if isinstance(error, Postponed):
        return lambda uow: windows.set_aside(uow, passed, error.code, now, by, now + POSTPONED)
    if is_doubtful or isinstance(error, Rejected | OutOfReach | RecipientGone):
        return lambda uow: windows.form_failed(uow, passed, error.code, now, by, is_doubtful=is_doubtful)
    return None


def after_mistake(owed: Owed, error: Exception, now: datetime, by: str) -> Work:
    """The same where it is our program that failed."""
    code = f"internal-{type(error).__name__}"
    return given_up(owed, code, by) if owed.attempts + 1 >= OWN_MISTAKES else again(owed, code, now, by)


def again(owed: Owed, code: str, now: datetime, by: str, *, is_doubtful: bool = False) -> Work:
    """Another attempt after a while that doubles, with jitter; or none any more."""
    if _is_over(owed, now):
        return given_up(owed, code, by)
    delay = min(LONGEST_DELAY, FIRST_DELAY * 2 ** min(owed.attempts, 12))
    due_at = now + delay * random.uniform(0.5, 1.5)  # noqa: S311 - jitter, no secret
    return lambda uow: uow.outbox.retry(owed.id, due_at, code, now if is_doubtful else None, by)


def given_up(owed: Owed, code: str, by: str) -> Work:
    """It is listed for the operator."""
    return lambda uow: uow.outbox.failed(owed.id, code, by)


def _paused(owed: Owed, code: str, chat: str, seconds: float, now: datetime, by: str) -> Work:
    """Every process leaves the chat, or the whole channel, alone for so long."""
    if _is_over(owed, now):
        return given_up(owed, code, by)
    until = now + timedelta(seconds=min(seconds, LONGEST_PAUSE))

    def work(uow: UnitOfWork) -> None:
        uow.rate_limits.pause(owed.channel, chat, now, until)
        uow.outbox.retry(owed.id, until, code, by=by)

    return work


def _is_over(owed: Owed, now: datetime) -> bool:
    return now - owed.created_at > GIVE_UP_AFTER and owed.attempts + 1 >= LEAST_ATTEMPTS
