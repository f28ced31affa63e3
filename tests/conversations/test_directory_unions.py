"""The search for grassroots unions: long names of which a part is typed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.builtin import organisations
from conversations.directory import Directory, Elsewhere, Exact, Options, Organisation, Suggestion
from tests.conversations.matches import id_of, shown

UNIONS = (
    "CĐCS Trường THCS Hà Quảng",
    "CĐCS Trường THCS và THPT Lục Khu",
    "CĐCS Trường Tiểu học Sóc Hà",
    "Công đoàn cơ sở Trung tâm Y tế huyện Hà Quảng",
    "CĐCS UBND xã Trường Hà",
    "CĐCS UBND xã Sóc Hà",
    "CĐCS Công ty TNHH MTV Cao Bằng Xanh",
    "CĐCS Công ty cổ phần Khoáng sản 1",
    "CĐCS Công ty cổ phần Khoáng sản 2",
    "CĐCS Phòng Giáo dục và Đào tạo",
)
BESIDE = Organisation(2000, "04.043.001", "CĐCS Trường THPT Bảo Lạc", "union", id_of("04.043"))
CLOSED = Organisation(2001, "04.045.900", "CĐCS Lâm trường cũ", "union", id_of("04.045"), is_active=False)
OTHER_NAME = Organisation(
    2002, "04.045.901", "CĐCS Hạt Kiểm lâm", "union", id_of("04.045"), "public_admin", ("Kiểm lâm Hà Quảng",)
)
GRASSROOTS = Directory((
    *organisations(),
    *(Organisation(1000 + n, f"04.045.{n:03d}", name, "union", id_of("04.045")) for n, name in enumerate(UNIONS)),
    BESIDE, CLOSED, OTHER_NAME,
))  # fmt: skip

IN_HA_QUANG = {
    "CĐCS Trường THCS Hà Quảng": "= CĐCS Trường THCS Hà Quảng",
    "thcs ha quang": "= CĐCS Trường THCS Hà Quảng",
    "trường trung học cơ sở hà quảng": "= CĐCS Trường THCS Hà Quảng",
    "công đoàn cơ sở trường thcs hà quảng": "= CĐCS Trường THCS Hà Quảng",
    "04.045.003": "= Công đoàn cơ sở Trung tâm Y tế huyện Hà Quảng",
    "ubnd xa soc ha": "= CĐCS UBND xã Sóc Hà",
    "uỷ ban nhân dân xã Sóc Hà": "= CĐCS UBND xã Sóc Hà",
    "cao bang xanh": "= CĐCS Công ty TNHH MTV Cao Bằng Xanh",
    "cty tnhh cao bang xanh": "= CĐCS Công ty TNHH MTV Cao Bằng Xanh",
    "công ty cổ phần Cao Bằng Xanh": "? CĐCS Công ty TNHH MTV Cao Bằng Xanh",
    "phong gd&dt": "= CĐCS Phòng Giáo dục và Đào tạo",
    "Kiểm lâm Hà Quảng": "= CĐCS Hạt Kiểm lâm",
    "ttyt": "? Công đoàn cơ sở Trung tâm Y tế huyện Hà Quảng",
    "trung tam y te": "? Công đoàn cơ sở Trung tâm Y tế huyện Hà Quảng",
    "phòng giáo dục": "? CĐCS Phòng Giáo dục và Đào tạo",
    "sóc hà tiểu học": "? CĐCS Trường Tiểu học Sóc Hà",
    "ubnd xa truog ha": "? CĐCS UBND xã Trường Hà",
    "khoag san 2": "? CĐCS Công ty cổ phần Khoáng sản 2",
    "khoangsan2": "= CĐCS Công ty cổ phần Khoáng sản 2",
    "Khoangs sanr 1": "= CĐCS Công ty cổ phần Khoáng sản 1",
    "khoang san": "CĐCS Công ty cổ phần Khoáng sản 1 | CĐCS Công ty cổ phần Khoáng sản 2",
    "soc ha": "CĐCS Trường Tiểu học Sóc Hà | CĐCS UBND xã Sóc Hà",
    "ubnd": "CĐCS UBND xã Sóc Hà | CĐCS UBND xã Trường Hà",
    "THPT Bảo Lạc": "elsewhere: CĐCS Trường THPT Bảo Lạc (04.043.001)",
    "khoang san 3": "nothing",
    "lâm trường": "nothing",
    "CĐCS": "nothing",
    "???": "nothing",
}


@pytest.mark.parametrize(("text", "expected"), IN_HA_QUANG.items())
def test_union(text: str, expected: str) -> None:
    """A workplace is found by its name, its words, abbreviations and code; numbers have to be right."""
    assert expected == shown(GRASSROOTS.search(text, id_of("04.045"), "union"))


def test_union_in_a_wider_scope() -> None:
    """Without a federation the whole tree is searched, and active units only."""
    assert "= CĐCS Trường THPT Bảo Lạc" == shown(GRASSROOTS.search("thpt bao lac", None, "union"))
    assert "= CĐCS Trường THPT Bảo Lạc" == shown(GRASSROOTS.search("thpt bao lac", id_of("04"), "union"))
    assert CLOSED == GRASSROOTS.get(2001)
    assert CLOSED not in GRASSROOTS.children(id_of("04.045"))


@given(text=st.text(st.characters(), max_size=40) | st.text("thcsuban xãhàquảng cđ.,'123\n", max_size=30))
@settings(deadline=None)
def test_no_text_raises_in_unions(text: str) -> None:
    """Any text is answered; what is found is an active union."""
    match GRASSROOTS.search(text, id_of("04.045"), "union"):
        case Exact(node) | Suggestion(node) | Elsewhere(node):
            assert node.kind == "union"
            assert node.is_active
        case Options(nodes, more):
            assert len(nodes) + more > 1
