"""Normalising, counting, cutting, folding and sorting of Vietnamese text."""

import unicodedata

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.text import count, cut_at, first_sentence, fold, normalise, one_line, place_sort_key, sort_key, words

ANY_TEXT = st.text(st.characters(), max_size=60)
AWKWARD = st.text(
    st.sampled_from(
        [*"aêđÐĐ \n\t.-'1", "\u0301", "\u0302", "\u0323", "\r", "\x00", "\u00ad", "\u200b", "\u200d", "\u00a0"]
    )
    | st.sampled_from(["👩", "🏽", "🌾", "\ufe0f", "\ud800", "\u2028", "\uf0b7", "©", "\u0340", "\u1ea4"]),
    max_size=25,
)

NORMALISED = {
    "line breaks become LF": ("a\r\nb\rc\x0bd\x85e\u2028f\u2029g", "a\nb\nc\nd\ne\nf\ng"),
    "controls go": ("a\x00b\x07c\x1fd\x7fe\x9ff\ufffeg\uffffh", "abcdefgh"),
    "lone surrogates go": ("a\ud800b", "ab"),
    "invisible characters go": (
        "a\u200bb\u200cc\u2060d\ufeffe\u200ef\u202ag\u202eh\u2066i\u2069j\u00adk",
        "abcdefghijk",
    ),
    "spaces become one kind": ("a\u00a0b\u2003c\u202fd\u3000e\tf", "a b c d e f"),
    "bullets of Word": ("\uf0b7 a\n\uf0a7 b\n\uf0d8 c\n\uf0fc d", "• a\n• b\n• c\n• d"),
    "decomposed text is composed": (unicodedata.normalize("NFD", "Hướng dẫn nghiệp vụ"), "Hướng dẫn nghiệp vụ"),
    "half-composed text is composed": ("ê\u0301 ê\u0323", "ế ệ"),
    "look-alikes of Đ": ("Ðoàn kết, Ɖảng, ðất", "Đoàn kết, Đảng, đất"),
    "spaces at line ends go, inner ones stay": ("  a  b \n\n  c \n ", "a  b\n\n  c"),
    "signs stay": ("=1+1 - “x” <b> @ …", "=1+1 - “x” <b> @ …"),
    "a joiner between letters goes": ("n\u200dg", "ng"),
    "a joiner inside an emoji stays": ("👩🏽\u200d🌾👁️\u200d🗨️", "👩🏽\u200d🌾👁️\u200d🗨️"),
    "a joiner after an emoji goes": ("👩\u200d a", "👩 a"),
}


@pytest.mark.parametrize(("raw", "expected"), NORMALISED.values(), ids=NORMALISED)
def test_normalise(raw: str, expected: str) -> None:
    """Each kind of damage is mended, and nothing else is touched."""
    assert expected == normalise(raw)


@given(ANY_TEXT | AWKWARD)
@settings(max_examples=300)
def test_normalising_twice_is_normalising_once(raw: str) -> None:
    """normalise() is idempotent and what it gives can be written to a file."""
    once = normalise(raw)
    assert once == normalise(once)
    assert once == once.encode().decode()


COUNTED = {
    "": 0,
    "a\r\nb": 3,
    unicodedata.normalize("NFD", "ướ" * 500): 1000,
    "👨\u200d👩\u200d👧": 1,
    "E\u0302\u0306ban": 4,
    "🇻🇳": 1,
    "Z\u0301\u0301\u0301\u0301": 1,
}


@pytest.mark.parametrize(("text", "expected"), COUNTED.items())
def test_count(text: str, expected: int) -> None:
    """A person's idea of a character is counted; a line break is one."""
    assert expected == count(text)


@given(ANY_TEXT | AWKWARD)
def test_count_is_bounded_by_code_points(raw: str) -> None:
    """There are never more characters than code points; what is counted by looking is what Unicode counts."""
    assert count(raw) <= len(normalise(raw))
    assert count(raw) == len(regex.findall(r"\X", normalise(raw)))


@given(ANY_TEXT | AWKWARD, st.integers(0, 30))
def test_cutting_loses_nothing(raw: str, limit: int) -> None:
    """Head and tail make the whole, and the head fits."""
    text = normalise(raw)
    head, tail = cut_at(text, limit)
    assert text == head + tail
    assert count(head) <= limit


def test_cutting_keeps_a_family_together() -> None:
    """The cut falls between user-perceived characters."""
    assert ("a👨\u200d👩\u200d👧", "b") == cut_at("a👨\u200d👩\u200d👧b", 2)


WORDS = {
    "Cư M'gar": ("cu", "mgar"),
    "Phan Rang - Tháp Chàm": ("phan", "rang", "thap", "cham"),
    "h.Hà Quảng": ("h", "ha", "quang"),
    "Quận 1": ("quan", "1"),
    "Ƀlang Đắk": ("blang", "dak"),
    "ĐẶNG": ("dang",),
    "привет": (),
}


