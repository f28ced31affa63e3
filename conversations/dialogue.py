"""Moving one run of a flow on: answers that are taken, controls, pages. How typed text is read stands in reading.py."""

from collections.abc import Callable
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from conversations import asking, card_lines
from conversations.effects import ButtonKind, Effect, Say, Text, UploadLink
from conversations.facts import Facts
from conversations.state import Frame, State
from conversations.steps import NOTHING_YET, Begin, Flow, Remember, Reply, Start, Step, View

CANCEL, RESTART = "cancel-sure", "restart-sure"
# Notes: the step that waited before another one was asked for out of turn, and what was answered only to ask for it.
EDITED_FROM, EDITED_BY = "edited", "edited.by"
TRANSIENT = ("piece.", "picked", "draft", "beside", EDITED_FROM)  # notes that an answer makes worthless


class Turn(Struct, frozen=True):
    """What one event leads to."""

    state: State
    effects: tuple[Effect, ...]


class Run(Struct, frozen=True):
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
        return self.flow.by_id[self.frame.step]

    def to(self, frame: Frame) -> "Run":
        """The same run with a changed frame."""
        return Run(self.state, self.flow, frame, self.facts, self.at)


def ask(run: Run, problem: Text | None = None, before: tuple[Effect, ...] = ()) -> Turn:
    """Put the waiting step to the person."""
    say = asking.question(run.flow, run.frame, run.view, problem)
    return Turn(run.state.with_top(run.frame), (*before, say))


def begin(
    state: State, flow: Flow, facts: Facts, at: datetime, start: Start = NOTHING_YET, before: tuple[Effect, ...] = ()
) -> Turn:
    """Open a run of *flow* and ask its first open step; *before* is said first."""
    frame = Frame(flow.id, state.serial + 1, flow.steps[0].id, start.answers, start.context)
    return _go_on(Run(state.opened(frame), flow, frame, facts, at), start, before)


def pressed(run: Run, value: str) -> Turn:
    """An option was chosen; the caller has checked that it is one."""
    step, frame = run.step, run.frame.certain()
    run = run if frame is run.frame else run.to(frame)
    if not step.takes_several:
        return _take(run, value, step.on_option or step.on_answer)
    ticked = asking.picked(step, run.view)
    if value == "done":
        return accept(run, ",".join(ticked)) if ticked else ask(run, Text("pick-one-at-least"))
    ticked = [one for one in ticked if one != value] if value in ticked else [*ticked, value]
    return ask(run.to(run.frame.noting(picked=",".join(ticked))))


def accept(run: Run, value: str) -> Turn:
    """Take a valid answer and go on."""
    return _take(run, value, run.step.on_answer)


def _take(run: Run, value: str, rule: Callable[[View, str], Reply] | None) -> Turn:
    return follow(run, rule(run.view, value) if rule else Reply({run.frame.step: value}))


def follow(run: Run, reply: Reply) -> Turn:
    """Do what a step's rule makes of an answer."""
    effects, state = _absorb(run.state, reply.effects)
    if reply.stays:
        return Turn(state.with_top(run.frame), asking.offering(effects, reply.offers, run.step, run.frame, run.view))
    if reply.ends:
        return _over(replace(run, state=state), reply.effects, effects)
    known = _answered(run, reply)
    if not reply.asks:
        return _go_on(Run(state, run.flow, run.frame, run.facts, run.at), known, effects)
    frame = replace(run.frame, answers=known.answers, context={**run.frame.context, **known.context})
    run = replace(run, state=state, frame=frame)
    path = [step.id for step in run.flow.path(run.view)]
    is_before = frame.step in path and reply.asks in path[: path.index(frame.step)]
    if is_before:
        by = next((name for name in reply.answers if name not in run.flow.by_id), "")
        frame = _leading_back(run, reply.asks).noting(**{EDITED_BY: by})
    return ask(run.to(frame.at(reply.asks)), before=effects)


