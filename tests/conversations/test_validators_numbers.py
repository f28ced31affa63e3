"""Identity numbers and phones: tables of what people type and what becomes of it."""

import csv
from collections.abc import Callable
from datetime import date
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.answers import Doubtful, Invalid, Valid
from conversations.validators import id_number, masked_id, masked_phone, phone, shown_phone
from conversations.validators.identity import PROVINCE_CODES
from conversations.validators.phones import OLD_PREFIXES
from tests.conversations.answers_shown import Answer, shown

TODAY = date(2021, 3, 20)

IDS = {
    "080888999": "080888999",
    "080 888 999": "080888999",
    "080.888.999": "080888999",
    "080-888-999": "080888999",
    " \u202a080888999\u202c ": "080888999",
    "000000001": "000000001",
    "004085000123": "004085000123",
    "004.085.000.123": "004085000123",
    "0040 8500 0123": "004085000123",
    "001301000123": "001301000123",  # a woman born 2001 in Hà Nội
    "079206000123": "079206000123",  # born 2006: 15 in the year of submission
    "024085000123": "024085000123",  # Bắc Giang is 024, although a published table prints 023
    "004207000123": "004207000123? id-age-meant",
    "004030000123": "004030000123? id-age-meant",
    "104085000123": "104085000123? id-born-abroad-meant",
    "": "! id-empty",
    "000000000": "! id-all-zero",
    "000000000000": "! id-unknown-province",
    "003085000123": "! id-unknown-province",
    "023085000123": "! id-unknown-province",
    "004222000123": "! id-year-in-future",
    "004485000123": "! id-year-in-future",
    "104485000123": "! id-year-in-future",
    "80888999": "! id-lost-zero",
    "40850001234": "! id-lost-zero",
    "4085000123": "! id-wrong-length",
    "0808889991": "! id-is-phone",
    "0912345678": "! id-is-phone",
    "0912 345 678": "! id-is-phone",
    "+84 912 345 678": "! id-is-phone",
    "84912345678": "! id-is-phone",
    "08O888999": "! id-letters-for-digits",
    "O8O888999": "! id-letters-for-digits",
    "08088899l": "! id-letters-for-digits",
    "8.0888999E+07": "! id-spreadsheet",
    "80888999.0": "! id-spreadsheet",
    "080888999 004085000123": "! id-two-numbers",
    "080888999, 004085000123": "! id-two-numbers",
    "080888999\n004085000123": "! id-two-numbers",
    "GD4960123456789": "! id-not-digits",
    "B1234567": "! id-not-digits",
    "0 8 0 8 8 8 9 9 9": "! id-not-digits",
    "080  888 999": "! id-not-digits",
    "٠٨٠٨٨٨٩٩٩": "! id-not-digits",
    "０８０８８８９９９": "! id-not-digits",
    "²²²²²²²²²": "! id-not-digits",
    "12345": "! id-wrong-length",
    "1" * 13: "! id-wrong-length",
    "không có": "! id-not-digits",
    "0" * 9999: "! id-not-digits",
}


@pytest.mark.parametrize(("raw", "expected"), IDS.items())
def test_id_number(raw: str, expected: str) -> None:
    """Nine or twelve digits in usual groups are taken; nothing is padded or corrected."""
    assert expected == shown(id_number(raw, TODAY))


def test_cmnd_after_its_end() -> None:
    """A campaign of today does not take nine digits."""
    assert Invalid("id-cmnd-ended") == id_number("080888999", TODAY, accepts_cmnd=False)
    assert Valid("004085000123") == id_number("004085000123", TODAY, accepts_cmnd=False)


def test_year_is_judged_by_the_day_given() -> None:
    """The same number is refused in 2021 and taken in 2040."""
    assert "! id-year-in-future" == shown(id_number("004222000123", TODAY))
    assert "004222000123" == shown(id_number("004222000123", date(2040, 1, 1)))


def test_province_codes_are_those_of_the_list() -> None:
    """The codes in a personal number are the 63 of the built-in directory."""
    with files("bot.builtin").joinpath("federations_2021.csv").open(encoding="utf-8") as lines:
        assert PROVINCE_CODES == {row["province_code"] for row in csv.DictReader(lines)}


