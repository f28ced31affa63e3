"""Figures that every update adds to, counted for prometheus_client at a tenth of what its own counting costs.

It looks labels up, takes locks and makes objects for each figure. Here only the loop's thread counts, which answers
/metrics too. What is shown there is the library's: its families, names, labels and order, with these figures in them.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from math import inf

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector
from prometheus_client.samples import Sample

Labels = tuple[str, ...]


class Tally(Collector):
    """A counter."""

    def __init__(
        self, name: str, documentation: str, labels: Sequence[str], registry: CollectorRegistry = REGISTRY
    ) -> None:
        self._shown = Counter(name, documentation, labels, registry=None)
        self._new: dict[Labels, int] = {}  # since it was last asked for
        registry.register(self)

    def add(self, *labels: str) -> None:
        """Count one more."""
        try:
            self._new[labels] += 1
        except KeyError:
            self._new[labels] = 1
            self._shown.labels(*labels)  # its life begins

    def collect(self) -> Iterable[Metric]:
        """See prometheus_client."""
        for labels, count in self._new.items():
            self._shown.labels(*labels).inc(count)
            self._new[labels] = 0
        return self._shown.collect()


class Spans(Collector):
    """How long something took, as a histogram."""

    def __init__(
        self,
        name: str,
        documentation: str,
        labels: Sequence[str] = (),
        *,
        buckets: Sequence[float],
        registry: CollectorRegistry = REGISTRY,
    ) -> None:
        """Args: buckets: upper bounds in seconds, ascending."""
        self._shown = Histogram(name, documentation, labels, buckets=buckets, registry=None)
        self._names, self._bounds = tuple(labels), (*buckets, inf)
        self._seen: dict[Labels, list[int]] = {}  # how many fell into each bucket
        self._sums: dict[Labels, float] = {}
        registry.register(self)

    def add(self, seconds: float, *labels: str) -> None:
        """Count one that took so long."""
        if labels not in self._seen:
            self._seen[labels], self._sums[labels] = [0] * len(self._bounds), 0.0
            if labels:
                self._shown.labels(*labels)  # its life begins
        self._seen[labels][bisect_left(self._bounds, seconds)] += 1
        self._sums[labels] += seconds

    def collect(self) -> Iterable[Metric]:
        """See prometheus_client."""
        for family in self._shown.collect():
            family.samples = [sample._replace(value=self._value(sample)) for sample in family.samples]
            yield family

    def _value(self, sample: Sample) -> float:
        labels = tuple(sample.labels[name] for name in self._names)
        if labels not in self._seen:  # nothing took any time yet
            return sample.value
        match sample.name.rpartition("_")[2]:
            case "bucket":
                return float(sum(self._seen[labels][: self._bounds.index(float(sample.labels["le"])) + 1]))
            case "count":
                return float(sum(self._seen[labels]))
            case "sum":
                return self._sums[labels]
        return sample.value  # since when it is counted
