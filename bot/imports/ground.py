"""What a list is compared with: the tree as far as it matters to somebody's scope, in a form that goes to a process."""

from collections.abc import Iterable, Mapping, Sequence, Set
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from conversations.kinds import DEEPEST, PARENTS, UNION

if TYPE_CHECKING:
    from conversations.directory import Organisation


class Known(Struct, frozen=True):
    """A CĐCS that is stored."""

    code: str
    name: str
    parent_code: str
    block: str | None
    aliases: tuple[str, ...]
    is_active: bool


class Ground(Struct, frozen=True):
    """parents: code → whether the importer may add below it. unions: those below such parents, by `key`.

    levels: the keys of all that is no CĐCS. elsewhere: those of the CĐCS that are not the importer's.
    home: the code of the only parent that staff may add below; '' if there are several.
    """

    parents: Mapping[str, bool]
    unions: Mapping[str, Known]
    version: int = 0  # of the directory that this was drawn from
    levels: Set[str] = frozenset()
    elsewhere: Set[str] = frozenset()
    home: str = ""

    def to_json(self) -> dict[str, Any]:
        """JSON-ready values."""
        unions = [(n.code, n.name, n.parent_code, n.block, n.aliases, n.is_active) for n in self.unions.values()]
        sets = {"levels": list(self.levels), "elsewhere": list(self.elsewhere)}
        return {"parents": dict(self.parents), "unions": unions, "home": self.home, **sets}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Ground":
        """The ground behind `to_json`."""
        known = (
            Known(code, name, parent, block, tuple(aliases), active)
            for code, name, parent, block, aliases, active in stored["unions"]
        )
        levels, elsewhere = frozenset(stored["levels"]), frozenset(stored["elsewhere"])
        return cls(stored["parents"], {key(union.code): union for union in known}, 0, levels, elsewhere, stored["home"])


def key(code: str) -> str:
    """Codes that differ in capitals alone are one."""
    return code.casefold()


def survey(
    nodes: "Iterable[Organisation]", scopes: Sequence[int] | None = None, version: int = 0, outside: Iterable[str] = ()
) -> Ground:
    """The ground of staff with these scopes; of None, the operator, who may add anywhere.

    Args:
        nodes: the tree as it is in the time of the campaign, active or not; CĐCS outside the scopes may be left out.
        version: of the directory that they are.
        outside: the codes of those that were left out.
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
    own = [code for code, is_mine in parents.items() if is_mine]
    home = own[0] if scopes is not None and len(own) == 1 else ""
    codes = {node.id: node.code for node in by_id.values()}
    unions = (
        Known(n.code, n.name, codes.get(n.parent_id or 0, ""), n.block, tuple(n.aliases), n.is_active)
        for n in mine
        if n.kind == "union"
    )
    levels = frozenset(key(node.code) for node in by_id.values() if node.kind != "union")
    left = (node.code for node in by_id.values() if node.kind == "union" and node.id not in mine_ids)
    elsewhere = frozenset(map(key, (*left, *outside)))
    return Ground(parents, {key(union.code): union for union in unions}, version, levels, elsewhere, home)
