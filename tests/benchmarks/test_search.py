"""How often the search understands names as people type them, and how long it takes over a whole country.

    SEARCH=5000 UNIONS=184 .venv/bin/python -m pytest tests/benchmarks/test_search.py -s

SEARCH is the number of noisy names, UNIONS that of CĐCS under each of the 705 federations (184: about 126,000). Without
them a short version runs. "Right" is: the unit was taken or suggested, or is the first of the choices offered. A wrong
one that is taken without asking is never right.
"""

import dataclasses
import gc
import os
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator

import pytest
from msgspec.structs import replace

from bot.builtin import organisations
from conversations.directory import Directory, Exact, Options, Organisation, Suggestion
from conversations.text import plain_letters
from tests.benchmarks.memory import resident_mb
from tests.noisy_names import PLACES, STYLE, UNIONS, Asked, queries
from tests.workplaces import workplaces

QUERIES = int(os.environ.get("SEARCH", "500"))
EACH = int(os.environ.get("UNIONS", "0"))
SEED = int(os.environ.get("SEED", "7"))
SHARES = {"union": 0.7, "federation": 0.22, "province": 0.08}
RIGHT = ("taken", "suggested", "first choice")
HOSTILE = (
    "ha " * 66, "truong mam non " * 13, "a b c d e " * 20, "truongmamnon" * 16, "s" * 200, "1 " * 100, "so 1 " * 40,
    "cong ty co phan " * 12, "aw ow uw dd " * 16, "bao3 lac5 " * 20, "x." * 100, "thcs thpt th mn ubnd " * 9,
)  # fmt: skip


@pytest.fixture(scope="module")
def country() -> Directory:
    """The built-in tree, with invented unions under all federations, or in the short version under eight."""
    known = organisations()
    federations = [node for node in known if node.kind == "federation"]
    chosen = federations if EACH else random.Random(1).sample(federations, 8)
    return Directory((*known, *workplaces(chosen, EACH or 180)))


def verdict(tree: Directory, asked: Asked) -> str:
    """What the search makes of it, in a word."""
    match tree.search(asked.text, asked.scope, asked.meant.kind):
        case Exact(found):
            return "taken" if found == asked.meant else "WRONG"
        case Suggestion(found):
            return "suggested" if found == asked.meant else "wrong suggestion"
        case Options(shown):
            return "first choice" if shown[0] == asked.meant else "a choice" if asked.meant in shown else "no choice"
    return "not found"


