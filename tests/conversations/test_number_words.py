"""Numbers with words around them: what is taken, what is asked about, what is refused; and what says that there is none."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.validators import id_number, phone, said_id_number, said_phone
from tests.conversations.answers_shown import shown

TODAY = date(2021, 3, 20)
OWN, OTHER = "080888999", "080888999? id-found-meant"
IDS = {
    **dict.fromkeys((
        "cmnd 080888999", "CMND: 080 888 999", "số cmnd của tôi là 080888999 ạ", "Số CMND của tôi là 080.888.999.", "dạ 080888999 nhé", "chứng minh thư 080888999",
        "Chứng minh nhân dân số 080888999", "080888999 (cmnd)", "080888999 - cmnd", "080888999ạ", "(080888999)", "so cmnd cua toi la 080888999", "SỐ CMND 080888999", "cmnd 9 số 080888999",
    ), OWN),
    "so cccd cua toi la 004085000123": "004085000123", "Căn cước công dân số 004085000123.": "004085000123", "mã định danh cá nhân 004085000123": "004085000123",
    **dict.fromkeys((
        "số của Minh 080888999", "cmnd của vợ 080888999", "cmnd của Châu 080888999", "080888999 Nhã", "080888999 của em", "Minh 080888999", "Thư 080888999", "cháu 080888999",
        "cmt số 080888999 cấp ngày 1/1/2010 tại Cao Bằng", "080888999 cảm ơn", "em gửi 080888999",
    ), OTHER),
    "sđt 0912345678": "! id-is-phone", "sđt 912345678": "! id-is-phone", "zalo 987654321": "! id-is-phone", "điện thoại: 912 345 678": "! id-is-phone",
    "cmnd 080888999 và 004085000123": "! id-two-numbers", "cmnd 08088899": "! id-not-digits", "cmnd": "! id-not-digits", "cccd 003085000123": "! id-unknown-province",
    "GD4960123456789": "! id-not-digits", "số nhà 12": "! id-not-digits", "cmnd 080888999\ncấp 2010": "! id-not-digits",
    **dict.fromkeys(("không có", "tôi không nhớ", "mất rồi", "tôi bị mất thẻ", "em làm mất", "chưa làm lại", "đang làm lại", "quên mất rồi", "thẻ hỏng", "khong co", "để ở nhà", "ko nhớ số"), "! id-none"),
    **dict.fromkeys((
        "mặt trước hay mặt sau", "mất tiền không", "mất bao lâu", "ko biết số nào", "không hiểu", "không tin", "không muốn nói", "không nộp nữa", "không đồng ý", "Hồng", "K'Brết", "không có được không",
    ), "! id-not-digits"),
}  # fmt: skip
PHONES = {
    **dict.fromkeys((
        "sđt 0912345678", "Số điện thoại của tôi là 0912 345 678 ạ", "đt: +84 912 345 678", "zalo 0912345678", "0912345678 nhé", "sdt:0912345678", "0912345678 - zalo", "0912345678 (zalo)",
        "số máy 0912345678", "liên hệ 0912345678", "SĐT 0912.345.678", "dt 0912345678", "0912 345 678,",
    ), "0912345678"),
    **dict.fromkeys((
        "Minh 0912345678", "số của Minh 0912345678", "số của vợ tôi 0912345678", "0912345678 (vợ)", "0912345678 của con", "Thu 0912345678", "cháu: 0912345678", "cmnd 0912345678", "số cháu 0912345678",
    ), "0912345678? phone-found-meant"),
    "sđt 0912345678 hoặc 0987654321": "! phone-two-numbers", "điện thoại": "! phone-not-digits", "sđt 912345678": "0912345678? phone-lost-zero-meant", "sđt 02063852123": "! phone-landline",
    **dict.fromkeys(("tôi không có điện thoại", "ko có", "Chưa có số", "em bị mất máy", "nhà không có điện thoại", "khum có"), "! phone-none"),
    **dict.fromkeys(("mất tiền không", "không mất phí chứ?", "không hiểu", "không muốn lộ số", "không nộp nữa", "Hồng", "không chín một hai"), "! phone-not-digits"),
}  # fmt: skip


@pytest.mark.parametrize("raw", IDS)
def test_identity_numbers(raw: str) -> None:
    """A label is passed over, anybody's name is asked about."""
    assert IDS[raw] == shown(said_id_number(raw, TODAY))


@pytest.mark.parametrize("raw", PHONES)
def test_phones(raw: str) -> None:
    """The same; who has none is told what to do."""
    assert PHONES[raw] == shown(said_phone(raw))


@pytest.mark.parametrize("text", ["đây " * 18 + "x 0912345678", "nha " * 18 + "x 0912345678", "zalo " * 9_999, "dạ " * 9_999])
def test_long_and_repeated_words_cost_little(text: str) -> None:
    """They end; before, each "nha" doubled the time."""
    assert shown(said_phone(text)) in ("! phone-not-digits", "0912345678? phone-found-meant")
    assert shown(said_id_number(text, TODAY)) in ("! id-not-digits", "! id-is-phone")


@given(st.text(max_size=120))
def test_nothing_else_is_read_otherwise(raw: str) -> None:
    """What the plain readings understand, or refuse for a reason of their own, stays; nothing raises."""
    for said, plain, unread in ((said_id_number(raw, TODAY), id_number(raw, TODAY), "id-not-digits"), (said_phone(raw), phone(raw), "phone-not-digits")):
        assert said == plain or shown(plain) == f"! {unread}"
