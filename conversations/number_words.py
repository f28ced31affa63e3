"""Whole numbers in Vietnamese words and back. Standard forms: mươi and mười, mốt, tư, lăm, linh, nghìn, tỷ.

Reading takes what people write, too: without marks, lẻ, ngàn, bốn for tư, năm for lăm.
"""

from collections.abc import Sequence

MOST = 10**18  # exclusive
_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_SCALES = ((10**9, "tỷ"), (10**6, "triệu"), (10**3, "nghìn"))
# Without marks. "nam" is a year too, and "tu" the word for from: both are digits inside a number alone.
DIGITS = {"khong": 0, "mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9}
_LAST = DIGITS | {"tu": 4, "lam": 5, "nham": 5}
_TENS, _HUNDRED, _AND = ("muoi", "chuc"), "tram", ("linh", "le")


def in_words(number: int) -> str:
    """The number in small letters: 15000000 is "mười lăm triệu".

    A group of thousands that is zero is left out, but for "không nghìn" before a rest below a thousand: people say
    "ba triệu năm trăm" for 3,500,000.
    Raises: ValueError if it is negative or not below MOST.
    """
    if not 0 <= number < MOST:
        raise ValueError(number)
    if number < 1000:
        return " ".join(_below_thousand(number, is_first=True))
    said: list[str] = []
    rest = number
    for size, name in _SCALES:
        group, rest = divmod(rest, size)
        if group >= 1000:  # thousands of tỷ
            said += [in_words(group), name]
        elif group:
            said += [*_below_thousand(group, is_first=not said), name]
    if rest:
        said += [] if number // 1000 % 1000 else [_DIGITS[0], "nghìn"]
        said += _below_thousand(rest, is_first=False)
    return " ".join(said)


def _below_thousand(number: int, *, is_first: bool) -> list[str]:
    """*is_first*: nothing was said before, so hundreds that are zero are not said either."""
    hundreds, rest = divmod(number, 100)
    tens, last = divmod(rest, 10)
    said = [] if is_first and not hundreds else [_DIGITS[hundreds], "trăm"]
    if not tens:
        if not last and said:
            return said
        return [*said, "linh", _DIGITS[last]] if said else [_DIGITS[last]]
    said += ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    if not last:
        return said
    forms = {1: "mốt" if tens > 1 else "một", 4: "tư" if tens > 1 else "bốn", 5: "lăm"}
    return [*said, forms.get(last, _DIGITS[last])]


def read_below_thousand(words: Sequence[str], at: int) -> tuple[int, int]:
    """The number below a thousand that begins at a place: (its value, how many words it takes), (0, 0) for none.

    Args: words: in small letters without marks, as `text.plain_letters` makes them.
    """
    place, value = at, 0
    if _word(words, at) in DIGITS and _word(words, at + 1) == _HUNDRED:
        place, value = at + 2, 100 * DIGITS[words[at]]
    tens, taken = _read_tens(words, place, is_inside=place > at)
    return value + tens, place + taken - at


def _read_tens(words: Sequence[str], at: int, *, is_inside: bool) -> tuple[int, int]:
    first, second = _word(words, at), _word(words, at + 1)
    if is_inside and first in _AND and second in _LAST:
        return _LAST[second], 2
    if first in _TENS:
        return _with_last(words, at + 1, 10, 1)
    if first in DIGITS and second in _TENS:
        return _with_last(words, at + 2, 10 * DIGITS[first], 2)
    digits = _LAST if is_inside else DIGITS
    return (digits[first], 1) if first in digits and not _is_year(words, at) else (0, 0)


def _with_last(words: Sequence[str], at: int, tens: int, taken: int) -> tuple[int, int]:
    last = _word(words, at)
    if last in _LAST and not _is_year(words, at):
        return tens + _LAST[last], taken + 1
    return tens, taken


def _is_year(words: Sequence[str], at: int) -> bool:
    """Whether "nam" means a year: the five stands before what it counts."""
    counted = (_HUNDRED, *_TENS, "nghin", "ngan", "k", "trieu", "tr", "ty", "ti", "dong", "d", "vnd", "cu")
    return words[at] == "nam" and _word(words, at + 1) not in counted


def _word(words: Sequence[str], at: int) -> str:
    return words[at] if at < len(words) else ""
