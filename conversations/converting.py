"""Answers typed for a font of before Unicode, or without a keyboard driver: shown as they are meant, and decided on."""

from collections.abc import Callable

from conversations import old_fonts, typing_leftovers
from conversations.answers import Doubtful, Invalid, Valid
from conversations.steps import Answer, View
from conversations.text import count

Read = Callable[[View, str], Answer]
LOST = "\ufffd"  # stands where a letter was that a program could not read
MOST_BEFORE = 80  # characters of the text as it came that are shown
MOST_WORDS = 3
MOST_SHORT = 500  # characters of a short answer


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
        return shown_converted(read(view, found.text), read(view, raw), raw, found.font)

    return reading


def in_any_typing(read: Read, least: int = 2) -> Read:
    """The same of a short answer; there keys of a driver that was switched off are carried out, too, and proposed."""
    in_fonts = in_any_font(read, least)

    def reading(view: View, raw: str) -> Answer:
        answer = in_fonts(view, raw)
        said = typing_leftovers.meant(raw, least) if len(raw) <= MOST_SHORT else None
        proposed = read(view, said) if said is not None else answer
        if said is None or not isinstance(proposed, Valid | Doubtful):
            return answer
        kept = answer.value if isinstance(answer, Valid | Doubtful) else ""
        shown = {"meant": proposed.value}
        return Doubtful(proposed.value, "typing-leftovers-meant", shown, is_safe=False, as_sent=kept)

    return reading


def legible(raw: str) -> str:
    """The text as it was meant, if it was typed for an old font; else as it is."""
    found = old_fonts.converted(raw)
    return raw if found is None else found.text


def shown_converted(answer: Answer, as_sent: Answer, raw: str, font: str) -> Answer:
    """The answer that was converted from *raw* as a question, with what *raw* comes to as another choice."""
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
