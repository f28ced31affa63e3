"""How long the views of /report and /canbo take over a whole country, a province, a district and a CĐCS.

    REPORTS=2000000 UNIONS=180 .venv/bin/python -m pytest tests/benchmarks/test_reports.py -s -k sqlite

REPORTS is the number of initiatives, UNIONS that of CĐCS under each federation. Figures are milliseconds of the
processor (on PostgreSQL, whose work is another process's, of the clock), the best of three.
"""

import os
import time
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Connection, event, text

from conversations.district_effects import Audience
from conversations.facts import MOST_COUNTED
from conversations.report_effects import ReportFilter
from storage import queries, role_queries, selection_queries
from storage.by_district import by_district
from storage.database import run_in_transaction
from storage.figures import Question
from storage.repositories.audit import Audit
from storage.repositories.broadcasts import Broadcasts, Running
from storage.vault import Vault
from tests.benchmarks.filling import Place, appoint_executives, fill, plant_country
from tests.builders import CAMPAIGN, NOON
from tests.storage.world import SECRET

COUNT = int(os.environ.get("REPORTS", "1500"))
EACH = int(os.environ.get("UNIONS", "1"))
WEEK = ReportFilter(since="2021-04-01", until="2021-04-07")
Ask = Callable[[Connection, Question], Any]
VIEWS: dict[str, Ask] = {
    "totals": queries.totals,
    "totals of a week": lambda connection, asked: queries.totals(connection, _within(asked, WEEK)),
    "totals of a block": lambda connection, asked: queries.totals(connection, _within(asked, ReportFilter(block="enterprise"))),
    "per CĐCS": queries.by_union,
    "per CĐCS, confirmed": lambda connection, asked: queries.by_union(connection, _within(asked, ReportFilter(status="confirmed"))),
    "per unit below": by_district,
    "per unit, a week": lambda connection, asked: by_district(connection, _within(asked, WEEK)),
    "without any": queries.missing_unions,
    "waiting": queries.waiting,
    "by day": queries.by_day,
    "/chon": selection_queries.candidates,
    "/chon ds": selection_queries.chosen_list,
    "/thongbao counts": lambda connection, asked: _listeners(connection, asked, MOST_COUNTED),
    "/thongbao tells 100": lambda connection, asked: _listeners(connection, asked, None),
    "/canbo": lambda connection, asked: role_queries.staffing(connection, asked.scopes, NOON),
    "/canbo thieu": lambda connection, asked: role_queries.unions_without_executive(connection, asked.scopes, 1),
    "/canbo ds": lambda connection, asked: role_queries.holders(connection, asked.scopes, 1),
}  # fmt: skip
# What must not look at single initiatives, however large the scope.
SUMMED = {
    "country": ("totals", "per CĐCS", "per unit below", "by day"),
    "province": ("totals", "per CĐCS", "per unit below"),
    "district": ("totals", "per CĐCS"),
}


def _within(asked: Question, limits: ReportFilter) -> Question:
    return Question(asked.campaign, asked.scopes, limits)


@pytest.mark.timeout(1800)
def test_reports(database_url: str, vault: Vault, capsys: pytest.CaptureFixture[str]) -> None:
    """Every view answers; those of large scopes read sums in place of initiatives; the time each took is printed."""
    places = plant_country(database_url, EACH)
    fill(database_url, vault, places, COUNT)
    appoint_executives(database_url, places)
    lines, asked = list[str](), dict[tuple[str, str], list[str]]()

    def look(connection: Connection) -> None:
        scopes = _scopes(connection, places)
        clock = time.thread_time if connection.dialect.name == "sqlite" else time.perf_counter
        for name, view in VIEWS.items():
            took = []
            for scope, node in scopes.items():
                question = Question(CAMPAIGN.code, (node,))
                asked[scope, name] = _statements(connection, lambda: view(connection, question))  # noqa: B023
                took.append(min(_timed(clock, lambda: view(connection, question)) for _ in range(3)))  # noqa: B023
            lines.append(f"{name:22}" + "".join(f"{one * 1000:10.1f}" for one in took))

    run_in_transaction(database_url, look)
    with capsys.disabled():
        print(f"\n[{COUNT:,} initiatives of {len(places):,} places]   country  province  district      CĐCS (ms)")  # noqa: T201
        print("\n".join(lines))  # noqa: T201
    read = {(scope, view) for scope, views in SUMMED.items() for view in views if _reads_rows(asked[scope, view])}
    assert set() == read


def _listeners(connection: Connection, asked: Question, most: int | None) -> None:
    """Of all audiences; most: count them, or none: look for the next hundred."""
    told = Broadcasts(connection, Audit(connection, Vault([SECRET])))
    for audience in Audience:
        if most is not None:
            told.count(asked.scopes[0], audience, asked.campaign, 0, most)
        else:
            told.listeners(Running(1, asked.scopes[0], audience, "", 0, 0), asked.scopes[0], asked.campaign, 100)


def _scopes(connection: Connection, places: list[Place]) -> dict[str, int]:
    root = connection.execute(text("SELECT id FROM organisations WHERE parent_id IS NULL")).scalar_one()
    place = next(place for place in places if place.union)
    return {"country": root, "province": place.province, "district": place.federation, "CĐCS": place.union or 0}


def _timed(clock: Callable[[], float], work: Callable[[], object]) -> float:
    begun = clock()
    work()
    return clock() - begun


def _statements(connection: Connection, work: Callable[[], object]) -> list[str]:
    """What is executed by *work*."""
    said: list[str] = []

    def listen(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        said.append(statement)

    event.listen(connection, "before_cursor_execute", listen)
    work()
    event.remove(connection, "before_cursor_execute", listen)
    return said


def _reads_rows(statements: list[str]) -> bool:
    return any("FROM submissions" in statement or "JOIN submissions" in statement for statement in statements)
