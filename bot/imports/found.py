"""What examining a list of any kind comes to."""

from collections.abc import Mapping

from msgspec import Struct

from bot.imports.annotated import Marked


class Found(Struct, frozen=True):
    """counts: with "wrong" and "wrong_rows" among them. packed: what to store, '' where anything is wrong.

    basis: the same for the same list as long as it would do the same.
    """

    counts: Mapping[str, int]
    read: Marked
    basis: str = ""
    packed: bytes = b""
