"""Who may act on what: own submissions, CĐCS with and without executives, the queue of what waits."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from conversations.domain import Decision, Grant, Role
from storage.database import Database
from storage.repositories.people import Person
from storage.repositories.subjects import Pending
from storage.unit_of_work import UnitOfWork
from tests.storage.world import CAMPAIGN, DAY, LATER, NOON, appoint, initiative, meet, plant, unresolved

OTHER_NUMBER = "004185000456"


@dataclass
class Scene:
    """A worker "a" with an initiative at 04.045.mn, one with an unknown workplace, one at 04.042.th."""

    uow: UnitOfWork

    def __post_init__(self) -> None:
        self.ids = plant(self.uow)
        self.author = meet(self.uow, "a")
        for filed in (
            initiative("AAAA2222", self.author, self.ids),
            unresolved("BBBB2222", self.author, self.ids),
            initiative("CCCC2222", self.author, self.ids, "04.042.th"),
        ):
            self.uow.submissions.add(filed, CAMPAIGN.code, DAY)

    def appoint(self, user: str, role: Role, code: str) -> Person:
        """Give a role to somebody."""
        return appoint(self.uow, user, role, self.ids[code])

    def pending(self, user: str, limit: int = 50) -> Pending:
        """What waits for somebody."""
        person = meet(self.uow, user)
        grants = self.uow.grants.of(person.id)
        return self.uow.subjects.pending_for(person.id, person.identity_hash, grants, limit)

    def codes(self, user: str) -> list[str]:
        """The codes of what waits for somebody."""
        return [subject.submission.code for subject in self.pending(user).subjects]


def executive(scene: Scene) -> None:
    """The CĐCS has an executive."""
    scene.appoint("e", Role.EXECUTIVE, "04.045.mn")


def author_is_executive(scene: Scene) -> None:
    """The only executive of the CĐCS is the author."""
    scene.appoint("a", Role.EXECUTIVE, "04.045.mn")


def author_on_another_account(scene: Scene) -> None:
    """The only executive is the author again, on a second account with the same identity number."""
    scene.uow.people.remember_identity(scene.appoint("e", Role.EXECUTIVE, "04.045.mn").id, "004085000123")


def executive_with_another_number(scene: Scene) -> None:
    """The executive has filed too, with another identity number."""
    scene.uow.people.remember_identity(scene.appoint("e", Role.EXECUTIVE, "04.045.mn").id, OTHER_NUMBER)


def revoked(scene: Scene) -> None:
    """The executive was removed."""
    person = scene.appoint("e", Role.EXECUTIVE, "04.045.mn")
    scene.uow.grants.revoke(person.id, Grant(Role.EXECUTIVE, scene.ids["04.045.mn"]), NOON)


def elsewhere(scene: Scene) -> None:
    """Another CĐCS has an executive; this one has staff only."""
    scene.appoint("e", Role.EXECUTIVE, "04.045.ct")
    scene.appoint("s", Role.STAFF, "04.045.mn")


HAS_EXECUTIVES: dict[str, tuple[Callable[[Scene], None], bool]] = {
    "an executive": (executive, True),
    "the author alone": (author_is_executive, False),
    "the author's other account": (author_on_another_account, False),
    "one with another number": (executive_with_another_number, True),
    "removed": (revoked, False),
    "of another CĐCS": (elsewhere, False),
}


@pytest.mark.parametrize(("arrange", "expected"), HAS_EXECUTIVES.values(), ids=HAS_EXECUTIVES)
async def test_has_executives(database: Database, arrange: Callable[[Scene], None], expected: bool) -> None:
    """A CĐCS has executives if somebody but the author holds the role there now; else the district decides."""

    def work(uow: UnitOfWork) -> tuple[bool, bool]:
        scene = Scene(uow)
        arrange(scene)
        scene.appoint("district", Role.STAFF, "04.045")
        (subject,) = uow.subjects.named(["AAAA2222"], 0, None)
        return subject.has_executives, "AAAA2222" not in scene.codes("district")

    assert await database.write(work) == (expected, expected)


async def test_what_is_own(database: Database) -> None:
    """A submission is a person's own by account or by identity number, and nobody else's."""

    def work(uow: UnitOfWork) -> list[bool]:
        author = Scene(uow).author
        number, other = (uow.vault.hash(value, "identity") for value in ("004085000123", OTHER_NUMBER))
        who = [(author.id, None), (0, number), (0, other), (0, None)]
        return [uow.subjects.named(["AAAA2222"], person, hashed)[0].is_own for person, hashed in who]

    assert await database.write(work) == [True, True, False, False]


async def test_naming(database: Database) -> None:
    """Codes and beginnings of codes name submissions, none twice; what cannot be a code is left out."""

    def work(uow: UnitOfWork) -> list[str]:
        Scene(uow)
        found = uow.subjects.named(["CCCC", "aaaa2222", "AAAA", "xx", "ZZZZ2222"], 0, None)
        return [subject.submission.code for subject in found]

    assert await database.write(work) == ["CCCC2222", "AAAA2222"]


PENDING: dict[str, tuple[list[tuple[str, Role, str]], list[str]]] = {  # who has which role where; what waits for "x"
    "an executive sees the own CĐCS": ([("x", Role.EXECUTIVE, "04.045.mn")], ["AAAA2222"]),
    "of another CĐCS": ([("x", Role.EXECUTIVE, "04.045.ct")], []),
    "of two": (
        [("x", Role.EXECUTIVE, "04.045.mn"), ("x", Role.EXECUTIVE, "04.042.th")],
        ["AAAA2222", "CCCC2222"],
    ),
    "the district sees its subtree": ([("x", Role.STAFF, "04.045")], ["AAAA2222", "BBBB2222"]),
    "the district leaves a CĐCS to its executive": (
        [("x", Role.STAFF, "04.045"), ("e", Role.EXECUTIVE, "04.045.mn")],
        ["BBBB2222"],
    ),
    "the district's own executive": (
        [("x", Role.STAFF, "04.045"), ("x", Role.EXECUTIVE, "04.045.mn")],
        ["AAAA2222", "BBBB2222"],
    ),
    "the province sees all without executives": ([("x", Role.STAFF, "04")], ["AAAA2222", "BBBB2222", "CCCC2222"]),
    "an executive above a CĐCS decides nothing there": ([("x", Role.EXECUTIVE, "04")], []),
    "nobody": ([], []),
}


@pytest.mark.parametrize(("roles", "expected"), PENDING.values(), ids=PENDING)
async def test_pending(database: Database, roles: list[tuple[str, Role, str]], expected: list[str]) -> None:
    """The queue holds what the person may decide now, and nothing else."""

    def work(uow: UnitOfWork) -> tuple[list[str], int]:
        scene = Scene(uow)
        for user, role, code in roles:
            scene.appoint(user, role, code)
        return scene.codes("x"), scene.pending("x").total

    assert await database.write(work) == (expected, len(expected))


async def test_own_initiatives_never_wait_for_oneself(database: Database) -> None:
    """Neither the author as executive or staff, nor the author's second account, gets the own initiative."""

    def work(uow: UnitOfWork) -> list[list[str]]:
        scene = Scene(uow)
        scene.appoint("a", Role.STAFF, "04.045")
        second = scene.appoint("second", Role.EXECUTIVE, "04.045.mn")
        before = scene.codes("second")
        uow.people.remember_identity(second.id, "004085000123")
        return [scene.codes("a"), before, scene.codes("second")]

    assert await database.write(work) == [[], ["AAAA2222"], []]


