"""What Zalo's error numbers mean to us. No text of Zalo's leaves this package.

Source: reference on Zalo, section 2.8. A failure arrives with HTTP 200 and a number that is not 0.
"""

from collections.abc import Callable

from bot.channels.protocol import (
    Misconfigured,
    NotFollowing,
    OutOfReach,
    Postponed,
    Rejected,
    SendError,
    Throttled,
    Unpaid,
)
from storage.repositories.parking import UNPAID

NIGHT_SECONDS = 1800.0
RATE, UPLOAD_EXPIRED, GENERIC = -32, -100, -200

_OUT_OF_REACH = (-222, -227, -230, -232, -244, -305)
# The account, the application, the package or the money: somebody has to act, and until then nothing goes.
_OURS = (
    -204, -205, -207, -208, -209, -212, -215, -219, -221, -223, -224, -240, -242,
)  # fmt: skip
# A quota of uploads, of replies, of the person: other messages go on.
_NOT_TODAY = (-211, -218, -311)
_UNPAID = (-320, -321)  # no Zalo Cloud account, or no balance on it: free replies go on
_NEVER = (UPLOAD_EXPIRED, GENERIC, -201, -210, -233, -235, -248, -403)
_KINDS: dict[int, Callable[[str], SendError]] = {
    -234: lambda code: Throttled(code, NIGHT_SECONDS),
    -213: NotFollowing,
    **dict.fromkeys(_OUT_OF_REACH, OutOfReach),
    **dict.fromkeys(_OURS, Misconfigured),
    **dict.fromkeys(_NOT_TODAY, Postponed),
    **dict.fromkeys(_NEVER, Rejected),
    **dict.fromkeys(_UNPAID, Unpaid),
}


class ZaloRefused(Exception):
    """Zalo has answered with an error number."""

    def __init__(self, number: int) -> None:
        super().__init__(f"error {number}")
        self.number = number


def code_of(number: int, call: str = "zalo-oa") -> str:
    """What staff reads of an error."""
    return f"{call}:{number}"


def send_error(refused: ZaloRefused, wait_seconds: Callable[[], float]) -> SendError:
    """The class says what to do; a number that nobody knows is not tried again.

    wait_seconds: after a call too many.
    """
    if refused.number == RATE:
        return Throttled(code_of(RATE), wait_seconds(), is_global=True)
    call = f"zalo-oa{UNPAID.rstrip(':')}" if refused.number in _UNPAID else "zalo-oa"
    return _KINDS.get(refused.number, Rejected)(code_of(refused.number, call))
