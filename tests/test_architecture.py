"""The house rules that a reader relies on: where imports go, what stays pure, how long a file gets, what start costs."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("conversations", "storage", "bot")  # each may import itself and those before it
MODULES = sorted(path.relative_to(ROOT) for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
LONGEST_FILE = 300  # lines
MOST_DATACLASSES = 21  # where a struct will not do, see decision 0039; each takes half a millisecond of every start
# What conversations/ may import besides itself: libraries by decisions 0005 and 0039, and of the standard library what
# reaches nothing outside, draws no numbers and keeps no time. Another pure module is welcome to be added here.
PURE_LIBRARIES = frozenset({"msgspec", "rapidfuzz", "regex"})
PURE_MODULES = frozenset({
    "abc", "array", "bisect", "collections", "copy", "dataclasses", "datetime", "decimal", "enum", "fractions", "functools",
    "heapq",
    "itertools", "math", "operator", "re", "string", "textwrap", "types", "typing", "unicodedata", "zlib", "zoneinfo",
})  # fmt: skip
HEAVY = frozenset({"matplotlib", "numpy", "xlsxwriter", "openpyxl", "qrcode", "PIL", "reportlab", "zxingcpp"})
LATER = frozenset({  # modules, of packages that are partly needed
    "alembic", "asyncpg", "jinja2", "mako", "rapidfuzz", "telegram", "telegram._bot", "httpx", "sqlalchemy.orm",
    "sqlalchemy.ext.asyncio", "storage.postgres", "storage.postgres_presence",
    "bot.channels.telegram", "bot.channels.zalo_bot", "bot.channels.zalo_oa.channel", "bot.cli_data", "bot.doctor",
})  # fmt: skip
MOST_MODULES = 1030  # 1,016 on Python 3.11, 290 of them ours; 230 more with Telegram
LOADED = """
import asyncio, sys
from bot import cli
from bot.app import build_web, open_site
from bot.settings import load

async def main():
    async with open_site(load()) as site:
        build_web(site)
        print(*sys.modules)

