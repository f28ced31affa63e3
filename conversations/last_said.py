"""What is remembered of a turn's end: the button that led to it, and what its last message offers."""

from msgspec.structs import replace

from conversations import actions, choices
from conversations.dialogue import Turn
from conversations.effects import ButtonKind, Effect, Say
from conversations.events import ButtonPressed, Event
from conversations.facts import Facts
from conversations.flows.units import undo_button
from conversations.state import State
from conversations.units import ChangeUnit

MOST_OFFERED = 12  # commands under a message that can also be typed by number


def noted(turn: Turn, event: Event | None, facts: Facts) -> State:
    """Remember the button that was pressed last, and the commands under the last message."""
    state, menu = turn.state, _commands_under(turn, facts)
    pressed = _press(event, facts) if isinstance(event, ButtonPressed) and turn.effects else ""
    return state if (menu, pressed) == (state.menu, state.pressed) else replace(state, menu=menu, pressed=pressed)


def is_again(state: State, event: ButtonPressed, facts: Facts) -> bool:
    """Whether this very button was pressed last and answered, and nothing else has happened since."""
    return _press(event, facts) == state.pressed != ""


def _press(event: ButtonPressed, facts: Facts) -> str:
    """A press as it is remembered: the same button on another channel is another one. '' if nothing is behind it."""
    return f"{facts.channel} {event.action}" if event.action else ""


def _commands_under(turn: Turn, facts: Facts) -> tuple[tuple[str, str], ...]:
    """The commands under the last message, so that a number or a label that is typed means the button.

    A question has none: its numbers are those of its options.
    """
    said = [effect for effect in turn.effects if isinstance(effect, Say | ChangeUnit)]
    if not said:
        return turn.state.menu
    last = said[-1]
    buttons = last.buttons if isinstance(last, Say) else (undo_button(last.organisation_id),)
    offered = [b for b in buttons if b.kind is ButtonKind.CHOICE and not b.action.startswith(actions.ANSWERS)]
    return tuple([(button.action, choices.as_text(button.label, facts.phrase)) for button in offered[:MOST_OFFERED]])


def numbered(effects: tuple[Effect, ...]) -> tuple[Effect, ...]:
    """Only the numbers of the last message are kept."""
    places = [place for place, effect in enumerate(effects) if isinstance(effect, Say)]
    if len(places) < 2:
        return effects
    return tuple(
        replace(effect, is_kept=False) if isinstance(effect, Say) and effect.buttons and place < places[-1] else effect
        for place, effect in enumerate(effects)
    )
