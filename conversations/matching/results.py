"""A node of the organisation tree, and what a search for one can come to."""

from datetime import date

from msgspec import Struct

MOST_OPTIONS = 8  # what fits on a phone as buttons


class FormerName(Struct, frozen=True):
    """A name that an organisation had until a day, from the end of the one before it."""

    name: str
    valid_to: date  # the first day for which it does not hold


class Organisation(Struct, frozen=True):
    """One node of the tree.

    code: of a province "04", of a federation "04.045", of a union "04.045.<own>".
    name: the official name with its type word, "Huyện Hà Quảng".
    kind: one of kinds.KINDS.
    aliases: other names in use. One that ends in "(cũ)" is a former unit that was merged into this one: a person
        who types it has to confirm.
    is_active: whether it may be chosen. What is over keeps its history.
    valid_from, valid_to: the first day, and the first day after the last one; None: not known, not over.
    former: its own former names, the oldest first.
    absorbed: names of those that were merged into it; a directory adds them. Who types one has to confirm.
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
    valid_from: date | None = None
    valid_to: date | None = None
    merged_into_id: int | None = None
    former: tuple[FormerName, ...] = ()
    absorbed: tuple[str, ...] = ()
    learnt: tuple[str, ...] = ()

    @property
    def names_before(self) -> tuple[str, ...]:
        """Names by which it was known and is still looked for, none twice, the present one left out."""
        names = dict.fromkeys((*(each.name for each in self.former), *self.absorbed))
        return tuple(name for name in names if name != self.name)

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that it is looked for by, the present one first."""
        return (self.name, *self.aliases, *self.learnt, *self.names_before)

    def name_on(self, day: date) -> str:
        """The name that was valid on that day."""
        return next((each.name for each in self.former if day < each.valid_to), self.name)


class Exact(Struct, frozen=True):
    """The text names this one and no other."""

    organisation: Organisation


class Suggestion(Struct, frozen=True):
    """Probably this one; the person has to confirm it."""

    organisation: Organisation


class Options(Struct, frozen=True):
    """Several fit: ask. At most MOST_OPTIONS, in Vietnamese order; *more* were left out."""

    organisations: tuple[Organisation, ...]
    more: int = 0


class Elsewhere(Struct, frozen=True):
    """A real place of that name, but outside the scope (one of them, if there are several)."""

    organisation: Organisation


class Nothing(Struct, frozen=True):
    """No unit of that name.

    is_commune: the text names a commune or village, and a district is needed.
    is_above: it names a place above, and a union is needed.
    """

    is_commune: bool = False
    is_above: bool = False


Match = Exact | Suggestion | Options | Elsewhere | Nothing
