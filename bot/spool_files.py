"""The spool on disk: a folder for each person with something waiting, a file for each update. Everything here blocks.

Several processes share it. A person's folder is there exactly as long as something of theirs waits, so one look tells
every process whether to wait behind it. Names hold a time, a keyed hash of the person and the number of tries that were
begun, nothing personal. One process at a time works it off: the one that holds the lock, which a kill lets go.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from storage.durable import sync_folder, write_synced

PERSON, PART, UNREADABLE = "p-", ".part", ".unreadable"
_TRY = "-t"
_STALE_SECONDS = 3600.0  # an unfinished file that old belongs to nobody
_RACES = 20  # with whoever removes an empty folder


class Survey(Struct, frozen=True):
    """What waits."""

    files: int = 0
    size: int = 0  # bytes
    oldest: int = 0  # when the oldest was written, in nanoseconds since 1970; 0: nothing waits
    unreadable: int = 0  # files that were put aside for the operator

    def lag_seconds(self) -> float:
        """How long the oldest has waited."""
        return max(0.0, (time.time_ns() - self.oldest) / 1e9) if self.oldest else 0.0


class Waiting(Struct, frozen=True):
    """A file whose turn has come."""

    path: Path
    tries: int  # that were begun before and did not end
    content: bytes


class SpoolFiles:
    """A folder of waiting updates. All methods raise OSError."""

    def __init__(self, folder: Path) -> None:
        """Make the folder, prove that it can be written, and clear what was left unfinished."""
        self._folder = folder
        self._lock: int | None = None
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".probe-{os.getpid()}"
        write_synced(probe, b"")
        probe.unlink()
        for path in folder.glob(f"*{PART}"):
            with suppress(FileNotFoundError):
                if time.time() - path.stat().st_mtime > _STALE_SECONDS:
                    path.unlink()

    def has(self, person: str) -> bool:
        """Whether something of this person waits; every update asks, so it costs one system call and no exception."""
        return os.access(f"{self._folder}/{PERSON}{person}", os.F_OK)

    def has_any(self) -> bool:
        """Whether there may be something to work off; costs little, however much there is."""
        with os.scandir(self._folder) as entries:
            return any(entry.name.startswith(PERSON) or _is_stray(entry.name) for entry in entries)

    def write(self, person: str, stamp: int, suffix: str, content: bytes) -> None:
        """Keep *content* behind all that waits of this person; it is on disk when this returns.

        Args:
            stamp: Nanoseconds since 1970. Should a file of the person be newer, because a clock was set back, this
                one counts as newer still.
            suffix: Makes the name unique.
        """
        part = self._folder / f"{_name(stamp, suffix)}{PART}"
        try:
            write_synced(part, content)
            self._move_in(part, person, stamp, suffix)
        except OSError:
            with suppress(OSError):
                part.unlink()
            raise
        self._sync(person)

    def adopt(self, path: Path, person: str) -> None:
        """Take in a file of an earlier version, which has no person in its name."""
        stamp, _, suffix = path.name.partition("-")
        self._move_in(path, person, int(stamp), suffix)
        self._sync(person)

    def strays(self) -> list[Path]:
        """Files of an earlier version, oldest first."""
        return sorted(path for path in self._folder.iterdir() if _is_stray(path.name))

    def order(self) -> list[str]:
        """The person of each file that waits, the oldest file first."""
        found = [(stamp, entry.parent.name.removeprefix(PERSON)) for stamp, entry in self._everything()]
        return [person for _, person in sorted(found)]

    def suspects(self, people: list[str]) -> list[str]:
        """Those of whom the oldest file was begun before and not ended."""
        first = ((person, _names(self._home(person))[:1]) for person in people)
        return [person for person, names in first if names and _TRY in names[0]]

    def begin(self, person: str, most_tries: int) -> Waiting | None:
        """The person's oldest file, with one more try in its name unless it has had that many; None without any."""
        names = _names(self._home(person))
        if not names:
            self._tidy(person)
            return None
        path = self._home(person) / names[0]
        stem, _, tries = path.name.partition(_TRY)
        waiting = Waiting(path, int(tries or 0), path.read_bytes())
        if waiting.tries >= most_tries:
            return waiting
        return Waiting(path.rename(path.with_name(f"{stem}{_TRY}{waiting.tries + 1}")), waiting.tries, waiting.content)

    def undo(self, waiting: Waiting) -> None:
        """The try came to nothing through no fault of the update: do not count it."""
        stem = waiting.path.name.partition(_TRY)[0]
        waiting.path.rename(waiting.path.with_name(f"{stem}{_TRY}{waiting.tries}" if waiting.tries else stem))

    def end(self, waiting: Waiting) -> None:
        """The update has had its effect, or is kept elsewhere."""
        waiting.path.unlink(missing_ok=True)
        self._tidy(waiting.path.parent.name.removeprefix(PERSON))

    def put_aside(self, path: Path) -> None:
        """Keep a file for the operator where it stops nobody."""
        path.rename(self._folder / f"{path.name}{UNREADABLE}")
        if path.parent != self._folder:
            self._tidy(path.parent.name.removeprefix(PERSON))

    def lead(self) -> bool:
        """Whether this process is the one that works the spool off, now and until it ends."""
        if self._lock is None:
            self._lock = os.open(self._folder / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def close(self) -> None:
        """Let another process work it off."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _home(self, person: str) -> Path:
        return self._folder / f"{PERSON}{person}"

    def _everything(self) -> Iterator[tuple[int, Path]]:
        for home in self._folder.glob(f"{PERSON}*"):
            names = _names(home)
            if not names:
                self._tidy(home.name.removeprefix(PERSON))  # of a process that was killed before it wrote
            yield from ((_stamp(name), home / name) for name in names)

    def _move_in(self, path: Path, person: str, stamp: int, suffix: str) -> None:
        home = self._home(person)
        for _ in range(_RACES):
            with suppress(FileExistsError):
                home.mkdir(mode=0o700)
            newest = max(map(_stamp, _names(home)), default=0)
            try:
                path.rename(home / _name(max(stamp, newest + 1), suffix))
            except FileNotFoundError:  # the folder was empty, and has been removed meanwhile
                if not path.exists():
                    raise
                continue
            return
        raise OSError("no folder to write to")

    def _sync(self, person: str) -> None:
        with suppress(FileNotFoundError):  # worked off already
            sync_folder(self._home(person))
        sync_folder(self._folder)

    def _tidy(self, person: str) -> None:
        with suppress(OSError):  # something new is in it, or somebody else was faster
            self._home(person).rmdir()


def survey(folder: Path) -> Survey:
    """Count what waits in a spool's folder. Changes nothing. Raises: OSError."""
    files = [home / name for home in folder.glob(f"{PERSON}*") for name in _names(home)]
    files += [path for path in folder.glob("[0-9]*") if _is_stray(path.name)]
    stamps, size = [], 0
    for file in files:
        with suppress(FileNotFoundError):  # worked off meanwhile
            size += file.stat().st_size
            stamps.append(_stamp(file.name))
    return Survey(len(stamps), size, min(stamps, default=0), len(list(folder.glob(f"*{UNREADABLE}"))))


def _is_stray(name: str) -> bool:
    return name[0].isdigit() and "." not in name


def _names(home: Path) -> list[str]:
    """The files in a person's folder, oldest first."""
    try:
        names = [path.name for path in home.iterdir() if path.name[0].isdigit()]
    except FileNotFoundError:
        return []
    return sorted(names, key=lambda name: name.partition(_TRY)[0])


def _name(stamp: int, suffix: str) -> str:
    return f"{stamp:020d}-{suffix}"


def _stamp(name: str) -> int:
    return int(name.partition("-")[0])
