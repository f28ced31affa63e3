"""Keys of a Vietnamese keyboard driver that was switched off: VNI digits and Telex letters. Pure."""

from functools import cache

import regex

_VOWEL = regex.compile(r"[aeiouy]")
_TONE_KEYS = regex.compile(r"[sfrxj]")
_TOKEN = regex.compile(r"[a-z0-9]+")
_DIGIT = regex.compile(r"[0-9]")
_HORN_KEY = regex.compile(r"(?<=[aou])w")
_DOUBLE_VOWEL = regex.compile(r"([aeo])\1")
_ONSET = r"(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdghklmnprstvx])?"
# Vowels that a final consonant may follow, and those that end the syllable.
_CLOSED = r"(?:uye|ie|oa|oe|oo|ua|ue|uo|uy|ye|[aeiouy])(?:ch|ng|nh|[cmnpt])?"
_OPEN = r"(?:ieu|oai|oay|oao|oeo|uay|uoi|uou|uya|uyu|yeu|ai|ao|au|ay|eo|eu|ia|iu|oi|ui|uu)"
_LONE_DOUBLE = regex.compile(r"oo(?!ng|c)")  # a double o stands only in words like xoong and moóc


def without_vni(folded: str) -> str:
    """Drop the digits inside words ("bao3 lac5" → "bao lac"); a word of digits alone is kept."""
    return _TOKEN.sub(lambda match: _letters_only(match[0]), folded)


def _letters_only(token: str) -> str:
    return token if token.isdigit() else _DIGIT.sub("", token)


def without_telex(folded: str) -> str:
    """Undo Telex keys in every word of a folded text: "baor lacj" → "bao lac", "cao bawngf" → "cao bang"."""
    return _TOKEN.sub(lambda match: _telex_word(match[0]), folded)


def _telex_word(word: str) -> str:
    first = _VOWEL.search(word.replace("w", "u"))
    start = first.start() if first else len(word)
    # After the first vowel no Vietnamese syllable has one of these letters, so there they are tones.
    plain = word[: start + 1] + _TONE_KEYS.sub("", word[start + 1 :])
    plain = _HORN_KEY.sub("", plain).replace("w", "u")
    plain = _DOUBLE_VOWEL.sub(r"\1", plain)
    return plain[1:] if plain.startswith("dd") else plain


def has_telex(word: str) -> bool:
    """True for a word that is no Vietnamese syllable until its Telex keys are undone: "nguyeenx".

    Names of other peoples and words that can stand as they are give False.

    Args:
        word: ASCII letters, lower case.
    """
    plain = _telex_word(word)
    return plain != word and not is_plain_syllable(word) and is_plain_syllable(plain)


def is_plain_syllable(word: str) -> bool:
    """Whether a word of small ASCII letters can be a Vietnamese syllable that has lost its marks."""
    return bool(_syllable().fullmatch(word)) and not _LONE_DOUBLE.search(word)


@cache  # a start has no use for it, and it takes long to make
def _syllable() -> "regex.Pattern[str]":
    return regex.compile(f"{_ONSET}(?:{_CLOSED}|{_OPEN})")
