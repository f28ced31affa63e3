"""The catalogues: every text that the code asks for is there, every text that is there is asked for, all well written."""

import ast
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest
import regex
from fluent.runtime import FluentResource
from fluent.syntax import ast as fluent
from fluent.syntax.visitor import Visitor

import bot
import conversations
from bot import alarm_rules, delivery, posters, report_bundle
from bot.catalogue import LOCALES, Catalogue, builtin_source
from bot.imports.headings import UNITS
from bot.imports.rows import Flaw
from bot.initiative_lists.columns import INITIATIVES, UNION
from conversations import asking, cards, dialogue, rights, selecting
from conversations.accounts import Obstacle
from conversations.amounts import Period
from conversations.district_effects import Audience, ContactLine
from conversations.domain import Block, Decision, Field, Role, Status
from conversations.effects import QrForm
from conversations.events import Medium
from conversations.flows import resolving, writing
from conversations.flows import selecting as choosing
from conversations.flows.decision import REASONS
from conversations.flows.posters import RENEW
from conversations.flows.revision import ASKABLE
from conversations.open_forms import FLOWS
from conversations.report_effects import ReportView
from conversations.units import Refusal, UnitAct

CATALOGUES = {locale: Catalogue(locale) for locale in LOCALES}
KEYS = CATALOGUES["vi"].keys()

# Calls that take a text key, and the place of the key among their arguments.
KEY_CALLS = {"Text": 0, "Say": 0, "Invalid": 0, "Ambiguous": 0, "Doubtful": 1, "Step": 1, "NotReadable": 0}


# -- what the code asks for --------------------------------------------------------------------------------------
@cache
def trees() -> Mapping[str, ast.Module]:
    """Every module of the program, by its path."""
    roots = [Path(str(package.__file__)).parent for package in (bot, conversations)]
    return {
        path.relative_to(root.parent).as_posix(): ast.parse(path.read_text("utf-8"))
        for root in roots
        for path in sorted(root.rglob("*.py"))
    }


@cache
def constants(*modules: str) -> frozenset[str]:
    """Every string that stands in these modules, or anywhere."""
    nodes = (node for path, tree in trees().items() if not modules or path in modules for node in ast.walk(tree))
    return frozenset(node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))


def pattern(node: ast.JoinedStr) -> str:
    """f"status-{name}" as "status-*"."""
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in node.values)


def named(node: ast.expr | None, scope: ast.AST) -> Iterator[str]:
    """The keys, or patterns of keys, that an expression can be; names are looked up in the function around."""
    match node:
        case ast.Constant(value=str(key)):
            yield key
        case ast.JoinedStr():
            yield pattern(node)
        case ast.IfExp(body=one, orelse=other):
            yield from (*named(one, scope), *named(other, scope))
        case ast.BoolOp(values=values):
            yield from (key for value in values for key in named(value, scope))
        case ast.Name(id=name):
            for inner in ast.walk(scope):
                if isinstance(inner, ast.Assign) and [name] == [ast.unparse(target) for target in inner.targets]:
                    yield from named(inner.value, scope)


def calls(*functions: str) -> Iterator[tuple[ast.Call, str, ast.AST]]:
    """Every call of these functions: (call, the function's name, the function or module around)."""
    for tree in trees().values():
        for scope in ast.walk(tree):
            if not isinstance(scope, ast.FunctionDef | ast.AsyncFunctionDef | ast.Module):
                continue
            for node in inside(scope):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
                if name in functions:
                    yield node, name, scope


def inside(scope: ast.AST) -> Iterator[ast.Call]:
    """The calls of a scope that are not in a function of their own."""
    for child in ast.iter_child_nodes(scope):
        if isinstance(child, ast.Call):
            yield child
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from inside(child)


@cache
def asked() -> frozenset[str]:
    """Keys and patterns in the places where a key is expected."""
    found: set[str] = set()
    for call, name, scope in calls(*KEY_CALLS, "Flow"):
        place = KEY_CALLS.get(name)
        if place is not None and len(call.args) > place:
            found.update(named(call.args[place], scope))
        found.update(
            key for word in call.keywords if word.arg in ("help", "cancelled") for key in named(word.value, scope)
        )
    return frozenset(found)


