"""Fonts of before Unicode: what is recognised and what it becomes; what is right in Unicode is never touched."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.old_fonts import converted, damaged, is_modern
from conversations.syllables import is_syllable
from conversations.text import count, normalise
from conversations.typing_leftovers import meant

TCVN3, VNI, UTF8 = "TCVN3 (.VnTime)", "VNI (VNI-Times)", "UTF-8"
OLD: dict[str, tuple[str, str]] = {
    "S¸ng kiÕn": ("Sáng kiến", TCVN3),
    "Uû ban nh©n d©n huyÖn Hµ Qu¶ng": ("Uỷ ban nhân dân huyện Hà Quảng", TCVN3),
    "C«ng nh©n, ng\u00adêi lao ®éng: n¨ng suÊt t¨ng 30%.": ("Công nhân, người lao động: năng suất tăng 30%.", TCVN3),
    "Tr−êng §¹i häc": ("Trường Đại học", TCVN3),
    "tr-êng häc x· Hµ-Néi": ("trường học xã Hà-Nội", TCVN3),
    "- M¸y c¾t cá, 5 × 3 m, ½ giê; «cò»": ("- Máy cắt cỏ, 5 × 3 m, ½ giờ; ôcũằ", TCVN3),
    "§iÒu chØnh Q§ ë x·": ("Điều chỉnh QĐ ở xã", TCVN3),
    "Phßng chèng dÞch, gi÷ vÖ sinh, thÝ nghiÖm": ("Phòng chống dịch, giữ vệ sinh, thí nghiệm", TCVN3),
    "Saùng kieán": ("Sáng kiến", VNI),
    "Nguyeãn Vaên An": ("Nguyễn Văn An", VNI),
    "BOÄ COÂNG AN": ("BỘ CÔNG AN", VNI),
    "Coâng nhaân, ngöôøi lao ñoäng: naêng suaát taêng": ("Công nhân, người lao động: năng suất tăng", VNI),
    "Ñieàu chænh kyõ thuaät ôû xaõ; thí nghieäm, kyù, luõy": ("Điều chỉnh kỹ thuật ở xã; thí nghiệm, ký, lũy", VNI),
    "SÃ¡ng kiáº¿n cáº£i tiáº¿n": ("Sáng kiến cải tiến", UTF8),
    "Sáng kiến tiết kiệm điện".encode().decode("latin-1"): ("Sáng kiến tiết kiệm điện", UTF8),
}
RIGHT = (
    "Sáng kiến cải tiến kỹ thuật", "Hoà toán khoáng, hoà bình", "Hà Nam", "sang kien", "",
    "Độ dày 5 µm, 3 × 2 m³, ½ giờ, ± 5 %, § 3, «cũ»", "Do day 5 µm, 3 × 2 m³, ½ gio, ± 5 %, § 3", "Mo men 50 N·m, 30 kN·m, 220 V·A",
    "Größe und Maß der Straße für Müller, geändert; schöne Grüße", "Ver\u00adant\u00adwor\u00adtung", "5 m², 10 °C, 1½ h, Intel®, Word©, ©2021 Anh",
    "L’été à «Paris»: où êtes-vous, naïve Zaïre? en août, le goût coûte: Noël, maïs laïc, haïr, Saint-Étienne", "El año próximo, señor García: 1ª, aún, país, Mª Raúl",
    "Não há ação em São João; saúde", "Malmö på ö, smörgåsbord, Åre", "col·legi d’Andorra, façana", "H'Hen Niê, Y Blô Aê",
)  # fmt: skip


@pytest.mark.parametrize("raw", OLD)
def test_what_was_meant(raw: str) -> None:
    """Real-shaped lines, also decomposed as some telephones send them, and in the middle of a longer text."""
    meant, font = OLD[raw]
    for sent in (raw, unicodedata.normalize("NFD", raw), f"1. {raw}\r\n- {raw}"):
        found = converted(sent)
        assert found is not None, sent
        assert font == found.font
        assert meant in found.text


@pytest.mark.parametrize("raw", RIGHT)
def test_what_is_right_is_never_touched(raw: str) -> None:
    """Neither Vietnamese, nor other languages, nor signs of measurement and commerce."""
    assert converted(raw) is None
    assert () == damaged(raw)


def test_what_proves_it() -> None:
    """Two words, or one where nothing but a name is expected; words of two fonts in one text are named."""
    assert converted("TrÇn Thanh Xuan") is None
    assert "Trần Thanh Xuan" == getattr(converted("TrÇn Thanh Xuan", 1), "text", "")
    assert ("M¸y", "tÏ", "ng«", "c¶i", "tiÕn") == damaged("Đã làm M¸y tÏ ng« c¶i tiÕn")
    assert () == damaged("Đã mua máy Intel® N·m M¸y")


LETTERS = "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ "
SIGNS = "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢§"
VOWELS = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐ"
WORDS = st.lists(st.sampled_from(["sáng", "kiến", "cải", "tiến", "kỹ", "thuật", "của", "người", "lao", "động", "năng", "suất", "được", "nghiệm", "thu", "trường", "học", "thủy", "lợi"]), min_size=4)


@given(WORDS)
def test_there_and_back(words: list[str]) -> None:
    """What was typed with an old font comes back as it was meant."""
    meant = " ".join([*words, "năng suất"])
    found = converted(meant.translate(str.maketrans(VOWELS, SIGNS)))
    assert found is not None
    assert (meant, TCVN3) == (found.text, found.font)


@given(st.one_of(st.text(), st.text(LETTERS + SIGNS + "-−ùøûõïåäâ"), st.text(st.characters(max_codepoint=0x17F))))
def test_any_text(raw: str) -> None:
    """Nothing raises; what was converted is Unicode for good; what is modern is left alone."""
    found, _ = converted(raw), damaged(raw)
    if found is not None:
        assert not is_modern(raw)
        assert converted(normalise(found.text)) is None or not is_modern(found.text)
    assert normalise(normalise(raw)) == normalise(raw)
    assert count(normalise(raw)) == count(raw)


def test_syllables() -> None:
    """Every shape of the language, in any case; foreign words are none."""
    right = "nghiêng quyết quốc giếng gì ủy uỷ khuya khuỷu xoong moóc quý thuở ngoằn ngoèo ý yêu yến rượu hươu bưởi lựu ngoặc khoắng toẹt Đặng Ừ ở A"
    assert [] == [word for word in right.split() if not is_syllable(word)]
    wrong = "goût mat toet trặnc Straße Müller été naïve Intelđ àl bon strong kỹthuật nghiêngg toánn ábá ăn2 ă â f zip w áà"
    assert ["bon"] == [word for word in wrong.split() if is_syllable(word)]


LEFTOVERS: dict[str, str | None] = {
    "sa1ng kie61n ca3i tie61n": "sáng kiến cải tiến",
    "Ngu7o72i lao d9o65ng": "Người lao động",
    "nguoi72 lao d9o65ng": "người lao động",
    "Sangs kieens cair tieens kyx thuaatj": "Sáng kiến cải tiến kỹ thuật",
    "nguwowif lao ddoongj": "người lao động",
    "quas trinhf thuyr loiwj, hoaf giair": "quá trình thủy lợi, hòa giải",
    "uwngs phos tiet kiem": "ứng phó tiet kiem",
    "tiet kiem dien nang": None,
    "may bom B52, CO2, R134a, A1": None,
    "class computer 2x4": None,
    "Máy tẽ ngô": None,
    "H2O m2 ma11y 1a 99": None,
    "may 2 toc do, 3 pha": None,
    "": None,
}


@pytest.mark.parametrize("typed", LEFTOVERS)
def test_keys_of_a_driver_that_was_off(typed: str) -> None:
    """VNI and Telex, unless a word is neither Vietnamese nor becomes it."""
    assert LEFTOVERS[typed] == meant(typed)


@given(st.text("aăeêiouydđnghtcmsfrxjw0123456789 Á"))
def test_any_keys(typed: str) -> None:
    """Nothing raises, and what was carried out is carried out."""
    for least in (1, 2):
        found = meant(typed, least)
        assert found is None or found != typed
