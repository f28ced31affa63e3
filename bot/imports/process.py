"""Has a file examined by a process of its own (worker.py), tells how far it is, and bounds what comes back."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from csv import reader
from io import StringIO
from pathlib import Path
from typing import Any, Protocol
from zlib import decompress

import orjson
from msgspec import Struct
from msgspec.structs import replace

from bot.imports.cells import Wrong
from bot.imports.rows import MOST_BYTES, UNITS, SheetProblem
from conversations.effects import Text
from storage.repositories.organisations import NewOrganisation

SECONDS = 170.0  # for one file; 126,000 rows take 20 on a slow machine
MOST_FRAME = 100 << 20
ROOT = Path(__file__).parents[2]
Tell = Callable[[str, int, int], Awaitable[None]]
_KEPT_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "TMPDIR", "COVERAGE_PROCESS_START", "COVERAGE_PROCESS_CONFIG")


class Ground(Protocol):
    """What a list is compared with."""

    def to_json(self) -> dict[str, Any]: ...


class Job(Struct, frozen=True):
    """A file to examine, as a list of that kind.

    copies: whether the annotated copy is wanted where something is wrong. is_urgent: nobody else needs the processor.
    """

    content: bytes
    ground: Ground
    texts_dir: Path | None = None
    copies: bool = True
    is_urgent: bool = False
    kind: str = UNITS


class Examined(Struct, frozen=True):
    """What came of it. wrong: the first mistakes. rows: what to store, packed. copy: the annotated workbook.

    basis: see `Found.basis`. notes: the first of what should be looked at.
    """

    counts: dict[str, int]
    wrong: tuple[Wrong, ...] = ()
    rows: bytes = b""
    copy: bytes = b""
    basis: str = ""
    notes: tuple[Wrong, ...] = ()

    @property
    def is_right(self) -> bool:
        """Whether it may be stored."""
        return not self.counts["wrong"]


async def nobody(step: str, rows: int, of: int) -> None:
    """Who need not know how far it is."""


async def examine_apart(job: Job, tell: Tell = nobody) -> Examined:
    """Examine a file. A reader that dies or takes too long is one problem of the file.

    Args: tell: awaited with the step ("reading", "checking", "marking"), rows done, and rows in all or 0.
    """
    if len(job.content) > MOST_BYTES:
        return _refused(SheetProblem("too-large", {"most": MOST_BYTES >> 20}))
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.imports.worker", cwd=ROOT, stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL, env=_environment(),
    )  # fmt: skip
    try:
        async with asyncio.timeout(SECONDS):
            feeding = asyncio.create_task(_feed(process, job))
            try:
                return await _result(process, tell)
            finally:
                feeding.cancel()
                with suppress(asyncio.CancelledError, OSError):
                    await feeding
    except (TimeoutError, asyncio.IncompleteReadError, ValueError):
        return _refused(SheetProblem("bomb"))
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


def stored_rows(packed: bytes) -> Iterator[NewOrganisation]:
    """The rows behind `Examined.rows`."""
    lines = reader(StringIO(decompress(packed).decode(), newline=""))
    next(lines)
    for parent, code, name, block, aliases in lines:
        yield NewOrganisation(code, name, "union", parent, block or None, tuple(aliases.split(";")) if aliases else ())


def unpacked(packed: bytes) -> bytes:
    """The rows as a file that can be examined again."""
    return decompress(packed)


def _environment() -> dict[str, str]:
    """Nothing of ours: no key, no token."""
    return {name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ} | {"PYTHONUTF8": "1"}


async def _feed(process: asyncio.subprocess.Process, job: Job) -> None:
    assert process.stdin is not None  # noqa: S101 - a pipe was asked for
    head = await asyncio.to_thread(_head, job)
    with suppress(ConnectionError):  # it has seen enough
        process.stdin.write(head)
        process.stdin.write(job.content)
        await process.stdin.drain()
    process.stdin.close()


def _head(job: Job) -> bytes:
    texts = str(job.texts_dir.absolute()) if job.texts_dir else None
    wanted = {
        "kind": job.kind, "ground": job.ground.to_json(), "copies": job.copies, "texts": texts,
        "is_urgent": job.is_urgent,
    }  # fmt: skip
    return orjson.dumps(wanted) + b"\n"


async def _result(process: asyncio.subprocess.Process, tell: Tell) -> Examined:
    """Raises: IncompleteReadError if it died, ValueError if it says what it should not."""
    assert process.stdout is not None  # noqa: S101 - a pipe was asked for
    told: Examined | None = None
    while True:
        kind, length = await process.stdout.readexactly(1), await process.stdout.readexactly(4)
        if (size := int.from_bytes(length, "big")) > MOST_FRAME:
            raise ValueError
        content = await process.stdout.readexactly(size)
        match kind:
            case b"P":
                step, rows, of = orjson.loads(content)
                await tell(step, rows, of)
            case b"R":
                found = orjson.loads(content)
                wrong, notes = ([_wrong(*one) for one in found[name]] for name in ("wrong", "notes"))
                told = Examined(found["counts"], tuple(wrong), basis=found["basis"], notes=tuple(notes))
            case b"C" if told is not None:  # of a list that is right it may come before its rows
                told = replace(told, copy=content)
                if not told.is_right:
                    return told
            case b"L" if told is not None:
                return replace(told, rows=content)
            case _:
                raise ValueError


def _wrong(row: int | None, column: str | None, key: str, args: dict[str, str | int], place: int | None) -> Wrong:
    return Wrong(row, column, Text(key, args), place)


def _refused(problem: SheetProblem) -> Examined:
    counts = {"new": 0, "changed": 0, "unchanged": 0, "wrong": 1, "wrong_rows": 0}
    return Examined(counts, (Wrong(None, None, Text(f"import-{problem.key}", problem.args)),))
