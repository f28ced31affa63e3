"""Our bot as the load generator of the peers wants it: a fresh copy of a prepared installation, then the program itself.

    python tests/benchmarks/subject.py run            serve what {DATA} holds; a copy of the template where it holds nothing
    python tests/benchmarks/subject.py pair           two of them on one database, connections dealt out to both in turn
    python tests/benchmarks/subject.py dump           what was filed, one JSON object a line
    python tests/benchmarks/subject.py prefill 100000 make the installation, with so many initiatives

Read from the environment, as the load generator sets it: PORT, API (the Bot API), TOKEN, SECRET (the webhook's), DATA (a
folder), EXEC_CHAT (the executive's chat). BENCH_DATABASE: an empty PostgreSQL database in place of the SQLite file; what
is asked of it first makes the installation there. BENCH_TEMPLATE: a prepared folder, so that none is looked for (with it
`run` needs no installed package, `python -S` will do, and the start that is measured is the bot's). All other settings are the defaults.
"""

import os
import shutil
import sys
from pathlib import Path

# What is imported here counts as the bot's start: no more than it takes to become the bot.
ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "build" / "benchmarks"
KEY = "a-benchmark-secret-of-32-characters"


def settings(folder: Path) -> dict[str, str]:
    """What the program is given from outside: where things are, who we are, and nothing about its behaviour."""
    return {
        "DATABASE_URL": os.environ.get("BENCH_DATABASE") or f"sqlite+aiosqlite:///{folder}/bot.db",
        "DATA_DIR": str(folder / "data"), "SECRET_KEY": KEY, "CAMPAIGN_FILE": str(folder / "campaign.toml"), "DEMO": "false",
        "TELEGRAM_TOKEN": os.environ.get("TOKEN", "1:a"), "TELEGRAM_API_URL": os.environ.get("API", ""),
        "TELEGRAM_WEBHOOK_SECRET": os.environ.get("SECRET", ""), "PUBLIC_URL": "https://bench.example",
        "PORT": os.environ.get("PORT", "0"), "PYTHONPATH": str(ROOT),
    }  # fmt: skip


def template() -> Path:
    """A prepared SQLite installation of this version of the code, made at the first call."""
    ready = TEMPLATES / _version()
    if not ready.exists():
        shutil.rmtree(TEMPLATES, ignore_errors=True)
        making = TEMPLATES / "making"
        making.mkdir(parents=True)
        _prepare(making)
        making.rename(ready)
    return ready


def _version() -> str:
    """Changes with whatever a prepared database depends on."""
    from hashlib import sha256

    sources = [*Path(__file__).parent.glob("*.py"), *(ROOT / "bot").rglob("*"), *(ROOT / "storage").rglob("*.py")]
    stamps = [(str(path), path.stat().st_mtime_ns) for path in sorted(sources) if path.suffix in {".py", ".csv", ".ftl"}]
    return sha256(repr((stamps, os.environ.get("EXEC_CHAT"))).encode()).hexdigest()[:16]


def _prepare(folder: Path) -> None:
    from tests.benchmarks.prepared import prepare

    prepare(folder, settings(folder)["DATABASE_URL"])


def furnish(folder: Path) -> None:
    """See that the folder holds an installation."""
    if (folder / "campaign.toml").exists():
        return
    if os.environ.get("BENCH_DATABASE"):
        _prepare(folder)
    else:
        shutil.copytree(os.environ.get("BENCH_TEMPLATE") or template(), folder, dirs_exist_ok=True)


def main(folder: Path) -> None:
    """Read the command line. What is not `run` may import what it likes."""
    furnish(folder)
    given = settings(folder)
    match sys.argv[1:]:
        case ["run"]:
            os.chdir(folder)
            os.execve(sys.executable, [sys.executable, "-m", "bot", "run"], os.environ | given)  # noqa: S606
        case ["pair"]:
            from tests.benchmarks.pair import serve

            serve(folder, os.environ | given)
        case ["dump"]:
            from tests.benchmarks.prepared import dump

            dump(given["DATABASE_URL"])
        case ["prefill", number]:
            from tests.benchmarks.prepared import prefill

            prefill(given["DATABASE_URL"], int(number))
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(Path(os.environ["DATA"]))
