"""The words around the program agree with it: settings, commands, routes, layout, links, and what the manuals name."""

import fnmatch
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import click
import pytest
from fluent.syntax import FluentParser, ast
from prometheus_client import REGISTRY

import bot.cli_copies
import bot.cli_data
import bot.cli_lists
import bot.cli_orgs
import bot.cli_queues
import bot.cli_zalo  # noqa: F401 - these imports register commands
from bot import campaign_file
from bot.app import build_web, open_site
from bot.catalogue import builtin_source
from bot.cli import cli
from bot.settings import Settings
from conversations import wording
from conversations.domain import Role
from conversations.rights import COMMAND_ROLES
from tests.site import settings_for

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
EXAMPLE = (ROOT / ".env.example").read_text("utf-8")
PACKAGES = ("conversations", "storage", "bot")
MANUALS = tuple(ROOT / "docs" / name for name in ("nguoi-lao-dong.md", "can-bo-cdcs.md", "bao-cao.md"))
OPERATOR, ZALO = ROOT / "docs" / "van-hanh.md", ROOT / "docs" / "zalo.md"
NOTHING = "–"  # the table's sign for an empty default
WEB_BUTTONS = {"Xóa trò chuyện khỏi máy này"}  # of the page, not of the bot
EXAMPLE_ANSWERS = {"15 triệu một năm", "1,2 tỷ/năm", "500k", "ba triệu rưỡi một tháng", "cao bang", "ha quang", "3"}


def section(title: str) -> str:
    """A part of README from its heading to the next."""
    return README.split(f"\n## {title}\n")[1].split("\n## ")[0]


def rows(title: str) -> Iterator[tuple[str, ...]]:
    """The cells of a table, without its head."""
    lines = [line for line in section(title).splitlines() if line.startswith("|")]
    for line in lines[2:]:
        yield tuple(cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1])


def spans(text: str) -> list[str]:
    """What stands between backticks in a line."""
    return re.findall(r"`([^`\n]+)`", text)


# -- settings ----------------------------------------------------------------------------------------------------
def default_of(name: str) -> str:
    value = Settings.model_fields[name.lower()].default
    return NOTHING if value in ("", None) else f"`{value}`"


SETTINGS = [name.upper() for name in Settings.model_fields]


def test_every_setting_stands_in_the_example() -> None:
    """In the order of settings.py; what has no default that could be written down stands there switched off."""
    named = re.findall(r"^#?([A-Z][A-Z0-9_]*)=", EXAMPLE, re.MULTILINE)
    assert SETTINGS == named


def test_every_line_of_the_example_is_explained() -> None:
    """The line above each setting says what it is for."""
    lines = EXAMPLE.splitlines()
    bare = [line for above, line in pairwise(lines) if "=" in line and not above.startswith("# ")]
    assert [] == bare


def test_the_example_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Copied to .env as it is, it gives the defaults."""
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    assert Settings(_env_file=None) == Settings(_env_file=ROOT / ".env.example")


def test_every_setting_stands_in_the_readme() -> None:
    """With its default."""
    assert [(f"`{name}`", default_of(name)) for name in SETTINGS] == [row[:2] for row in rows("Settings")]


# -- the operator's commands -------------------------------------------------------------------------------------
def commands(group: click.Group, path: str = "") -> Iterator[tuple[str, click.Command]]:
    """Every command with what is typed to reach it."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, f"{path}{name} ")
        else:
            yield f"{path}{name}", command


COMMANDS = dict(commands(cli))


def typed_command(line: str) -> str:
    """The command at the beginning of what follows "python -m bot"; '' if there is none of that name."""
    words = line.split()
    return next((name for name in (" ".join(words[:2]), " ".join(words[:1])) if name in COMMANDS), "")


def options(command: click.Command) -> set[str]:
    return {name for parameter in command.params if isinstance(parameter, click.Option) for name in parameter.opts}


def test_every_command_stands_in_the_readme() -> None:
    """With each of its options, and no other."""
    documented = {}
    for cell, *_ in rows("The operator's commands"):
        line = spans(cell)[0].removeprefix("python -m bot ")
        documented[typed_command(line) or line] = set(re.findall(r"--[a-z-]+", line))
    assert {name: options(command) for name, command in COMMANDS.items()} == documented


