"""What an initiative is worth in money: đồng, and how often. Shown back in figures and words before it is taken."""

import re
from fractions import Fraction

from conversations.amounts import Amount, Found, Period, find
from conversations.answers import Ambiguous, Doubtful, Invalid, Valid
from conversations.number_words import in_words
from conversations.text import fold

NONE = "skip"  # no value in money, or none that is known
MOST_DONG = 10**15
_LEAST_DONG, _SURE_DONG = 1_000, 100_000  # below the second a number without a unit may mean thousands
_MOST_RAW = 500  # characters
_MOST_OPTIONS = 4
_CANONICAL = re.compile(r"([1-9]\d{0,15}) (once|month|year)")
_UNKNOWN = frozenset(
    map(
        fold,
        ("không có", "không", "chưa có", "chưa tính được", "không tính được", "chưa rõ", "không rõ", "không biết", "0",
         "0 đồng"),
    )
)  # fmt: skip
_AROUND = frozenset((
    "khoang", "tam", "co", "chung", "gan", "hon", "tren", "duoi", "uoc", "tinh", "dat", "la", "duoc", "tiet", "kiem",
    "lam", "loi", "gia", "tri", "vao", "thang", "nam", "moi", "hang", "mot", "1", "/", "-", "~", "dong", "d", "vnd",
    "lan", "trong",
))  # fmt: skip


def benefit(raw: str) -> Valid | Doubtful | Ambiguous | Invalid:
    """Read an amount: always asked about, for a wrong nought is easily typed.

    Returns: the value "15000000 year" (see `parts`), or NONE for whoever says that there is none.
    """
    text = raw.strip()
    if (known := _CANONICAL.fullmatch(text)) and int(known[1]) <= MOST_DONG:
        return Valid(text)
    if len(text) > _MOST_RAW:
        return Invalid("benefit-unreadable")
    if fold(text) in _UNKNOWN or text == NONE:
        return Valid(NONE)
    found = find(text)
    amounts = found.amounts or _meant(found)
    if any(amount.period is None for amount in amounts):
        return Invalid("benefit-other-period")
    if any(amount.dong > MOST_DONG for amount in amounts):
        return Invalid("benefit-too-much")
    values = [f"{one.dong} {one.period}" for one in amounts if one.dong >= _LEAST_DONG]
    if not values or len(values) > _MOST_OPTIONS:
        return Invalid("benefit-unreadable")
    if len(values) > 1:
        return Ambiguous("benefit-which", tuple(values))
    dong, period = parts(values[0])
    return Doubtful(values[0], "benefit-meant", {"amount": dong, "words": in_words(dong), "period": period.value})


def parts(value: str) -> tuple[int, Period]:
    """What `benefit` has read: đồng, and how often. Raises: ValueError for anything else."""
    dong, _, period = value.partition(" ")
    return int(dong), Period(period)


def _meant(found: Found) -> tuple[Amount, ...]:
    """What a number without a unit may mean: "15" is fifteen thousand, million or billion."""
    number = found.bare
    if number is None or number <= 0 or not found.around <= _AROUND:
        return ()
    factors: tuple[int, ...]
    if number >= _SURE_DONG:
        factors = (1,)
    elif number >= _LEAST_DONG:
        factors = (1, 10**3)
    else:
        factors = (10**3, 10**6, 10**9) if number.denominator == 1 else (10**6, 10**9)
    return tuple(Amount(round(Fraction(number) * factor), found.period) for factor in factors)
