"""Folders with migrations of other programs than this one: an older one, or one that is still to come."""

import shutil
from pathlib import Path

from sqlalchemy import insert

from conversations.reminders import DECIDE_AFTER
from storage import tables
from storage.migrations import VERSIONS, head_revision
from storage.repositories.people import Person
from storage.repositories.submission_rows import answer_columns
from storage.unit_of_work import UnitOfWork
from tests.storage.world import CAMPAIGN, DAY, NOON, TREE, initiative

NEXT = f"{int(head_revision()) + 1:04}"
_TEMPLATE = '''"""What a later release does.

Revision: {revision}
"""

import sqlalchemy as sa
from alembic import op

revision, down_revision, is_online = "{revision}", "{before}", {is_online}


def upgrade() -> None:
    """Change a table that turns use."""
    {change}
'''
ADDS = 'op.add_column("outbox", sa.Column("later", sa.String(10)))'
DROPS = 'op.drop_table("web_files")'


def older(folder: Path, head: str) -> Path:
    """The migrations of the program whose newest is *head*."""
    folder.mkdir(parents=True)
    for path in VERSIONS.glob("0*.py"):
        if path.name[:4] <= head:
            shutil.copy(path, folder)
    return folder


def newer(folder: Path, change: str, *, is_online: bool) -> Path:
    """Ours, and one more."""
    older(folder, head_revision())
    named = {"revision": NEXT, "before": head_revision(), "is_online": is_online, "change": change}
    (folder / f"{NEXT}_later.py").write_text(_TEMPLATE.format(**named), "utf-8")
    return folder


def met_in_0002(uow: UnitOfWork) -> Person:
    """Somebody whom a program of that revision met: it knew fewer columns than today's statements do."""
    made = insert(tables.people).values(created_at=NOON).returning(tables.people.c.id)
    person_id = uow.connection.execute(made).scalar_one()
    account = {"channel": "telegram", "user_key": "a", "chat": "chat-a", "person_id": person_id}
    uow.connection.execute(insert(tables.identities).values(**account, is_reachable=True, last_seen_at=NOON))
    return Person(person_id, None, is_new=True)


def planted_in_0002(uow: UnitOfWork) -> dict[str, int]:
    """The tree as a program of that revision stored it. Returns: ids by code."""
    ids: dict[str, int] = {}
    for row in reversed(TREE):
        values = {"code": row.code, "name": row.name, "kind": row.kind, "block": row.block, "aliases": "", "is_active": True}
        made = insert(tables.organisations).values(**values, parent_id=ids.get(row.parent_code or ""))
        ids[row.code] = uow.connection.execute(made.returning(tables.organisations.c.id)).scalar_one()
    return ids


def filed_in_0002(uow: UnitOfWork, code: str) -> None:
    """An initiative, filed with a program of that revision."""
    filed = initiative(code, met_in_0002(uow), planted_in_0002(uow))
    columns = answer_columns(uow.vault, filed.answers)
    row = {name: value for name, value in columns.items() if name not in ("is_secret", "likeness", "benefit", "benefit_period")} | {
        "code": code, "campaign": CAMPAIGN.code, "revision": 1, "status": filed.status.value, "author_id": filed.author_id,
        "submitted_at": NOON, "submitted_on": DAY, "changed_at": NOON, "remind_at": NOON + DECIDE_AFTER,
    }  # fmt: skip
    uow.connection.execute(insert(tables.submissions).values(row))
    uow.audit.add(NOON, filed.author_id, "filed", f"submission:{code}", {"to": filed.status.value})
