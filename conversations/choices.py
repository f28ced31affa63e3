"""Which option a typed text means: by number, by label, by the beginning of a label, or by a near-miss."""

from collections.abc import Callable, Sequence

from rapidfuzz import fuzz, process

from conversations.effects import Arg, Text
from conversations.steps import Option
from conversations.text import fold

NEAR = 82  # of 100: one wrong letter in six
MARGIN = 12  # the runner-up must be this much worse, or the person is asked
SHORTEST_PART = 3


def label_of(option: Option, phrase: Callable[[Text], str]) -> str:
    """What the option reads."""
    return wording(option.label, phrase)


def wording(arg: Arg, phrase: Callable[[Text], str]) -> str:
    """An argument as plain text."""
    return phrase(arg) if isinstance(arg, Text) else str(arg)


def chosen(raw: str, options: Sequence[Option], phrase: Callable[[Text], str]) -> Option | None:
    """The one option that *raw* means, or None if there is none or more than one."""
    if by_number := _numbered(raw, options):
        return by_number
    typed = fold(raw)
    if not typed or len(raw) > 200:
        return None
    labels = [fold(label_of(option, phrase)) for option in options]
    exact = [option for option, label in zip(options, labels, strict=True) if label == typed]
    if len(exact) == 1:
        return exact[0]
    parts = [o for o, label in zip(options, labels, strict=True) if len(typed) >= SHORTEST_PART and typed in label]
    if exact or len(parts) == 1:
        return parts[0] if not exact else None
    return None if parts else _near(typed, options, labels)


def named(raw: str, options: Sequence[Option], phrase: Callable[[Text], str]) -> Option | None:
    """The option whose number or whole label was typed; nothing is guessed."""
    if by_number := _numbered(raw, options):
        return by_number
    typed = fold(raw) if len(raw) <= 200 else ""
    found = [option for option in options if typed and fold(label_of(option, phrase)) == typed]
    return found[0] if len(found) == 1 else None


def _numbered(raw: str, options: Sequence[Option]) -> Option | None:
    digits = raw.strip().rstrip(".)")
    if digits.isascii() and digits.isdigit() and len(digits) <= 3 and 1 <= int(digits) <= len(options):
        return options[int(digits) - 1]
    return None


def _near(typed: str, options: Sequence[Option], labels: Sequence[str]) -> Option | None:
    found = process.extract(typed, labels, scorer=fuzz.ratio, limit=2)
    if not found or found[0][1] < NEAR:
        return None
    is_alone = len(found) == 1 or found[0][1] - found[1][1] >= MARGIN
    return options[found[0][2]] if is_alone else None
