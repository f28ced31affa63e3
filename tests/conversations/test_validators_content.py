"""Free text, months and days, the employer, yes and no."""

import unicodedata
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.answers import Invalid, Valid
from conversations.text import count
from conversations.validators import (
    applied_on,
    description,
    past_date,
    person_and_position,
    reason,
    title,
    workplace_name,
    yes_or_no,
)
from conversations.validators.free_text import MAX_CODE_POINTS
from tests.conversations.answers_shown import Answer, shown

FIRST, LAST, TODAY = date(2021, 2, 1), date(2021, 5, 31), date(2021, 4, 10)


def month(raw: str) -> Answer:
    """The month of first use in the campaign of 2021, asked on 10 April."""
    return applied_on(raw, FIRST, LAST, TODAY)


def test_description_keeps_what_was_typed() -> None:
    """Bullets, quotes, blank lines and formulas stay; invisible signs and odd breaks do not."""
    raw = "- “Cũ”: làm tay…\r\n\r\n=A1+B1 <b>\u200b \uf0b7 nhanh gấp ba lần"
    assert Valid("- “Cũ”: làm tay…\n\n=A1+B1 <b> • nhanh gấp ba lần") == description(raw)


@pytest.mark.parametrize(
    "letter", ["a", "ướ", unicodedata.normalize("NFD", "ệ"), "👨\u200d👩\u200d👧a", "E\u0302\u0306"]
)
def test_a_thousand_characters_pass_and_one_more_does_not(letter: str) -> None:
    """The limit counts what a person sees, however it is coded."""
    size = count(letter)
    full = letter * (1000 // size)
    assert isinstance(description(full), Valid)
    excess = {"count": 1000 // size * size + 1, "limit": 1000, "excess": 1000 // size * size - 999}
    assert Invalid("description-too-long", excess) == description(full + "x")


DESCRIPTIONS = {
    "": "! description-empty",
    " \n\u200b ": "! description-empty",
    "123 !!!": "! description-empty",
    "Sửa máy": "Sửa máy? description-short-meant",
    "a" * (MAX_CODE_POINTS + 1): "! description-far-too-long",
    "a" + "\u0301" * (MAX_CODE_POINTS - 1): "! description-short-meant",
    "ab" + "\u0301" * MAX_CODE_POINTS: "! description-far-too-long",
    "a" * MAX_CODE_POINTS: "! description-too-long",
}


@pytest.mark.parametrize(("raw", "expected"), DESCRIPTIONS.items(), ids=range(len(DESCRIPTIONS)))
def test_description(raw: str, expected: str) -> None:
    """Empty, short, long and endless descriptions have their own answers."""
    assert expected.rpartition(" ")[2] == shown(description(raw)).rpartition(" ")[2]


def test_a_limit_of_another_campaign() -> None:
    """The limit is data of the campaign."""
    assert Invalid("description-too-long", {"count": 40, "limit": 20, "excess": 20}) == description("a" * 40, 20)


OTHERS: list[tuple[Callable[[str], Answer], str, str]] = [
    (title, "  Cải tiến\nmáy  tẽ ngô ", "Cải tiến máy tẽ ngô"),
    (title, "ộ " * 74 + "ộộ", "ộ " * 74 + "ộộ"),
    (title, "ộ" * 150, f"{'ộ' * 150}? title-one-word-meant"),
    (title, "ộ" * 151, "! title-too-long"),
    (title, "12", "! title-empty"),
    (title, "á a\u0301\u0302\u0303\u0304\u0305" * 50, ("á á\u0302\u0303\u0304\u0305" * 50)),
    (title, "x", "x? title-one-word-meant"),
    (title, "hỏi chút", "hỏi chút? title-question-meant"),
    (title, "Tại sao phải ghi tên?", "Tại sao phải ghi tên?? title-question-meant"),
    (title, "ten sang kien la gi vay a", "ten sang kien la gi vay a? title-question-meant"),
    (title, "Hỏi đáp trực tuyến về BHXH", "Hỏi đáp trực tuyến về BHXH"),
    (title, "Làm sạch bể lọc ở đầu nguồn", "Làm sạch bể lọc ở đầu nguồn"),
    (title, ("a" + "\u0305" * 40) * 100, "! title-far-too-long"),
    (reason, "Chưa nêu kết quả\náp dụng.", "Chưa nêu kết quả\náp dụng."),
    (reason, "Sai", "! reason-too-short"),
    (reason, "12345", "! reason-empty"),
    (reason, "a" * 500, "a" * 500),
    (reason, "a" * 501, "! reason-too-long"),
    (workplace_name, " Trường THCS\nHà Quảng", "Trường THCS Hà Quảng"),
    (workplace_name, "ab", "! workplace-too-short"),
    (workplace_name, "?", "! workplace-empty"),
    (workplace_name, "a" * 151, "! workplace-too-long"),
    (person_and_position, "Nguyễn Văn A, Giám đốc", "Nguyễn Văn A|Giám đốc"),
    (person_and_position, "nguyễn văn a - phó giám đốc, kiêm kế toán", "Nguyễn Văn A|phó giám đốc, kiêm kế toán"),
    (person_and_position, "Hiệu trưởng: Trần Thị B", "Trần Thị B|Hiệu trưởng"),
    (person_and_position, "Nguyễn Văn A\nGiám đốc", "Nguyễn Văn A|Giám đốc"),
    (person_and_position, "Nguyễn Văn A|Giám đốc", "Nguyễn Văn A|Giám đốc"),
    (person_and_position, "Nguyen Van A, Giam doc", "Nguyen Van A|Giam doc? name-without-marks-meant"),
    (person_and_position, "Nguyễn Văn A", "! person-and-position-unreadable"),
    (person_and_position, "Nguyễn Văn A,", "! person-and-position-unreadable"),
    (person_and_position, "Nguyễn Văn 1, Giám đốc", "! name-digits"),
    (person_and_position, "Nguyễn Văn A, " + "a" * 101, "! position-too-long"),
    (person_and_position, "Hiệu trưởng Nguyễn Văn A", "Nguyễn Văn A|Hiệu trưởng"),
    (person_and_position, "Nguyễn Văn A hiệu trưởng", "Nguyễn Văn A|hiệu trưởng"),
    (person_and_position, "nguyễn văn a phó hiệu trưởng", "Nguyễn Văn A|phó hiệu trưởng? person-and-position-meant"),
    (person_and_position, "  TRƯỞNG  TRẠM  LÊ VĂN C ", "Lê Văn C|TRƯỞNG TRẠM"),
    (person_and_position, "Phó tổng giám đốc Hoàng Thị Bích Ngọc", "Hoàng Thị Bích Ngọc|Phó tổng giám đốc"),
    (person_and_position, "giam doc Nguyen Van A", "Nguyen Van A|giam doc? name-without-marks-meant"),
    (person_and_position, "Nguyễn Văn A Chủ tịch UBND", "! person-and-position-unreadable"),
    (person_and_position, "Phó hiệu trưởng phụ trách Nguyễn Văn A", "! person-and-position-unreadable"),
    (person_and_position, "hiệu trưởng trường mầm non nguyễn văn a", "! person-and-position-unreadable"),
    (person_and_position, "giám đốc công ty", "Công Ty|giám đốc? person-and-position-meant"),
    (person_and_position, "Trương Phong, Giám đốc", "Trương Phong|Giám đốc"),
    (person_and_position, "Trương Phong hiệu truong", "Trương Phong|hiệu truong"),
    (person_and_position, "Nguyễn Văn A quyền giám đốc", "! person-and-position-unreadable"),
    (person_and_position, "Giám đốc Cường", "! person-and-position-unreadable"),
    (person_and_position, "Giám đốc", "! person-and-position-unreadable"),
    (person_and_position, "Giám đốc Nguyễn Văn 1", "! name-digits"),
    (person_and_position, "Trưởng khoa, Trần Thị B", "Trần Thị B|Trưởng khoa"),
    (person_and_position, "a, " * 999, "! person-and-position-unreadable"),
]


@pytest.mark.parametrize(("validator", "raw", "expected"), OTHERS, ids=range(len(OTHERS)))
def test_other_free_text(validator: Callable[[str], Answer], raw: str, expected: str) -> None:
    """Titles and workplaces are one line, reasons keep theirs, the employer is a person and a position."""
    assert expected == shown(validator(raw))


MONTHS = {
    "3/2021": "2021-03",
    "03/2021": "2021-03",
    "03-2021": "2021-03",
    "3.2021": "2021-03",
    "3 2021": "2021-03",
    "2021-03": "2021-03",
    "3/21": "2021-03",
    "3": "2021-03",
    "tháng 3": "2021-03",
    "thang 3 nam 2021": "2021-03",
    "Tháng 3 năm 2021": "2021-03",
    "Tháng3/2021": "2021-03",
    "T3/2021": "2021-03",
    "tháng ba": "2021-03",
    "từ tháng tư năm nay": "2021-04",
    "tháng hai năm 2021": "2021-02",
    "đầu tháng 3": "2021-03",
    "khoảng giữa tháng 3/2021": "2021-03",
    "15/03/2021": "2021-03",
    "15-3-2021": "2021-03",
    "15.3.21": "2021-03",
    "15/3": "2021-03",
    "ngày 15 tháng 3 năm 2021": "2021-03",
    "2021-03-15": "2021-03",
    "03/04/2021": "2021-04",  # 3 April: the day stands first
    "hôm nay": "2021-04",
    "hôm qua": "2021-04",
    "tháng này": "2021-04",
    "tháng trước": "2021-03",
    "today": "2021-04",
    "10/4/2021": "2021-04",
    "11/4/2021": "! applied-on-in-future",
    "5/2021": "! applied-on-in-future",
    "3/2030": "! applied-on-in-future",
    "1/2021": "! applied-on-too-early",
    "tháng 1": "! applied-on-too-early",
    "31/1/2021": "! applied-on-too-early",
    "tháng 12": "! applied-on-too-early",
    "tháng năm": "! applied-on-too-early",  # May of the year before: this May is still to come
    "tháng 3 năm ngoái": "! applied-on-too-early",
    "2021": "! applied-on-month-missing",
    "năm 2021": "! applied-on-month-missing",
    "31/2/2021": "! date-not-in-calendar",
    "13/2021": "! date-not-in-calendar",
    "0/2021": "! date-not-in-calendar",
    "0/3/2021": "! date-not-in-calendar",
    "3/0021": "! date-not-in-calendar",
    "chưa nhớ": "! applied-on-unreadable",
    "": "! applied-on-unreadable",
    "1/2/3/4": "! applied-on-unreadable",
    "tháng 2 đến tháng 4": "! applied-on-unreadable",
    "99999": "! applied-on-unreadable",
    "3/2021 " * 99: "! applied-on-unreadable",
}


@pytest.mark.parametrize(("raw", "expected"), MONTHS.items())
def test_applied_on(raw: str, expected: str) -> None:
    """A month is read however it is written; it lies in the window and not in the future."""
    assert expected == shown(month(raw))


def test_after_the_window() -> None:
    """A month after the programme is refused with the window, even when it is past."""
    expected = Invalid("applied-on-too-late", {"month": "6/2021", "first": "2/2021", "last": "5/2021"})
    assert expected == applied_on("6/2021", FIRST, LAST, date(2021, 7, 1))


def test_a_window_across_new_year() -> None:
    """Without a year the month inside the window is meant."""
    window = date(2021, 11, 1), date(2022, 2, 28)
    assert Valid("2021-12") == applied_on("tháng 12", *window, date(2022, 3, 5))
    assert Valid("2022-01") == applied_on("tháng 1", *window, date(2022, 3, 5))
    assert "! applied-on-too-late" == shown(applied_on("tháng 3", *window, date(2022, 3, 5)))


DAYS = {
    "15/3/2021": "2021-03-15",
    "15-03-21": "2021-03-15",
    "2021-03-15": "2021-03-15",
    "ngày 15 tháng 3 năm 2021": "2021-03-15",
    "15/3": "2021-03-15",
    "15/12": "2020-12-15",
    "29/2/2020": "2020-02-29",
    "hôm nay": "2021-04-10",
    "hôm qua": "2021-04-09",
    "11/4/2021": "! date-in-future",
    "29/2/2021": "! date-not-in-calendar",
    "32/1/2021": "! date-not-in-calendar",
    "1/1/1899": "! date-not-in-calendar",
    "3/2021": "! date-unreadable",
    "2021": "! date-unreadable",
    "mai": "! date-unreadable",
}


@pytest.mark.parametrize(("raw", "expected"), DAYS.items())
def test_past_date(raw: str, expected: str) -> None:
    """A day is read with the day first and is not in the future."""
    assert expected == shown(past_date(raw, TODAY))


CERTAINTY = {
    "yes": ["có", "Có ạ", "co", "đúng rồi em", "dạ vâng ạ", "OK", "ừ", "Đồng ý", "👍", "👍🏽👍🏽", "✅", "yes"],
    "no": ["không", "ko", "Không ạ", "chưa", "sai rồi", "không đồng ý", "👎", "❌", "no"],
    "": ["", "đúng không?", "có lẽ", "để tôi xem lại", "123", "👍👎", "🙂", "ạ", "có " * 99],
}


@pytest.mark.parametrize(("expected", "raw"), [(value, raw) for value, said in CERTAINTY.items() for raw in said])
def test_yes_or_no(expected: str, raw: str) -> None:
    """Short answers of everyday speech are understood; anything else is asked again."""
    answer = yes_or_no(raw)
    assert expected == (answer.value if isinstance(answer, Valid) else "")


CONTENT: dict[str, Callable[[str], Answer]] = {
    "title": title, "description": description, "reason": reason, "workplace": workplace_name,
    "employer": person_and_position, "applied_on": month, "past_date": lambda raw: past_date(raw, TODAY),
    "yes_or_no": yes_or_no,
}  # fmt: skip
TYPED = (
    st.text(st.characters(), max_size=200)
    | st.text("0123456789/-. thángnăm", max_size=20)
    | st.text("aA,|-;: \n\u0301\u200d👩", max_size=40)
    | st.sampled_from([*MONTHS, *DAYS, *(raw for _, raw, _ in OTHERS)])
)


@pytest.mark.parametrize("validator", CONTENT.values(), ids=CONTENT)
@given(raw=TYPED)
@settings(max_examples=150)
def test_what_is_taken_is_canonical(validator: Callable[[str], Answer], raw: str) -> None:
    """No input raises, and a value given back is taken as the same value."""
    answer = validator(raw)
    if not isinstance(answer, Invalid):
        again = validator(answer.value)
        assert not isinstance(again, Invalid)
        assert answer.value == again.value


@given(raw=st.text(st.characters(), max_size=300), limit=st.integers(1, 50))
def test_no_description_is_over_its_limit(raw: str, limit: int) -> None:
    """What is taken fits; what does not is counted right."""
    answer = description(raw, limit)
    if isinstance(answer, Invalid):
        told = answer.args
        assert answer.key != "description-too-long" or told["excess"] == int(told["count"]) - limit > 0
    else:
        assert count(answer.value) <= limit
