"""Text that was typed for fonts of before Unicode: recognised, so that nobody imports names that nobody can read.

Rules: the domain reference, section 6.3. A sign alone or after a digit proves nothing: "±", "§ 3" are right in Unicode.
"""

import unicodedata

import regex

_MODERN = regex.compile(r"[ăđơưĂĐƠƯ\u1EA0-\u1EF9]")
_SIGN = "[µ¸¶·¹¨»¾¼½Æ©®¬«ª\u00ad§¡¢]"
_TCVN3 = regex.compile(f"(?<=[A-Za-z]){_SIGN}|{_SIGN}(?=[A-Za-z])")
_INSIDE = regex.compile(f"(?<=[A-Za-z]){_SIGN}(?=[A-Za-z\u00c0-\u00ff])")
# Only pairs that no word of Unicode text has: "oà", "oá" stand in "hoà", "toán".
_VNI = regex.compile(r"(?i)[aey][ùøûõï]|[aeo]â|a[êéèúüë]|[ôö][ùøûõï]|[eo]å")
_ENOUGH = 2


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


def _composed(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", text)