@pytest.mark.parametrize(("text", "expected"), WORDS.items())
def test_words(text: str, expected: tuple[str, ...]) -> None:
    """Words are folded; apostrophes join, other signs part."""
    assert expected == words(text)


@given(ANY_TEXT | AWKWARD)
def test_words_are_what_they_are_said_to_be(text: str) -> None:
    """Most texts take a short cut; it leads to the same."""
    letters = unicodedata.normalize("NFD", normalise(text).lower())
    bare = regex.sub(r"\p{Mn}", "", letters)
    for letter, plain in (("đ", "d"), ("ð", "d"), ("ƀ", "b")):
        bare = bare.replace(letter, plain)
    assert words(text) == tuple(regex.findall("[a-z0-9]+", regex.sub("['’‘ʼ`´]", "", bare)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hòa", "hoà"),
        ("Thuỷ", "Thủy"),
        ("Qủang", "Quảng"),
        ("Cư M’gar", "cu mgar"),
        ("ĐĂK LĂK", "Đắk Lắk"),
        ("Ea H'leo", "eahleo"),
    ],
)
def test_fold_makes_one_of(one: str, other: str) -> None:
    """Tone placement, marks, capitals, apostrophes and spaces do not matter."""
    assert fold(one) == fold(other)


def test_fold_knows_every_letter() -> None:
    """Without normalising first it comes to the same as the words of the text."""
    for begin in range(0, 0x10000, 0x400):
        every = " ".join(map(chr, range(begin, begin + 0x400)))
        assert fold(every) == "".join(words(every)), hex(begin)


@given(ANY_TEXT | AWKWARD, ANY_TEXT | AWKWARD)
def test_fold_part_by_part(one: str, other: str) -> None:
    """What is put together folds to its parts put together: tables are left by the first word that fits nothing."""
    assert fold(one + other) == fold(one) + fold(other) == "".join(words(one + other))


def test_one_line() -> None:
    """Line breaks and runs of spaces become single spaces."""
    assert "a b c" == one_line(" a\n\n b \t  c ")


def test_people_are_sorted_by_given_name() -> None:
    """The last word counts first; letters before tones; đ after d; none, huyền, hỏi, ngã, sắc, nặng."""
    expected = [
        "Lê An",
        "Trần Thị Án",
        "Bùi Ấn",
        "Hà Dũng",
        "Vũ Đạt",
        "Lê Ma",
        "Lê Mà",
        "Lê Mả",
        "Lê Mã",
        "Lê Má",
        "Lê Mạ",
    ]
    shuffled = sorted(expected, key=lambda name: name[::-1])
    assert expected == sorted(shuffled, key=sort_key)


def test_places_are_sorted_from_the_front_and_numbers_by_value() -> None:
    """Quận 2 stands before Quận 10, Bảo Lạc before Bảo Lâm."""
    expected = ["Bảo Lạc", "Bảo Lâm", "Đồng Văn", "Quận 1", "Quận 2", "Quận 10"]
    shuffled = sorted(expected, key=lambda name: name[::-1])
    assert expected == sorted(shuffled, key=place_sort_key)


TITLES = {
    "the first sentence": ("- Cải tiến máy tẽ ngô. Trước đây làm tay.", "Cải tiến máy tẽ ngô"),
    "an abbreviation ends no sentence": ("Tại TP. Cao Bằng, sửa máy. Sau đó", "Tại TP. Cao Bằng, sửa máy"),
    "the first line with letters": ("***\n1. Sửa máy bơm\nkết quả", "Sửa máy bơm"),
    "cut at a word": ("Một hai ba bốn năm sáu bảy tám chín mười", "Một hai ba bốn năm"),
    "one long word": ("x" * 40, "x" * 20),
    "nothing to take": ("123 …", ""),
}


@pytest.mark.parametrize(("text", "expected"), TITLES.values(), ids=TITLES)
def test_first_sentence(text: str, expected: str) -> None:
    """A title is proposed from the beginning of a description."""
    assert expected == first_sentence(text, 30 if text.startswith(("-", "T", "*")) else 20)


@given(ANY_TEXT | AWKWARD, st.integers(1, 20))
def test_a_proposed_title_fits(raw: str, limit: int) -> None:
    """The proposal is one line within the limit."""
    title = first_sentence(raw, limit)
    assert count(title) <= limit
    assert "\n" not in title


@given(ANY_TEXT | AWKWARD, ANY_TEXT | AWKWARD)
def test_any_two_names_can_be_compared(one: str, other: str) -> None:
    """Sort keys never clash in type."""
    assert (sort_key(one) < sort_key(other)) in (True, False)
