"""transition(): the only place where a state changes. Every pair of state and event has an answer."""

from dataclasses import replace

from conversations import actions, choices, codes, commands, dialogue, judging, rights, wording
from conversations.commands import Call
from conversations.dialogue import Run, Turn
from conversations.effects import ButtonKind, CloseButtons, Effect, Say, Text
from conversations.events import (
    ButtonPressed,
    ChatBlocked,
    ContactShared,
    Event,
    GroupAddressed,
    MediaReceived,
    MessageEdited,
    TextReceived,
)  # fmt: skip
from conversations.facts import Facts
from conversations.flows.administration import INTRODUCTION, INVITATION, QR
from conversations.flows.decision import DECISION
from conversations.flows.revision import REVISION, WITHDRAWAL
from conversations.flows.submission import SUBMISSION
from conversations.state import State
from conversations.steps import Flow, Option

MOST_OFFERED = 12  # commands under a message that can also be typed by number
FLOWS: dict[str, Flow] = {
    flow.id: flow for flow in (SUBMISSION, REVISION, WITHDRAWAL, DECISION, INTRODUCTION, INVITATION, QR)
}


def transition(state: State, event: Event, facts: Facts) -> Turn:
    """Move one person's dialogues on by one event.

    Never raises for any event; what a step cannot take changes nothing but is answered.
    """
    state, note = _repaired(state)
    turn = _moved_by(Call(state, facts, event.at), event)
    return Turn(_with_menu(turn, facts), (*note, *turn.effects))


def _with_menu(turn: Turn, facts: Facts) -> State:
    """Remember the commands under the last message, so that a number or a label that is typed means the button."""
    said = [effect for effect in turn.effects if isinstance(effect, Say)]
    if turn.state.frames or not said:
        return replace(turn.state, menu=()) if turn.state.frames else turn.state
    offered = [button for button in said[-1].buttons if button.kind is ButtonKind.CHOICE][:MOST_OFFERED]
    return replace(turn.state, menu=tuple((b.action, choices.wording(b.label, facts.phrase)) for b in offered))


def _moved_by(call: Call, event: Event) -> Turn:
    match event:
        case TextReceived(text=text, order=order):
            return _text(call, text, order)
        case ButtonPressed():
            return _pressed(call, event)
        case ContactShared(phone=phone):
            return _contact(call, phone)
        case MediaReceived(medium=medium):
            return _again(call, Text(f"medium-{medium.value}"))
        case MessageEdited():
            return _again(call, Text("edited-message"))
        case GroupAddressed():
            return call.says(Say("group-chat"))
        case ChatBlocked():
            return call.says()


def _repaired(state: State) -> tuple[State, tuple[Effect, ...]]:
    """Drop runs that this version of the program does not know; a renamed step is asked by its successor."""
    known = tuple(frame for frame in state.frames if frame.flow in FLOWS)
    moved = tuple(f if FLOWS[f.flow].step(f.step) else replace(f.at(FLOWS[f.flow].steps[0].id)) for f in known)
    if moved == state.frames:
        return state, ()
    return replace(state, frames=moved), (Say("form-changed"),)


def _run(call: Call) -> Run | None:
    top = call.state.top
    return Run(call.state, FLOWS[top.flow], top, call.facts, call.at) if top else None


# -- text --------------------------------------------------------------------------------------------------------
def _text(call: Call, text: str, order: int) -> Turn:
    run = _run(call)
    if not text.strip():
        return _again(call, Text("empty-text"))
    if judged := judging.by_text(call, text):
        return judged
    if typed := wording.command(text):
        return _command(call, typed.name, typed.argument)
    if run is None:
        return _free_text(call, text)
    if bare := _bare_code(call, text):
        return bare
    if word := wording.control(text, names_possible=run.step.takes_names and run.frame.doubt is None):
        return dialogue.control(run, word)
    return dialogue.typed(run, text, order)


def _free_text(call: Call, text: str) -> Turn:
    if bare := _bare_code(call, text):
        return bare
    options = tuple(Option(action, label) for action, label in call.state.menu)
    if option := choices.chosen(text, options, call.facts.phrase):
        return _pressed(call, ButtonPressed(call.at, option.value))
    if typed := wording.spoken(text):
        return _command(call, typed.name, typed.argument)
    if call.facts.grants or call.facts.own:
        return commands.menu(call, Say("not-understood"))
    return commands.submit(call)


def _bare_code(call: Call, text: str) -> Turn | None:
    """A code sent without a command: from a poster, an invitation, or a receipt. Mere digits are an answer."""
    code = codes.tidy(text)
    if not codes.is_code(code) or code.isdigit() or not (call.facts.link or call.facts.subjects):
        return None
    return commands.open_link(replace(call, argument=code))


