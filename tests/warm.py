"""Starts of `python -m bot` from a process that has loaded its modules: a tenth of a second of a core each, instead of 1.1.

What starts is a process like any other: it has an id, arguments, an environment, a folder and streams of its own, runs
bot/__main__.py, is sent signals, is killed, and leaves an exit code. Only it is forked where a fresh interpreter would
first load eleven hundred modules. What a start loads by itself is seen by starts from nothing: every command has one in
tests/e2e/test_cli_starts.py.
"""

import asyncio
import atexit
import gc
import json
import os
import runpy
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import IO

from bot import everything, serving

ROOT = Path(__file__).resolve().parent.parent
_LARGEST_ORDER = 1 << 17  # bytes
_READ_AT_ONCE = ("PYTHON", "LC_", "LANG", "TZ", "MALLOC_", "LD_")  # variables, by an interpreter as it begins


class Process:
    """A forked process, with as much of `asyncio.subprocess.Process` as the tests use."""

    def __init__(self, pid: int, stdout: asyncio.StreamReader, report: asyncio.StreamReader) -> None:
        self.pid, self.stdout = pid, stdout
        self.returncode: int | None = None
        self._ended = asyncio.create_task(self._end(report))

    async def _end(self, report: asyncio.StreamReader) -> int:
        code = self.returncode = int(await report.read())
        return code

    async def wait(self) -> int:
        """Wait for its end. Returns: the exit code, or minus the signal that killed it."""
        return await asyncio.shield(self._ended)

    async def communicate(self) -> tuple[bytes, None]:
        """Wait for its end. Returns: what it wrote, as far as nobody has read it."""
        written = await self.stdout.read()
        await self.wait()
        return written, None

    def send_signal(self, number: int) -> None:
        """Unless it has ended."""
        if self.returncode is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def terminate(self) -> None:
        """SIGTERM."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """SIGKILL."""
        self.send_signal(signal.SIGKILL)


def plain_environment() -> dict[str, str]:
    """Of the tests; programs may keep byte code, for hundreds of starts need not compile each time."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | {"PYTHONPATH": str(ROOT)}


_OURS = plain_environment()  # with which the process begins that forks


def suits(environment: Mapping[str, str]) -> bool:
    """Whether an interpreter that began with another environment can take this one over."""
    names = {name for name in (*environment, *_OURS) if name.startswith(_READ_AT_ONCE)}
    return all(environment.get(name) == _OURS.get(name) for name in names)


async def start(arguments: Sequence[str], folder: Path, environment: Mapping[str, str], given: IO[bytes], err: IO[bytes]) -> Process:
    """Start `python -m bot` with these arguments in a folder; *given* and *err* are its standard input and error."""
    order = json.dumps([arguments, str(folder), dict(environment)]).encode()
    assert len(order) <= _LARGEST_ORDER
    (read_out, out), (read_report, report) = os.pipe(), os.pipe()
    door = _door(*serving.flags()) if [*arguments] == ["run"] else _door()
    socket.send_fds(door, [order], [given.fileno(), out, err.fileno(), report])
    os.close(out)
    os.close(report)
    stdout, reported = await _reader(read_out), await _reader(read_report)
    return Process(int(await reported.readline()), stdout, reported)


async def _reader(descriptor: int) -> asyncio.StreamReader:
    reader = asyncio.StreamReader()
    pipe = os.fdopen(descriptor, "rb", 0)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), pipe)
    return reader


@cache
def _door(*flags: str) -> socket.socket:
    """To the process that forks: one per process of tests and flags of the interpreter, started when first wanted."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    command = [sys.executable, *flags, "-m", "tests.warm", str(theirs.fileno())]
    process = subprocess.Popen(command, cwd=ROOT, env=_OURS, pass_fds=[theirs.fileno()])
    theirs.close()

    def leave() -> None:
        ours.close()
        process.wait()

    atexit.register(leave)
    return ours


# -- the process that forks: it must have one thread and nothing open ---------------------------------------------------
def _serve(door: socket.socket) -> None:
    """Fork for every order until nobody can give one; returns in the children alone, each as it was ordered."""
    woken, waker = socket.socketpair()
    waker.setblocking(False)
    signal.set_wakeup_fd(waker.fileno(), warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    reports: dict[int, int] = {}
    while True:
        ready, *_ = select.select([door, woken], [], [])
        if woken in ready:
            woken.recv(1 << 12)
            _report_ends(reports)
        if door in ready:
            order, descriptors, *_ = socket.recv_fds(door, _LARGEST_ORDER, 4)
            if not order:
                sys.exit()
            *streams, report = descriptors
            pid = os.fork()
            if pid == 0:
                for connection in (door, woken, waker):
                    connection.close()
                for descriptor in (*reports.values(), report):
                    os.close(descriptor)
                _become(streams, *json.loads(order))
                return
            os.write(report, b"%d\n" % pid)
            reports[pid] = report
            for descriptor in streams:
                os.close(descriptor)


def _report_ends(reports: dict[int, int]) -> None:
    with suppress(ChildProcessError):
        while (ended := os.waitpid(-1, os.WNOHANG))[0]:
            report = reports.pop(ended[0])
            with suppress(BrokenPipeError):
                os.write(report, b"%d" % os.waitstatus_to_exitcode(ended[1]))
            os.close(report)


def _become(streams: list[int], arguments: list[str], folder: str, environment: dict[str, str]) -> None:
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number, descriptor in enumerate(streams):
        os.dup2(descriptor, number)
        os.close(descriptor)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv[1:] = arguments
    sys.path[0] = folder


if __name__ == "__main__":
    everything.load()
    gc.freeze()
    _serve(socket.socket(fileno=int(sys.argv[1])))
    runpy.run_module("bot", run_name="__main__", alter_sys=True)
