"""A list of CĐCS as it leaves the process that has examined it: its figures, what it rests on, and what to store."""

import csv
import zlib
from collections.abc import Mapping
from hashlib import sha256
from io import StringIO
from typing import Any

import orjson
from msgspec.structs import astuple

from bot.imports.found import Found
from bot.imports.ground import Ground
from bot.imports.headings import UNITS
from bot.imports.plan import Listed, Plan, examine
from bot.imports.tables import Progress


def found(content: bytes, ground: Mapping[str, Any], told: Progress) -> Found:
    """What is made of a file; *ground* as `Ground.to_json`."""
    read = examine(content, Ground.from_json(ground), told)
    packed = b"" if read.plan.wrong else zlib.compress(as_csv(read.plan), 1)
    return Found(read.plan.counts, read, basis(read.plan), packed)


def basis(plan: Plan) -> str:
    """The same for the same list as long as it would add the same CĐCS and replace the same values."""
    told = [[row.code for row in plan.new], [astuple(old) for old in plan.replaced]]
    return sha256(orjson.dumps(told)).hexdigest()


def as_csv(plan: Plan) -> bytes:
    """What is to be stored as a list of its own: the new ones first. It can be examined again as any other file."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(UNITS.columns)
    writer.writerows(map(_cells, (*plan.new, *plan.changed)))
    return text.getvalue().encode()


def _cells(row: Listed) -> tuple[str, ...]:
    return row.parent_code, row.code, row.name, row.block or "", ";".join(row.aliases)
