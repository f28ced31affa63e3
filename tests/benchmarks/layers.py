"""Where an update's CPU goes: samples of whoever holds the interpreter's lock under load, each counted for the first layer
that its stack names. The other thread waits meanwhile, and who counts it takes its waiting for the loop's work."""

import re
import subprocess
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

# The first rule that matches anything on a stack decides. Stacks read "function (file:line);…", outermost first.
_WRITER = r"storage/writer\.py"
LAYERS: tuple[tuple[str, str], ...] = (
    ("commit (BEGIN, COMMIT, fsync)", r"do_commit|_commit_impl|Transaction\._do_commit|do_begin|_begin_impl|sqlite\.py:\d+\);[^;]*BEGIN"),
    ("API calls out: rendering", r"bot/(render|catalogue)\.py"),
    ("API calls out: connections and JSON", r"bot/channels/telegram/(?!parsing)|/?telegram/_|bot/delivery\.py"),
    ("turn: rules decide", r"(needs|transition) \(conversations/"),
    ("turn: reading", r"storage/repositories/turns\.py|bot/facts\.py|Inbox\.\w+ \("),
    ("turn: writing", r"Runner\._turn|Runner\._again"),
    ("marks and claims", rf"{_WRITER}.*(bot/(sender|outcomes|claims|closings)|storage/repositories/outbox)"),
    ("sender around calls", r"bot/(sender|outcomes|claims|closings|chat_order|leaving|health)\.py"),
    ("HTTP in: reading, parsing, answering", r"aiohttp/|bot/(web|page_headers|door|spool)\.py|bot/channels/telegram/parsing\.py|bot/runner\.py"),
    ("hops between threads", rf"{_WRITER}|call_soon|storage/(sqlite|postgres|database)\.py"),
)  # fmt: skip
# Threads that wait for work; the loop's own frame stays: it is where uvloop reads and writes.
_WAITS = re.compile(r"(_worker \(concurrent/futures/thread\.py|_connection_worker_thread \(aiosqlite/core\.py|Writer\._run \(storage/writer\.py|\bwait \(threading\.py):\d+\)$")
OTHER = "other (event loop, timers, bookkeeping)"
_RULES = tuple((name, re.compile(rule)) for name, rule in LAYERS)


def layer(stack: str) -> str:
    """The layer of one sample."""
    return next((name for name, rule in _RULES if rule.search(stack)), OTHER)


def profile(h: Any, subject: Any, seconds: int) -> str:
    """A table, as Markdown; a sentence if it cannot be taken."""
    sampler = Path(h.VENV) / "bin" / "py-spy"
    if not sampler.exists():
        return "Not taken: the harness's virtual environment has no `py-spy`."
    run = h.Run(subject)
    try:
        run.start_load(["--inflight", 32, "--warmup", 4, "--duration", seconds + 2])
        run.start_server()
        h.wait_port(run)
        time.sleep(4.5)
        into = run.data / "samples.txt"
        command = [str(sampler), "record", "-p", str(run.proc.pid), "-d", str(seconds), "-r", "250", "--gil", "-f", "raw", "-o", str(into)]
        watcher = threading.Thread(target=lambda: subprocess.run(command, check=False, capture_output=True, preexec_fn=run._on(h.CPUS[-1])))
        watcher.start()
        result = run.result()
        watcher.join()
        samples = into.read_text("utf-8") if into.exists() else ""
    finally:
        run.close()
    return table(samples, result["server"]["cpu_ms_per_update"])


def table(samples: str, cpu_ms: float) -> str:
    """Samples as the sampler writes them → each layer's share of an update's milliseconds."""
    counted: Counter[str] = Counter()
    for line in samples.splitlines():
        stack, _, count = line.rpartition(" ")
        if not _WAITS.search(stack):
            counted[layer(stack)] += int(count)
    total = sum(counted.values())
    if not total:
        return "Not taken: the sampler saw nothing."
    rows = [
        f"| {name} | {counted[name] / total:.0%} | {cpu_ms * counted[name] / total:.3f} |"
        for name in (*(name for name, _ in LAYERS), OTHER)
    ]
    return "\n".join(("| layer | share | CPU ms/update |", "|---|---|---|", *rows, f"| all | | {cpu_ms:.3f} |", "", f"{total:,} samples."))
