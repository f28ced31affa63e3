"""Photos and papers that go with an initiative: before sending, and after."""

import pytest
from msgspec.structs import replace

from conversations.attached import (
    AttachedFile,
    AttachFiles,
    AttachmentLimits,
    DropAttachments,
    KeepAttachment,
    SendAttachment,
    named_in,
    packed,
    unpacked,
)
from conversations.domain import Status
from conversations.effects import FetchFile
from conversations.events import Event, FileRead, MediaReceived, Medium, SentFile
from conversations.sent_files import ATTACHMENT
from tests.builders import NOON, facts
from tests.conversations.test_decision import CODE, WAITING, deciding
from tests.conversations.test_own_records import ASKED, authoring, now, written
from tests.conversations.test_submission import TO_REVIEW, TO_TITLE
from tests.transcripts import Talk, follow

ADD = "[📎 Thêm ảnh, tài liệu]"
FILED = "+FileSubmission +AttachFiles submitted @DecidersOf:decision-card"


def photo(caption: str = "") -> MediaReceived:
    """A picture."""
    return MediaReceived(NOON, Medium.PHOTO, SentFile("ref-1", "", "image/jpeg"), caption)


def read(number: int, name: str = ".jpg", problem: str | None = None) -> FileRead:
    """What the reader says of the file of that number."""
    found = {"blob": f"{number:064x}", "mime": "image/jpeg", "size": 1000, "name": name}
    return FileRead(NOON, ATTACHMENT, f"f{number}", {} if problem else found, problem)


def file(number: int, name: str = "") -> AttachedFile:
    """What becomes of it."""
    return AttachedFile(f"f{number}", f"{number:064x}", "image/jpeg", 1000, name or f"Tệp {number}.jpg")


KEPT = "+KeepAttachment ask-attachments"
BEFORE_SENDING: dict[str, tuple[Event | str, ...]] = {
    "none after all": (ADD, "ask-attachments", "[Không kèm tệp]", "ask-review"),
    "none, by typing": (ADD, "ask-attachments", "bỏ qua", "ask-review"),
    "one": (ADD, "ask-attachments", photo(), "+FetchFile", read(1), KEPT, "xong", "ask-review", "gửi", FILED),
    "two, one dropped": (ADD, "ask-attachments", read(1), KEPT, read(2), KEPT, "[Bỏ tệp 1]", "+DropAttachments ask-attachments", "[Xong]", "ask-review"),
    "the last one dropped": (ADD, "ask-attachments", read(1), KEPT, "bỏ tệp 1", "+DropAttachments ask-attachments", "[Không kèm tệp]", "ask-review"),
    "the same twice": (ADD, "ask-attachments", read(1), KEPT, read(1), "!attachment-twice ask-attachments"),
    "words": (ADD, "ask-attachments", "ảnh máy tẽ ngô", "!attachments-are-sent ask-attachments"),
    "unreadable": (ADD, "ask-attachments", photo(), "+FetchFile", read(1, problem="attachment-heic"), "!attachment-heic ask-attachments"),
    "by a page": (ADD, "ask-attachments", "liên kết", "upload-offer"),
    "sent at the card": (photo(), "+FetchFile", read(1), KEPT, "[Xong]", "ask-review", "gửi", FILED),
    "looked at again": (ADD, "ask-attachments", read(1), KEPT, "xong", "ask-review", "sửa ảnh", "ask-attachments", "giữ nguyên", "ask-review"),
    "read when the person went on": (ADD, "ask-attachments", photo(), "+FetchFile", "bỏ qua", "ask-review", read(1), KEPT, "xong", "ask-review", "gửi", FILED),
    "read while another dialogue is open": (ADD, "ask-attachments", photo(), "+FetchFile", "/theodoi", "nothing-filed draft-waits", read(1), KEPT),
    "cancelled": (ADD, "ask-attachments", read(1), KEPT, "hủy", "cancel-sure", "có", "+DropAttachments cancelled"),
    "begun anew": (ADD, "ask-attachments", read(1), KEPT, "làm lại", "restart-sure", "có", "+DropAttachments ask-full-name"),
    "read when it was sent": (photo(), "+FetchFile", "gửi", "+FileSubmission submitted @DecidersOf:decision-card", read(1), "attachment-not-asked menu"),
    "by a command": ("/kem", "ask-attachments", read(1), KEPT, "xong", "ask-review"),
}  # fmt: skip


