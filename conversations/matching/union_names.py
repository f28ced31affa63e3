"""The terms of a workplace's name: one spelling for each usual abbreviation, numbers as numbers. Pure."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache

import regex

from conversations.text import normalise, words

# Folded phrases by the abbreviation that stands for them; where the usual ways of writing mix both, each way.
_PHRASES = {
    # schools
    "thcs": ("trung hoc co so",), "thpt": ("trung hoc pho thong",), "th": ("tieu hoc",), "mn": ("mam non",),
    "mg": ("mau giao",), "ptdtnt": ("pho thong dan toc noi tru", "pt dtnt", "pt dan toc noi tru", "ptdt noi tru"),
    "ptdtbt": ("pho thong dan toc ban tru", "pt dtbt", "pt dan toc ban tru", "ptdt ban tru"),
    "dtnt": ("dan toc noi tru",), "dtbt": ("dan toc ban tru",), "ptcs": ("pho thong co so",),
    "gdtx": ("giao duc thuong xuyen", "gd tx"), "gdnn": ("giao duc nghe nghiep", "gd nn"),
    "gddt": ("giao duc va dao tao", "giao duc dao tao", "gd dt", "gd va dt"),
    # authorities
    "ubnd": ("uy ban nhan dan", "uy ban"), "hdnd": ("hoi dong nhan dan",), "mttq": ("mat tran to quoc",),
    "ubmttq": ("uy ban mat tran to quoc", "ub mttq"), "bhxh": ("bao hiem xa hoi",), "kbnn": ("kho bac nha nuoc",),
    "tand": ("toa an nhan dan",), "vksnd": ("vien kiem sat nhan dan", "vks nhan dan"), "ldld": ("lien doan lao dong",),
    "nhcsxh": ("ngan hang chinh sach xa hoi", "nh csxh"), "tnmt": ("tai nguyen va moi truong", "tai nguyen moi truong"),
    "nnptnt": ("nong nghiep va phat trien nong thon", "nong nghiep phat trien nong thon", "nong nghiep va ptnt",
               "nong nghiep ptnt", "nn ptnt", "nn va ptnt"),
    "ldtbxh": ("lao dong thuong binh va xa hoi", "lao dong thuong binh xa hoi", "ld tb xh", "ld tbxh", "ldtb xh",
               "ld tb va xh", "ldtb va xh", "lao dong tbxh"),
    "vhtt": ("van hoa va thong tin", "van hoa thong tin", "vh tt", "vh va tt"),
    "tckh": ("tai chinh ke hoach", "tai chinh va ke hoach", "tc kh"),
    "ktht": ("kinh te va ha tang", "kinh te ha tang", "kt ht"), "gtvt": ("giao thong van tai", "gt vt"),
    "khcn": ("khoa hoc va cong nghe", "khoa hoc cong nghe", "kh cn"), "qltt": ("quan ly thi truong",),
    "bql": ("ban quan ly",), "tnxp": ("thanh nien xung phong",),
    "pccc": ("phong chay chua chay",),
    # health
    "ttyt": ("trung tam y te", "tt y te", "tt yt", "trung tam yt"), "tyt": ("tram y te",),
    "bvdk": ("benh vien da khoa", "bv da khoa", "bv dk"), "bv": ("benh vien",),
    "pkdk": ("phong kham da khoa", "pk da khoa", "pk dk"),
    # enterprises
    "cty": ("cong ty", "cong ti"), "tnhh": ("trach nhiem huu han",), "cp": ("co phan",),
    "mtv": ("mot thanh vien", "1 thanh vien", "1 tv"), "dntn": ("doanh nghiep tu nhan", "dn tu nhan", "dn tn"),
    "htx": ("hop tac xa",), "tct": ("tong cong ty",), "kcn": ("khu cong nghiep",), "kkt": ("khu kinh te",),
    "ccn": ("cum cong nghiep",), "xd": ("xay dung",), "tm": ("thuong mai",), "dv": ("dich vu",), "sx": ("san xuat",),
    "xnk": ("xuat nhap khau",), "xn": ("xi nghiep",), "nm": ("nha may",),
    # two words that are one, so that neither is looked for alone
    "trungtam": ("trung tam",), "vp": ("van phong",), "tp": ("thanh pho",), "tx": ("thi xa",), "thitran": ("thi tran",),
    "lamtruong": ("lam truong",), "nongtruong": ("nong truong",), "chinhanh": ("chi nhanh",), "ql": ("quan ly",),
    "congnghiep": ("cong nghiep",), "caodang": ("cao dang",), "daihoc": ("dai hoc",), "trungcap": ("trung cap",),
    "dautu": ("dau tu",), "giaoduc": ("giao duc",), "daotao": ("dao tao",), "thitruong": ("thi truong",),
    "moitruong": ("moi truong",), "donvi": ("don vi",), "nganhang": ("ngan hang",),
}  # fmt: skip
# Short forms that stand for more than one term: the person is understood either way.
_SHORT = {
    "tt": ("trungtam", "thitran"), "p": ("phong", "phường"), "f": ("phường",), "h": ("huyện",), "q": ("quận",),
    "x": ("xã",), "t": ("tỉnh", "truong"), "xa": ("xã",), "phuong": ("phường",), "huyen": ("huyện",),
    "quan": ("quận",), "tinh": ("tỉnh",), "va": ("và",), "cua": ("của",), "cn": ("chinhanh", "congnghiep"),
    "cd": ("caodang",), "dh": ("daihoc",), "tc": ("trungcap",), "dt": ("dautu", "daotao"), "gd": ("giaoduc",),
    "nh": ("nganhang",), "dn": ("dntn",),
}  # fmt: skip
_GLUED = {
    "ct": ("cty",), "ctcp": ("cty", "cp"), "ctycp": ("cty", "cp"), "ctytnhh": ("cty", "tnhh"),
    "cttnhh": ("cty", "tnhh"), "tnhhmtv": ("tnhh", "mtv"), "tmdv": ("tm", "dv"), "dvtm": ("dv", "tm"),
    "xdtm": ("xd", "tm"), "sxtm": ("sx", "tm"), "bqlda": ("bql", "du", "an"), "qlda": ("ql", "du", "an"),
    "ththcs": ("th", "thcs"), "thcsthpt": ("thcs", "thpt"), "ptdtbtth": ("ptdtbt", "th"),
    "ptdtbtthcs": ("ptdtbt", "thcs"), "ptdtntthcs": ("ptdtnt", "thcs"),
}  # fmt: skip
_LEADING = (("cong", "doan", "co", "so"), ("cong", "doan", "cs"), ("cong", "doan"), ("cdcs",), ("cd", "cs"), ("cd",))
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "vii": "7", "viii": "8", "ix": "9"}
_AFTER_NUMBER_WORD = _ROMAN | {"v": "5", "vi": "6", "x": "10"}  # elsewhere these are words
RUNS = regex.compile(r"[a-z]+|[0-9]+")
NUMBER = regex.compile("[0-9]+|" + "|".join(roman for roman in _ROMAN if len(roman) > 1))

# Words that are terms with their marks: the first of "xã Đa Xá" is a kind of place, the last of "Nà Va" is no "và".
_MARKED_TYPES = {"xã": "xa", "phường": "phuong", "huyện": "huyen", "quận": "quan", "tỉnh": "tinh"}
_MARKED = _MARKED_TYPES | {"và": "va", "của": "cua"}
# Terms that a name may be typed without, and that may be said though the name does not have them; to say a wrong one of
# the kinds is a doubt: a company of another form, a commune that is a ward.
FORMS = frozenset(("cty", "tnhh", "cp", "mtv", "dntn", "tct"))
PLACE_TYPES = _MARKED_TYPES.keys() | {"thitran", "tx", "tp"}
KINDS = FORMS | PLACE_TYPES | set(_MARKED_TYPES.values())
LESSER = frozenset(("truong", "donvi", "cdcs", "và", "của")) | FORMS | PLACE_TYPES
FREE = LESSER | set(_MARKED.values()) | {"toi", "em", "o", "thuoc"}  # what is heard without being in the name


def _by_first_word() -> Mapping[str, Sequence[tuple[tuple[str, ...], str]]]:
    """The longest phrase first."""
    found: defaultdict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    for term, phrases in _PHRASES.items():
        for phrase in phrases:
            said = tuple(phrase.split())
            found[said[0]].append((said, term))
    return {first: sorted(those, key=lambda one: -len(one[0])) for first, those in found.items()}


def _other_spellings() -> Mapping[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for short, terms in _SHORT.items():
        for term in terms:
            found[term].add(short)
            found[short].add(term)
    for roman, number in _ROMAN.items():
        found[number].add(roman)
    return {term: frozenset(spellings) for term, spellings in found.items()}


def _parts() -> Mapping[str, frozenset[str]]:
    """The words of a term's phrases, and the shorter terms within them: "giaoduc" of "gddt"."""
    found = {}
    for term, phrases in _PHRASES.items():
        said = " | ".join(phrases)
        within = {other for other, those in _PHRASES.items() for one in those if f" {one} " in f" {said} "}
        words_ = {word for word in " ".join(phrases).split() if word != "va" and word.isalpha()}
        found[term] = frozenset((words_ | within) - {term})
    return found


