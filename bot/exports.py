"""Everything that was filed below a node, to a file: .xlsx or .csv for a spreadsheet, .jsonl for a program.

Identity number and phone leave the vault only under a permit that says so, and there is no permit without an audit row.
.xlsx has text cells alone. A spreadsheet would run a .csv cell that begins with = + - @, a tab or a line break as a
formula, so such a cell gets an apostrophe in front; and it drops leading zeros of .csv, so .xlsx is for people.
.jsonl holds every value exactly as it is stored.
"""

import csv
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from io import BytesIO
from pathlib import Path
from tempfile import mkstemp

import orjson
from msgspec import Struct

from bot.documents.long_sheet import write_rows
from bot.documents.summary_table import OPTIONS
from storage.figures import Initiative, Question
from storage.queries import initiatives
from storage.repositories.submission_rows import ID_NUMBER_LABEL, PHONE_LABEL
from storage.unit_of_work import UnitOfWork
from storage.vault import Vault

COLUMNS = (
    "code", "status", "is_valid", "federation_code", "organisation_code", "organisation_name", "union_name", "block",
    "field", "applied_on", "full_name", "title", "description", "submitted_at", "decided_at", "decided_by", "reason",
    "agreement_name", "agreement_position", "agreement_on", "benefit", "benefit_period", "is_secret",
    "entered_by", "consented_by", "attached", "selected_by", "score", "selected_reason", "selected_at", "forwarded_at",
)  # fmt: skip
PERSONAL = ("id_number", "phone")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

Value = str | bool | int | None
Record = Mapping[str, Value]


class UnknownFormat(ValueError):
    """The file's name does not end in .xlsx, .csv or .jsonl."""


class Permit(Struct, frozen=True):
    """That an export is on record; `permit` makes it."""

    with_personal: bool


def permit(
    uow: UnitOfWork, at: datetime, actor_id: int | None, organisation_id: int, *, with_personal: bool = False
) -> Permit:
    """Write down that an export is made: commit this before `export` runs, which may be in a read-only transaction.

    Args:
        actor_id: None for the operator.
    """
    action = "exported-personal" if with_personal else "exported"
    uow.audit.add(at, actor_id, action, f"organisation:{organisation_id}")
    return Permit(with_personal)


def export(uow: UnitOfWork, question: Question, path: Path, allowed: Permit) -> int:
    """Write the file, readable for its owner alone; what stood there before stays until the new one is complete.

    Returns: How many initiatives.
    Raises: UnknownFormat, TooManyRows, Unsealable, OSError.
    """
    write = _writer(path)
    rows = initiatives(uow.connection, question, with_sealed=allowed.with_personal)
    columns = _columns(with_personal=allowed.with_personal)
    with _replacing(path) as temporary:
        return write(temporary, columns, (_record(row, columns, uow.vault) for row in rows))


def check_name(path: Path) -> None:
    """Raises: UnknownFormat, so that a wrong name is found before anything is audited."""
    _writer(path)


def _writer(path: Path) -> "Callable[[Path, tuple[str, ...], Iterable[Record]], int]":
    writers = {".xlsx": _write_xlsx, ".csv": _write_csv, ".jsonl": _write_jsonl}
    try:
        return writers[path.suffix.lower()]
    except KeyError:
        raise UnknownFormat(path.suffix) from None


def _columns(*, with_personal: bool) -> tuple[str, ...]:
    after_name = COLUMNS.index("full_name") + 1
    return (*COLUMNS[:after_name], *PERSONAL, *COLUMNS[after_name:]) if with_personal else COLUMNS


def _record(row: Initiative, columns: tuple[str, ...], vault: Vault) -> Record:
    opened: dict[str, Value] = {}
    if "phone" in columns:
        assert row.id_number is not None and row.phone is not None  # noqa: S101, PT018 - they were asked for
        opened["id_number"] = vault.open(row.id_number, ID_NUMBER_LABEL).decode()
        opened["phone"] = vault.open(row.phone, PHONE_LABEL).decode()
    return {name: opened[name] if name in opened else _plain(getattr(row, name)) for name in columns}


def _plain(value: object) -> Value:
    if value is None or isinstance(value, int):  # a bool is one
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _write_jsonl(path: Path, columns: tuple[str, ...], records: Iterable[Record]) -> int:
    count = 0
    with path.open("wb") as file:
        for record in records:
            file.write(orjson.dumps(record) + b"\n")
            count += 1
    return count


def _write_csv(path: Path, columns: tuple[str, ...], records: Iterable[Record]) -> int:
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:  # the mark tells Excel that it is UTF-8
        writer = csv.writer(file)
        writer.writerow(columns)
        for record in records:
            writer.writerow([harmless(_shown(record[name])) for name in columns])
            count += 1
    return count


def _write_xlsx(path: Path, columns: tuple[str, ...], records: Iterable[Record]) -> int:
    from xlsxwriter import Workbook  # noqa: PLC0415 - heavy

    pattern = BytesIO()
    with Workbook(pattern, {**OPTIONS, "tmpdir": str(path.parent)}) as book:
        sheet = book.add_worksheet()
        text, bold = book.add_format({"num_format": "@"}), book.add_format({"bold": True})
        sheet.set_column(0, len(columns) - 1, None, text)  # empty cells are text too, without being there
        for row, shape in enumerate((bold, text)):  # the headings, and the pattern
            for number, name in enumerate(columns):
                sheet.write_string(row, number, name, shape)
        sheet.freeze_panes(1, 1)
    rows = ([_shown(record[name]) for name in columns] for record in records)
    with path.open("wb") as file:
        return write_rows(pattern, rows, file)


def _shown(value: Value) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    return "" if value is None else str(value)


def harmless(cell: str) -> str:
    """The cell as no spreadsheet runs it."""
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell


@contextmanager
def _replacing(path: Path) -> Iterator[Path]:
    """A file beside *path* that takes its place when the block ends well."""
    handle, name = mkstemp(dir=path.parent, prefix=f".{path.stem}-", suffix=path.suffix)  # mode 0600
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
