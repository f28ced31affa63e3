"""Codes that are read aloud: receipts and short link codes. No look-alikes, one check symbol."""

import re
from operator import mul

from conversations.typed import for_a_turn

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # 32 symbols: without 0 O 1 I
_SYMBOLS = frozenset(ALPHABET)
LENGTH = 8  # seven drawn, one check
_WEIGHTS = range(1, 2 * (LENGTH - 1), 2)
_OF_BYTES = (ALPHABET * (256 // len(ALPHABET))).encode()  # every symbol stands for equally many bytes
SHORTEST = 4  # symbols of a code that may stand for it where few are meant
MOST_RAW = 40  # characters: no code is written longer
_AROUND = " \t\n.,;:!?#\"'“”‘’()[]"  # what is copied along with a code
# Looked for at every word, for a word of four letters before a code would else pass for its first half.
_IN_TEXT = re.compile(rf"(?<!\w)(?=([{ALPHABET}]{{4}}[\s\-‐‑–—_]?[{ALPHABET}]{{4}})(?!\w))", re.IGNORECASE)
_WITHIN = re.compile(r"[\s\-‐‑–—_]+")


def with_check(drawn: str) -> str:
    """Seven symbols of ALPHABET plus the check symbol.

    The check is a weighted sum modulo 32 with odd weights, so that every single wrong symbol
    and most swapped neighbours are noticed.
    """
    return drawn + ALPHABET[_checksum(drawn)]


def of_bytes(drawn: bytes) -> str:
    """The code that seven bytes, drawn by chance, stand for."""
    symbols = drawn.translate(_OF_BYTES).decode()
    return symbols + ALPHABET[sum(map(mul, _WEIGHTS, drawn)) % len(ALPHABET)]  # a byte is its symbol's place modulo 32


def is_code(text: str) -> bool:
    """Whether *text* (already tidied) is a whole code with the right check symbol."""
    return len(text) == LENGTH and _SYMBOLS.issuperset(text) and ALPHABET[_checksum(text[:-1])] == text[-1]


def tidy(text: str) -> str:
    """A code as typed or copied (small letters, spaces, dashes, a full stop) as it is stored.

    Returns: '' if a symbol cannot belong to one.
    """
    symbols = _WITHIN.sub("", text.strip(_AROUND)).upper() if len(text) <= MOST_RAW else ""
    return symbols if _SYMBOLS.issuperset(symbols) else ""


def mentioned(text: str) -> str:
    """The first code inside a sentence, as it is stored; '' if there is none. Mere digits are a number, not a code."""
    found = (tidy(match[1]) for match in _IN_TEXT.finditer(text))
    return next((code for code in found if is_code(code) and not code.isdigit()), "")


@for_a_turn
def first_in(text: str) -> str:
    """The code that *text* is, or else the first one inside it; '' if there is none."""
    bare = tidy(text)
    return bare if is_code(bare) else mentioned(text)


def shown(code: str) -> str:
    """A code as people read it: A7K2-9QXM."""
    return f"{code[:4]}-{code[4:]}" if len(code) == LENGTH else code


def _checksum(drawn: str) -> int:
    return sum((2 * place + 1) * ALPHABET.index(symbol) for place, symbol in enumerate(drawn)) % len(ALPHABET)
