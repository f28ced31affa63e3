"""Reading what strangers send in a process of its own, with bounds on time and memory that the system enforces.

The child runs one function of ours by its name, has the content on stdin and answers on stdout. It knows no setting
and no secret of this program; it is killed when its time is over.
"""

import asyncio
import importlib
import resource
import sys
from collections.abc import Callable
from contextlib import suppress

import orjson
from msgspec import Struct

from bot.file_readers import NotReadable

REFUSED = 3  # exit code: the answer is a text key with its arguments
_MOST_ANSWER = 64 << 20
Work = Callable[[bytes, str], bytes]


class Bounds(Struct, frozen=True):
    """What a child may use."""

    seconds: float = 60.0  # by the clock, and of the processor
    memory_bytes: int = 1 << 30  # address space: what is mapped counts


DEFAULT_BOUNDS = Bounds()


class Crashed(Exception):
    """The child ended without an answer; the message is its exit code."""


async def run_apart(work: Work, content: bytes, name: str, bounds: Bounds = DEFAULT_BOUNDS) -> bytes:
    """What *work* makes of a content and the name of its file, computed apart.

    Args:
        work: a function of a module, not of another function.
    Raises: NotReadable as *work* did, or when it took too long; Crashed.
    """
    arguments = (f"{work.__module__}:{work.__qualname__}", name, str(bounds.seconds), str(bounds.memory_bytes))
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.apart", *arguments, env=_environment(),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        async with asyncio.timeout(bounds.seconds):
            answer, _ = await child.communicate(content)
    except TimeoutError:
        raise NotReadable("file-took-too-long") from None
    finally:
        with suppress(ProcessLookupError):
            child.kill()
        await child.wait()
    if child.returncode == REFUSED:
        refused = orjson.loads(answer)
        raise NotReadable(refused["key"], refused["args"])
    if child.returncode != 0 or len(answer) > _MOST_ANSWER:
        raise Crashed(str(child.returncode))
    return answer


def _environment() -> dict[str, str]:
    return {"PYTHONPATH": ":".join(path for path in sys.path if path), "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8"}


def _bound(seconds: float, memory_bytes: int) -> None:
    for kind, most in (
        (resource.RLIMIT_CPU, int(seconds) + 1),
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_FSIZE, 0),  # it writes no files
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))


def main(arguments: list[str]) -> int:
    """The child. Returns: its exit code."""
    place, name, seconds, memory_bytes = arguments
    module, _, function = place.partition(":")
    work: Work = getattr(importlib.import_module(module), function)
    content = sys.stdin.buffer.read()
    _bound(float(seconds), int(memory_bytes))
    try:
        answer = work(content, name)
    except NotReadable as refused:
        sys.stdout.buffer.write(orjson.dumps({"key": refused.key, "args": dict(refused.given)}))
        return REFUSED
    except MemoryError:
        sys.stdout.buffer.write(orjson.dumps({"key": "file-unreadable", "args": {}}))
        return REFUSED
    sys.stdout.buffer.write(answer)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
