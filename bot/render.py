"""A Say and a channel's capabilities → parts to send. Pure; depends on capability data alone."""

from bot.catalogue import Catalogue
from bot.channels.protocol import Capabilities, Part, PartButton, TextUnit
from conversations.effects import Button, ButtonKind, Say, Text

SHORT_LABEL = 18  # characters; shorter ones stand two in a row
CONTROLS_PER_ROW = 3


def parts(say: Say, capabilities: Capabilities, catalogue: Catalogue) -> tuple[Part, ...]:
    """The platform calls' worth of a message: long texts in several parts, buttons under the last."""
    text = catalogue.format(say.key, say.args)
    buttons = [b for b in say.buttons if b.kind is not ButtonKind.CONTACT]
    if not capabilities.buttons_per_message:
        return tuple(Part(piece) for piece in split(f"{text}{_numbered(buttons, catalogue)}", capabilities))
    *before, last = split(text, capabilities)
    contact = next((b for b in say.buttons if b.kind is ButtonKind.CONTACT), None)
    label = _label(contact, catalogue) if contact and capabilities.has_contact_button else None
    rows = _rows(buttons[: capabilities.buttons_per_message], capabilities, catalogue)
    return (*(Part(piece) for piece in before), Part(last, rows, label, hint=say.hint))


def closed(say: Say, mark: str | Text, capabilities: Capabilities, catalogue: Catalogue) -> str:
    """The text of a delivered message after its buttons were used: the last part and the mark."""
    written = mark if isinstance(mark, str) else catalogue.phrase(mark)
    *_, last = split(catalogue.format(say.key, say.args), capabilities)
    under = catalogue.format("chosen-mark", {"mark": written})
    room = capabilities.text_limit - size(under, capabilities) - 1
    return f"{_cut(last, room, capabilities)}\n{under}"


def split(text: str, capabilities: Capabilities) -> list[str]:
    """Cut *text* into parts of at most `text_limit`, at line ends or spaces where possible; none is empty."""
    pieces: list[str] = []
    rest = text.strip() or "…"
    while size(rest, capabilities) > capabilities.text_limit:
        head = _cut(rest, capabilities.text_limit, capabilities)
        place = max(head.rfind("\n"), head.rfind(" "))
        head = head[:place] if place > len(head) // 2 else head
        pieces.append(head.rstrip())
        rest = rest[len(head) :].lstrip()
    return [*pieces, rest]


def size(text: str, capabilities: Capabilities) -> int:
    """The length of *text* as the platform counts it."""
    return len(text) if capabilities.text_unit is TextUnit.CODE_POINTS else len(text.encode("utf-16-le")) // 2


def _cut(text: str, limit: int, capabilities: Capabilities) -> str:
    if capabilities.text_unit is TextUnit.CODE_POINTS:
        return text[:limit]
    return text.encode("utf-16-le")[: limit * 2].decode("utf-16-le", "ignore")


def _label(button: Button, catalogue: Catalogue) -> str:
    return button.label if isinstance(button.label, str) else catalogue.phrase(button.label)


def _rows(
    buttons: list[Button], capabilities: Capabilities, catalogue: Catalogue
) -> tuple[tuple[PartButton, ...], ...]:
    rows: list[tuple[PartButton, ...]] = []
    for kind, most in ((ButtonKind.CHOICE, 2), (ButtonKind.CONTROL, CONTROLS_PER_ROW)):
        row: list[PartButton] = []
        for button in (b for b in buttons if b.kind is kind):
            rendered = PartButton(_label(button, catalogue), button.action)
            is_long = kind is ButtonKind.CHOICE and len(rendered.label) > SHORT_LABEL
            if row and (is_long or len(row) == min(most, capabilities.buttons_per_row)):
                rows.append(tuple(row))
                row = []
            row.append(rendered)
            if is_long:
                rows.append(tuple(row))
                row = []
        if row:
            rows.append(tuple(row))
    return tuple(rows)


def _numbered(buttons: list[Button], catalogue: Catalogue) -> str:
    choices = [_label(b, catalogue) for b in buttons if b.kind is ButtonKind.CHOICE]
    controls = [_label(b, catalogue).strip("‹› ") for b in buttons if b.kind is ButtonKind.CONTROL]
    listed = "".join(f"\n{number}. {label}" for number, label in enumerate(choices, start=1))
    return listed + (f"\n({' · '.join(controls)})" if controls else "")
