"""A Say and a channel's capabilities → parts to send. Pure; depends on capability data alone."""

from collections.abc import Sequence

import regex

from bot.catalogue import Catalogue
from bot.channels.protocol import Capabilities, Part, PartButton, TextUnit
from conversations import actions
from conversations.effects import Button, ButtonKind, Say, Text
from conversations.instead import is_understood, words_for

SHORT_LABEL = 18  # characters; a longer one gets a row of its own
ROW_LENGTHS = {ButtonKind.CHOICE: 2, ButtonKind.CONTROL: 3}
_GRAPHEME = regex.compile(r"\X")
_ARROWS = "‹› "  # around the labels of buttons that lead back or on


def parts(say: Say, capabilities: Capabilities, catalogue: Catalogue, *, is_kept: bool = True) -> tuple[Part, ...]:
    """The platform calls' worth of a message: long texts in several parts, buttons under the last.

    More buttons than the channel shows are listed in the text too, so that all of them can be typed.

    Args:
        is_kept: whether the conversation knows the numbers of this message's buttons; it does not know those of
            notices and of what is made when it is sent.
    """
    buttons = [button for button in say.buttons if button.kind is not ButtonKind.CONTACT]
    most = capabilities.buttons_per_message
    text = catalogue.format(say.key, say.args) + (_typed(buttons, catalogue, is_kept) if len(buttons) > most else "")
    *before, last = split(text, capabilities)
    contacts = [b for b in say.buttons if b.kind is ButtonKind.CONTACT] if len(buttons) < len(say.buttons) else []
    label = _label(contacts[0], catalogue) if contacts and capabilities.has_contact_button else None
    shown = Part(last, _rows(buttons[:most], capabilities, catalogue), label, hint=say.hint)
    return (*map(Part, before), shown)


def last_part(say: Say, capabilities: Capabilities, catalogue: Catalogue) -> str:
    """The words of the part of a message under which its buttons are."""
    return split(catalogue.format(say.key, say.args), capabilities)[-1]


def closed(last: str, mark: str | Text, capabilities: Capabilities, catalogue: Catalogue) -> str:
    """The text of a delivered part after its buttons were used: what it said and the mark, within the limit."""
    written = (mark if isinstance(mark, str) else catalogue.phrase(mark)).strip(_ARROWS)
    under = _cut(catalogue.format("chosen-mark", {"mark": written}), capabilities.text_limit, capabilities)
    room = capabilities.text_limit - size(under, capabilities) - 1
    return f"{_cut(last, room, capabilities)}\n{under}".strip()


def split(text: str, capabilities: Capabilities) -> list[str]:
    """Cut *text* into parts of at most `text_limit`, at line ends or spaces where possible.

    Returns: Parts in order, stripped; none is empty, an emoji or a letter with its marks is never cut in two
        unless it alone is longer than a part.
    """
    pieces: list[str] = []
    rest = text.strip() or "…"
    while size(rest, capabilities) > capabilities.text_limit:
        head = _cut(rest, capabilities.text_limit, capabilities) or rest[0]
        head = head[: _good_end(head, following=rest[len(head) : len(head) + 1])]
        pieces.append(head.rstrip())
        rest = rest[len(head) :].lstrip()
    return [*pieces, rest] if rest else pieces


def size(text: str, capabilities: Capabilities) -> int:
    """The length of *text* as the platform counts it."""
    is_utf16 = capabilities.text_unit is TextUnit.UTF16
    return len(text.encode("utf-16-le", "surrogatepass")) // 2 if is_utf16 else len(text)


def _cut(text: str, limit: int, capabilities: Capabilities) -> str:
    """As much of the beginning as fits: whole user-perceived characters, or code points if not even one fits."""
    if size(text, capabilities) <= limit:
        return text
    fitting = used = whole = 0
    for character in text:
        used += size(character, capabilities)
        if used > limit:
            break
        fitting += 1
    for grapheme in _GRAPHEME.finditer(text):
        if grapheme.end() > fitting:
            break
        whole = grapheme.end()
    return text[: whole or fitting]


def _good_end(head: str, following: str) -> int:
    """Where to end a part: at a line end, else at a space of its second half, else where it is full."""
    for mark in "\n ":
        place = len(head) if following == mark else head.rfind(mark)
        if place > len(head) // 2:
            return place
    return len(head)


def _label(button: Button, catalogue: Catalogue) -> str:
    return button.label if isinstance(button.label, str) else catalogue.phrase(button.label)


def _rows(
    buttons: Sequence[Button], capabilities: Capabilities, catalogue: Catalogue
) -> tuple[tuple[PartButton, ...], ...]:
    rows: list[list[PartButton]] = []
    for kind, length in ROW_LENGTHS.items():
        most, room = min(length, capabilities.buttons_per_row), 0  # room: what the last row can still take
        for button in buttons:
            if button.kind is not kind:
                continue
            label = button.label if isinstance(button.label, str) else catalogue.phrase(button.label)
            is_long = len(label) > SHORT_LABEL
            if is_long or room <= 0:
                rows.append([])
                room = most
            rows[-1].append(PartButton(label, button.action))
            room = 0 if is_long else room - 1
    return tuple(map(tuple, rows))


def _typed(buttons: Sequence[Button], catalogue: Catalogue, is_kept: bool) -> str:
    """What can be typed instead of pressed: the number of a choice, the word of a control, or a command in full.

    A number is no name for a decision: the next card has the same ones.
    """
    is_numbered = is_kept and not any(isinstance(actions.decode(button.action), actions.Judge) for button in buttons)
    in_full = [] if is_numbered else [button for button in buttons if _needs_words(button)]
    rest = [button for button in buttons if button not in in_full]
    choices = [_label(button, catalogue) for button in rest if button.kind is ButtonKind.CHOICE]
    words = [_label(button, catalogue).strip(_ARROWS) for button in rest if button.kind is ButtonKind.CONTROL]
    lines = [f"{number}. {label}" for number, label in enumerate(choices, start=1)]
    lines += [_in_full(button, catalogue) for button in in_full]
    lines += [catalogue.format("controls-typed", {"words": " · ".join(words)})] if words else []
    return "".join(f"\n{line}" for line in lines)


def _needs_words(button: Button) -> bool:
    """Whether the label alone says too little: that of a control that is understood anywhere says enough."""
    return not (button.kind is ButtonKind.CONTROL and is_understood(button.action)) and bool(words_for(button.action))


def _in_full(button: Button, catalogue: Catalogue) -> str:
    label, words = _label(button, catalogue).strip(_ARROWS), words_for(button.action)
    return catalogue.format("command-typed", {"label": label, "words": words})
