"""`python -m bot.imports.worker`: examines a file in a process that may use little, knows no secret, keeps nothing.

In: a line of JSON with the ground, then the file. Out: frames of kind (1 byte), length (4) and content. Whatever a
hostile file does to the reader, it does it here. Started by process.py.
"""

import os
import resource
import sys
import time
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from bot.imports.annotated import Marked
from bot.imports.cells import Wrong
from bot.imports.found import Found
from bot.imports.rows import INITIATIVES, UNITS
from bot.imports.tables import Progress

MEMORY, CPU_SECONDS = 1200 << 20, 180
MOST_MISTAKES = 2_000  # told one by one; the annotated file has all of them
EXAMINERS = {UNITS: "bot.imports.listed", INITIATIVES: "bot.initiative_lists.listed"}  # loaded as they are wanted
_SAID_EVERY = 0.5  # seconds
PROGRESS, RESULT, ROWS, COPY = b"P", b"R", b"L", b"C"


class _Frames(Progress):
    """Writes what is found, and now and then how far it is."""

    def __init__(self, out: BinaryIO) -> None:
        self._out, self._said_at = out, 0.0

    def send(self, kind: bytes, content: bytes) -> None:
        """One frame."""
        self._out.write(kind + len(content).to_bytes(4, "big") + content)
        self._out.flush()

    def read(self, rows: int) -> None:
        self._say("reading", rows, 0)

    def checked(self, rows: int, of: int) -> None:
        self._say("checking", rows, of)

    def written(self, rows: int, of: int) -> None:
        self._say("marking", rows, of)

    def _say(self, step: str, rows: int, of: int) -> None:
        if time.monotonic() - self._said_at >= _SAID_EVERY:
            self._said_at = time.monotonic()
            self.send(PROGRESS, orjson.dumps([step, rows, of]))


def main() -> None:
    """Examine what comes in."""
    _limit()
    job, _, content = sys.stdin.buffer.read().partition(b"\n")
    wanted: dict[str, Any] = orjson.loads(job)
    if not wanted["is_urgent"]:
        os.nice(5)  # chats come first
    frames = _Frames(sys.stdout.buffer)
    found: Found = import_module(EXAMINERS[wanted["kind"]]).found(content, wanted["ground"], frames)
    del content
    read = found.read
    told: Mapping[str, Any] = {
        "counts": found.counts, "wrong": _mistakes(read.wrong), "notes": _mistakes(read.notes), "basis": found.basis,
    }  # fmt: skip
    frames.send(RESULT, orjson.dumps(told))
    if read.wrong or read.notes:
        frames.send(COPY, _copy(read, wanted["texts"], frames) if wanted["copies"] else b"")
    if not read.wrong:
        frames.send(ROWS, found.packed)


def _copy(read: Marked, texts: str | None, frames: Progress) -> bytes:
    # Only lists with mistakes need these, and they take a while.
    from bot.catalogue import Catalogue  # noqa: PLC0415
    from bot.imports.annotated import annotated  # noqa: PLC0415

    return annotated(read, Catalogue("vi", Path(texts) if texts else None).phrase, frames) or b""


def _limit() -> None:
    for what, most in (
        (resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, CPU_SECONDS), (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 1 << 30),
    ):  # fmt: skip
        _, hard = resource.getrlimit(what)
        resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _mistakes(mistakes: Sequence[Wrong]) -> list[Any]:
    return [_mistake(wrong) for wrong in mistakes[:MOST_MISTAKES]]


def _mistake(wrong: Wrong) -> list[Any]:
    return [wrong.row, wrong.column, wrong.problem.key, dict(wrong.problem.args), wrong.place]


if __name__ == "__main__":
    main()
