"""Days and months as people type them; the day stands before the month, always. "Today" is an argument."""

from datetime import date, timedelta

import regex
from msgspec import Struct

from conversations.answers import Invalid, Valid
from conversations.text import words

MOST_RAW = 100
EARLIEST_YEAR = 1900

_MONTH_NAMES = {
    "muoi mot": 11, "muoi hai": 12, "muoi": 10, "mot": 1, "hai": 2, "ba": 3, "tu": 4, "bon": 4, "nam": 5,
    "sau": 6, "bay": 7, "tam": 8, "chin": 9,
}  # fmt: skip
_NAMED_MONTH = regex.compile(rf"\bthang ({'|'.join(_MONTH_NAMES)})\b")
_GLUED = regex.compile(r"\b(?:thang|thg|th|t|ngay|nam)([0-9])")
_FILLERS = frozenset(
    (
        "thang",
        "thg",
        "th",
        "t",
        "ngay",
        "nam",
        "dau",
        "giua",
        "cuoi",
        "tu",
        "khoang",
        "vao",
        "trong",
        "hoi",
        "la",
    )
)
_DAYS_AGO = {"hom nay": 0, "today": 0, "bay gio": 0, "hom qua": 1, "yesterday": 1, "hom kia": 2}
_MONTHS_AGO = {
    "thang nay": 0,
    "this month": 0,
    "thang truoc": 1,
    "thang vua roi": 1,
    "last month": 1,
    "thang roi": 1,
}


class _Parts(Struct, frozen=True):
    """What was typed; year None if it was left out, day None if only a month was meant."""

    day: int | None
    month: int
    year: int | None


def applied_on(raw: str, first: date, last: date, today: date) -> Valid | Invalid:
    """Read when an initiative was first applied.

    Args:
        first, last: The campaign's window, both days included.
        today: The local day.
    Returns: The month as "2021-03".
    """
    parts = _read(raw, today)
    example = {"example": f"{first.month}/{first.year}"}
    if isinstance(parts, str):
        return Invalid("applied-on-unreadable" if parts == "date-unreadable" else parts, example)
    year = parts.year or _likely_year(parts.month, first, last, today)
    span = _span(parts, year)
    if span is None:
        return Invalid("date-not-in-calendar", example)
    begin, end = span
    month = f"{parts.month}/{year}"
    if begin > today:
        return Invalid("applied-on-in-future", {"month": month, "today": f"{today.month}/{today.year}"})
    if end < first or begin > last:
        window = {"first": f"{first.month}/{first.year}", "last": f"{last.month}/{last.year}"}
        return Invalid("applied-on-too-early" if end < first else "applied-on-too-late", {"month": month, **window})
    return Valid(f"{year:04d}-{parts.month:02d}")


def past_date(raw: str, today: date) -> Valid | Invalid:
    """Read a day that is not in the future; the value is like "2021-03-15"."""
    parts, example = _read(raw, today), {"example": f"{today.day}/{today.month}/{today.year}"}
    if parts == "date-not-in-calendar":
        return Invalid(parts, example)
    if isinstance(parts, str) or parts.day is None:
        return Invalid("date-unreadable", example)
    year = parts.year or (today.year if (parts.month, parts.day) <= (today.month, today.day) else today.year - 1)
    span = _span(parts, year)
    if span is None:
        return Invalid("date-not-in-calendar", example)
    day = span[0]
    return Valid(day.isoformat()) if day <= today else Invalid("date-in-future", {"today": f"{today:%d/%m/%Y}"})


def _read(raw: str, today: date) -> _Parts | str:
    """The parts of a date, or the key of what is wrong with it."""
    text = " ".join(words(raw)) if len(raw) <= MOST_RAW else ""
    if text in _DAYS_AGO:
        day = today - timedelta(days=_DAYS_AGO[text])
        return _Parts(day.day, day.month, day.year)
    if text in _MONTHS_AGO:
        day = today.replace(day=1) - timedelta(days=_MONTHS_AGO[text])
        return _Parts(None, day.month, day.year)
    text = text.replace("nam nay", str(today.year)).replace("nam ngoai", str(today.year - 1))
    text = _NAMED_MONTH.sub(lambda match: f"thang {_MONTH_NAMES[match[1]]}", text)
    tokens = _GLUED.sub(r"\1", text).split()
    numbers = [token for token in tokens if token not in _FILLERS]
    if not numbers or not all(number.isdigit() and len(number) <= 4 for number in numbers):
        return "date-unreadable"
    return _arranged([int(number) for number in numbers], [len(number) for number in numbers])


def _arranged(numbers: list[int], sizes: list[int]) -> _Parts | str:
    """Which number is what; *sizes* are their digits, since "2021" is a year and "21" may be a day."""
    parts: tuple[int | None, int, int | None]
    match numbers, sizes:
        case [_], [4]:
            return "applied-on-month-missing"
        case [month], _:
            parts = None, month, None
        case ([month, year], [_, 4]) | ([year, month], [4, _]):
            parts = None, month, year
        case [month, year], _ if year > 12:
            parts = None, month, 2000 + year
        case [day, month], _:
            parts = day, month, None
        case ([day, month, year], [_, _, 4]) | ([year, month, day], [4, _, _]):
            parts = day, month, year
        case [day, month, year], [_, _, _]:
            parts = day, month, 2000 + year
        case _:
            return "date-unreadable"
    return _checked(*parts)


def _checked(day: int | None, month: int, year: int | None) -> _Parts | str:
    if not 1 <= month <= 12 or day == 0 or (year is not None and not EARLIEST_YEAR <= year <= 2200):
        return "date-not-in-calendar"
    return _Parts(day, month, year)


def _likely_year(month: int, first: date, last: date, today: date) -> int:
    """The newest year that puts the month into the window, not into the future; else the newest past one."""
    past = today.year if month <= today.month else today.year - 1
    inside = (
        y for y in range(past, first.year - 1, -1) if (first.year, first.month) <= (y, month) <= (last.year, last.month)
    )
    return next(inside, past)


def _span(parts: _Parts, year: int) -> tuple[date, date] | None:
    try:
        begin = date(year, parts.month, parts.day or 1)
    except ValueError:
        return None
    if parts.day is not None:
        return begin, begin
    following = date(year + parts.month // 12, parts.month % 12 + 1, 1)
    return begin, following - timedelta(days=1)
