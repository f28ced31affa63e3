"""How alike texts are: a table of pairs as people write them, and what holds of every text."""

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from conversations.likeness import ALIKE, MOST_MARKED, SKETCH_BYTES, likeness, marked, pairs, resemblance, sketch
from conversations.text import count, plain_letters

CORN = (
    "Máy tẽ ngô đạp chân",
    ("Trước đây bà con tẽ ngô bằng tay, mỗi ngày một người chỉ được 50 kg và tay hay bị phồng. Tôi lấy khung xe đạp cũ gắn "
     "trục gai, đạp chân để quay trục, hạt rơi xuống khay. Nay mỗi giờ tẽ được 60 kg, không mất tiền điện, cả tổ dùng chung."),
)
REWRITTEN = (
    "Cải tiến máy tẽ ngô",
    ("Trước đây bà con tẽ ngô bằng tay, mỗi ngày một người chỉ được 40 kg và tay hay bị phồng rộp. Em lấy khung xe đạp cũ "
     "gắn trục gai, đạp chân để quay trục, hạt rơi xuống khay hứng. Nay mỗi giờ tẽ được 70 kg, không tốn điện, cả tổ dùng chung."),
)
BOTTLES = (
    "Góc học tập từ vỏ chai",
    ("Trước đây lớp thiếu đồ dùng học tập, cô giáo phải mua bằng tiền túi. Tôi cùng phụ huynh gom vỏ chai nhựa, cắt và sơn "
     "làm giá sách, hộp bút. Nay mỗi lớp có một góc học tập, trẻ thích đến lớp."),
)
VACCINES = (
    "Sổ theo dõi tiêm chủng bằng nhãn màu",
    ("Trước đây y tế thôn ghi sổ tiêm chủng bằng tay, hay sót trẻ ở xa. Tôi dán nhãn màu theo tháng hẹn và gọi điện trước ba "
     "ngày. Nay tỷ lệ trẻ tiêm đúng lịch tăng từ 71 lên 96 phần trăm."),
)
SHELLING = (  # the same thing in words of one's own: another text
    "Tẽ ngô bằng mô tơ máy giặt",
    ("Nhà em tận dụng mô tơ của máy giặt hỏng, lắp thêm rulo cao su để tách hạt ngô. Một người làm bằng năm người tẽ tay, "
     "hạt không bị vỡ, bà con trong thôn mượn dùng suốt vụ."),
)
FORMS = (  # two that share the phrases of the trade
    ("Cải cách thủ tục hành chính một cửa", "Ứng dụng công nghệ thông tin trong tiếp nhận hồ sơ, rút ngắn thời gian từ 5 ngày còn 2 ngày."),
    ("Đổi mới sinh hoạt chi bộ", "Ứng dụng công nghệ thông tin trong tài liệu họp chi bộ, gửi trước 2 ngày để đảng viên đọc."),
)
TABLE = {
    "the same": (CORN, CORN, True),
    "another author's figures and endings": (CORN, REWRITTEN, True),
    "without diacritics": (CORN, (plain_letters(CORN[0]), plain_letters(CORN[1])), True),
    "in capitals, with other signs and line breaks": (CORN, (CORN[0].upper(), CORN[1].upper().replace(". ", "\n- ")), True),
    "under another title": (BOTTLES, ("Tái chế rác thải nhựa", BOTTLES[1]), True),
    "sentences in another order": (VACCINES, (VACCINES[0], " ".join(reversed(VACCINES[1].split(". ")))), True),
    "a sentence more": (BOTTLES, (BOTTLES[0], f"{BOTTLES[1]} Phụ huynh ủng hộ thêm kệ gỗ cho các lớp khác."), True),
    "the title alone": (CORN, (CORN[0], BOTTLES[1]), False),
    "one trade, two things": (CORN, SHELLING, False),
    "one school, two things": (BOTTLES, VACCINES, False),
    "phrases of the trade": (*FORMS, False),
    "nothing and something": (("", ""), CORN, False),
}


def share(one: tuple[str, str], two: tuple[str, str]) -> float:
    """How alike they are."""
    return likeness(pairs(*one), pairs(*two))


