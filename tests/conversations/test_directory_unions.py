"""The search for grassroots unions: long names of which a part is typed."""

import pytest
from hypothesis import given
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
    # the name of a place above is part of a name, or no union's
    "cao bằng": "? CĐCS Công ty TNHH MTV Cao Bằng Xanh",
    "LĐLĐ H. Hà Quảng": "above",
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


AT_HOME = id_of("04.045")
MANY_SHAPES = Directory((
    *organisations(),
    *(Organisation(3000 + n, f"04.045.{n:03d}", name, "union", AT_HOME, aliases=aliases) for n, (name, aliases) in enumerate({
        "CĐCS Trường Tiểu học số 1 Đức Hồng": (),
        "CĐCS Trường Tiểu học số 2 Đức Hồng": (),
        "CĐCS Trường PTDTBT TH và THCS Lũng Nặm": (),
        "CĐCS Trường PTDTBT THCS Lũng Nặm": (),
        "CĐCS Trường MN Hoa Sen": ("Mầm non xã Nội Thôn", "MN Nội Thôn 1"),
        "Công đoàn cơ sở Trường Mầm non Hoà An": (),
        "CĐCS Trường Mầm non Hoa An": (),
        "CĐCS Trường THPT Hà Quảng": (),
        "CĐCS Trung tâm GDNN-GDTX huyện Hà Quảng": (),
        "CĐCS Trung tâm Y tế huyện Hà Quảng": (),
        "CĐCS Trạm Y tế xã Trường Hà": (),
        "CĐCS UBND xã Trường Hà": (),
        "CĐCS UBND thị trấn Xuân Hòa": (),
        "CĐCS Văn phòng HĐND và UBND huyện Hà Quảng": (),
        "CĐCS Phòng Lao động - Thương binh và Xã hội": (),
        "CĐCS Phòng Tài chính - Kế hoạch": (),
        "CĐCS Ban Quản lý dự án đầu tư xây dựng": (),
        "CĐCS Công ty TNHH MTV Xây dựng và Thương mại Hoàng Long": (),
        "CĐCS Công ty cổ phần Hoàng Long": (),
        "CĐCS Hợp tác xã Nông nghiệp Đồng Tiến": (),
        "CĐCS Nhà máy Xi măng 3-2": (),
        "CĐCS Công ty TNHH Vinatex Nà Va": (),
    }.items())),
))  # fmt: skip

