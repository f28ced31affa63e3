"""Files that people send: one that the step asked for is fetched and read, and what was read of it is the answer."""

from collections.abc import Mapping

from conversations.dialogue import Run, Turn, ask, follow
from conversations.effects import FetchFile, Say, Text
from conversations.events import FileRead, MediaReceived, Medium
from conversations.reading import answered
from conversations.state import State
from conversations.steps import Flow, Reply

WRITTEN = frozenset((Medium.PHOTO, Medium.DOCUMENT))
# A platform that does not carry documents says only that there was something.
MAYBE_WRITTEN = WRITTEN | {Medium.OTHER}


def taken(run: Run | None, event: MediaReceived) -> Turn | None:
    """What a file leads to at a step that takes files; None if it is nothing for the step that waits."""
    purpose = run.step.takes_files if run else None
    if run is None or purpose is None or event.medium not in MAYBE_WRITTEN:
        return None
    run = run.to(run.frame.certain())
    if event.file is None:
        return ask(run, Text("file-not-carried"))
    if event.medium not in WRITTEN:
        return None
    say = Say("file-being-read", hint=run.step.id)
    return Turn(run.state.with_top(run.frame), (FetchFile(purpose, event.file, say),))


def waiting(state: State, flows: Mapping[str, Flow], purpose: str) -> State | None:
    """The state with the newest dialogue on top that waits for such a file; None if none does."""
    for frame in reversed(state.frames):
        if flows[frame.flow].step(frame.step).takes_files == purpose:
            return state.raised(frame)
    return None


def read(run: Run, event: FileRead) -> Turn:
    """Go on with what a reader found in the file that the step asked for."""
    run = run.to(run.frame.certain())
    if event.problem is not None:
        return ask(run, Text(event.problem, event.args))
    if run.step.on_file is None:
        return ask(run)
    answer = run.step.on_file(run.view, event)
    return follow(run, answer) if isinstance(answer, Reply) else answered(run, answer)
