"""Reading "1-12 trừ 5": which numbers of a list are meant."""

import re

from conversations.answers import Invalid
from conversations.text import plain_letters

MOST_RAW = 200  # characters; a longer text is no list of numbers
_PART = re.compile(r"(\d{1,3})(?!\d)(?:\s*(?:[-‐‑–—]|den|toi)\s*(\d{1,3})(?!\d))?")
_LIST = re.compile(rf"{_PART.pattern}(?:(?:[\s,;.&+]|va)+{_PART.pattern})*")
_EXCEPT = re.compile(r"\btru\b")
_ALL = re.compile(r"\s*(?:tat ca|het|all)\s*")
_BEGINNING = re.compile(r"\s*(?:(?:tat ca|het|all)\b|\d{1,3}(?!\w))")


def begins_list(text: str) -> bool:
    """Whether *text* starts like "3", "1-12" or "tất cả"; a code such as "2B3C" does not."""
    return _BEGINNING.match(plain_letters(text[:MOST_RAW])) is not None


def numbers(text: str, last: int) -> tuple[int, ...] | Invalid:
    """Numbers from 1 to *last*, in the order named, without those after "trừ".

    "tất cả" means all. Invalid if nothing is left, or a number is off the list, or anything else stands there.
    """
    wanted, *excluded = _EXCEPT.split(plain_letters(text) if len(text) <= MOST_RAW else "", maxsplit=1)
    chosen = tuple(range(1, last + 1)) if _ALL.fullmatch(wanted) else _named(wanted)
    left = _named(excluded[0]) if excluded else ()
    if chosen is None or left is None or any(not 1 <= number <= last for number in (*chosen, *left)):
        return Invalid("numbers-off-list", {"last": last})
    kept = tuple(number for number in dict.fromkeys(chosen) if number not in left)
    return kept or Invalid("numbers-off-list", {"last": last})


def _named(text: str) -> tuple[int, ...] | None:
    """The numbers of "1, 3-5 và 7"; None if there are none or something else is among them."""
    listed = text.strip(" .,;")
    if _LIST.fullmatch(listed) is None:
        return None
    ends = [(int(part[1]), int(part[2] or part[1])) for part in _PART.finditer(listed)]
    if any(end < first for first, end in ends):
        return None
    return tuple(number for first, end in ends for number in range(first, end + 1))
