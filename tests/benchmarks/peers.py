"""The phases of the load harness that the goals speak of: ours and the peers, one after the other in every round.

The harness itself is no part of this repository: PEERS names its folder, and without it ../shared/peers is looked for.
"""

import asyncio
import importlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial, partialmethod
from pathlib import Path
from typing import Any

import aiohttp

from tests.benchmarks.subject import ROOT, template
from tests.postgres import PostgresServer

OURS, POSTGRES, PAIR = "ours", "ours-postgres", "ours-pair"
PTB, GRAMMY, FLOOR, EACH = "ptb", "grammy-sqlite", "limit-api-group", "limit-api-each"
RESULTS = ROOT / "build" / "benchmark-results.jsonl"
CROWD = 256  # updates at a time where calls are slow
OPEN_UPDATES = 1000  # in a run at a fixed rate: what a hundredth of 200 takes is chance
Result = dict[str, Any]
Run = Callable[[str, Any, Callable[[], Result]], None]


class Missing(Exception):
    """The harness is not there, or cannot be set up; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How long it may take."""

    rounds: int = 1
    seconds: float = 4.0  # of measuring, in each run
    is_long: bool = False


@dataclass(slots=True)
class Measured:
    """What every run gave, round by round; None where it failed."""

    runs: dict[tuple[str, str], list[Result | None]] = field(default_factory=dict)

    def add(self, phase: str, name: str, result: Result | None) -> None:
        """Keep it."""
        self.runs.setdefault((phase, name), []).append(result)

    def figures(self, phase: str, name: str, path: str) -> list[float | None]:
        """One figure ("server.rss_mb") of each round."""
        return [_figure(one, path) for one in self.runs.get((phase, name), [])]

    def ratios(self, path: str, top: tuple[str, str], below: tuple[str, str]) -> list[float]:
        """Of two (phase, bot), within each round."""
        pairs = zip(self.figures(*top, path), self.figures(*below, path), strict=False)
        return [one / other for one, other in pairs if one is not None and other]

    def total(self, phase: str, name: str, *paths: str) -> float | None:
        """All of these figures of all rounds; None if a run failed, or there was none."""
        figures = [one for path in paths for one in self.figures(phase, name, path)]
        return sum(one for one in figures if one is not None) if figures and None not in figures else None


def _figure(result: Result | None, path: str) -> float | None:
    found: Any = result
    for key in path.split("."):
        found = found.get(key) if isinstance(found, dict) else None
    return float(found) if isinstance(found, int | float) else None


def harness() -> Any:
    """The harness as a module, its load generator built. Raises: Missing."""
    folder = Path(os.environ.get("PEERS") or ROOT.parent / "shared" / "peers").resolve()
    if not (folder / "harness.py").exists():
        raise Missing(f"no harness at {folder}: set PEERS to its folder (see docs/performance.md)")
    sys.path.insert(0, str(folder))
    found = importlib.import_module("harness")
    os.environ.setdefault("EXEC_CHAT", str(found.EXEC))
    is_set_up = all(Path(part).exists() for part in (f"{found.BIN}/ttload", found.VENV, found.NODE))
    if not is_set_up and subprocess.run([folder / "setup.sh"], check=False).returncode:
        raise Missing(f"{folder}/setup.sh could not set the peers up")
    return found


def ours(h: Any, name: str = OURS, command: str = "run", **env: str) -> Any:
    """Our bot as a subject of the harness."""
    is_file = "BENCH_DATABASE" not in env
    program = f"{sys.executable} {'-S ' if is_file else ''}{ROOT / 'tests' / 'benchmarks' / 'subject.py'}"
    own = {"PYTHONPATH": str(ROOT), **({"BENCH_TEMPLATE": str(template())} if is_file else {}), **env}
    return h.Subject(
        name, f"{program} {command}", f"{sys.executable} -m tests.benchmarks.subject dump", own, path="/webhooks/telegram",
        script=str(ROOT / "tests" / "benchmarks" / "dialogue.json"), cwd=str(ROOT),
    )  # fmt: skip


@contextmanager
def server() -> Iterator[PostgresServer]:
    """A PostgreSQL; no process can start it twice."""
    running = PostgresServer()
    try:
        yield running
    finally:
        running.close()


def measure(h: Any, plan: Plan, say: Callable[[str], None]) -> Measured:
    """Run it all."""
    with server() as postgres:
        return _measure(h, plan, say, postgres)


