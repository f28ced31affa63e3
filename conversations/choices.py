"""Which option a typed text means: by number, by label, by the beginning of a label, or by a near-miss."""

from collections.abc import Callable, Sequence

from conversations.effects import Arg, Text
from conversations.steps import Option
from conversations.text import fold_label, fold_typed, words

MOST_RAW = 200  # characters; a longer text is no label
NEAR = 82  # of 100: one wrong letter in six
MARGIN = 12  # the runner-up must be this much worse, or the person is asked
SHORTEST_PART = 3
# "k đồng ý" is one letter off "Đồng ý" and means the opposite. (đừng folds to what đúng folds to: not in here.)
_DENIALS = frozenset(("khong", "k", "ko", "kg", "kh", "hong", "chua", "no", "not"))


def as_text(arg: Arg, phrase: Callable[[Text], str]) -> str:
    """An argument as plain text."""
    return phrase(arg) if isinstance(arg, Text) else str(arg)


def chosen(
    raw: str, options: Sequence[Option], phrase: Callable[[Text], str], numbered: Sequence[Option] | None = None
) -> Option | None:
    """The one option that *raw* means, or None if there is none or more than one.

    numbered: the options that numbers count, if they are not all: those of the page that is shown.
    """
    if (by_name := named(raw, options, phrase, numbered)) or not options:
        return by_name
    typed = fold_typed(raw) if len(raw) <= MOST_RAW else ""
    labels = [as_text(option.label, phrase) for option in options]
    folded = [fold_label(label) for label in labels]
    if len(typed) < SHORTEST_PART or typed in folded:
        return None
    parts = [option for option, label in zip(options, folded, strict=True) if typed in label]
    if parts:
        return parts[0] if len(parts) == 1 else None
    nearest = _nearest(typed, folded)
    if nearest is None or typed.removesuffix(folded[nearest]) in _DENIALS or _denies(raw) != _denies(labels[nearest]):
        return None
    return options[nearest] if _digits(typed) == _digits(folded[nearest]) else None


def named(
    raw: str, options: Sequence[Option], phrase: Callable[[Text], str], numbered: Sequence[Option] | None = None
) -> Option | None:
    """The option whose number or whole label was typed; nothing is guessed."""
    if by_number := _numbered(raw, options if numbered is None else numbered):
        return by_number
    typed = fold_typed(raw) if options and len(raw) <= MOST_RAW else ""
    if not typed:
        return None
    found = [option for option in options if fold_label(as_text(option.label, phrase)) == typed]
    return found[0] if len(found) == 1 else None


def _numbered(raw: str, options: Sequence[Option]) -> Option | None:
    digits = raw.strip().rstrip(".)")
    if digits.isascii() and digits.isdigit() and len(digits) <= 3 and 1 <= int(digits) <= len(options):
        return options[int(digits) - 1]
    return None


def _nearest(typed: str, labels: Sequence[str]) -> int | None:
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - forty modules, for who types what is not there

    found = process.extract(typed, labels, scorer=fuzz.ratio, limit=2)
    if not found or found[0][1] < NEAR:
        return None
    is_alone = len(found) == 1 or found[0][1] - found[1][1] >= MARGIN
    return found[0][2] if is_alone else None


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))  # "Số 1" is no slip for "Số 2"


def _denies(text: str) -> bool:
    return not _DENIALS.isdisjoint(words(text)[:1])
