"""Work in a process of its own: its answer, its refusals, and what happens to it when it takes too much."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.apart import Bounds, Crashed, run_apart
from bot.file_readers import NotReadable

BOUNDS = Bounds(seconds=5.0, memory_bytes=300 << 20)


def capitals(content: bytes, name: str) -> bytes:
    """What is asked for."""
    return content.upper() + name.encode()


def refuse(content: bytes, name: str) -> bytes:
    """A file that is none."""
    raise NotReadable("file-too-large", {"most": 5})


def crash(content: bytes, name: str) -> bytes:
    """A library that brings the process down."""
    os.abort()


def raise_secret(content: bytes, name: str) -> bytes:
    """A mistake of ours."""
    raise ValueError(content)


def take_memory(content: bytes, name: str) -> bytes:
    """A bomb."""
    return b"".join(bytes(64 << 20) for _ in range(100))


def spin(content: bytes, name: str) -> bytes:
    """No end."""
    while True:
        pass


def write_disk(content: bytes, name: str) -> bytes:
    """A file where none belongs."""
    Path(name).write_bytes(content)
    return b""


def secrets_known(content: bytes, name: str) -> bytes:
    """What the environment tells."""
    return " ".join(sorted(os.environ)).encode()


def written(folder: Path) -> bytes:
    """All that stands in a folder."""
    return b"".join(path.read_bytes() for path in folder.iterdir())


async def test_an_answer() -> None:
    """A large content goes there and comes back, the name with it."""
    content = "đ".encode() * 1_000_000
    assert content.upper() + "tên.xlsx".encode() == await run_apart(capitals, content, "tên.xlsx", BOUNDS)


REFUSALS: dict[str, tuple[Callable[[bytes, str], bytes], Bounds, str]] = {
    "its own": (refuse, BOUNDS, "file-too-large"),
    "too much memory": (take_memory, BOUNDS, "file-unreadable"),
    "too much time": (spin, Bounds(0.7, BOUNDS.memory_bytes), "file-took-too-long"),
}


@pytest.mark.parametrize("name", REFUSALS)
async def test_refusals(name: str) -> None:
    """The person reads what was wrong; this process does not notice."""
    work, bounds, key = REFUSALS[name]
    with pytest.raises(NotReadable) as caught:
        await run_apart(work, b"x", "a", bounds)
    assert key == caught.value.key


@pytest.mark.parametrize("work", [crash, raise_secret])
async def test_crashes(work: Callable[[bytes, str], bytes], capfd: pytest.CaptureFixture[str]) -> None:
    """They are known by their exit code alone: what was read is said nowhere."""
    with pytest.raises(Crashed) as caught:
        await run_apart(work, b"Nguyen Van A", "a", BOUNDS)
    assert str(caught.value).lstrip("-").isdigit()
    assert "Nguyen" not in "".join(capfd.readouterr())


async def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It writes no file and knows no setting."""
    with pytest.raises(Crashed):
        await run_apart(write_disk, b"x", str(tmp_path / "left"), BOUNDS)
    assert b"" == written(tmp_path)
    monkeypatch.setenv("SECRET_KEY", "a-secret-of-32-characters-or-more")
    assert b"SECRET" not in await run_apart(secrets_known, b"", "", BOUNDS)