def play(talk: Talk, parts: tuple[Event | str, ...]) -> Talk:
    """What is sent or said, and then what is answered."""
    for said, answer in zip(parts[::2], parts[1::2], strict=True):
        assert answer == (talk.write(said) if isinstance(said, str) else talk.take(said)), said
    return talk


@pytest.mark.parametrize("parts", BEFORE_SENDING.values(), ids=BEFORE_SENDING)
def test_before_sending(parts: tuple[Event | str, ...]) -> None:
    """Each file is noted at once, and all of them go with what is filed."""
    play(follow(TO_REVIEW), parts)


def test_what_is_asked_for_and_what_goes_along() -> None:
    """Names come from the sender, from the words beside a photo, or are numbers."""
    talk = follow(TO_REVIEW)
    talk.write(ADD)
    talk.take(photo("Máy tẽ ngô"))
    [fetch] = (effect for effect in talk.effects if isinstance(effect, FetchFile))
    assert (ATTACHMENT, "Máy tẽ ngô") == (fetch.purpose, fetch.file.name)
    talk.take(read(1, "Máy tẽ ngô.jpg"))
    talk.take(read(2))
    assert KeepAttachment(file(2)) in talk.effects
    talk.write("xong")
    assert "2 tệp (Máy tẽ ngô.jpg, Tệp 2.jpg)" in written(talk)
    talk.write("gửi")
    assert AttachFiles(talk.filed().code, ("f1", "f2")) in talk.effects


def test_no_more_than_allowed() -> None:
    """The limit is said; the card offers nothing then."""
    talk = follow(TO_REVIEW, Talk(facts(attachments=AttachmentLimits(2))))
    play(talk, (ADD, "ask-attachments", read(1), KEPT, read(2), KEPT, read(3), "!attachments-full ask-attachments", "xong", "ask-review"))
    assert ADD[1:-1] not in talk.labels()
    play(talk, ("sửa tệp", "ask-attachments", "[Bỏ tệp 2]", "+DropAttachments ask-attachments", "xong", "ask-review"))
    assert ADD[1:-1] in talk.labels()


def test_where_none_are_taken() -> None:
    """Nothing is offered, and a command says so."""
    talk = follow(TO_REVIEW, Talk(facts(attachments=AttachmentLimits(0))))
    assert ADD[1:-1] not in talk.labels()
    play(talk, (photo(), "!medium-photo ask-review", "/kem", "attachments-off draft-waits"))


def test_elsewhere_nothing_is_fetched() -> None:
    """A photo is no answer to other questions."""
    talk = follow(TO_TITLE)
    assert "!medium-photo" in talk.take(photo())


AFTER: dict[str, tuple[Event | str, ...]] = {
    "added": ("[📎 Thêm tệp]", "ask-attachments", read(1), KEPT, "xong", "+AttachFiles attached @DecidersOf:attached-by-author"),
    "by its code": ("/kem A7K2", "ask-attachments"),
    "the only one": ("/kem", "ask-attachments"),
    "nothing": ("/kem A7K2", "ask-attachments", "[Không kèm tệp]", "attaching-nothing"),
    "cancelled": ("/kem A7K2", "ask-attachments", read(1), KEPT, "hủy", "cancel-sure", "có", "+DropAttachments attaching-cancelled"),
    "asked for again": (f"/kem {CODE}", "ask-attachments", read(1), KEPT, f"/kem {CODE}", "ask-attachments", "/kem", "ask-attachments", "xong", "+AttachFiles attached @DecidersOf:attached-by-author"),
    "forgotten": (f"/kem {CODE}", "ask-attachments", read(1), KEPT, "xóa bản nháp và thông tin đã nhớ", "ask-forget", "có", "+DropAttachments forgotten"),
    "none to see": ("/tep A7K2", "no-attachments"),
    "nobody's": ("/kem ZZZZ", "attach-to-which tracked", "/tep ZZZZ", "no-such-code"),
}  # fmt: skip


@pytest.mark.parametrize("parts", AFTER.values(), ids=AFTER)
def test_after_filing(parts: tuple[Event | str, ...]) -> None:
    """As long as it may be changed or is confirmed; the deciders are told."""
    talk = authoring(WAITING)
    talk.write(f"/theodoi {CODE}")
    play(talk, parts)


