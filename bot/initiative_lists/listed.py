"""A list of initiatives as it leaves the process that has examined it; see bot/imports/worker.py."""

from collections.abc import Mapping
from typing import Any

from bot.imports.found import Found
from bot.imports.tables import Progress
from bot.initiative_lists.entries import packed
from bot.initiative_lists.ground import Ground
from bot.initiative_lists.plan import examine


def found(content: bytes, ground: Mapping[str, Any], told: Progress) -> Found:
    """What is made of a file; *ground* as `Ground.to_json`."""
    read = examine(content, Ground.from_json(ground), told)
    return Found(read.counts, read, packed=b"" if read.wrong else packed(read.entries))
