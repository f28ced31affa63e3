"""Messages → parts, for channels that differ in limit, unit and buttons."""

import pytest
import regex
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot import render
from bot.channels.protocol import Capabilities, Part, PartButton, TextUnit
from conversations.effects import Button, ButtonKind, Say, Text
from tests.builders import CATALOGUE

WIDE = Capabilities(
    text_limit=4096, text_unit=TextUnit.CODE_POINTS, caption_limit=1024, buttons_per_message=100, buttons_per_row=8,
    button_action_bytes=64, can_edit=True, has_contact_button=True, file_types=frozenset(), can_write_first=True,
)  # fmt: skip
NO_CONTACT = replace(WIDE, has_contact_button=False)
NO_BUTTONS = replace(NO_CONTACT, buttons_per_message=0, can_edit=False)
FAMILY = "👩‍👩‍👧‍👦"  # seven code points, eleven UTF-16 units, one character for people
FLAG = "🇻🇳"


def limited(limit: int, unit: TextUnit = TextUnit.CODE_POINTS) -> Capabilities:
    """A channel with this limit."""
    return replace(WIDE, text_limit=limit, text_unit=unit)


def says(text: str, *buttons: Button, hint: str | None = None) -> Say:
    """A message of these words."""
    return Say("description-whole", {"text": text}, buttons, hint=hint)


# -- splitting ---------------------------------------------------------------------------------------------------
U16, POINTS = TextUnit.UTF16, TextUnit.CODE_POINTS
SPLITS: dict[str, tuple[str, int, TextUnit, list[str]]] = {
    "short": ("sáng kiến", 20, POINTS, ["sáng kiến"]),
    "exactly the limit": ("sáng kiến", 9, POINTS, ["sáng kiến"]),
    "at a space": ("sáng kiến hay", 11, POINTS, ["sáng kiến", "hay"]),
    "a word that ends at the limit stays": ("sáng kiến hay", 9, POINTS, ["sáng kiến", "hay"]),
    "at a line end before a space": ("một hai\nba bốn năm", 12, POINTS, ["một hai", "ba bốn năm"]),
    "a line end in the first half does not count": ("một\nhai ba bốn năm", 12, POINTS, ["một\nhai ba", "bốn năm"]),
    "a word longer than a part": ("a" * 25, 10, POINTS, ["a" * 10, "a" * 10, "a" * 5]),
    "a space in the first half does not count": ("ab cdefghijklm", 10, POINTS, ["ab cdefghi", "jklm"]),
    "white space around a cut goes": ("một hai  \n\n  ba", 9, POINTS, ["một hai", "ba"]),
    "nothing": (" \n ", 10, POINTS, ["…"]),
    "an emoji is one code point": ("😀😀😀", 2, POINTS, ["😀😀", "😀"]),
    "an emoji is two UTF-16 units": ("😀😀😀", 4, U16, ["😀😀", "😀"]),
    "half an emoji is none": ("😀😀😀", 5, U16, ["😀😀", "😀"]),
    "a family stays together": (FAMILY * 2, 10, POINTS, [FAMILY, FAMILY]),
    "a family in UTF-16": (FAMILY * 2, 21, U16, [FAMILY, FAMILY]),
    "a flag stays together": (FLAG * 3, 5, POINTS, [FLAG * 2, FLAG]),
    "a letter keeps its marks": ("e\u0323\u0302" * 3, 5, POINTS, ["e\u0323\u0302"] * 3),
    "marks without end are cut": ("e" + "\u0301" * 9, 5, POINTS, ["e" + "\u0301" * 4, "\u0301" * 5]),
    "a lone surrogate is a character": ("\ud800" * 3, 2, U16, ["\ud800" * 2, "\ud800"]),
    "an emoji where not even one fits": ("😀😀", 1, U16, ["😀", "😀"]),
}


