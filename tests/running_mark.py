"""A program that runs, as far as its mark tells: a process of its own, because marks belong to processes."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from storage.leadership import presence_at
from storage.migrations import head_revision
from tests.warm import ROOT


@asynccontextmanager
async def marked(url: str, revision: str = head_revision()) -> AsyncIterator[None]:
    """Let a program of *revision* run, then kill it."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.running_mark", url, revision, cwd=ROOT, stdout=pipe
    )
    assert process.stdout is not None
    assert b"marked\n" == await process.stdout.readline()
    try:
        yield
    finally:
        process.kill()
        await process.communicate()


async def _run(url: str, revision: str) -> None:
    presence = presence_at(url, revision)
    await presence.enter()
    sys.stdout.write("marked\n")
    sys.stdout.flush()
    while True:
        await presence.hold()


if __name__ == "__main__":
    asyncio.run(_run(*sys.argv[1:]))
