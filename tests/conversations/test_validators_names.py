"""Personal names: a table of what people type and what becomes of it."""

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from conversations.answers import Invalid, Valid
from conversations.validators import full_name
from tests.conversations.answers_shown import shown

NAMES = {
    "Nguyễn Văn A": "Nguyễn Văn A",
    "  nguyễn   văn\ta ": "Nguyễn Văn A",
    "NGUYỄN THỊ HOA": "Nguyễn Thị Hoa",
    "NÔNG THỊ PÀNG": "Nông Thị Pàng",
    unicodedata.normalize("NFD", "HOÀNG VĂN PÁO"): "Hoàng Văn Páo",
    "Nguyễn văn A": "Nguyễn văn A",
    "Giàng A Dính": "Giàng A Dính",
    "Y Moan Êban": "Y Moan Êban",
    "y moan êban": "Y Moan Êban",
    "H'Hen Niê": "H'Hen Niê",
    "H’HEN NIÊ": "H'Hen Niê",
    "hʼhen niê": "H'Hen Niê",
    "Y-JUT HWING Ê BAN": "Y-Jut Hwing Ê Ban",
    "Rơ Châm H`Phik": "Rơ Châm H'Phik",
    "Kpă Klơng": "Kpă Klơng",
    "Thạch Sô Phách": "Thạch Sô Phách",
    "Y E\u0302\u0306ban Ƀlô": "Y Ê\u0306ban Ƀlô",
    "y ê\u0306ban": "Y Ê\u0306ban",
    "Ðặng Văn Ɖức": "Đặng Văn Đức",
    "Ngu\u00adyễn\u200b Văn\u00a0A": "Nguyễn Văn A",
    "Trần Thị B.": "Trần Thị B",
    "Ng. Thị Hoa": "Ng. Thị Hoa",
    "Mỷ Bích Ly": "Mỷ Bích Ly",
    "Nông Thị Một Hai Ba Bốn Năm Sáu Bảy Tám": "Nông Thị Một Hai Ba Bốn Năm Sáu Bảy Tám",
    "Páo": "Páo? name-one-word-meant",
    "Hoa": "Hoa? name-one-word-meant",
    "NGUYEN VAN A": "Nguyen Van A? name-without-marks-meant",
    "Y-Jut Hwing": "Y-Jut Hwing? name-without-marks-meant",
    "Nguyeenx Vawn A": "Nguyeenx Vawn A? name-telex-meant",
    "Trần Thij B": "Trần Thij B? name-telex-meant",
    "tôi tên là Nguyễn Văn Tám": "Nguyễn Văn Tám",
    "Tôi là  nguyễn văn tám": "Nguyễn Văn Tám",
    "tên tôi là Nguyễn Văn Tám": "Nguyễn Văn Tám",
    "Dạ em là Nguyễn Văn Tám": "Nguyễn Văn Tám",
    "em tên Tám": "Tám? name-one-word-meant",
    "Họ và tên: Nguyễn Văn Tám": "Nguyễn Văn Tám",
    "Họ tên :\nNguyễn Văn Tám": "Nguyễn Văn Tám",
    "toi ten la nguyen van tam": "Nguyen Van Tam? name-without-marks-meant",
    "tôi là": "! name-too-short",
    "Em Lành": "Em Lành",
    "cmnd là gì vậy": "Cmnd Là Gì Vậy? name-question-meant",
    "tại sao phải ghi tên?": "Tại Sao Phải Ghi Tên? name-question-meant",
    "Nguyễn Văn A?": "Nguyễn Văn A? name-question-meant",
    "để làm gì": "Để Làm Gì? name-question-meant", "có cần không": "Có Cần Không? name-question-meant",
    "Nguyễn Văn A ạ": "Nguyễn Văn A", "em tên là Nguyễn Văn A nhé": "Nguyễn Văn A", "Nguyễn Văn A đây ạ.": "Nguyễn Văn A",
    "em Nguyễn Văn A": "Nguyễn Văn A", "dạ em Nguyễn Văn A ạ": "Nguyễn Văn A", "Nguyễn Văn A nha": "Nguyễn Văn A", "trần thị thanh nha": "Trần Thị Thanh Nha", "Em Thị Hoa": "Em Thị Hoa", "dạ vâng ạ": "Dạ Vâng? name-question-meant",
    "hồ thị nhé": "Hồ Thị Nhé", "lò văn đây": "Lò Văn Đây", "giàng a nhé": "Giàng A Nhé", "Nguyễn Thị Nhé ạ": "Nguyễn Thị Nhé", "NGUYỄN VĂN A Ạ": "Nguyễn Văn A",
    "Tên: Nguyễn Văn A": "Nguyễn Văn A", "họ và tên của tôi là Nguyễn Văn A": "Nguyễn Văn A", "tên đầy đủ của em: Nguyễn Văn A": "Nguyễn Văn A", "Dạ, Nguyễn Văn A ạ": "! name-several-people",
    "cho em hỏi ạ": "Cho Em Hỏi? name-question-meant", "chưa có ạ": "Chưa Có? name-question-meant", "để sau nhé": "Để Sau Nhé? name-question-meant",
    "Giàng A Không": "Giàng A Không? name-question-meant", "Nguyễn Văn Khổng": "Nguyễn Văn Khổng", "Trần Thị Nha": "Trần Thị Nha",
    "ghi o dau": "Ghi O Dau? name-question-meant",
    "Lâm Sao Mai": "Lâm Sao Mai",
    "": "! name-too-short",
    "🙂": "! name-character",
    "A": "! name-too-short",
    "...": "! name-too-short",
    "Nguyễn Văn A\nTrần Thị B": "! name-line-break",
    "Nguyễn Văn A1": "! name-digits",
    "Nguyễn Văn ٣": "! name-digits",
    "Nguye6n4 Va8n A": "! name-digits",
    "Nguyễn Văn A 😀": "! name-character",
    "Nguyễn Văn A (Tổ 1)": "! name-character",
    "Nguyễn Văn A, Trần Thị B": "! name-several-people",
    "Nguyễn Văn A/Trần Thị B": "! name-several-people",
    "Nguyễn Văn A & Trần Thị B": "! name-several-people",
    "a@b.vn": "! name-character",
    "<b>Nguyễn Văn A</b>": "! name-character",
    "=Nguyễn Văn A": "! name-character",
    "Nguуễn Văn A": "! name-foreign-letter",  # the у is Cyrillic
    "阮文甲": "! name-foreign-letter",
    "Ｎｇｕｙễｎ Văn A": "! name-foreign-letter",
    "Nguyễn - Văn A": "! name-character",
    "N\u0301\u0301\u0301\u0301guyễn Văn A": "! name-marks",
    "\u0301Nguyễn Văn A": "! name-marks",
    "A" * 31 + " Văn Á": "! name-word-too-long",
    "Nguyễn " * 15: "! name-too-long",
    "á" * 5000: "! name-too-long",
}


@pytest.mark.parametrize(("raw", "expected"), NAMES.items())
def test_full_name(raw: str, expected: str) -> None:
    """Names of all peoples are taken and tidied; what is no name is refused with its own reason."""
    assert expected == shown(full_name(raw))


TYPED = (
    st.text(max_size=40)
    | st.text("aăâbcdđeêHWYẾỘữ'’-. ßİıſǆƻŉ\u0302\u0306\u0323\u200d", max_size=25)
    | st.sampled_from(list(NAMES))
)


@given(raw=TYPED)
@example(raw="ßa")
@settings(max_examples=400)
def test_a_name_that_is_taken_is_canonical(raw: str) -> None:
    """No input raises, and a value given back is taken as the same value."""
    answer = full_name(raw)
    if not isinstance(answer, Invalid):
        again = full_name(answer.value)
        assert not isinstance(again, Invalid)
        assert answer.value == again.value
    if isinstance(answer, Valid):
        assert answer == full_name(answer.value)
