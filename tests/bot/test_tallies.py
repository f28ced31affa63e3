"""Figures that every update adds to are shown as prometheus_client would have shown them."""

import re

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

from bot.tallies import Spans, Tally

BUCKETS = (0.01, 0.5, 1, 2.5)
SECONDS = (0.0, 0.01, 0.011, 0.5, 0.75, 1.0, 2.5, 2.500001, 1e9, 0.25)


def shown(registry: CollectorRegistry) -> str:
    """What /metrics answers; since when a figure is counted lies a moment apart."""
    return re.sub(r"(_created(?:\{.*\})?) .*", r"\1 …", generate_latest(registry).decode())


def test_a_tally_is_a_counter() -> None:
    """Before anything is counted, afterwards, and however often it is asked for."""
    ours, theirs = CollectorRegistry(), CollectorRegistry()
    tally = Tally("sangkien_things_total", "Things", ["channel", "outcome"], ours)
    counter = Counter("sangkien_things_total", "Things", ["channel", "outcome"], registry=theirs)
    assert shown(theirs) == shown(ours)
    for labels in (("telegram", "done"), ("web", "done"), ("telegram", "done"), ('"\n', "a=b")):
        tally.add(*labels)
        counter.labels(*labels).inc()
        assert shown(theirs) == shown(ours) == shown(ours)
    assert 2.0 == ours.get_sample_value("sangkien_things_total", {"channel": "telegram", "outcome": "done"})


def test_spans_are_a_histogram() -> None:
    """With labels and without, on the bounds of buckets, between and beyond them."""
    for labels in ((), ("channel",), ("channel", "kind")):
        ours, theirs = CollectorRegistry(), CollectorRegistry()
        spans = Spans("sangkien_seconds", "How long", labels, buckets=BUCKETS, registry=ours)
        histogram = Histogram("sangkien_seconds", "How long", labels, buckets=BUCKETS, registry=theirs)
        assert shown(theirs) == shown(ours)
        for number, seconds in enumerate(SECONDS):
            values = [f"{name}{number % 2}" for name in labels]
            spans.add(seconds, *values)
            (histogram.labels(*values) if values else histogram).observe(seconds)
            assert shown(theirs) == shown(ours) == shown(ours)
