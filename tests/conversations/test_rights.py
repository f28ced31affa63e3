"""Who may do what, cell by cell: commands by role, decisions by place and status."""

import pytest

from conversations.commands import COMMANDS
from conversations.domain import Grant, Role
from conversations.effects import Text
from conversations.facts import Subject
from conversations.rights import COMMAND_ROLES, covers, may_run, may_see, refusal
from tests.builders import DIRECTORY, facts
from tests.conversations.test_decision import WAITING

WORKER: tuple[Grant, ...] = ()
EXECUTIVE = (Grant(Role.EXECUTIVE, 100),)
STAFF = (Grant(Role.STAFF, 45),)
OPERATOR = (Grant(Role.OPERATOR, 1),)  # the national node
EVERYBODY = {
    "start", "nop", "theodoi", "huongdan", "hotro", "vidu", "dulieu", "machuyen", "huy", "tieptuc", "sua", "rut", "kem", "tep", "quen", "xoa", "dungnhac",
    "nhaclai", "xinquyen", "nopho",
}  # fmt: skip
STAFF_ALONE = {"report", "chon", "thongbao", "nhac", "moi", "canbo", "nhap", "donvi", "ghepdonvi", "caidat"}
ALLOWED = {
    "worker": EVERYBODY,
    "executive": EVERYBODY | {"duyet", "hoso", "nhapsangkien", "qr"},
    "staff": EVERYBODY | {"duyet", "hoso", "nhapsangkien", "qr"} | STAFF_ALONE,
    "operator": EVERYBODY | {"ops"},
}
PEOPLE = {"worker": WORKER, "executive": EXECUTIVE, "staff": STAFF, "operator": OPERATOR}


@pytest.mark.parametrize("who", PEOPLE)
def test_commands(who: str) -> None:
    """Every command there is, for every role there is."""
    assert ALLOWED[who] == {command for command in COMMANDS if may_run(command, facts(grants=PEOPLE[who]))}


def test_every_command_has_its_right() -> None:
    """None without a line in the table, no line without a command."""
    assert set(COMMAND_ROLES) == set(COMMANDS)


def test_all_roles_at_once() -> None:
    """Rights add up."""
    everything = facts(grants=EXECUTIVE + STAFF + OPERATOR)
    assert set(COMMANDS) == {command for command in COMMANDS if may_run(command, everything)}


def test_every_role_has_its_column() -> None:
    """Whoever adds a role says here what it may do."""
    assert {"worker", *Role} == set(ALLOWED)


# (grants, is_own, has_executives) → why not
DECISIONS: dict[str, tuple[tuple[Grant, ...], bool, bool, str | None]] = {
    "a worker": (WORKER, False, True, "decide-not-yours"),
    "the executive": (EXECUTIVE, False, True, None),
    "the executive, an own one": (EXECUTIVE, True, True, "decide-own"),
    "the only executive, an own one": (EXECUTIVE, True, False, "decide-own"),
    "an executive of another CĐCS": ((Grant(Role.EXECUTIVE, 101),), False, True, "decide-not-yours"),
    "an executive of the federation's node": ((Grant(Role.EXECUTIVE, 45),), False, True, "decide-not-yours"),
    "the district, with an executive there": (STAFF, False, True, "decide-left-to-union"),
    "the district, without": (STAFF, False, False, None),
    "the district, an own one": (STAFF, True, False, "decide-own"),
    "another district": ((Grant(Role.STAFF, 43),), False, False, "decide-not-yours"),
    "the province, without": ((Grant(Role.STAFF, 2),), False, False, None),
    "another province": ((Grant(Role.STAFF, 3),), False, False, "decide-not-yours"),
    "the nation, without": ((Grant(Role.STAFF, 1),), False, False, None),
    "both roles": (EXECUTIVE + STAFF, False, True, None),
    "the operator": (OPERATOR, False, False, "decide-not-yours"),
    "an operator of the CĐCS's node, which none can be": ((Grant(Role.OPERATOR, 100),), False, False, "decide-not-yours"),
    "staff of the CĐCS itself": ((Grant(Role.STAFF, 100),), False, True, "decide-left-to-union"),
}


@pytest.mark.parametrize(("grants", "is_own", "has_executives", "expected"), DECISIONS.values(), ids=DECISIONS)
def test_decisions(grants: tuple[Grant, ...], is_own: bool, has_executives: bool, expected: str | None) -> None:
    """Executives for their own CĐCS, staff where there is none, nobody on an own initiative."""
    refused = refusal(facts(grants=grants), Subject(WAITING, is_own, has_executives))
    assert (Text(expected) if expected else None) == refused


SEEN = {"worker": False, "executive": True, "staff": True, "operator": False}


@pytest.mark.parametrize(("who", "expected"), SEEN.items())
def test_who_sees(who: str, expected: bool) -> None:
    """The executives of the CĐCS and the staff above it."""
    assert expected == may_see(facts(grants=PEOPLE[who]), Subject(WAITING, is_own=False, has_executives=True))


@pytest.mark.parametrize(("scope", "expected"), {100: True, 45: True, 2: True, 1: True, 101: False, 43: False, 3: False, 999: False}.items())
def test_scopes_are_subtrees(scope: int, expected: bool) -> None:
    """A node covers itself and what is below it."""
    assert expected == covers((scope,), 100, DIRECTORY)
    assert not covers((), 100, DIRECTORY)
