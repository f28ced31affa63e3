"""transition(): the only place where a state changes. Every pair of state and event has an answer."""

from datetime import datetime

from msgspec.structs import replace

from conversations import (
    actions,
    asking,
    choices,
    codes,
    commands,
    dialogue,
    guessing,
    judging,
    last_said,
    lists,
    moving,
    own_records,
    reading,
    rights,
    role_commands,
    sent_files,
    small_talk,
    wording,
)
from conversations.calls import Call, menu, run_button
from conversations.dialogue import Run, Turn
from conversations.effects import CloseButtons, Say, Text
from conversations.events import (
    ButtonPressed,
    ContactShared,
    Event,
    FileRead,
    GroupAddressed,
    MediaReceived,
    MessageEdited,
    TextReceived,
)  # fmt: skip
from conversations.facts import Facts
from conversations.flows.submission import SUBMISSION
from conversations.open_forms import FLOWS, repaired, why_mended
from conversations.state import State
from conversations.steps import Option
from conversations.typed import forget_typed

StepAction = actions.Choose | actions.Turn | actions.Control | actions.Certain | actions.Write

PRESSABLE = (*asking.CONTROLS, "keep", "edit", "upload")


def transition(state: State, event: Event, facts: Facts) -> Turn:
    """Move one person's dialogues on by one event.

    Never raises for any event; what a step cannot take changes nothing but is answered.
    """
    try:
        known = repaired(state, facts, event)
        note = () if known is state or known == state else (Say(why_mended(state, facts, event)),)
        call = Call(known, facts, event.at)
        turn = _moved_by(call, event) if known.top is state.top or _is_no_answer(event) else _waiting(call)
        if len(turn.state.frames) < len(known.frames):
            turn = _reminded(call, turn)
        return Turn(last_said.noted(turn, event, facts), (*note, *last_said.numbered(turn.effects)))
    finally:
        forget_typed()


def arrived(state: State, before: State, facts: Facts, at: datetime, *, is_joined: bool) -> Turn:
    """What an account is told that has just become this person's: the question that waits, or the menu.

    Args: before: the state of who it was. is_joined: two were joined; else they were parted.
    """
    known = moving.apart(state, before)
    call = Call(moving.merged(known, before) if is_joined else known, facts, at)
    turn = _waiting(replace(call, state=repaired(call.state, facts, MessageEdited(at))))
    welcome = () if not is_joined else (Say("joined", {}, (moving.UNDO_BUTTON,), is_kept=False),)
    return Turn(last_said.noted(turn, None, facts), (*welcome, *turn.effects))


def _moved_by(call: Call, event: Event) -> Turn:
    match event:
        case TextReceived(text=text, order=order):
            return guessing.noted(call, text, _text(call, text, order))
        case ButtonPressed():
            return _pressed(call, event)
        case ContactShared(phone=phone):
            return _contact(call, phone)
        case MediaReceived():
            return _medium(call, event)
        case FileRead() if code := sent_files.code_in(event):  # as if it had been typed
            return _reminded(call, commands.open_link(replace(call, argument=code)))
        case FileRead():
            run = _run(replace(call, state=sent_files.waiting(call.state, FLOWS, event.purpose)))
            return sent_files.read(run, event) or lists.outcome(call, event) or _again(call, sent_files.unasked(event))
        case MessageEdited():
            return _again(call, Text("edited-message"))
    return call.says(*((Say("group-chat"),) if isinstance(event, GroupAddressed) else ()))  # blocked: nothing to say


def _is_no_answer(event: Event) -> bool:
    """Whether it stands for itself: a command, or what has become of a file."""
    return isinstance(event, FileRead) or (isinstance(event, TextReceived) and wording.command(event.text) is not None)


def _waiting(call: Call) -> Turn:
    """The question that waits, whatever was said to the one that is gone."""
    run = _run(call)
    return dialogue.ask(run) if run else menu(call)


def _run(call: Call) -> Run | None:
    top = call.state.top
    return Run(call.state, FLOWS[top.flow], top, call.facts, call.at) if top else None


