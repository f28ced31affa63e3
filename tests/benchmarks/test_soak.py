"""The soak in small: a few seconds of load with faults on both sides, on each database. What it finds is what counts."""

from pathlib import Path

import pytest

from tests.benchmarks.soak import Plan, soak


@pytest.mark.parametrize("share", [0.03])
async def test_nothing_is_lost_under_load_and_faults(database_url: str, tmp_path: Path, share: float) -> None:
    """Every dialogue comes to its end, each receipt is one record, nothing is owed, doubles are on record."""
    kind = "sqlite" if database_url.startswith("sqlite") else "postgres"
    plan = Plan(seconds=6, rate=40, share=share, database=kind, lock_every=6 if kind == "sqlite" else 0, lines=60)
    found = await soak(plan, database_url, tmp_path)
    assert sum(found.faults.values()) > 0
    assert (True, 0, 0) == (found.is_over, found.owed, found.set_aside)
    assert found.receipts == found.stored > 0
    assert 0 <= found.surplus <= found.doubtful