async def test_who_waits_longest_comes_first(database: Database) -> None:
    """What was handed in again waits since then; the limit cuts the list and not the count."""

    def work(uow: UnitOfWork) -> tuple[list[str], list[str], int]:
        scene = Scene(uow)
        scene.appoint("x", Role.STAFF, "04")
        before = scene.codes("x")
        decision = Decision.REQUEST_CHANGES
        uow.submissions.decide("AAAA2222", 1, decision, by_id=meet(uow, "x").id, by_name="x", at=NOON, reason="x")
        uow.submissions.resubmit("AAAA2222", 2, {"title": "Tên mới"}, LATER)
        first_two = scene.pending("x", 2)
        return before, [subject.submission.code for subject in first_two.subjects], first_two.total

    every = ["AAAA2222", "BBBB2222", "CCCC2222"]
    assert await database.write(work) == (every, ["BBBB2222", "CCCC2222"], 3)


async def test_what_was_decided_waits_no_more(database: Database) -> None:
    """Only what is submitted is in the queue."""

    def work(uow: UnitOfWork) -> list[str]:
        scene = Scene(uow)
        by = scene.appoint("x", Role.STAFF, "04")
        for code, decision in (("AAAA2222", Decision.CONFIRM), ("BBBB2222", Decision.REQUEST_CHANGES)):
            uow.submissions.decide(code, 1, decision, by_id=by.id, by_name="x", at=LATER, reason="x")
        uow.submissions.withdraw("CCCC2222", 1, scene.author.id, LATER)
        return scene.codes("x")

    assert await database.write(work) == []