@pytest.mark.parametrize(("one", "two", "is_alike"), TABLE.values(), ids=TABLE)
def test_pairs(one: tuple[str, str], two: tuple[str, str], is_alike: bool) -> None:
    """Far on either side of the line, and no sketch hides what is alike."""
    assert (share(one, two) > ALIKE + 0.1) if is_alike else (share(one, two) < ALIKE / 2)
    assert resemblance(sketch(*one), sketch(*two)) or not is_alike
    assert share(one, two) == share(two, one)


def test_a_sketch_is_the_same_for_ever() -> None:
    """It is stored: another way to make it needs a migration that makes all of them anew."""
    assert sketch(*VACCINES).hex() == "f682d4316ab78400d066b12707a400caaa2c051600363a520043bb9258d7f1eb"
    assert sketch("", "") == bytes(SKETCH_BYTES)
    assert not resemblance(b"", sketch(*VACCINES))


SYLLABLES = [f"{first}{last}" for first in ("b", "ch", "đ", "ng", "t") for last in ("ác", "ổi", "uông", "ẻ", "ím")]
TEXTS = st.lists(st.sampled_from(SYLLABLES), min_size=12, max_size=200).map(" ".join)


@given(TEXTS, TEXTS)
def test_every_text_is_like_itself_and_likeness_has_no_direction(one: str, two: str) -> None:
    """Both of the measure and of the sketch."""
    assert share(("", one), ("", one)) == 1
    assert resemblance(sketch("", one), sketch("", one))
    assert 0 <= share(("", one), ("", two)) == share(("", two), ("", one)) <= 1
    assert resemblance(sketch("", one), sketch("", two)) == resemblance(sketch("", two), sketch("", one))


@given(st.data())
def test_one_word_more_or_less_or_another_stays_alike(data: st.DataObject) -> None:
    """Wherever it stands, whatever the words are, as long as none is there twice."""
    size = data.draw(st.integers(8, 150))
    words = [f"tu{number}" for number in range(size)]
    place = data.draw(st.integers(0, size - 1))
    changed = words[:place] + data.draw(st.sampled_from([[], ["khac"], [words[place], "them"]])) + words[place + 1 :]
    assert share(("", " ".join(words)), ("", " ".join(changed))) >= ALIKE
    others = [f"khac{number}" for number in range(size)]
    assert share(("", " ".join(words)), ("", " ".join(others))) == 0


MARKED = {
    "nothing differs": ("Máy tẽ ngô", "Máy tẽ ngô", "Máy tẽ ngô"),
    "a word": ("Máy tẽ ngô", "Máy tuốt ngô", "Máy [−tẽ−] [+tuốt+] ngô"),
    "a word more, a word less": ("Máy tẽ ngô cũ", "Chiếc máy tẽ ngô", "[−Máy−] [+Chiếc máy+] tẽ ngô [−cũ−]"),
    "everything": ("Máy tẽ ngô", "Góc học tập", "[−Máy tẽ ngô−] [+Góc học tập+]"),
    "a long stretch between": (
        "a 1 2 3 4 5 6 7 8 9 10 b", "c 1 2 3 4 5 6 7 8 9 10 d", "[−a−] [+c+] 1 2 3 4 … 7 8 9 10 [−b−] [+d+]",
    ),
    "at the ends": ("1 2 3 4 5 6 7 8 9 10 b 1 2 3 4 5 6 7 8 9 10", "1 2 3 4 5 6 7 8 9 10 1 2 3 4 5 6 7 8 9 10", "… 7 8 9 10 [−b−] 1 2 3 4 …"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), MARKED.values(), ids=MARKED)
def test_what_differs_is_marked(old: str, new: str, expected: str) -> None:
    """By words, what is gone before what is new."""
    assert marked(old, new) == expected


@given(TEXTS, TEXTS)
def test_a_comparison_is_bounded_and_shows_both(old: str, new: str) -> None:
    """Whatever was written; where nothing is cut or left out, the old text and the new one can be read from it."""
    text = marked(old, new)
    assert count(text) <= MOST_MARKED + 1
    if "…" not in text:
        assert regex.sub(r"\[\+.*?\+\]|\[−|−\]", "", text).split() == old.split()
        assert regex.sub(r"\[−.*?−\]|\[\+|\+\]", "", text).split() == new.split()
