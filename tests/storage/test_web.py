"""The web chat's own storage: a page that was away learns of everything it missed."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from storage.database import Database
from storage.repositories.web import WebChat, WebFile
from storage.unit_of_work import UnitOfWork
from tests.storage.world import NOON


async def test_a_chat_is_opened_once(database: Database) -> None:
    """Opening again changes nothing; the phones of the demo are found by their role."""

    def work(uow: UnitOfWork) -> list[object]:
        opened = [uow.web.create("c1", NOON, "worker"), uow.web.create("c1", NOON), uow.web.create("c2", NOON)]
        return [opened, uow.web.find("c1"), uow.web.find("c3"), uow.web.demo_chats("worker")]

    assert await database.write(work) == [[True, False, True], WebChat("c1", NOON, "worker"), None, ("c1",)]


async def test_a_page_learns_what_it_missed(database: Database) -> None:
    """New messages and edits of old ones come once each, in the order of the messages."""

    def work(uow: UnitOfWork) -> list[list[tuple[int, str, bool, int]]]:
        for chat in ("c", "d"):
            uow.web.create(chat, NOON)
        one, _, three = (
            uow.web.add_out("c", {"text": "1"}, NOON),
            uow.web.add_in("c", {"text": "2"}, NOON),
            uow.web.add_out("c", {"text": "3"}, NOON),
        )
        uow.web.add_out("d", {"text": "of another"}, NOON)
        uow.web.edit("c", one, {"text": "1!"})
        uow.web.edit("c", three, {"text": "3!"})
        uow.web.edit("c", one, {"text": "1!!"})
        pages = [
            uow.web.after("c", 0, 0, 10),
            uow.web.after("c", 3, 1, 10),
            uow.web.after("c", 3, 3, 10),
            uow.web.after("c", 1, 3, 1),
            uow.web.latest("c", 2),
        ]
        return [[(m.id, m.content["text"], m.is_from_person, m.edited_seq) for m in page] for page in pages]

    one, two, three = (1, "1!!", False, 3), (2, "2", True, 0), (3, "3!", False, 2)
    assert await database.write(work) == [[one, two, three], [one, three], [], [two], [two, three]]


async def test_only_own_messages_are_edited(database: Database) -> None:
    """Neither what a person wrote, nor a message of another chat, nor one that does not exist can be changed."""

    def work(uow: UnitOfWork) -> list[bool]:
        for chat in ("c", "d"):
            uow.web.create(chat, NOON)
        ours, theirs = uow.web.add_out("c", {"text": "x"}, NOON), uow.web.add_in("c", {"text": "x"}, NOON)
        where = [("c", theirs), ("d", ours), ("e", ours), ("c", 99), ("c", ours)]
        return [uow.web.edit(chat, message_id, {"text": "y"}) for chat, message_id in where]

    assert await database.write(work) == [False, False, False, False, True]


async def test_an_unknown_chat_takes_nothing(database: Database) -> None:
    """A message needs its chat; who forges one is refused by the database."""

    def work(uow: UnitOfWork) -> None:
        with pytest.raises(IntegrityError), uow.connection.begin_nested():
            uow.web.add_in("forged", {"text": "x"}, NOON)

    await database.write(work)


async def test_files_expire(database: Database) -> None:
    """A file is there until its time is over, for who has its token, and is then dropped."""
    file = WebFile("bảng tổng hợp.xlsx", "application/x", b"PK\x00")

    def work(uow: UnitOfWork) -> list[object]:
        end = NOON + timedelta(hours=1)
        uow.web.add_file(b"1" * 32, file, end)
        got = [uow.web.get_file(*key) for key in ((b"1" * 32, NOON), (b"1" * 32, end), (b"2" * 32, NOON))]
        return [*got, uow.web.forget_files_before(NOON), uow.web.forget_files_before(end)]

    assert await database.write(work) == [file, None, None, 0, 1]
