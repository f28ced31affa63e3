"""Names as people type them: abbreviated, without marks, with slips of the finger. The same seed, the same texts."""

import random
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from conversations.directory import Directory, Organisation
from conversations.text import fold, plain_letters

Noise = Callable[[random.Random, str], str]

_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_NEIGHBOURS = {key: row[max(0, at - 1) : at] + row[at + 1 : at + 2] for row in _KEYS for at, key in enumerate(row)}
_SHORT = (
    ("Công đoàn cơ sở", "CĐCS"), ("Trường Tiểu học", "Trường TH"), ("Tiểu học", "TH"), ("Mầm non", "MN"),
    ("Trung học cơ sở", "THCS"), ("Giáo dục và Đào tạo", "GD&ĐT"), ("Trung tâm Y tế", "TTYT"), ("Trạm Y tế", "TYT"),
    ("Bệnh viện Đa khoa", "BVĐK"), ("Bảo hiểm xã hội", "BHXH"), ("Kho bạc Nhà nước", "KBNN"), ("Tòa án nhân dân", "TAND"),
    ("Viện kiểm sát nhân dân", "VKSND"), ("Tài chính - Kế hoạch", "TC-KH"), ("Một thành viên", "MTV"),
    ("Lao động - Thương binh và Xã hội", "LĐTBXH"), ("Ngân hàng Chính sách xã hội", "NHCSXH"), ("Trung tâm", "TT"),
    ("Tài nguyên và Môi trường", "TNMT"), ("Ban Quản lý", "BQL"), ("Công ty cổ phần", "CTCP"), ("Công ty", "Cty"),
    ("Hợp tác xã", "HTX"), ("Doanh nghiệp tư nhân", "DNTN"), ("Xây dựng", "XD"), ("Thương mại", "TM"), ("Dịch vụ", "DV"),
    ("Sản xuất", "SX"), ("Xuất nhập khẩu", "XNK"), ("Phòng ", "P. "), ("Văn phòng", "VP"), (" huyện ", " H. "), (" xã ", " X. "),
    (" thị trấn ", " TT. "), (" thành phố ", " TP. "), (" thị xã ", " TX. "), (" quận ", " Q. "),
)  # fmt: skip
_IN_FULL = (
    ("CĐCS", "Công đoàn cơ sở"), ("PTDTBT", "Phổ thông dân tộc bán trú"), ("TH và THCS", "Tiểu học và Trung học cơ sở"),
    ("THCS", "Trung học cơ sở"), ("THPT", "Trung học phổ thông"), ("TH ", "Tiểu học "), ("MN ", "Mầm non "),
    ("UBND", "Ủy ban nhân dân"), ("HĐND", "Hội đồng nhân dân"), ("TNHH", "trách nhiệm hữu hạn"), ("MTV", "một thành viên"),
    ("GDNN", "Giáo dục nghề nghiệp"), ("GDTX", "Giáo dục thường xuyên"),
)  # fmt: skip
_UNION_WORDS = re.compile(r"^(?:CĐCS|Công đoàn cơ sở) ")
_GENERIC = re.compile(r"\b(?:Trường|Công ty) ")
_TONES_TELEX = {"\u0300": "f", "\u0301": "s", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
_TONES_VNI = {"\u0301": "1", "\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0323": "5"}


def unchanged(draw: random.Random, name: str) -> str:
    """As it is printed."""
    return name


def unmarked(draw: random.Random, name: str) -> str:
    """In small letters without marks, signs kept."""
    return plain_letters(name)


def capitals(draw: random.Random, name: str) -> str:
    """In capitals."""
    return name.upper()


def decomposed(draw: random.Random, name: str) -> str:
    """As an iPhone or a Mac may send it: marks apart from their letters."""
    return unicodedata.normalize("NFD", name)


def without_union_words(draw: random.Random, name: str) -> str:
    """The workplace alone."""
    return _UNION_WORDS.sub("", name)


def shortened(draw: random.Random, name: str) -> str:
    """With the usual abbreviations."""
    return _replaced(name, _SHORT)


def in_full(draw: random.Random, name: str) -> str:
    """With abbreviations written out."""
    return _replaced(f"{name} ", _IN_FULL).strip()


def without_generic(draw: random.Random, name: str) -> str:
    """Without "Trường", "Công ty"."""
    return _GENERIC.sub("", name)


def telex(draw: random.Random, name: str) -> str:
    """Telex keys, the driver off."""
    return " ".join(_driven(word, _telex_letter, _TONES_TELEX) for word in name.split())


def vni(draw: random.Random, name: str) -> str:
    """VNI keys, the driver off."""
    return " ".join(_driven(word, _vni_letter, _TONES_VNI) for word in name.split())


def swapped(draw: random.Random, name: str) -> str:
    """Two letters of a word in the wrong order."""
    at = _place(draw, name, lambda here, after: here.isalpha() and after.isalpha() and here != after)
    return name[:at] + name[at + 1 : at + 2] + name[at : at + 1] + name[at + 2 :]


def doubled(draw: random.Random, name: str) -> str:
    """A letter twice."""
    at = _place(draw, name, lambda here, after: here.isalpha())
    return name[:at] + name[at : at + 1] + name[at:]


def missing(draw: random.Random, name: str) -> str:
    """A letter that was not typed."""
    at = _place(draw, name, lambda here, after: here.isalpha())
    return name[:at] + name[at + 1 :]


def neighbouring(draw: random.Random, name: str) -> str:
    """The key beside it."""
    at = _place(draw, name, lambda here, after: here in _NEIGHBOURS)
    return name[:at] + draw.choice(_NEIGHBOURS.get(name[at : at + 1], "a")) + name[at + 1 :]


def a_slip(draw: random.Random, name: str) -> str:
    """Any of them."""
    return draw.choice((swapped, doubled, missing, neighbouring))(draw, name)


def space_missing(draw: random.Random, name: str) -> str:
    """Two words as one."""
    at = _place(draw, name, lambda here, after: here == " ")
    return name[:at] + name[at + 1 :]


def space_surplus(draw: random.Random, name: str) -> str:
    """A word in two."""
    at = _place(draw, name, lambda here, after: here.isalpha() and after.isalpha())
    return name[: at + 1] + " " + name[at + 1 :]


def no_spaces(draw: random.Random, name: str) -> str:
    """All in one."""
    return name.replace(" ", "")


def many_spaces(draw: random.Random, name: str) -> str:
    """More of them than needed, of several kinds."""
    return re.sub(" ", lambda _: draw.choice((" ", "  ", "\t", "\u00a0", " \n")), f" {name} ")


def reordered(draw: random.Random, name: str) -> str:
    """The last two words first."""
    words = name.split()
    return " ".join((*words[-2:], *words[:-2]))


def punctuated(draw: random.Random, name: str) -> str:
    """Signs between words."""
    return re.sub(" ", lambda _: draw.choice((" ", " ", ", ", " - ", ". ", "/", "_")), name) + draw.choice(("", ".", " !", "?"))


def renumbered(draw: random.Random, name: str) -> str:
    """Numbers otherwise: "số 1" as "01", "So I", "1"; "II" as "2"."""
    for roman, number in (("II", "2"), ("I", "1")):
        name = re.sub(rf"\b{roman}$", draw.choice((number, f"0{number}", f"số {number}")), name)
        name = re.sub(rf"số {number}\b", draw.choice((number, f"số 0{number}", f"So {roman}", f"số{number}")), name)
    return name


def chain(*steps: Noise) -> Noise:
    """One after the other."""

    def all_of_them(draw: random.Random, name: str) -> str:
        for step in steps:
            name = step(draw, name)
        return name

    return all_of_them


@dataclass(frozen=True, slots=True)
class Asked:
    """A noisy query. scope: where it is looked for; meant: what should be found."""

    kind: str
    text: str
    meant: Organisation
    scope: int | None


STYLE = Mapping[str, tuple[Noise, Noise]]  # how the name is written without a mistake, and the mistakes
PLAIN: Noise = chain(without_union_words, unmarked)
SHORT_PLAIN: Noise = chain(without_union_words, shortened, unmarked)
UNIONS: STYLE = {
    "as printed": (unchanged, unchanged),
    "capitals": (unchanged, capitals),
    "decomposed": (unchanged, decomposed),
    "without marks": (PLAIN, unchanged),
    "abbreviated": (chain(without_union_words, shortened), unchanged),
    "abbreviated, without marks": (SHORT_PLAIN, unchanged),
    "written out": (in_full, unchanged),
    "without Trường, Công ty": (chain(PLAIN, lambda draw, name: re.sub(r"\b(?:truong|cong ty) ", "", name, count=1)), unchanged),
    "Telex keys": (without_union_words, telex),
    "VNI keys": (without_union_words, vni),
    "letters swapped": (PLAIN, swapped),
    "letter doubled": (PLAIN, doubled),
    "letter missing": (PLAIN, missing),
    "neighbouring key": (PLAIN, neighbouring),
    "slip with marks": (without_union_words, a_slip),
    "slip in abbreviated": (SHORT_PLAIN, a_slip),
    "two slips": (PLAIN, chain(a_slip, a_slip)),
    "space missing": (PLAIN, space_missing),
    "space too many": (PLAIN, space_surplus),
    "no spaces": (PLAIN, no_spaces),
    "many spaces": (without_union_words, many_spaces),
    "space missing and slip": (PLAIN, chain(space_missing, a_slip)),
    "word order": (PLAIN, reordered),
    "signs": (without_union_words, punctuated),
    "numbers": (without_union_words, renumbered),
}  # fmt: skip


def bare(draw: random.Random, name: str) -> str:
    """A place without its type word."""
    return re.sub(r"^(?:Tỉnh|Thành phố|Thị xã|Huyện|Quận(?= \D)) ", "", name)


def short_type(draw: random.Random, name: str) -> str:
    """ "H.", "TP", "TX." instead of the type word."""
    for word, shorts in {"Tỉnh": ("T.", "t. "), "Thành phố": ("TP", "TP.", "tp. "), "Thị xã": ("TX ", "TX.", "tx. "),
                         "Huyện": ("H. ", "h ", "H."), "Quận": ("Q.", "q ", "Q. ")}.items():  # fmt: skip
        if name.startswith(f"{word} "):
            short = draw.choice(shorts)
            return short + (" " if short[-1].isalpha() else "") + name.removeprefix(f"{word} ")
    return name


def as_federation(draw: random.Random, name: str) -> str:
    """With the words for the federation in front."""
    return draw.choice(("LĐLĐ ", "Liên đoàn Lao động ", "LDLD ")) + name[0].lower() + name[1:]


BARE: Noise = chain(bare, unmarked)
FULL: Noise = unmarked
PLACES: STYLE = {
    "as printed": (unchanged, unchanged),
    "capitals": (unchanged, capitals),
    "decomposed": (unchanged, decomposed),
    "without marks": (FULL, unchanged),
    "bare": (bare, unchanged),
    "bare, without marks": (BARE, unchanged),
    "type word abbreviated": (unchanged, short_type),
    "LĐLĐ": (unchanged, as_federation),
    "Telex keys": (bare, telex),
    "VNI keys": (bare, vni),
    "letters swapped": (FULL, swapped),
    "letter doubled": (FULL, doubled),
    "letter missing": (FULL, missing),
    "neighbouring key": (FULL, neighbouring),
    "bare with a slip": (BARE, a_slip),
    "space missing": (FULL, space_missing),
    "space too many": (FULL, space_surplus),
    "no spaces": (FULL, no_spaces),
    "many spaces": (unchanged, many_spaces),
    "signs": (unchanged, punctuated),
}  # fmt: skip


def queries(tree: Directory, meant: Sequence[Organisation], style: STYLE, count: int, seed: int) -> Iterator[Asked]:
    """Noisy names of the units, *count* in all, each kind as often as the others.

    A text that is as near to another name of the same scope as to the one it was made of says nothing of which one
    was meant: it is not among them.
    """
    draw, made = random.Random(seed), Written(tree)
    kinds = list(style.items())
    for number in range(count):
        kind, (written, noise) = kinds[number % len(kinds)]
        while True:
            unit = draw.choice(meant)
            scope = unit.parent_id if unit.kind != "province" else None
            clean = written(draw, unit.name)
            text = noise(draw, clean)
            if text == clean and noise not in (unchanged, no_spaces, renumbered):
                continue
            # Some noise adds signs that are no letters of the name.
            typed = clean if noise in (telex, vni, reordered, renumbered, short_type, as_federation) else text
            if _is_nearest(fold(typed), fold(clean), made.beside(unit, scope, kind, written)):
                yield Asked(kind, text, unit, scope)
                break


class Written:
    """The names of a scope in one style, made once."""

    def __init__(self, tree: Directory) -> None:
        self._tree = tree
        self._made: dict[tuple[int | None, str], list[tuple[int, str]]] = {}

    def beside(self, unit: Organisation, scope: int | None, kind: str, written: Noise) -> list[str]:
        """The folded names of the other units of the scope."""
        if (scope, kind) not in self._made:
            units = self._tree.provinces() if scope is None else self._tree.children(scope)
            self._made[scope, kind] = [(one.id, fold(written(random.Random(0), one.name))) for one in units]
        return [name for id_, name in self._made[scope, kind] if id_ != unit.id]


def _is_nearest(typed: str, own: str, others: Iterable[str]) -> bool:
    mine = OSA.distance(typed, own)
    return all(OSA.distance(typed, other, score_cutoff=mine) > mine for other in others)


def _replaced(name: str, pairs: Sequence[tuple[str, str]]) -> str:
    for old, new in pairs:
        name = name.replace(old, new)
    return name


def _place(draw: random.Random, name: str, fits: Callable[[str, str], bool]) -> int:
    numbers = {at for match in re.finditer(r"\b[iI]+\b", name) for at in range(*match.span())}  # a number is no slip
    places = [at for at in range(len(name)) if fits(name[at], name[at + 1 : at + 2]) and at not in numbers]
    return draw.choice(places) if places else len(name)


def _driven(word: str, letter: Callable[[str], str], tones: Mapping[str, str]) -> str:
    """A word with the keys for its letters in place and the key for its tone at the end."""
    found, tone = "", ""
    for character in word:
        parts = unicodedata.normalize("NFD", character)
        tone = next((tones[part] for part in parts if part in tones), tone)
        base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones))
        found += letter(base)
    return found + tone


def _telex_letter(base: str) -> str:
    pairs = {"ă": "aw", "â": "aa", "đ": "dd", "ê": "ee", "ô": "oo", "ơ": "ow", "ư": "uw", "Đ": "DD", "Ư": "UW", "Ô": "OO",
             "Ê": "EE", "Ơ": "OW", "Â": "AA", "Ă": "AW"}  # fmt: skip
    return pairs.get(base, base)


def _vni_letter(base: str) -> str:
    pairs = {"ă": "a8", "â": "a6", "đ": "d9", "ê": "e6", "ô": "o6", "ơ": "o7", "ư": "u7", "Đ": "D9", "Ư": "U7", "Ô": "O6",
             "Ê": "E6", "Ơ": "O7", "Â": "A6", "Ă": "A8"}  # fmt: skip
    return pairs.get(base, base)
