"""Files a list that was found right: compared again with what is there, all of it in one transaction or nothing.

What takes time, seals and sketches, is made before; the transaction only looks again at rights, dates and places,
and stores. Killed at any moment, the list is filed as a whole or not at all, and filing it again adds nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct

from bot.facts import current_campaign, draw_code
from bot.initiative_lists.entries import Entry
from bot.initiative_lists.telling import tell
from conversations import rights
from conversations.directory import Directory
from conversations.domain import Campaign, Consent, Entered, Role, Status, Submission
from conversations.flows.workplace import workplace_answers
from conversations.text import fold
from storage.database import Database
from storage.errors import CodeTaken, DirectoryChanged
from storage.repositories.filings import Filed
from storage.unit_of_work import UnitOfWork

ATTEMPTS = 5  # when the tree changes meanwhile, or a code that was drawn is somebody's


class Refused(Exception):
    """Nothing was filed. key: of the text that says why."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class Line(Struct, frozen=True):
    """What became of one row. code: '' of one that is there already, at a CĐCS that is not the list's."""

    row: int
    full_name: str
    title: str
    code: str
    is_new: bool


class Outcome(Struct, frozen=True):
    """What came of a list, by its rows."""

    lines: tuple[Line, ...]
    authors: int  # of what is new

    @property
    def counts(self) -> dict[str, int]:
        """As they are told."""
        new = sum(line.is_new for line in self.lines)
        return {"new": new, "there": len(self.lines) - new, "authors": self.authors}


class Order(Struct, frozen=True):
    """A list to file.

    place: the id of the CĐCS of the rows that name none. by: who hands in; None: the operator, who may everywhere.
    at: of the tap. directory: the tree as it is in a transaction. seal: runs in the transaction, may raise.
    campaign: the code of the one by whose rules the list is right; '': whichever runs.
    """

    entries: Sequence[Entry]
    place: int | None
    by: int | None
    by_name: str
    at: datetime
    directory: Callable[[UnitOfWork], Directory]
    seal: Callable[[UnitOfWork, Outcome], None]
    campaign: str = ""


class _Row(Struct, frozen=True):
    entry: Entry
    union: int
    columns: dict[str, Any]  # of a new one, without code and author


class _Prepared(Struct, frozen=True):
    rows: tuple[_Row, ...]  # of all entries that were not there when it was made
    unions: Mapping[int, int]  # by the row of the sheet
    version: int  # of the directory
    campaign: Campaign


def there(uow: UnitOfWork, entries: Sequence[Entry], campaign: Campaign) -> dict[int, Filed]:
    """The entries that are filed already, by row: the same author, and the same name of the initiative."""
    known = uow.filings.known(campaign.code, {entry.answers["id_number"] for entry in entries})
    by_matter = {
        number: {fold(filed.title): filed for filed in reversed(filings)} for number, filings in known.items()
    }
    found = ((entry.row, by_matter.get(entry.answers["id_number"], {}).get(entry.matter)) for entry in entries)
    return {row: filed for row, filed in found if filed is not None}


async def file_all(database: Database, order: Order) -> Outcome:
    """File what of a list is not there yet. Raises: Refused, StorageError."""
    for _ in range(ATTEMPTS):
        prepared = await database.read_aside(lambda uow: _prepare(uow, order))
        try:
            return await database.write(lambda uow: _file(uow, order, prepared))  # noqa: B023 - awaited at once
        except (DirectoryChanged, CodeTaken):
            continue
    raise DirectoryChanged


def _prepare(uow: UnitOfWork, order: Order) -> _Prepared:
    version, campaign, directory = uow.organisations.version(), current_campaign(uow), order.directory(uow)
    unions = {entry.row: _union(entry, order.place, directory) for entry in order.entries}
    known = there(uow, order.entries, campaign)
    day = order.at.astimezone(ZoneInfo(campaign.time_zone)).date()
    places = {union: workplace_answers(directory, union) for union in set(unions.values())}
    rows = (
        _Row(entry, unions[entry.row], _columns(uow, order, entry, places[unions[entry.row]], (campaign, day)))
        for entry in order.entries
        if entry.row not in known
    )
    return _Prepared(tuple(rows), unions, version, campaign)