def hyphened(values: Iterable[str]) -> set[str]:
    """Stored codes as keys write them."""
    return {value.replace("_", "-") for value in values}


def among(prefix: str, *modules: str) -> set[str]:
    """The words of these modules that follow this prefix in the catalogue."""
    return {key.removeprefix(prefix) for key in KEYS if key.startswith(prefix)} & constants(*modules)


ISSUERS = {"union", "federation"}
SUBJECTS = {"title", "description", "reason", "workplace", "announcement"}
MENU = {"canbo", "nop", "tieptuc", "theodoi", "duyet", "report", "hoso", "chon", "moi", "qr", "donvi", "ops", "huongdan", "quen", "xoa", "rut", "kem"}
STEPS = {step.id for flow in FLOWS.values() for step in flow.steps if step.is_listed}
# What the chat would ask about and a list only remarks on: "name-telex-meant" without its end.
CELL_REMARKS = {
    "name-telex", "name-one-word", "name-without-marks", "id-born-abroad", "id-age", "phone-prefix", "phone-lost-zero", "phone-old-number",
    "description-short", "name-question", "title-question", "title-one-word",
}  # fmt: skip
READING_LISTS = ("plan", "cells", "sheets", "csv_text", "xlsx", "xlsx_parts", "process", "template", "tables")
COMMANDS = {*delivery.WORKER_COMMANDS, *(name for names in delivery.ROLE_COMMANDS.values() for name in names)}
# Keys that the code puts together: what may stand for the star.
FAMILIES: Mapping[str, set[str]] = {
    "alarm-*": set(alarm_rules.NAMES),
    "alarm-title-*": set(alarm_rules.NAMES),
    "*-ambiguous": {"province", "district"},
    "*-empty": SUBJECTS,
    "*-far-too-long": SUBJECTS,
    "*-none": {"people-holders", "people-invitations", "people-missing", "people-requests"},
    "*-not-found": {"province", "federation", "union"},
    "*-too-long": SUBJECTS,
    "which-*": {"rut", "sua"},
    "block-*": hyphened(Block),
    "bulk-*": CELL_REMARKS,
    "bulk-alike-*": {"same", "other"},
    "bulk-example-*": {"name", "title", "description", "benefit"},
    "bulk-guide-*": hyphened(INITIATIVES.columns),
    "bulk-heading-*": {*hyphened(INITIATIVES.columns), "row", "code", "state"},
    "bulk-no-column-*": hyphened(INITIATIVES.needed | {UNION}),
    "button-*": {*asking.CONTROLS, *dialogue.CONTROLS, *MENU, *hyphened(Decision)},
    "button-*-page": {"previous", "next"},
    "button-*-role": {"xoa", "thay"},
    "button-report-*": set(ReportView),
    "button-request-*": {"duyet", "tuchoi"},
    "button-selection-*": {selecting.CHANGE, selecting.DROP},
    "bundle-column-*": set(report_bundle.COLUMNS),
    "card-*": hyphened(Decision),
    "channel-*": {"telegram", "web", "zalo-bot", "zalo-oa"},
    "command-*": COMMANDS,
    "consent-*": {"agree", "decline", "details"},
    "contact-line-*": set(ContactLine),
    "decided-*": {*hyphened(Decision), "agreement"},
    "example-*": hyphened(Field),
    "field-*": hyphened(Field),
    "join-*": set(Obstacle),
    "import-*": {
        *(f"no-column-{column}" for column in hyphened(UNITS.needed)), *among("import-", *(f"bot/imports/{name}.py" for name in READING_LISTS)), *(f"cell-{flaw}" for flaw in Flaw),
    },
    "import-guide-*": hyphened(UNITS.columns),
    "import-heading-*": hyphened(UNITS.columns),
    "import-progress-*": {"reading", "checking", "marking", "storing"},
    "letter-column-*": among("letter-column-", "bot/report_letter.py"),
    "letter-copy-*": ISSUERS,
    "letter-symbol-*": ISSUERS | {"other"},
    "letter-work-*": ISSUERS,
    "line-*": hyphened({*cards.LISTED, *cards.ON_DECISION, *ASKABLE, *STEPS}),
    "link-*": {"closed", "expired", "revoked", "used"},
    "medium-*": set(Medium),
    "option-audience-*": set(Audience),
    "option-broadcast-*": {"send", "edit", "not"},
    "option-entry-*": {"yes", "no"},
    "option-qr-*": {*QrForm, RENEW},
    "part-*": set(writing.PARTS),
    "posters-column-*": set(posters.COLUMNS),
    "qr-*": set(QrForm),
    "not-for-you-*": {name for name, roles in rights.COMMAND_ROLES.items() if roles},
    "option-resolve-*": set(resolving.WORDS),
    "reason-*": {name for names in REASONS.values() for name in names},
    "report-benefit-*": hyphened(Period),
    "report-column-*": among("report-column-", "bot/report_table.py"),
    "report-status-*": {*hyphened(Status), "valid", "selected", "no-agreement"},
    "report-table-*": among("report-table-", "bot/report_table.py"),
    "role-*": set(Role),
    "select-*": {f"reason-{flaw}" for flaw in ("empty", "too-short", "too-long", "far-too-long")},
    "select-reason-*": {*choosing.REASONS, *choosing.WHY_NOT},
    "secret-*": {"yes", "no"},
    "status-*": {*hyphened(Status), "confirmed-valid"},
    "unit-do-*": {"rename", "merge", "close", "reopen", "undo"},
    "unit-done-*": {*set(UnitAct), "undone"},
    "unit-refused-*": set(Refusal),
    "unit-told-*": {*set(UnitAct) - {UnitAct.ADDED}, "undone"},
    "unit-was-*": set(UnitAct),
    "welcome-*": set(Role),
}


