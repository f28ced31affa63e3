"""How a step is put to a person: the question, what is wrong, what is there already, and the buttons."""

from collections.abc import Sequence
from functools import lru_cache

from msgspec.structs import replace

from conversations import actions
from conversations.effects import Arg, Button, ButtonKind, Effect, Say, Text, UploadLink
from conversations.state import Frame
from conversations.steps import Flow, Option, Step, View

PAGE = 10  # options a message, without pinned ones: the ten federations of Cao Bằng fit
MOST_LABEL = 60  # characters of a button; a longer name is shown without its middle
CONTROLS = ("back", "edit", "help", "restart", "cancel")
OLD, REPLACED = "old.", "was."  # notes of a revision: an answer that may be kept, and one that lost its meaning


def question(flow: Flow, frame: Frame, view: View, problem: Text | None = None) -> Say:
    """The question that the frame waits with, and everything needed to answer it."""
    step = flow.by_id[frame.step]
    if frame.leaving is not None:
        text, buttons = Text(frame.leaving), _certain_buttons(frame)
    elif frame.doubt is not None:
        text, buttons = Text(frame.doubt.key, frame.doubt.args), _certain_buttons(frame)
        if frame.doubt.as_sent:
            buttons = (*buttons, control_button(frame, "keep", Text("button-keep-as-sent")))
        if step.is_final:
            buttons = (*buttons, control_button(frame, "cancel"))
    else:
        path = flow.path(view)
        text = _with_current(step, view, Text(step.ask, {**_progress(path, step), **step.args(view)}))
        if step.takes_files is not None:
            text = Text("with-upload", {"lines": (text, UploadLink(step.takes_files))})
        buttons = (*_options(step, frame, view), *_controls(path, step, frame, view))
    if problem is not None:
        text = Text("with-problem", {"problem": problem, "question": text})
    return Say(text.key, text.args, buttons, hint=step.id)


def current(step: Step, view: View) -> str | None:
    """The answer that stands now: given in this run, or before the changes that were asked for."""
    return view.answers.get(step.id, view.context.get(OLD + step.id))


def offered(step: Step, frame: Frame, view: View) -> tuple[Option, ...]:
    """What can be chosen: a narrowed choice if there is one, else all options."""
    options = step.options(view)
    if not frame.shown:
        return options
    known = {option.value: option for option in options}
    return tuple(known.get(value) or Option(value, step.show(view, value)) for value in frame.shown)


def offering(
    effects: tuple[Effect, ...], values: tuple[str, ...], step: Step, frame: Frame, view: View
) -> tuple[Effect, ...]:
    """What is said in place of the question, with these of its options under it."""
    if not values:
        return effects
    buttons = tuple(
        Button(short(option.label), _choice(frame.serial, step.id, option.value))
        for option in step.options(view)
        if option.value in values
    )
    return tuple(replace(one, buttons=buttons, hint=step.id) if isinstance(one, Say) else one for one in effects)


def on_page(options: Sequence[Option], page: int) -> Sequence[Option]:
    """The part of the options that one message shows, and those of every page; a page too far is the last one."""
    return _paged(options, page)[0]


