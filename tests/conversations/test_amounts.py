"""Sums of money as people write them, number words, and the one read from the other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.amounts import Period, find
from conversations.answers import Ambiguous, Doubtful, Invalid, Valid
from conversations.number_words import in_words
from conversations.text import plain_letters
from conversations.validators import benefit, benefit_parts

M = 10**6
ONE: dict[str, str] = {
    "15 triệu": "15000000 once", "1,2 tỷ/năm": "1200000000 year", "1.2 tỉ mỗi năm": "1200000000 year", "500k": "500000 once",
    "2.500.000 đ": "2500000 once", "2,500,000": "2500000 once", "2500000": "2500000 once", "2.500.000,50 đồng": "2500000 once",
    "khoảng 3 triệu rưỡi một tháng": "3500000 month", "khoang 3 trieu ruoi mot thang": "3500000 month", "triệu rưỡi": "1500000 once",
    "nửa tỷ": "500000000 once", "15tr": "15000000 once", "1tr5": "1500000 once", "1 triệu 500": "1500000 once", "1 tỷ 2": "1200000000 once",
    "1 tỷ 200 triệu": "1200000000 once", "1 triệu 500 nghìn": "1500000 once", "ba triệu năm trăm": "3500000 once", "3 trăm nghìn": "300000 once",
    "2 chục triệu": "20000000 once", "10 nghìn tỷ": "10000000000000 once", "0,125 tỷ": "125000000 once", "1.5 triệu": "1500000 once",
    "mười lăm triệu": "15000000 once", "muoi lam trieu dong": "15000000 once", "năm triệu một năm": "5000000 year",
    "hai mươi mốt triệu đồng/năm": "21000000 year", "một trăm hai mươi lăm ngàn đồng": "125000 once", "15 trieu nam": "15000000 year",
    "15 triệu 1 năm": "15000000 year", "15tr/1 năm": "15000000 year", "một năm 15 triệu": "15000000 year", "mỗi năm tiết kiệm 15 triệu": "15000000 year",
    "tiết kiệm khoảng 15 triệu đồng hằng năm cho nhà trường": "15000000 year", "15 triệu một lần": "15000000 once", "3 triệu / th": "3000000 month",
    "15 triệu năm 2021": "15000000 once", "tháng 3 tiết kiệm 15 triệu": "15000000 once", "sau khi áp dụng, bớt 5 củ mỗi tháng": "5000000 month",
    "nhanh hơn 2 giờ, bớt 15 triệu": "15000000 once", "20% tức 15 triệu": "15000000 once",
}  # fmt: skip
SEVERAL: dict[str, tuple[str, ...]] = {
    "15": ("15000 once", "15000000 once", "15000000000 once"), "khoảng 15 một năm": ("15000 year", "15000000 year", "15000000000 year"),
    "1,5": ("1500000 once", "1500000000 once"), "15.000": ("15000 once", "15000000 once"), "1.500 triệu": ("1500000000 once", "1500000 once"),
    "15-20 triệu": ("15000000 once", "20000000 once"), "từ 15 đến 20 triệu một năm": ("15000000 year", "20000000 year"),
    "2 triệu một tháng, 24 triệu một năm": ("2000000 month", "24000000 year"),
}  # fmt: skip
REFUSED = {
    "": "unreadable", "abc": "unreadable", "nhiều lắm": "unreadable", "20%": "unreadable", "15 nghìn đô": "unreadable", "$500": "unreadable",
    "vài trăm triệu": "unreadable", "15 đồng": "unreadable", "100000 15": "unreadable", "12 máy bơm": "unreadable", "9" * 400: "too-much",
    "x" * 501: "unreadable", "1 tr 2 tr 3 tr 4 tr 5 tr": "unreadable", "200 nghìn một ngày": "other-period", "12 triệu mỗi quý": "other-period",
    "30 triệu trong 2 năm": "other-period", "2 triệu tỷ": "too-much",
}  # fmt: skip
NONE = ("bỏ qua", "không có", "KHONG CO", "chưa tính được", "0", "0 đồng", "skip")


@pytest.mark.parametrize(("raw", "value"), ONE.items())
def test_one_sum(raw: str, value: str) -> None:
    """It is asked about in figures and words, and taken as it was asked."""
    answer = benefit(raw)
    assert isinstance(answer, Doubtful)
    assert value == answer.value
    amount, period = benefit_parts(value)
    assert {"amount": amount, "words": in_words(amount), "period": period.value} == answer.args
    assert benefit(value) == Valid(value)


@pytest.mark.parametrize(("raw", "values"), SEVERAL.items())
def test_several_readings(raw: str, values: tuple[str, ...]) -> None:
    """All of them are offered."""
    assert benefit(raw) == Ambiguous("benefit-which", values)


@pytest.mark.parametrize(("raw", "why"), REFUSED.items(), ids=[raw[:20] for raw in REFUSED])
def test_refused(raw: str, why: str) -> None:
    """One sentence for each kind of trouble."""
    assert benefit(raw) == Invalid(f"benefit-{why}")


@pytest.mark.parametrize("raw", NONE[1:])
def test_none(raw: str) -> None:
    """Whoever says that there is none has answered."""
    assert benefit(raw) == Valid("skip")


WORDS = {
    0: "không", 5: "năm", 10: "mười", 11: "mười một", 14: "mười bốn", 15: "mười lăm", 20: "hai mươi", 21: "hai mươi mốt", 24: "hai mươi tư",
    25: "hai mươi lăm", 100: "một trăm", 101: "một trăm linh một", 105: "một trăm linh năm", 110: "một trăm mười", 1005: "một nghìn không trăm linh năm",
    15 * M: "mười lăm triệu", 21 * M: "hai mươi mốt triệu", 1_005_000: "một triệu không trăm linh năm nghìn", 3_500_000: "ba triệu năm trăm nghìn",
    3_000_500: "ba triệu không nghìn năm trăm", 10**12: "một nghìn tỷ", 10**15: "một triệu tỷ",
    1_234_567_890: "một tỷ hai trăm ba mươi tư triệu năm trăm sáu mươi bảy nghìn tám trăm chín mươi",
}  # fmt: skip


@pytest.mark.parametrize(("number", "words"), WORDS.items())
def test_number_words(number: int, words: str) -> None:
    """The standard forms."""
    assert words == in_words(number)


@pytest.mark.parametrize("number", [-1, 10**18])
def test_numbers_without_words(number: int) -> None:
    """Nobody's sum."""
    with pytest.raises(ValueError, match=str(number)):
        in_words(number)