@pytest.mark.parametrize(("text", "limit", "unit", "expected"), SPLITS.values(), ids=SPLITS)
def test_split(text: str, limit: int, unit: TextUnit, expected: list[str]) -> None:
    """Parts end at line ends or spaces where possible, and never inside a character."""
    assert expected == render.split(text, limited(limit, unit))


@pytest.mark.parametrize(("unit", "expected"), [(POINTS, 4), (U16, 5)])
def test_size(unit: TextUnit, expected: int) -> None:
    """Letters of Vietnamese are one unit each, an emoji is two in UTF-16."""
    assert expected == render.size("Hà 😀", limited(10, unit))


def shown(text: str) -> str:
    """The text without white space."""
    return "".join(text.split())


GRAPHEMES = ["a", "ế", "e\u0323\u0302", " ", "  ", "\n", "😀", "👍🏽", FLAG, FAMILY, "\u200b"]
STRAY = ["\u200d", "\ufe0f", "\u0301", "\ud800"]  # a joiner, a variant, a mark, half an emoji, each on its own
WRITTEN = st.lists(st.sampled_from(GRAPHEMES + STRAY), max_size=60).map("".join) | st.text(max_size=200)


@given(text=WRITTEN, limit=st.integers(11, 60), unit=st.sampled_from(TextUnit))
@example("\x1c", 11, POINTS)
def test_splitting_loses_nothing(text: str, limit: int, unit: TextUnit) -> None:
    """Joined again, the parts hold every character but white space; each fits, none is empty or has outer spaces."""
    channel = limited(limit, unit)
    pieces = render.split(text, channel)
    assert (shown(text) or "…") == "".join(map(shown, pieces))
    assert all(0 < render.size(piece, channel) <= limit for piece in pieces)
    assert [piece.strip() for piece in pieces] == pieces


def characters(text: str) -> list[str]:
    """What people see, without white space."""
    return [grapheme for word in text.split() for grapheme in regex.findall(r"\X", word)]


@given(text=st.lists(st.sampled_from(GRAPHEMES), max_size=60).map("".join), limit=st.integers(11, 60))
def test_no_character_is_cut_in_two(text: str, limit: int) -> None:
    """The parts have the characters that the whole has, as people count them."""
    pieces = render.split(text, limited(limit, U16))
    assert (characters(text) or ["…"]) == [seen for piece in pieces for seen in characters(piece)]


# -- buttons -----------------------------------------------------------------------------------------------------
def choice(label: str) -> Button:
    return Button(label, f"a.1.step.{label[:8]}")


def control(label: str) -> Button:
    return Button(label, f"k.1.step.{label[:8]}", ButtonKind.CONTROL)


CONTACT = Button(Text("button-contact"), "", ButtonKind.CONTACT)
CONTROLS = tuple(map(control, ("‹ Quay lại", "Sửa", "Hướng dẫn", "Làm lại", "Hủy")))
LONG = "Trường Phổ thông dân tộc bán trú THCS Xuân Hòa"

ROWS: dict[str, tuple[tuple[Button, ...], Capabilities, list[list[str]]]] = {
    "none": ((), WIDE, []),
    "short choices in pairs": (tuple(map(choice, "abc")), WIDE, [["a", "b"], ["c"]]),
    "a long choice alone": ((choice("a"), choice(LONG), choice("b")), WIDE, [["a"], [LONG], ["b"]]),
    "a label of 18 characters is short": ((choice("a" * 18), choice("b")), WIDE, [["a" * 18, "b"]]),
    "a label of 19 is long": ((choice("a" * 19), choice("b")), WIDE, [["a" * 19], ["b"]]),
    "controls below, three in a row": (
        (choice("a"), *CONTROLS), WIDE, [["a"], ["‹ Quay lại", "Sửa", "Hướng dẫn"], ["Làm lại", "Hủy"]],
    ),
    "controls stand below whatever their order": ((control("Hủy"), choice("a")), WIDE, [["a"], ["Hủy"]]),
    "one in a row where no more fit": (
        (choice("a"), choice("b"), control("Hủy")), replace(WIDE, buttons_per_row=1), [["a"], ["b"], ["Hủy"]],
    ),
    "the contact button is no inline button": ((choice("a"), CONTACT), WIDE, [["a"]]),
    "no more than the channel shows": (tuple(map(choice, "abcd")), replace(WIDE, buttons_per_message=3), [["a", "b"], ["c"]]),
}  # fmt: skip


