"""Answers that were typed for a font of before Unicode: how they read now is shown, and the person decides."""

from collections.abc import Callable

from conversations import old_fonts
from conversations.answers import Doubtful, Invalid, Valid
from conversations.steps import Answer, View
from conversations.text import count

Read = Callable[[View, str], Answer]
LOST = "\ufffd"  # stands where a letter was that a program could not read
MOST_BEFORE = 80  # characters of the text as it came that are shown
MOST_WORDS = 3


def in_any_font(read: Read, least: int = 2) -> Read:
    """The reading of a step that takes text of any font.

    Args: least: how many words must prove an old font; one where signs and units of measurement are no answer.
    """

    def reading(view: View, raw: str) -> Answer:
        if raw.isascii():
            return read(view, raw)
        if LOST in raw:
            return Invalid("letters-lost")
        if (found := old_fonts.converted(raw, least)) is None:
            return _with_damage(read(view, raw), old_fonts.damaged(raw))
        return _converted(read(view, found.text), read(view, raw), raw, found.font)

    return reading


def legible(raw: str) -> str:
    """The text as it was meant, if it was typed for an old font; else as it is."""
    found = old_fonts.converted(raw)
    return raw if found is None else found.text


def _converted(answer: Answer, as_sent: Answer, raw: str, font: str) -> Answer:
    if not isinstance(answer, Valid | Doubtful):
        return answer
    kept = as_sent.value if isinstance(as_sent, Valid | Doubtful) else ""
    before = " ".join(raw.split())[:MOST_BEFORE]
    shown: dict[str, str | int] = {"font": font, "before": before, "after": answer.value, "count": count(answer.value)}
    return Doubtful(answer.value, "old-font-meant", shown, is_safe=False, as_sent=kept)


def _with_damage(answer: Answer, words: tuple[str, ...]) -> Answer:
    if not words or not isinstance(answer, Valid | Doubtful):
        return answer
    return Doubtful(answer.value, "damaged-words-meant", {"words": ", ".join(words[:MOST_WORDS])}, is_safe=False)
