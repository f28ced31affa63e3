"""Sums of reports: whatever happens to initiatives and organisations, they are what counting the rows comes to."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from sqlalchemy import Connection, select, update

from bot.housekeeping import fold
from conversations import codes
from conversations.district_effects import TypedWorkplace
from conversations.domain import Decision, Status, Submission
from conversations.matching.typed_unions import typed_key
from conversations.report_effects import ReportFilter
from storage import demo, queries, tables
from storage.by_district import by_district
from storage.database import Database, run_in_transaction
from storage.errors import UnitRefused
from storage.figures import Question
from storage.repositories.organisation_changes import Who
from storage.repositories.organisations import NewOrganisation
from storage.repositories.workplaces import Place
from storage.unit_of_work import UnitOfWork
from storage.vault import Vault
from tests.storage.world import AGREED, CAMPAIGN, DAY, LATER, initiative, meet, plant, unresolved

UNIONS = ("04.045.mn", "04.045.ct", "04.042.th", "02.027.xa")
SCOPES = (("vn",), ("04",), ("02",), ("04.045",), ("04.042", "04.045.mn"), ("04.045.ct",), ("04", "04.045"))
FILTERS: tuple[dict[str, str], ...] = (
    {}, {"status": "valid"}, {"status": "confirmed"}, {"status": "withdrawn"}, {"block": "enterprise"},
    {"since": "2021-04-02"}, {"until": "2021-04-01", "block": "public_admin"}, {"status": "submitted"},
)  # fmt: skip
FIELDS, BLOCKS = ("education", "safety", ""), ("public_admin", "enterprise")
WHO = Who(None, LATER, DAY)
SECOND = (
    NewOrganisation("02", "Tỉnh Hà Giang", "province", "vn"),
    NewOrganisation("02.027", "Huyện Mèo Vạc", "federation", "02"),
    NewOrganisation("02.027.xa", "Trường Tiểu học Hoa Ban", "union", "02.027", "public_admin"),
)


class _Undo(Exception):
    """Takes an example back."""


class Life:
    """A tree, and what people do in it."""

    def __init__(self, uow: UnitOfWork) -> None:
        self.uow, self.number, self.changes, self.deeds = uow, 0, list[int](), list[str]()
        plant(uow)
        uow.organisations.add_many(SECOND)
        self.ids = {node.code: node.id for node in uow.organisations.all()}
        self.officer = meet(uow, "officer")

    def code(self, number: int) -> str:
        return codes.with_check(f"AAAA{codes.ALPHABET[number // 32]}{codes.ALPHABET[number % 32]}A")

    def one(self, number: int) -> Submission | None:
        return self.uow.submissions.get(self.code(number % self.number + 1)) if self.number else None

    def file(self, one: int, two: int) -> None:
        self.number += 1
        code, author = self.code(self.number), meet(self.uow, f"author-{one % 3}")
        answers = {"block": BLOCKS[two % 2], "field": FIELDS[one % 3]}
        if one == 0:
            filed = unresolved(code, author, self.ids, ("04.045", "04.042")[two % 2])
        else:
            filed = initiative(code, author, self.ids | {"04": self.ids["04"]}, UNIONS[one % 3], **answers)
            if two == 9:  # as if filed in the other province
                filed = replace(filed, organisation_id=self.ids["02.027.xa"], answers=self.elsewhere(filed))
        campaign = "khac-2022" if two == 8 else CAMPAIGN.code
        self.uow.submissions.add(filed, campaign, DAY + timedelta(days=two % 3))

    def elsewhere(self, filed: Submission) -> dict[str, str]:
        nodes = {"province": "02", "federation": "02.027", "union": "02.027.xa"}
        return {**filed.answers, **{name: str(self.ids[code]) for name, code in nodes.items()}}

    def decide(self, one: int, two: int) -> None:
        if filed := self.one(one):
            decision, agreement = list(Decision)[two % 3], AGREED if two < 6 else None
            agreement = agreement if decision is Decision.CONFIRM else None
            self.uow.submissions.decide(filed.code, filed.revision, decision, by_id=self.officer.id, by_name="B",
                                        at=LATER, reason="vì", agreement=agreement)  # fmt: skip

    def agree(self, one: int, two: int) -> None:
        if filed := self.one(one):
            self.uow.submissions.add_agreement(filed.code, filed.revision, AGREED, by_id=self.officer.id, at=LATER)

    def resubmit(self, one: int, two: int) -> None:
        if filed := self.one(one):
            changes = ({"title": "Tên mới"}, {"field": FIELDS[two % 3]}, {"union_name": "Tổ may số 3"},
                       {"union": str(self.ids["04.045.ct"])}, {"block": BLOCKS[two % 2]})  # fmt: skip
            self.uow.submissions.resubmit(filed.code, filed.revision, changes[two % 5], LATER)

    def withdraw(self, one: int, two: int) -> None:
        if filed := self.one(one):
            self.uow.submissions.withdraw(filed.code, filed.revision, filed.author_id, LATER)

    def resolve(self, one: int, two: int) -> None:
        district, union = self.ids["04.045"], self.ids[UNIONS[two % 2]]
        typed = TypedWorkplace(district, typed_key("Tổ may số 3"), "Tổ may số 3")
        code = f"DEED{len(self.deeds):04}"
        self.deeds.append(code)
        self.uow.workplaces.move(code, typed, Place(self.ids["04"], district, union), by=self.officer.id, at=LATER)

    def take_back(self, one: int, two: int) -> None:
        if self.deeds:
            origin = Place(self.ids["04"], self.ids["04.045"], None)
            self.uow.workplaces.undo(self.deeds[one % len(self.deeds)], origin, by=self.officer.id, at=LATER)

    def merge(self, one: int, two: int) -> None:
        pairs = (("04.045.mn", "04.045.ct"), ("04.042", "04.045"), ("04.042.th", "04.045.mn"), ("02", "04"))
        node, heir = pairs[one % len(pairs)]
        self.changes.append(self.uow.organisation_changes.merge(self.ids[node], self.ids[heir], WHO).id)

    def move(self, one: int, two: int) -> None:
        moves = (("04.045.mn", "04.042"), ("04.042", "02"), ("02.027", "04"), ("04.042.th", "02.027"))
        node, under = moves[one % len(moves)]
        self.changes.append(self.uow.organisation_changes.move(self.ids[node], self.ids[under], WHO).id)

    def close(self, one: int, two: int) -> None:
        self.changes.append(self.uow.organisation_changes.close(self.ids[UNIONS[one % 4]], WHO).id)

    def undo(self, one: int, two: int) -> None:
        if self.changes:
            self.uow.organisation_changes.undo(self.changes.pop(), WHO)

    def forget(self, one: int, two: int) -> None:
        if two > 6:
            person = meet(self.uow, f"author-{one % 3}")
            demo.forget(self.uow.connection, person.id, "telegram", f"chat-author-{one % 3}")

    def fold(self, one: int, two: int) -> None:
        self.uow.sums.fold(1 + 3 * one)


DEEDS: tuple[Callable[[Life, int, int], None], ...] = (
    Life.file, Life.file, Life.file, Life.decide, Life.decide, Life.agree, Life.resubmit, Life.withdraw, Life.resolve,
    Life.take_back, Life.merge, Life.move, Life.close, Life.undo, Life.forget, Life.fold,
)  # fmt: skip
QUESTIONS = st.lists(st.tuples(st.sampled_from(SCOPES), st.sampled_from(FILTERS)), min_size=3, max_size=3)
STEPS = st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 9), st.integers(0, 9)), min_size=5, max_size=40)


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=STEPS, asked=QUESTIONS)
def test_sums_are_what_the_rows_come_to(
    database_url: str,
    vault: Vault,
    steps: list[tuple[Callable[[Life, int, int], None], int, int]],
    asked: list[tuple[tuple[str, ...], dict[str, str]]],
) -> None:
    """Every figure of a scope and filter, folded in part or in whole; counting anew changes nothing."""

    def live(connection: Connection) -> None:
        life = Life(UnitOfWork(connection, vault))
        for deed, one, two in steps:
            with suppress(UnitRefused):
                deed(life, one, two)
        check(life, asked)
        assert life.uow.sums.wrong() == 0
        life.uow.sums.recount()
        check(life, [(("vn",), {}), *asked[:1]])
        raise _Undo

    with pytest.raises(_Undo):
        run_in_transaction(database_url, live)


def check(life: Life, asked: Iterable[tuple[tuple[str, ...], dict[str, str]]]) -> None:
    """Compare reports with figures counted one by one."""
    connection = life.uow.connection
    nodes = {node.id: node for node in life.uow.organisations.all()}
    rows = connection.execute(select(tables.submissions)).all()
    for scopes, limits in asked:
        top = {life.ids[code] for code in scopes}
        inside = {id_ for id_ in nodes if top & set(_path(nodes, id_))}
        question = Question(CAMPAIGN.code, tuple(top), ReportFilter(**limits))
        meant = [row for row in rows if row.organisation_id in inside and _is_meant(row, limits)]
        filed = [row for row in meant if limits.get("status") or row.status != Status.WITHDRAWN]
        totals = queries.totals(connection, question)
        kinds = Counter((row.status, row.block, row.field, row.agreement_on is not None) for row in meant)
        assert kinds == {(t.status, t.block, t.field, t.is_agreed): t.count for t in totals.tallies}
        days = queries.by_day(connection, question).days
        assert sorted(Counter(row.submitted_on for row in filed).items()) == [(one.day, one.filed) for one in days]
        listed = [(one.organisation_id, one.filed) for one in queries.by_union(connection, question).page.rows]
        by_union = Counter(row.organisation_id for row in filed)
        assert sorted(by_union.items(), key=lambda one: (-one[1], one[0])) == listed
        unions = {id_ for id_ in inside if nodes[id_].kind == "union" and nodes[id_].is_active}
        unions = {id_ for id_ in unions if limits.get("block") in (None, nodes[id_].block)}
        unfiltered = {name: value for name, value in limits.items() if name != "block"}
        having = {row.organisation_id for row in rows if _is_meant(row, unfiltered)
                  and (limits.get("status") or row.status != Status.WITHDRAWN)}  # fmt: skip
        assert (len(unions), len(unions & having)) == (totals.unions, totals.unions_with)
        missing = queries.missing_unions(connection, question).page.rows
        assert unions - having == {one.organisation_id for one in missing}
        check_districts(connection, question, nodes, filed, unions, having)
        waiting = queries.waiting(connection, question).page
        longest = sorted((row.changed_at, row.id, row.code) for row in rows if row.organisation_id in inside
                         and _is_meant(row, limits | {"status": Status.SUBMITTED}))  # fmt: skip
        assert ([code for *_, code in longest[:15]], len(longest)) == ([one.code for one in waiting.rows], waiting.total)


def check_districts(
    connection: Connection, question: Question, nodes: dict[int, Any], filed: list[Any], unions: set[int], having: set[int]
) -> None:
    """Each initiative and each CĐCS counts in exactly one district: the node above its CĐCS, or who is responsible."""

    def district(id_: int) -> int:
        return nodes[id_].parent_id if nodes[id_].kind == "union" else id_

    counted = {name: Counter[int]() for name in ("filed", "confirmed", "valid", "waiting", "unions", "unions_with")}
    for row in filed:
        is_confirmed = row.status == Status.CONFIRMED
        is_in = {"filed": True, "confirmed": is_confirmed, "waiting": row.status == Status.SUBMITTED,
                 "valid": is_confirmed and row.agreement_on is not None}  # fmt: skip
        for name, is_counted in is_in.items():
            counted[name][district(row.organisation_id)] += is_counted
    for union in unions:
        counted["unions"][district(union)] += 1
        counted["unions_with"][district(union)] += union in having
    found = by_district(connection, question).districts
    for name, counts in counted.items():
        assert +counts == {one.organisation_id: n for one in found if (n := getattr(one, name))}, name


def _path(nodes: dict[int, Any], id_: int | None) -> list[int]:
    found = []
    while id_ is not None:
        found.append(id_)
        id_ = nodes[id_].parent_id
    return found


def _is_meant(row: Any, limits: dict[str, Any]) -> bool:
    is_valid = row.status == Status.CONFIRMED and row.agreement_on is not None
    status = limits.get("status")
    return (
        row.campaign == CAMPAIGN.code
        and (not status or (is_valid if status == "valid" else row.status == status))
        and limits.get("block") in (None, row.block)
        and date.fromisoformat(limits.get("since", "2000-01-01")) <= row.submitted_on
        and row.submitted_on <= date.fromisoformat(limits.get("until", "2100-01-01"))
    )


async def test_many_at_once(database: Database) -> None:
    """Turns that change the same CĐCS side by side, while two processes fold: nothing is lost or counted twice."""

    ids = await database.write(plant)

    def file(number: int) -> Callable[[UnitOfWork], None]:
        def work(uow: UnitOfWork) -> None:
            life_code = codes.with_check(f"BBBB{codes.ALPHABET[number // 32]}{codes.ALPHABET[number % 32]}B")
            author = meet(uow, f"a{number}")
            uow.submissions.add(initiative(life_code, author, ids, UNIONS[number % 2]), CAMPAIGN.code, DAY)
            if number % 3:
                uow.submissions.withdraw(life_code, 1, author.id, LATER)

        return work

    await asyncio.gather(*(database.write(file(number)) for number in range(24)), *(fold(database) for _ in range(4)))
    await fold(database)

    def count(uow: UnitOfWork) -> tuple[int, int, bool, int]:
        totals = queries.totals(uow.connection, Question(CAMPAIGN.code, (ids["vn"],)))
        return totals.filed, totals.withdrawn, uow.sums.has_notes(), uow.sums.wrong()

    assert await database.read(count) == (8, 16, False, 0)

    def spoil(uow: UnitOfWork) -> int:
        uow.connection.execute(update(tables.campaign_sums).values(filed=tables.campaign_sums.c.filed + 1))
        return uow.sums.wrong()

    assert await database.write(spoil) == 2
