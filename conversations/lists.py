"""Lists, of CĐCS or of initiatives, where no dialogue asks for them: one that is just sent, the outcome of one that
was taken in."""

from collections.abc import Callable, Mapping

from msgspec.structs import replace

from conversations import rights
from conversations.calls import Call, signature
from conversations.dialogue import Turn, begin
from conversations.effects import Say
from conversations.events import FileRead, MediaReceived
from conversations.flows import file_list as initiatives
from conversations.flows import importing as units
from conversations.flows.file_list import FILE_LIST, FILING
from conversations.flows.importing import APPLYING, IMPORT, TEMPLATE_WORDS, is_list
from conversations.flows.submission import SUBMISSION
from conversations.steps import Start
from conversations.text import fold


def import_list(call: Call) -> Turn:
    """/nhap: take in a list of CĐCS; /nhap mau: the empty list to fill in."""
    if fold(call.argument) in TEMPLATE_WORDS:
        return call.says(*units.template_of(call.facts))
    return begin(call.state, IMPORT, call.facts, call.at)


def file_list(call: Call) -> Turn:
    """/nhapsangkien: hand in a list of initiatives; /nhapsangkien mau: the empty list to fill in."""
    if fold(call.argument) in TEMPLATE_WORDS:
        return call.says(*initiatives.template_of(call.facts))
    if refused := initiatives.refused(call.view):
        return call.says(*refused)
    by = signature(call, initiatives.handing_in(call.facts)[0])
    return begin(call.state, FILE_LIST, call.facts, call.at, Start(context={"by": by}))


# Whose list it probably is that somebody just sends: of two that a person may send, the first.
_BEGINNINGS: Mapping[str, Callable[[Call], Turn]] = {"nhap": import_list, "nhapsangkien": file_list}


def command_of(call: Call, event: MediaReceived) -> str | None:
    """The command that a file is probably for, if it is a list and its sender may hand one in."""
    may_run = (command for command in _BEGINNINGS if rights.may_run(command, call.facts))
    return next(may_run, None) if is_list(event.file) else None


def expecting(call: Call, event: MediaReceived) -> Call:
    """The call as if somebody who sends a list out of the blue had asked to hand it in.

    A form of a worker's that has only greeted them gives way.
    """
    greeted = call.state.frame(SUBMISSION.id)
    state = call.state if greeted is None or greeted.answers else call.state.closed(SUBMISSION.id)
    if state.frames or (command := command_of(call, event)) is None:
        return call
    return replace(call, state=_BEGINNINGS[command](replace(call, argument="", state=state)).state)


def outcome(call: Call, event: FileRead) -> Turn | None:
    """What became of a list that was taken in, whatever the person does meanwhile; None for other files."""
    if event.purpose == FILING:
        return call.says(initiatives.filed(event, call.facts.person_id))
    if event.purpose != APPLYING:
        return None
    if not units.is_otherwise(event):
        return call.says(units.applied(event))
    if not rights.may_run("nhap", call.facts):
        return call.says(Say("not-for-you-nhap"))
    start, told = Start(units.to_apply(event)), (Say("import-otherwise"),)
    return begin(call.state, IMPORT, call.facts, call.at, start, told)
