"""Who agreed on the employer's side: a person and the position held."""

from collections.abc import Sequence

import regex

from conversations.answers import Doubtful, Invalid, Valid
from conversations.text import count, fold, has_letter, normalise
from conversations.validators.names import full_name

MOST_RAW = 1000
MOST_IN_POSITION = 100
WORDS_IN_NAME = range(2, 6)  # where no sign parts it from the position: more would be a workplace, too

_PARTING = regex.compile(r"\s*(?:[,;|:\n]|\s[-–—]\s)\s*")
_HEADS = (
    "giám đốc", "tổng giám đốc", "hiệu trưởng", "chủ tịch", "trưởng phòng", "trưởng trạm", "trưởng ban", "trưởng khoa",
    "thủ trưởng", "chánh văn phòng", "bí thư", "quản đốc", "tổ trưởng", "đội trưởng",
)  # fmt: skip
_POSITIONS = sorted((f"{rank}{head}".split() for head in _HEADS for rank in ("", "phó ")), key=len, reverse=True)


def person_and_position(raw: str) -> Valid | Doubtful | Invalid:
    """Read "Nguyễn Văn A, Giám đốc" or "Giám đốc Nguyễn Văn A"; the value is "Nguyễn Văn A|Giám đốc"."""
    text = normalise(raw) if len(raw) <= MOST_RAW else ""
    parts = _PARTING.split(text, maxsplit=1)
    name, position = _ordered(*parts) if len(parts) == 2 else _told_apart(text.split())
    if not has_letter(name) or not has_letter(position):
        return Invalid("person-and-position-unreadable")
    position = " ".join(position.replace("|", " ").split())
    if count(position) > MOST_IN_POSITION or len(position) > 10 * MOST_IN_POSITION:
        return Invalid("position-too-long", {"limit": MOST_IN_POSITION})
    match full_name(name):
        case Valid(value) if len(parts) == 1 and name[0].islower():  # "giám đốc công ty"
            return Doubtful(f"{value}|{position}", "person-and-position-meant", {"name": value, "position": position})
        case Valid(value):
            return Valid(f"{value}|{position}")
        case Doubtful(value, key, args):
            return Doubtful(f"{value}|{position}", key, args)
        case problem:
            return problem


def _ordered(first: str, second: str) -> tuple[str, str]:
    """Name and position, whichever was typed first."""
    typed = first.split()
    return (second, first) if any(_reads(typed[: len(known)], known) for known in _POSITIONS) else (first, second)


def _told_apart(typed: Sequence[str]) -> tuple[str, str]:
    """Name and position of a text that begins or ends with one; nothing where the rest may be more than a name."""
    for known in _POSITIONS:  # the longest first
        size = len(known)
        for position, name in ((typed[:size], typed[size:]), (typed[-size:], typed[:-size])):
            if _reads(position, known):
                is_name = len(name) in WORDS_IN_NAME and len({word[0].islower() for word in name}) == 1
                return (" ".join(name), " ".join(position)) if is_name else ("", "")
    return "", ""


def _reads(typed: Sequence[str], known: Sequence[str]) -> bool:
    """Whether these are the words, maybe without their marks; with other marks they are none ("Trương Phong")."""
    pairs = zip(typed, known, strict=False)
    return len(typed) == len(known) and all(word.casefold() in (one, fold(one)) for word, one in pairs)
