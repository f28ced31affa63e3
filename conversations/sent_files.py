"""Files that people send: one that the step asked for is fetched and read, and what was read of it is the answer.

A picture is looked at for the QR codes in it: where the name or the number is asked for, the one on an identity card;
there, while the workplace is not chosen, and while nothing is asked at all, those that we print. A document is read
where a long text is asked for.
"""

from collections.abc import Mapping

from msgspec.structs import replace

from conversations import codes, file_names
from conversations.dialogue import Run, Turn, ask, follow
from conversations.effects import FetchFile, Say, Text
from conversations.events import FileRead, MediaReceived, Medium
from conversations.reading import answered, drafted, typed
from conversations.state import Frame, State
from conversations.steps import Flow, Reply
from conversations.validators import MAX_CODE_POINTS

CARD, POSTER = "card", "poster"  # purposes of pictures; see bot/photos.py
TEXT = "text"  # of documents; see bot/text_files
ATTACHMENT = "attachment"  # of what goes with an initiative; see bot/attachments
ASKED = "attachments_wanted"  # an answer that only says that files are to be asked for
BESIDE = "beside"  # the note that keeps what was written beside a document until it is read
WRITTEN = frozenset((Medium.PHOTO, Medium.DOCUMENT))
# A platform that does not carry documents says only that there was something.
MAYBE_WRITTEN = WRITTEN | {Medium.OTHER}
_PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".gif", ".bmp", ".tif", ".tiff")


def taken(run: Run | None, state: State, event: MediaReceived) -> Turn | None:
    """What a file leads to where it can be read; None if it is nothing for the step that waits, or for the menu."""
    if (picture := _picture(run, state, event)) is not None:
        return picture
    purpose = _purpose(run) if run else None
    if run is None or purpose is None or event.medium not in MAYBE_WRITTEN:
        return None
    if purpose == TEXT and event.medium is Medium.PHOTO:  # nothing is read off pictures
        return None
    run = run.to(run.frame.certain())
    if event.file is None:
        return ask(run, Text("file-not-carried"))
    if event.medium not in WRITTEN:
        return None
    say, words = Say("file-being-read", hint=run.step.id), event.caption.strip()[:MAX_CODE_POINTS]
    frame, file = run.frame.without_notes(BESIDE), event.file
    if purpose == TEXT and words:  # they belong to the text
        frame = frame.noting(**{BESIDE: words})
    if purpose == ATTACHMENT:
        say = Say("attachment-being-read", hint=run.step.id)
        file = replace(file, name=file.name or file_names.tidied(words))  # photos have no name of their own
    return Turn(run.state.with_top(frame), (FetchFile(purpose, file, say),))


def _purpose(run: Run) -> str | None:
    """What a file is for at the step that waits."""
    return run.step.takes_files or (run.step.takes_along if run.facts.attachments.most else None)


def _picture(run: Run | None, state: State, event: MediaReceived) -> Turn | None:
    purpose = run.step.takes_pictures if run else POSTER
    if purpose is None or event.file is None or not _is_picture(event):
        return None
    if run is None:
        return Turn(state, (FetchFile(purpose, event.file, Say("photo-being-read")),))
    say = Say("photo-being-read", hint=run.step.id)
    return Turn(run.state.with_top(run.frame.certain()), (FetchFile(purpose, event.file, say),))


def _is_picture(event: MediaReceived) -> bool:
    """Whether it is one as far as one is told; a photo may be sent as a document, for the sake of its sharpness."""
    if event.medium is not Medium.DOCUMENT or event.file is None:
        return event.medium is Medium.PHOTO
    return event.file.mime.startswith("image/") or event.file.name.casefold().endswith(_PICTURES)


def code_in(event: FileRead) -> str:
    """The code of a poster or an invitation that was in a picture; '' if there was none."""
    code = str(event.found.get("code", "")) if event.purpose in (CARD, POSTER) else ""
    return code if codes.is_code(code) else ""


def waiting(state: State, flows: Mapping[str, Flow], purpose: str) -> State:
    """The state with the newest dialogue on top that waits for such a file; one without dialogues if none does."""
    for frame in reversed(state.frames):
        step = flows[frame.flow].by_id[frame.step]
        if purpose in (step.takes_files, step.takes_pictures):
            return state.raised(frame)
        if purpose == ATTACHMENT and "attachments" in flows[frame.flow].by_id:  # meanwhile the person went on
            return state.raised(frame).with_top(_asked_for_files(frame))
    return State()


def _asked_for_files(frame: Frame) -> Frame:
    return replace(frame.at("attachments"), answers={**frame.answers, ASKED: "yes"})


def read(run: Run | None, event: FileRead) -> Turn | None:
    """Go on with what a reader found in the file that the step asked for; None if none did."""
    if run is None:
        return None
    words, run = run.frame.context.get(BESIDE, ""), run.to(run.frame.certain().without_notes(BESIDE))
    if event.problem is not None and words:
        turn = typed(run, words, 0)
        return Turn(turn.state, (Say(event.problem, event.args), *turn.effects))
    if event.problem is not None:
        return ask(run, Text(event.problem, event.args))
    if (on_file := run.step.on_file) is None:
        return ask(run)
    if run.step.joins_pieces:
        event = _with_words(event, words)
        run = drafted(run, str(event.found.get("text", "")))
    answer = on_file(run.view, event)
    return follow(run, answer) if isinstance(answer, Reply) else answered(run, answer)


def _with_words(event: FileRead, words: str) -> FileRead:
    """What was read, after what was written beside the file; a file often begins with just that."""
    if not words or words in str(event.found.get("text", "")):
        return event
    texts = {name: f"{words}\n{event.found[name]}" for name in ("text", "before") if name in event.found}
    return replace(event, found={**event.found, **texts})


def unasked(event: FileRead) -> Text:
    """What is said of a file that no dialogue waits for; a picture of a poster needs none."""
    if event.purpose == POSTER and event.problem is not None:
        return Text(event.problem, event.args)
    return Text("attachment-not-asked" if event.purpose == ATTACHMENT else "file-not-asked")
