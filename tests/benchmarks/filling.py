"""Fills a database with a whole country's initiatives, faster than turns would: for benchmarks of what grows.

Every initiative has its author, two rows of the audit trail and two messages. Each row is one that a turn could have
written: codes have their check symbol, sealed columns open (a few sealed values serve for all), statuses, dates and
references fit together. Names are invented. The rows are the same for the same numbers.
"""

import asyncio
import random
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any, NamedTuple

import asyncpg
from sqlalchemy import Connection, make_url

from bot.builtin import organisations
from bot.messages import to_dict
from conversations import codes
from conversations.directory import Organisation
from conversations.domain import Block, Field, Role, Status
from storage import tables
from storage.database import SQLITE, run_in_transaction
from storage.repositories.outbox import CONTENT_LABEL
from storage.repositories.people import IDENTITY_LABEL
from storage.repositories.submission_rows import ID_NUMBER_LABEL, PHONE_LABEL
from storage.repositories.sums import Sums
from storage.sealed_json import seal_json
from storage.vault import Vault
from tests.builders import CAMPAIGN
from tests.sending import plain
from tests.workplaces import workplaces

BATCH = 20_000  # rows handed to the driver at once
FIRST_DAY = date(2021, 3, 10)
DAYS = 44
FIRST = 1000  # id of the first person and initiative
SEALED = 64  # different sealed numbers
STATUSES = (
    (Status.CONFIRMED, 62), (Status.SUBMITTED, 20), (Status.CHANGES_REQUESTED, 6), (Status.REJECTED, 7),
    (Status.WITHDRAWN, 5),
)  # fmt: skip
_ORDER = ("people", "identities", "submissions", "audit", "outbox")
_SYMBOLS = len(codes.ALPHABET)
_SCATTER = 15_485_863  # odd: numbers that follow each other get codes far apart, no two the same one
Row = tuple[Any, ...]


class Place(NamedTuple):
    """Where an initiative is filed."""

    union: int | None
    federation: int
    province: int
    block: str


def plant_country(url: str, each: int) -> list[Place]:
    """Store the built-in tree with *each* CĐCS under every federation.

    Returns: the places, those of a federation beside each other; each fiftieth is the federation itself.
    """
    known = organisations()
    unions = list(workplaces((node for node in known if node.kind == "federation"), each))
    rows = [_organisation(node) for node in (*known, *unions)]
    parents = {node.id: node.parent_id for node in known}

    def store(connection: Connection) -> None:
        for start in range(0, len(rows), BATCH):
            connection.execute(tables.organisations.insert(), rows[start : start + BATCH])

    run_in_transaction(url, store)
    places = []
    for number, union in enumerate(unions):
        federation = union.parent_id or 0
        is_typed = number % 50 == 49
        block = tuple(Block)[number % 3 > 0]
        places.append(Place(None if is_typed else union.id, federation, parents[federation] or 0, block.value))
    return places


def fill(url: str, vault: Vault, places: Sequence[Place], count: int) -> None:
    """Write so many initiatives into a database that has none, and count the sums. Blocks.

    People who are there already have lower ids than FIRST.
    """
    made = _Maker(vault, places)
    put = _put_sqlite if make_url(url).drivername == SQLITE else _put_postgres
    put(url, (made.rows(number) for number in range(FIRST, FIRST + count)))
    run_in_transaction(url, lambda connection: Sums(connection).recount())


def appoint_executives(url: str, places: Sequence[Place], share: float = 0.7) -> None:
    """Give that share of the CĐCS an executive; one person may have several of them."""
    unions = sorted({place.union for place in places if place.union})[: int(len(places) * share)]
    held = [
        {"person_id": FIRST + number % 100, "role": Role.EXECUTIVE.value, "organisation_id": union, "granted_at": CAMPAIGN.opens}
        for number, union in enumerate(unions)
    ]
    run_in_transaction(url, lambda connection: connection.execute(tables.grants.insert(), held))


def _organisation(node: Organisation) -> dict[str, object]:
    return {
        "id": node.id, "code": node.code, "name": node.name, "kind": node.kind, "parent_id": node.parent_id,
        "block": node.block, "aliases": "", "is_active": True, "valid_from": node.valid_from, "valid_to": node.valid_to,
    }  # fmt: skip