def _union(entry: Entry, place: int | None, directory: Directory) -> int:
    node = directory.by_code(entry.union) if entry.union else directory.get(place or 0)
    if node is None or node.kind != "union" or not node.is_active:
        raise Refused("bulk-place-closed")
    return node.id


def _columns(
    uow: UnitOfWork, order: Order, entry: Entry, place: Mapping[str, str], of: tuple[Campaign, date]
) -> dict[str, Any]:
    entered = Entered(order.by, order.by_name, Consent.LIST) if order.by is not None else None
    answers = {**place, **entry.answers}
    filed = Submission("", 1, Status.SUBMITTED, 0, int(place["union"]), answers, order.at, entered=entered)
    return uow.submissions.row(filed, of[0].code, of[1]) | {"consented_by": Consent.LIST.value}


def _file(uow: UnitOfWork, order: Order, prepared: _Prepared) -> Outcome:
    uow.filings.hold()  # first: the same list twice waits here, and the second one sees what the first has filed
    campaign, directory = current_campaign(uow), order.directory(uow)
    if order.campaign not in ("", campaign.code):
        raise Refused("bulk-gone")  # its months, lengths and numbers were checked by the rules of another one
    if campaign.code != prepared.campaign.code or not campaign.is_open(order.at):
        raise Refused("bulk-too-late")
    _look_at_places(uow, order, prepared, directory)
    known = there(uow, order.entries, campaign)
    rows = [row for row in prepared.rows if row.entry.row not in known]
    if len(rows) + len(known) != len(order.entries):  # something that was there is gone: what is new has no columns
        raise DirectoryChanged
    codes = _codes(uow, len(rows))
    numbers = dict.fromkeys(row.entry.answers["id_number"] for row in rows)
    authors = {number: uow.people.author(number, order.at) for number in numbers}
    stored = [
        {**row.columns, "code": code, "author_id": authors[row.entry.answers["id_number"]]}
        for row, code in zip(rows, codes, strict=True)
    ]
    if stored:
        uow.filings.add(stored, order.by, order.at)
        tell(uow, stored, directory, by=order.by, by_name=order.by_name, at=order.at)
    drawn = dict(zip((row.entry.row for row in rows), codes, strict=True))
    outcome = Outcome(tuple(_line(entry, drawn, known, prepared) for entry in order.entries), len(numbers))
    order.seal(uow, outcome)
    return outcome


def _look_at_places(uow: UnitOfWork, order: Order, prepared: _Prepared, directory: Directory) -> None:
    unions = sorted(set(prepared.unions.values()))
    if order.by is not None:
        grants = uow.grants.of(order.by)
        own = {grant.organisation_id for grant in grants if grant.role is Role.EXECUTIVE}
        scopes = tuple(grant.organisation_id for grant in grants if grant.role is Role.STAFF)
        if not all(union in own or rights.covers(scopes, union, directory) for union in unions):
            raise Refused("bulk-not-yours")
    if not all(uow.organisations.hold(union) for union in unions):
        raise Refused("bulk-place-closed")
    if uow.organisations.version() != prepared.version:
        raise DirectoryChanged


def _codes(uow: UnitOfWork, count: int) -> list[str]:
    """So many codes that are nobody's: among hundreds of thousands, two thousand drawn ones meet one now and then."""
    codes: dict[str, None] = {}
    while len(codes) < count:
        drawn = dict.fromkeys(draw_code() for _ in range(count - len(codes)))
        taken = uow.filings.taken(drawn)
        codes |= {code: None for code in drawn if code not in taken}
    return list(codes)


def _line(entry: Entry, drawn: Mapping[int, str], known: Mapping[int, Filed], prepared: _Prepared) -> Line:
    filed = known.get(entry.row)
    is_of_list = filed is not None and filed.organisation_id == prepared.unions[entry.row]
    code = drawn.get(entry.row) or (filed.code if filed is not None and is_of_list else "")
    return Line(entry.row, entry.answers["full_name"], entry.answers["title"], code, entry.row in drawn)
