"""Which CĐCS have any initiative, counted by triggers: whatever becomes of their sums and of their place in the tree."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, insert, select, update

from storage import tables
from storage.database import run_in_transaction
from storage.repositories.sums import Sums
from storage.unit_of_work import UnitOfWork
from storage.vault import Vault
from tests.storage.world import CAMPAIGN, DAY, plant

UNIONS, NODES = ("04.045.mn", "04.045.ct", "04.042.th"), ("04", "04.045", "04.042")
KINDS = (("submitted", False), ("confirmed", False), ("confirmed", True), ("withdrawn", False))
PLACES: dict[str, tuple[Any, ...]] = {
    "parent_id": NODES, "kind": ("union", "federation"), "block": ("enterprise", "public_admin", None), "is_active": (True, False),
}  # fmt: skip
NEW = {"name": "Công ty Cổ phần Sao Mai", "kind": "union", "aliases": "", "is_active": True}
FIGURES = ("filed", "confirmed", "valid")

notes = st.tuples(st.sampled_from((CAMPAIGN.code, "khac-2022")), st.sampled_from(KINDS), st.sampled_from((1, 1, -1)))
places = st.sampled_from([(column, value) for column, values in PLACES.items() for value in values])
steps = st.lists(st.tuples(st.sampled_from(UNIONS), notes | places | st.none() | st.booleans()), min_size=5, max_size=40)


class _Undo(Exception):
    """Takes an example back."""


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=steps)
def test_they_are_counted(database_url: str, vault: Vault, steps: list[tuple[str, Any]]) -> None:
    """Notes are folded, organisations are changed by anybody, or deleted: after each step the counts are right."""

    def live(connection: Connection) -> None:
        uow = UnitOfWork(connection, vault)
        ids = plant(uow)
        for code, step in steps:
            _take(uow, ids, ids[code], step)
            assert _counted(connection) == _stored(connection)
        uow.sums.recount()  # there are no initiatives
        assert Counter() == _stored(connection)
        raise _Undo

    with pytest.raises(_Undo):
        run_in_transaction(database_url, live)


@pytest.mark.parametrize("fold_first", [True, False])
@pytest.mark.parametrize("program", ["this one", "of the revision before"])
def test_a_fold_beside_a_move(
    postgres_url: str, vault: Vault, monkeypatch: pytest.MonkeyPatch, program: str, *, fold_first: bool
) -> None:
    """Neither sees what the other one has not committed: one of them waits. (On SQLite there is one writer.)"""
    if program != "this one":
        monkeypatch.setattr(Sums, "_have_having_to_ourselves", lambda _: None)
    ids = run_in_transaction(postgres_url, lambda connection: plant(UnitOfWork(connection, vault)))
    union, note = ids["04.045.mn"], (CAMPAIGN.code, ("confirmed", True), 1)
    has_begun, is_awaited = threading.Event(), threading.Event()

    def begin(connection: Connection, step: Any) -> None:
        _take(UnitOfWork(connection, vault), ids, union, step)
        has_begun.set()
        assert not is_awaited.wait(0.5)

    def follow(connection: Connection, step: Any) -> None:
        assert has_begun.wait(10)
        _take(UnitOfWork(connection, vault), ids, union, step)
        is_awaited.set()

    deeds = (note, ("parent_id", "04.042"))[:: 1 if fold_first else -1]
    with ThreadPoolExecutor(2) as pool:
        both = [
            pool.submit(run_in_transaction, postgres_url, lambda connection: begin(connection, deeds[0])),
            pool.submit(run_in_transaction, postgres_url, lambda connection: follow(connection, deeds[1])),
        ]
        assert [None, None] == [one.result(30) for one in both]
    stored = run_in_transaction(postgres_url, _stored)
    assert stored == {(CAMPAIGN.code, ids["04.042"], "public_admin", figure): 1 for figure in FIGURES}


def _take(uow: UnitOfWork, ids: dict[str, int], union: int, step: Any) -> None:
    own = tables.organisations.c.id == union
    match step:
        case None:
            uow.connection.execute(delete(tables.organisations).where(own))
        case True:  # anew, by the same id
            if uow.connection.execute(select(tables.organisations.c.id).where(own)).first() is None:
                uow.connection.execute(insert(tables.organisations).values(
                    {**NEW, "id": union, "code": f"04.{union}", "parent_id": ids["04"]}
                ))
        case False:
            uow.connection.execute(delete(tables.union_sums).where(tables.union_sums.c.organisation_id == union))
        case (column, value):
            value = ids[value] if column == "parent_id" else value
            uow.connection.execute(update(tables.organisations).where(own).values({column: value}))
        case (campaign, (status, is_agreed), filed):
            note = {"campaign": campaign, "organisation_id": union, "district_id": ids["04"], "submitted_on": DAY,
                    "status": status, "block": "enterprise", "field": "", "is_agreed": is_agreed, "filed": filed}  # fmt: skip
            uow.connection.execute(insert(tables.sum_changes).values(note))
            uow.sums.fold()


def _stored(connection: Connection) -> Counter[tuple[Any, ...]]:
    """How many, by campaign, node, block and figure."""
    stored = Counter[tuple[Any, ...]]()
    for row in connection.execute(select(tables.unions_having)).mappings():
        for figure in FIGURES:
            stored[row["campaign"], row["node_id"], row["block"], figure] = row[figure]
    assert min(stored.values(), default=0) >= 0
    return +stored


def _counted(connection: Connection) -> Counter[tuple[Any, ...]]:
    """The same, by looking at each CĐCS in force."""
    nodes = {row.id: row for row in connection.execute(select(tables.organisations))}
    counted = Counter[tuple[Any, ...]]()
    for row in connection.execute(select(tables.union_sums)).mappings():
        node = nodes.get(row["organisation_id"])
        if node is not None and node.kind == "union" and node.is_active:
            for figure in FIGURES:
                counted[row["campaign"], node.parent_id, node.block or "", figure] += row[figure] > 0
    return +counted
