"""Which option a typed text means, and when it is better to ask."""

import pytest

from conversations.choices import chosen, named
from conversations.effects import Text
from conversations.steps import Option
from tests.builders import CATALOGUE

BLOCKS = (Option("enterprise", Text("block-enterprise")), Option("public_admin", Text("block-public-admin")))
UNIONS = (
    Option("1", "Trường Mầm non Hoa Mai"), Option("2", "Trường Mầm non Hoa Sen"), Option("3", "Trường Tiểu học Bình Minh"),
    Option("4", "Công ty TNHH Thành Công"),
)  # fmt: skip
CONSENT = tuple(Option(value, Text(f"consent-{value}")) for value in ("agree", "decline", "details"))
SEND = (Option("send", Text("option-send")),)
SHIFTS = (Option("a", "Ca sản xuất 1"), Option("b", "Tổ bảo trì"))
TWINS = (Option("a", "Tổ 1"), Option("b", "tổ 1"), Option("c", "Tổ 2"))

CHOSEN: list[tuple[tuple[Option, ...], str, str | None]] = [
    (UNIONS, "1", "1"), (UNIONS, "4.", "4"), (UNIONS, " 2) ", "2"), (UNIONS, "02", "2"), (UNIONS, "5", None), (UNIONS, "0", None),
    (UNIONS, "-1", None), (UNIONS, "²", None), (UNIONS, "1000", None),
    (UNIONS, "Trường Mầm non Hoa Mai", "1"), (UNIONS, "truong mam non hoa mai", "1"), (UNIONS, "TRƯỜNG MẦM NON HOA SEN", "2"),
    (UNIONS, "hoa mai", "1"), (UNIONS, "binh minh", "3"), (UNIONS, "thanh cong", "4"),
    (UNIONS, "mầm non", None), (UNIONS, "ho", None),
    (UNIONS, "Công ti TNHH Thành Côngg", "4"), (UNIONS, "Trường Mầm non Hoa Se", "2"), (UNIONS, "Trường Mầm non Hoa Mae", None),
    (UNIONS, "Nhà máy điện", None), (UNIONS, "", None), (UNIONS, "🙂", None), (UNIONS, "x" * 201, None),
    (BLOCKS, "doanh nghiep", "enterprise"), (BLOCKS, "hanh chinh", "public_admin"), (BLOCKS, "khoi", None),
    (BLOCKS, "khoi doanh nghep", "enterprise"), (BLOCKS, "2", "public_admin"),
    (CONSENT, "đồng ý", "agree"), (CONSENT, "dong y", "agree"), (CONSENT, "đồng í", None), (CONSENT, "không đồng ý", "decline"),
    (CONSENT, "khong dong y", "decline"), (CONSENT, "xem chi tiet", "details"), (CONSENT, "chi tiết", "details"),
    (CONSENT, "k đồng ý", None), (CONSENT, "ko đồng ý", None), (CONSENT, "kđồng ý", None), (CONSENT, "chưa đồng ý", None),
    (CONSENT, "khong dong yy", "decline"), (CONSENT, "đồng ýy", "agree"),
    (SEND, "gui", "send"), (SEND, "gửi ạ", "send"), (SEND, "k gửi", None), (SEND, "chưa gửi", None), (SEND, "đừng gửi", None),
    (TWINS, "Tổ 1", None), (TWINS, "to 2", "c"), (SHIFTS, "Ca sản xuất 2", None), (SHIFTS, "Ca sản xuấtt 1", "a"), ((), "1", None), ((), "hoa mai", None),
]  # fmt: skip


@pytest.mark.parametrize(("options", "typed", "expected"), CHOSEN, ids=[f"{len(of)}: {typed[:30]!r}" for of, typed, _ in CHOSEN])
def test_chosen(options: tuple[Option, ...], typed: str, expected: str | None) -> None:
    """By number, label, part of a label or a near-miss; twins, denials and too little are asked again."""
    option = chosen(typed, options, CATALOGUE.phrase)
    assert expected == (option and option.value)


NAMED = {"1": "1", "trường mầm non hoa mai": "1", "hoa mai": None, "Trường Mầm non Hoa Ma": None, "": None, "x" * 201: None}


@pytest.mark.parametrize("typed", NAMED, ids=lambda one: repr(one)[:30])
def test_named(typed: str) -> None:
    """Nothing is guessed where near twins are many."""
    option = named(typed, UNIONS, CATALOGUE.phrase)
    assert NAMED[typed] == (option and option.value)


def test_numbers_count_what_is_shown() -> None:
    """On another page "1" is the first option of that page; labels are found on every page."""
    page = UNIONS[2:]
    assert [option and option.value for option in (
        chosen("1", UNIONS, CATALOGUE.phrase, page), chosen("3", UNIONS, CATALOGUE.phrase, page),
        chosen("hoa mai", UNIONS, CATALOGUE.phrase, page), named("2", UNIONS, CATALOGUE.phrase, ()),
    )] == ["3", None, "1", None]  # fmt: skip
