"""Periods as people type them after /report: "từ 10/3 đến 15/3", "tháng 3", "hôm qua". Day before month, always.

Rules: the domain reference, section 8. "đến" includes its day.
"""

from collections.abc import Sequence
from datetime import date, timedelta

import regex
from msgspec import Struct

_FROM = frozenset(("tu", "from", "since"))
_TO = frozenset(("den", "toi", "to", "until", "till"))
_BETWEEN = _TO | {"-", "–", "—", "→"}
_DAY_WORDS = frozenset(("ngay", "het", "day", "dau"))  # "đến hết ngày 15/3", "từ đầu tháng"
_QUARTER_WORDS = frozenset(("quy", "quarter"))
_CURRENT = {
    "tuan": "tuannay", "week": "tuannay", "thang": "thangnay", "month": "thangnay", "nam": "namnay", "year": "namnay",
}  # fmt: skip
_QUARTERS = {"1": 1, "i": 1, "2": 2, "ii": 2, "3": 3, "iii": 3, "4": 4, "iv": 4}
_MONTH_WORDS, _YEAR_WORDS = frozenset(("thang", "month")), frozenset(("nam", "year"))
_DATE = regex.compile(r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{2,4}))?")
_ISO = regex.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_MONTH = regex.compile(r"(\d{1,2})/(\d{4})")
_FIRST_YEAR, _LAST_YEAR = 2000, 2100


class NoSuchDay(Exception):
    """A date that is in no calendar; `typed` is what was typed."""

    def __init__(self, typed: str) -> None:
        super().__init__(typed)
        self.typed = typed


