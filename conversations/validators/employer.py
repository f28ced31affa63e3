"""Who agreed on the employer's side: a person and the position held."""

import regex

from conversations.answers import Doubtful, Invalid, Valid
from conversations.text import count, has_letter, normalise, words
from conversations.validators.names import full_name

MOST_RAW = 1000
MOST_IN_POSITION = 100

_PARTING = regex.compile(r"\s*(?:[,;|:\n]|\s[-–—]\s)\s*")
# First words of a position, folded: who begins with one has put the position first.
_POSITION_WORDS = (
    ("giam", "doc"), ("tong", "giam", "doc"), ("pho", "giam", "doc"), ("hieu", "truong"),
    ("pho", "hieu", "truong"), ("truong", "phong"), ("truong", "tram"), ("truong", "ban"), ("chu", "tich"),
    ("pho", "chu", "tich"), ("thu", "truong"), ("chanh", "van", "phong"), ("bi", "thu"), ("quan", "doc"),
    ("to", "truong"), ("doi", "truong"),
)  # fmt: skip


def person_and_position(raw: str) -> Valid | Doubtful | Invalid:
    """Read "Nguyễn Văn A, Giám đốc" in either order; the value is "Nguyễn Văn A|Giám đốc"."""
    parts = _PARTING.split(normalise(raw), maxsplit=1) if len(raw) <= MOST_RAW else []
    if len(parts) != 2 or not all(map(has_letter, parts)):
        return Invalid("person-and-position-unreadable")
    name, position = reversed(parts) if _is_position(parts[0]) else parts
    position = " ".join(position.replace("|", " ").split())
    if count(position) > MOST_IN_POSITION or len(position) > 10 * MOST_IN_POSITION:
        return Invalid("position-too-long", {"limit": MOST_IN_POSITION})
    match full_name(name):
        case Valid(value):
            return Valid(f"{value}|{position}")
        case Doubtful(value, key, args):
            return Doubtful(f"{value}|{position}", key, args)
        case problem:
            return problem


def _is_position(text: str) -> bool:
    said = words(text)
    return any(said[: len(known)] == known for known in _POSITION_WORDS)
