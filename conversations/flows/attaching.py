"""Photos and documents that go with an initiative: a step of its form, and a form of its own once it is filed.

Each file is stored when it was read, and noted with the answer; which initiative it goes with is said at the end.
"""

from collections.abc import Mapping

from msgspec.structs import replace

from conversations import attached, cards, codes
from conversations.answers import Invalid
from conversations.attached import (
    AttachedFile,
    AttachFiles,
    DetachFiles,
    DropAttachments,
    KeepAttachment,
    packed,
    read_file,
    unpacked,
)
from conversations.calls import run_button
from conversations.cards import SKIPPED
from conversations.domain import Status, Submission
from conversations.effects import Arg, DecidersOf, Effect, Say, Tell, Text
from conversations.events import FileRead
from conversations.sent_files import ASKED, ATTACHMENT
from conversations.steps import (
    Answer,
    Flow,
    Option,
    Remember,
    Reply,
    Start,
    Step,
    View,
    always,
    always_offered,
    yes_means,
)

OPEN = (Status.SUBMITTED, Status.CHANGES_REQUESTED)  # an initiative that files may be taken from
TAKES_MORE = (Status.SUBMITTED, Status.CHANGES_REQUESTED, Status.CONFIRMED)  # an initiative that files may be added to
ALREADY = "attached"  # the note of how many files the initiative has, where it is filed
_DROP = "drop-"


def files_of(view: View) -> tuple[AttachedFile, ...]:
    """What was sent in this run."""
    return unpacked(view.answers.get("attachments", ""))


def room(view: View) -> int:
    """How many files the run may have in all."""
    return max(0, view.facts.attachments.most - int(view.context.get(ALREADY, "0")))


def effects(view: View, code: str) -> tuple[Effect, ...]:
    """What was sent goes with the submission of that code."""
    ids = tuple(one.id for one in files_of(view))
    return (AttachFiles(code, ids),) if ids else ()


def dropped(view: View) -> tuple[Effect, ...]:
    """What was sent in a run that is given up is forgotten."""
    return attached.dropped(view.answers.get("attachments", ""))


def _is_wanted(view: View) -> bool:
    is_asked_for = "attachments" in view.context.get("steps", "").split(",")
    return is_asked_for or ASKED in view.answers or "attachments" in view.answers


def _args(view: View) -> Mapping[str, Arg]:
    files, most = files_of(view), room(view)
    if not files:
        return {"body": Text("attachments-none-yet", {"most": most, "megabytes": view.facts.attachments.megabytes})}
    lines = tuple(Text("attachment-line", {"number": n, "name": one.name}) for n, one in enumerate(files, start=1))
    return {"body": Text("attachments-so-far", {"count": len(files), "most": most, "lines": lines})}


def _options(view: View) -> tuple[Option, ...]:
    files = files_of(view)
    if not files:
        return (Option(SKIPPED, Text("option-no-attachment")),)
    drops = (
        Option(f"{_DROP}{one.id}", Text("option-drop-attachment", {"number": n}))
        for n, one in enumerate(files, start=1)
    )
    return (Option("done", Text("option-attachments-done")), *drops)


def _option(view: View, value: str) -> Reply:
    if not value.startswith(_DROP):
        return Reply({"attachments": SKIPPED if value == SKIPPED else view.answers["attachments"]})
    gone = value.removeprefix(_DROP)
    left = [one for one in files_of(view) if one.id != gone]
    answers = {"attachments": packed(left)} if left else {ASKED: "yes"}
    return Reply(
        answers, (DropAttachments((gone,)),), forgets=() if left else ("attachments",), asks="attachments"
    )  # fmt: skip


def _added(view: View, event: FileRead) -> Answer | Reply:
    """A file was read: it joins the others, and more may come."""
    files = files_of(view)
    if len(files) >= room(view):
        return Invalid("attachments-full" if files else "attachments-full-filed", {"most": view.facts.attachments.most})
    file = read_file(event, _named(view, str(event.found["name"]), len(files) + 1))
    if any(one.blob == file.blob for one in files):
        return Invalid("attachment-twice", {"name": file.name})
    return Reply({"attachments": packed((*files, file))}, (KeepAttachment(file),), asks="attachments")


def _named(view: View, name: str, number: int) -> str:
    """What the file is called: as it came, or by its number; the ending is what it is."""
    return view.facts.phrase(Text("attachment-unnamed", {"number": number})) + name if name.startswith(".") else name


def _read(view: View, raw: str) -> Answer:
    return Invalid("attachments-are-sent")


STEP = Step(
    "attachments", "ask-attachments", _read, _options, _is_wanted, show=cards.show("attachments"), args=_args,
    on_option=_option, takes_files=ATTACHMENT, on_file=_added, help="help-attachments", shows_answer=True,
)  # fmt: skip


# -- of what is filed ----------------------------------------------------------------------------------------------
def start(submission: Submission) -> Start:
    """What the run about a filed initiative begins with."""
    return Start(context={"code": submission.code, ALREADY: str(submission.attached)})


def _own(view: View, statuses: tuple[Status, ...]) -> Submission | None:
    found = (s.submission for s in view.facts.subjects if s.submission.code == view.context["code"])
    return next((s for s in found if s.author_id == view.facts.person_id and s.status in statuses), None)


def _attached(view: View) -> tuple[Effect | Remember, ...]:
    code, count = view.context["code"], len(files_of(view))
    said: dict[str, Arg] = {"code": codes.shown(code), "count": count}
    if not count:
        return (Say("attaching-nothing"),)
    if _own(view, TAKES_MORE) is None:
        return (*dropped(view), Say("attaching-too-late", {"code": said["code"]}))
    return (
        *effects(view, code),
        Say("attached", said),
        Tell(DecidersOf(code), Say("attached-by-author", said, (run_button("tep", code),))),
    )


ATTACHING = Flow(
    "attaching", (replace(STEP, when=always),), _attached, cancelled="attaching-cancelled", undone=dropped
)  # fmt: skip


def _detached(view: View) -> tuple[Effect | Remember, ...]:
    code = view.context["code"]
    said: dict[str, Arg] = {"code": codes.shown(code)}
    if view.answers["sure"] == "no":
        return (Say("detaching-not"),)
    if _own(view, OPEN) is None:
        return (Say("detaching-too-late", said),)
    return DetachFiles(code), Say("detached", said, (run_button("kem", code),))


_SURE = always_offered(Option("yes", Text("option-detach")), Option("no", Text("option-keep-files")))
DETACHING = Flow(
    "detaching",
    (
        Step("sure", "ask-detach", yes_means("yes", "no"), _SURE, is_listed=False,
             args=lambda view: {"code": codes.shown(view.context["code"])}),
    ),
    _detached,
    cancelled="detaching-not",
)  # fmt: skip
