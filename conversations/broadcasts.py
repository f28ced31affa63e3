"""/thongbao: staff tell the executives, the staff or the authors below their node something in their own words."""

from conversations import dialogue, reading
from conversations.calls import Call
from conversations.dialogue import Run, Turn
from conversations.district_effects import StopBroadcasts
from conversations.domain import Role
from conversations.flows.broadcasting import BROADCASTING, STOP
from conversations.text import fold

MOST_DIGITS = 9  # of a number
_STOPPING = frozenset(map(fold, (
    STOP, "dừng", "dừng lại", "dừng gửi", "dừng thông báo", "dừng gửi thông báo", "hủy", "hủy thông báo", "stop",
)))  # fmt: skip


def tell(call: Call) -> Turn:
    """/thongbao, with the text or without; "dừng": tell nobody else of what is being told."""
    own = call.facts.scopes(Role.STAFF)
    word, _, number = call.argument.strip().rpartition(" ")
    if fold(word) == STOP and number.isascii() and number.isdecimal() and len(number) <= MOST_DIGITS:
        return call.says(StopBroadcasts(own, int(number)))
    if fold(call.argument) in _STOPPING:
        return call.says(StopBroadcasts(own))
    turn = dialogue.begin(call.state, BROADCASTING, call.facts, call.at)
    top = turn.state.top
    if not call.argument.strip() or top is None:
        return turn
    run = Run(turn.state, BROADCASTING, top, call.facts, call.at)
    return reading.answered(run, run.step.read(run.view, call.argument))