PHONES = {
    "0912345678": "0912345678",
    "0912 345 678": "0912345678",
    "0912.345.678": "0912345678",
    "0912-345-678": "0912345678",
    "0912\u2011345\u2013678": "0912345678",
    "(0912) 345 678": "0912345678",
    "\u202d0912 345 678\u202c": "0912345678",
    "+84912345678": "0912345678",
    "+84 912 345 678": "0912345678",
    "+84 0912 345 678": "0912345678",
    "+84 (0)912 345 678": "0912345678",
    "(+84) 912345678": "0912345678",
    "0084912345678": "0912345678",
    "84912345678": "0912345678",
    "840912345678": "0912345678",
    "0841234567": "0841234567",
    "+84841234567": "0841234567",
    "84841234567": "0841234567",
    "0559123456": "0559123456",
    "0871234567": "0871234567",
    "0310000000": "0310000000",
    "0951234567": "0951234567? phone-prefix-meant",
    "0501234567": "0501234567? phone-prefix-meant",
    "912345678": "0912345678? phone-lost-zero-meant",
    "841234567": "0841234567? phone-lost-zero-meant",
    "01212345678": "0792345678? phone-old-number-meant",
    "+841212345678": "0792345678? phone-old-number-meant",
    "841212345678": "0792345678? phone-old-number-meant",
    "01412345678": "! phone-old-prefix-unknown",
    "01602345678": "! phone-old-prefix-unknown",
    "02063852123": "! phone-landline",
    "0206 3852 123": "! phone-landline",
    "02438251234": "! phone-landline",
    "+842438251234": "! phone-landline",
    "0438251234": "! phone-landline",
    "19001234": "! phone-service",
    "1800 1234": "! phone-service",
    "113": "! phone-service",
    "+8613812345678": "! phone-foreign",
    "008613812345678": "! phone-foreign",
    "0912345678 0987654321": "! phone-two-numbers",
    "0912345678 / 0987654321": "! phone-two-numbers",
    "0912345678\n0987654321": "! phone-two-numbers",
    "0912345678 hoặc 0987654321": "! phone-two-numbers",
    "O912345678": "! phone-letters-for-digits",
    "09l2345678": "! phone-letters-for-digits",
    "091234567": "! phone-wrong-length",
    "09123456789": "! phone-wrong-length",
    "0112345678": "! phone-not-mobile",
    "1234567890": "! phone-not-mobile",
    "٠٩١٢٣٤٥٦٧٨": "! phone-not-digits",
    "０９１２３４５６７８": "! phone-not-digits",
    "không có": "! phone-not-digits",
    "": "! phone-empty",
    " - ": "! phone-empty",
    "9" * 5000: "! phone-not-digits",
}


@pytest.mark.parametrize(("raw", "expected"), PHONES.items())
def test_phone(raw: str, expected: str) -> None:
    """Any usual way of writing gives one form; what is no mobile number is refused with its reason."""
    assert expected == shown(phone(raw))


_PAIRS = (
    "0162 032 0163 033 0164 034 0165 035 0166 036 0167 037 0168 038 0169 039 0186 056 0188 058 0199 059"
    " 0120 070 0121 079 0122 077 0126 076 0128 078 0123 083 0124 084 0125 085 0127 081 0129 082"
)
RENUMBERED = _PAIRS.split()


def test_old_prefixes() -> None:
    """Every old prefix of 2018 has the new one of the plan, and only those."""
    assert dict(zip(RENUMBERED[::2], RENUMBERED[1::2], strict=True)) == OLD_PREFIXES


def test_which_phone_needs_a_person() -> None:
    """A lost zero is never taken unattended; an old number may be, its new form is certain."""
    lost, old = phone("912345678"), phone("01212345678")
    assert isinstance(lost, Doubtful)
    assert not lost.is_safe
    assert isinstance(old, Doubtful)
    assert old.is_safe
    assert {"old": "0121", "phone": "0792 345 678"} == old.args


def test_masks() -> None:
    """Shown numbers hide their middle."""
    expected = ("080•••999", "004••••••123", "0912 345 678", "0912•••678")
    assert expected == (
        masked_id("080888999"), masked_id("004085000123"), shown_phone("0912345678"), masked_phone("0912345678"),
    )  # fmt: skip


TYPED = st.text(max_size=40) | st.text("0123456789 .-+()84OlE\n/", max_size=25) | st.sampled_from([*IDS, *PHONES])


@pytest.mark.parametrize("validator", [phone, lambda raw: id_number(raw, TODAY)], ids=["phone", "id_number"])
@given(raw=TYPED)
@settings(max_examples=400)
def test_what_is_taken_is_canonical(validator: Callable[[str], Answer], raw: str) -> None:
    """No input raises, and a value given back is taken as the same value."""
    answer = validator(raw)
    if not isinstance(answer, Invalid):
        again = validator(answer.value)
        assert not isinstance(again, Invalid)
        assert answer.value == again.value
    if isinstance(answer, Valid):
        assert answer == validator(answer.value)


@given(raw=st.text("0123456789 .-", max_size=30))
def test_no_whole_id_number_in_arguments(raw: str) -> None:
    """What goes into texts and logs never holds nine digits in a row."""
    answer = id_number(raw, TODAY)
    told = "" if isinstance(answer, Valid) else " ".join(map(str, answer.args.values()))
    assert all(len(run) < 9 for run in "".join(c if c.isdigit() else " " for c in told).split())
