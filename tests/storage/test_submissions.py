"""What was filed and every change of it: once, guarded, on record."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from msgspec.structs import replace

from conversations.domain import Consent, Decision, Entered, Status, Submission
from storage.database import Database
from storage.errors import CodeTaken
from storage.unit_of_work import UnitOfWork
from tests.storage.world import AGREED, ANSWERS, CAMPAIGN, DAY, LATER, NOON, initiative, meet, plant, unresolved

CODE = "A7K29QXM"


def file(uow: UnitOfWork, code: str = CODE) -> Submission:
    """An initiative of the worker "a", stored."""
    filed = initiative(code, meet(uow, "a"), plant(uow))
    assert uow.submissions.add(filed, CAMPAIGN.code, DAY)
    return filed


def now(uow: UnitOfWork) -> Submission:
    """The initiative as it is stored."""
    found = uow.submissions.get(CODE)
    assert found is not None
    return found


async def test_what_was_filed_comes_back(database: Database) -> None:
    """Every answer comes back as it was given, leading zeros too; an answer that was skipped stays away."""

    def work(uow: UnitOfWork) -> list[tuple[Submission, Submission | None]]:
        author, ids = meet(uow, "a"), plant(uow)
        filings = [
            initiative(CODE, author, ids),
            initiative("B7K29QXM", author, ids, field=""),
            unresolved("C7K29QXM", author, ids),
        ]
        for filed in filings:
            uow.submissions.add(filed, CAMPAIGN.code, DAY)
        return [(filed, uow.submissions.get(filed.code)) for filed in filings]

    pairs = await database.write(work)
    assert [found for _, found in pairs] == [filed for filed, _ in pairs]
    assert await database.read(lambda uow: uow.submissions.get("ZZZZZZZZ")) is None


async def test_filing_again_changes_nothing(database: Database) -> None:
    """The same author's second tap is False and leaves the record; another author's code is refused."""

    def work(uow: UnitOfWork) -> tuple[bool, str, int]:
        filed = file(uow)
        again = uow.submissions.add(replace(filed, answers={**filed.answers, "title": "x"}), CAMPAIGN.code, DAY)
        with pytest.raises(CodeTaken):
            uow.submissions.add(replace(filed, author_id=meet(uow, "b").id), CAMPAIGN.code, DAY)
        return again, now(uow).answers["title"], len(uow.audit.of(f"submission:{CODE}"))

    assert await database.write(work) == (False, ANSWERS["title"], 1)


FOUND = {
    "four symbols": ("A7K2", ["A7K29QXM", "A7K2ZZZZ"]),
    "small letters": ("a7k29", ["A7K29QXM"]),
    "a whole code": ("A7K29QXM", ["A7K29QXM"]),
    "too short": ("A7K", []),
    "too long": ("A7K29QXMM", []),
    "a wildcard": ("A7K%", []),
    "not ASCII": ("Á7K2", []),
    "nothing": ("", []),
}


@pytest.mark.parametrize(("prefix", "expected"), FOUND.values(), ids=FOUND)
async def test_finding_by_the_beginning(database: Database, prefix: str, expected: list[str]) -> None:
    """Four symbols or more name a submission; what cannot be a code names none."""

    def work(uow: UnitOfWork) -> list[str]:
        for code in ("A7K2ZZZZ", CODE, "A7K3AAAA", "A7J9ZZZZ"):
            file(uow, code)
        return [filed.code for filed in uow.submissions.find(prefix, 10)]

    assert await database.write(work) == expected


async def test_own_come_newest_first(database: Database) -> None:
    """An author's list has the newest on top and ends at the limit."""

    def work(uow: UnitOfWork) -> list[str]:
        for code in ("AAAAAAAA", "CCCCCCCC", "BBBBBBBB"):
            file(uow, code)
        other = initiative("DDDDDDDD", meet(uow, "b"), plant(uow))
        uow.submissions.add(other, CAMPAIGN.code, DAY)
        return [filed.code for filed in uow.submissions.of_author(meet(uow, "a").id, 2)]

    assert await database.write(work) == ["BBBBBBBB", "CCCCCCCC"]


