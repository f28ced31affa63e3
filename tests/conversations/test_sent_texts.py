"""A description in a file, or typed for a font of before Unicode: shown, and taken only after the person says so."""

from datetime import timedelta

import pytest

from conversations.effects import FetchFile, Text
from conversations.events import Event, FileRead, MediaReceived, Medium, SentFile, TextReceived
from conversations.sent_files import TEXT
from tests.builders import CATALOGUE, NOON
from tests.conversations.test_submission import DESCRIPTION, TO_DESCRIPTION, TO_NAME, TO_TITLE, TO_UNION
from tests.transcripts import Line, Talk, follow

WORD = SentFile("ref-1", "sáng kiến.docx", "", 5)
SENT = MediaReceived(NOON, Medium.DOCUMENT, WORD)
SENTENCE = "Trước đây làm bằng tay, nay làm bằng máy tự chế. "  # 49 characters
TCVN3 = "Tr\u00adíc ®©y tÏ ng« b»ng tay, nay dïng m¸y tù chÕ, nhanh gÊp ba lÇn."
VNI = "Tröôùc ñaây teõ ngoâ baèng tay, nay duøng maùy töï cheá, nhanh gaáp ba laàn."
MEANT = "Trước đây tẽ ngô bằng tay, nay dùng máy tự chế, nhanh gấp ba lần."


def read(text: str = "", problem: str | None = None) -> FileRead:
    """What the reader says of a file."""
    return FileRead(NOON, TEXT, "f1", {} if problem else {"text": text}, problem)


def converted(text: str, before: str) -> FileRead:
    """What the reader says of a file in which the font of these words is named."""
    return FileRead(NOON, TEXT, "f1", {"text": text, "before": before, "font": "TCVN3 (.VnTime)"})


def captioned(words: str) -> MediaReceived:
    """A document with words beside it."""
    return MediaReceived(NOON, Medium.DOCUMENT, WORD, words)


def photo(medium: Medium = Medium.PHOTO) -> MediaReceived:
    """A picture."""
    return MediaReceived(NOON, medium, SentFile("ref-2", "a.jpg", "image/jpeg"))