def _paged(options: Sequence[Option], page: int) -> tuple[Sequence[Option], int, int]:
    """What `on_page` shows, the number of that page, and how many there are."""
    pinned = [option for option in options if option.is_pinned]
    listed = [option for option in options if not option.is_pinned] if pinned else options
    pages = max(1, -(-len(listed) // PAGE))
    page = min(max(page, 1), pages)
    return (*listed[(page - 1) * PAGE : page * PAGE], *pinned), page, pages


def certain_options(frame: Frame) -> tuple[Option, Option]:
    """The two answers to "đúng chưa?" or "muốn hủy?"."""
    keys = ("button-yes-do", "button-no-go-on") if frame.leaving else ("button-yes", "button-no")
    return Option("yes", Text(keys[0])), Option("no", Text(keys[1]))


def picked(step: Step, view: View) -> list[str]:
    """The values ticked so far: in this visit, else those of the answer that is looked at again."""
    ticked = view.context.get("picked", view.answers.get(step.id, ""))
    return [value for value in ticked.split(",") if value]


def control_button(frame: Frame, word: str, label: Text | None = None) -> Button:
    """A button that steers the run."""
    button = _control_button(frame.serial, frame.step, word)
    return button if label is None else replace(button, label=label)


@lru_cache(maxsize=1024)  # five stand under each question, and nothing in them is anybody's
def _control_button(serial: int, step: str, word: str) -> Button:
    action = actions.encode(actions.Control(serial, step, word))
    return Button(Text(f"button-{word}"), action, ButtonKind.CONTROL)


def _progress(path: Sequence[Step], step: Step) -> dict[str, Arg]:
    listed = [one.id for one in path if one.is_listed]
    return {"n": listed.index(step.id) + 1, "total": len(listed)} if step.id in listed else {}


def _with_current(step: Step, view: View, text: Text) -> Text:
    value = current(step, view)
    if value is None or not step.is_listed or step.shows_answer:
        return text
    return Text("with-current", {"question": text, "current": step.show(view, value)})


def _options(step: Step, frame: Frame, view: View) -> tuple[Button, ...]:
    options = offered(step, frame, view)
    if not options and not step.takes_contact:
        return ()
    shown, page, pages = _paged(options, frame.page)
    ticked = picked(step, view) if step.takes_several else ()
    buttons = [
        Button(
            Text("picked", {"label": option.label}) if option.value in ticked else short(option.label),
            _choice(frame.serial, step.id, option.value),
        )
        for option in shown
    ]
    if step.takes_contact:
        buttons.append(Button(Text("button-contact"), "", ButtonKind.CONTACT))
    return (*buttons, *_page_buttons(step, frame, page, pages))


@lru_cache(maxsize=1024)  # nearly all are offered to everybody
def _choice(serial: int, step: str, value: str) -> str:
    return actions.encode(actions.Choose(serial, step, value))


def _page_buttons(step: Step, frame: Frame, page: int, pages: int) -> tuple[Button, ...]:
    return tuple(
        Button(
            Text(key, {"page": number, "pages": pages}),
            actions.encode(actions.Turn(frame.serial, step.id, number)),
            ButtonKind.CONTROL,
        )
        for number, key in ((page - 1, "button-previous-page"), (page + 1, "button-next-page"))
        if 1 <= number <= pages
    )


def short(label: Arg) -> str | Text:
    """A label that fits a button. Long names of a place begin alike, so what is left out is the middle."""
    if isinstance(label, Text):
        return label
    name = str(label)
    if len(name) <= MOST_LABEL:
        return name
    head, tail = name[: MOST_LABEL // 2 - 2], name[-MOST_LABEL // 2 + 1 :]
    return f"{head.rpartition(' ')[0] or head} … {tail.partition(' ')[2] or tail}"


def _controls(path: Sequence[Step], step: Step, frame: Frame, view: View) -> tuple[Button, ...]:
    is_kept = current(step, view) is not None and step.is_listed and not step.shows_answer
    words = ["keep"] if is_kept else []
    words += ["upload"] if step.takes_files is not None and not step.takes_prose else []  # there it is one way of two
    is_first = bool(path) and path[0].id == step.id
    has_answers = any(one.is_listed and one.id in view.answers for one in path)
    words += [w for w in CONTROLS if not (w == "back" and is_first) and not (w == "edit" and not has_answers)]
    return _control_buttons(frame.serial, frame.step, tuple(words))


@lru_cache(maxsize=1024)
def _control_buttons(serial: int, step: str, words: tuple[str, ...]) -> tuple[Button, ...]:
    return tuple([_control_button(serial, step, word) for word in words])


def _certain_buttons(frame: Frame) -> tuple[Button, ...]:
    return tuple(
        Button(
            short(option.label),
            actions.encode(actions.Certain(frame.serial, frame.step, frame.asked, option.value == "yes")),
        )
        for option in certain_options(frame)
    )