def _answered(run: Run, reply: Reply) -> Start:
    """What the run goes on with: the reply's answers too, and without those that lost their meaning by them."""
    answers, drops, view = reply.answers, reply.drops, run.view
    stale, gone = {*drops, *reply.forgets}, {asking.OLD + name for name in reply.forgets}
    for name, value in answers.items():
        step = run.flow.by_id.get(name)
        if step is not None and step.resets and asking.current(step, view) not in (None, value):
            stale.update(step.resets)
    kept = {name: value for name, value in run.frame.answers.items() if name not in stale}
    old = {asking.OLD + name for name in stale}
    notes = {
        name.replace(asking.OLD, asking.REPLACED, 1) if name in old else name: note
        for name, note in run.frame.context.items()
        if not name.startswith(TRANSIENT) and name not in gone
    } | {asking.OLD + name: run.frame.answers[name] for name in drops if name in run.frame.answers}
    return Start({**kept, **answers}, notes)


def certain(run: Run, is_yes: bool) -> Turn:
    """The answer to "đúng chưa?", or to "muốn hủy?"."""
    frame = run.frame
    if frame.leaving is not None:
        return _left(run, frame.leaving) if is_yes else ask(run.to(frame.staying()))
    run = run.to(frame.certain())
    if not is_yes or frame.doubt is None:
        return ask(run)
    if not frame.doubt.also:
        return accept(run, frame.doubt.value)
    path = {step.id for step in run.flow.path(run.view)}
    also = {name: value for name, value in frame.doubt.also.items() if name in path}
    return follow(run, Reply({run.step.id: frame.doubt.value, **also}))


def _left(run: Run, question: str) -> Turn:
    closed = run.state.closed(run.flow.id)
    if question == CANCEL:
        return Turn(closed, (*run.flow.undone(run.view), Say(run.flow.cancelled)))
    no_steps = {name for name in run.frame.answers if name not in run.flow.by_id}
    given = ({step.id for step in run.flow.path(run.view)} | no_steps) - set(run.flow.holds)
    answers = {name: value for name, value in run.frame.answers.items() if name not in given}
    notes = {
        name.replace(asking.REPLACED, asking.OLD, 1) if name.startswith(asking.REPLACED) else name: note
        for name, note in run.frame.without_notes(*TRANSIENT).context.items()
    }
    return begin(closed, run.flow, run.facts, run.at, Start(answers, notes), run.flow.undone(run.view))


def turn_page(run: Run, page: int) -> Turn:
    """Show another page of the options."""
    return ask(run.to(replace(run.frame, page=page)))


def control(run: Run, word: str) -> Turn:
    """back, edit, cancel, help, restart, keep, skip, or edit:<what>."""
    name, _, what = word.partition(":")
    return CONTROLS[name](run, what)


def names_line(run: Run, what: str) -> bool:
    """Whether "sửa <what>" asks for a line; where prose or a name is waited for it may as well be that."""
    if not run.step.takes_any_words:
        return True
    is_known = card_lines.is_any(run.flow, what, run.view) or card_lines.line(run.flow, run.view, run.step, what)
    return bool(card_lines.lines(run.flow, run.view)) and bool(is_known)


def _back(run: Run, what: str) -> Turn:
    if run.frame.leaving is not None or run.frame.doubt is not None:
        return ask(run.to(run.frame.certain()))
    path = [step.id for step in run.flow.path(run.view)]
    if (waited := run.frame.context.get(EDITED_FROM)) in path:
        by = run.frame.context.get(EDITED_BY) if run.frame.step not in run.frame.answers else None
        answers = {name: value for name, value in run.frame.answers.items() if name != by}
        return ask(run.to(replace(run.frame.without_notes(*TRANSIENT), answers=answers).at(waited)))
    place = path.index(run.frame.step) if run.frame.step in path else 0
    return ask(run.to(run.frame.at(path[place - 1]))) if place else ask(run, Text("first-step"))


def _edit(run: Run, what: str) -> Turn:
    is_doubted, run = run.frame.doubt is not None, run.to(run.frame.certain())
    if not what and is_doubted:  # what is to be mended is what was just asked about
        return ask(run)
    line = card_lines.line(run.flow, run.view, run.step, what)
    if line is None:
        return _which(run)
    # A line is chosen among what lies below another one: that comes first, while it is open.
    above = (one for one in run.flow.path(run.view) if line.id in one.resets and one.id not in run.frame.answers)
    return ask(run.to(_leading_back(run, next(above, line).id)))


def _leading_back(run: Run, step: str) -> Frame:
    """The frame at a step that was asked out of turn: "quay lại" leads to where it was asked for."""
    return (run.frame if run.frame.step == step else run.frame.noting(**{EDITED_FROM: _waited(run)})).at(step)