class _Maker:
    """Rows of one initiative at a time."""

    def __init__(self, vault: Vault, places: Sequence[Place]) -> None:
        self._places, self._draw = places, random.Random(75)
        numbers = [f"0012{number:08d}" for number in range(SEALED)]
        self._numbers = [(vault.seal(n.encode(), ID_NUMBER_LABEL), vault.hash(n, IDENTITY_LABEL)) for n in numbers]
        self._phones = [vault.seal(f"0912{number:06d}".encode(), PHONE_LABEL) for number in range(SEALED)]
        self._content = seal_json(vault, to_dict(plain("Đã nhận sáng kiến")), CONTENT_LABEL)
        self._statuses = [status.value for status, share in STATUSES for _ in range(share)]
        self._fields = [*(field.value for field in Field), None]

    def rows(self, number: int) -> tuple[tuple[str, Row], ...]:
        """Of all tables, in the order in which they refer to each other."""
        draw, chat = self._draw.random, str(1_000_000 + number)
        at = datetime(2021, 3, 10, tzinfo=UTC) + timedelta(days=int(draw() * DAYS), seconds=int(draw() * 50_000))
        status, place = self._statuses[int(draw() * 100)], self._places[int(draw() * len(self._places))]
        id_number, identity = self._numbers[number % SEALED]
        code, is_decided = _code(number), status not in ("submitted", "withdrawn")
        is_agreed = status == "confirmed" and draw() < 0.8
        day, changed = (at + timedelta(hours=7)).date(), at + timedelta(hours=9)
        submission = (
            number, code, CAMPAIGN.code, 1 + is_decided, status, number, place.union or place.federation,
            place.province, place.federation, place.union, None if place.union else f"Tổ sản xuất số {number % 40}",
            place.block, self._fields[int(draw() * len(self._fields))], f"2021-0{2 + number % 4}", "Nguyễn Văn A",
            id_number, identity, self._phones[number % SEALED], f"Cải tiến số {number} trong công việc hằng ngày",
            _DESCRIPTION, at, day, changed if is_decided else at, changed if is_decided else None,
            "Trần Thị B" if is_decided else None, FIRST if is_decided else None,
            "Chưa rõ" if status in ("rejected", "changes_requested") else None,
            "title" if status == "changes_requested" else "", None, *(_AGREED if is_agreed else _NOT_AGREED),
            CAMPAIGN.closes if status == "submitted" else None,
        )  # fmt: skip
        subject = f"submission:{code}"
        deeds = (("filed", at, number), ("decided" if is_decided else "seen", changed, FIRST))
        return (
            ("people", (number, identity, at)),
            ("identities", (number, "telegram", chat, chat, number, True, at)),
            ("submissions", submission),
            *(("audit", (when, who, action, subject, None)) for action, when, who in deeds),
            *(("outbox", ("telegram", chat, self._content, 0, "sent", 1, 1, at, at, at, str(n), card))
              for n, card in ((2 * number, None), (2 * number + 1, code))),
        )  # fmt: skip


_LEFT_OUT = (  # as what older programs filed
    "benefit", "benefit_period", "is_secret", "likeness", "entered_by_id", "entered_by", "consented_by", "attached",
)  # fmt: skip
_COLUMNS: dict[str, tuple[str, ...]] = {
    "people": ("id", "identity_hash", "created_at"),
    "identities": ("id", "channel", "user_key", "chat", "person_id", "is_reachable", "last_seen_at"),
    "submissions": tuple(one.name for one in tables.submissions.c if one.name not in _LEFT_OUT),
    "audit": ("at", "actor_id", "action", "subject", "details"),
    "outbox": ("channel", "chat", "content", "priority", "status", "attempts", "parts_sent", "created_at", "due_at",
               "sent_at", "message_id", "card"),
}  # fmt: skip
_BESIDE = (
    "SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL "  # noqa: S608
    f"AND name NOT LIKE 'audit_no%' AND tbl_name IN ({', '.join(repr(name) for name in _COLUMNS)})"
)
_DESCRIPTION = "Trước đây làm bằng tay rất lâu. Nay dùng dụng cụ tự làm từ vật liệu có sẵn, nhanh gấp đôi. " * 2
_AGREED, _NOT_AGREED = ("Lê Văn C", "Giám đốc", date(2021, 4, 20)), (None, None, None)


def _code(number: int) -> str:
    rest, drawn = number * _SCATTER % _SYMBOLS**7, ""
    for _ in range(7):
        rest, symbol = divmod(rest, _SYMBOLS)
        drawn += codes.ALPHABET[symbol]
    return codes.with_check(drawn)


def _batches(made: Iterable[tuple[tuple[str, Row], ...]]) -> Iterator[dict[str, list[Row]]]:
    rows = iter(made)
    while some := list(islice(rows, BATCH)):
        tables_of: dict[str, list[Row]] = {name: [] for name in _ORDER}
        for initiative in some:
            for name, row in initiative:
                tables_of[name].append(row)
        yield tables_of


def _put_sqlite(url: str, made: Iterable[tuple[tuple[str, Row], ...]]) -> None:
    path = make_url(url).database
    assert path
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for pragma in ("synchronous = OFF", "cache_size = -400000"):
            connection.execute(f"PRAGMA {pragma}")
        beside = connection.execute(_BESIDE).fetchall()  # an index over what is there already is made far faster
        for kind, name, _ in beside:
            connection.execute(f"DROP {kind} {name}")
        for tables_of in _batches(made):
            connection.execute("BEGIN")
            for name, rows in tables_of.items():
                places = ", ".join("?" * len(_COLUMNS[name]))
                columns = ", ".join(f'"{column}"' for column in _COLUMNS[name])
                connection.executemany(f"INSERT INTO {name} ({columns}) VALUES ({places})", map(_for_sqlite, rows))  # noqa: S608
            connection.execute("COMMIT")
        for _, _, statement in beside:
            connection.execute(statement)


def _for_sqlite(row: Row) -> Row:
    return tuple([_stored_as(value) if isinstance(value, date) else value for value in row])


def _stored_as(value: date) -> str:
    return value.isoformat(" ", "microseconds")[:26] if isinstance(value, datetime) else value.isoformat()


def _put_postgres(url: str, made: Iterable[tuple[tuple[str, Row], ...]]) -> None:
    async def put() -> None:
        parsed = make_url(url)
        connection = await asyncpg.connect(
            host=parsed.host or parsed.query.get("host"), port=parsed.port, user=parsed.username,
            password=parsed.password, database=parsed.database,
        )  # fmt: skip
        try:
            for tables_of in _batches(made):
                for name, rows in tables_of.items():
                    await connection.copy_records_to_table(name, records=rows, columns=_COLUMNS[name])
            for name in ("people", "identities", "submissions", "organisations"):
                await connection.execute(f"SELECT setval('{name}_id_seq', max(id)) FROM {name}")  # noqa: S608
            await connection.execute("ANALYZE")
        finally:
            await connection.close()

    with ThreadPoolExecutor(max_workers=1) as thread:  # a test's own loop may be running in this one
        thread.submit(asyncio.run, put()).result()

