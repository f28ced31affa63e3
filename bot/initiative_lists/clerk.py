"""Does for the desk what lists of initiatives need: looks at one, files one. Loaded when the first one comes.

What was filed takes the place of the list in the very transaction that files it, so that whoever comes back after a
crash tells the same.
"""

import asyncio
from collections.abc import Collection, Sequence
from datetime import datetime
from functools import partial
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from msgspec import Struct
from msgspec.structs import asdict

from bot.facts import current_campaign
from bot.file_readers import Finding, ReceivedFile
from bot.imports.cells import Wrong
from bot.imports.desk import LIFE
from bot.imports.kept import COPY, DONE, campaign_of, rows_of, with_copy
from bot.imports.process import Examined, Job, examine_apart
from bot.imports.progress import ChatProgress
from bot.imports.rows import INITIATIVES as KIND
from bot.initiative_lists.desk import ListDesk
from bot.initiative_lists.entries import Entry, unpacked
from bot.initiative_lists.ground import Ground, Places, ground_of
from bot.initiative_lists.taking import Order, Outcome, Refused, file_all, there
from conversations.directory import Directory
from conversations.domain import Grant, Role
from conversations.effects import Text
from conversations.flows.file_list import INITIATIVES, MANY, Wish
from conversations.flows.importing import MOST_TOLD
from storage.unit_of_work import UnitOfWork


class _Done(Exception):
    """Another tap has filed the list meanwhile."""

    def __init__(self, kept: bytes) -> None:
        super().__init__()
        self.kept = kept


class Clerk(Struct, frozen=True):
    """What works for a desk."""

    desk: ListDesk

    async def look(self, received: ReceivedFile) -> Finding:
        """Examine a file for its sender. Raises: StorageError."""
        look = partial(self._ground, received)
        ground, campaign = await self.desk.database.read_aside(look)  # of the country there are many
        if not ground.unions:
            return Finding({})  # the turn says so
        progress = ChatProgress(self.desk.database, self.desk.wake_sender, self.desk.clock, received.id)
        examined = await examine_apart(Job(received.content, ground, self.desk.texts_dir, kind=KIND), progress.tell)
        if not examined.is_right:
            found = {"counts": examined.counts, "wrong": _told(examined.wrong), "has_copy": bool(examined.copy)}
            return Finding(found, COPY + examined.copy if examined.copy else None)
        entries = await asyncio.to_thread(unpacked, examined.rows)
        found = await self.desk.database.read_aside(lambda uow: self._compared(uow, examined, entries))
        return Finding(found, with_copy(examined.rows, examined.copy, campaign))

    def _ground(self, received: ReceivedFile, uow: UnitOfWork) -> tuple[Ground, str]:
        """What it is checked against, and the code of the campaign."""
        campaign = current_campaign(uow)
        directory = self.desk.facts.directory(uow, campaign)
        today = received.at.astimezone(ZoneInfo(campaign.time_zone)).date()
        places = places_for(uow.grants.of(received.person_id), directory)
        return ground_of(places, campaign, today, self.desk.phrase), campaign.code

    def _compared(self, uow: UnitOfWork, examined: Examined, entries: Sequence[Entry]) -> dict[str, Any]:
        """With what is filed, and whose they are: of one CĐCS, of several, or of one that is still to be asked."""
        found = found_right(examined, entries, there(uow, entries, current_campaign(uow)).keys())
        named = {entry.union for entry in entries}
        if "" in named:
            return found
        if len(named) > 1:
            return {**found, "counts": {**found["counts"], "unions": len(named)}}
        node = self.desk.facts.directory(uow).by_code(named.pop())
        return {**found, "union": node.id} if node is not None else found

    async def file(self, received: ReceivedFile) -> Finding:
        """File a list that was looked at; *content* is a `Wish`. Raises: StorageError."""
        wish, person = Wish.read(received.content.decode()), received.person_id
        at = self.desk.clock()
        kept = await self.desk.database.read(lambda uow: uow.received_files.get(wish.file_id, person, at))
        if kept is None or kept[:1] == COPY:
            return Finding({"problem": "bulk-gone"})
        if kept[:1] == DONE:  # by an attempt that did not live to tell
            return _as_told(wish, kept)
        entries = await asyncio.to_thread(lambda: unpacked(rows_of(kept)))
        order = Order(
            entries, None if wish.place == MANY else int(wish.place), person, wish.by, datetime.fromisoformat(wish.at),
            self.desk.facts.directory, partial(self._seal, wish, person), campaign_of(kept),
        )  # fmt: skip
        try:
            outcome = await file_all(self.desk.database, order)
        except Refused as refused:
            return Finding({"problem": refused.key})
        except _Done as done:
            return _as_told(wish, done.kept)
        self.desk.wake_sender()
        return Finding({"file": wish.file_id, "counts": outcome.counts})

    def _seal(self, wish: Wish, person: int, uow: UnitOfWork, outcome: Outcome) -> None:
        now = self.desk.clock()
        kept = uow.received_files.get(wish.file_id, person, now)
        if kept is not None and kept[:1] == DONE:
            raise _Done(kept)  # or the codes that are to go out would all be said to have been there before
        told = {"counts": outcome.counts, "lines": [asdict(line) for line in outcome.lines]}
        uow.received_files.keep(wish.file_id, person, INITIATIVES, DONE + orjson.dumps(told), now + LIFE)
        # What was declared with the tap, by its wording: the proof of what the executive stands for.
        declared = sha256(self.desk.phrase(Text("bulk-declaration")).encode()).hexdigest()[:16]
        done = {**outcome.counts, "file": wish.file_id, "declared": declared}
        uow.audit.add(datetime.fromisoformat(wish.at), person, "imported", "submissions", done)


def _as_told(wish: Wish, kept: bytes) -> Finding:
    return Finding({"file": wish.file_id, "counts": orjson.loads(kept[1:])["counts"]})


def places_for(grants: Sequence[Grant], directory: Directory) -> Places:
    """For which CĐCS somebody with these roles may hand in."""
    scopes = [grant.organisation_id for grant in grants if grant.role is Role.STAFF]
    nodes = (directory.get(grant.organisation_id) for grant in grants if grant.role is Role.EXECUTIVE)
    own = [node for node in nodes if node is not None and node.is_active]
    below = directory.unions(scopes, 0, len(directory)) if scopes else ()
    return Places(own, tuple(dict.fromkeys((*own, *below))))


def found_right(examined: Examined, entries: Sequence[Entry], known: Collection[int]) -> dict[str, Any]:
    """What is told of a list without mistakes; remarks on rows that are there already are left out.

    Args: known: the rows that are filed already.
    """
    new = [entry for entry in entries if entry.row not in known]
    remarks = [note for note in examined.notes if note.row not in known]
    counts = {
        "new": len(new), "there": len(entries) - len(new), "notes": len(remarks),
        "authors": len({entry.answers["id_number"] for entry in new}),
    }  # fmt: skip
    return {"counts": counts, "remarks": _told(remarks), "has_copy": bool(examined.copy)}


def _told(mistakes: Sequence[Wrong]) -> list[Any]:
    return [[one.row, one.column, one.problem.key, dict(one.problem.args)] for one in mistakes[:MOST_TOLD]]
