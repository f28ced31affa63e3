"""The goals, as rows of a table: what was measured within each round, and whether the median reaches the goal."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from tests.benchmarks.peers import EACH, FLOOR, GRAMMY, OURS, PAIR, POSTGRES, PTB, Measured

HEAD = "| what | goal | measured | reached |\n|---|---|---|---|"
Measure = Callable[[Measured], Sequence[float | None]]


@dataclass(frozen=True, slots=True)
class Goal:
    """One row. A figure reaches it if it is at most, or at least, the bound."""

    what: str
    said: str
    bound: float
    measure: Measure
    is_least: bool = False
    unit: str = "×"

    def row(self, measured: Measured) -> str:
        """As Markdown; with several rounds the median, and in brackets the extremes."""
        figures = [one for one in self.measure(measured) if one is not None]
        if not figures:
            return f"| {self.what} | {self.said} | – | not measured |"
        middle = median(figures)
        spread = f" [{_short(min(figures))}–{_short(max(figures))}]" if len(figures) > 1 else ""
        is_reached = middle >= self.bound if self.is_least else middle <= self.bound
        return f"| {self.what} | {self.said} | {_short(middle)} {self.unit}{spread} | {'yes' if is_reached else '**no**'} |"


def _short(figure: float) -> str:
    return f"{figure:,.0f}" if abs(figure) >= 100 or figure == int(figure) else f"{figure:.2f}"


def _against(path: str, phase: str, peer: str) -> Measure:
    return lambda measured: measured.ratios(path, (phase, OURS), (phase, peer))


def _of_ours(path: str, phase: str, other: str, name: str = OURS) -> Measure:
    return lambda measured: measured.ratios(path, (phase, name), (other, OURS))


def _alone(phase: str, name: str, path: str) -> Measure:
    return lambda measured: measured.figures(phase, name, path)


def _sum(phase: str, *paths: str) -> Measure:
    return lambda measured: [measured.total(phase, OURS, *paths)]


def _started(measured: Measured) -> list[float]:
    """The load generator waits a tenth of a second before the bot is started."""
    pairs = zip(*(measured.figures("rest", name, "total.up_after_s") for name in (OURS, PTB)), strict=False)
    return [(one - 0.1) / (other - 0.1) for one, other in pairs if one is not None and other is not None]


UPDATES, CPU, TAIL = "updates_per_s", "server.cpu_ms_per_update", "lat_ms.p99"
STORED = ("verify.double_records", "verify.wrong_records", "verify.missing_records")
GOALS = (
    Goal("updates/s, closed loop", "≥ 5 × `ptb`", 5, _against(UPDATES, "closed", PTB), is_least=True),
    Goal("", "≥ 2.5 × `grammy-sqlite`", 2.5, _against(UPDATES, "closed", GRAMMY), is_least=True),
    Goal("", "≥ 0.6 × `limit-api-group`", 0.6, _against(UPDATES, "closed", FLOOR), is_least=True),
    Goal("CPU per update", "≤ 0.2 × `ptb`", 0.2, _against(CPU, "closed", PTB)),
    Goal("", "≤ 1.6 × `limit-api-group`", 1.6, _against(CPU, "closed", FLOOR)),
    Goal("p99, closed loop", "≤ 0.25 × `ptb`", 0.25, _against(TAIL, "closed", PTB)),
    Goal("", "≤ 2 × `limit-api-group`", 2, _against(TAIL, "closed", FLOOR)),
    Goal("p99, open loop at 40/s", "≤ `grammy-sqlite`", 1, _against(TAIL, "open40", GRAMMY)),
    Goal(
        "p99, open loop at 200/s", "≤ `grammy-sqlite` at 40/s", 1,
        lambda measured: measured.ratios(TAIL, ("open200", OURS), ("open40", GRAMMY)),
    ),
    Goal("served at 200/s", "no backlog: ≥ 198/s", 198, _alone("open200", OURS, UPDATES), is_least=True, unit="/s"),
    Goal("updates/s, 60 ms a call", "≥ 0.8 × own without delay", 0.8, _of_ours(UPDATES, "net60", "net0"), is_least=True),
    Goal("memory at rest", "≤ 1.5 × `ptb`", 1.5, _against("server.rss0_mb", "rest", PTB)),
    Goal("memory per parked dialogue", "≤ 300 bytes at 100,000", 300, _alone("park", OURS, "parked_bytes"), unit="bytes"),
    Goal("start to the first answer", "≤ 1.5 × `ptb`", 1.5, _started),
    Goal("bytes written per update", "≤ 0.5 × `limit-api-each`", 0.5, _against("server.written_kb_per_update", "closed", EACH)),
    Goal("dup: another reply", "0", 0, _sum("dup", "dup.other_reply"), unit=""),
    Goal("dup: doubled, wrong or missing records", "0", 0, _sum("dup", *STORED), unit=""),
    Goal("tap: another reply", "0", 0, _sum("tap", "dup.other_reply"), unit=""),
    Goal("tap: doubled, wrong or missing records", "0", 0, _sum("tap", *STORED), unit=""),
    Goal("crash: answers lost", "0", 0, _sum("crash", "crash.lost_answers"), unit=""),
    Goal("crash: 200 but no reply", "0", 0, _sum("crash", "crash.silent"), unit=""),
    Goal("crash: doubled, wrong or missing records", "0", 0, _sum("crash", *STORED), unit=""),
    Goal("PostgreSQL: the bot's own CPU per update", "≤ 1.3 × on SQLite", 1.3, _of_ours(CPU, "postgres", "postgres", POSTGRES)),
    Goal("PostgreSQL: races lost by two processes", "≤ 1 % of turns", 1, lambda m: [100 * (one or 0) for one in m.figures("pair", PAIR, "pair.share")], unit="%"),
)  # fmt: skip
FIGURES = (
    ("updates/s", UPDATES, "{:.0f}"), ("CPU ms/update", CPU, "{:.2f}"), ("p50 ms", "lat_ms.p50", "{:.1f}"),
    ("p99 ms", TAIL, "{:.1f}"), ("RSS MB", "server.rss_mb", "{:.0f}"), ("KB written/update", "server.written_kb_per_update", "{:.1f}"),
)  # fmt: skip


def goals(measured: Measured) -> str:
    """The table of goals."""
    return "\n".join((HEAD, *(goal.row(measured) for goal in GOALS)))


def figures(measured: Measured) -> str:
    """Every run's own figures, as medians over the rounds."""
    lines = ["| phase | bot | " + " | ".join(name for name, _, _ in FIGURES) + " |", "|---" * (len(FIGURES) + 2) + "|"]
    for phase, name in measured.runs:
        cells = []
        for _, path, form in FIGURES:
            known = [one for one in measured.figures(phase, name, path) if one is not None]
            is_meant = known and not (phase == "crash" and path.startswith("server."))  # the process changed
            cells.append(form.format(median(known)) if is_meant else "–")
        lines.append(f"| {phase} | {name} | {' | '.join(cells)} |")
    return "\n".join(lines)