def test_decided_on_meanwhile() -> None:
    """What was sent is forgotten, and the author told."""
    talk = authoring(WAITING)
    play(talk, (f"/kem {CODE}", "ask-attachments", read(1), KEPT))
    now(talk, replace(WAITING, status=Status.REJECTED))
    play(talk, ("xong", "+DropAttachments attaching-too-late", f"/kem {CODE}", "attaching-too-late"))


def test_all_that_it_may_have() -> None:
    """What is there counts."""
    talk = authoring(replace(WAITING, attached=4))
    play(talk, (f"/kem {CODE}", "ask-attachments", read(1), KEPT, read(2), "!attachments-full ask-attachments"))
    assert "đủ số tệp cho phép (5 tệp)" in written(talk)
    play(authoring(replace(WAITING, attached=5)), (f"/kem {CODE}", "attachments-full-filed"))
    asked = authoring(replace(ASKED, asked=("attachments",), attached=5))
    play(asked, ("{c.sua.A7K29QXQ}", "ask-attachments", read(1), "!attachments-full-filed ask-attachments"))


def test_two_initiatives_at_once() -> None:
    """What was sent for the first is given up aloud when the second is begun."""
    talk = authoring(WAITING, replace(WAITING, code="B7K29QXQ"))
    play(talk, (f"/kem {CODE}", "ask-attachments", read(1), KEPT))
    play(talk, ("/kem B7K29QXQ", "+DropAttachments attaching-cancelled ask-attachments"))


def test_they_may_be_asked_for() -> None:
    """As any other line; the answer goes with what is handed in again."""
    talk = authoring(replace(ASKED, asked=("attachments",)))
    lines = ("{c.sua.A7K29QXQ}", "ask-attachments", read(1), KEPT, "xong", "ask-review-changes")
    play(talk, (*lines, "gửi lại", "+Resubmit +AttachFiles resubmitted @DecidersOf:decision-card"))
    assert DropAttachments(("f1",)) not in talk.effects


SEEN = "attachments-follow +SendAttachment +SendAttachment"


def test_who_may_see_them() -> None:
    """The author; the executives of the CĐCS, by the card; to everybody else the code says nothing."""
    filed = replace(WAITING, attached=2)
    author = authoring(filed)
    author.write(f"/theodoi {CODE}")
    assert author.write("[📎 Xem tệp]") == SEEN
    assert SendAttachment(CODE, 2) in author.effects
    executive = deciding(filed)
    executive.write(f"/theodoi {CODE}")
    assert executive.write("[📎 Xem tệp]") == SEEN
    stranger = deciding(filed, grants=())
    assert stranger.write(f"/tep {CODE}") == "no-such-code"


def test_what_was_sent_by_mistake_is_taken_back() -> None:
    """By its author, after a question, until it is decided on."""
    author = authoring(replace(WAITING, attached=2))
    author.write(f"/tep {CODE}")
    play(author, ("[Gỡ các tệp này]", "ask-detach", "không", "detaching-not", f"/kem {CODE} gỡ", "ask-detach"))
    play(author, ("[Gỡ hết tệp]", "+DetachFiles detached"))
    confirmed = replace(WAITING, attached=2, status=Status.CONFIRMED)
    now(author, confirmed)
    play(author, (f"/kem {CODE} go", "detaching-too-late", f"/tep {CODE}", SEEN))
    assert [] == author.labels()
    stranger = deciding(replace(WAITING, attached=2))
    assert stranger.write(f"/kem {CODE} gỡ") == "no-such-code"


def test_decided_on_while_it_is_asked() -> None:
    """Then they stay."""
    author = authoring(replace(WAITING, attached=2))
    play(author, (f"/kem {CODE} gỡ", "ask-detach"))
    now(author, replace(WAITING, attached=2, status=Status.CONFIRMED))
    play(author, ("có", "detaching-too-late"))


def test_an_answer_comes_back() -> None:
    """And whatever else stood there means no file."""
    files = (file(1), file(2, "a b.pdf"))
    assert files == unpacked(packed(files))
    assert () == unpacked("skip") == unpacked("")
    forms = ({"attachments": packed(files[:1])}, {"photo": packed(files[1:])}, {"title": packed((file(3),))})
    assert {"f1", "f2"} == named_in(forms)
