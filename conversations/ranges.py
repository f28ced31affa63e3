"""Reading "1-12 trừ 5": which numbers of a list are meant."""

import re

from conversations.answers import Invalid

MOST = 200
_PART = re.compile(r"(\d{1,3})(?:\s*[-–—đ]+(?:ến)?\s*(\d{1,3}))?")
_EXCEPT = re.compile(r"\btr[ừu]\b", re.IGNORECASE)


def numbers(text: str, last: int) -> tuple[int, ...] | Invalid:
    """Numbers from 1 to *last*, in the order named, without those after "trừ".

    "tất cả" means all. Invalid if nothing is left, or a number is off the list.
    """
    wanted, *excluded = _EXCEPT.split(text, maxsplit=1)
    chosen = range(1, last + 1) if _is_all(wanted) else _named(wanted)
    left = _named(excluded[0]) if excluded else ()
    if chosen is None or left is None or any(not 1 <= number <= last for number in (*chosen, *left)):
        return Invalid("numbers-off-list", {"last": last})
    kept = tuple(number for number in dict.fromkeys(chosen) if number not in left)
    return kept or Invalid("numbers-off-list", {"last": last})


def _is_all(text: str) -> bool:
    return text.strip().casefold() in ("tất cả", "tat ca", "hết", "het", "all")


def _named(text: str) -> tuple[int, ...] | None:
    found: list[int] = []
    for part in re.split(r"[,;\s]+(?![-–—])(?<![-–—]\s)", text.strip()):
        match = _PART.fullmatch(part.strip())
        if match is None:
            return None
        first, end = int(match[1]), int(match[2] or match[1])
        if end < first or end - first > MOST:
            return None
        found += range(first, end + 1)
    return tuple(found)
