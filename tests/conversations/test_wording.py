"""What people type to steer: with and without marks, in other writings, and what only looks like it."""

import unicodedata

import pytest

from conversations import wording
from conversations.commands import COMMANDS
from conversations.dialogue import CONTROLS
from conversations.text import plain_letters
from tests.builders import CATALOGUE

WORDS = [(name, word) for name, words in wording.CONTROLS.items() for word in words]


@pytest.mark.parametrize(("name", "word"), WORDS)
def test_control_words_with_and_without_marks(name: str, word: str) -> None:
    """Also in capitals, decomposed, with an exclamation mark, with spaces around."""
    for written in (word, plain_letters(word), word.upper(), unicodedata.normalize("NFD", word), f"  {word} !"):
        assert name == wording.control(written, names_possible=False), written


@pytest.mark.parametrize(("name", "word"), WORDS)
def test_control_words_where_a_name_is_asked_for(name: str, word: str) -> None:
    """All of them but the two that are given names when they are typed without marks."""
    for written in (word, plain_letters(word)):
        expected = None if written in wording.NAMES else name
        assert expected == wording.control(written, names_possible=True), written


def test_every_control_word_does_something() -> None:
    """The words and what they do are the same set; an upload is asked for in words of its own."""
    assert set(CONTROLS) == {*wording.CONTROLS, "upload"}


CONTROL = {
    "?": "help", "sửa 3": "edit:3", "sua ho ten": "edit:ho ten", "Sửa lại họ tên": "edit:họ tên", "chỉnh sửa cmnd": "edit:cmnd",
    "edit title": "edit:title", "sửa mục nội dung": "edit:nội dung", "sữa chua nếp cẩm": None, "hủy diệt sâu keo": None,
    "hướng dẫn chấm công": None, "làm lại mặt đường": None, "": None, "hủy " + "x" * 100: None,
    "sửa " + "x" * 40: None, "thoát nước cho ruộng": None,
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CONTROL.items(), ids=lambda one: repr(one)[:30])
def test_control(text: str, expected: str | None) -> None:
    """A whole message and short, or "sửa" with what is to be edited."""
    assert expected == wording.control(text, names_possible=False)


NAMES = {"Huy": None, "huy": None, "Sua": None, "Sua A Pao": None, "sua ho ten": "edit:ho ten", "sửa họ tên": "edit:họ tên", "Huỷ": "cancel",
         "hủy": "cancel", "Nguyễn Văn Hủy": None}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), NAMES.items())
def test_names_are_no_controls(text: str, expected: str | None) -> None:
    """ "Huy" and "Sua A Pao" are people."""
    assert expected == wording.control(text, names_possible=True)


GREETINGS = {"xin chào": True, "hello": True, "Nộp": True, "Huy": False, "Nguyễn Văn A": False, "": False}


@pytest.mark.parametrize(("text", "expected"), GREETINGS.items())
def test_greetings_are_no_names(text: str, expected: bool) -> None:
    """Whoever says good day has not said a name yet."""
    assert expected == wording.greets(text)


LINES = {"họ tên": "full_name", "ho ten": "full_name", "CCCD": "id_number", "sđt": "phone", "sdt": "phone", "đơn vị": "union",
         "tháng": "applied_on", "mô tả": "description", "tên": None, "con mèo": None}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), LINES.items())
def test_lines(text: str, expected: str | None) -> None:
    """What people call a line; a name of two lines is asked about."""
    assert expected == wording.line(text)


COMMAND = {
    "/nop": ("nop", ""), "/NOP": ("nop", ""), "/Nộp": ("nop", ""), " /submit ": ("nop", ""), "/start A7K2": ("start", "A7K2"),
    "/start@cong_doan_bot A7K2": ("start", "A7K2"), "/report\ncdcs": ("report", "cdcs"), "/baocao  cdcs tháng 3": ("report", "cdcs tháng 3"),
    "/status": ("theodoi", ""), "/review": ("duyet", ""), "/invite": ("moi", ""), "/help": ("huongdan", ""), "/support": ("hotro", ""),
    "/mydata": ("dulieu", ""), "/cancel": ("huy", ""), "/abc": ("", ""), "/": None, "/ 3": None, "nop": None, "tiếp tục": ("tieptuc", ""),
    "/tuoi nhỏ giọt cho vườn cam bằng ống nhựa cũ": None,
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), COMMAND.items(), ids=lambda one: repr(one)[:30])
def test_command(text: str, expected: tuple[str, str] | None) -> None:
    """Aliases, marks, a bot's name; a long text with an unknown word is an answer that begins with a slash."""
    typed = wording.command(text)
    assert expected == (typed and (typed.name, typed.argument))


