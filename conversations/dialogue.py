"""Moving one run of a flow on: answers, doubts, controls, pages, pieces of a paste."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise

from conversations import asking, choices
from conversations.answers import Ambiguous, Doubtful, Invalid, Valid
from conversations.effects import ButtonKind, Effect, Say, Text
from conversations.facts import Facts
from conversations.state import Doubt, Frame, State
from conversations.steps import Answer, Flow, Option, Remember, Reply, Step, View
from conversations.text import fold, normalise
from conversations.validators import MAX_CODE_POINTS
from conversations.wording import certainty

PIECE_UNITS = 2000  # UTF-16 units: a client cuts a paste in the second half of 4096, so only a longer text begins one
PIECE_WINDOW = timedelta(seconds=3)
PIECE_PAUSE_SECONDS = 2  # the answer waits this long for another piece
MOST_PIECES = 20
CANCEL, RESTART = "cancel-sure", "restart-sure"


@dataclass(frozen=True, slots=True)
class Turn:
    """What one event leads to."""

    state: State
    effects: tuple[Effect, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """The top frame with all that is needed to move it."""

    state: State
    flow: Flow
    frame: Frame
    facts: Facts
    at: datetime

    @property
    def view(self) -> View:
        """What the steps see."""
        return View(self.frame.answers, self.frame.context, self.facts, self.at)

    @property
    def step(self) -> Step:
        """The step that waits."""
        step = self.flow.step(self.frame.step)
        if step is None:
            raise LookupError(self.frame.step)
        return step

    def to(self, frame: Frame) -> "Run":
        """The same run with a changed frame."""
        return replace(self, frame=frame)


def ask(run: Run, problem: Text | None = None, before: tuple[Effect, ...] = ()) -> Turn:
    """Put the waiting step to the person."""
    say = asking.question(run.flow, run.frame, run.view, problem)
    return Turn(run.state.with_top(run.frame), (*before, say))


def begin(state: State, flow: Flow, facts: Facts, at: datetime, **start: dict[str, str]) -> Turn:
    """Open a run of *flow* (start: answers, context) and ask its first open step."""
    frame = Frame(flow.id, asking.serial(state), "", start.get("answers", {}), start.get("context", {}))
    opened = state.opened(frame)
    return _go_on(Run(opened, flow, frame, facts, at), ())


def typed(run: Run, text: str, order: int) -> Turn:
    """A text that is neither control nor command: an answer to the waiting step."""
    step, frame = run.step, run.frame
    if frame.doubt is not None:
        return _doubt_typed(run, text, order)
    if step.joins_pieces and (joined := _joined(run, text, order)) is not None:
        return joined
    if step.reads_first and isinstance(answer := step.read(run.view, text), Valid):
        return accept(run, answer.value)
    if frame.shown and (option := choices.chosen(text, asking.visible(step, frame, run.view), run.facts.phrase)):
        return pressed(run, option.value)
    options = step.options(run.view)
    if step.joins_pieces:
        run = run.to(frame.noting(draft=normalise(text[:MAX_CODE_POINTS])))
    if step.takes_several:
        return _several_typed(run, text, options)
    choose = choices.named if step.is_searched else choices.chosen
    if option := choose(text, options, run.facts.phrase):
        return pressed(run, option.value)
    return _read(run, step.read(run.view, text))


def pressed(run: Run, value: str) -> Turn:
    """An option was chosen; the caller has checked that it is one."""
    if run.step.takes_several and value != "done":
        return _picked(run, value)
    if run.step.takes_several and not run.frame.context.get("picked"):
        return ask(run, Text("pick-one-at-least"))
    if run.step.takes_several:
        return accept(run, run.frame.context["picked"])
    return accept(run, value)


def accept(run: Run, value: str) -> Turn:
    """Take a valid answer and go on."""
    step, frame = run.step, run.frame
    reply = step.on_answer(run.view, value) if step.on_answer else Reply({step.id: value})
    effects, state = _absorb(run.state, reply.effects)
    if reply.stays:
        return Turn(state.with_top(frame), effects)
    if reply.ends:
        return Turn(state.closed(run.flow.id), effects)
    changed = frame.answers.get(step.id) not in (None, value)
    kept = {k: v for k, v in frame.answers.items() if not (changed and k in step.resets)}
    frame = replace(frame, answers={**kept, **reply.answers}, doubt=None, shown=(), page=1, pasted_at=None)
    for transient in ("piece.", "picked", "draft"):
        frame = frame.without_notes(transient)
    return _go_on(replace(run, state=state, frame=frame), effects)


def certain(run: Run, is_yes: bool) -> Turn:
    """The answer to "đúng chưa?"."""
    doubt, run = run.frame.doubt, run.to(replace(run.frame, doubt=None))
    if doubt is None or not is_yes:
        return ask(run)
    if doubt.key == CANCEL:
        return Turn(run.state.closed(run.flow.id), (Say(run.flow.cancelled),))
    if doubt.key == RESTART:
        kept = {k: v for k, v in run.frame.context.items() if not k.startswith(("piece.", "picked", "draft"))}
        return begin(run.state.closed(run.flow.id), run.flow, run.facts, run.at, context=kept)
    return accept(run, doubt.value)


def turn_page(run: Run, page: int) -> Turn:
    """Show another page of the options."""
    return ask(run.to(replace(run.frame, page=page)))


def control(run: Run, word: str) -> Turn:
    """back, edit, cancel, help, restart, keep, skip, or edit:<what>."""
    name, _, what = word.partition(":")
    return CONTROLS[name](run, what)


def _back(run: Run, what: str) -> Turn:
    if run.frame.doubt is not None:
        return ask(run.to(replace(run.frame, doubt=None)))
    path = [step.id for step in run.flow.path(run.view)]
    place = path.index(run.frame.step) if run.frame.step in path else 0
    return ask(run.to(run.frame.at(path[place - 1]))) if place else ask(run, Text("first-step"))


def _edit(run: Run, what: str) -> Turn:
    run = run.to(replace(run.frame, doubt=None))
    lines = _lines(run)
    if not what:
        return _which(run, lines)
    options = tuple(Option(step.id, Text(f"line-{step.id.replace('_', '-')}")) for step in lines)
    if any(step.id == what for step in lines):
        return ask(run.to(run.frame.at(what)))
    option = choices.chosen(what, options, run.facts.phrase)
    return ask(run.to(run.frame.at(option.value))) if option else _which(run, lines)


def _lines(run: Run) -> list[Step]:
    return [s for s in run.flow.path(run.view) if s.is_listed and asking.current(s, run.view) is not None]


def _which(run: Run, lines: list[Step]) -> Turn:
    if not lines:
        return ask(run, Text("nothing-to-edit"))
    buttons = tuple(
        asking.control_button(run.frame, f"edit:{s.id}", Text(f"line-{s.id.replace('_', '-')}")) for s in lines
    )
    say = Say("edit-which", {}, tuple(replace(b, kind=ButtonKind.CHOICE) for b in buttons), hint=run.step.id)
    return Turn(run.state.with_top(run.frame), (say,))


def _cancel(run: Run, what: str) -> Turn:
    return ask(run.to(replace(run.frame, doubt=Doubt("", CANCEL))))


def _restart(run: Run, what: str) -> Turn:
    return ask(run.to(replace(run.frame, doubt=Doubt("", RESTART))))


def _help(run: Run, what: str) -> Turn:
    return ask(run, Text(run.step.help))


def _keep(run: Run, what: str) -> Turn:
    value = asking.current(run.step, run.view)
    return accept(run, value) if value is not None else ask(run, Text("nothing-to-keep"))


def _skip(run: Run, what: str) -> Turn:
    if any(option.value == "skip" for option in run.step.options(run.view)):
        return accept(run, "skip")
    return ask(run, Text("step-needed"))


CONTROLS: dict[str, Callable[[Run, str], Turn]] = {
    "back": _back, "edit": _edit, "cancel": _cancel, "help": _help, "restart": _restart, "keep": _keep, "skip": _skip,
}  # fmt: skip


def _go_on(run: Run, effects: tuple[Effect, ...]) -> Turn:
    following = run.flow.first_open(run.view)
    if following is not None:
        return ask(run.to(run.frame.at(following.id)), before=effects)
    finished, state = _absorb(run.state.closed(run.flow.id), run.flow.finish(run.view))
    return Turn(state, (*effects, *finished))


def _absorb(state: State, effects: tuple[Effect | Remember, ...]) -> tuple[tuple[Effect, ...], State]:
    for effect in effects:
        if isinstance(effect, Remember):
            kept = State(serial=state.serial) if effect.forgets else state
            state = replace(kept, profile={**kept.profile, **effect.profile}, consent=effect.consent or kept.consent)
    return tuple(e for e in effects if not isinstance(e, Remember)), state


def _read(run: Run, answer: Answer) -> Turn:
    frame = run.frame
    match answer:
        case Valid(value):
            return accept(run, value)
        case Doubtful(value, key, args):
            doubt = Doubt(value, key, args)
            return ask(run.to(replace(frame, doubt=doubt)))
        case Ambiguous(key, options):
            return ask(run.to(replace(frame, shown=tuple(options), page=1)), Text(key))
        case Invalid(key, args):
            return ask(run, Text(key, args))


def _doubt_typed(run: Run, text: str, order: int) -> Turn:
    answer = certainty(text)
    if answer is not None:
        return certain(run, answer)
    if run.frame.doubt is not None and not run.frame.doubt.value:  # cancel or restart: only yes or no will do
        return ask(run)
    return typed(run.to(replace(run.frame, doubt=None)), text, order)


def _picked(run: Run, value: str) -> Turn:
    now = [one for one in run.frame.context.get("picked", "").split(",") if one]
    now = [one for one in now if one != value] if value in now else [*now, value]
    return ask(run.to(run.frame.noting(picked=",".join(now))))


def _several_typed(run: Run, text: str, options: tuple[Option, ...]) -> Turn:
    words = [word for word in text.replace(";", ",").replace(" và ", ",").split(",") if fold(word)][:20]
    if len(words) == 1 and all(word.isdigit() for word in text.split()):
        words = text.split()[:20]
    found = [choices.chosen(word, options, run.facts.phrase) for word in words]
    values = [option.value for option in found if option is not None]
    if not values or len(values) < len(found):
        return ask(run, Text("choose-from-list"))
    picked = [value for value in values if value != "done"]
    run = run.to(run.frame.noting(picked=",".join(dict.fromkeys(picked)))) if picked else run
    return pressed(run, "done")


def _joined(run: Run, text: str, order: int) -> Turn | None:
    """Put the pieces of one long paste together, by their order in the chat; None if this is no piece."""
    units = len(text.encode("utf-16-le", "replace")) // 2
    last = run.frame.pasted_at
    is_following = last is not None and run.at - last <= PIECE_WINDOW
    if not is_following and units < PIECE_UNITS:
        return None
    frame = run.frame if is_following else run.frame.without_notes("piece.")
    frame = replace(frame.noting(**{f"piece.{order:020d}": text[:MAX_CODE_POINTS]}), pasted_at=run.at)
    pieces = [frame.context[name] for name in sorted(frame.context) if name.startswith("piece.")]
    if len(pieces) > MOST_PIECES or sum(map(len, pieces)) > MAX_CODE_POINTS:
        return ask(run.to(run.frame.without_notes("piece.")), Text("description-far-too-long"))
    turn = _read_pasted(run.to(frame), "".join(_glued(pieces)))
    patient = tuple(replace(e, collapse="paste", delay_seconds=PIECE_PAUSE_SECONDS) if isinstance(e, Say) else e
                    for e in turn.effects)  # fmt: skip
    return Turn(turn.state, patient)


def _read_pasted(run: Run, text: str) -> Turn:
    run = run.to(run.frame.noting(draft=normalise(text)))
    answer = run.step.read(run.view, text)
    if isinstance(answer, Valid):  # the limit is above a piece: wait for the person's word
        answer = Doubtful(answer.value, "paste-complete", {})
    return _read(run, answer)


def _glued(pieces: list[str]) -> list[str]:
    # The client trims both sides of a cut, so what stood there is unknown: a line end after a sentence, else a space.
    glued = [pieces[0]]
    for before, piece in pairwise(pieces):
        glued += ["\n" if before.rstrip()[-1:] in ".!?:;…" else " ", piece]
    return glued
