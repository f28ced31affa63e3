"""The words of a workplace's name, with the usual abbreviations brought to one form. Pure."""

from functools import lru_cache

import regex

from conversations.text import words

# Folded phrase → the abbreviation that stands for it. The longest phrase is taken first.
_ABBREVIATIONS = {
    "trung hoc co so": "thcs", "trung hoc pho thong": "thpt", "tieu hoc": "th", "mam non": "mn",
    "mau giao": "mg", "pho thong dan toc noi tru": "ptdtnt", "pho thong dan toc ban tru": "ptdtbt",
    "giao duc thuong xuyen": "gdtx",
    "giao duc nghe nghiep": "gdnn", "uy ban nhan dan": "ubnd", "hoi dong nhan dan": "hdnd",
    "trung tam y te": "ttyt", "benh vien da khoa": "bvdk", "benh vien": "bv",
    "trach nhiem huu han": "tnhh", "co phan": "cp", "mot thanh vien": "mtv", "cong ty": "cty",
    "doanh nghiep tu nhan": "dntn",
    "hop tac xa": "htx", "bao hiem xa hoi": "bhxh", "kho bac nha nuoc": "kbnn", "toa an nhan dan": "tand",
    "vien kiem sat nhan dan": "vksnd", "mat tran to quoc": "mttq", "ngan hang chinh sach xa hoi": "nhcsxh",
    "giao duc va dao tao": "gddt", "giao duc dao tao": "gddt",
}  # fmt: skip
_IN_FULL = {short: frozenset(phrase.split()) for phrase, short in _ABBREVIATIONS.items()}
_LEADING = ("cong doan co so", "cong doan", "cdcs", "cd")
MOST_KNOWN = 20_000  # names whose words are remembered: a scope is indexed anew with every CĐCS that joins it
_LINKS = frozenset(("va", "cua"))
# Words that say what sort of workplace it is: a name may be typed without them.
GENERIC = frozenset(("truong", "cty", "tnhh", "cp", "mtv", "dntn", "don", "vi"))
_PHRASE = regex.compile(r"\b(?:" + "|".join(sorted(_ABBREVIATIONS, key=len, reverse=True)) + r")\b")


def union_words(text: str) -> tuple[str, ...]:
    """The words that tell one workplace from another: no "CĐCS" in front, abbreviations in one form."""
    return _abbreviated(_without_leading(text))


@lru_cache(maxsize=MOST_KNOWN)
def known_words(name: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """The union_words() of a name, and every word it may be looked for by: as written, abbreviated, in full."""
    written = _without_leading(name)
    said = _abbreviated(written)
    found = {*written.split(), *said}
    found.update(short for phrase, short in _ABBREVIATIONS.items() if phrase in written)
    found.update(word for short in found & _IN_FULL.keys() for word in _IN_FULL[short])
    return said, frozenset(found)


def _abbreviated(written: str) -> tuple[str, ...]:
    said = _PHRASE.sub(lambda match: _ABBREVIATIONS[match[0]], written)
    return tuple(word for word in said.split() if word not in _LINKS) or tuple(said.split())


def _without_leading(text: str) -> str:
    said = " ".join(word.lstrip("0") or word if word.isdigit() else word for word in words(text))
    leading = next((each for each in _LEADING if said.startswith(each + " ")), "")
    return said.removeprefix(leading).strip()


def core(said: tuple[str, ...]) -> tuple[str, ...]:
    """The words without the generic ones; all if nothing else is left."""
    return tuple(word for word in said if word not in GENERIC) or said