def test_a_command_takes_a_bounded_argument() -> None:
    """What follows is cut, and is never worked on in full."""
    typed = wording.command("/start " + "A" * 100_000)
    assert typed is not None
    assert len(typed.argument) == wording.LONGEST_ARGUMENT


def test_every_command_that_can_be_typed_exists() -> None:
    """With a slash, by word, or anywhere."""
    assert set(COMMANDS) >= {*wording.COMMANDS, *wording.SPOKEN, *wording.LABELS, *wording.ANYWHERE}


LABELS = CATALOGUE.keys()
MENU_LABELS = [
    (name, key) for name in COMMANDS for key in (f"button-{name}", f"command-{name}")
    if key in LABELS and name not in {"start", "sua", "rut"}  # these want the code of an initiative
]  # fmt: skip


@pytest.mark.parametrize(("name", "key"), MENU_LABELS, ids=str)
def test_labels_of_menus_are_understood(name: str, key: str) -> None:
    """Whatever a menu or a list of commands calls a command can be typed without a slash, with marks and without."""
    label = CATALOGUE.format(key)
    for written in (label, label.lower(), plain_letters(label)):
        typed = wording.command(written) or wording.spoken(written)
        assert typed == wording.Typed(name, ""), written
        assert wording.verdict(written) is None, written


SPOKEN = {
    "nộp sáng kiến": ("nop", ""), "NOP": ("nop", ""), "Theo dõi": ("theodoi", ""), "báo cáo": ("report", ""),
    "báo cáo cdcs tháng 3": ("report", "cdcs tháng 3"), "Bao cao  thieu": ("report", "thieu"), "xin chào!": ("start", ""),
    "report": ("report", ""), "report thieu": ("report", "thieu"), "canbo thieu": ("canbo", "thieu"), "Cán bộ thiếu": ("canbo", "thiếu"),
    "donvi dong": ("donvi", "dong"), "qr zip": ("qr", "zip"), "ghép đơn vị hoàn tác": ("ghepdonvi", "hoàn tác"),
    "cán bộ y tế xã": None, "đơn vị của tôi": None, "rút đồng ý": ("dulieu", ""), "hủy": ("huy", ""), "báo": None, "": None, "xin chào mọi người": None, "nộp " * 60: None,
    "thống kê": ("report", ""), "thong ke tuần này": ("report", "tuần này"), "Xuất excel": ("report", "excel"), "nhắc nhở": ("nhac", ""),
    "nhac cac don vi chua nop": ("nhac", ""), "nhắc các đơn vị chưa nộp bài": None, "cho tôi xem báo cáo tuần này": ("report", "tuần này"),
    "xin báo cáo": ("report", ""), "Gửi tôi báo cáo tháng": ("report", "tháng"), "xin xuất excel": ("report", "excel"),
    "cho tôi xem": None, "xin": None, "xem tệp": ("tep", ""), "xin quyền": ("xinquyen", ""), "xin nghỉ một ngày": None, "cho tôi hỏi": None,
    "tôi muốn nộp sáng kiến": ("nop", ""), "- xin chào": ("start", ""), "? ghép đơn vị hoàn tác": None, "…": None,
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SPOKEN.items(), ids=lambda one: repr(one)[:30])
def test_spoken(text: str, expected: tuple[str, str] | None) -> None:
    """A whole message only, but for the words after "báo cáo"."""
    typed = wording.spoken(text)
    assert expected == (typed and (typed.name, typed.argument))


VERDICT = {
    "duyệt": ("confirm", ""), "duyet A7K2": ("confirm", "A7K2"), "/duyet A7K2": ("confirm", "A7K2"), "xác nhận 1-3": ("confirm", "1-3"),
    "từ chối A7K2 trùng  nội dung": ("reject", "A7K2 trùng  nội dung"), "tu choi A7K2": ("reject", "A7K2"),
    "bổ sung A7K2": ("request_changes", "A7K2"), "yêu cầu bổ sung A7K2 số liệu": ("request_changes", "A7K2 số liệu"),
    "yeu cau bo sung": ("request_changes", ""), "không duyệt A7K2": None, "": None, "từ": None, "A7K2 duyệt": None,
    "! duyệt A7K2": ("confirm", "A7K2"), "duyệt" + "." * 60: ("confirm", ""), "?": None,
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), VERDICT.items(), ids=lambda one: repr(one)[:30])
def test_verdict(text: str, expected: tuple[str, str] | None) -> None:
    """The verb first, then the code or the numbers, then the reason as it was typed."""
    assert expected == wording.verdict(text)
