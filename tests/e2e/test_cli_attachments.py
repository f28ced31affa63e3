"""What an operator does about the files of initiatives: looks after them, copies them, gives them a new key."""

import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from conversations.attached import AttachedFile
from storage.blobs import Blobs
from storage.unit_of_work import UnitOfWork
from storage.vault import Vault
from tests.builders import NOON, RECEIPT
from tests.postgres import PostgresServer
from tests.program import KEY, Program, file_and_draft, telegram_settings
from tests.telegram_api import FakeTelegram

CONTENT, FRESH = b"a photo of the workshop" * 100, "another-secret-of-32-characters!"


def folder(program: Program) -> Path:
    """Where the contents lie."""
    return Path(program.environment["DATA_DIR"]) / "attachments"


@pytest.fixture
async def program(api: FakeTelegram, database_url: str, tmp_path: Path) -> AsyncIterator[Program]:
    """An installation with an initiative that one file goes with; not started."""
    async with Program(tmp_path, **telegram_settings(api, database_url=database_url)) as made:
        await made.plant()
        blob = Blobs(str(folder(made)), Vault([KEY])).put(CONTENT)

        def attach(uow: UnitOfWork) -> None:
            file_and_draft(uow)
            filed = uow.submissions.get(RECEIPT)
            assert filed is not None
            uow.attachments.keep(AttachedFile("f1", blob.hex(), "image/jpeg", 5, "Máy.jpg"), filed.author_id, NOON)
            assert 1 == uow.attachments.bind(RECEIPT, ("f1",), 5)

        async with made.database() as database:
            await database.write(attach)
        yield made


async def test_the_doctor_opens_the_newest(program: Program) -> None:
    """And says what to do where one is gone."""
    assert "✓ Tệp kèm theo: 1 tệp mới nhất mở được" in await program.ran("doctor")
    shutil.move(folder(program), program.folder / "lost")
    done = await program.run("doctor")
    assert (1, True) == (done.code, "✗ Tệp kèm theo: 1 trong 1 tệp mới nhất không có hoặc không mở được" in done.out)
    program.environment["ATTACHMENTS_URL"] = str(program.folder / "lost")
    assert "✓ Tệp kèm theo" in await program.ran("doctor")


async def test_a_new_key(program: Program) -> None:
    """Contents are sealed again too; once it is done, the new key alone opens them."""
    program.environment["SECRET_KEY"] = f"{FRESH},{KEY}"
    assert "dòng và 1 tệp. Giờ có thể bỏ khóa cũ" in await program.ran("rekey")
    assert "Đã mã hóa lại 0 dòng. Giờ" in await program.ran("rekey")
    program.environment["SECRET_KEY"] = FRESH
    assert "✓ Tệp kèm theo" in await program.ran("doctor")


async def test_a_copy_is_two_things(program: Program, tmp_path: Path, postgres_server: PostgresServer) -> None:
    """The command says where the other half is."""
    program.environment["PATH"] = f"{postgres_server.programs}:{os.environ['PATH']}"
    printed = await program.ran("backup", str(tmp_path / "copy.backup"))
    assert f"Tệp kèm theo nằm riêng ở {folder(program)}" in printed
