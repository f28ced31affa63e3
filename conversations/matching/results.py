"""A node of the organisation tree, and what a search for one can come to."""

from dataclasses import dataclass

MOST_OPTIONS = 8  # what fits on a phone as buttons


@dataclass(frozen=True, slots=True)
class Organisation:
    """One node of the tree.

    code: of a province "04", of a federation "04.045", of a union "04.045.<own>".
    name: the official name with its type word, "Huyện Hà Quảng".
    kind: "national", "province", "federation" or "union".
    aliases: other names in use. One that ends in "(cũ)" is a former unit that was merged into this one: a person
        who types it has to confirm.
    learnt: names that people typed and the district has said to mean this one; no list that is imported has them.
    """

    id: int
    code: str
    name: str
    kind: str
    parent_id: int | None
    block: str | None = None
    aliases: tuple[str, ...] = ()
    is_active: bool = True
    learnt: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Exact:
    """The text names this one and no other."""

    organisation: Organisation


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Probably this one; the person has to confirm it."""

    organisation: Organisation


@dataclass(frozen=True, slots=True)
class Options:
    """Several fit: ask. At most MOST_OPTIONS, in Vietnamese order; *more* were left out."""

    organisations: tuple[Organisation, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A real place of that name, but outside the scope (one of them, if there are several)."""

    organisation: Organisation


@dataclass(frozen=True, slots=True)
class Nothing:
    """No unit of that name. is_commune: the text names a commune or village, and a district is needed."""

    is_commune: bool = False


Match = Exact | Suggestion | Options | Elsewhere | Nothing
