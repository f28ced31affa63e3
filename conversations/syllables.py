"""Whether a word is written as a Vietnamese syllable: letters in an order that the language has, one tone at most."""

import unicodedata
from functools import cache, lru_cache

import regex

_TONE = regex.compile("[\u0300\u0301\u0303\u0309\u0323]")
_ONSET = r"(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnprstvx])?"
_RHYME = "|".join((
    "a(?:ch|c|i|m|ng|nh|n|o|p|t|u|y)?", "ă(?:c|m|ng|n|p|t)", "â(?:c|m|ng|n|p|t|u|y)",
    "e(?:c|m|ng|n|o|p|t)?", "ê(?:ch|m|nh|ng|n|p|t|u|c)?",
    "i(?:a|ch|m|nh|n|p|t|u)?", "[iy]ê(?:c|m|ng|n|p|t|u)",
    "o(?:c|i|m|ng|n|p|t)?", "oo(?:c|ng)", "oa(?:ch|c|i|m|ng|nh|n|o|p|t|y)?", "oă(?:c|m|ng|n|t)", "oe(?:n|o|t)?",
    "ô(?:c|i|m|ng|n|p|t)?", "ơ(?:i|m|n|p|t)?",
    "u(?:a|c|i|m|ng|n|p|t)?", "uâ(?:ng|n|t|y)", "uê(?:ch|nh|n)?", "uô(?:c|i|m|ng|n|t)", "uơ", "uy(?:a|ch|nh|n|p|t|u)?",
    "uyê(?:n|t)", "ư(?:a|c|i|m|ng|n|t|u)?", "ươ(?:c|i|m|ng|n|p|t|u)", "y",
))  # fmt: skip
_LONGEST = 7  # letters: nghiêng
_STOPPED = ("c", "ch", "p", "t")  # such syllables have one of two tones


def is_syllable(word: str) -> bool:
    """Whether a word, in letters of any case, can be one Vietnamese syllable: "Nghiêng", "ừ"; not "Straße"."""
    lowered = unicodedata.normalize("NFC", word).lower()
    return 0 < len(lowered) <= _LONGEST and _is_syllable(lowered)


@lru_cache(maxsize=2048)  # of some seven thousand that there are; a single one is nobody's
def _is_syllable(lowered: str) -> bool:
    decomposed = unicodedata.normalize("NFD", lowered)
    plain, tones = _TONE.sub("", decomposed), _TONE.findall(decomposed)
    if len(tones) > 1 or (plain.endswith(_STOPPED) and not {"\u0301", "\u0323"} & set(tones)):
        return False
    return _syllable().fullmatch(unicodedata.normalize("NFC", plain)) is not None


@cache  # half a hundredth of a start, so it is made for the first word
def _syllable() -> "regex.Pattern[str]":
    return regex.compile(f"{_ONSET}(?:{_RHYME})")