def terms_of(name: str) -> tuple[str, ...]:
    """The terms of a name, printed or typed, in order, without "CĐCS" in front: ("truong", "thcs", "duc", "hong")."""
    return _terms(tuple(word for part in name.split() for word in _folded(part)))


def core(terms: Sequence[str]) -> list[str]:
    """The terms that tell one workplace from another. "Trường" is no name in front, but in "xã Trường Hà" it is."""
    return [term for at, term in enumerate(terms) if term not in LESSER or (at and term == "truong")]


@lru_cache(maxsize=65_536)  # names of a country share a few thousand words
def _folded(part: str) -> tuple[str, ...]:
    if (plain := normalise(part).lower().strip(".,;:()-")) in _MARKED:
        return (plain,)
    runs = RUNS.findall(" ".join(words(part)))
    return tuple(run.lstrip("0") or "0" if run[0] <= "9" else run for run in runs)


def _terms(said: tuple[str, ...]) -> tuple[str, ...]:
    terms: list[str] = []
    folded = tuple(_MARKED.get(word, word) for word in said)  # the last of "hợp tác xã" is part of a phrase
    at = _leading(folded)
    while at < len(said):
        if folded[at] in _SPECIAL and (taken := _special(folded, at, terms)):
            at += taken
        else:
            terms.append(said[at])
            at += 1
    return tuple(terms)


