"""Files that people send: one that the step asked for is fetched and read, and what was read of it is the answer."""

from conversations.dialogue import Run, Turn, ask, follow
from conversations.effects import FetchFile, Say, Text
from conversations.events import FileRead, MediaReceived, Medium
from conversations.reading import answered
from conversations.steps import Reply

WRITTEN = frozenset((Medium.PHOTO, Medium.DOCUMENT))
# A platform that does not carry documents says only that there was something.
MAYBE_WRITTEN = WRITTEN | {Medium.OTHER}


def taken(run: Run, event: MediaReceived) -> Turn | None:
    """What a file leads to at a step that takes files; None if it is nothing for this step."""
    step = run.step
    if step.takes_files is None or event.medium not in MAYBE_WRITTEN:
        return None
    run = run.to(run.frame.certain())
    if event.file is None:
        return ask(run, Text("file-not-carried"))
    if event.medium not in WRITTEN:
        return None
    say = Say("file-being-read", hint=step.id)
    return Turn(run.state.with_top(run.frame), (FetchFile(step.takes_files, event.file, say),))


def read(run: Run, event: FileRead) -> Turn:
    """Go on with what a reader found in the file that the step asked for."""
    run = run.to(run.frame.certain())
    if event.problem is not None:
        return ask(run, Text(event.problem, event.args))
    if run.step.on_file is None:
        return ask(run)
    answer = run.step.on_file(run.view, event)
    return follow(run, answer) if isinstance(answer, Reply) else answered(run, answer)