def _waited(run: Run) -> str:
    return run.frame.context.get(EDITED_FROM, run.frame.step)


def _which(run: Run) -> Turn:
    lines = card_lines.lines(run.flow, run.view)
    if not lines:
        return ask(run, Text("nothing-to-edit"))
    buttons = tuple(
        replace(asking.control_button(run.frame, f"edit:{step.id}", card_lines.label(step.id)), kind=ButtonKind.CHOICE)
        for step in lines
    )
    frame = run.frame.noting(**{EDITED_FROM: _waited(run)})
    return Turn(run.state.with_top(frame), (Say("edit-which", {}, buttons, hint=run.step.id),))


def _cancel(run: Run, what: str) -> Turn:
    is_nothing_lost = len(run.flow.steps) == 1 and any(option.value == "no" for option in run.step.options(run.view))
    return _left(run, CANCEL) if is_nothing_lost else ask(run.to(run.frame.about_to(CANCEL)))


def _restart(run: Run, what: str) -> Turn:
    return ask(run.to(run.frame.about_to(RESTART)))


def _help(run: Run, what: str) -> Turn:
    return ask(run, Text(run.step.help))


def _keep(run: Run, what: str) -> Turn:
    if run.frame.doubt is not None and run.frame.doubt.as_sent:
        return accept(run.to(run.frame.certain()), run.frame.doubt.as_sent)
    value = asking.current(run.step, run.view)
    return accept(run, value) if value is not None else ask(run, Text("nothing-to-keep"))


def _skip(run: Run, what: str) -> Turn:
    if any(option.value == "skip" for option in run.step.options(run.view)):
        return accept(run, "skip")
    return ask(run, Text("step-needed"))


def _write(run: Run, what: str) -> Turn:
    return pressed(run, "write") if any(one.value == "write" for one in run.step.options(run.view)) else _help(run, "")


def _upload(run: Run, what: str) -> Turn:
    if run.step.takes_files is None:
        return ask(run)
    link = UploadLink(run.step.takes_files, always=True)
    return Turn(run.state.with_top(run.frame), (Say("upload-offer", {"upload": link}, hint=run.step.id),))


CONTROLS: dict[str, Callable[[Run, str], Turn]] = {
    "back": _back, "edit": _edit, "cancel": _cancel, "help": _help, "restart": _restart, "keep": _keep, "skip": _skip,
    "upload": _upload, "write": _write,
}  # fmt: skip


def _go_on(run: Run, known: Start, effects: tuple[Effect, ...]) -> Turn:
    """Ask the first step that is open by what is *known*, or end."""
    view = View(known.answers, known.context, run.facts, run.at)
    following = run.flow.first_open(view)
    if following is not None:
        serial, asked, reminded = run.frame.serial, run.frame.asked, run.frame.reminded
        frame = Frame(run.flow.id, serial, following.id, known.answers, known.context, asked=asked, reminded=reminded)
        return ask(run.to(frame), before=effects)
    end = run.flow.finish(view)
    finished, state = _absorb(run.state.closed(run.flow.id), end)
    return _over(replace(run, state=state), end, (*effects, *finished))


def _over(run: Run, end: tuple[Effect | Remember | Begin, ...], effects: tuple[Effect, ...]) -> Turn:
    """Close the run; what its end asks for begins at once."""
    closed = run.state.closed(run.flow.id)
    following = next((one for one in end if isinstance(one, Begin)), None)
    if following is None:
        return Turn(closed, effects)
    return begin(closed, following.flow, run.facts, run.at, following.start, effects)


def _absorb(state: State, effects: tuple[Effect | Remember | Begin, ...]) -> tuple[tuple[Effect, ...], State]:
    if not effects:
        return (), state
    for effect in effects:
        if isinstance(effect, Remember):
            state = _remembering(state, effect)
    return tuple([e for e in effects if not isinstance(e, Remember | Begin)]), state


def _remembering(state: State, new: Remember) -> State:
    if new.forgets:
        state = replace(state, profile={k: v for k, v in state.profile.items() if k == "signature"}, consent=None)
    untouched = [frame.flow for frame in state.frames if frame.flow in new.leaves and not frame.answers]
    for flow in (*new.closes, *untouched):
        state = state.closed(flow)
    profile = {key: value for key, value in {**state.profile, **new.profile}.items() if value}
    return replace(state.showing(new.shown), profile=profile, consent=new.consent or state.consent)