@pytest.mark.parametrize("path", [ROOT / "README.md", ROOT / "CHANGELOG.md", OPERATOR, ZALO], ids=lambda path: path.name)
def test_commands_in_prose_exist(path: Path) -> None:
    """Whatever is said to be typed can be typed. `bot` is the operator manual's short form."""
    text = path.read_text("utf-8")
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    code = [*spans(text), *(line for block in blocks for line in block.splitlines())]
    typed = [found for line in code for found in re.findall(r"(?:^|\s)(?:python -m )?bot ([a-z].*)", line)]
    assert [] == [line for line in typed if not typed_command(line)]


# -- chat commands -----------------------------------------------------------------------------------------------
def holders(name: str) -> str:
    needed = COMMAND_ROLES[name]
    return ", ".join(role.value for role in Role if role in needed) or "everybody"


def test_every_chat_command_stands_in_the_readme() -> None:
    """With its aliases, and with who may use it."""
    expected = {
        f"/{name}": ({f"/{alias}" for alias in aliases if alias != name}, holders(name))
        for name, aliases in wording.COMMANDS.items()
    }
    table = rows("Chat commands")
    assert expected == {spans(name)[0]: (set(spans(also)), who) for name, also, who, _ in table}


# -- routes ------------------------------------------------------------------------------------------------------
async def test_every_route_stands_in_the_readme(tmp_path: Path) -> None:
    """Method and path of all that is served, the demo and the webhooks among them."""
    account = {"zalo_oa_id": "3886", "zalo_oa_app_id": "3608", "zalo_oa_app_secret": "a", "zalo_oa_secret_key": "s"}
    settings = settings_for(
        f"sqlite+aiosqlite:///{tmp_path}/site.db", tmp_path, demo=True, zalo_bot_token="1:a", **account
    )
    async with open_site(settings) as site:
        served = {
            f"{route.method} {route.resource.canonical}"
            for route in build_web(site).router.routes()
            if route.method != "HEAD" and route.resource is not None
        }
    assert served == {line for cell, _ in rows("HTTP") for line in spans(cell)}


# -- layout ------------------------------------------------------------------------------------------------------
def listed() -> set[str]:
    """Every folder and module that the layout names, as a path; its lines are "name name …   caption"."""
    found: set[str] = set()
    above: list[str] = []
    for line in section("Layout").split("```")[1].splitlines():
        depth = (len(line) - len(line.lstrip())) // 2
        for name in re.match(r"(?:[\w.-]+(?:\.py|/) ?)*", line.lstrip())[0].split():  # type: ignore[index]
            if name.endswith("/"):
                above[depth:] = [name]
            found.add("".join((*above[:depth], name)))
    return found


def ignored() -> list[str]:
    """Folders that git leaves out."""
    lines = (ROOT / ".gitignore").read_text("utf-8").splitlines()
    return [".git", *(line.strip("/") for line in lines if line.endswith("/"))]


def folders(below: Path) -> Iterator[Path]:
    for path in sorted(below.iterdir()):
        if path.is_dir() and not any(fnmatch.fnmatch(path.name, name) for name in ignored()):
            yield path


def there() -> set[str]:
    """What has to be listed: top-level folders, the folders of tests and docs, and every module of the three packages."""
    wanted = [*folders(ROOT), *folders(ROOT / "tests"), *folders(ROOT / "docs")]
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            is_for_all = path.name == "__init__.py" or path.parent.name == "versions"  # migrations
            wanted.append(path.parent if is_for_all else path)
    return {str(path.relative_to(ROOT)) + ("/" if path.is_dir() else "") for path in wanted}


def test_the_layout_names_every_module() -> None:
    """Whoever adds, moves or removes one says so in README.md, section Layout."""
    assert set() == there() - listed()


def test_the_layout_names_nothing_else() -> None:
    """What it names exists."""
    assert [] == [name for name in sorted(listed()) if not (ROOT / name).exists()]