# -- text --------------------------------------------------------------------------------------------------------
def _text(call: Call, text: str, order: int) -> Turn:
    run = _run(call)
    if not text.strip():
        return _again(call, Text("empty-text"))
    if (aside := _aside(call, text)) is not None:
        return _reminded(call, aside)
    if (run is None or _is_untouched(run)) and (opened := _opening(call, text)) is not None:
        return opened
    if run is None:
        return _free_text(call, text)
    if option := choices.named(text, _menu(call), call.facts.phrase):
        return _pressed(call, ButtonPressed(call.at, option.value))
    takes_names = run.step.takes_names and run.frame.doubt is None and run.frame.leaving is None
    word = wording.control(text, names_possible=takes_names)
    if word is None and takes_names and wording.greets(text):
        return dialogue.ask(run)
    if word is None or (word.startswith("edit:") and not dialogue.names_line(run, word.removeprefix("edit:"))):
        return reading.typed(run, text, order)
    return dialogue.control(run, word)


def _opening(call: Call, text: str) -> Turn | None:
    """What somebody may begin with instead of a greeting: a sentence with a code, or whose officer they are."""
    named = replace(call, argument=codes.mentioned(text))
    if guessing.opens(named):
        return commands.open_link(named)
    typed = wording.spoken(text)
    return _command(call, typed.name, typed.argument) if typed and typed.name == "xinquyen" else None


def _is_untouched(run: Run) -> bool:
    """Whether somebody new has only been greeted: what comes may be the sentence with the code from the poster."""
    return run.flow is SUBMISSION and not run.frame.answers


def _aside(call: Call, text: str) -> Turn | None:
    """What is understood at any time: decisions, commands, codes. None for an answer."""
    if (judged := role_commands.by_verdict(call, text) or judging.by_text(call, text)) is not None:
        return judged
    if typed := wording.command(text) or (None if _is_prose(call) else wording.labelled(text)):
        return _command(call, typed.name, typed.argument)
    return _bare_code(call, text)


def _is_prose(call: Call) -> bool:
    """Whether the question that waits takes any words for its answer."""
    run = _run(call)
    return run is not None and run.step.takes_prose


def _free_text(call: Call, text: str) -> Turn:
    if option := choices.chosen(text, _menu(call), call.facts.phrase):
        return _pressed(call, ButtonPressed(call.at, option.value))
    if typed := wording.spoken(text):
        return _command(call, typed.name, typed.argument)
    return small_talk.answered(call, text)


def _menu(call: Call) -> tuple[Option, ...]:
    return tuple(Option(action, label) for action, label in call.state.menu)


def _bare_code(call: Call, text: str) -> Turn | None:
    """A code sent without a command: from a poster, an invitation, or a receipt. Mere digits are an answer."""
    code = codes.tidy(text)
    if not codes.is_code(code) or code.isdigit():
        return None
    named = replace(call, argument=code)
    return commands.open_link(named) if guessing.opens(named) or own_records.named(named) else None


def _command(call: Call, name: str, argument: str) -> Turn:
    if name not in commands.COMMANDS:
        return menu(call, Say("unknown-command"))
    if not rights.may_run(name, call.facts):
        return call.says(Say(f"not-for-you-{name}"))
    run = _run(call)
    if run is not None and name in _STEERING:
        return dialogue.control(run, _STEERING[name])
    return commands.COMMANDS[name](replace(call, argument=argument))


_STEERING = {"huy": "cancel", "huongdan": "help"}


def _reminded(call: Call, turn: Turn) -> Turn:
    """Whoever did something else in the middle of a dialogue is told that it waits."""
    run = _run(replace(call, state=turn.state))
    said = [effect for effect in turn.effects if isinstance(effect, Say)]
    if run is None or any(say.hint or _RESUMING in say.buttons for say in said) or moving.may_leave(turn):
        return turn
    if run.flow is not SUBMISSION:
        return Turn(turn.state, (*turn.effects, *dialogue.ask(run).effects))
    if not run.frame.answers:
        return turn
    return Turn(turn.state, (*turn.effects, Say("draft-waits", {}, (_RESUMING,))))


_RESUMING = run_button("tieptuc")


