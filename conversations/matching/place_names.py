"""The parts of a place name: type word, bare name, initials, marks. Pure."""

import unicodedata
from collections.abc import Iterator
from functools import cached_property, lru_cache

from msgspec import Struct

from conversations.text import normalise, words

# Type words as they are typed, folded → the type. Stripped at the start only, as whole words.
_TYPES = {
    ("tinh",): "tinh", ("t",): "tinh",
    ("thanh", "pho"): "thanhpho", ("thanhpho",): "thanhpho", ("tp",): "thanhpho",
    ("huyen",): "huyen", ("h",): "huyen",
    ("quan",): "quan", ("q",): "quan",
    ("thi", "xa"): "thixa", ("thixa",): "thixa", ("tx",): "thixa",
}  # fmt: skip
# Written without a space: "tpcaobang", "q1". One letter only before a number, or the h of Hòa An would go.
_GLUED = {
    "thanhpho": "thanhpho", "tp": "thanhpho", "thixa": "thixa", "tx": "thixa",
    "huyen": "huyen", "quan": "quan", "tinh": "tinh",
}  # fmt: skip
_OFFICIAL_TYPES = {
    "tỉnh ": "tinh", "thành phố ": "thanhpho", "tp": "thanhpho",
    "thị xã ": "thixa", "tx": "thixa", "huyện ": "huyen", "quận ": "quan",
}  # fmt: skip
_OFFICIAL_UNION_WORDS = ("liên đoàn lao động ", "lđlđ ", "lđld ")
_UNION_WORDS = (("lien", "doan", "lao", "dong"), ("ldld",))
_COMMUNE_WORDS = frozenset(("xa", "phuong", "thon", "xom", "x", "p"))
_NO_APOSTROPHES = str.maketrans("", "", "'’‘ʼ`´")
_COMMUNE_PAIRS = frozenset((("thi", "tran"), ("khu", "pho"), ("to", "dan")))


class Reading(Struct, frozen=True, dict=True):  # a dict for what is computed once
    """One way to read a text as a place name.

    type: "huyen", …, or "" if no type word was said.
    words: the bare name, folded. marks: those of each word, see marks_of().
    """

    type: str
    words: tuple[str, ...]
    marks: tuple[str, ...]
    is_glued: bool = False  # the type word stood without a space: a guess, good enough only for exact matches

    @cached_property
    def key(self) -> str:
        """The bare name for comparing."""
        return "".join(self.words)

    @cached_property
    def initials(self) -> str:
        """The first characters of the words."""
        return "".join(word[0] for word in self.words)


def readings(text: str) -> tuple[Reading, ...]:
    """Every way to read *text*, the one without a type word first: "Quản Bạ" is not a quận."""
    said, marks = words(text), marks_of(text)
    if len(marks) != len(said):
        marks = ("",) * len(said)
    for union in _UNION_WORDS:
        if said[: len(union)] == union and len(said) > len(union):
            said, marks = said[len(union) :], marks[len(union) :]
    said = tuple(word.lstrip("0") or word if word.isdigit() else word for word in said)
    return (Reading("", said, marks), *_typed(said, marks)) if said else ()


@lru_cache(maxsize=1024)  # every search in a province asks about its name
def official(name: str) -> Reading:
    """A name as a list has it: the type word counts only with its marks, so "Quản Bạ" has none."""
    text = normalise(name).lower()
    for prefix in _OFFICIAL_UNION_WORDS:
        text = text.removeprefix(prefix)
    found = readings(text)
    begins = next((kind for prefix, kind in _OFFICIAL_TYPES.items() if text.startswith(prefix)), "")
    typed = (reading for reading in found[1:] if reading.type == begins and not reading.is_glued)
    return next(typed, found[0] if found else Reading("", (), ()))


def is_commune(text: str) -> bool:
    """True if *text* begins with the word for a commune, ward, town or village."""
    said = words(text)
    return len(said) > 1 and (said[0] in _COMMUNE_WORDS or said[:2] in _COMMUNE_PAIRS)


def without_commune_word(text: str) -> str:
    """The folded name behind the word for the commune."""
    said = words(text)
    return " ".join(said[2 if said[:2] in _COMMUNE_PAIRS else 1 :])


def _typed(said: tuple[str, ...], marks: tuple[str, ...]) -> Iterator[Reading]:
    for type_words, name in _TYPES.items():
        if said[: len(type_words)] == type_words and len(said) > len(type_words):
            yield Reading(name, said[len(type_words) :], marks[len(type_words) :])
    first = said[0]
    for glued, name in _GLUED.items():
        if first.startswith(glued) and len(first) > len(glued):
            yield Reading(name, (first[len(glued) :], *said[1:]), ("",) * len(said), is_glued=True)
    if first[0] == "q" and first[1:].isdigit():
        yield Reading("quan", (first[1:], *said[1:]), marks, is_glued=True)


def marks_of(text: str) -> tuple[str, ...]:
    """For each word its marks in a fixed order, "" if it has none: the same for "hòa" and "hoà"."""
    joined = normalise(text).lower().translate(_NO_APOSTROPHES)
    parts = "".join(c if c.isalnum() or unicodedata.combining(c) else " " for c in joined).split()
    return tuple("".join(sorted(_marks(part))) for part in parts)


def _marks(word: str) -> Iterator[str]:
    for character in unicodedata.normalize("NFD", word):
        if unicodedata.combining(character) or character == "đ":
            yield character


def agree(typed: tuple[str, ...], known: tuple[str, ...]) -> bool:
    """True if every word was typed without marks or with the marks of the known name."""
    if len(typed) != len(known):
        return not any(typed) or sorted("".join(typed)) == sorted("".join(known))
    return all(mine in ("", its) for mine, its in zip(typed, known, strict=True))
