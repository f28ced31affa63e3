"""Words that a document sets in a font of before Unicode: its name says how they are meant, if they prove it."""

import regex

from conversations import old_fonts

_TCVN3, _CAPITALS, _VNI, _END = "\x01", "\x02", "\x03", "\x04"  # signs that no document can hold
_PIECE = regex.compile(f"([{_TCVN3}{_CAPITALS}{_VNI}])([^{_END}]*){_END}|([^{_TCVN3}{_CAPITALS}{_VNI}]+)")
_FONTS = {_TCVN3: old_fonts.TCVN3, _CAPITALS: old_fonts.TCVN3, _VNI: old_fonts.VNI}


def set_in(font: str, text: str) -> str:
    """The text with a note of the font that it is set in, if that is an old one."""
    name = font.casefold()
    if name.startswith(".vn"):
        return f"{_CAPITALS if font.endswith('H') else _TCVN3}{text}{_END}"  # .VnTimeH shows small letters as capitals
    return f"{_VNI}{text}{_END}" if name.startswith("vni-") else text


def understood(text: str) -> tuple[str, str, str]:
    """A text with such notes: as it is meant, as it is stored, and the font that it was converted from or ''.

    The name of a font proves nothing alone: many type Unicode without choosing another one.
    """
    pieces: list[tuple[str, str]] = []
    for mark, noted, plain in _PIECE.findall(text):
        if pieces and pieces[-1][0] == mark:  # a word may be set in several runs
            pieces[-1] = mark, pieces[-1][1] + noted + plain
        else:
            pieces.append((mark, noted + plain))
    stored = "".join(words for _, words in pieces)
    proven: list[str] = []
    for font in (old_fonts.TCVN3, old_fonts.VNI):
        found = old_fonts.converted(" ".join(words for mark, words in pieces if _FONTS.get(mark) == font))
        proven += [font] if found is not None and found.font == font else []
    if not proven:
        return stored, stored, ""
    meant = (_meant(mark, words) if _FONTS.get(mark) in proven else words for mark, words in pieces)
    return "".join(meant), stored, proven[0]


def _meant(mark: str, words: str) -> str:
    text = old_fonts.rewritten(words, _FONTS[mark])
    return text.upper() if mark == _CAPITALS else text