async def test_a_decision_is_recorded(database: Database) -> None:
    """Who, when and why are with the submission and, with old and new status, in the trail."""

    def work(uow: UnitOfWork) -> tuple[Submission, Submission, list[Any]]:
        filed, by = file(uow), meet(uow, "e")
        assert uow.submissions.decide(
            CODE, 1, Decision.REQUEST_CHANGES, by_id=by.id, by_name="Trần Thị B", at=LATER,
            reason="Mô tả chưa rõ", asked=("title", "description"),
        )  # fmt: skip
        expected = replace(
            filed, revision=2, status=Status.CHANGES_REQUESTED, decided_at=LATER, decided_by="Trần Thị B",
            reason="Mô tả chưa rõ", asked=("title", "description"),
        )  # fmt: skip
        trail = [(row.action, row.actor_id, row.at, row.details) for row in uow.audit.of(f"submission:{CODE}")]
        return now(uow), expected, [*trail, filed.author_id, by.id]

    found, expected, (filed_row, decided_row, author_id, by_id) = await database.write(work)
    assert found == expected
    assert filed_row == ("filed", author_id, NOON, {"to": "submitted"})
    details = {
        "from": "submitted", "to": "changes_requested", "reason": "Mô tả chưa rõ", "asked": ["title", "description"],
    }  # fmt: skip
    assert decided_row == ("decided", by_id, LATER, details)


async def test_the_first_decision_wins(database: Database) -> None:
    """Of eight executives who decide at the same time one does; the trail knows one decision."""
    await database.write(file)
    decisions = [Decision.CONFIRM, Decision.REJECT] * 4

    def decide(number: int, uow: UnitOfWork) -> bool:
        by = meet(uow, f"e{number}")
        return uow.submissions.decide(
            CODE, 1, decisions[number], by_id=by.id, by_name=f"e{number}", at=LATER, reason="x"
        )  # fmt: skip

    outcomes = await asyncio.gather(*(database.write(partial(decide, number)) for number in range(8)))
    found = await database.read(now)
    trail = await database.read(lambda uow: [row.action for row in uow.audit.of(f"submission:{CODE}")])
    winner = outcomes.index(True)
    assert (sum(outcomes), found.decided_by, found.status) == (1, f"e{winner}", decisions[winner].status)
    assert trail == ["filed", "decided"]


def confirm(uow: UnitOfWork, code: str = CODE, revision: int = 1, **changes: Any) -> bool:
    """The executive "e" confirms."""
    by = meet(uow, "e")
    return uow.submissions.decide(code, revision, Decision.CONFIRM, by_id=by.id, by_name="e", at=LATER, **changes)


def reject(uow: UnitOfWork, code: str = CODE, revision: int = 1) -> bool:
    """The executive "e" rejects."""
    by, decision = meet(uow, "e"), Decision.REJECT
    return uow.submissions.decide(code, revision, decision, by_id=by.id, by_name="e", at=LATER, reason="Trùng")


def ask(uow: UnitOfWork, code: str = CODE, revision: int = 1) -> bool:
    """The executive "e" asks for a better title."""
    decision, by = Decision.REQUEST_CHANGES, meet(uow, "e")
    return uow.submissions.decide(
        code, revision, decision, by_id=by.id, by_name="e", at=LATER, reason="Chưa rõ", asked=("title",)
    )


def resubmit(uow: UnitOfWork, code: str = CODE, revision: int = 1) -> bool:
    """The author changes the title."""
    return uow.submissions.resubmit(code, revision, {"title": "Tên mới"}, LATER)


def withdraw(uow: UnitOfWork, code: str = CODE, revision: int = 1) -> bool:
    """The author takes it back."""
    return uow.submissions.withdraw(code, revision, meet(uow, "a").id, LATER)


def agree(uow: UnitOfWork, code: str = CODE, revision: int = 1) -> bool:
    """The executive adds the employer's agreement."""
    return uow.submissions.add_agreement(code, revision, AGREED, by_id=meet(uow, "e").id, at=LATER)


Change = Callable[[UnitOfWork, str, int], bool]
CHANGES: tuple[Change, ...] = (confirm, reject, ask, resubmit, withdraw, agree)
ALLOWED: dict[str, tuple[list[Change], list[Change]]] = {  # how it came there, what is possible then
    "submitted": ([], [confirm, reject, ask, withdraw]),
    "changes requested": ([ask], [resubmit, withdraw]),
    "confirmed": ([confirm], [agree]),
    "confirmed and agreed": ([confirm, agree], []),
    "rejected": ([reject], []),
    "withdrawn": ([withdraw], []),
    "submitted again": ([ask, resubmit], [confirm, reject, ask, withdraw]),
}


@pytest.mark.parametrize(("before", "allowed"), ALLOWED.values(), ids=ALLOWED)
async def test_status_by_change(database: Database, before: list[Change], allowed: list[Change]) -> None:
    """Each cell of status and change: it happens and is audited, or it is False and nothing happened."""
    revision = len(before) + 1

    def attempt(uow: UnitOfWork, change: Change, code: str) -> tuple[bool, bool, int]:
        file(uow, code)
        for number, earlier in enumerate(before, 1):
            assert earlier(uow, code, number)
        old, trail = uow.submissions.get(code), len(uow.audit.of(f"submission:{code}"))
        assert not change(uow, code, revision - 1)
        assert not change(uow, code, revision + 1)
        done = change(uow, code, revision)
        return done, uow.submissions.get(code) != old, len(uow.audit.of(f"submission:{code}")) - trail

    def work(uow: UnitOfWork) -> list[tuple[bool, bool, int]]:
        return [attempt(uow, change, f"A7K29QX{number}") for number, change in enumerate(CHANGES)]

    expected = [(change in allowed, change in allowed, int(change in allowed)) for change in CHANGES]
    assert await database.write(work) == expected