@pytest.mark.timeout(900)
def test_a_whole_country_is_searched_at_once(country: Directory, capsys: pytest.CaptureFixture[str]) -> None:
    """Every noisy name is answered, hostile ones too, without a federation to look in; how long it took is printed."""
    before = resident_mb()
    made = timed(country.prepare)
    root = country.children(None)[0].id
    first = timed(lambda: country.search("truong mam non hoa senn", root, "union"))
    memory = resident_mb() - before
    asked = [*queries(country, every(country, "union"), UNIONS, QUERIES if EACH else QUERIES // 5, SEED)]
    gc.collect()
    gc.freeze()  # as the program does once it is up
    took = sorted(timed(lambda one=one: country.search(one.text, root, "union")) for one in asked)  # type: ignore[misc]
    worst = max(timed(lambda text=text: country.search(text[:200], root, "union")) for text in HOSTILE)  # type: ignore[misc]
    changed = with_one_more(country)
    updated = timed(changed.prepare)
    with capsys.disabled():
        show(f"unions {len([*every_union(country)]):,}; index made in {made:.2f} s, first slip {first:.2f} s more, {memory:.0f} MB")
        show(f"{len(took)} searches: p50 {at(took, 0.5)}, p90 {at(took, 0.9)}, p99 {at(took, 0.99)}, worst {at(took, 1)} ms of CPU")
        show(f"hostile texts: worst {worst * 1000:.1f} ms; one union more: {updated:.2f} s until the index knows it")
    assert isinstance(changed.search("don vi moi toanh", root, "union"), Exact)


@pytest.mark.timeout(900)
def test_noisy_names_are_understood(country: Directory, capsys: pytest.CaptureFixture[str]) -> None:
    """At least 99 of 100 at once, and none of them silently taken for another."""
    found = {kind: dict(judged(country, kind, style)) for kind, style in STYLES.items()}
    with capsys.disabled():
        show(f"{'':36}{'right':>8}  of {QUERIES}")
        for kind, verdicts in found.items():
            show(line(f"{kind}s", sum(verdicts.values(), Counter())))
            for noise, counted in verdicts.items():
                show(line(f"  {noise}", counted))
        show(line("all", sum((v for each in found.values() for v in each.values()), Counter())))
    counted = sum((v for each in found.values() for v in each.values()), Counter())
    assert counted["WRONG"] == 0
    assert right(counted) >= 0.99


STYLES: dict[str, STYLE] = {"union": UNIONS, "federation": PLACES, "province": PLACES}


def judged(tree: Directory, kind: str, style: STYLE) -> Iterator[tuple[str, Counter[str]]]:
    """The verdicts for each kind of noise."""
    units = every(tree, kind)
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for asked in queries(tree, units, style, round(QUERIES * SHARES[kind]), SEED):
        found[asked.kind][verdict(tree, asked)] += 1
    yield from found.items()


def every(tree: Directory, kind: str) -> list[Organisation]:
    """The units of that kind; unions of at most forty federations, so that no more indexes are made."""
    provinces = tree.provinces()
    federations = [child for province in provinces for child in tree.children(province.id)]
    if kind != "union":
        return list(provinces) if kind == "province" else federations
    with_unions = [node for node in federations if tree.children(node.id)]
    few = random.Random(2).sample(with_unions, min(40, len(with_unions)))
    return [union for node in few for union in tree.children(node.id)]


@pytest.mark.timeout(900)
def test_a_place_said_with_the_name_is_heard(country: Directory, capsys: pytest.CaptureFixture[str]) -> None:
    """Staff of the whole country say the district too; what was heard wrongly is asked, never taken."""
    root, draw = country.children(None)[0].id, random.Random(SEED)
    counted: Counter[str] = Counter()
    for asked in queries(country, every(country, "union"), UNIONS, QUERIES // 5, SEED):
        district, province = country.get(asked.scope or 0), country.province_of(asked.scope or 0)
        assert district
        assert province
        place = draw.choice((f", {district.name}, {province.name}", f" {plain_letters(district.name)}"))
        counted[verdict(country, dataclasses.replace(asked, text=asked.text + place, scope=root))] += 1
    with capsys.disabled():
        show(line("with the district, in all the country", counted))
    assert counted["WRONG"] == 0


def with_one_more(tree: Directory) -> Directory:
    """The next snapshot, with one more union; all others are read anew."""
    parent = every(tree, "union")[0].parent_id
    others = [replace(node) for node in all_nodes(tree)]
    return Directory((*others, Organisation(10_000_000, "x", "CĐCS Đơn vị Mới Toanh", "union", parent)), before=tree)


def every_union(tree: Directory) -> Iterator[Organisation]:
    """All of them."""
    return (node for node in all_nodes(tree) if node.kind == "union")


def all_nodes(tree: Directory, parent: int | None = None) -> Iterator[Organisation]:
    """The whole tree, parents first."""
    for node in tree.children(parent):
        yield node
        yield from all_nodes(tree, node.id)


def timed(work: Callable[[], object]) -> float:
    """CPU seconds of this thread: others on the machine do not count."""
    begun = time.thread_time()
    work()
    return time.thread_time() - begun


def at(took: list[float], share: float) -> str:
    """A percentile in milliseconds."""
    return f"{took[min(len(took) - 1, int(len(took) * share))] * 1000:.1f}"


def right(verdicts: Counter[str]) -> float:
    """The share of right ones."""
    return sum(verdicts[one] for one in RIGHT) / max(1, sum(verdicts.values()))


def line(name: str, verdicts: Counter[str]) -> str:
    """One line of the table."""
    counted: Iterable[str] = (f"{how} {number}" for how, number in verdicts.most_common())
    return f"{name:36}{right(verdicts):8.1%}  {', '.join(counted)}"


def show(text: str) -> None:
    """One line on the terminal."""
    print(text)  # noqa: T201