def expanded(keys: Iterable[str]) -> set[str]:
    """Keys as they are, patterns as all that they stand for."""
    return {whole for key in keys for whole in ([key.replace("*", one) for one in FAMILIES.get(key, ())] or [key])}


def test_every_text_that_the_code_asks_for_exists() -> None:
    """Literal keys, keys of the flows, and every member of every family."""
    steps = {key for flow in FLOWS.values() for step in flow.steps for key in (step.ask, step.help)}
    steps |= {flow.mended for flow in FLOWS.values()}
    wanted = expanded({*asked(), *FAMILIES}) | steps | {flow.cancelled for flow in FLOWS.values()}
    assert set() == wanted - KEYS


def test_every_text_is_used() -> None:
    """What nobody says is taken out."""
    assert set() == KEYS - expanded(FAMILIES) - constants()


def test_every_family_is_in_the_code() -> None:
    """The table above follows the code."""
    joined = {pattern(n) for tree in trees().values() for n in ast.walk(tree) if isinstance(n, ast.JoinedStr)}
    assert set() == set(FAMILIES) - joined


def test_every_call_gives_the_arguments_that_the_text_shows() -> None:
    """Where key and arguments stand together in the code."""
    missing = []
    for call, name, scope in calls("Text", "Say", "Invalid", "Doubtful", "NotReadable"):
        place = KEY_CALLS[name]
        given = call.args[place + 1] if len(call.args) > place + 1 else ast.Dict([], [])
        if not call.args or not isinstance(given, ast.Dict) or None in given.keys:
            continue
        names = {key.value for key in given.keys if isinstance(key, ast.Constant)}
        for key in expanded(named(call.args[place], scope)) & KEYS:
            missing += [(key, lacking) for lacking in CATALOGUES["vi"].variables(key) - names]
    assert [] == missing


# -- the two languages -------------------------------------------------------------------------------------------
def test_both_languages_say_the_same() -> None:
    """The same keys with the same arguments."""
    shown = {locale: {key: one.variables(key) for key in sorted(one.keys())} for locale, one in CATALOGUES.items()}
    assert shown["vi"] == shown["en"]


@cache
def texts(locale: str) -> Mapping[str, str]:
    """What each message says, X for every argument, all variants one after another."""
    messages = (entry for entry in FluentResource(builtin_source(locale)).body if isinstance(entry, fluent.Message))
    return {message.id.name: _words(message) for message in messages}


class _Words(Visitor):
    def __init__(self) -> None:
        self.found: list[str] = []

    def visit_TextElement(self, node: fluent.TextElement) -> None:  # noqa: N802 - the library's name
        self.found.append(node.value)

    def visit_Placeable(self, node: fluent.Placeable) -> None:  # noqa: N802
        self.found.append("X")
        self.generic_visit(node)