async def test_resubmitting_shows_what_changed(database: Database) -> None:
    """The old values of what really changed are kept; the organisation follows; nothing is asked any more."""

    def work(uow: UnitOfWork) -> list[Any]:
        filed, ids = file(uow), plant(uow)
        ask(uow)
        changed = {
            "title": "Tên mới", "field": "", "id_number": "004185000456", "description": ANSWERS["description"],
            "union": str(ids["04.045.ct"]),
        }  # fmt: skip
        assert uow.submissions.resubmit(CODE, 2, changed, LATER)
        found = now(uow)
        before = {
            "title": ANSWERS["title"], "field": "education", "id_number": ANSWERS["id_number"],
            "union": str(ids["04.045.mn"]),
        }  # fmt: skip
        answers = {**filed.answers, **changed}
        del answers["field"]
        trail = uow.audit.of(f"submission:{CODE}")[-1]
        return [
            found.before == before,
            found.answers == answers,
            found.organisation_id == ids["04.045.ct"],
            (found.status, found.revision, found.asked, found.reason, found.submitted_at)
            == (Status.SUBMITTED, 3, (), "Chưa rõ", NOON),
            (trail.action, trail.actor_id, trail.details["before"]) == ("resubmitted", filed.author_id, before),
        ]

    assert await database.write(work) == [True] * 5


async def test_a_typed_workplace_replaces_a_chosen_one(database: Database) -> None:
    """A free text sends the submission to the district; a later choice brings it back to a CĐCS."""

    def work(uow: UnitOfWork) -> list[Any]:
        file(uow)
        ids, seen = plant(uow), []
        steps = [{"union_name": "Tổ may số 3"}, {"union": str(ids["04.045.ct"])}]
        for revision, changed in zip((1, 3), steps, strict=True):
            ask(uow, CODE, revision)
            assert uow.submissions.resubmit(CODE, revision + 1, changed, LATER)
            found = now(uow)
            seen.append((found.organisation_id, found.answers.get("union"), found.answers.get("union_name")))
        return [seen, ids["04.045"], ids["04.045.ct"]]

    seen, federation, union = await database.write(work)
    assert seen == [(federation, None, "Tổ may số 3"), (union, str(union), None)]


async def test_an_agreement_makes_it_valid(database: Database) -> None:
    """Confirming with the employer's agreement, or adding it later, makes a submission valid."""

    def work(uow: UnitOfWork) -> list[bool]:
        file(uow)
        seen = [now(uow).is_valid]
        confirm(uow)
        seen.append(now(uow).is_valid)
        agree(uow, CODE, 2)
        return [*seen, now(uow).is_valid, now(uow).agreement == AGREED]

    def at_once(uow: UnitOfWork) -> list[bool]:
        file(uow)
        return [confirm(uow, agreement=AGREED), now(uow).is_valid]

    def undone(uow: UnitOfWork) -> None:
        assert at_once(uow) == [True, True]
        raise LookupError

    with pytest.raises(LookupError):
        await database.write(undone)
    assert await database.write(work) == [False, False, True, True]


async def test_only_the_author_withdraws(database: Database) -> None:
    """Somebody else's attempt is False."""

    def work(uow: UnitOfWork) -> tuple[bool, Status]:
        file(uow)
        return uow.submissions.withdraw(CODE, 1, meet(uow, "b").id, LATER), now(uow).status

    assert await database.write(work) == (False, Status.SUBMITTED)


async def test_what_somebody_else_entered(database: Database) -> None:
    """Who entered it and how the author agreed come back and stand in the audit trail, under who did it."""

    def work(uow: UnitOfWork) -> None:
        helper, author = meet(uow, "h"), meet(uow, "a")
        entered = Entered(helper.id, "Trần Thị B", Consent.SIGNATURE)
        filed = replace(initiative(CODE, author, plant(uow)), entered=entered)
        uow.submissions.add(filed, CAMPAIGN.code, DAY)
        assert entered == now(uow).entered
        (deed,) = uow.audit.of(f"submission:{CODE}")
        assert helper.id == deed.actor_id
        assert deed.details == {"to": "submitted", "for": author.id, "consent": "signature"}

    await database.write(work)
