"""What one cell means, and what is wrong with it: names, blocks, other names; and where the mistakes of a row go."""

from functools import lru_cache

import regex
from msgspec import Struct, field

from bot.imports.headings import Headings
from conversations.domain import Block
from conversations.effects import Arg, Text
from conversations.text import fold, has_letter, one_line

MOST_NAME, MOST_ALIASES = 300, 20
SHOWN = 40  # characters of a value in a sentence about it
EXAMPLES = {"federation_code": "04.045", "code": "001", "name": "Trường THCS Xuân Hòa"}
_BLOCKS = {
    Block.ENTERPRISE: (
        "enterprise", "business", "doanh nghiệp", "khối doanh nghiệp", "dn", "khối dn", "doanh nghiệp ngoài nhà nước",
        "sản xuất kinh doanh", "khối sản xuất kinh doanh", "sxkd", "khối sxkd",
    ),
    Block.PUBLIC_ADMIN: (
        "public_admin", "public admin", "public", "hành chính sự nghiệp", "khối hành chính sự nghiệp", "hcsn",
        "khối hcsn", "hành chính", "khối hành chính", "sự nghiệp", "khối sự nghiệp", "cơ quan", "khối cơ quan",
        "hành chính, sự nghiệp",
    ),
}  # fmt: skip
_BLOCK_WORDS = {fold(word): block.value for block, words in _BLOCKS.items() for word in words}
_ALIAS_ENDS = regex.compile(r"[;|\n]")


class Wrong(Struct, frozen=True):
    """One mistake. *row* as the spreadsheet counts; None: the file as a whole. *place*: the cell in the row."""

    row: int | None
    column: str | None  # its heading as written, else its English name
    problem: Text
    place: int | None = None

    @property
    def line(self) -> Text:
        """The mistake as one line to read."""
        if self.row is None:
            return Text("import-file", {"problem": self.problem})
        return Text("import-row", {"row": str(self.row), "column": self.column or "", "problem": self.problem})


class Problems(Struct, frozen=True):
    """Where the mistakes of one row go; a cell has one."""

    row: int
    headings: Headings
    found: list[Wrong]
    begun_at: int
    notes: list[Wrong] = field(default_factory=list)  # what may be right, but should be looked at

    @property
    def any(self) -> bool:
        """Whether the row has any."""
        return len(self.found) > self.begun_at

    def add(self, column: str, problem: str, **args: Arg) -> None:
        """Add one, unless its cell has one already. problem: the end of a text key."""
        self.say(column, Text(f"import-{problem}", args))

    def say(self, column: str, problem: Text) -> None:
        """The same in words that do not belong to lists alone."""
        place = self.headings.places.get(column)
        if not any(wrong.place == place for wrong in self.found[self.begun_at :]):
            self.found.append(self._at(column, problem))

    def note(self, column: str, remark: Text) -> None:
        """What should be looked at, and is taken as it is."""
        self.notes.append(self._at(column, remark))

    def _at(self, column: str, problem: Text) -> Wrong:
        return Wrong(self.row, self.headings.shown.get(column, column), problem, self.headings.places.get(column))


def name(typed: str, problems: Problems) -> str:
    """The name in one line; '' where the cell is empty."""
    found = one_line(typed)
    if not found:
        problems.add("name", "empty", example=EXAMPLES["name"])
    elif len(found) > MOST_NAME or not has_letter(found):
        problems.add("name", "name-wrong", most=MOST_NAME)
    return found


def block(typed: str, problems: Problems) -> str | None:
    """The value of the block that is meant; None where the cell is empty."""
    found = _meant_block(typed[:100]) if typed else None
    if typed and found is None:
        problems.add("block", "block-wrong", value=typed[:SHOWN])
    return found


@lru_cache(maxsize=1_000)
def _meant_block(typed: str) -> str | None:
    return _BLOCK_WORDS.get(fold(typed))


def aliases(typed: str, name: str, problems: Problems) -> tuple[str, ...]:
    """Parted by semicolons, bars or line breaks; the name itself and repetitions are left out."""
    if not typed:
        return ()
    parts = dict.fromkeys(part for part in map(one_line, _ALIAS_ENDS.split(typed)) if part and part != name)
    if len(parts) > MOST_ALIASES or any(len(part) > MOST_NAME for part in parts):
        problems.add("aliases", "aliases-wrong", most=MOST_ALIASES)
        return ()
    return tuple(parts)
