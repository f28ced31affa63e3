"""What is kept of a list between its look and its tap: the first byte says what it is. Always under seal."""

import orjson

LIST, COPY, DONE = b"L", b"C", b"D"  # one that is right, one with its mistakes marked, what became of one


def with_copy(rows: bytes, copy: bytes, campaign: str) -> bytes:
    """A list that is right, and its copy with remarks. campaign: the code of the one by whose rules it is right."""
    return LIST + orjson.dumps({"copy": len(copy), "campaign": campaign}) + b"\n" + copy + rows


def campaign_of(kept: bytes) -> str:
    """By whose rules the list behind `with_copy` is right; '' of one that was kept before that was noted."""
    return str(orjson.loads(kept[1:].partition(b"\n")[0]).get("campaign", ""))


def rows_of(kept: bytes) -> bytes:
    """The list behind `with_copy`."""
    head, _, rest = kept[1:].partition(b"\n")
    return rest[orjson.loads(head)["copy"] :]


def marked_copy(kept: bytes | None) -> bytes | None:
    """The workbook with mistakes or remarks marked, if there is one in what was kept."""
    if kept is None or kept[:1] not in (COPY, LIST):
        return None
    if kept[:1] == COPY:
        return kept[1:]
    head, _, rest = kept[1:].partition(b"\n")
    return rest[: orjson.loads(head).get("copy", 0)] or None