FILES: dict[str, tuple[Event | str, ...]] = {
    "taken": (SENT, "+FetchFile", read(DESCRIPTION), "file-text-meant", "[Đúng]", "ask-review"),
    "taken by typing": (SENT, "+FetchFile", read(DESCRIPTION), "file-text-meant", "vâng", "ask-review"),
    "not taken": (SENT, "+FetchFile", read(DESCRIPTION), "file-text-meant", "[Nhập lại]", "ask-description"),
    "edited": (SENT, "+FetchFile", read(DESCRIPTION), "file-text-meant", f"{DESCRIPTION} Thêm.", "ask-review"),
    "another file": (read(DESCRIPTION), "file-text-meant", SENT, "+FetchFile", read(SENTENCE), "file-text-meant", "đúng", "ask-review"),
    "cancelled": (read(DESCRIPTION), "file-text-meant", "hủy", "cancel-sure", "không", "file-text-meant", "đúng", "ask-review"),
    "back": (read(DESCRIPTION), "file-text-meant", "quay lại", "ask-description", "quay lại", "ask-title*"),
    "short": (read("Tẽ ngô"), "file-text-meant", "đúng", "ask-review"),
    "over the limit, cut": (read(SENTENCE * 25), "!description-over-limit ask-description", "[Lấy đến hết câu cuối trong giới hạn]", "ask-review"),
    "over the limit, all of it": (read(SENTENCE * 25), "!description-over-limit ask-description", "[Gửi lại toàn văn cho tôi]", "description-whole"),
    "no words": (read("123"), "!description-empty ask-description"),
    "locked": (SENT, "+FetchFile", read(problem="text-file-locked"), "!text-file-locked ask-description", DESCRIPTION, "ask-review"),
    "with words beside it": (
        captioned("Máy tẽ ngô."), "+FetchFile", read(DESCRIPTION), "file-text-meant", "đúng", "ask-review",
    ),
    "with words beside it, and unreadable": (captioned(DESCRIPTION), "+FetchFile", read(problem="text-file-locked"), "text-file-locked ask-review"),
    "a photo": (photo(), "!medium-photo ask-description"),
    "a photo as a document": (photo(Medium.DOCUMENT), "+FetchFile"),
    "not carried": (MediaReceived(NOON, Medium.OTHER), "!file-not-carried ask-description"),
    "the page instead": ("liên kết", "upload-offer", read(DESCRIPTION), "file-text-meant"),
    "converted by the reader": (converted(f"Đề tài: {MEANT}", f"Đề tài: {TCVN3}"), "old-font-meant", "giữ nguyên", "ask-review"),
    "converted by the reader, too long": (converted(f"{MEANT} " * 20, f"{TCVN3} " * 20), "!description-over-limit ask-description"),
    "old font": (read(TCVN3), "old-font-meant", "đúng", "ask-review"),
    "while another dialogue is open": (SENT, "+FetchFile", "/theodoi", "nothing-filed draft-waits", read(DESCRIPTION), "file-text-meant"),
    "too late": (SENT, "+FetchFile", DESCRIPTION, "ask-review", read(SENTENCE), "!file-not-asked ask-review"),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_in_a_file(name: str) -> None:
    """What was read is shown with its length and waits for a word."""
    talk = follow(TO_DESCRIPTION)
    lines = FILES[name]
    for said, expected in zip(lines[::2], lines[1::2], strict=True):
        assert expected == (talk.write(said) if isinstance(said, str) else talk.take(said)), said


def test_what_is_shown_of_a_file() -> None:
    """The text with n/1000; what is stored has no more than what a person could have typed."""
    talk = follow(TO_DESCRIPTION)
    talk.take(read("Cách làm:\r\n\uf0b7 dùng\u00a0máy  \n\n“nhanh”\u200b – gấp ba; tiết kiệm 2 giờ"))
    text = "Cách làm:\n• dùng máy\n\n“nhanh” – gấp ba; tiết kiệm 2 giờ"
    assert {"text": text, "count": len(text), "limit": 1000} == talk.says[-1].args
    assert ["Đúng", "Nhập lại"] == [_label(button.label) for button in talk.says[-1].buttons]
    talk.write("đúng")
    assert talk.state.top
    assert text == talk.state.top.answers["description"]


def test_what_is_too_long_stays_in_the_draft() -> None:
    """All of it comes back; the cut ends with a sentence. In an old font both are of what was meant."""
    talk = follow(TO_DESCRIPTION)
    talk.take(read(" ".join([TCVN3] * 20)))
    problem = talk.says[-1].args["problem"]
    assert isinstance(problem, Text)
    assert (20 * 66 - 1, 1000, 20 * 66 - 1001) == tuple(problem.args[name] for name in ("count", "limit", "excess"))
    shown = talk.says
    talk.write("[Gửi lại toàn văn cho tôi]")
    assert {"text": " ".join([MEANT] * 20)} == talk.says[-1].args
    talk.says = shown
    talk.write("[Lấy đến hết câu cuối trong giới hạn]")
    assert talk.state.top
    assert " ".join([MEANT] * 15) == talk.state.top.answers["description"]


@pytest.mark.parametrize(("words", "text"), [("Máy tẽ ngô.", f"Máy tẽ ngô.\n{DESCRIPTION}"), (DESCRIPTION[:20], DESCRIPTION)])
def test_words_beside_a_file_come_first(words: str, text: str) -> None:
    """Unless the file has them too."""
    talk = follow(TO_DESCRIPTION)
    talk.take(captioned(words))
    talk.take(read(DESCRIPTION))
    assert text == talk.says[-1].args["text"]


def test_elsewhere_no_file_is_fetched() -> None:
    """Neither for a title, nor while nothing is asked."""
    for talk in (follow(TO_TITLE), Talk()):
        assert "medium-document" in talk.take(SENT)
        assert not any(isinstance(effect, FetchFile) for effect in talk.effects)


TYPED: dict[str, list[Line]] = {
    "TCVN3": [*TO_DESCRIPTION, (TCVN3, "old-font-meant"), ("[Đúng]", "ask-review")],
    "VNI": [*TO_DESCRIPTION, (VNI, "old-font-meant"), ("đúng", "ask-review")],
    "typed twice": [*TO_DESCRIPTION, (TCVN3, "old-font-meant"), (TCVN3, "old-font-meant"), ("đúng", "ask-review")],
    "typed anew": [*TO_DESCRIPTION, (TCVN3, "old-font-meant"), (DESCRIPTION, "ask-review")],
    "no": [*TO_DESCRIPTION, (VNI, "old-font-meant"), ("[Nhập lại]", "ask-description")],
    "kept as it was sent": [*TO_DESCRIPTION, (VNI, "old-font-meant"), ("[Giữ nguyên bản gửi]", "ask-review")],
    "kept by typing": [*TO_DESCRIPTION, (VNI, "old-font-meant"), ("giữ nguyên", "ask-review")],
    "kept too late": [*TO_DESCRIPTION, (VNI, "old-font-meant"), ("không", "ask-description"), ("{k.1.description.keep}", "!nothing-to-keep ask-description")],
    "a title": [*TO_TITLE, ("M¸y tÏ ng«", "old-font-meant"), ("đúng", "ask-description")],
    "a name": [*TO_NAME, ("NguyÔn V¨n A", "old-font-meant"), ("đúng", "ask-id-number")],
    "a name with one marked word": [*TO_NAME, ("TrÇn Thanh Xuan", "old-font-meant"), ("đúng", "ask-id-number")],
    "a workplace": [*TO_UNION, ("[Không thấy đơn vị tôi]", "ask-union-name"), ("Tr−êng TiÓu häc Hoa Mai", "old-font-meant"), ("đúng", "ask-block")],
    "mixed": [*TO_DESCRIPTION, (f"{DESCRIPTION} M¸y tÏ ng« c¶i tiÕn", "damaged-words-meant"), ("đúng", "ask-review")],
    "lost": [*TO_TITLE, ("M\ufffdy t\ufffd ng\ufffd", "!letters-lost ask-title")],
    "a title with keys of VNI": [*TO_TITLE, ("Ma1y te4 ngo6", "typing-leftovers-meant"), ("đúng", "ask-description")],
    "with keys of Telex, kept": [*TO_TITLE, ("Mays tex ngoo", "typing-leftovers-meant"), ("[Giữ nguyên bản gửi]", "ask-description")],
    "a name with keys of VNI, which is no name": [*TO_NAME, ("Nguye64n Va8n A", "typing-leftovers-meant"), ("giữ nguyên", "!nothing-to-keep typing-leftovers-meant"), ("Nguyễn Văn A", "ask-id-number")],
    "a name with keys of Telex": [*TO_NAME, ("Trần Thij B", "typing-leftovers-meant"), ("[Đúng]", "ask-id-number")],
    "a title with codes": [*TO_TITLE, ("May bom A1 B52 CO2 R134a", "ask-description")],
    "a description is left alone": [*TO_DESCRIPTION, ("Ma1y te4 ngo6 nhanh ga61p ba la62n", "ask-review")],
    "too long in any font": [*TO_TITLE, ("M¸y tÏ ng« " * 20, "!title-too-long ask-title")],
}  # fmt: skip


@pytest.mark.parametrize("name", TYPED)
def test_typed_for_an_old_font(name: str) -> None:
    """It is converted, shown, and the person decides."""
    follow(TYPED[name])


def test_what_is_stored() -> None:
    """What was meant, or what was sent where that was wanted; before and after are both shown."""
    talk = follow([*TO_DESCRIPTION, (TCVN3, "old-font-meant")])
    assert {"font": "TCVN3 (.VnTime)", "before": TCVN3[:80], "after": MEANT, "count": 65} == talk.says[-1].args
    for answer, stored in (("đúng", MEANT), ("giữ nguyên", TCVN3.replace("\u00ad", ""))):
        talk = follow([*TO_DESCRIPTION, (TCVN3, "old-font-meant"), (answer, "ask-review")])
        assert talk.state.top
        assert stored == talk.state.top.answers["description"]


def test_a_paste_in_pieces() -> None:
    """Pieces are put together before they are looked at: one of them alone may prove nothing."""
    talk = follow(TO_DESCRIPTION)
    pieces = ["a" * 2100 + " tay b»ng", "m¸y nhanh"]
    for order, piece in enumerate(pieces, 50):
        talk.take(TextReceived(talk.at + timedelta(seconds=order / 100), piece, order))
    assert talk.state.top
    assert ("a" * 2100 + " tay bằng máy nhanh") == talk.state.top.context["draft"]


def _label(label: str | Text) -> str:
    return label if isinstance(label, str) else CATALOGUE.phrase(label)
