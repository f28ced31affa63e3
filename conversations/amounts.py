"""Amounts of money in what people write: "15 triệu", "1,2 tỷ/năm", "500k", "ba triệu rưỡi một tháng". Pure reading.

Nothing is asked or refused here; validators/benefit.py does that. Values are whole đồng.
"""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from fractions import Fraction

from msgspec import Struct

from conversations.number_words import read_below_thousand
from conversations.text import plain_letters

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[a-z]+|[/%$€~-]")
_GROUPED = re.compile(r"(\d{1,3})((?:\.\d{3})+|(?:,\d{3})+)(?:[.,](\d{1,2}))?")
_DECIMAL = re.compile(r"(\d+)[.,](\d{1,6})")
_UNITS = {
    "k": 10**3, "nghin": 10**3, "ngan": 10**3, "ng": 10**3,
    "trieu": 10**6, "tr": 10**6, "cu": 10**6, "ty": 10**9, "ti": 10**9,
}  # fmt: skip
_TIMES = {"chuc": 10, "tram": 100}  # "3 trăm nghìn"
_DONG = frozenset(("dong", "d", "vnd"))
_FOREIGN = frozenset(("$", "€", "usd", "do", "dola", "dollar", "eur", "euro", "%"))
_TO = frozenset(("-", "~", "den", "toi"))
_EACH = frozenset(("/", "moi", "hang", "mot", "1", "tren", "theo", "tung"))
_OTHER = frozenset(("ngay", "tuan", "quy", "vu", "gio", "ca"))


class Period(StrEnum):
    """How often a benefit comes; the values are stored."""

    ONCE = "once"
    MONTH = "month"
    YEAR = "year"


_PERIODS = {"nam": Period.YEAR, "thang": Period.MONTH, "th": Period.MONTH}


class Amount(Struct, frozen=True):
    """Whole đồng; *period* None: per something else, such as a day."""

    dong: int
    period: Period | None


class Found(Struct, frozen=True):
    """What a text holds: amounts with a unit, or, where there is none, the only number and what stands around it."""

    amounts: tuple[Amount, ...]
    bare: Fraction | None = None  # a number without a unit
    around: frozenset[str] = frozenset()  # the words beside it, without marks
    period: Period | None = Period.ONCE  # of the bare number


class _Span(Struct, frozen=True):
    begin: int
    end: int
    value: Fraction


def find(raw: str) -> Found:
    """All that is there, each reading once: "1.500 triệu" is read in both ways."""
    tokens = [token for token in _TOKEN.findall(plain_letters(raw)) if token]
    amounts: dict[Amount, None] = {}
    for is_grouped in (True, False):
        spans = list(_spans(tokens, is_grouped=is_grouped))
        for amount in _with_periods(tokens, spans):
            amounts[amount] = None
    if amounts:
        return Found(tuple(amounts))
    return _bare(tokens)


def _with_periods(tokens: Sequence[str], spans: Sequence[_Span]) -> list[Amount]:
    """Each amount with what is said of it after it, or before the first; both ends of a range share theirs."""
    amounts: list[Amount] = []
    until, period = len(tokens), _period(())
    for number, span in reversed(list(enumerate(spans))):
        if span.end < until or until == len(tokens):
            period = _period(tokens[span.end : until])
        if number == 0 and period is Period.ONCE:
            period = _period(tokens[: span.begin])
        amounts.insert(0, Amount(round(span.value), period))
        until = span.begin
    return amounts


def _bare(tokens: Sequence[str]) -> Found:
    numbers = [at for at, token in enumerate(tokens) if token[0].isdigit() and not _counts_a_period(tokens, at)]
    if len(numbers) != 1:
        return Found(())
    at = numbers[0]
    value = _number(tokens[at], is_grouped=True)
    others = [*tokens[:at], *tokens[at + 1 :]]
    return Found((), value, frozenset(others), _period(others))


def _spans(tokens: Sequence[str], *, is_grouped: bool) -> Iterator[_Span]:
    """The places of amounts that have a unit; of a range both ends."""
    at = 0
    while at < len(tokens):
        span = _span(tokens, at, is_grouped=is_grouped)
        if span is None:
            at += 1
            continue
        if not _is_foreign(tokens, span):
            if (lower := _lower_end(tokens, span, is_grouped=is_grouped)) is not None:
                yield lower
            yield span
        at = span.end


def _is_foreign(tokens: Sequence[str], span: _Span) -> bool:
    beside = (*tokens[span.begin - 1 : span.begin], *tokens[span.end : span.end + 1])
    return not _FOREIGN.isdisjoint(beside)


