"""Text that was typed for fonts of before Unicode: recognised, and put into the letters that were meant.

Rules: the domain reference, section 6.3. A sign alone or after a digit proves nothing: "±", "§ 3" are right in Unicode.
What proves it are words that read as Vietnamese syllables once they are converted, and as nothing before.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import cache

import regex
from msgspec import Struct

from conversations.syllables import is_syllable

_MODERN = regex.compile(r"[ăđơưĂĐƠƯ\u1EA0-\u1EF9]")
_SIGN = "[µ¸¶·¹¨»¾¼½Æ©®¬«ª\u00ad§¡¢]"
_TCVN3 = regex.compile(f"(?<=[A-Za-z]){_SIGN}|{_SIGN}(?=[A-Za-z])")
_INSIDE = regex.compile(f"(?<=[A-Za-z]){_SIGN}(?=[A-Za-z\u00c0-\u00ff])")
# Only pairs that no word of Unicode text has: "oà", "oá" stand in "hoà", "toán".
_VNI = regex.compile(r"(?i)[aey][ùøûõï]|[aeo]â|a[êéèúüë]|[ôö][ùøûõï]|[eo]å")
_ENOUGH = 2
TCVN3, VNI, MISREAD = "TCVN3 (.VnTime)", "VNI (VNI-Times)", "UTF-8"  # as people call them

# One sign a letter. Capitals with a tone look like small letters: a font of capitals, .Vn…H, shows them.
_TCVN3_LETTERS = str.maketrans(
    "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢§£¤¥¦",
    "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ",
)
_TCVN3_SIGNS = "".join(map(chr, _TCVN3_LETTERS))
# Programs turn the soft hyphen, which is ư, into a hyphen or a minus.
_TCVN3_WORD = regex.compile(f"[A-Za-z{_TCVN3_SIGNS}]+(?:[-−‑][A-Za-z{_TCVN3_SIGNS}]+)*")
_HYPHENS = regex.compile("[-−‑]")
_TCVN3_PROOF = regex.compile(
    r"[A-Za-z][¸¶·¹¨»¾¼½©®¬«ª\u00ad§¡¢µ÷×]|[a-z][ÆÇÊÈÉËÌÐÎÏÑÒÕÓÔÖÝØÜÞ]|§[a-zµ-þ]|[A-Za-z][-−‑][ª-þ]"
)
_STANDS_ALONE = frozenset("µª")  # are letters in Unicode too

_VNI_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_HATS = dict(zip("áàåãäâ", ("\u0301", "\u0300", "\u0309", "\u0303", "\u0323", ""), strict=True))
_VNI_BREVES = dict(zip("éèúüëê", ("\u0301", "\u0300", "\u0309", "\u0303", "\u0323", ""), strict=True))
_VNI_SINGLE = dict(zip("ôöíìæóòîñ", "ơưíìỉĩịỵđ", strict=True))


def _vni_pairs() -> Mapping[str, str]:
    """What vowel and mark, or a sign alone, stand for; in small letters."""
    pairs = dict(_VNI_SINGLE)
    for vowel, meant in (*((one, one) for one in "aeouy"), ("ô", "ơ"), ("ö", "ư")):
        pairs |= {vowel + mark: meant + tone for mark, tone in _VNI_TONES.items()}
    for vowel, meant in zip("aeo", "âêô", strict=True):
        pairs |= {vowel + mark: meant + tone for mark, tone in _VNI_HATS.items()}
    pairs |= {"a" + mark: "ă" + tone for mark, tone in _VNI_BREVES.items()}
    return {written: unicodedata.normalize("NFC", meant) for written, meant in pairs.items()}


_VNI_LETTERS = _vni_pairs()
_VNI_WORD = regex.compile(r"[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff]+")
_VNI_PROOF = regex.compile(r"(?i)[aeuy][ùøûõï]|[ae][áàåãä]|[aeo]â|o[åäøûï]|a[êéèúüë]|[ôö][ùøûõï]")
_MISREAD = regex.compile("[ÃÄÅÆáâ][\u0080-\u00bf\u0152-\u2122]")  # how letters of UTF-8 look in Windows-1252
# Three words of an old font hold one of these, and hardly any Vietnamese text in Unicode does.
_STRANGE = re.compile("[¸¶·¹¨»¾¼½©®¬«ª\u00ad§¡¢µ÷×ÆÇËÐÎÏÑÖØÜÞÅÄÛøûïåäëüñöîæ]")
_MOSTLY = 0.7  # of the words with signs are Vietnamese


class Converted(Struct, frozen=True):
    """A text in the letters that were meant. font: what it was typed for."""

    text: str
    font: str


def is_modern(text: str) -> bool:
    """Whether the text has letters that only Unicode has."""
    return _MODERN.search(_composed(text)) is not None


def is_old(text: str) -> bool:
    """Whether a text without any modern letter is TCVN3 (fonts .Vn…) or VNI-Windows that was read as Latin-1."""
    text = _composed(text)
    return _TCVN3.search(text) is not None or sum(1 for _ in _VNI.finditer(text)) >= _ENOUGH


def is_old_cell(text: str) -> bool:
    """The same for one text among modern ones: a trade mark at a word's end is no proof."""
    if text.isascii():
        return False
    text = _composed(text)
    return not _MODERN.search(text) and (
        _INSIDE.search(text) is not None or sum(1 for _ in _TCVN3.finditer(text)) >= _ENOUGH
    )


