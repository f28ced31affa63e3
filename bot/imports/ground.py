"""What a list is compared with: the tree as far as it matters to somebody's scope, in a form that goes to a process."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from conversations.kinds import DEEPEST, PARENTS, UNION

if TYPE_CHECKING:
    from conversations.directory import Organisation



@dataclass(frozen=True, slots=True)
class Known:
    """A CĐCS that is stored."""

    code: str
    name: str
    parent_code: str
    block: str | None
    aliases: tuple[str, ...]
    is_active: bool


@dataclass(frozen=True, slots=True)
class Ground:
    """parents: code → whether the importer may add below it. unions: those below such parents, by `key`."""

    parents: Mapping[str, bool]
    unions: Mapping[str, Known]
    version: int = 0  # of the directory that this was drawn from

    def to_json(self) -> dict[str, Any]:
        """JSON-ready values."""
        unions = [(n.code, n.name, n.parent_code, n.block, n.aliases, n.is_active) for n in self.unions.values()]
        return {"parents": dict(self.parents), "unions": unions}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Ground":
        """The ground behind `to_json`."""
        known = (
            Known(code, name, parent, block, tuple(aliases), active)
            for code, name, parent, block, aliases, active in stored["unions"]
        )
        return cls(stored["parents"], {key(union.code): union for union in known})


def key(code: str) -> str:
    """Codes that differ in capitals alone are one."""
    return code.casefold()


def survey(nodes: "Iterable[Organisation]", scopes: Sequence[int] | None = None, version: int = 0) -> Ground:
    """The ground of staff with these scopes; of None, the operator, who may add anywhere.

    Args:
        nodes: the whole tree as it is in the time of the campaign, active or not.
        version: of the directory that they are.
    """
    by_id = {node.id: node for node in nodes}
    inside: dict[int | None, bool] = {None: False} | dict.fromkeys(scopes or (), True)

    def is_inside(node: "Organisation") -> bool:
        path = [node]
        while path[-1].id not in inside and path[-1].parent_id not in inside and len(path) < DEEPEST:
            above = by_id.get(path[-1].parent_id or 0)
            if above is None:
                break
            path.append(above)
        found = inside.get(path[-1].id, inside.get(path[-1].parent_id, False))
        inside.update(dict.fromkeys((one.id for one in path), found))
        return found

    mine = [node for node in by_id.values() if scopes is None or is_inside(node)]
    mine_ids = {node.id for node in mine}
    parents = {
        node.code: node.id in mine_ids for node in by_id.values() if node.kind in PARENTS[UNION] and node.is_active
    }
    codes = {node.id: node.code for node in by_id.values()}
    unions = (
        Known(n.code, n.name, codes.get(n.parent_id or 0, ""), n.block, tuple(n.aliases), n.is_active)
        for n in mine
        if n.kind == "union"
    )
    return Ground(parents, {key(union.code): union for union in unions}, version)