def _lower_end(tokens: Sequence[str], span: _Span, *, is_grouped: bool) -> _Span | None:
    """The 15 of "15-20 triệu"."""
    at = span.begin - 2
    if at < 0 or tokens[at + 1] not in _TO or not tokens[at][0].isdigit():
        return None
    value = _number(tokens[at], is_grouped=is_grouped)
    unit = next((_UNITS[token] for token in tokens[span.begin : span.end] if token in _UNITS), 1)
    return None if value is None else _Span(at, span.begin, value * unit)


def _span(tokens: Sequence[str], at: int, *, is_grouped: bool) -> _Span | None:
    """The amount that begins at a place: numbers with ever smaller units, and what people put after the last one."""
    begin, above, current, unit = at, Fraction(0), Fraction(0), 0
    while at < len(tokens):
        value, taken = _value(tokens, at, is_grouped=is_grouped)
        named = tokens[at + taken] if at + taken < len(tokens) else ""
        if value is None or _counts_a_period(tokens, at + taken - 1):
            break
        if named in _UNITS and (not unit or _UNITS[named] < unit or _UNITS[named] == 10**9 != unit):
            size = _UNITS[named]
            if size == 10**9:
                above, current = (current + value) * size, Fraction(0)
            else:
                current += value * size
            at, unit = at + taken + 1, size
            if size < 10**9 and tokens[at : at + 1] in (["ty"], ["ti"]):  # "mười nghìn tỷ"
                above, current, at, unit = current * 10**9, Fraction(0), at + 1, 10**9
            if tokens[at : at + 1] == ["ruoi"]:
                current, at = current + Fraction(size, 2), at + 1
            continue
        if unit and named not in _UNITS:
            current, at = current + _rest(tokens[at : at + taken], value, unit), at + taken
        elif not unit and named in _DONG:
            current, at, unit = value, at + taken, 1
        break
    if not unit:
        return None
    while at < len(tokens) and tokens[at] in _DONG:
        at += 1
    return _Span(begin, at, above + current)


def _value(tokens: Sequence[str], at: int, *, is_grouped: bool) -> tuple[Fraction | None, int]:
    word, following = tokens[at], tokens[at + 1] if at + 1 < len(tokens) else ""
    if word[0].isdigit():
        value = _number(word, is_grouped=is_grouped or following not in ("trieu", "tr", "cu", "ty", "ti"))
        return (value * _TIMES[following], 2) if value is not None and following in _TIMES else (value, 1)
    if word == "nua" and following in _UNITS:
        return Fraction(1, 2), 1
    if word in _UNITS and following == "ruoi":  # "triệu rưỡi"
        return Fraction(1), 0
    number, taken = read_below_thousand(tokens, at)
    return (Fraction(number), taken) if taken else (None, 0)


def _rest(said: Sequence[str], value: Fraction, unit: int) -> Fraction:
    """What stands after the last unit without one: "1 tỷ 2", "1tr5", "3 triệu năm trăm"."""
    digits = said[0] if said[0].isdigit() else "1" * (3 if "tram" in said else len(str(value)))
    return value * Fraction(unit, 10 ** len(digits))


def _number(token: str, *, is_grouped: bool) -> Fraction | None:
    """*is_grouped*: one sign before three digits parts thousands; else it is the decimal sign."""
    if token.isdigit():
        return Fraction(int(token))
    grouped, decimal = _GROUPED.fullmatch(token), _DECIMAL.fullmatch(token)
    if grouped and not token.startswith("0") and (is_grouped or decimal is None):
        whole = int(grouped[1] + re.sub(r"\D", "", grouped[2]))
        return whole + Fraction(int(grouped[3] or 0), 10 ** len(grouped[3] or ""))
    if decimal is None:
        return None
    return int(decimal[1]) + Fraction(int(decimal[2]), 10 ** len(decimal[2]))


def _counts_a_period(tokens: Sequence[str], at: int) -> bool:
    """Whether the number at a place is that of "1 năm", or of "tháng 3"."""
    before, after = tokens[at - 1] if at else "", tokens[at + 1] if at + 1 < len(tokens) else ""
    is_number = tokens[at][0].isdigit() if tokens[at : at + 1] else False
    if is_number and before in ("nam", "thang", "ngay", "quy"):
        return tokens[at].isdigit() and len(tokens[at]) in (1, 2, 4) and after not in (*_UNITS, *_DONG)
    is_counted = after == "lan" or after in _PERIODS or after in _OTHER
    return is_counted and (tokens[at] in ("mot", "1") or is_number)


def _period(tokens: Sequence[str]) -> Period | None:
    for at, word in enumerate(tokens):
        before, after = tokens[at - 1] if at else "", tokens[at + 1] if at + 1 < len(tokens) else ""
        if word in _PERIODS and not after.isdigit() and (word != "th" or before == "/"):
            return None if before.isdigit() and before != "1" else _PERIODS[word]
        if word in _OTHER and before in _EACH:
            return None
    return Period.ONCE