def converted(text: str, least: int = _ENOUGH) -> Converted | None:
    """The text in Unicode if it was typed for TCVN3 or VNI, or is UTF-8 that was read as Windows-1252; else None.

    Args:
        text: as it came: cleaning takes the soft hyphen away, which is the ư of TCVN3.
        least: how many different words have to prove it.
    """
    if text.isascii():
        return None
    text = _composed(text)
    if _MODERN.search(text):
        return None
    if (meant := _reread(text)) is not None:
        return Converted(meant, MISREAD)
    # Words of capitals are shortened ones ("Q§"), whatever the font: capitals with marks look like small letters there.
    tcvn3 = [word for word in _TCVN3_WORD.findall(text) if not word.isupper()]
    if _is_proven(tcvn3, _TCVN3_PROOF, _from_tcvn3, least):
        return Converted(rewritten(text, TCVN3), TCVN3)
    if _is_proven(_VNI_WORD.findall(text), _VNI_PROOF, _from_vni, least):
        return Converted(rewritten(text, VNI), VNI)
    return None


def rewritten(text: str, font: str) -> str:
    """A text that was typed for TCVN3 or VNI, in Unicode; whether it was is not asked."""
    if font == TCVN3:
        return _TCVN3_WORD.sub(lambda found: _from_tcvn3(found[0]), text)
    return _VNI_WORD.sub(lambda found: _from_vni(found[0]), text)


def damaged(text: str) -> tuple[str, ...]:
    """The words of a modern text that were typed for another font; nothing below three: they may be a trade mark."""
    text = _composed(text)
    if not (_STRANGE.search(text) and _MODERN.search(text)):
        return ()
    words = (
        *_proofs(_TCVN3_WORD.findall(text), _TCVN3_PROOF, _from_tcvn3),
        *_proofs(_VNI_WORD.findall(text), _VNI_PROOF, _from_vni),
    )
    return tuple(dict.fromkeys(words)) if len(set(words)) > _ENOUGH else ()


def _is_proven(
    words: Iterable[str], proof: "regex.Pattern[str]", convert: Callable[[str], str], least: int
) -> bool:
    odd = {word for word in words if not word.isascii() and len(word) > 1}
    right = sum(is_syllable(convert(word)) for word in odd)
    return len(_proofs(odd, proof, convert)) >= least and right >= _MOSTLY * len(odd)


def _proofs(words: Iterable[str], proof: "regex.Pattern[str]", convert: Callable[[str], str]) -> list[str]:
    found = dict.fromkeys(word for word in words if not word.isascii() and proof.search(word))
    return [word for word in found if is_syllable(convert(word))]


def _from_tcvn3(word: str) -> str:
    if len(word) == 1 and (word in _STANDS_ALONE or not word.isalpha()):
        return word
    meant = word.translate(_TCVN3_LETTERS)
    if not _HYPHENS.search(meant):
        return meant
    whole = _HYPHENS.sub("ư", meant)
    return whole if is_syllable(whole) else meant


def _from_vni(word: str) -> str:
    return _vni_token().sub(_vni_letter, word)


@cache  # a start has no use for it, and it takes long to make
def _vni_token() -> "regex.Pattern[str]":
    return regex.compile("(?i)" + "|".join(sorted(_VNI_LETTERS, key=len, reverse=True)))


def _vni_letter(found: "regex.Match[str]") -> str:
    meant = _VNI_LETTERS[found[0].lower()]
    return meant.upper() if found[0][0].isupper() else meant


def _reread(text: str) -> str | None:
    """UTF-8 that was read as Windows-1252, read rightly, if it is that throughout."""
    if not _MISREAD.search(text):
        return None
    try:
        meant = b"".join(map(_byte, text)).decode()
    except UnicodeError:
        return None
    return meant if _MODERN.search(_composed(meant)) else None


def _byte(sign: str) -> bytes:
    return bytes((ord(sign),)) if ord(sign) < 0x100 else sign.encode("cp1252")  # which has holes that programs fill


def _composed(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", text)
