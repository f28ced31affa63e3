"""All that is stored of a person's dialogue, and how it becomes JSON and back. No rules live here."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

STATE_VERSION = 1


class Doubt(Struct, frozen=True):
    """A plausible answer that waits for "đúng chưa?"."""

    value: str
    key: str
    args: Mapping[str, str | int] = field(default_factory=dict)
    also: Mapping[str, str] = field(default_factory=dict)  # answers to other steps that go with it
    as_sent: str = ""  # the answer if the person keeps the own text, where that is a third choice


class Frame(Struct, frozen=True):
    """One run of a flow. The path through it is computed from the answers, never stored."""

    flow: str
    serial: int  # tells the buttons of this run from those of an earlier one
    step: str
    answers: Mapping[str, str] = field(default_factory=dict)
    context: Mapping[str, str] = field(default_factory=dict)  # what the run is about: code, revision, link ...
    doubt: Doubt | None = None
    leaving: str | None = None  # the text key of "muốn hủy?" or "làm lại?", while that is asked
    asked: int = 0  # how many yes-or-no questions there were, so that each has a number of its own
    shown: tuple[str, ...] = ()  # values of a narrowed choice
    page: int = 1
    pasted_at: datetime | None = None  # when the last piece of a paste came
    reminded: int = 0  # how often the person was reminded of this run

    def noting(self, **notes: str) -> "Frame":
        """The frame with more context."""
        return replace(self, context={**self.context, **notes})

    def without_notes(self, *prefixes: str) -> "Frame":
        """The frame without the context entries that begin with one of *prefixes*."""
        return replace(self, context={k: v for k, v in self.context.items() if not k.startswith(prefixes)})

    def doubting(self, doubt: Doubt) -> "Frame":
        """The frame with an answer that waits for a yes."""
        return replace(self, doubt=doubt, asked=self.asked + 1)

    def about_to(self, question: str) -> "Frame":
        """The frame whose end waits for a yes; a doubt that was open stays behind that."""
        return replace(self, leaving=question, asked=self.asked + 1)

    def staying(self) -> "Frame":
        """The frame that is not left after all."""
        return self if self.leaving is None else replace(self, leaving=None)

    def certain(self) -> "Frame":
        """The frame with no yes-or-no question open."""
        return self if self.doubt is None and self.leaving is None else replace(self, doubt=None, leaving=None)

    def at(self, step: str) -> "Frame":
        """The frame waiting at another step."""
        return replace(self, step=step, doubt=None, leaving=None, shown=(), page=1)


MOST_QUEUED = 50  # codes; as many as a turn can load


class State(Struct, frozen=True):
    """The dialogues a person has open, the newest last, and what is remembered between them."""

    frames: tuple[Frame, ...] = ()
    serial: int = 0
    profile: Mapping[str, str] = field(default_factory=dict)  # personal answers, reused by the next submission
    consent: str | None = None  # version of the notice that was agreed to
    queue: tuple[str, ...] = ()  # codes behind the numbers of the review list that was shown last
    menu: tuple[tuple[str, str], ...] = ()  # (action, label) of the commands that were offered last
    is_reminder_free: bool = False  # the person asked not to be reminded of anything
    pressed: str = ""  # the last button that was pressed, while nothing else has happened since it was answered

    @property
    def top(self) -> Frame | None:
        """The dialogue that takes the next answer."""
        return self.frames[-1] if self.frames else None

    def frame(self, flow: str) -> Frame | None:
        """The open run of *flow*, if there is one; there is never more than one."""
        for frame in self.frames:
            if frame.flow == flow:
                return frame
        return None

    def with_top(self, frame: Frame) -> "State":
        """Replace the newest dialogue; what the person was reminded of stays counted."""
        if (top := self.top) is not None and top.serial == frame.serial and top.reminded > frame.reminded:
            frame = replace(frame, reminded=top.reminded)
        return replace(self, frames=(*self.frames[:-1], frame))

    def raised(self, frame: Frame) -> "State":
        """Bring an open dialogue to the top."""
        if frame is self.top:
            return self
        return replace(self, frames=(*(f for f in self.frames if f.flow != frame.flow), frame))

    def opened(self, frame: Frame) -> "State":
        """Put a new run on top; an open run of the same flow gives way to it, but reminders of it still count."""
        others = tuple(f for f in self.frames if f.flow != frame.flow)
        if former := self.frame(frame.flow):
            frame = replace(frame, reminded=former.reminded)
        return replace(self, frames=(*others, frame), serial=max(self.serial, frame.serial))

    def showing(self, code: str | None) -> "State":
        """A card of the review queue is shown; numbers of the list keep their meaning, or lose it altogether."""
        if code is None or code in self.queue:
            return self
        return replace(self, queue=(*self.queue, code) if len(self.queue) < MOST_QUEUED else (code,))

    def closed(self, flow: str) -> "State":
        """End the run of *flow*."""
        return replace(self, frames=tuple(f for f in self.frames if f.flow != flow))


def to_dict(state: State) -> dict[str, Any]:
    """State as JSON-ready values, empty parts of a frame left out."""
    stored: dict[str, Any] = {
        "v": STATE_VERSION,
        "frames": [_frame_to_dict(frame) for frame in state.frames],
        "serial": state.serial,
        "profile": dict(state.profile),
        "consent": state.consent,
        "queue": list(state.queue),
        "menu": [list(item) for item in state.menu],
        "is_reminder_free": state.is_reminder_free,
    }
    return stored | ({"pressed": state.pressed} if state.pressed else {})


def from_dict(stored: Mapping[str, Any]) -> State:
    """A stored state of any version as a State of today.

    Raises: ValueError if the version is newer than this program.
    """
    if stored["v"] != STATE_VERSION:
        raise ValueError(f"state version {stored['v']} is unknown to this program")
    return State(
        frames=tuple([_frame_from_dict(frame) for frame in stored["frames"]]),
        serial=stored["serial"],
        profile=stored["profile"],
        consent=stored["consent"],
        queue=tuple(stored["queue"]),
        menu=tuple([(action, label) for action, label in stored["menu"]]),
        is_reminder_free=stored.get("is_reminder_free", False),  # states of revision 0001 lack it
        pressed=stored.get("pressed", ""),
    )


def _frame_to_dict(frame: Frame) -> dict[str, Any]:
    stored: dict[str, Any] = {"flow": frame.flow, "serial": frame.serial, "step": frame.step}
    optional: dict[str, Any] = {
        "answers": dict(frame.answers),
        "context": dict(frame.context),
        "doubt": frame.doubt and _doubt_to_dict(frame.doubt),
        "leaving": frame.leaving,
        "asked": frame.asked,
        "shown": list(frame.shown),
        "page": frame.page if frame.page != 1 else None,
        "pasted_at": frame.pasted_at and frame.pasted_at.isoformat(),
        "reminded": frame.reminded,
    }
    return stored | {name: value for name, value in optional.items() if value}


def _doubt_to_dict(doubt: Doubt) -> dict[str, Any]:
    stored: dict[str, Any] = {"value": doubt.value, "key": doubt.key, "args": dict(doubt.args)}
    optional = {"also": dict(doubt.also), "as_sent": doubt.as_sent}
    return stored | {name: value for name, value in optional.items() if value}


def _frame_from_dict(stored: Mapping[str, Any]) -> Frame:
    pasted_at = stored.get("pasted_at")
    return Frame(
        flow=stored["flow"],
        serial=stored["serial"],
        step=stored["step"],
        answers=stored.get("answers", {}),
        context=stored.get("context", {}),
        doubt=Doubt(**stored["doubt"]) if stored.get("doubt") else None,
        leaving=stored.get("leaving"),
        asked=stored.get("asked", 0),
        shown=tuple(stored.get("shown", ())),
        page=stored.get("page", 1),
        pasted_at=datetime.fromisoformat(pasted_at) if pasted_at else None,
        reminded=stored.get("reminded", 0),
    )
