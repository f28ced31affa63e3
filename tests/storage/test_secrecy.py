"""Nothing personal that is to be sealed stands in the database's bytes."""

import asyncio
from pathlib import Path

from sqlalchemy import select

from conversations.domain import Decision
from conversations.state import Frame, State
from storage.database import Database, open_database
from storage.repositories.fetches import NewFetch
from storage.repositories.web import WebFile
from storage.repositories.zalo_tokens import Pair
from storage.tables import metadata
from storage.unit_of_work import UnitOfWork
from storage.vault import Vault
from tests.postgres import PostgresServer
from tests.storage.world import ANSWERS, CAMPAIGN, DAY, LATER, NOON, initiative, meet, plant

DRAFT = "một bản nháp chưa gửi về vỏ chai"
SECRETS = (ANSWERS["id_number"], "004185000456", ANSWERS["phone"], "0987654321", DRAFT, "tin nhắn riêng", "tệp riêng",
           "access-token-of-ours", "refresh-token-of-ours", "tham chiếu của tệp", "danh sách trong tệp")


def live(uow: UnitOfWork) -> None:
    """A worker drafts, files, is asked for changes, files again; messages and files go to and fro."""
    author, ids = meet(uow, "a"), plant(uow)
    profile = {"phone": ANSWERS["phone"], "id_number": ANSWERS["id_number"]}
    frame = Frame("submission", 1, "description", {"description": DRAFT, **profile})
    uow.conversations.put(author.id, State((frame,), 1, profile), 0, NOON)
    uow.submissions.add(initiative("A7K29QXM", author, ids), CAMPAIGN.code, DAY)
    uow.people.remember_identity(author.id, ANSWERS["id_number"])
    decision = Decision.REQUEST_CHANGES
    uow.submissions.decide("A7K29QXM", 1, decision, by_id=author.id, by_name="e", at=LATER, reason="x")
    uow.submissions.resubmit("A7K29QXM", 2, {"phone": "0987654321", "id_number": "004185000456"}, LATER)
    uow.outbox.add("web", "c", {"text": "tin nhắn riêng"}, 0, NOON)
    uow.web.create("c", NOON)
    uow.web.add_in("c", {"text": "tin nhắn riêng"}, NOON)
    uow.web.edit("c", uow.web.add_out("c", {"text": "tin nhắn riêng"}, NOON), {"text": "tin nhắn riêng"})
    uow.web.add_file(b"1" * 32, WebFile("x", "text/plain", "tệp riêng".encode()), LATER)
    file = {"ref": "tham chiếu của tệp"}
    uow.fetches.add(NewFetch("f1", author.id, "zalo-oa", "u", "c", "zalo-oa", "units", file), NOON)
    uow.received_files.keep("f1", author.id, "units", "danh sách trong tệp".encode(), LATER)
    uow.zalo_tokens.plant("3886", "refresh-token-of-ours", NOON, LATER)
    uow.zalo_tokens.store("3886", Pair("access-token-of-ours", "refresh-token-of-ours", LATER, LATER), NOON, "login")
    uow.set_aside.add("web", "k", ANSWERS["phone"].encode(), received_at=NOON, at=NOON, error="E", place="")


def found(haystack: bytes) -> list[str]:
    """The secrets that stand in these bytes, as they are or as JSON writes them."""
    return [
        secret
        for secret in SECRETS
        if secret.encode() in haystack
        or secret.encode("unicode_escape") in haystack
        or secret.encode("utf-16") in haystack
    ]


def stored(url: str, names: str) -> bytes:
    """The bytes of the database's files."""
    folder = Path(url.removeprefix("sqlite+aiosqlite:///")).parent
    return b"".join(file.read_bytes() for file in folder.glob(names))


async def test_the_file_holds_nothing_personal(sqlite_url: str, vault: Vault) -> None:
    """Neither the SQLite file nor its write-ahead log holds a number, a phone, a draft or a message."""
    database = await open_database(sqlite_url, vault)
    await database.write(live)
    with_log = stored(sqlite_url, "test.db*")
    await database.close()
    checkpointed = stored(sqlite_url, "test.db")
    assert (found(with_log), found(checkpointed)) == ([], [])
    assert ANSWERS["title"].encode() in checkpointed  # the search does find what is there in clear


async def test_no_column_holds_anything_personal(database: Database) -> None:
    """On both databases: every column of every row, read as bytes."""
    await database.write(live)

    def everything(uow: UnitOfWork) -> bytes:
        rows = [row for table in metadata.sorted_tables for row in uow.connection.execute(select(table))]
        assert len(rows) >= 10
        return b"".join(value if isinstance(value, bytes) else str(value).encode() for row in rows for value in row)

    assert found(await database.read(everything)) == []


async def test_a_dump_holds_nothing_personal(postgres_server: PostgresServer, postgres_url: str, vault: Vault) -> None:
    """What pg_dump writes, and so every backup, is as silent as the database."""
    database = await open_database(postgres_url, vault)
    await database.write(live)
    await database.close()
    where, name = str(postgres_server.socket_folder), postgres_url.partition("?")[0].rpartition("/")[2]
    dump = await asyncio.create_subprocess_exec(
        postgres_server.programs / "pg_dump", "-h", where, "-U", "postgres", name, stdout=asyncio.subprocess.PIPE
    )
    output, _ = await dump.communicate()
    assert (dump.returncode, found(output), ANSWERS["title"].encode() in output) == (0, [], True)