@pytest.mark.parametrize(("buttons", "channel", "expected"), ROWS.values(), ids=ROWS)
def test_rows(buttons: tuple[Button, ...], channel: Capabilities, expected: list[list[str]]) -> None:
    """Answers in pairs, steering in threes, long labels alone."""
    (part,) = render.parts(says("Câu hỏi?", *buttons), channel, CATALOGUE)
    assert expected == [[button.label for button in row] for row in part.rows]


TYPED: dict[str, tuple[tuple[Button, ...], Capabilities, str]] = {
    "a numbered list": (tuple(map(choice, ("Có", "Không"))), NO_BUTTONS, "Câu hỏi?\n1. Có\n2. Không"),
    "steering as words, without arrows": (
        (choice("Có"), *CONTROLS),
        NO_BUTTONS,
        "Câu hỏi?\n1. Có\nHoặc gõ: Quay lại · Sửa · Hướng dẫn · Làm lại · Hủy",
    ),
    "steering alone": ((control("Hủy"),), NO_BUTTONS, "Câu hỏi?\nHoặc gõ: Hủy"),
    "a contact button is left out": ((choice("Có"), CONTACT), NO_BUTTONS, "Câu hỏi?\n1. Có"),
    "more than the channel shows: all can be typed": (
        tuple(map(choice, "abc")),
        replace(WIDE, buttons_per_message=2),
        "Câu hỏi?\n1. a\n2. b\n3. c",
    ),
    "as many as it shows: no list": (tuple(map(choice, "ab")), replace(WIDE, buttons_per_message=2), "Câu hỏi?"),
}


@pytest.mark.parametrize(("buttons", "channel", "expected"), TYPED.values(), ids=TYPED)
def test_what_cannot_be_pressed_can_be_typed(buttons: tuple[Button, ...], channel: Capabilities, expected: str) -> None:
    """A channel without buttons, or with too few, shows a list under the text."""
    (part,) = render.parts(says("Câu hỏi?", *buttons), channel, CATALOGUE)
    assert expected == part.text


