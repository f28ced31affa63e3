"""Logs: one JSON object a line from any thread, and nothing in them that libraries quote."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOISE = """
import asyncio, gc, logging, threading, warnings
import structlog
from bot.logs import configure

configure("info")
log = structlog.get_logger("bot")
log.info("own", chat="10", text_key="ask-full-name")
log.debug("too fine")
logging.getLogger("aiosqlite").info("executing Nguyễn Văn A")
logging.getLogger("telegram").info("sendMessage Nguyễn Văn A")
try:
    raise ValueError("Nguyễn Văn A")
except ValueError:
    logging.getLogger("aiohttp.server").exception("Error handling request")
warnings.warn("a warning")

async def forget() -> None:
    async def fail() -> None:
        raise KeyError("Nguyễn Văn A")
    task = asyncio.ensure_future(fail())
    await asyncio.sleep(0.01)
    del task
    gc.collect()

asyncio.run(forget())
threads = [threading.Thread(target=lambda: [log.info("many") or logging.getLogger("x").warning("many") for _ in range(200)])
           for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
"""


def test_lines() -> None:
    """Our own fields, a library's message with the exception's class alone, warnings, and eight threads at once."""
    ran = subprocess.run([sys.executable, "-c", NOISE], cwd=ROOT, capture_output=True, text=True, check=True)
    lines = [json.loads(line) for line in ran.stderr.splitlines()]
    assert "Nguyễn" not in ran.stderr
    assert {"event": "own", "chat": "10", "text_key": "ask-full-name", "level": "info"} == {
        name: value for name, value in lines[0].items() if name != "timestamp"
    }
    others = [(line["event"], line["level"], line.get("error")) for line in lines[1:] if line["event"] != "many"]
    assert ("Error handling request", "error", "ValueError") == others[0]
    assert ("Task exception was never retrieved", "error", "KeyError") == others[-1]
    assert ("warning", True) == (others[1][1], "a warning" in others[1][0])
    assert (3, 3200) == (len(others), len(lines) - 4)
    assert "" == ran.stdout
