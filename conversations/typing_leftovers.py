"""Keys of a Vietnamese keyboard driver that was switched off: "sa1ng kie61n" (VNI), "sangs kieens" (Telex).

Only proposed, and only where little is typed: a code, a unit or a foreign word may look the same.
"""

import unicodedata
from collections.abc import Callable

import regex

from conversations.matching.typing_keys import is_plain_syllable
from conversations.syllables import is_syllable

_WORD = regex.compile(r"[^\W_]+")
_ONSET = regex.compile(r"(?:qu|gi(?=[aăâeêioôơuưy])|[bcdđghklmnpqrstvx]*)")
_VOWELS = regex.compile("[aăâeêioôơuưy]+")
_MARKED = "ăâêôơư"
_VNI_TONES = dict(zip("12345", ("\u0301", "\u0300", "\u0309", "\u0303", "\u0323"), strict=True))
_TELEX_TONES = dict(zip("sfrxj", ("\u0301", "\u0300", "\u0309", "\u0303", "\u0323"), strict=True))
_VNI_MARKS = {"6": ("aeo", "âêô"), "7": ("ou", "ơư"), "8": ("a", "ă"), "9": ("d", "đ")}
_TELEX_PAIRS = {"aa": "â", "ee": "ê", "oo": "ô", "dd": "đ", "aw": "ă", "ow": "ơ", "uw": "ư"}
_LONGEST = 10  # keys of one syllable: "nghieengs" has nine


def meant(text: str, least: int = 2) -> str | None:
    """What the text says once its keys are carried out; None if it is no such text.

    Args: least: how many different words have to be of that kind; with one, words with marks may stand beside it.
    """
    for carried_out in (_vni, _telex):
        if (found := _meant(text, carried_out, least)) is not None:
            return found
    return None


def _meant(text: str, carried_out: Callable[[str], str | None], least: int) -> str | None:
    found: dict[str, str] = {}
    for word in _WORD.findall(text):
        if is_syllable(word) or is_plain_syllable(word.lower()) or word.isupper() or word.isdigit():
            continue
        syllable = carried_out(word.lower()) if word.isascii() and len(word) <= _LONGEST else None
        if syllable is not None and is_syllable(syllable):
            found[word] = _in_case(syllable, word)
        elif least > 1:  # a word of another language: then the others may be too
            return None
    if len(found) < least:
        return None
    return _WORD.sub(lambda match: found.get(match[0], match[0]), text)


def _in_case(syllable: str, typed: str) -> str:
    return syllable[0].upper() + syllable[1:] if typed[0].isupper() else syllable


def _vni(word: str) -> str | None:
    letters, tone = "", ""
    for key in word:
        if key in _VNI_TONES:
            if tone:
                return None
            tone = _VNI_TONES[key]
        elif key in _VNI_MARKS:
            changed = _with_mark(letters, *_VNI_MARKS[key])
            if changed is None:
                return None
            letters = changed
        elif key.isdigit():
            return None
        else:
            letters += key
    return _toned(letters, tone) if letters != word else None


def _with_mark(letters: str, plain: str, marked: str) -> str | None:
    """The last of these letters gets its mark; in "uo" both get their horns."""
    if "ơ" in marked and "uo" in letters:
        return letters.replace("uo", "ươ")
    place = max(letters.rfind(one) for one in plain)
    if place < 0:
        return None
    return letters[:place] + marked[plain.index(letters[place])] + letters[place + 1 :]


def _telex(word: str) -> str | None:
    letters, tone = "", ""
    for key in word:
        has_vowel = _VOWELS.search(letters) is not None
        if has_vowel and key in _TELEX_TONES and not tone:
            tone = _TELEX_TONES[key]
        elif key == "w":
            letters = _with_mark(letters, "aou", "ăơư") or letters + "ư"
        elif letters[-1:] + key in _TELEX_PAIRS:
            letters = letters[:-1] + _TELEX_PAIRS[letters[-1:] + key]
        else:
            letters += key
    return _toned(letters, tone) if letters != word else None


def _toned(letters: str, tone: str) -> str | None:
    """The tone over its vowel, as most people write it: hòa, thủy, but hoàn."""
    onset = _ONSET.match(letters)
    vowels = _VOWELS.match(letters, onset.end() if onset else 0)
    if vowels is None:
        return None
    place = vowels.start() + _place(vowels[0], is_closed=vowels.end() < len(letters))
    return unicodedata.normalize("NFC", letters[: place + 1] + tone + letters[place + 1 :])


def _place(vowels: str, *, is_closed: bool) -> int:
    marked = [place for place, vowel in enumerate(vowels) if vowel in _MARKED]
    if marked:
        return marked[-1]
    if len(vowels) == 1:
        return 0
    return 1 if is_closed or len(vowels) > 2 else 0