ROUND = st.builds(lambda digits, noughts: digits * 10**noughts, st.integers(1, 999), st.integers(3, 12))
SUMS = st.one_of(ROUND, st.integers(1000, 10**15), st.builds(lambda a, b: a * M + b, st.integers(1, 10**6), st.integers(0, 2000)))


@given(SUMS, st.sampled_from([("", Period.ONCE), (" mỗi năm", Period.YEAR), ("/tháng", Period.MONTH)]))
def test_what_is_said_is_read(number: int, often: tuple[str, Period]) -> None:
    """Words with and without marks, and figures, come back as the same number."""
    said = f"{in_words(number)} đồng{often[0]}"
    for raw in (said, said.upper(), plain_letters(said), f"{number:,} đ{often[0]}".replace(",", ".")):
        answer = benefit(raw)
        assert isinstance(answer, Doubtful), raw
        assert (number, often[1]) == benefit_parts(answer.value)


PIECES = st.sampled_from([
    "15", "1.500", "0", "000", "1,2,3", "9" * 30, "triệu", "tỷ", "nghìn", "k", "rưỡi", "nửa", "năm", "mười", "mươi", "trăm", "linh", "không",
    "-", "đến", "/", "tháng", "một", "đ", "đồng", "đô", "%", "lần", "2021", "ngày", "tr", "chục", "tư", "lăm", ".", ",",
])  # fmt: skip


@given(st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=12).map(" ".join), st.lists(PIECES, max_size=12).map("".join)))
def test_any_text_is_read(raw: str) -> None:
    """Never an error; whatever is taken is a sum in bounds, and comes back unchanged."""
    assert all(amount.dong >= 0 for amount in find(raw).amounts)
    answer = benefit(raw)
    values = answer.options if isinstance(answer, Ambiguous) else () if isinstance(answer, Invalid) else (answer.value,)
    for value in values:
        assert value == "skip" or 1000 <= benefit_parts(value)[0] <= 10**15
        assert benefit(value) == Valid(value)
