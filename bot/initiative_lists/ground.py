"""What a list of initiatives is checked against, in a form that goes to a process: a campaign, CĐCS, and words."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field, to_builtins

from conversations.domain import Block, Campaign, Field
from conversations.effects import Text
from conversations.text import fold

if TYPE_CHECKING:
    from conversations.directory import Organisation


class Union(Struct, frozen=True):
    """A CĐCS that initiatives may be filed for."""

    code: str
    name: str
    block: str | None = None


class Ground(Struct, frozen=True):
    """unions: for whom the person may hand in. home_code: whose a row is that names none; '': that is to be asked.

    needs_codes: each row has to name its CĐCS, by a column of its own.
    first, last, today: days as ISO has them. words: for blocks and fields, what their labels fold to → the value.
    """

    unions: tuple[Union, ...]
    home_code: str
    needs_codes: bool
    first: str
    last: str
    today: str
    accepts_cmnd: bool = True
    description_limit: int = 1000
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def home(self) -> Union | None:
        """Whose a row is that names none."""
        return next((union for union in self.unions if union.code == self.home_code), None)

    @property
    def of_one_block(self) -> Union | None:
        """Any CĐCS, if the block of all of them is the same: a row whose CĐCS is still to be asked is of that one."""
        blocks = {union.block for union in self.unions}
        return self.unions[0] if len(blocks) == 1 else None

    @property
    def by_any_name(self) -> Mapping[str, Union]:
        """The CĐCS by code, by its own part of the code, and by name; by what two of them share by nothing."""
        named = [(key, union) for union in self.unions for key in {*_keys(union)}]
        often = Counter(key for key, _ in named)
        return {key: union for key, union in named if often[key] == 1} | {
            union.code.casefold(): union for union in self.unions
        }

    def to_json(self) -> dict[str, Any]:
        """JSON-ready values."""
        values: dict[str, Any] = to_builtins(self)
        return values

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Ground":
        """The ground behind `to_json`."""
        return cls(**{**stored, "unions": tuple(Union(**union) for union in stored["unions"])})


def _keys(union: Union) -> tuple[str, ...]:
    return union.code.rpartition(".")[2].casefold(), fold(union.name)


class Places(Struct, frozen=True):
    """For which CĐCS somebody may hand in: as an executive, and all of them."""

    own: "Sequence[Organisation]"
    all: "Sequence[Organisation]"


def ground_of(places: Places, campaign: Campaign, today: date, phrase: Callable[[Text], str]) -> Ground:
    """The ground of somebody who may hand in there, on this local day."""
    words = {
        "block": {fold(phrase(Text(f"block-{value.replace('_', '-')}"))): value for value in map(str, Block)},
        "field": {fold(phrase(Text(f"field-{value.replace('_', '-')}"))): value for value in map(str, Field)},
    }
    homes = places.own or places.all
    return Ground(
        tuple(Union(node.code, node.name, node.block) for node in places.all),
        homes[0].code if len(homes) == 1 else "", not places.own and len(places.all) > 1,
        campaign.applied_from.isoformat(), campaign.applied_to.isoformat(), today.isoformat(),
        campaign.accepts_cmnd, campaign.description_limit, words,
    )  # fmt: skip
