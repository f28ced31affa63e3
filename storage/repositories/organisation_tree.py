"""What keeps the tree of organisations a tree: no loops, bounded depth. Asked before a node is hung elsewhere."""

from sqlalchemy import Connection, func, literal, select

from conversations.kinds import MOST_LEVELS
from conversations.units import Refusal
from storage import tables
from storage.errors import UnitRefused
from storage.repositories.organisations import above

_o = tables.organisations.c


def refuse_if(condition: bool, why: Refusal) -> None:
    """Raises: UnitRefused."""
    if condition:
        raise UnitRefused(why)


def check_place(connection: Connection, organisation_id: int, parent_id: int) -> None:
    """Whether a node with all below it may hang under that parent. Raises: UnitRefused for a loop or too much depth."""
    way_up = above(parent_id)
    rows = connection.execute(select(way_up.c.id)).scalars().all()
    refuse_if(organisation_id in rows, Refusal.LOOP)
    refuse_if(len(rows) + _height(connection, organisation_id) > MOST_LEVELS, Refusal.TOO_DEEP)


def _height(connection: Connection, organisation_id: int) -> int:
    """Levels of the subtree, its root counted; no more are counted than may be."""
    tree = select(_o.id, literal(1).label("level")).where(_o.id == organisation_id).cte("levels", recursive=True)
    further = select(_o.id, tree.c.level + 1).join(tree, _o.parent_id == tree.c.id).where(tree.c.level <= MOST_LEVELS)
    tree = tree.union_all(further)
    return int(connection.execute(select(func.max(tree.c.level))).scalar_one())
