"""The author's yes on paper: a photo that the helper sends, looked at again, and filed with what was entered."""

from typing import Any

import pytest
from msgspec.structs import replace

from conversations.attached import AttachedFile, AttachFiles, AttachmentLimits, FileKind, KeepAttachment
from conversations.codes import with_check
from conversations.domain import Consent, Entered
from conversations.effects import FileSubmission
from conversations.events import Event, FileRead, MediaReceived, Medium, SentFile
from conversations.sent_files import ATTACHMENT
from tests.builders import CAMPAIGN, NOON, RECEIPT, facts
from tests.conversations.test_entering import AGREED, ANSWERS, CODE, WAITING
from tests.transcripts import Talk

BEGIN = (f"/nopho {CODE}", "entry-waits", "[Ký giấy, chụp ảnh]", "ask-signature")
PHOTO = MediaReceived(NOON, Medium.PHOTO, SentFile("ref-1", "", "image/jpeg"))
FILE = AttachedFile("f1", f"{1:064x}", "image/jpeg", 1000, ".jpg", FileKind.SIGNATURE)
READ = FileRead(NOON, ATTACHMENT, "f1", {"blob": FILE.blob, "mime": FILE.mime, "size": FILE.size, "name": FILE.name})


def found(mime: str, name: str) -> FileRead:
    """What was read of another file."""
    return replace(READ, found={**READ.found, "mime": mime, "name": name})


TO_SURE = (*BEGIN, PHOTO, "+FetchFile", READ, "+KeepAttachment ask-signed")
FILED = "+CloseEntry +CloseCards +FileSubmission +AttachFiles entry-signed @DecidersOf:decision-card"
CASES: dict[str, tuple[Event | str, ...]] = {
    "signed": (*TO_SURE, "[Đúng, nộp]", FILED),
    "in words": (*TO_SURE, "đúng rồi", FILED),
    "another photo": (*TO_SURE, "[Gửi ảnh khác]", "+DropAttachments ask-signature", READ, "+KeepAttachment ask-signed"),
    "back, and another": (*TO_SURE, "quay lại", "ask-signature", replace(READ, file_id="f2"), "+DropAttachments +KeepAttachment ask-signed"),
    "begun again": (*TO_SURE, "làm lại", "restart-sure", "có", "+DropAttachments ask-signature"),
    "a scan": (*BEGIN, found("application/pdf", "ky.pdf"), "+KeepAttachment ask-signed"),
    "a sheet": (*BEGIN, found("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "ky.xlsx"),
                "!signature-is-sent ask-signature"),
    "words": (*BEGIN, "đã ký", "!signature-is-sent ask-signature"),
    "unreadable": (*BEGIN, FileRead(NOON, ATTACHMENT, "f1", {}, "file-gone"), "!file-gone ask-signature"),
    "given up": (*TO_SURE, "hủy", "cancel-sure", "có", "+DropAttachments signing-cancelled"),
}  # fmt: skip


def helper(**known: Any) -> Talk:
    """Who entered it."""
    return Talk(facts(entry=WAITING, entries=(WAITING,), **known), AGREED)


def play(talk: Talk, parts: tuple[Event | str, ...]) -> Talk:
    """What is sent or said, and then what is answered."""
    for said, answer in zip(parts[::2], parts[1::2], strict=True):
        assert answer == (talk.write(said) if isinstance(said, str) else talk.take(said)), said
    return talk


@pytest.mark.parametrize("parts", CASES.values(), ids=CASES)
def test_signing(parts: tuple[Event | str, ...]) -> None:
    """Each line is answered by exactly these words."""
    play(helper(), parts)


def test_what_is_filed() -> None:
    """With the photo, under who entered it; nothing of the author's stays with the helper."""
    talk = helper()
    play(talk, TO_SURE)
    assert KeepAttachment(FILE) in talk.effects
    talk.write("đúng")
    filed = next(effect for effect in talk.effects if isinstance(effect, FileSubmission))
    assert (RECEIPT, ANSWERS) == (filed.code, filed.answers)
    assert Entered(7, "Trần Thị B", Consent.SIGNATURE) == filed.entered
    assert AttachFiles(RECEIPT, ("f1",)) in talk.effects
    assert AGREED.profile == talk.state.profile


def test_what_may_have_changed() -> None:
    """The author has answered, the programme is over, or the workplace is gone: nothing is filed, the photo is forgotten."""
    gone = replace(WAITING, answers={**ANSWERS, "union": "999"})
    for changed, said in (
        ({"entry": None}, "entry-over"),
        ({"campaign": replace(CAMPAIGN, closes=NOON)}, "campaign-closed"),
        ({"entry": gone}, "entry-told-workplace"),
    ):
        talk = play(helper(), TO_SURE)
        talk.know(**changed)
        assert f"+DropAttachments {said}" == talk.write("đúng")


def test_while_others_are_open() -> None:
    """A form that changes another entry, and a question to the helper as an author, are each about their own."""
    other, mine = replace(WAITING, code=with_check("B7M2P9Q")), replace(WAITING, code=with_check("C7M2P9Q"), helper_id=8)
    talk = helper()
    talk.know(entry=other, entries=(other, WAITING))
    talk.write(f"/nopho sua {other.code}")
    talk.know(entry=mine)
    assert "ask-entry-digits" == talk.write(mine.code)
    talk.write("8999")
    yes = talk.button("Đúng, nộp giúp tôi").action
    talk.know(entry=WAITING, open_entries=(mine,))
    assert "entry-waits ask-entry-verdict" == talk.write(f"/nopho {CODE}")
    assert ANSWERS["full_name"] in str(talk.says[-1].args), "the other question is put again with all it is about"
    talk.write("[Ký giấy, chụp ảnh]")
    talk.take(PHOTO)
    talk.take(READ)
    signed = talk.button("Đúng, nộp").action
    assert talk.write(f"{{{signed}}}").startswith(FILED)
    talk.know(entry=None, entries=(other,))
    assert "+FileSubmission" in talk.write(f"{{{yes}}}")


def test_where_no_files_are_taken() -> None:
    """It is not offered, and a command says so."""
    talk = helper(attachments=AttachmentLimits(0))
    talk.write(f"/nopho {CODE}")
    assert "Ký giấy, chụp ảnh" not in talk.labels()
    assert "attachments-off" == talk.write(f"/nopho ky {CODE}")


def test_nobody_signs_for_another_s_entry() -> None:
    """Whoever knows its code is asked who they are."""
    assert "ask-entry-digits" == Talk(facts(person_id=9, entry=WAITING), AGREED).write(f"/nopho ky {CODE}")


def test_whoever_forgets_everything_files_no_entry_without_its_photo() -> None:
    """The open forms go with the files of theirs."""
    talk = play(helper(), TO_SURE)
    talk.write("/dulieu")
    assert "ask-forget" == talk.write("[Xóa bản nháp và thông tin đã nhớ]")
    assert "+DropAttachments" in talk.write("[Xóa]")
    assert not talk.state.frames


def test_nobody_signs_for_who_has_said_no() -> None:
    """Neither from the start nor when it was said in between; the code is still theirs to use."""
    talk = helper()
    play(talk, TO_SURE)
    unwanted = replace(WAITING, is_unwanted=True)
    talk.know(entry=unwanted, entries=(unwanted,), open_entries=(unwanted,))
    play(talk, ("đúng rồi", "+DropAttachments signature-unwanted", *BEGIN[:3], "signature-unwanted"))
