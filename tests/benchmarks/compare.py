"""Our bot beside the peers: the table of goals, a profile by layer, and what grows. `make bench` runs this.

    make bench                    about six minutes
    make bench ROUNDS=3 LONG=1    fifty minutes; PARK, GROWTH, REPORTS, EXPORT, SEARCH and UNIONS choose sizes (docs/performance.md)

Prints what it finds and writes it into docs/performance.md. Without the harness of the peers (peers.py says where it is
looked for) only what grows is measured.
"""

import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from typing import Final

from tests.benchmarks import layers
from tests.benchmarks.goals import figures, goals
from tests.benchmarks.peers import Measured, Missing, Plan, harness, measure, ours
from tests.benchmarks.subject import ROOT

PAGE = ROOT / "docs" / "performance.md"
# Test, and the sizes of a short and of a long run.
GROWING: Final = (
    ("test_growth.py", "", {"GROWTH": "20000", "UNIONS": "2"}, {"GROWTH": "1000000", "UNIONS": "90"}),
    ("test_reports.py", "sqlite", {"REPORTS": "20000", "UNIONS": "5"}, {"REPORTS": "2000000", "UNIONS": "180"}),
    ("test_export.py", "", {"EXPORT": "10000", "UNIONS": "5"}, {"EXPORT": "300000", "UNIONS": "90"}),
    ("test_search.py", "searched_at_once", {"SEARCH": "500", "UNIONS": "30"}, {"SEARCH": "5000", "UNIONS": "184"}),
)  # fmt: skip


def say(line: str) -> None:
    """Print at once, into a file too."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    """Measure, print, write the page."""
    is_long = bool(os.environ.get("LONG"))
    plan = Plan(int(os.environ.get("ROUNDS") or "1"), 8.0 if is_long else 4.0, is_long)
    parts: dict[str, str] = {}
    try:
        h = harness()
    except Missing as missing:
        say(f"{missing}\nOnly what grows is measured.")
    else:
        measured = measure(h, plan, say)
        parts |= {"goals": goals(measured), "figures": figures(measured), "pair": _pair(measured)}
        parts["layers"] = layers.profile(h, ours(h), 20 if is_long else 8)
    parts["growing"] = growing(is_long=is_long)
    parts["taken"] = (
        f"Taken on {datetime.now(UTC):%Y-%m-%d}, {plan.rounds} round{'s' * (plan.rounds > 1)}, {plan.seconds:.0f} s a run"
        f"{', long' if is_long else ''}, {os.cpu_count()} processors, Python {sys.version.split()[0]}."
    )
    for name, text in parts.items():
        say(f"\n{name}\n{text}")
    page = PAGE.read_text("utf-8")
    for name, text in parts.items():
        page = filled(page, name, text)
    PAGE.write_text(page, "utf-8")
    return 0


def filled(page: str, name: str, text: str) -> str:
    """The page with *text* between `<!-- name -->` and `<!-- /name -->`. Raises: ValueError if they are not there."""
    before, first, rest = page.partition(f"<!-- {name} -->\n")
    _, last, after = rest.partition(f"<!-- /{name} -->")
    if not first or not last:
        raise ValueError(f"docs/performance.md has no place for {name}")
    return f"{before}{first}{text}\n{last}{after}"


def _pair(measured: Measured) -> str:
    found = [one["pair"] for one in measured.runs.get(("pair", "ours-pair"), []) if one is not None]
    lines = [f"turns {' and '.join(f'{turns:.0f}' for turns in one['turns'])}, races lost {one['lost']:.0f}" for one in found]
    return "Two processes on one PostgreSQL, connections dealt out in turn: " + ("; ".join(lines) or "not measured") + "."


def growing(*, is_long: bool) -> str:
    """The figures that the benchmarks of what grows print."""
    said = []
    for name, chosen, short, long in GROWING:
        sizes = {size: os.environ.get(size, value) for size, value in (long if is_long else short).items()}
        command = [sys.executable, "-m", "pytest", "-q", "-s", "-n", "0", "-p", "no:cacheprovider", f"tests/benchmarks/{name}"]
        command += ["-k", chosen] if chosen else []
        done = subprocess.run(command, cwd=ROOT, env=os.environ | sizes, capture_output=True, text=True, check=False)
        told = done.stdout.partition("= FAILURES =")[0].splitlines()
        kept = [line.rstrip(" .=F") for line in told if re.search(r"\w", line) and not re.search(r"\d (passed|failed)", line)]
        said.append("\n".join((f"$ {' '.join(f'{size}={value}' for size, value in sizes.items())} pytest -s tests/benchmarks/{name}", *kept)))
        if done.returncode:
            said.append("What this test asserts does not hold (or it did not run); the figures stand as printed.")
    return "```\n" + "\n\n".join(said) + "\n```"


if __name__ == "__main__":
    sys.exit(main())