# -- links -------------------------------------------------------------------------------------------------------
PAGES = sorted(
    path for top in (ROOT, *folders(ROOT)) for path in (top.glob("*.md") if top == ROOT else top.rglob("*.md"))
)


def targets(text: str) -> Iterator[str]:
    """What a page links to or shows, without addresses elsewhere."""
    for found in re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r'(?:src|href)="([^"]+)"', text):
        if not re.match(r"[a-z]+:", found):
            yield unquote(found)


def anchors(text: str) -> set[str]:
    """What a page's headings can be reached by, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def is_there(page: Path, target: str) -> bool:
    name, _, anchor = target.partition("#")
    path = (page.parent / name).resolve() if name else page
    return path.exists() and (not anchor or anchor in anchors(path.read_text("utf-8")))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    """Files, pictures and headings that a page points to exist."""
    assert [] == [target for target in targets(page.read_text("utf-8")) if not is_there(page, target)]


def test_pictures_are_shown() -> None:
    """No picture lies about unused."""
    shown = {Path(target).name for target in targets(README)}
    assert set() == {path.name for path in (ROOT / "docs" / "pictures").glob("*.png")} - shown


def test_decisions_are_numbered_without_gaps() -> None:
    """And each says its status, context, decision and consequences."""
    records = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [f"{number:04}" for number in range(1, len(records) + 1)] == [path.name[:4] for path in records]
    parts = ("Status: ", "## Context", "## Decision", "## Consequences")
    assert [] == [path.name for path in records if any(part not in path.read_text("utf-8") for part in parts)]


# -- manuals -----------------------------------------------------------------------------------------------------
def labels() -> set[str]:
    """Every text of the chat that is one line without arguments, without the signs around its words."""
    found = set()
    for entry in FluentParser().parse(builtin_source("vi")).body:
        if isinstance(entry, ast.Message) and entry.value is not None:
            parts = entry.value.elements
            if len(parts) == 1 and isinstance(parts[0], ast.TextElement):
                found.add(re.sub(r"^\W+|\W+$", "", parts[0].value))
    return found


@pytest.mark.parametrize("manual", MANUALS, ids=lambda path: path.name)
def test_manuals_name_buttons_as_they_read(manual: Path) -> None:
    """In the manuals for users, bold is a button."""
    bold = re.findall(r"\*\*(.+?)\*\*", manual.read_text("utf-8"), re.DOTALL)
    assert set() == set(bold) - labels() - WEB_BUTTONS


@pytest.mark.parametrize("manual", MANUALS, ids=lambda path: path.name)
def test_manuals_name_words_that_are_understood(manual: Path) -> None:
    """What they tell people to type is a command, a control word or a verdict."""
    typed = set(spans(manual.read_text("utf-8"))) - EXAMPLE_ANSWERS
    assert set() == {words for words in typed if not is_understood(words)}


def is_understood(words: str) -> bool:
    typed = wording.command(words) or wording.spoken(words)
    steered = wording.control(words, names_possible=False) or wording.verdict(words)
    return bool(steered or (typed and typed.name))


def test_the_settings_of_the_manuals_exist() -> None:
    """Whatever an operator is told to set can be set."""
    known = {name.upper() for name in Settings.model_fields}
    named = set(re.findall(r"`((?:ZALO|TELEGRAM)_[A-Z_]+)", OPERATOR.read_text("utf-8") + ZALO.read_text("utf-8")))
    assert set() == named - known


def test_the_example_of_a_campaign_can_be_read() -> None:
    """The TOML of the operator's manual is a campaign file."""
    source = re.findall(r"```toml\n(.*?)```", OPERATOR.read_text("utf-8"), re.DOTALL)[0]
    assert 2027 == campaign_file.parse(source, OPERATOR.name).applied_from.year


def test_the_metrics_of_the_manual_exist() -> None:
    """Each name that the operator is told to watch is counted by the program."""
    known = {f"{family.name}{suffix}" for family in REGISTRY.collect() for suffix in ("", "_total")}
    assert set() == set(re.findall(r"sangkien_[a-z_]+", OPERATOR.read_text("utf-8"))) - known
