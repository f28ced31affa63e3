"""docs/reliability.md names tests: each of them exists, and each case that fails a platform's call stands there."""

import re
from pathlib import Path

import pytest

from tests.e2e.test_faults_api import FAULTS

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "reliability.md").read_text("utf-8")
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)(?:\[([^`]+)\])?`", PAGE)


@pytest.mark.parametrize(("file", "name", "case"), NAMED, ids=lambda part: part)
def test_what_is_named_is_tested(file: str, name: str, case: str) -> None:
    """A row that promises something is run by `make test`."""
    source = (ROOT / file).read_text("utf-8")
    assert re.search(rf"^(?:async )?def {name}\(", source, re.MULTILINE)
    assert not case or f'"{case}"' in source


def test_every_row_names_a_test() -> None:
    """And no fault is only described."""
    rows = [line for line in PAGE.splitlines() if line.startswith("| ") and line.count("|") == 4 and not line.startswith("| Fault")]
    assert len(NAMED) >= 35
    assert [] == [row for row in rows if "`tests/" not in row]


def test_the_platform_s_faults_stand_there() -> None:
    """All that the matrix of the test knows."""
    assert [] == [label for label in FAULTS if label not in PAGE]
