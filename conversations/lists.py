"""Lists of CĐCS where no dialogue asks for them: one that staff just send, and the outcome of one that was applied."""

from dataclasses import replace

from conversations import rights
from conversations.calls import Call
from conversations.dialogue import Turn, begin
from conversations.effects import Say
from conversations.events import FileRead, MediaReceived
from conversations.flows.importing import (
    APPLYING,
    IMPORT,
    TEMPLATE_WORDS,
    applied,
    is_list,
    is_otherwise,
    template_of,
    to_apply,
)
from conversations.flows.submission import SUBMISSION
from conversations.steps import Start
from conversations.text import fold


def import_list(call: Call) -> Turn:
    """/nhap: take in a list of CĐCS; /nhap mau: the empty list to fill in."""
    if fold(call.argument) in TEMPLATE_WORDS:
        return call.says(*template_of(call.facts))
    return begin(call.state, IMPORT, call.facts, call.at)


def expecting(call: Call, event: MediaReceived) -> Call:
    """The call as if staff who send a list out of the blue had asked to import one.

    A form of a worker's that has only greeted them gives way.
    """
    greeted = call.state.frame(SUBMISSION.id)
    state = call.state if greeted is None or greeted.answers else call.state.closed(SUBMISSION.id)
    if state.frames or not is_list(event.file) or not rights.may_run("nhap", call.facts):
        return call
    return replace(call, state=import_list(replace(call, argument="", state=state)).state)


def is_unasked(call: Call, event: MediaReceived) -> bool:
    """Whether it is probably a list of somebody's who may import one, where something else is asked for."""
    return is_list(event.file) and rights.may_run("nhap", call.facts)


def outcome(call: Call, event: FileRead) -> Turn | None:
    """What became of a list that was applied, whatever the person does meanwhile; None for other files."""
    if event.purpose != APPLYING:
        return None
    if not is_otherwise(event):
        return call.says(applied(event))
    if not rights.may_run("nhap", call.facts):
        return call.says(Say("not-for-you-nhap"))
    start, told = Start(to_apply(event)), (Say("import-otherwise"),)
    return begin(call.state, IMPORT, call.facts, call.at, start, told)
