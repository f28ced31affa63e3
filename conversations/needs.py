"""What the runner has to load before a turn, from the state and the event alone. Pure; generous but bounded."""

from conversations import actions, codes, wording
from conversations.events import ButtonPressed, Event, TextReceived
from conversations.facts import MOST_LISTED, Needs
from conversations.state import State

_PENDING = {"duyet", "start"}
_OWN = {"theodoi", "start", "dulieu", "huongdan"}


def needs(state: State, event: Event) -> Needs:
    """The facts that this event may call for."""
    held = _of_frames(state)
    match event:
        case ButtonPressed(action=action):
            return _merge(held, _of_action(actions.decode(action)))
        case TextReceived(text=text):
            return _merge(held, _of_text(state, text))
    return held


def _of_frames(state: State) -> Needs:
    top = state.top
    if top is None:
        return Needs(own=True, pending=True)
    listed = (top.context.get("codes") or top.context.get("code") or "").split(",")
    return Needs(codes=tuple(code for code in listed if code), link=top.context.get("link"))


def _of_action(action: actions.Action | None) -> Needs:
    match action:
        case actions.Judge(code=code):
            return Needs(codes=(code,), pending=True)
        case actions.Run(command, argument):
            return _of_command(command, argument)
    return Needs()


def _of_command(command: str, argument: str) -> Needs:
    code = codes.tidy(argument.split(".", maxsplit=1)[0].split(" ", maxsplit=1)[0]) if argument else ""
    return Needs(
        codes=(code,) if len(code) >= codes.SHORTEST else (),
        link=code if command == "start" and code else None,
        pending=command in _PENDING,
        own=command in _OWN,
    )


def _of_text(state: State, text: str) -> Needs:
    if len(text) > 2000:
        return Needs()
    if judged := wording.verdict(text):
        return Needs(codes=_mentioned(state, judged[1]), pending=True)
    typed = wording.command(text) or wording.spoken(text)
    if typed is not None:
        return _of_command(typed.name, typed.argument)
    bare = codes.tidy(text)
    return Needs(codes=(bare,), link=bare) if codes.is_code(bare) else Needs()


def _mentioned(state: State, rest: str) -> tuple[str, ...]:
    first = codes.tidy(rest.split(maxsplit=1)[0]) if rest else ""
    single = (first,) if codes.SHORTEST <= len(first) <= codes.LENGTH else ()
    return (*single, *state.queue[:MOST_LISTED])


def _merge(one: Needs, two: Needs) -> Needs:
    return Needs(
        codes=tuple(dict.fromkeys((*one.codes, *two.codes))),
        link=two.link or one.link,
        pending=one.pending or two.pending,
        own=one.own or two.own,
    )
