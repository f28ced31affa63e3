"""docs/grafana.json and docs/alerts.yml agree with the program: each figure they ask for is counted, each panel has its place."""

import json
import re
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import REGISTRY

import bot.app  # noqa: F401 - its import registers every metric

DOCS = Path(__file__).parents[1] / "docs"
BOARD: dict[str, Any] = json.loads((DOCS / "grafana.json").read_text("utf-8"))
PANELS: list[dict[str, Any]] = BOARD["panels"]
ALERTS = (DOCS / "alerts.yml").read_text("utf-8")
SOURCE = {"type": "prometheus", "uid": "${DS_PROMETHEUS}"}
GRAFANA_10 = 37  # the lowest schemaVersion that Grafana 10 writes
SUFFIXES = {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count"), "gauge": ("",), "info": ("_info",)}
WIDTH = 24


def counted() -> set[str]:
    """Every name under which the program shows a figure."""
    families = (family for family in REGISTRY.collect() if family.name.startswith(("sangkien_", "process_")))
    return {family.name + suffix for family in families for suffix in SUFFIXES[family.type]}


def asked(expression: str) -> set[str]:
    """The metrics in a PromQL expression."""
    return set(re.findall(r"\b(?:sangkien|process)_\w+", re.sub(r"\{[^}]*\}", "", expression)))


def expressions() -> list[str]:
    """All of the dashboard's."""
    return [target["expr"] for panel in PANELS for target in panel.get("targets", ())]


def test_it_can_be_imported() -> None:
    """It asks for its Prometheus by the variable that every panel and query uses, in a form of Grafana 10 or later."""
    assert ["DS_PROMETHEUS"] == [one["name"] for one in BOARD["__inputs"] if one["pluginId"] == "prometheus"]
    assert BOARD["schemaVersion"] >= GRAFANA_10
    shown = [panel for panel in PANELS if panel["type"] != "row"]
    sources = [one.get("datasource") for panel in shown for one in (panel, *panel["targets"])]
    assert [SOURCE] * len(sources) == sources


def test_panels_are_told_apart() -> None:
    """Each has an id, a title, a unit and something to ask for of its own."""
    assert len(PANELS) == len({panel["id"] for panel in PANELS}) == len({panel["title"] for panel in PANELS})
    shown = [panel for panel in PANELS if panel["type"] != "row"]
    assert all(panel["title"] and panel["targets"] and panel["fieldConfig"]["defaults"]["unit"] for panel in shown)
    ids = [[target["refId"] for target in panel["targets"]] for panel in shown]
    assert all(len(refs) == len(set(refs)) for refs in ids)


def test_rows() -> None:
    """What people notice comes first."""
    rows = [panel["title"] for panel in sorted(PANELS, key=lambda one: one["gridPos"]["y"]) if panel["type"] == "row"]
    assert ["Người dùng có thấy gì không", "Vào", "Ra", "Máy"] == rows


def test_no_panel_covers_another() -> None:
    """And none stands out at the right."""
    places = {panel["title"]: panel["gridPos"] for panel in PANELS}
    assert [] == [title for title, at in places.items() if not 0 <= at["x"] < at["x"] + at["w"] <= WIDTH]
    assert [] == [(one, two) for one, two in combinations(places, 2) if _overlap(places[one], places[two])]


def _overlap(one: dict[str, int], two: dict[str, int]) -> bool:
    is_beside = one["x"] + one["w"] <= two["x"] or two["x"] + two["w"] <= one["x"]
    is_above = one["y"] + one["h"] <= two["y"] or two["y"] + two["h"] <= one["y"]
    return not (is_beside or is_above)


def test_every_figure_is_counted() -> None:
    """By the program, under the very name; and the alerting rules ask for no other."""
    assert set() == set().union(*map(asked, expressions())) - counted()
    assert set() == asked(ALERTS) - counted()


@pytest.mark.parametrize("name", ["grafana.json", "alerts.yml"])
def test_the_manual_names_it(name: str) -> None:
    """Whoever reads the operator's manual finds it."""
    assert f"({name})" in (DOCS / "van-hanh.md").read_text("utf-8")


def test_the_check_of_names_sees() -> None:
    """A rule that finds nothing proves nothing: a counter without its ending, a label that looks like a metric."""
    assert "sangkien_turns" not in counted()
    assert {"sangkien_turns_total", "sangkien_turn_seconds_bucket", "sangkien_build_info"} <= counted()
    assert {"sangkien_x_total"} == asked('sum(rate(sangkien_x_total{kind="sangkien_y"}[5m]))')