asyncio.run(main())
"""
CLOCKS = frozenset({"now", "utcnow", "today"})  # of datetime and date; the module time may not come in at all
OUTSIDE = frozenset({"open", "input", "print", "exec", "eval", "breakpoint"})
CHANNELS = frozenset({"telegram", "web", "zalo", "zalo-oa", "zalo-bot"})
CHANNEL_CLASSES = frozenset({"TelegramChannel", "WebChannel", "ZaloBotChannel", "ZaloOaChannel"})


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text("utf-8"), str(path))


def imported(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and full name of every module that is imported, wherever the statement stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, node.module or "." * node.level


def top(module: str) -> str:
    return module.partition(".")[0]


def outward(tree: ast.AST, package: str) -> list[tuple[int, str]]:
    """Imports from which the rule "bot → storage → conversations" keeps this package."""
    above = PACKAGES[PACKAGES.index(package) + 1 :]
    return [(line, module) for line, module in imported(tree) if top(module) in (*above, "tests")]


def unclean(tree: ast.AST) -> list[tuple[int, str]]:
    """What code without I/O, clock and randomness does not do."""
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    return [*_impure_imports(tree), *((call.lineno, said) for call in calls if (said := _impure_call(call)))]


def _impure_imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for line, module in imported(tree):
        if top(module) not in PURE_MODULES | PURE_LIBRARIES | {"conversations"}:
            yield line, f"import {module}"


def _impure_call(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) if name in OUTSIDE:
            return f"{name}()"
        case ast.Attribute(value=ast.Name(id=owner) | ast.Attribute(attr=owner), attr=name):
            return f"{owner}.{name}()" if name in CLOCKS and owner in ("datetime", "date") else ""
    return ""


def told_apart(tree: ast.AST) -> list[int]:
    """Lines that treat one channel unlike another: a comparison, a `match`, or a look at the class."""
    return [node.lineno for node in ast.walk(tree) if _tells_apart(node)]  # type: ignore[attr-defined]


def _tells_apart(node: ast.AST) -> bool:
    match node:
        case ast.Compare(left=left, comparators=others):
            return any(_names_a_channel(side) for side in (left, *others))
        case ast.MatchValue(value=value):
            return _names_a_channel(value)
        case ast.MatchClass(cls=ast.Name(id=name)):
            return name in CHANNEL_CLASSES
        case ast.Call(func=ast.Name(id="isinstance"), args=[_, kinds]):
            return any(isinstance(one, ast.Name) and one.id in CHANNEL_CLASSES for one in ast.walk(kinds))
    return False


def _names_a_channel(side: ast.expr) -> bool:
    if isinstance(side, ast.Tuple | ast.List | ast.Set):
        return any(_names_a_channel(one) for one in side.elts)
    return isinstance(side, ast.Constant) and side.value in CHANNELS


def unverified(tree: ast.AST) -> list[int]:
    """Lines that call out by aiohttp, or make a context for it, without `verifying()` of bot/certificates.py."""
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    return [call.lineno for call in calls if _is_unverified(call)]


def _is_unverified(call: ast.Call) -> bool:
    given = {keyword.arg: ast.unparse(keyword.value) for keyword in call.keywords}
    match ast.unparse(call.func).rpartition(".")[2]:
        case "TCPConnector":
            return given.get("ssl") != "verifying()"
        case "ClientSession":
            return "connector" not in given
        case "create_default_context" | "SSLContext":
            return True
    if ast.unparse(call.func) == "aiohttp.request":  # makes a session of its own
        return True
    return bool({"ssl_context", "verify_ssl", "fingerprint"} & given.keys()) or given.get("ssl") == "False"


def within(*packages: str) -> list[Path]:
    return [path for path in MODULES if path.parts[0] in packages]


def by_place(found: Iterable[tuple[Path, object]]) -> list[str]:
    return [f"{path}: {what}" for path, what in found]


def test_imports_go_one_way() -> None:
    """bot → storage → conversations, and nothing of the product needs its tests."""
    found = [(path, wrong) for path in MODULES if (wrong := outward(tree_of(path), path.parts[0]))]
    assert [] == by_place(found)


def test_conversations_are_pure() -> None:
    """No I/O, no clock, no randomness: pure parts of the standard library, msgspec, rapidfuzz and regex."""
    found = [(path, wrong) for path in within("conversations") if (wrong := unclean(tree_of(path)))]
    assert [] == by_place(found)


def test_files_stay_short() -> None:
    """Nobody has to read more than 300 lines to know one file."""
    sizes = ((path, len((ROOT / path).read_text("utf-8").splitlines())) for path in MODULES)
    assert [] == by_place((path, size) for path, size in sizes if size > LONGEST_FILE)


def test_values_are_structs() -> None:
    """A dataclass is for what a struct has not: secrets that are not shown, fields that are not given or compared."""
    sources = [(ROOT / path).read_text("utf-8") for path in MODULES]
    assert sum(source.count("@dataclass") for source in sources) <= MOST_DATACLASSES
    assert not any("from dataclasses import replace" in source for source in sources)


def test_every_module_says_what_lives_in_it() -> None:
    """README's layout repeats these first sentences in short."""
    assert [] == [str(path) for path in MODULES if not ast.get_docstring(tree_of(path))]


def test_channels_are_told_apart_by_their_capabilities_alone() -> None:
    """Outside bot/channels nothing asks which channel it has before it; operators name channels only as data."""
    outside = [path for path in MODULES if path.parts[:2] != ("bot", "channels")]
    assert [] == by_place((path, lines) for path in outside if (lines := told_apart(tree_of(path))))


def test_nobody_waits_in_a_way_that_swallows_a_cancellation() -> None:
    """Python 3.11's asyncio.wait_for may (python/cpython 86296), and the program would not end: asyncio.timeout."""
    sources = ((path, (ROOT / path).read_text("utf-8")) for path in within("storage", "bot"))
    assert [] == [str(path) for path, source in sources if "asyncio.wait_for(" in source]


