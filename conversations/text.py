"""Vietnamese text: normalising, counting, cutting, folding, sorting. No rule of a single question lives here.

Sources: Unicode NFC (UAX #15), grapheme clusters (UAX #29), XML 1.0 for controls that no document may hold.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

import regex

from conversations.typed import for_a_turn

_BREAKS = "\r\x0b\x85\u2028\u2029"
_CONTROLS = [*range(0x09), *range(0x0C, 0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF]
_INVISIBLE = [
    0x200B,
    0x200C,
    0x200E,
    0x200F,
    0x2060,
    0xFEFF,
    0xAD,
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
]
_SPACES = [0x09, 0xA0, *range(0x2000, 0x200B), 0x202F, 0x3000]
_WORD_BULLETS = [0xF0B7, 0xF0A7, 0xF0D8, 0xF0FC]
# Lone surrogates go with the controls: no database and no file format takes them.
_ONE_TO_ONE: Mapping[int, str | None] = (
    dict.fromkeys([*_CONTROLS, *_INVISIBLE], None)
    | dict.fromkeys(map(ord, _BREAKS), "\n")
    | dict.fromkeys(_SPACES, " ")
    | dict.fromkeys(_WORD_BULLETS, "•")
    | dict(zip(map(ord, "ÐðƉ"), "ĐđĐ", strict=True))  # look-alikes
)
# Hardly any text holds one of these, and looking is cheaper than replacing nothing.
_REPLACED = re.compile(f"[{re.escape(''.join(map(chr, _ONE_TO_ONE)))}]")
# A joiner belongs between two emoji, the first perhaps with a variant or skin colour.
_STRAY_JOINER = regex.compile(
    r"(?<!\p{Extended_Pictographic}[\uFE0F\U0001F3FB-\U0001F3FF]?)\u200d|\u200d(?!\p{Extended_Pictographic})"
)
_GRAPHEME = regex.compile(r"\X")
# Vietnamese in NFC with its usual signs: each of these is one that a person sees, whatever stands beside it.
_SINGLE = re.compile("[\n -~\u00a0-\u02ff\u1e00-\u1eff\u2010-\u2026]*")
_MARK = regex.compile(r"\p{Mn}+")
_VIETNAMESE_MARK = re.compile("[\u0300-\u036f]+")  # and all others that letters of our neighbours in Unicode take
# In UTF-8, all marks of Vietnamese and no other character consist of these bytes alone; others keep their first byte.
_TONE_BYTES = bytes((0xCC, *range(0x80, 0xC0)))
_WORD = re.compile(r"[a-z0-9]+")
_APOSTROPHES = re.compile("['’‘ʼ`´]")
# The same two for small ASCII letters, as a table: gone, and a gap.
_PARTED: Mapping[int, str | None] = {
    code: None if chr(code) in "'`" else " " for code in range(0x80) if not chr(code).isalnum()
}
_SENTENCE_END = regex.compile(r"(?<=[.!?…])[\"”’)]*(?: |$)")
_BULLET = regex.compile(r"^(?:[-–—•*+·]|\d{1,2}[.)])\s+")

_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"  # Vietnamese order; f, j, w, z in their places
_RANK = {letter: number for number, letter in enumerate(_LETTERS, start=1)}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}  # huyền, hỏi, ngã, sắc, nặng

SortKey = tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]


def normalise(raw: str) -> str:
    """The text as it is stored: one kind of line break, nothing invisible, NFC, no space at line ends.

    Inner spaces, blank lines, quotes, dashes and markup stay as typed. Idempotent; never raises.
    Conversion of legacy encodings has to come before everything here: TCVN3 keeps ư in the soft hyphen.
    """
    text = raw.replace("\r\n", "\n")
    if _REPLACED.search(text):
        text = text.translate(_ONE_TO_ONE)
    if not text.isascii():
        if "\u200d" in text:
            text = _STRAY_JOINER.sub("", text)
        text = unicodedata.normalize("NFC", text)
    if "\n" not in text:
        return text.strip(" ")
    return "\n".join([line.rstrip(" ") for line in text.split("\n")]).strip(" \n")


def one_line(raw: str) -> str:
    """The normalised text with line breaks and runs of spaces turned into single spaces."""
    return " ".join(part for part in normalise(raw).replace("\n", " ").split(" ") if part)


def count(text: str) -> int:
    """How many characters a person sees in the normalised text (grapheme clusters); a line break is one."""
    text = normalise(text)
    return len(text) if _SINGLE.fullmatch(text) else len(_GRAPHEME.findall(text))


def cut_at(text: str, limit: int) -> tuple[str, str]:
    """Part *text* after *limit* user-perceived characters: (head, tail), and head + tail is *text*.

    Args:
        text: Normalised, so that limits agree with count().
        limit: At least 0.
    """
    for number, grapheme in enumerate(_GRAPHEME.finditer(text)):
        if number == limit:
            return text[: grapheme.start()], text[grapheme.start() :]
    return text, ""


def shortened(text: str, most: int) -> str:
    """A text as it stands in a list: so many user-perceived characters of it at the most, and that there was more."""
    head, tail = cut_at(text, most)
    return head.rstrip() + ("…" if tail else "")


def has_letter(text: str) -> bool:
    """True if any letter of any script is in *text*."""
    return any(character.isalpha() for character in text)


def words(text: str) -> tuple[str, ...]:
    """The words of *text* in small letters without marks, đ as d.

    Apostrophes join a word; everything else that is neither a Latin letter nor a digit parts words.
    """
    plain = plain_letters(text)
    if plain.isascii():
        return tuple(plain.translate(_PARTED).split())
    return tuple(_WORD.findall(_APOSTROPHES.sub("", plain)))


def fold(text: str) -> str:
    """The key for comparing names, letters and digits only: "Qủang  Hoà" and "quang hoa" are one.

    All that normalising changes is left out, so it is `words` without their gaps, and a text put together folds to
    what its parts fold to.
    """
    if text.isascii():
        return "".join(_WORD.findall(text.lower()))
    return "".join(_WORD.findall(_folded(unicodedata.normalize("NFD", text.replace("Ɖ", "Đ").lower()))))


@lru_cache(maxsize=8192)
def fold_label(label: str) -> str:
    """`fold` of what we wrote ourselves: it is remembered, for the same labels are compared in turn after turn."""
    return fold(label)


@for_a_turn
def fold_typed(text: str) -> str:
    """`fold` of what a person typed, which many tables are asked about."""
    return fold(text)


def plain_letters(text: str) -> str:
    """*text* in small letters without marks, đ as d; signs and spaces stay."""
    lowered = normalise(text).lower()
    if lowered.isascii():
        return lowered
    parted = _folded(unicodedata.normalize("NFD", lowered))
    if (bare := parted.encode().translate(None, _TONE_BYTES)).isascii():  # a third of the time of what follows
        return bare.decode()
    plain = _VIETNAMESE_MARK.sub("", parted)
    return plain if plain.isascii() else _MARK.sub("", plain)


def _folded(text: str) -> str:
    """The letters that Unicode does not decompose, without their strokes."""
    return text.replace("đ", "d").replace("ð", "d").replace("ƀ", "b")


def sort_key(name: str) -> SortKey:
    """Orders people: by given name (the last word), then the words before it."""
    by_word = place_sort_key(name)
    return (*by_word[-1:], *by_word[:-1])


def place_sort_key(name: str) -> SortKey:
    """Orders text in Vietnamese alphabetical order, word by word, tones after letters, numbers by value."""
    parts = regex.findall(r"[\p{L}\p{M}\p{N}]+", _APOSTROPHES.sub("", normalise(name).lower()))
    return tuple(_word_key(part) for part in parts)


def _word_key(word: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    if word.isascii() and word.isdigit():
        digits = word.lstrip("0")
        return (0, len(digits), *map(int, digits)), ()
    letters: list[int] = []
    tones: list[int] = []
    for character in word:
        base, tone = _without_tone(character)
        if base:
            letters.append(_RANK.get(base, 1000 + ord(base[0])))
            tones.append(tone)
        elif tone and tones:
            tones[-1] = tone
    return tuple(letters), tuple(tones)


def _without_tone(character: str) -> tuple[str, int]:
    marks = unicodedata.normalize("NFD", character)
    tone = next((_TONES[mark] for mark in marks if mark in _TONES), 0)
    base = "".join(mark for mark in marks if mark not in _TONES)
    return unicodedata.normalize("NFC", base), tone


def first_sentence(text: str, limit: int) -> str:
    """A title proposed from a description: its first sentence, cut at a word if it is longer than *limit*.

    Returns: One line without bullet and final full stop; "" if *text* has no letter.
    """
    line = next((line for line in normalise(text).split("\n") if has_letter(line)), "")
    line = _BULLET.sub("", one_line(line))
    ends = (match.start() for match in _SENTENCE_END.finditer(line) if not _is_abbreviation(line[: match.start()]))
    sentence = line[: next(ends, len(line))].rstrip(".… ")
    head, tail = cut_at(sentence, limit)
    if not tail or tail.startswith(" "):
        return head.rstrip()
    return (head.rpartition(" ")[0] or head).rstrip(" ,;:-–")


def _is_abbreviation(before: str) -> bool:
    last = before.rstrip(".").rpartition(" ")[2]
    return before.endswith(".") and len(last) <= 3 and last[:1].isupper()