def _words(message: fluent.Message) -> str:
    words = _Words()
    words.visit(message)
    return "".join(words.found)


# The JSON of this one is an example for operators.
QUOTED_STRAIGHT = {"bad-line"}
FORBIDDEN = {
    "two spaces": r"\S  ",
    "a space before a sign": r" [,.;?!…](?:\s|$)",
    "a straight quotation mark": r'"',
    "a command with a full stop, which would be copied with it": r"/[a-z]+\.$",
    "no word for a person": r"(?i)người dùng|\buser\b",
    "the mark on the last vowel (hòa, thủy)": r"(?i)(?:o[àáảãạèéẻẽẹ]|(?<!q)u[ỳýỷỹỵ])(?!\p{L})",
}


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("mistake", FORBIDDEN)
def test_spelling(locale: str, mistake: str) -> None:
    """No message has this mistake."""
    found = {key for key, text in texts(locale).items() if regex.search(FORBIDDEN[mistake], text)}
    assert set() == found - QUOTED_STRAIGHT


@pytest.mark.parametrize("locale", LOCALES)
def test_the_file_is_clean(locale: str) -> None:
    """Nothing unreadable, nothing twice, no space at a line's end, composed letters."""
    source = builtin_source(locale)
    body = FluentResource(source).body
    ids = [entry.id.name for entry in body if isinstance(entry, fluent.Message)]
    assert [] == [entry.content for entry in body if isinstance(entry, fluent.Junk)]
    assert sorted(set(ids)) == sorted(ids)
    assert [] == [line for line in source.splitlines() if line != line.rstrip()]
    assert unicodedata.normalize("NFC", source) == source


# -- wrong answers -----------------------------------------------------------------------------------------------
EXAMPLES = {"vi": r"(?i)ví dụ", "en": r"(?i)\bexample\b|e\.g\."}
# No answers to a question: the question, with its own example, follows at once.
NO_ANSWERS = {
    "button-expired", "contact-not-now", "empty-text", "file-not-carried", "first-step",
    "medium-initiatives", "medium-list", "nothing-to-edit", "nothing-to-keep", "step-needed",
    *(f"medium-{medium}" for medium in Medium if medium is not Medium.CONTACT),
}  # fmt: skip


def problems() -> set[str]:
    """The texts that say what is wrong with an answer."""
    refusals = (one for one in calls("Invalid", "Ambiguous", "NotReadable") if one[0].args)
    found = {key for call, _, scope in refusals for key in named(call.args[0], scope)}
    for call, _, scope in calls("ask", "_again"):
        said = [one for one in call.args if isinstance(one, ast.Call) and ast.unparse(one.func) == "Text"]
        found |= {key for one in said for key in named(one.args[0], scope)}
    return expanded(found)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_error_shows_an_example(locale: str) -> None:
    """Whoever answered wrongly reads what a right answer looks like."""
    silent = {key for key in problems() if not regex.search(EXAMPLES[locale], texts(locale)[key])}
    assert NO_ANSWERS == silent


# -- who is spoken to --------------------------------------------------------------------------------------------
# Workers are "anh/chị", officials "đồng chí"; these reach both, so they are neither.
FOR_BOTH = (
    r"(medium|name|date|mark|upload)-.*|file-(?!address|nowhere).*|photo-(?!card-|several-cards).*|(cancel|restart)-sure|cancelled|nothing-to-.*|first-step|step-needed"
    r"|choose-from-list|button-expired|form-changed|empty-text|edited-message|contact-not-now|not-understood|unknown-command|group-chat"
    r"|something-went-wrong|menu|help-step|place-(meant|ambiguous|elsewhere)|no-such-code|link-.*|status-.*|yes-or-no"
    r"|person-and-position-unreadable|position-too-long|support"
    r"|(id|phone|title|description|applied-on|benefit)-(?!over-limit).*(?<!-meant)"  # mistakes: also in the cells of an official's list
)


def test_what_both_may_read_speaks_to_both() -> None:
    """An executive in an own dialogue is not called "anh/chị", a worker not "đồng chí"."""
    addressed = {key for key, text in texts("vi").items() if regex.search(r"(?i)anh/chị|đồng chí", text)}
    assert set() == {key for key in addressed if regex.fullmatch(FOR_BOTH, key)}