CARD = (
    Button("✅ Xác nhận", "d.confirm.A7K29QXQ.1"), Button("⛔ Từ chối", "d.reject.A7K29QXQ.1"),
    Button("Tiếp theo", "c.duyet."),
)  # fmt: skip
IN_FULL: dict[str, tuple[tuple[Button, ...], bool, str]] = {
    "decisions by their code, whoever keeps the numbers": (
        CARD, True, "?\n✅ Xác nhận – gõ: duyệt A7K2\n⛔ Từ chối – gõ: từ chối A7K2\nTiếp theo – gõ: /duyet",
    ),
    "what the conversation keeps by number": ((Button("Nộp", "c.nop."), Button("Mã", "c.qr.")), True, "?\n1. Nộp\n2. Mã"),
    "a notice in full": (
        (Button("Sửa ngay", "c.sua.A7K29QXQ"), Button("Theo ngày", "c.report.ngay.p2", ButtonKind.CONTROL)), False,
        "?\nSửa ngay – gõ: /sua A7K2-9QXQ\nTheo ngày – gõ: /report ngay.p2",
    ),
    "a word that is understood as it is": (
        (Button("Dừng nhắc", "c.dungnhac.", ButtonKind.CONTROL),), False, "?\nHoặc gõ: Dừng nhắc",
    ),
    "a word that is none in the middle of a form": (
        (Button("Duyệt sáng kiến", "c.duyet.", ButtonKind.CONTROL),), False, "?\nDuyệt sáng kiến – gõ: /duyet",
    ),
    "the late opinion": (
        (Button("Bổ sung ý kiến", "d.agreement.A7K29QXQ.1"),), True, "?\nBổ sung ý kiến – gõ: bổ sung ý kiến A7K2",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("buttons", "is_kept", "expected"), IN_FULL.values(), ids=IN_FULL)
def test_what_has_no_number_is_typed_in_full(buttons: tuple[Button, ...], is_kept: bool, expected: str) -> None:
    """A number means what the conversation showed last; cards and notices come in between."""
    (part,) = render.parts(says("?", *buttons), NO_BUTTONS, CATALOGUE, is_kept=is_kept)
    assert expected == part.text


def test_a_channel_without_buttons_gets_none() -> None:
    """The list takes the place of all rows; the hint stays."""
    say = says("Câu hỏi?", choice("Có"), CONTACT, hint="phone")
    assert (Part("Câu hỏi?\n1. Có", hint="phone"),) == render.parts(say, NO_BUTTONS, CATALOGUE)


@pytest.mark.parametrize(("channel", "expected"), [(WIDE, "📱 Chia sẻ số điện thoại của tôi"), (NO_CONTACT, None)])
def test_contact_button(channel: Capabilities, expected: str | None) -> None:
    """Only where the channel can share the person's own number."""
    (part,) = render.parts(says("Số điện thoại?", CONTACT), channel, CATALOGUE)
    assert expected == part.contact_label


def test_buttons_stand_under_the_last_part() -> None:
    """Of a long text only the last part carries buttons, contact and hint."""
    say = says("một hai ba", choice("Có"), CONTACT, hint="phone")
    expected = (
        Part("một hai"),
        Part("ba", ((PartButton("Có", "a.1.step.Có"),),), "📱 Chia sẻ số điện thoại của tôi", hint="phone"),
    )
    assert expected == render.parts(say, limited(8), CATALOGUE)


def test_labels_may_be_texts() -> None:
    """A label is worded when it is sent."""
    (part,) = render.parts(says("?", Button(Text("button-code", {"code": "A7K2-9QXM"}), "c.theodoi")), WIDE, CATALOGUE)
    assert ((PartButton("A7K2-9QXM", "c.theodoi"),),) == part.rows


# -- used buttons ------------------------------------------------------------------------------------------------
MARKS: dict[str, tuple[str | Text, str]] = {
    "a label": ("Đồng ý", "Câu hỏi?\n→ Đồng ý"),
    "a text": (Text("mark-page", {"page": 2}), "Câu hỏi?\n→ Trang 2"),
    "an arrow of a control goes": (Text("button-back"), "Câu hỏi?\n→ Quay lại"),
}


@pytest.mark.parametrize(("mark", "expected"), MARKS.values(), ids=MARKS)
def test_closed(mark: str | Text, expected: str) -> None:
    """The text stays and says what was pressed."""
    assert expected == render.closed("Câu hỏi?", mark, WIDE, CATALOGUE)


def test_of_a_long_message_the_last_part_is_closed() -> None:
    """That is the one with the buttons; it is shortened to make room for the mark."""
    last = render.last_part(says("một hai ba bốn năm"), limited(10), CATALOGUE)
    assert "bốn n\n→ Có" == render.closed(last, "Có", limited(10), CATALOGUE)


@given(text=WRITTEN, mark=WRITTEN, limit=st.integers(11, 60), unit=st.sampled_from(TextUnit))
def test_a_closed_message_fits(text: str, mark: str, limit: int, unit: TextUnit) -> None:
    """Whatever the mark, the changed text is within the limit and not empty."""
    channel = limited(limit, unit)
    for last in (text, render.last_part(says(text), channel, CATALOGUE)):
        assert 0 < render.size(render.closed(last, mark, channel, CATALOGUE), channel) <= limit
