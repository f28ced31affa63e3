"""/thongbao: staff tell the executives, the staff or the authors below their node something in their own words."""

from msgspec.structs import replace

from conversations import dialogue, validators
from conversations.answers import Valid
from conversations.calls import Call, run_button
from conversations.contacts import office
from conversations.dialogue import Turn
from conversations.district_effects import StopBroadcasts
from conversations.domain import Role
from conversations.effects import Button
from conversations.flows.broadcasting import BROADCASTING, COMMAND, STOP
from conversations.places import MOST_LABEL
from conversations.steps import Start
from conversations.text import fold

MOST_OFFERED = 40  # characters after the command that a button for one of several nodes takes along


def tell(call: Call) -> Turn:
    """/thongbao, with the text or without; "dừng": tell nobody else of what is being told."""
    if fold(call.argument[:MOST_OFFERED]) == STOP:
        return call.says(StopBroadcasts(tuple(dict.fromkeys(call.facts.scopes(Role.STAFF)))))
    found = office(call, "" if _is_text(call.argument) else call.argument, lambda node, _: _button(call, node))
    if isinstance(found, Turn):
        return found
    node, _ = found
    read = validators.announcement(call.argument) if _is_text(call.argument) else None
    answers = {"text": read.value} if isinstance(read, Valid) else {}
    start = Start(answers, {"organisation": str(node)})
    return dialogue.begin(call.state, BROADCASTING, call.facts, call.at, start)


def _is_text(argument: str) -> bool:
    """Or the number of a node, as buttons have it."""
    return not argument.strip().isdigit()


def _button(call: Call, node: int) -> Button:
    return replace(run_button(COMMAND, str(node)), label=call.facts.directory.label(node)[:MOST_LABEL])
