"""Contents in a folder or behind a URL: sealed, whole or not there, once."""

import os
import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage.blobs import BlobGone, Blobs, BlobsAway
from storage.errors import Unsealable
from storage.vault import Vault
from tests.storage.world import SECRET

CONTENT = b"a picture of the workshop" * 1000


@pytest.fixture(params=["folder", "url"])
def blobs(request: pytest.FixtureRequest, tmp_path: Path) -> Blobs:
    place = str(tmp_path / "blobs") if request.param == "folder" else f"memory://{tmp_path.name}/blobs"
    return Blobs(place, Vault([SECRET]))


def every(blobs: Blobs, before: datetime) -> list[bytes]:
    """What `old` names, in one list."""
    return [name for names in blobs.old(before) for name in names]


def test_a_content_comes_back(blobs: Blobs) -> None:
    """And twice the same lies there once."""
    name = blobs.put(CONTENT)
    assert (name, CONTENT, True) == (blobs.put(CONTENT), blobs.get(name), blobs.has(name))
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    assert [name] == every(blobs, tomorrow)
    assert [] == every(blobs, tomorrow - timedelta(days=2))
    blobs.remove(name)
    blobs.remove(name)
    assert not blobs.has(name)
    assert [] == every(blobs, tomorrow)
    with pytest.raises(BlobGone):
        blobs.get(name)


def test_what_comes_again_is_young(blobs: Blobs) -> None:
    """It is not removed by whoever took it for an old one before."""
    name, now = blobs.put(CONTENT), datetime.now(UTC)
    assert (False, True) == (blobs.remove(name, now - timedelta(days=1)), blobs.has(name))
    assert (True, False) == (blobs.remove(name, now + timedelta(days=1)), blobs.has(name))
    assert not blobs.remove(name)


def test_what_a_kill_left(tmp_path: Path) -> None:
    """Goes with what is old; a stranger's file is left alone."""
    blobs, now = Blobs(str(tmp_path), Vault([SECRET])), datetime.now(UTC)
    folder = tmp_path / blobs.put(CONTENT).hex()[:2]
    begun, other = folder / ".begun-x", folder / ("y" * 64)
    begun.write_bytes(b"half")
    other.write_bytes(b"y")
    assert 1 == len(every(blobs, now + timedelta(days=1)))
    assert (False, True) == (begun.exists(), other.exists())
    begun.write_bytes(b"half")
    assert [] == every(blobs, now - timedelta(days=1))
    assert begun.exists()


def test_nothing_of_it_can_be_read(tmp_path: Path) -> None:
    """Neither content nor its plain hash lie there, the file is its owner's alone, and a changed one is refused."""
    blobs = Blobs(str(tmp_path / "blobs"), Vault([SECRET]))
    name = blobs.put(CONTENT)
    [path] = (path for path in (tmp_path / "blobs").rglob("*") if path.is_file())
    sealed = path.read_bytes()
    assert (name.hex(), True) == (path.name, CONTENT[:20] not in sealed)
    assert (0o600, 0o700) == (stat.S_IMODE(path.stat().st_mode), stat.S_IMODE(path.parent.stat().st_mode))
    path.write_bytes(sealed[:-1] + bytes([sealed[-1] ^ 1]))
    with pytest.raises(Unsealable):
        blobs.get(name)


def test_keys_rotate(tmp_path: Path) -> None:
    """Sealed again with the newest key, after which the old one may go; the name stays."""
    place, old, new = str(tmp_path), "an old secret of the tests", "a new secret of the tests"
    name = Blobs(place, Vault([old])).put(CONTENT)
    both = Blobs(place, Vault([new, old]))
    assert (True, False) == (both.reseal(name), both.reseal(name))
    assert CONTENT == Blobs(place, Vault([new])).get(name)
    with pytest.raises(BlobGone):
        both.reseal(b"x" * 32)


@pytest.mark.parametrize(
    "use",
    [
        pytest.param(lambda one: one.put(CONTENT), id="put"),
        pytest.param(lambda one: one.get(b"x" * 32), id="get"),
        pytest.param(lambda one: one.has(b""), id="has"),
    ],
)
def test_a_place_that_is_away(use: Callable[[Blobs], object]) -> None:
    """Of an unknown kind, or not there."""
    with pytest.raises(BlobsAway):
        use(Blobs("nowhere://bucket/x", Vault([SECRET])))


def test_a_write_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No half of a file, under whatever name."""

    def full(handle: int) -> None:
        raise OSError(28, "no space left")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(BlobsAway):
        Blobs(str(tmp_path), Vault([SECRET])).put(CONTENT)
    assert [] == [path for path in tmp_path.rglob("*") if path.is_file()]
