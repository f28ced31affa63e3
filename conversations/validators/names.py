"""Personal names, as they are written in Việt Nam by all its peoples. Tidied, never corrected.

Rule: Bộ luật Dân sự 2015, Điều 26.3: no digits, no single sign that is not a letter.
"""

import unicodedata
from collections.abc import Callable

import regex

from conversations.answers import Doubtful, Invalid, Valid
from conversations.matching.typing_keys import has_telex
from conversations.text import count, normalise
from conversations.validators.questions import asks_for_name, without_introduction

MOST_CHARACTERS = 100
MOST_IN_WORD = 30
MOST_RAW = 1000  # code points read at all; a name of 100 characters has far fewer
MOST_MARKS = 2  # combining marks left on one letter after NFC: Ê̆ has one

_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ`´", "'"))
_JOINTS = "'-."
_PIECE = regex.compile(r"[^ '.\-]+")
_OTHER_LETTER = regex.compile(r"\p{L}")
_SEPARATORS = "/&+;,|"
_BLOCKS = (range(0x250), range(0x1E00, 0x1F00))  # no phonetic or ornamental letters
_KINDS = ("LATIN SMALL LETTER ", "LATIN CAPITAL LETTER ")
_LATIN = frozenset(
    letter for block in _BLOCKS for letter in map(chr, block) if unicodedata.name(letter, "").startswith(_KINDS)
)
_PLAIN = _LATIN | {" ", *_JOINTS}


def full_name(raw: str) -> Valid | Doubtful | Invalid:
    """Read a personal name, with or without "tôi tên là"; all capitals and all small letters become title case."""
    if len(raw) > MOST_RAW:
        return Invalid("name-too-long", {"limit": MOST_CHARACTERS})
    name = without_introduction(normalise(raw)).translate(_APOSTROPHES)
    if "\n" in name:
        return Invalid("name-line-break")
    is_question = asks_for_name(name)
    name = " ".join(part for part in name.split(" ") if part).strip(" .-?")
    return _problem(name) or _accepted(_in_title_case(name), is_question)


def _problem(name: str) -> Invalid | None:
    strange = next((c for position, c in enumerate(name) if c not in _PLAIN and not _marks(name, position)), None)
    if strange is not None:
        return _refusal(strange)
    if sum(map(str.isalpha, name)) < 2:
        return Invalid("name-too-short")
    if count(name) > MOST_CHARACTERS:
        return Invalid("name-too-long", {"limit": MOST_CHARACTERS})
    parts = name.split(" ")
    if any(count(part) > MOST_IN_WORD for part in parts):
        return Invalid("name-word-too-long", {"limit": MOST_IN_WORD})
    alone = next((part for part in parts if not any(map(str.isalpha, part))), None)
    return Invalid("name-character", {"character": alone[0]}) if alone else None


def _marks(name: str, position: int) -> bool:
    """Whether that is a mark on a letter."""
    before = name[max(0, position - MOST_MARKS) : position]
    bases = [c for c in before if not unicodedata.combining(c)]
    return 0x300 <= ord(name[position]) <= 0x36F and bool(bases) and bases[-1] in _LATIN


def _refusal(character: str) -> Invalid:
    if character.isnumeric():
        return Invalid("name-digits")
    if character in _SEPARATORS:
        return Invalid("name-several-people", {"character": character})
    if _OTHER_LETTER.match(character):
        return Invalid("name-foreign-letter", {"character": character})
    if unicodedata.combining(character):
        return Invalid("name-marks")
    return Invalid("name-character", {"character": character})


def _in_title_case(name: str) -> str:
    if name in (name.upper(), name.lower()):
        return unicodedata.normalize("NFC", _PIECE.sub(lambda match: _capitalised(match[0]), name))
    return name


def _capitalised(word: str) -> str:
    first = _one_to_one(word[0], str.upper)
    return first + "".join(_one_to_one(character, str.lower) for character in word[1:])


def _one_to_one(character: str, change: Callable[[str], str]) -> str:
    changed = change(character)  # ß and a few others become two letters: those stay
    return changed if len(changed) == 1 else character


def _accepted(name: str, is_question: bool) -> Valid | Doubtful:
    if is_question:
        return Doubtful(name, "name-question-meant", {"name": name})
    if any(part.isascii() and has_telex(part.lower()) for part in _PIECE.findall(name)):
        return Doubtful(name, "name-telex-meant", {"name": name})
    if " " not in name:
        return Doubtful(name, "name-one-word-meant", {"name": name})
    if name.isascii():
        return Doubtful(name, "name-without-marks-meant", {"name": name})
    return Valid(name)