class When(Struct, frozen=True):
    """A day, or a month where *day* is None; *year* None where it was left out. *exact* stands for itself."""

    typed: str
    month: int = 0
    day: int | None = None
    year: int | None = None
    exact: tuple[date, date] | None = None

    def span(self, year: int) -> tuple[date, date]:
        """First and last day, with *year* in place of one that was left out. Raises: NoSuchDay."""
        if self.exact is not None:
            return self.exact
        year = self.year or year
        if not (_FIRST_YEAR <= year <= _LAST_YEAR and 1 <= self.month <= 12):
            raise NoSuchDay(self.typed)
        try:
            first = date(year, self.month, 1 if self.day is None else self.day)
        except ValueError:
            raise NoSuchDay(self.typed) from None
        if self.day is not None:
            return first, first
        return first, date(year + self.month // 12, self.month % 12 + 1, 1) - timedelta(days=1)

    def latest(self, limit: date) -> tuple[date, date]:
        """The newest span that does not begin after *limit*. Raises: NoSuchDay."""
        first, last = self.span(limit.year)
        return (first, last) if first <= limit or self.year or self.exact else self.span(limit.year - 1)


class Found(Struct, frozen=True):
    """A period, or one end of it. One and the same `When` at both ends is a single day or month."""

    since: When | None
    until: When | None
    taken: int  # tokens

    @property
    def is_single(self) -> bool:
        """A day or a month, not a range."""
        return self.since is self.until


def next_period(tokens: Sequence[str], at: int, today: date) -> Found | None:
    """The period that begins at token *at*, if one does.

    Args:
        tokens: Folded words, dates and numbers as typed, dashes.
    """
    if tokens[at] in _FROM:
        taken, when = _when(tokens, at + 1, today)
        return Found(when, None, 1 + taken) if when else None
    if tokens[at] in _TO:
        taken, when = _when(tokens, at + 1, today)
        return Found(None, when, 1 + taken) if when else None
    taken, when = _when(tokens, at, today)
    if when is None:
        return None
    if at + taken < len(tokens) and tokens[at + taken] in _BETWEEN:
        more, end = _when(tokens, at + taken + 1, today)
        if end is not None:
            return Found(when, end, taken + 1 + more)
    return Found(when, when, taken)


def resolved(since: When | None, until: When | None, today: date) -> tuple[date | None, date | None]:
    """First and last day. A year that was left out is the latest possible one. Raises: NoSuchDay."""
    if since is None:
        return None, until.span(today.year)[1] if until else None
    if until is None or since is until:
        first, last = since.latest(today)
        return first, last if until else None
    if until.year or until.exact:
        last = until.span(today.year)[1]
        return since.latest(last)[0], last
    first = since.latest(today)[0]
    last = until.span(first.year)[1]
    if last < first and until.span(first.year + 1)[0] <= today:  # from 20/12 to 5/1
        last = until.span(first.year + 1)[1]
    return first, last


def _when(tokens: Sequence[str], at: int, today: date) -> tuple[int, When | None]:
    """How many tokens, and what they mean."""
    skipped = 0
    while at + skipped < len(tokens) and tokens[at + skipped] in _DAY_WORDS:
        skipped += 1
    rest = tokens[at + skipped : at + skipped + 4]
    for size in (2, 1):
        if len(rest) >= size and (span := _relative("".join(rest[:size]), today)):
            return skipped + size, When(" ".join(rest[:size]), exact=span)
    for taken, when in (_named(rest), _quarter(rest, today), _current(rest, today, is_year=skipped > 0)):
        if when is not None:
            return skipped + taken, when
    return 0, None


def _named(rest: Sequence[str]) -> tuple[int, When | None]:
    match rest:
        case [word, month, year_word, year, *_] if word in _MONTH_WORDS and year_word in _YEAR_WORDS and _is_year(year):
            return (4, _month(month, int(year))) if _is_short(month) else (0, None)
        case [word, month, year, *_] if word in _MONTH_WORDS and _is_short(month) and _is_year(year):
            return 3, _month(month, int(year))
        case [word, month, *_] if word in _MONTH_WORDS:
            when = _month(month, None) if _is_short(month) else _month_and_year(month)
            return 2, when
        case [word, year, *_] if word in _YEAR_WORDS and _is_year(year):
            return 2, When(year, exact=(date(int(year), 1, 1), date(int(year), 12, 31)))
        case [token, *_]:
            return 1, _date(token) or _month_and_year(token)
    return 0, None


def _quarter(rest: Sequence[str], today: date) -> tuple[int, When | None]:
    """ "Quý 4", "quý IV năm 2021", "quý 4/2021"."""
    if len(rest) < 2 or rest[0] not in _QUARTER_WORDS:
        return 0, None
    number, _, year = rest[1].partition("/")
    taken, after = 2, [word for word in rest[2:] if word not in _YEAR_WORDS][:1]
    if not year and after and _is_year(after[0]):
        year, taken = after[0], rest.index(after[0]) + 1
    if number not in _QUARTERS or not _is_year(year or "2000"):
        return 0, None
    month = 3 * _QUARTERS[number] - 2
    in_year = int(year) if year else today.year - (month > today.month)
    ends = When(rest[1], month + 2).span(in_year)
    return taken, When(" ".join(rest[:taken]), exact=(date(in_year, month, 1), ends[1]))


def _current(rest: Sequence[str], today: date, *, is_year: bool) -> tuple[int, When | None]:
    """ "Tuần" and "tháng" alone mean the present one; "năm" does so in "từ đầu năm", elsewhere it may be a name."""
    word = rest[0] if rest else ""
    is_meant = word in _CURRENT and (is_year or word not in _YEAR_WORDS) and not "".join(rest[1:2]).isdecimal()
    span = _relative(_CURRENT[word], today) if is_meant else None
    return (1, When(word, exact=span)) if span else (0, None)


def _date(token: str) -> When | None:
    if match := _ISO.fullmatch(token):
        return When(token, int(match[2]), int(match[3]), int(match[1]))
    if match := _DATE.fullmatch(token):
        short_year = match[3] is not None and len(match[3]) == 2
        year = int(match[3]) + 2000 * short_year if match[3] else None
        return When(token, int(match[2]), int(match[1]), year)
    return None


def _month_and_year(token: str) -> When | None:
    match = _MONTH.fullmatch(token)
    return When(token, int(match[1]), None, int(match[2])) if match else None


def _month(token: str, year: int | None) -> When:
    return When(token, int(token), None, year)


def _is_short(token: str) -> bool:
    return token.isdecimal() and len(token) <= 2


def _is_year(token: str) -> bool:
    return token.isdecimal() and len(token) == 4 and _FIRST_YEAR <= int(token) <= _LAST_YEAR


def _relative(phrase: str, today: date) -> tuple[date, date] | None:
    monday, first = today - timedelta(days=today.weekday()), today.replace(day=1)
    match phrase:
        case "homnay" | "today" | "nay" | "now":
            return today, today
        case "homqua" | "yesterday":
            return today - timedelta(days=1), today - timedelta(days=1)
        case "tuannay" | "thisweek":
            return monday, today
        case "tuantruoc" | "lastweek":
            return monday - timedelta(days=7), monday - timedelta(days=1)
        case "thangnay" | "thismonth":
            return first, today
        case "namnay" | "thisyear":
            return today.replace(month=1, day=1), today
        case "thangtruoc" | "lastmonth":
            return (first - timedelta(days=1)).replace(day=1), first - timedelta(days=1)
    return None