# -- buttons -----------------------------------------------------------------------------------------------------
def _pressed(call: Call, event: ButtonPressed) -> Turn:
    match None if event.is_spent else actions.decode(event.action):
        case actions.Run(command, argument) if command in commands.COMMANDS:
            return _reminded(call, _command(call, command, argument))
        case actions.Judge(verb, code, revision):
            return _reminded(call, judging.by_card(call, verb, code, revision))
        case (
            actions.Choose() | actions.Turn() | actions.Control() | actions.Certain() | actions.Write() as action
        ):
            return _step_pressed(call, event, action)
    return _expired(call, event)


def _step_pressed(call: Call, event: ButtonPressed, action: StepAction) -> Turn:
    frame = next((f for f in call.state.frames if (f.serial, f.step) == (action.serial, action.step)), None)
    if frame is None:
        return _expired(call, event)
    run = Run(call.state.raised(frame), FLOWS[frame.flow], frame, call.facts, call.at)
    is_page_again = isinstance(action, actions.Turn) and last_said.is_again(call.state, event, call.facts)
    moved = None if is_page_again else _moved(run, action)
    if moved is None:
        return _expired(call, event)
    turn, mark = moved
    closing = (CloseButtons(event.message_id, mark),) if event.message_id else ()
    return Turn(turn.state, (*closing, *turn.effects))


def _moved(run: Run, action: StepAction) -> tuple[Turn, str | Text] | None:
    """What the press leads to, and what is written under its message; None if it fits nothing any more."""
    match action:
        case actions.Choose(value=value):
            options = (*run.step.options(run.view), *asking.offered(run.step, run.frame, run.view))
            option = next((option for option in options if option.value == value), None)
            return (dialogue.pressed(run, value), choices.as_text(option.label, run.facts.phrase)) if option else None
        case actions.Turn(page=page):
            return dialogue.turn_page(run, page), Text("mark-page", {"page": page})
        case actions.Write(words=words):
            return (reading.typed(run, words, 0), words) if run.step.takes_names else None
        case actions.Certain(number=number, is_yes=is_yes):
            is_open = bool(run.frame.doubt or run.frame.leaving) and run.frame.asked == number
            mark = asking.certain_options(run.frame)[not is_yes].label
            return (dialogue.certain(run, is_yes), choices.as_text(mark, run.facts.phrase)) if is_open else None
    name = action.word.partition(":")[0]
    return (dialogue.control(run, action.word), Text(f"button-{name}")) if name in PRESSABLE else None


def _expired(call: Call, event: ButtonPressed) -> Turn:
    if last_said.is_again(call.state, event, call.facts):  # a finger that trembled: the first press was answered
        return call.says()
    closing = (CloseButtons(event.message_id, Text("mark-expired")),) if event.message_id else ()
    again = _again(call, Text("button-expired"))
    return Turn(again.state, (*closing, *again.effects))


# -- files -------------------------------------------------------------------------------------------------------
def _medium(call: Call, event: MediaReceived) -> Turn:
    """A file that is asked for is read; beside one that is not, what was written counts."""
    call = lists.expecting(call, event)
    if (taken := sent_files.taken(_run(call), call.state, event)) is not None:
        return taken
    command = lists.command_of(call, event)
    if event.caption.strip() and command is None:
        turn = guessing.noted(call, event.caption, _text(call, event.caption, 0))
        return Turn(turn.state, (Say("caption-read"), *turn.effects))
    if command is not None:
        return _again(call, Text("medium-list" if command == "nhap" else "medium-initiatives"))
    return _again(call, Text(f"medium-{event.medium.value}"))


# -- everything else ---------------------------------------------------------------------------------------------
def _contact(call: Call, phone: str) -> Turn:
    run = _run(call)
    if run is None or not run.step.takes_contact:
        return _again(call, Text("contact-not-now"))
    return reading.typed(run, phone if phone.startswith(("0", "+")) else f"+{phone}", 0)


def _again(call: Call, problem: Text) -> Turn:
    """Say what was wrong and put the waiting question again, or the menu."""
    run = _run(call)
    return dialogue.ask(run, problem) if run else menu(call, Say(problem.key, problem.args))