def _measure(h: Any, plan: Plan, say: Callable[[str], None], postgres: PostgresServer) -> Measured:
    found, long = Measured(), plan.is_long
    own = ours(h)
    bots = {name: h.PEERS[name] for name in (PTB, GRAMMY, FLOOR, EACH)}
    RESULTS.parent.mkdir(exist_ok=True)
    begun = time.monotonic()

    def run(phase: str, subject: Any, work: Callable[[], Result]) -> None:
        result = None
        try:
            result = work()
        except Exception as error:  # noqa: BLE001 - one failed run does not spoil the others
            say(f"{phase} {subject.name}: failed: {str(error)[:1000]}")
        found.add(phase, subject.name, result)
        if result is not None:
            say(f"[{time.monotonic() - begun:4.0f} s] {phase:8} {subject.name:16} {h.line(result)}")
            with RESULTS.open("a", encoding="utf-8") as file:
                file.write(json.dumps({"phase": phase, "bot": subject.name, **result}) + "\n")

    warm, took = (3, plan.seconds) if long else (2, plan.seconds)
    for number in range(plan.rounds):
        for bot in (own, *bots.values()):
            run("closed", bot, partial(h.closed, bot, warmup=warm, duration=took))
        for rate, bot in ((40, own), (40, bots[GRAMMY]), (200, own)):
            run(f"open{rate}", bot, partial(h.open_loop, bot, rate, duration=max(took, OPEN_UPDATES / rate)))
        for delay in (60, 0):
            run(f"net{delay}", own, partial(h.net, own, delay, CROWD, duration=took))
        for bot in (own, bots[PTB]) * 3:
            run("rest", bot, partial(h.closed, bot, 1, warmup=0.5, duration=0.5))
        _on_postgres(h, run, postgres, own, (warm, took))
        run("dup", own, partial(h.duplicates, own, duration=4))
        run("tap", own, partial(h.duplicates, own, taps=True, duration=4))
        run("crash", own, partial(h.crash, own, kills=3 if long else 2, gap=3.0 if long else 1.5, seed=number))
    users = int(os.environ.get("PARK", "100000" if long else "4000"))
    run("park", own, lambda: _parked(h, own, users))
    return found


def _parked(h: Any, own: Any, users: int) -> Result:
    """Memory once a third of them or more is parked, and at the end: what grows once, by warming up, does not count."""
    most = users / 40 + 60  # seconds; it ends sooner once all are parked
    h.Run.result = partialmethod(h.Run.result, 2 * most)  # two minutes are all that the harness gives a run
    seen: Result = h.run_load(own, ["--inflight", 32, "--users", users, "--park", 6, "--warmup", users / 300, "--duration", most])
    memory, parked = seen["server"], seen["total"]
    more = (memory["rss_mb"] - memory["rss0_mb"]) * (1 << 20)
    return seen | {"parked_bytes": more / max(1, parked["parked"] - parked["parked0"])}


def _on_postgres(h: Any, run: Run, postgres: PostgresServer, own: Any, spans: tuple[float, float]) -> None:
    warm, took = spans
    for name, command in ((POSTGRES, "run"), (PAIR, "pair")):
        url = postgres.create()
        bot = ours(h, name, command, BENCH_DATABASE=url)
        try:
            if command == "run":
                run("postgres", own, partial(h.closed, own, warmup=warm, duration=took))
                run("postgres", bot, partial(h.closed, bot, warmup=warm, duration=took))
            else:
                run("pair", bot, partial(_pair, h, bot, warm, took))
        finally:
            postgres.drop(url)


def _pair(h: Any, bot: Any, warm: float, took: float) -> Result:
    """Two processes share the load; what they lost to each other is asked of both at the end."""
    run = h.Run(bot)
    try:
        run.start_load(["--inflight", 32, "--warmup", warm, "--duration", took])
        run.start_server()
        result: Result = run.result()
        told = [_metrics(int(port)) for port in (run.data / "ports").read_text().split()]
    finally:
        run.close()
    turns = [_sum(text, "sangkien_turns_total") for text in told]
    lost = sum(_sum(text, 'sangkien_races_lost_total{kind="conversation"') + _sum(text, 'sangkien_races_lost_total{kind="code"')
               + _sum(text, 'sangkien_races_lost_total{kind="decision"') for text in told)  # fmt: skip
    return result | {"pair": {"turns": turns, "lost": lost, "share": lost / max(1.0, sum(turns)), "smaller": min(turns) / max(1.0, sum(turns))}}


def _metrics(port: int) -> str:
    async def ask() -> str:
        async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}/metrics") as answer:
            return await answer.text()

    return asyncio.run(ask())


def _sum(text: str, start: str) -> float:
    return sum(float(line.rpartition(" ")[2]) for line in text.splitlines() if line.startswith(start))
