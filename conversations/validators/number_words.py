"""Numbers in the middle of words, as people answer in a chat: "số CMND của tôi là 080888999 ạ", "không có điện thoại".

Words that only say what number it is are passed over; with any others, "số của vợ tôi 0912…", it is asked about.
Cells of a list are read by identity.py and phones.py alone.
"""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

import regex

from conversations.answers import Doubtful, Invalid, Valid
from conversations.text import normalise, plain_letters
from conversations.validators.identity import id_number, masked_id
from conversations.validators.phones import MOST_RAW, phone, shown_phone

_NUMBER = regex.compile(r"\+?[0-9](?:[ .()\-\u2010-\u2015]?[0-9])*")
_CAPITALS = regex.compile(r"\b\p{Lu}{2,}\b")  # CMND
_LONG = 8  # digits: fewer are a date or a house
_OWN = "dạ|vâng|số|của tôi|của mình|tôi|là"
_COURTESY = "ạ|nhé|nhá|nha|đây"
_CARD = (
    r"cmnd|cmt|cmtnd|cccd|(?:thẻ )?căn cước(?: công dân)?|chứng minh(?: nhân dân| thư(?: nhân dân)?)?"
    r"|(?:mã )?định danh(?: cá nhân)?|9 số|12 số"
)
_TELEPHONE = "điện thoại|đt|sđt|đtdđ|dđ|di động|máy|zalo|tel|phone|liên hệ"
_WHO = r"(?:(?:dạ|tôi|em|mình|cháu|nhà|bị|làm|thẻ|máy)\s)*"
_LOST = r"(?:mất|quên|hỏng)(?:\s(?:thẻ|máy|số|giấy|cmnd|cccd|điện thoại|mất|rồi|ạ))*"
_NEVER = r"(?:không|ko|kg|k|chưa|khum)\s(?:có|nhớ|mang|làm)(?:\s\p{L}+){0,4}"
_NONE = rf"{_WHO}(?:{_NEVER}|{_LOST}|đang làm(?: lại)?|để ở nhà)[\s.!]*"
_ASKS = r".*\s(?:không|ko|nào|gì|đâu|hả|sao|bao lâu)[\s.?!]*|.*\?[\s.]*"


class _Kind(NamedTuple):
    """What numbers of a kind are called, and how many digits they have."""

    labels: tuple[regex.Pattern[str], ...]
    lengths: tuple[int, ...]  # digits


def _both(pattern: str) -> tuple[regex.Pattern[str], ...]:
    """With its marks, and without them for what was typed without any."""
    return tuple(regex.compile(one) for one in (pattern, plain_letters(pattern).replace(r"\p{l}", r"\p{L}")))


def _labels(kind: str) -> tuple[regex.Pattern[str], ...]:
    # Possessive: without marks some words are the same, and many of them must not be tried in every combination.
    return _both(rf"(?:[\s:=.,()\-–]|(?:{_OWN}|{_COURTESY}|{kind})(?!\p{{L}}))*+")


_ID, _PHONE = _Kind(_labels(_CARD), (9, 12)), _Kind(_labels(_TELEPHONE), (9, 10, 11, 12))
_NONE_BOTH, _ASKS_BOTH = _both(_NONE), _both(_ASKS)
_CALLED_PHONE = _both(rf".*(?<!\p{{L}})(?:{_TELEPHONE})(?!\p{{L}}).*[0-9].*")


def said_id_number(raw: str, today: date, accepts_cmnd: bool = True) -> Valid | Doubtful | Invalid:
    """`id_number` of what is said in a chat."""
    answer = id_number(raw, today, accepts_cmnd)
    if answer != Invalid("id-not-digits") or len(raw) > MOST_RAW:
        return answer
    text = normalise(raw)
    if _says_none(text):
        return Invalid("id-none")
    if _is(_CALLED_PHONE, text):
        return Invalid("id-is-phone")
    return _found(text, _ID, answer, lambda digits: id_number(digits, today, accepts_cmnd), _doubted_id)


def said_phone(raw: str) -> Valid | Doubtful | Invalid:
    """`phone` of what is said in a chat."""
    answer = phone(raw)
    if answer != Invalid("phone-not-digits") or len(raw) > MOST_RAW:
        return answer
    text = normalise(raw)
    return Invalid("phone-none") if _says_none(text) else _found(text, _PHONE, answer, phone, _doubted_phone)


def _found(
    text: str,
    kind: _Kind,
    refused: Invalid,
    read: Callable[[str], Valid | Doubtful | Invalid],
    doubted: Callable[[str], Doubtful],
) -> Valid | Doubtful | Invalid:
    """What the only long number among the words is; *refused* if there is none, or more."""
    if "\n" in text:
        return refused
    numbers = [found for found in _NUMBER.finditer(text) if sum(map(str.isdigit, found[0])) >= _LONG]
    if len(numbers) != 1 or sum(map(str.isdigit, numbers[0][0])) not in kind.lengths:
        return refused
    answer = read(numbers[0][0])
    if not isinstance(answer, Valid):
        return answer
    is_labelled = all(_is_label(part, kind) for part in (text[: numbers[0].start()], text[numbers[0].end() :]))
    return answer if is_labelled else doubted(answer.value)


def _is_label(part: str, kind: _Kind) -> bool:
    """Capitals within are somebody's: "số của Minh"; a first one and all of them are none."""
    words = part.strip()
    lowered = words.lower() if words.isupper() else words[:1].lower() + words[1:]
    lowered = _CAPITALS.sub(lambda found: found[0].lower(), lowered)
    return kind.labels[lowered.isascii()].fullmatch(lowered) is not None


def _says_none(text: str) -> bool:
    """Whether there is no number: it was never there, is lost, or forgotten; no question, and no refusal."""
    return _is(_NONE_BOTH, text) and not _is(_ASKS_BOTH, text)


def _is(patterns: tuple[regex.Pattern[str], ...], text: str) -> bool:
    said = text.lower()
    return patterns[said.isascii()].fullmatch(said) is not None


def _doubted_id(number: str) -> Doubtful:
    return Doubtful(number, "id-found-meant", {"number": masked_id(number)})


def _doubted_phone(number: str) -> Doubtful:
    return Doubtful(number, "phone-found-meant", {"phone": shown_phone(number)})