def _leading(said: tuple[str, ...]) -> int:
    length = next((len(each) for each in _LEADING if said[: len(each)] == each), 0)
    return length if length < len(said) else 0


def _special(said: tuple[str, ...], at: int, terms: list[str]) -> int:
    """Add the term of more or other words that begins here; "số 02", "So II" and "2" are one.

    Returns: how many words it took, 0 if there is none.
    """
    for phrase, term in _PHRASES_BY_FIRST_WORD.get(said[at], ()):
        if said[at : at + len(phrase)] == phrase:
            terms.extend(_GLUED.get(term, (term,)))
            return len(phrase)
    word, after = said[at], said[at + 1] if at + 1 < len(said) else ""
    if word == "so" and (after.isdigit() or after in _AFTER_NUMBER_WORD):
        terms.append(_AFTER_NUMBER_WORD.get(after, after))
        return 2
    if other := _GLUED.get(word) or ((_ROMAN[word],) if word in _ROMAN else ()):
        terms.extend(other)
    return int(bool(other))


_PHRASES_BY_FIRST_WORD = _by_first_word()
_SPECIAL = _PHRASES_BY_FIRST_WORD.keys() | _GLUED.keys() | _ROMAN.keys() | {"so"}
OTHER_SPELLINGS = _other_spellings()  # term → what may be said instead: "tt" for "trungtam", and the other way round
PARTS = _parts()
# What is said of a place beside its name, however it is written: "LĐLĐ h. Hà Quảng".
OF_PLACES = PLACE_TYPES.union({"ldld"}, *(OTHER_SPELLINGS.get(each, ()) for each in PLACE_TYPES))
