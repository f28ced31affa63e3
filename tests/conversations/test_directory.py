"""The search for provinces and federations: the traps are real names of March 2021."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from conversations.directory import Elsewhere, Exact, Options, Suggestion
from tests.conversations.matches import COUNTRY, id_of, shown


def in_province(code: str, text: str) -> str:
    """What a district typed after that province comes to."""
    return shown(COUNTRY.search(text, id_of(code), "federation"))


IN_CAO_BANG = {
    "ha quang": "= Huyện Hà Quảng",
    "h. hà quảng": "= Huyện Hà Quảng",
    "huyenhaquang": "= Huyện Hà Quảng",
    "LĐLĐ huyện Hà Quảng": "= Huyện Hà Quảng",
    "Liên đoàn Lao động Hà Quảng": "= Huyện Hà Quảng",
    "LĐLD Hà Quảng": "= Huyện Hà Quảng",
    "Qủang Hoà": "= Huyện Quảng Hòa",
    "hòa an": "= Huyện Hòa An",
    "hq": "= Huyện Hà Quảng",
    "HQ": "= Huyện Hà Quảng",
    "h.hq": "= Huyện Hà Quảng",
    "tpcb": "= Thành phố Cao Bằng",
    "BL": "Huyện Bảo Lạc | Huyện Bảo Lâm",
    "bao": "Huyện Bảo Lạc | Huyện Bảo Lâm",
    "bao la": "Huyện Bảo Lạc | Huyện Bảo Lâm",
    "bao lax": "Huyện Bảo Lạc | Huyện Bảo Lâm",
    "bao las": "Huyện Bảo Lạc | Huyện Bảo Lâm",
    "bai lac": "Huyện Bảo Lạc | Huyện Bảo Lâm",
    "Bảo Lạm": "Huyện Bảo Lạc | Huyện Bảo Lâm",
    "Bảo Lâc": "Huyện Bảo Lạc | Huyện Bảo Lâm",
    "Bảo Lạc": "= Huyện Bảo Lạc",
    "bao lam": "= Huyện Bảo Lâm",
    "Bao Lâm": "= Huyện Bảo Lâm",
    "bao3 lac5": "= Huyện Bảo Lạc",
    "Baor Lacj": "= Huyện Bảo Lạc",
    "ddaf lajt": "elsewhere: Thành phố Đà Lạt (68.672)",
    "ha": "Huyện Hà Quảng | Huyện Hạ Lang | Huyện Hòa An",
    "huyện h": "Huyện Hà Quảng | Huyện Hạ Lang | Huyện Hòa An",
    "quang": "Huyện Hà Quảng | Huyện Quảng Hòa",
    "khánh": "? Huyện Trùng Khánh",
    "trung": "? Huyện Trùng Khánh",
    "ha quag": "? Huyện Hà Quảng",
    "ngyen binh": "? Huyện Nguyên Bình",
    "huyen ha quagn": "? Huyện Hà Quảng",
    "huyne ha quang": "? Huyện Hà Quảng",
    "hyuen bao lac": "Huyện Bảo Lạc | Huyện Bảo Lâm",
    "huyen  bso lam": "Huyện Bảo Lâm | Huyện Bảo Lạc",
    "huy en ha quang": "= Huyện Hà Quảng",
    "huyenha quang": "= Huyện Hà Quảng",
    "ha qu ang": "= Huyện Hà Quảng",
    "thanh phocao bang": "= Thành phố Cao Bằng",
    "thanh pho cao bamg": "? Thành phố Cao Bằng",
    "H. HÀ QUẢNG !": "= Huyện Hà Quảng",
    "Cao Bằng": "? Thành phố Cao Bằng",
    "tp cao bang": "= Thành phố Cao Bằng",
    "TP.Cao Bằng": "= Thành phố Cao Bằng",
    "tpcaobang": "= Thành phố Cao Bằng",
    "huyện Cao Bằng": "? Thành phố Cao Bằng",
    "Bảo Lạc, Cao Bằng": "= Huyện Bảo Lạc",
    "bao lac cao bang": "= Huyện Bảo Lạc",
    "huyện Bảo Lạc - tỉnh Cao Bằng": "= Huyện Bảo Lạc",
    "Cao Bằng, Bảo Lạc": "= Huyện Bảo Lạc",
    "Bao3 Lac5, Cao Ba8ng2": "= Huyện Bảo Lạc",
    "xã Xuân Trường, huyện Bảo Lạc, tỉnh Cao Bằng": "= Huyện Bảo Lạc",
    "Xuân Trường, Bảo Lạc": "= Huyện Bảo Lạc",
    "Bảo Lâm, Lâm Đồng": "elsewhere: Huyện Bảo Lâm (68.680)",
    "Bảo Lạc, Hà Giang": "? Huyện Bảo Lạc",
    "Hạ Long": "elsewhere: Thành phố Hạ Long (22.193)",
    "Bảo Lộc": "elsewhere: Thành phố Bảo Lộc (68.673)",
    "Hội An": "elsewhere: Thành phố Hội An (49.503)",
    "Hoài Ân": "elsewhere: Huyện Hoài Ân (52.544)",
    "Quan Hóa": "elsewhere: Huyện Quan Hóa (38.385)",
    "Xuân Trường": "elsewhere: Huyện Xuân Trường (36.364)",
    "xã Xuân Trường": "commune",
    "phường Sông Hiến": "commune",
    "thị trấn Bảo Lạc": "? Huyện Bảo Lạc",
    "Thông Nông": "? Huyện Hà Quảng",
    "huyện Thông Nông": "? Huyện Hà Quảng",
    "Phục Hoà": "? Huyện Quảng Hòa",
    "quang uyen": "? Huyện Quảng Hòa",
    "Trà Lĩnh": "? Huyện Trùng Khánh",
    "Quốc Toản": "? Huyện Quảng Hòa",
    "xyz": "nothing",
    "": "nothing",
    "🙂": "nothing",
    "huyện": "nothing",
    "hà quảng " * 30: "nothing",
}


@pytest.mark.parametrize(("text", "expected"), IN_CAO_BANG.items())
def test_federation_of_cao_bang(text: str, expected: str) -> None:
    """Certain names are taken, likely ones suggested, near twins asked, and places elsewhere named as such."""
    assert expected == in_province("04", text)


ELSEWHERE = [
    ("42", "Kỳ Anh", "Huyện Kỳ Anh | Thị xã Kỳ Anh"),
    ("42", "tx ky anh", "= Thị xã Kỳ Anh"),
    ("42", "h. Kỳ Anh", "= Huyện Kỳ Anh"),
    ("42", "txkyanh", "= Thị xã Kỳ Anh"),
    ("87", "cao lanh", "Huyện Cao Lãnh | Thành phố Cao Lãnh"),
    ("87", "TP Hồng Ngự", "= Thành phố Hồng Ngự"),
    ("93", "Châu Thành", "= Huyện Châu Thành"),
    ("93", "chau thanh a", "= Huyện Châu Thành A"),
    ("79", "quận 1", "= Quận 1"),
    ("79", "Q1", "= Quận 1"),
    ("79", "q.10", "= Quận 10"),
    ("79", "q. 01", "= Quận 1"),
    ("79", "12", "= Quận 12"),
    ("79", "quận 13", "nothing"),
    ("79", "qyan 3", "? Quận 3"),
    ("79", "quna 10", "? Quận 10"),
    ("79", "quan3", "= Quận 3"),
    ("10", "tx sa pa", "= Thị xã Sa Pa"),
    ("14", "than uyn", "nothing"),
    ("12", "taan uyen", "Huyện Tân Uyên | Huyện Than Uyên"),
    ("64", "chu pwh", "Huyện Chư Pưh | Huyện Chư Păh"),
    ("12", "huyen than uye", "Huyện Than Uyên | Huyện Tân Uyên"),
    ("79", "quận 2", "? Thành phố Thủ Đức"),
    ("79", "Q.9", "? Thành phố Thủ Đức"),
    ("79", "quận Thủ Đức", "? Thành phố Thủ Đức"),
    ("64", "Chư Păh", "= Huyện Chư Păh"),
    ("64", "chu puh", "= Huyện Chư Pưh"),
    ("64", "Chu Pa", "Huyện Chư Păh | Huyện Chư Pưh"),
    ("66", "cu mgar", "= Huyện Cư M'gar"),
    ("66", "Cư M’gar", "= Huyện Cư M'gar"),
    ("66", "eahleo", "= Huyện Ea H'leo"),
    ("66", "Buôn Mê Thuột", "= Thành phố Buôn Ma Thuột"),
    ("66", "Krông Pắk", "= Huyện Krông Pắc"),
    ("58", "Phan Rang - Tháp Chàm", "= Thành phố Phan Rang-Tháp Chàm"),
    ("58", "thap cham", "? Thành phố Phan Rang-Tháp Chàm"),
    ("62", "ia hdrai", "= Huyện Ia H' Drai"),
    ("60", "Phú Quý", "= Huyện Phú Quí"),
    ("52", "TP Qui Nhơn", "= Thành phố Quy Nhơn"),
    ("02", "Quản Bạ", "= Huyện Quản Bạ"),
    ("02", "quan ba", "= Huyện Quản Bạ"),
    ("38", "quan son", "= Huyện Quan Sơn"),
    ("89", "tinh bien", "= Huyện Tịnh Biên"),
    ("46", "Huế", "= Thành phố Huế"),
    ("44", "Quảng Ninh", "= Huyện Quảng Ninh"),
]


@pytest.mark.parametrize(("province", "text", "expected"), ELSEWHERE)
def test_federation_of_other_provinces(province: str, text: str, expected: str) -> None:
    """The type word decides between two of a name, numbers are whole, other spellings and former units are known."""
    assert expected == in_province(province, text)


IN_COUNTRY = {
    "cao bang": "= Tỉnh Cao Bằng",
    "T. Cao Bằng": "= Tỉnh Cao Bằng",
    "LĐLĐ tỉnh Cao Bằng": "= Tỉnh Cao Bằng",
    "Cao Bawngf": "= Tỉnh Cao Bằng",
    "Cao Ba8ng2": "= Tỉnh Cao Bằng",
    "Hà Tĩnh": "= Tỉnh Hà Tĩnh",
    "tinh ha tinh": "= Tỉnh Hà Tĩnh",
    "TPHCM": "= Thành phố Hồ Chí Minh",
    "tp. HCM": "= Thành phố Hồ Chí Minh",
    "hcm": "= Thành phố Hồ Chí Minh",
    "Sài Gòn": "= Thành phố Hồ Chí Minh",
    "BRVT": "= Tỉnh Bà Rịa - Vũng Tàu",
    "ba ria vung tau": "= Tỉnh Bà Rịa - Vũng Tàu",
    "Huế": "= Tỉnh Thừa Thiên Huế",
    "TT Huế": "= Tỉnh Thừa Thiên Huế",
    "Đắc Lắc": "= Tỉnh Đắk Lắk",
    "Đăk Lăk": "= Tỉnh Đắk Lắk",
    "Đắc Nông": "= Tỉnh Đắk Nông",
    "Bắc Cạn": "= Tỉnh Bắc Kạn",
    "Kontum": "= Tỉnh Kon Tum",
    "HG": "Tỉnh Hà Giang | Tỉnh Hậu Giang",
    "QN": "Tỉnh Quảng Nam | Tỉnh Quảng Ngãi | Tỉnh Quảng Ninh",
    "HN": "Tỉnh Hà Nam | Thành phố Hà Nội",
    "BD": "Tỉnh Bình Dương | Tỉnh Bình Định",
    "BT": "Tỉnh Bến Tre | Tỉnh Bình Thuận",
    "LC": "Tỉnh Lai Châu | Tỉnh Lào Cai",
    "TN": "Tỉnh Tây Ninh | Tỉnh Thái Nguyên",
    "ĐN": "Thành phố Đà Nẵng | Tỉnh Đắk Nông | Tỉnh Đồng Nai",
    "cao bag": "? Tỉnh Cao Bằng",
    "tinh cao bnag": "? Tỉnh Cao Bằng",
    "t inh cao bang": "= Tỉnh Cao Bằng",
    "thanh pho ho chi mihn": "? Thành phố Hồ Chí Minh",
    "tinhcaobang": "= Tỉnh Cao Bằng",
    "Hà Quảng": "? Tỉnh Cao Bằng",
    "Bảo Lâm": "Tỉnh Cao Bằng | Tỉnh Lâm Đồng",
    "Bảo Lạc, Cao Bằng": "= Tỉnh Cao Bằng",
    "Xuân Trường, Cao Bằng": "? Tỉnh Cao Bằng",
    "Vũng Tàu": "? Tỉnh Bà Rịa - Vũng Tàu",
    "tỉnh Hà Nội": "? Thành phố Hà Nội",
    "Hà Tây": "nothing",
    "tỉnh Hà Tây": "nothing",
    "Cao Lạng": "nothing",
    "Bắc Thái": "nothing",
    "Sông Bé": "nothing",
}


@pytest.mark.parametrize(("text", "expected"), IN_COUNTRY.items())
def test_province(text: str, expected: str) -> None:
    """Provinces by name, initials and other spellings; former ones are not taken for a neighbour."""

    def by_name(line: str) -> list[str]:
        return sorted(line.split(" | "))

    assert by_name(expected) == by_name(shown(COUNTRY.search(text, None, "province")))


def test_federation_without_a_province() -> None:
    """Nationwide a name is taken if it is the only one; ten Châu Thành are not all shown."""
    assert "= Huyện Hà Quảng" == shown(COUNTRY.search("hà quảng", None, "federation"))
    assert "= Huyện Bảo Lâm" == shown(COUNTRY.search("Bảo Lâm, Lâm Đồng", None, "federation"))
    assert "Huyện Hà Quảng | Huyện Hớn Quản" == shown(COUNTRY.search("hq", None, "federation"))
    found = COUNTRY.search("Châu Thành", None, "federation")
    assert isinstance(found, Options)
    assert (8, 2) == (len(found.organisations), found.more)


@given(text=st.text(st.characters(), max_size=40) | st.text("aăbcđehlmnoquảạ ,.-'1234fsrxjw\n", max_size=25))
@example(text="\n")
@example(text="quan")
@example(text="q")
@example(text="xã , ")
@settings(max_examples=300)
def test_no_text_raises(text: str) -> None:
    """Any text is answered at each level, and options are few and distinct."""
    for within, kind in ((None, "province"), (id_of("04"), "federation"), (None, "federation"), (id_of("04"), "union")):
        match COUNTRY.search(text, within, kind):
            case Options(nodes):
                assert 2 <= len({node.id for node in nodes}) == len(nodes) <= 8
            case Exact(node) | Suggestion(node):
                assert node.kind == kind
                assert within is None or COUNTRY.is_within(node.id, within)
            case Elsewhere(node):
                assert within is not None
                assert not COUNTRY.is_within(node.id, within)
