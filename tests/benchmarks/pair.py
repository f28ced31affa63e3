"""Two processes of the program on one database: each connection to PORT goes to one of them in turn."""

import asyncio
import itertools
import signal
import socket
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path


def serve(folder: Path, environment: Mapping[str, str]) -> None:
    """Until SIGTERM. <folder>/ports names where the two listen themselves."""
    ports = [_free() for _ in range(2)]
    (folder / "ports").write_text(" ".join(map(str, ports)))
    asyncio.run(_serve(folder, environment, ports))


async def _serve(folder: Path, environment: Mapping[str, str], ports: list[int]) -> None:
    bots = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", env={**environment, "PORT": str(port)}, cwd=folder
        )
        for port in ports
    ]  # fmt: skip
    over = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, over.set)
    async with await asyncio.start_server(partial(_deal, itertools.cycle(ports)), "127.0.0.1", int(environment["PORT"])):
        await over.wait()
        for bot in bots:
            bot.terminate()
        await asyncio.gather(*(bot.wait() for bot in bots))


async def _deal(turns: Iterator[int], reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        answers, asks = await asyncio.open_connection("127.0.0.1", next(turns))
    except OSError:  # not up yet
        writer.close()
        return
    await asyncio.gather(_pump(reader, asks), _pump(answers, writer))


async def _pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    with suppress(OSError):  # one end is gone: so is the other
        while piece := await source.read(65536):
            sink.write(piece)
    sink.close()


def _free() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