def test_whoever_is_called_has_to_prove_a_name() -> None:
    """By the authorities that bot/certificates.py has read: in what serves, aiohttp's own context trusts nobody."""
    found = [(path, wrong) for path in within("bot") if (wrong := unverified(tree_of(path)))]
    [(path, lines)] = found
    assert (Path("bot/certificates.py"), 1) == (path, len(lines))


def test_start_loads_only_what_is_needed_at_once(sqlite_url: str, tmp_path: Path) -> None:
    """The program listens before anybody has waited for a drawing or spreadsheet library, nor for what serves another
    database, another platform, a page or a change of the schema."""
    environment = {
        "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "DATABASE_URL": sqlite_url, "DATA_DIR": str(tmp_path),
        "SECRET_KEY": "a secret of thirty-two characters", "PUBLIC_URL": "https://bot.example",
    }  # fmt: skip
    ran = subprocess.run(
        [sys.executable, "-c", LOADED], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    loaded = ran.stdout.split()
    assert set() == (HEAVY | LATER) & set(loaded)
    assert len(loaded) <= MOST_MODULES


IMPURITIES = {
    "import random": "import random",
    "from os import path": "import os",
    "import sqlalchemy": "import sqlalchemy",
    "def f():\n    from time import time": "import time",
    "now = datetime.now(UTC)": "datetime.now()",
    "now = datetime.datetime.now(UTC)": "datetime.now()",
    "day = date.today()": "date.today()",
    "text = open('x').read()": "open()",
}


@pytest.mark.parametrize(("source", "expected"), IMPURITIES.items(), ids=IMPURITIES)
def test_the_check_of_purity_sees(source: str, expected: str) -> None:
    """A rule that finds nothing proves nothing: each kind of breach is found."""
    assert [expected] == [said for _, said in unclean(ast.parse(source))]


@pytest.mark.parametrize("source", ["import regex", "from datetime import UTC", "today = view.today", "view.open(x)"])
def test_the_check_of_purity_leaves_alone(source: str) -> None:
    """Times that come in as values are no clock, and methods of ours may bear any name."""
    assert [] == unclean(ast.parse(source))


DISTINCTIONS = {
    "x = name == 'telegram'": True,
    "x = 'web' != channel.name": True,
    "x = name in ('zalo-oa', 'zalo-bot')": True,
    "match name:\n    case 'telegram':\n        pass": True,
    "x = isinstance(channel, TelegramChannel)": True,
    "x = name == 'worker'": False,
    "x = name in LABELS": False,
    "x = Channel('telegram')": False,
}


@pytest.mark.parametrize(("source", "expected"), DISTINCTIONS.items(), ids=DISTINCTIONS)
def test_the_check_of_channels_sees(source: str, expected: bool) -> None:
    """Comparisons are found, data is not."""
    assert expected == bool(told_apart(ast.parse(source)))


CALLS = {
    "aiohttp.TCPConnector(ssl=verifying(), limit=3)": False,
    "aiohttp.ClientSession(connector=connector)": False,
    "aiohttp.TCPConnector(limit=3)": True,
    "TCPConnector(ssl=False)": True,
    "aiohttp.TCPConnector(**given)": True,
    "aiohttp.ClientSession()": True,
    "session.get(url, ssl=False)": True,
    "session.get(url, ssl=own)": False,
    "session.get(url, verify_ssl=False)": True,
    "aiohttp.request('GET', url)": True,
    "session.request('GET', url)": False,
    "ssl.create_default_context()": True,
}


@pytest.mark.parametrize(("source", "expected"), CALLS.items(), ids=CALLS)
def test_the_check_of_calls_sees(source: str, expected: bool) -> None:
    """Whoever leaves it to aiohttp whom to trust, or verifies nothing."""
    assert expected == bool(unverified(ast.parse(source)))


@pytest.mark.parametrize(
    ("package", "source", "expected"),
    [
        ("conversations", "from storage import tables", 1),
        ("storage", "def f():\n    import bot.app", 1),
        ("storage", "from conversations.domain import Role", 0),
        ("bot", "from tests.builders import facts", 1),
    ],
)
def test_the_check_of_imports_sees(package: str, source: str, expected: int) -> None:
    """Also inside functions."""
    assert expected == len(outward(ast.parse(source), package))
