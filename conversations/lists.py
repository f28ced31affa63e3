"""Lists of CĐCS where no dialogue asks for them: one that staff just send, and the outcome of one that was applied."""

from dataclasses import replace

from conversations import rights
from conversations.calls import Call
from conversations.dialogue import Turn, begin
from conversations.events import FileRead, MediaReceived
from conversations.flows.importing import APPLYING, IMPORT, TEMPLATE_WORDS, applied, is_list, template_of
from conversations.text import fold


def import_list(call: Call) -> Turn:
    """/nhap: take in a list of CĐCS; /nhap mau: the empty list to fill in."""
    if fold(call.argument) in TEMPLATE_WORDS:
        return call.says(*template_of(call.facts))
    return begin(call.state, IMPORT, call.facts, call.at)


def expecting(call: Call, event: MediaReceived) -> Call:
    """The call as if staff who send a list out of the blue had asked to import one."""
    if call.state.frames or not is_list(event.file) or not rights.may_run("nhap", call.facts):
        return call
    return replace(call, state=import_list(replace(call, argument="")).state)


def outcome(call: Call, event: FileRead) -> Turn | None:
    """What became of a list that was applied, whatever the person does meanwhile; None for other files."""
    return call.says(applied(event)) if event.purpose == APPLYING else None