WAYS = {
    # abbreviations, both ways
    "th so 1 duc hong": "= CĐCS Trường Tiểu học số 1 Đức Hồng",
    "Trường TH Đức Hồng số 2": "? CĐCS Trường Tiểu học số 2 Đức Hồng",
    "phổ thông dân tộc bán trú trung học cơ sở lũng nặm": "= CĐCS Trường PTDTBT THCS Lũng Nặm",
    "TH&THCS Lũng Nặm": "? CĐCS Trường PTDTBT TH và THCS Lũng Nặm",
    "tiểu học và trung học cơ sở lũng nặm": "? CĐCS Trường PTDTBT TH và THCS Lũng Nặm",
    "mầm non hoa sen": "= CĐCS Trường MN Hoa Sen",
    "trung học phổ thông Hà Quảng": "= CĐCS Trường THPT Hà Quảng",
    "TT GDTX - GDNN": "? CĐCS Trung tâm GDNN-GDTX huyện Hà Quảng",
    "TT Y tế H. Hà Quảng": "= CĐCS Trung tâm Y tế huyện Hà Quảng",
    "TTYT Hà Quảng": "= CĐCS Trung tâm Y tế huyện Hà Quảng",
    "TYT X. Trường Hà": "= CĐCS Trạm Y tế xã Trường Hà",
    "uỷ ban xã Trường Hà": "= CĐCS UBND xã Trường Hà",
    "UBND TT Xuân Hòa": "= CĐCS UBND thị trấn Xuân Hòa",
    "VP HĐND&UBND": "? CĐCS Văn phòng HĐND và UBND huyện Hà Quảng",
    "phòng ldtbxh": "= CĐCS Phòng Lao động - Thương binh và Xã hội",
    "P. LĐ-TB&XH": "= CĐCS Phòng Lao động - Thương binh và Xã hội",
    "phòng TC-KH": "= CĐCS Phòng Tài chính - Kế hoạch",
    "BQL dự án": "? CĐCS Ban Quản lý dự án đầu tư xây dựng",
    "BQLDA": "? CĐCS Ban Quản lý dự án đầu tư xây dựng",
    "cty XD & TM Hoàng Long": "= CĐCS Công ty TNHH MTV Xây dựng và Thương mại Hoàng Long",
    "CTCP Hoàng Long": "= CĐCS Công ty cổ phần Hoàng Long",
    "công ty TNHH một thành viên xây dựng và thương mại Hoàng Long": "= CĐCS Công ty TNHH MTV Xây dựng và Thương mại Hoàng Long",
    "htx Đồng Tiến": "? CĐCS Hợp tác xã Nông nghiệp Đồng Tiến",
    "nm xi mang 3-2": "= CĐCS Nhà máy Xi măng 3-2",
    # numbers
    "trường tiểu học số 02 Đức Hồng": "= CĐCS Trường Tiểu học số 2 Đức Hồng",
    "TH So II Duc Hong": "= CĐCS Trường Tiểu học số 2 Đức Hồng",
    "truong tieu hoc duc hong 2": "? CĐCS Trường Tiểu học số 2 Đức Hồng",
    "TH Đức Hồng": "CĐCS Trường Tiểu học số 1 Đức Hồng | CĐCS Trường Tiểu học số 2 Đức Hồng",
    "TH số 3 Đức Hồng": "nothing",
    # near twins
    "ptdtbt thcs lung nam": "= CĐCS Trường PTDTBT THCS Lũng Nặm",
    "THCS Lũng Nặm": "CĐCS Trường PTDTBT THCS Lũng Nặm | CĐCS Trường PTDTBT TH và THCS Lũng Nặm",
    "mn hoa an": "CĐCS Trường Mầm non Hoa An | Công đoàn cơ sở Trường Mầm non Hoà An",
    "Trường Mầm non Hoa An": "CĐCS Trường Mầm non Hoa An | Công đoàn cơ sở Trường Mầm non Hoà An",
    "CĐCS Trường Mầm non Hoa An": "= CĐCS Trường Mầm non Hoa An",
    "Mầm non Hòa An": "= Công đoàn cơ sở Trường Mầm non Hoà An",
    "Trường MN Hoá Sen": "? CĐCS Trường MN Hoa Sen",
    "hoang long": "CĐCS Công ty cổ phần Hoàng Long | CĐCS Công ty TNHH MTV Xây dựng và Thương mại Hoàng Long",
    "cty tnhh hoang long": "? CĐCS Công ty cổ phần Hoàng Long",
    # aliases that were learnt
    "mầm non nội thôn": "= CĐCS Trường MN Hoa Sen",
    "mn noi thonn": "? CĐCS Trường MN Hoa Sen",
    # what keyboards leave
    "Truwowngf Tieeur hocj soos 1 Dduwcs Hoongf": "= CĐCS Trường Tiểu học số 1 Đức Hồng",
    "Tru7o7ng2 Mam62 non Hoa Sen": "= CĐCS Trường MN Hoa Sen",
    "hoa sen5": "? CĐCS Trường MN Hoa Sen",
    # slips
    "thpt ha quagn": "? CĐCS Trường THPT Hà Quảng",
    "mam nno hoa sen": "? CĐCS Trường MN Hoa Sen",
    "truong mn hoa snen": "? CĐCS Trường MN Hoa Sen",
    "cong ty vintex na va": "? CĐCS Công ty TNHH Vinatex Nà Va",
    # spaces
    "mamnonhoasen": "= CĐCS Trường MN Hoa Sen",
    "mn ho asen": "= CĐCS Trường MN Hoa Sen",
    "  mn   hoa\nsen ": "= CĐCS Trường MN Hoa Sen",
    "vinatexnava": "= CĐCS Công ty TNHH Vinatex Nà Va",
    # order, signs, more than asked
    "Hoa Sen MN": "? CĐCS Trường MN Hoa Sen",
    "MN - Hoa Sen.": "= CĐCS Trường MN Hoa Sen",
    "trường mn hoa sen, huyện hà quảng, cao bằng": "= CĐCS Trường MN Hoa Sen",
    "em ở trường mầm non hoa sen": "= CĐCS Trường MN Hoa Sen",
    # the name of the place says nothing of its own, and "Trường" may be a name
    "hạt kiểm lâm hà quảng": "nothing",
    "tỉnh Cao Bằng": "above",
    "Cao Bawngf": "above",
    "ubnd trường hà": "= CĐCS UBND xã Trường Hà",
    "ubnd hà": "CĐCS UBND xã Trường Hà | CĐCS UBND thị trấn Xuân Hòa | CĐCS Văn phòng HĐND và UBND huyện Hà Quảng",
}


@pytest.mark.parametrize(("text", "expected"), WAYS.items())
def test_ways_to_write_a_workplace(text: str, expected: str) -> None:
    """One workplace is written in many ways; what could be two is asked."""
    assert expected == shown(MANY_SHAPES.search(text, AT_HOME, "union"))


@given(text=st.text(st.characters(), max_size=40) | st.text("thcsuban xãhàquảng cđ.,'123\n", max_size=30))
def test_no_text_raises_in_unions(text: str) -> None:
    """Any text is answered; what is found is an active union."""
    match GRASSROOTS.search(text, id_of("04.045"), "union"):
        case Exact(node) | Suggestion(node) | Elsewhere(node):
            assert node.kind == "union"
            assert node.is_active
        case Options(nodes, more):
            assert len(nodes) + more > 1
