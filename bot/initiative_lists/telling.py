"""Who is told of a list that was filed: each author whose account is known, and each decider once for all of it."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.messages import to_dict
from conversations import codes
from conversations.directory import Directory
from conversations.domain import Role
from conversations.effects import Arg, Say, Text
from storage.repositories.outbox_order import NOTICE
from storage.unit_of_work import UnitOfWork

MOST_TOLD = 10  # initiatives in one message
_AT_ONCE = 400  # people looked up at once


def tell(
    uow: UnitOfWork,
    filed: Sequence[Mapping[str, Any]],
    directory: Directory,
    *,
    by: int | None,
    by_name: str,
    at: datetime,
) -> None:
    """Owe the messages. filed: rows of submissions."""
    says: dict[int, list[Say]] = defaultdict(list)
    for person, rows in _by_author(filed).items():
        says[person].append(_to_author(rows, directory))
    for person, counts in _deciders(uow, filed).items():
        says[person].append(_to_decider(counts, by_name, directory))
    people = [person for person in says if person != by]
    for first in range(0, len(people), _AT_ONCE):
        for person, to in uow.people.addresses(people[first : first + _AT_ONCE]).items():
            for say in says[person]:
                uow.outbox.add(to.channel, to.chat, to_dict(say), NOTICE, at)


def _by_author(filed: Sequence[Mapping[str, Any]]) -> Mapping[int, list[Mapping[str, Any]]]:
    found: defaultdict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for row in filed:
        found[row["author_id"]].append(row)
    return found


def _deciders(uow: UnitOfWork, filed: Sequence[Mapping[str, Any]]) -> Mapping[int, Counter[int]]:
    """Who may decide, and how many of which CĐCS: its executives, else the nearest staff above."""
    found: defaultdict[int, Counter[int]] = defaultdict(Counter)
    unions = {int(row["organisation_id"]) for row in filed}
    executives = {union: uow.grants.holders(Role.EXECUTIVE, union) for union in unions}
    deciders = {union: people or uow.grants.nearest_staff(union) for union, people in executives.items()}
    numbers = {union: uow.people.identity_hashes(people) for union, people in deciders.items()}
    for row in filed:
        union = int(row["organisation_id"])
        # Nobody decides on an own initiative, by whichever account: others do, or those above.
        is_own = row["author_id"] in deciders[union] or row["identity_hash"] in numbers[union]
        for person in uow.subjects.deciders(row["code"]) if is_own else deciders[union]:
            found[person][union] += 1
    return found


def _to_author(rows: Sequence[Mapping[str, Any]], directory: Directory) -> Say:
    return Say("bulk-told-author", {"place": directory.label(rows[0]["organisation_id"]), "lines": tuple(_lines(rows))})


def _lines(rows: Sequence[Mapping[str, Any]]) -> Iterator[Text]:
    for row in rows[:MOST_TOLD]:
        yield Text("bulk-told-line", {"title": row["title"], "code": codes.shown(row["code"])})
    if len(rows) > MOST_TOLD:
        yield Text("bulk-told-more", {"count": len(rows) - MOST_TOLD})


def _to_decider(counts: Counter[int], by_name: str, directory: Directory) -> Say:
    place: Arg = Text("bulk-of-many", {"unions": len(counts)})
    if len(counts) == 1:
        place = directory.label(next(iter(counts)))
    by: Arg = by_name or Text("bulk-by-operator")
    return Say("bulk-told-executive", {"by": by, "new": counts.total(), "place": place})