def _command(call: Call, name: str, argument: str) -> Turn:
    if name not in commands.COMMANDS:
        return commands.menu(call, Say("unknown-command"))
    if not rights.may_run(name, call.facts):
        return call.says(Say(f"not-for-you-{name}"))
    run = _run(call)
    if name == "huy" and run is not None:
        return dialogue.control(run, "cancel")
    if name == "huongdan" and run is not None:
        return dialogue.control(run, "help")
    turn = commands.COMMANDS[name](replace(call, argument=argument))
    return _with_reminder(call, turn)


def _with_reminder(call: Call, turn: Turn) -> Turn:
    """Whoever looked something up in the middle of a draft is told that the draft waits."""
    draft = turn.state.frame("submission")
    is_untouched = (
        draft is not None and draft is call.state.frame("submission") and turn.state.frames == call.state.frames
    )
    asked_again = any(isinstance(e, Say) and draft is not None and e.hint == draft.step for e in turn.effects)
    if not is_untouched or asked_again or not draft or not draft.answers:
        return turn
    return Turn(turn.state, (*turn.effects, Say("draft-waits", {}, (commands.run_button("tieptuc"),))))


# -- buttons -----------------------------------------------------------------------------------------------------
def _pressed(call: Call, event: ButtonPressed) -> Turn:
    match actions.decode(event.action):
        case actions.Run(command, argument):
            return _command(call, command, argument) if command in commands.COMMANDS else _expired(call, event)
        case actions.Judge(verb, code, revision):
            return _card_pressed(call, verb, code, revision)
        case actions.Choose(serial, step, value):
            return _step_pressed(call, event, serial, step, actions.Choose(serial, step, value))
        case actions.Turn(serial, step, page):
            return _step_pressed(call, event, serial, step, actions.Turn(serial, step, page))
        case actions.Control(serial, step, word):
            return _step_pressed(call, event, serial, step, actions.Control(serial, step, word))
        case actions.Certain(serial, step, is_yes):
            return _step_pressed(call, event, serial, step, actions.Certain(serial, step, is_yes))
    return _expired(call, event)


def _card_pressed(call: Call, verb: str, code: str, revision: int) -> Turn:
    subject = next((s for s in call.facts.subjects if s.submission.code == code), None)
    if subject is None or verb not in ("confirm", "request_changes", "reject", "agreement"):
        return call.says(Say("no-such-code", {"code": codes.shown(code)}))
    return judging.judge(call, verb, subject, revision)


def _step_pressed(call: Call, event: ButtonPressed, serial: int, step: str, action: actions.Action) -> Turn:
    frame = next((f for f in call.state.frames if f.serial == serial and f.step == step), None)
    if frame is None:
        return _expired(call, event)
    others = tuple(f for f in call.state.frames if f is not frame)
    run = Run(replace(call.state, frames=(*others, frame)), FLOWS[frame.flow], frame, call.facts, call.at)
    moved = _moved(run, action)
    if moved is None:
        return _expired(call, event)
    turn, mark = moved
    closing = (CloseButtons(event.message_id, mark),) if event.message_id else ()
    return Turn(turn.state, (*closing, *turn.effects))


def _moved(run: Run, action: actions.Action) -> tuple[Turn, str | Text] | None:
    match action:
        case actions.Choose(value=value):
            option = next((o for o in run.step.options(run.view) if o.value == value), None)
            if option is None or run.frame.doubt is not None:
                return None
            return dialogue.pressed(run, value), choices.wording(option.label, run.facts.phrase)
        case actions.Turn(page=page):
            return dialogue.turn_page(run, page), Text("mark-page", {"page": page})
        case actions.Certain(is_yes=is_yes):
            if run.frame.doubt is None:
                return None
            return dialogue.certain(run, is_yes), Text("mark-yes" if is_yes else "mark-no")
        case actions.Control(word=word):
            name = word.partition(":")[0]
            return (dialogue.control(run, word), Text(f"button-{name}")) if name in dialogue.CONTROLS else None
    return None


def _expired(call: Call, event: ButtonPressed) -> Turn:
    closing = (CloseButtons(event.message_id, Text("mark-expired")),) if event.message_id else ()
    again = _again(call, Text("button-expired"))
    return Turn(again.state, (*closing, *again.effects))


# -- everything else ---------------------------------------------------------------------------------------------
def _contact(call: Call, phone: str) -> Turn:
    run = _run(call)
    if run is None or not run.step.takes_contact:
        return _again(call, Text("contact-not-now"))
    return dialogue.typed(run, phone if phone.startswith(("0", "+")) else f"+{phone}", 0)


def _again(call: Call, problem: Text) -> Turn:
    """Say what was wrong and put the waiting question again, or the menu."""
    run = _run(call)
    return dialogue.ask(run, problem) if run else commands.menu(call, Say(problem.key, problem.args))
