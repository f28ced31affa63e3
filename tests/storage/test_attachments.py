"""Which files go with which initiative, on both databases."""

from collections.abc import Sequence
from datetime import timedelta

from conversations.attached import AttachedFile, FileKind
from conversations.state import Frame, State
from storage.database import Database
from storage.unit_of_work import UnitOfWork
from tests.storage.world import CAMPAIGN, DAY, LATER, NOON, drafted_files, initiative, meet, plant

PHOTO, REPORT = b"p" * 32, b"r" * 32
CODE = "A7K29QXM"


def file(number: int, blob: bytes = PHOTO, kind: FileKind = FileKind.PAPER) -> AttachedFile:
    """A file of that number."""
    return AttachedFile(f"file-{number}", blob.hex(), "image/jpeg", 1000 * number, f"Ảnh {number}.jpg", kind)


def filed(uow: UnitOfWork) -> int:
    """A submission. Returns: the author."""
    author, ids = meet(uow, "a"), plant(uow)
    uow.submissions.add(initiative(CODE, author, ids), CAMPAIGN.code, DAY)
    return author.id


def names(files: Sequence[AttachedFile]) -> list[str]:
    """What they are called."""
    return [one.name for one in files]


async def test_files_of_a_draft_go_with_what_is_filed(database: Database) -> None:
    """In the order in which they came, and the submission knows how many they are."""

    def work(uow: UnitOfWork) -> None:
        author = filed(uow)
        for number in (2, 1):
            uow.attachments.keep(file(number), author, NOON + timedelta(seconds=number))
            uow.attachments.keep(file(number, REPORT), author, LATER)  # the turn runs again
        assert ["Ảnh 1.jpg", "Ảnh 2.jpg"] == names(drafted_files(uow, author, ["file-1", "file-2", "other"]))
        assert () == drafted_files(uow, author + 1, ["file-1"])
        assert 2 == uow.attachments.bind(CODE, ["file-2", "file-1", "other"], 5)
        assert {CODE: [file(1), file(2)]} == uow.attachments.of([CODE, "other"])
        submission = uow.submissions.get(CODE)
        assert submission is not None
        assert 2 == submission.attached
        assert () == drafted_files(uow, author, ["file-1", "file-2"])

    await database.write(work)


async def test_no_more_than_allowed(database: Database) -> None:
    """Whatever a turn asks for; nor does a file leave the submission that it goes with."""

    def work(uow: UnitOfWork) -> None:
        author = filed(uow)
        for number in range(4):
            uow.attachments.keep(file(number), author, NOON + timedelta(seconds=number))
        assert 2 == uow.attachments.bind(CODE, ["file-0", "file-1", "file-2"], 2)
        assert 2 == uow.attachments.bind(CODE, ["file-3"], 2)
        assert ["Ảnh 0.jpg", "Ảnh 1.jpg"] == names(uow.attachments.of([CODE])[CODE])
        assert 3 == uow.attachments.bind(CODE, ["file-0", "file-3"], 5)

    await database.write(work)


async def test_taking_back(database: Database) -> None:
    """Papers go, the signature stays, and the submission knows."""

    def work(uow: UnitOfWork) -> None:
        author = filed(uow)
        for one in (file(1), file(2), file(3, REPORT, FileKind.SIGNATURE)):
            uow.attachments.keep(one, author, NOON)
        uow.attachments.bind(CODE, ["file-1", "file-2", "file-3"], 5)
        assert 2 == uow.attachments.unbind(CODE)
        assert ["Ảnh 3.jpg"] == names(uow.attachments.of([CODE])[CODE])
        submission = uow.submissions.get(CODE)
        assert submission is not None
        assert 1 == submission.attached

    await database.write(work)


async def test_dropping(database: Database) -> None:
    """Own ones of a draft alone; what was filed stays."""

    def work(uow: UnitOfWork) -> None:
        author, other = filed(uow), meet(uow, "b").id
        for number in range(4):
            uow.attachments.keep(file(number), author, NOON)
        uow.attachments.bind(CODE, ["file-0"], 5)
        assert 0 == uow.attachments.drop_unbound(other, ["file-1"])
        assert 1 == uow.attachments.drop_unbound(author, ["file-0", "file-1"])
        uow.attachments.move_unbound(author, other, ["file-0", "file-3"])
        assert ["file-3"] == [one.id for one in drafted_files(uow, other, ["file-0", "file-2", "file-3"])]
        uow.attachments.move_unbound(author, other)
        assert 0 == uow.attachments.drop_unbound(author, None)
        assert 2 == uow.attachments.drop_unbound(other, None)
        assert ["Ảnh 0.jpg"] == names(uow.attachments.of([CODE])[CODE])

    await database.write(work)


async def test_what_is_left_over(database: Database) -> None:
    """Old files go where no draft is left; the contents that files mean are known."""

    def work(uow: UnitOfWork) -> None:
        author, drafting = filed(uow), meet(uow, "b").id
        state = State(frames=(Frame("submission", 1, "title", {"consent": "1", "full_name": "Nguyễn Văn A"}),), serial=1)
        uow.conversations.put(drafting, state, 0, NOON)
        uow.attachments.keep(file(1, PHOTO), author, NOON)
        uow.attachments.keep(file(2, REPORT), author, NOON)
        uow.attachments.keep(file(3, REPORT), drafting, NOON)
        uow.attachments.bind(CODE, ["file-1"], 5)
        assert {} == uow.attachments.left_over(NOON, 5)
        assert {author: ["file-2"]} == uow.attachments.left_over(LATER, 5)
        assert {PHOTO, REPORT} == uow.attachments.known([PHOTO, REPORT, b"x" * 32])
        assert (PHOTO, REPORT) == uow.attachments.blobs_after(b"", 5)
        assert (REPORT,) == uow.attachments.blobs_after(PHOTO, 5)

    await database.write(work)
