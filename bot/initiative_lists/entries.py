"""One initiative of a list, and a list of them packed to be kept until the tap."""

import zlib
from collections.abc import Iterable, Mapping

import orjson
from msgspec import Struct

from conversations.text import fold


class Entry(Struct, frozen=True):
    """A row that is right. union: the code of its CĐCS, '' while that is to be asked."""

    row: int  # as the spreadsheet counts
    union: str
    answers: Mapping[str, str]  # by ANSWER_KEYS, without the workplace

    @property
    def matter(self) -> str:
        """The same for the same initiative, as far as its name tells: one author's are told apart by it."""
        return fold(self.answers["title"])


def packed(entries: Iterable[Entry]) -> bytes:
    """The list as bytes; to be sealed wherever it is kept."""
    return zlib.compress(orjson.dumps([[one.row, one.union, one.answers] for one in entries]), 1)


def unpacked(kept: bytes) -> tuple[Entry, ...]:
    """The list behind `packed`."""
    return tuple(Entry(row, union, answers) for row, union, answers in orjson.loads(zlib.decompress(kept)))
