"""Which row of a table holds its headings, and what each column means: in Vietnamese or English, in any order."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field

from msgspec import Struct

from bot.imports.rows import Row
from conversations.text import fold

EXAMPLE = "Ví dụ:"  # a row whose name begins so is the template's
LOOKED_AT = 15  # rows: a title may stand above the headings
_MOST_HEADING = 100  # characters


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The columns that a kind of list knows. headings: column → what its heading may be, in any spelling."""

    headings: Mapping[str, Sequence[str]]
    needed: Set[str]  # columns without which it is no such list
    meaning: Mapping[str, str] = field(init=False, repr=False)  # folded heading → column

    def __post_init__(self) -> None:
        meaning = {fold(heading): column for column, all_of_it in self.headings.items() for heading in all_of_it}
        object.__setattr__(self, "meaning", meaning)

    @property
    def columns(self) -> tuple[str, ...]:
        """In the order in which people see them."""
        return tuple(self.headings)

    def rank(self, rows: Sequence[Sequence[str]]) -> int:
        """How many columns the best of these rows has headings for."""
        return max((len(_meanings(row, self)) for row in rows[:LOOKED_AT]), default=0)


UNITS = Vocabulary({
    "federation_code": (
        "federation_code", "federation", "federation id", "parent_code", "parent", "superior code", "mã liên đoàn",
        "mã liên đoàn lao động", "mã lđlđ", "mã lđlđ huyện", "mã lđlđ tỉnh", "mã lđlđ cấp trên", "mã huyện",
        "mã quận huyện", "mã cấp trên", "mã đơn vị cấp trên", "mã công đoàn cấp trên",
        "mã công đoàn cấp trên trực tiếp", "mã công đoàn cấp trên trực tiếp cơ sở", "mã cđ cấp trên",
    ),
    "code": (
        "code", "union_code", "unit_code", "own_code", "id", "mã", "mã số", "mã cđcs", "mã công đoàn",
        "mã công đoàn cơ sở", "mã đơn vị", "mã cơ sở",
    ),
    "name": (
        "name", "union", "union_name", "unit", "unit_name", "full name", "tên", "tên gọi", "tên đầy đủ", "tên cđcs",
        "tên công đoàn", "tên công đoàn cơ sở", "công đoàn cơ sở", "cđcs", "tên đơn vị", "tên cơ sở", "đơn vị",
        "tên cơ quan đơn vị", "cơ quan đơn vị", "tên cơ quan", "tên đơn vị doanh nghiệp",
    ),
    "block": ("block", "sector", "khối", "nhóm", "nhóm ý tưởng", "khối ngành", "loại hình", "khối thi đua"),
    "aliases": (
        "aliases", "alias", "other names", "short name", "tên khác", "tên gọi khác", "các tên gọi khác",
        "các tên khác", "tên viết tắt", "tên tắt", "tên thường gọi", "bí danh",
    ),
}, frozenset(("federation_code", "code", "name")))  # fmt: skip


class Headings(Struct, frozen=True):
    """Where the columns stand, and what their headings say."""

    row: int  # the last row of the headings, as the spreadsheet counts
    places: Mapping[str, int]  # column → its place in a row
    shown: Mapping[str, str]  # column → the heading as written


class Lacking(Exception):
    """There are headings, but not all that are needed. columns: those that are not there."""

    def __init__(self, columns: Set[str], vocabulary: Vocabulary) -> None:
        super().__init__()
        self.columns = tuple(column for column in vocabulary.columns if column in columns)


def find(rows: Sequence[Row], vocabulary: Vocabulary, needed: Set[str] | None = None) -> Headings | None:
    """The headings among the first rows; they may take two rows with cells merged across or down.

    needed: fewer columns than the vocabulary's, where the rest is known.
    """
    needed = vocabulary.needed if needed is None else needed
    for upper, row in enumerate(rows[:LOOKED_AT]):
        found = _meanings(row.cells, vocabulary)
        if needed <= found.keys():
            return _made(row.number, found, row.cells)
        below = rows[upper + 1] if upper + 1 < len(rows) else None
        if below is not None and found and below.number == row.number + 1:
            cells = _merged(row.cells, below.cells, vocabulary)
            found = _meanings(cells, vocabulary)
            if needed <= found.keys():
                return _made(below.number, found, cells)
    return None


def missing(rows: Sequence[Row], vocabulary: Vocabulary, needed: Set[str]) -> Set[str]:
    """The needed columns that the best of the first rows lacks; all of them if there is nothing like a heading."""
    best = max((_meanings(row.cells, vocabulary) for row in rows[:LOOKED_AT]), key=len, default={})
    return needed - best.keys()


def _meanings(cells: Sequence[str], vocabulary: Vocabulary) -> dict[str, int]:
    """Of two columns that mean the same the first one counts."""
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        if cell and len(cell) <= _MOST_HEADING and (column := vocabulary.meaning.get(fold(cell))):
            found.setdefault(column, place)
    return found


def _merged(upper: Sequence[str], lower: Sequence[str], vocabulary: Vocabulary) -> list[str]:
    """Two rows as one: what stands below says more; a cell merged across counts for those under it too."""
    cells, above, meaning = list[str](), "", vocabulary.meaning
    for place in range(max(len(upper), len(lower))):
        over = upper[place] if place < len(upper) else ""
        under = lower[place] if place < len(lower) else ""
        above = over or (above if under else "")
        both = f"{under} {above}"
        is_both = fold(under) not in meaning and fold(both) in meaning
        cells.append(both if is_both else under or over)
    return cells


def _made(number: int, places: Mapping[str, int], cells: Sequence[str]) -> Headings:
    shown = {column: " ".join(cells[place].split()) for column, place in places.items()}
    return Headings(number, places, shown)
