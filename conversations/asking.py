"""How a step is put to a person: the question, what is wrong, what is there already, and the buttons."""

from conversations import actions
from conversations.effects import Arg, Button, ButtonKind, Say, Text
from conversations.state import Doubt, Frame, State
from conversations.steps import Flow, Option, Step, View

PAGE = 10  # options a message: the ten federations of Cao Bằng fit
CONTROLS = ("back", "edit", "help", "restart", "cancel")


def question(flow: Flow, frame: Frame, view: View, problem: Text | None = None) -> Say:
    """The question of the step that the frame waits at, with everything needed to answer it."""
    step = flow.step(frame.step)
    if step is None:
        raise LookupError(frame.step)
    if frame.doubt is not None:
        return _doubt(frame, frame.doubt, step)
    text = _with_current(step, view, Text(step.ask, {**_progress(flow, step, view), **step.args(view)}))
    if problem is not None:
        text = Text("with-problem", {"problem": problem, "question": text})
    buttons = (*_options(step, frame, view), *_controls(flow, step, frame, view))
    return Say(text.key, text.args, buttons, hint=step.id)


def current(step: Step, view: View) -> str | None:
    """The answer that stands now: given in this run, or before the changes that were asked for."""
    return view.answers.get(step.id, view.context.get(f"old.{step.id}"))


def visible(step: Step, frame: Frame, view: View) -> tuple[Option, ...]:
    """The options that numbers refer to: the narrowed ones if a choice was narrowed, else all."""
    options = step.options(view)
    if frame.shown:
        by_value = {option.value: option for option in options}
        return tuple(by_value[value] for value in frame.shown if value in by_value)
    return options


def serial(state: State) -> int:
    """The number of the next run."""
    return state.serial + 1


def _progress(flow: Flow, step: Step, view: View) -> dict[str, Arg]:
    listed = [one for one in flow.path(view) if one.is_listed]
    return {"n": listed.index(step) + 1, "total": len(listed)} if step in listed else {}


def _with_current(step: Step, view: View, text: Text) -> Text:
    value = current(step, view)
    if value is None or not step.is_listed:
        return text
    return Text("with-current", {"question": text, "current": step.show(view, value)})


def _options(step: Step, frame: Frame, view: View) -> tuple[Button, ...]:
    options = visible(step, frame, view)
    pages = max(1, -(-len(options) // PAGE))
    page = min(max(frame.page, 1), pages)
    buttons: list[Button] = []
    picked = view.context.get("picked", "").split(",")
    for option in options[(page - 1) * PAGE : page * PAGE]:
        label = option.label
        if step.takes_several and option.value in picked:
            label = Text("picked", {"label": label})
        action = actions.encode(actions.Choose(frame.serial, step.id, option.value))
        buttons.append(Button(label if isinstance(label, Text) else str(label), action))
    if step.takes_contact:
        buttons.append(Button(Text("button-contact"), "", ButtonKind.CONTACT))
    for number, key in ((page - 1, "button-previous-page"), (page + 1, "button-next-page")):
        if pages > 1 and 1 <= number <= pages:
            turn = actions.encode(actions.Turn(frame.serial, step.id, number))
            buttons.append(Button(Text(key, {"page": number, "pages": pages}), turn, ButtonKind.CONTROL))
    return tuple(buttons)


def _controls(flow: Flow, step: Step, frame: Frame, view: View) -> tuple[Button, ...]:
    words = []
    if current(step, view) is not None and step.is_listed:
        words.append("keep")
    path = flow.path(view)
    is_first = bool(path) and path[0] is step
    has_answers = any(one.is_listed and one.id in view.answers for one in path)
    words += [w for w in CONTROLS if not (w == "back" and is_first) and not (w == "edit" and not has_answers)]
    return tuple(control_button(frame, word) for word in words)


def control_button(frame: Frame, word: str, label: Text | None = None) -> Button:
    """A button that steers the run."""
    action = actions.encode(actions.Control(frame.serial, frame.step, word))
    return Button(label or Text(f"button-{word}"), action, ButtonKind.CONTROL)


def _doubt(frame: Frame, doubt: Doubt, step: Step) -> Say:
    keys = ("button-yes", "button-no") if doubt.value else ("button-yes-do", "button-no-go-on")
    buttons = tuple(
        Button(Text(key), actions.encode(actions.Certain(frame.serial, step.id, is_yes)))
        for key, is_yes in zip(keys, (True, False), strict=True)
    )
    return Say(doubt.key, doubt.args, buttons, hint=step.id)
