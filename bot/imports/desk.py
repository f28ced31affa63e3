"""Lists that staff send in chat: looked at when the file is there, taken in after "Áp dụng". Both as readers of files.

What was found right, or the marked copy, is kept under seal until the tap; see bot/fetching.py, which does all of it
again after a crash. Taking in is done once: its outcome takes the place of the list in the very same transaction.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
from msgspec.structs import asdict

from bot.file_readers import Finding, Reader, ReceivedFile
from bot.imports.kept import COPY, DONE, LIST
from bot.imports.process import Examined, Job, examine_apart
from bot.imports.progress import ChatProgress
from bot.imports.rows import MOST_BYTES
from bot.imports.storing import Compared, NotRight, Otherwise, Wish, draw_ground, take_in
from conversations.domain import Role
from conversations.flows.importing import APPLYING, LISTS, MOST_TOLD
from storage.database import Database
from storage.errors import ListClashes
from storage.unit_of_work import UnitOfWork

LIFE = timedelta(hours=24)
SECONDS = 600.0  # for a list
LANE = "lists"


class ImportDesk:
    """What the program does with lists, one at a time in a process (their lane): each takes a core for a while."""

    def __init__(
        self, database: Database, wake_sender: Callable[[], None], clock: Callable[[], datetime], texts_dir: Path | None
    ) -> None:
        self._database, self._wake, self._clock, self._texts_dir = database, wake_sender, clock, texts_dir

    def readers(self) -> dict[str, Reader]:
        """By the purpose of the files."""
        return {
            LISTS: Reader(self._look, most_bytes=MOST_BYTES, seconds=SECONDS, lane=LANE, life=LIFE),
            APPLYING: Reader(self._apply, seconds=SECONDS, lane=LANE, life=LIFE),
        }

    async def _look(self, received: ReceivedFile) -> Finding:
        """Examine a file for its sender. Raises: StorageError."""
        scopes = await self._database.read(lambda uow: staff_scopes(uow, received.person_id))
        if not scopes:
            return Finding({})  # the turn says so
        ground = await draw_ground(self._database, scopes)
        job = Job(received.content, ground, self._texts_dir)
        examined = await examine_apart(job, self._progress(received).tell)
        if examined.is_right:
            compared = Compared(examined.rows, examined.counts, ground.version, scopes, examined.basis)
            return Finding({"counts": examined.counts}, LIST + _packed(compared))
        return Finding(_mistakes(examined), COPY + examined.copy if examined.copy else None)

    async def _apply(self, received: ReceivedFile) -> Finding:
        """Take in what was found in an earlier file; *content* is its id. Raises: StorageError."""
        file_id, person = received.content.decode(), received.person_id
        kept = await self._database.read(lambda uow: uow.received_files.get(file_id, person, self._clock()))
        if kept is None or kept[:1] == COPY:
            return Finding({"problem": "import-gone"})
        if kept[:1] == DONE:  # by an attempt that did not live to tell
            return Finding({"counts": orjson.loads(kept[1:])})
        return await self._taken_in(_unpacked(kept[1:]), file_id, received)

    async def _taken_in(self, compared: Compared, file_id: str, received: ReceivedFile) -> Finding:
        person, at = received.person_id, self._clock()

        def seal(uow: UnitOfWork, counts: Mapping[str, int]) -> None:
            uow.received_files.keep(file_id, person, LISTS, DONE + orjson.dumps(dict(counts)), at + LIFE)
            done = {name: counts[name] for name in ("new", "changed")}
            uow.audit.add(at, person, "imported", "organisations", {**done, "file": file_id})

        wish = Wish(compared, lambda uow: staff_scopes(uow, person), seal, at, person)
        try:
            counts = await take_in(self._database, wish, self._texts_dir, self._progress(received).tell)
        except NotRight as wrong:
            return Finding({**_mistakes(wrong.examined), "problem": "import-stale"})
        except Otherwise as other:  # kept for another tap, after the new counts were seen
            found = {"problem": "import-otherwise", "counts": dict(other.compared.counts)}
            return Finding(found, LIST + _packed(other.compared))
        except ListClashes:
            return Finding({"problem": "import-stale", "wrong": [[None, None, "import-clash", {}]]})
        return Finding({"counts": dict(counts)})

    def _progress(self, received: ReceivedFile) -> ChatProgress:
        return ChatProgress(self._database, self._wake, self._clock, received.id)


def staff_scopes(uow: UnitOfWork, person_id: int) -> tuple[int, ...]:
    """Where a person may import."""
    return tuple(grant.organisation_id for grant in uow.grants.of(person_id) if grant.role is Role.STAFF)


def _mistakes(examined: Examined) -> dict[str, Any]:
    told = [[w.row, w.column, w.problem.key, dict(w.problem.args)] for w in examined.wrong[:MOST_TOLD]]
    return {"counts": examined.counts, "wrong": told, "has_copy": bool(examined.copy)}


def _packed(compared: Compared) -> bytes:
    head = {name: value for name, value in asdict(compared).items() if name != "rows"}
    return orjson.dumps(head) + b"\n" + compared.rows


def _unpacked(packed: bytes) -> Compared:
    head, _, rows = packed.partition(b"\n")
    values = orjson.loads(head)
    return Compared(rows, values["counts"], values["version"], tuple(values["scopes"]), values.get("basis", ""))
