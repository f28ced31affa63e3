"""The spool: what was acknowledged is on disk, sealed, and worked off in order once the database is back."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.channels.protocol import Incoming
from bot.incoming_json import from_json, to_json
from bot.settings import BadSettings
from bot.spool import Spool, Take
from conversations.events import (
    ButtonPressed,
    ChatBlocked,
    ContactShared,
    Event,
    GroupAddressed,
    MediaReceived,
    Medium,
    MessageEdited,
    TextReceived,
)  # fmt: skip
from storage.errors import DatabaseAway
from storage.vault import Vault
from tests.builders import NOON

VAULT = Vault(["a-test-secret-of-32-characters!!"])
EVENTS: tuple[Event, ...] = (
    TextReceived(NOON, "Nguyễn Văn A", 5), ButtonPressed(NOON, "a.1.x.y", "7"), ContactShared(NOON, "84912345678"),
    MediaReceived(NOON, Medium.VOICE), MessageEdited(NOON), GroupAddressed(NOON), ChatBlocked(NOON),
)  # fmt: skip


def said(key: str, text: str = "x", user: str = "7") -> Incoming:
    return Incoming("telegram", key, user, user, TextReceived(NOON, text))


def contents(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in folder.iterdir()]


async def emptied(spool: Spool, folder: Path, take: Take) -> None:
    """Work the spool off until its folder is empty."""
    work = asyncio.create_task(spool.work_off(take))
    for _ in range(500):
        if not contents(folder):
            break
        await asyncio.sleep(0.01)
    work.cancel()
    assert contents(folder) == []


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
def test_round_trip(event: Event) -> None:
    """Every kind of update survives the file."""
    incoming = Incoming("telegram", "1", "7", "8", event, "receipt")
    assert incoming == from_json(to_json(incoming))


async def test_kept_through_a_restart_and_sealed(tmp_path: Path) -> None:
    """A new process finds what the old one acknowledged; the file shows nothing of it."""
    await Spool(tmp_path, VAULT).put(said("1", "Nguyễn Văn A 0912345678"))
    (content,) = contents(tmp_path)
    assert b"0912345678" not in content
    again = Spool(tmp_path, VAULT)
    assert len(again) == 1
    assert again.holds_back(said("2"))
    assert not again.holds_back(said("2", user="9"))


async def test_worked_off_in_order_once_the_database_is_back(tmp_path: Path) -> None:
    """While the database is away nothing is dropped or overtaken; then everything runs, oldest first."""
    spool, taken, is_away = Spool(tmp_path, VAULT), list[str](), [True, True, False]
    for key in "123":
        await spool.put(said(key))

    async def take(incoming: Incoming) -> None:
        if is_away and is_away.pop(0):
            raise DatabaseAway
        taken.append(incoming.update_key)

    await emptied(spool, tmp_path, take)
    assert taken == ["1", "2", "3"]


def test_an_unreadable_file_is_put_aside(tmp_path: Path) -> None:
    """Garbage stops nobody and stays for the operator."""
    (tmp_path / "00000000000000000001-1-0").write_bytes(b"garbage")
    spool = Spool(tmp_path, VAULT)
    assert len(spool) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["00000000000000000001-1-0.unreadable"]


def test_no_writable_spool_no_start(tmp_path: Path) -> None:
    """A folder that cannot be made stops the program with a sentence."""
    (tmp_path / "spool").write_text("a file stands here")
    with pytest.raises(BadSettings, match="DATA_DIR"):
        Spool(tmp_path / "spool", VAULT)


async def test_the_time_of_receipt_is_kept(tmp_path: Path) -> None:
    """What came before the close counts, however late it is worked off."""
    spool, seen = Spool(tmp_path, VAULT), list[Incoming]()
    early = Incoming("telegram", "1", "7", "7", TextReceived(NOON - timedelta(days=1), "gửi"))
    await spool.put(early)

    async def take(incoming: Incoming) -> None:
        seen.append(incoming)

    await emptied(spool, tmp_path, take)
    assert seen == [early]
