"""Identity numbers: CMND of nine digits, personal number (CCCD, căn cước) of twelve; no check digit in either.

Rules: Nghị định 137/2015, Điều 13; Thông tư 59/2021, Điều 4; Luật Căn cước 2023, Điều 12. A number is
never put as a whole into arguments, logs or exceptions.
"""

from datetime import date

import regex

from conversations.answers import Doubtful, Invalid, Valid
from conversations.text import normalise
from conversations.validators.phones import phone

MOST_RAW = 100
YOUNGEST, OLDEST = 15, 90  # years; outside it is asked, not refused

# The 63 provinces of the General Statistics Office; in a personal number 0 + code. Mergers change no number.
_CODES = (
    "01 02 04 06 08 10 11 12 14 15 17 19 20 22 24 25 26 27 30 31 33 34 35 36 37 38 40 42 44 45 46 48"
    " 49 51 52 54 56 58 60 62 64 66 67 68 70 72 74 75 77 79 80 82 83 84 86 87 89 91 92 93 94 95 96"
)
PROVINCE_CODES = frozenset(_CODES.split())
_HYPHENS = "\u2010-\u2015\u2212-"  # the plain one last, else it makes a range
_GROUPS = regex.compile(rf"[0-9]{{2,}}(?:[ .{_HYPHENS}][0-9]{{2,}})*")
_SEPARATORS = regex.compile(rf"[ .{_HYPHENS}]")
_LONG_RUN = regex.compile(r"[0-9]{8,}")
_SPREADSHEET = regex.compile(r"[0-9]+(?:[.,][0-9]+)?[eE]\+?[0-9]+|[0-9]{6,}[.,]0+")
_LETTERS_FOR_DIGITS = regex.compile(r"[0-9OoQDIil| .-]{8,16}")


def id_number(raw: str, today: date, accepts_cmnd: bool = True) -> Valid | Doubtful | Invalid:
    """Read an identity number.

    Args:
        today: For the year of birth in a number of twelve digits.
        accepts_cmnd: Whether the campaign takes the nine-digit CMND, which ended on 31/12/2024.
    Returns: Nine or twelve ASCII digits.
    """
    text = normalise(raw[:MOST_RAW]).replace("\n", " ")
    if _GROUPS.fullmatch(text) and len(raw) <= MOST_RAW:
        digits = _SEPARATORS.sub("", text)
        if len(digits) == 9:
            return _cmnd(digits, accepts_cmnd)
        if len(digits) == 12:
            return _personal_number(digits, today)
        return _wrong_length(text, digits)
    return _not_digits(text)


def masked_id(number: str) -> str:
    """The number as it may be shown: "080•••999"."""
    return number[:3] + "•" * (len(number) - 6) + number[-3:]


def _cmnd(digits: str, is_accepted: bool) -> Valid | Invalid:
    if not digits.strip("0"):
        return Invalid("id-all-zero")
    return Valid(digits) if is_accepted else Invalid("id-cmnd-ended")


def _personal_number(digits: str, today: date) -> Valid | Doubtful | Invalid:
    if digits[0] == "0" and digits[1:3] not in PROVINCE_CODES:
        return Invalid("id-unknown-province", {"code": digits[:3]})
    year = 1900 + 100 * (int(digits[3]) // 2) + int(digits[4:6])
    if year > today.year:
        return Invalid("id-year-in-future", {"digits": digits[3:6]})
    if digits[0] != "0":
        return Doubtful(digits, "id-born-abroad-meant", {"number": masked_id(digits)})
    age = today.year - year
    if not YOUNGEST <= age <= OLDEST:
        return Doubtful(digits, "id-age-meant", {"number": masked_id(digits), "year": str(year)})
    return Valid(digits)


def _wrong_length(text: str, digits: str) -> Invalid:
    if any(len(run) in (9, 12) for run in text.split(" ")) and " " in text:
        return Invalid("id-two-numbers")
    if (len(digits) == 10 and digits[0] == "0") or not isinstance(phone(digits), Invalid):
        return Invalid("id-is-phone")
    if len(digits) in (8, 11) and digits[0] != "0":
        return Invalid("id-lost-zero", {"count": len(digits)})
    return Invalid("id-wrong-length", {"count": len(digits)})


def _not_digits(text: str) -> Invalid:
    if not text:
        return Invalid("id-empty")
    if _SPREADSHEET.fullmatch(text):
        return Invalid("id-spreadsheet")
    if not isinstance(phone(text), Invalid):
        return Invalid("id-is-phone")
    if len(_LONG_RUN.findall(_SEPARATORS.sub("", text))) > 1:
        return Invalid("id-two-numbers")
    if _LETTERS_FOR_DIGITS.fullmatch(text) and any(map(str.isalpha, text)):
        return Invalid("id-letters-for-digits")
    return Invalid("id-not-digits")
