"""Exports: exact values for programs, harmless cells for spreadsheets, identity numbers only on record."""

import csv
import json
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot.documents import long_sheet
from bot.exports import COLUMNS, PERSONAL, Permit, UnknownFormat, check_name, export, permit
from conversations.domain import Decision
from conversations.report_effects import ReportFilter
from storage.database import Database
from storage.figures import Question
from storage.unit_of_work import UnitOfWork
from tests.storage.world import AGREED, CAMPAIGN, LATER, NOON, initiative, meet, plant, unresolved

TITLE = '=HYPERLINK("http://x.example")'
DESCRIPTION = "- một\n- hai"
STARTS = ("=1", "+1", "-1", "@x", "\t1", "\r1", "\n1", "＝1")


@pytest.fixture
async def database(database: Database) -> Database:
    """A confirmed initiative that is valid, and one whose workplace is a free text."""
    await database.write(file_two)
    return database


def file_two(uow: UnitOfWork) -> None:
    """Store them."""
    ids, author = plant(uow), meet(uow, "author")
    first = initiative("A7K29QXM", author, ids, title=TITLE, description=DESCRIPTION, benefit="15000000 year")
    uow.submissions.add(first, CAMPAIGN.code, date(2021, 4, 1))
    confirmed = {"by_id": author.id, "by_name": "Trần Thị B", "at": LATER, "agreement": AGREED}
    uow.submissions.decide("A7K29QXM", 1, Decision.CONFIRM, **confirmed)  # type: ignore[arg-type]
    uow.submissions.add(unresolved("M5N8P3RT", author, ids), CAMPAIGN.code, date(2021, 4, 1))


async def exported(database: Database, path: Path, *, with_personal: bool = False, **limits: str) -> int:
    """Export all of Cao Bằng, as a command does."""

    def below(uow: UnitOfWork) -> int:
        return next(node.id for node in uow.organisations.all() if node.code == "04")

    scope = await database.read(below)
    allowed = await database.write(lambda uow: permit(uow, NOON, None, scope, with_personal=with_personal))
    question = Question(CAMPAIGN.code, (scope,), ReportFilter(**limits))
    return await database.read(lambda uow: export(uow, question, path, allowed))


VALID = {
    "code": "A7K29QXM",
    "status": "confirmed",
    "is_valid": True,
    "federation_code": "04.045",
    "organisation_code": "04.045.mn",
    "organisation_name": "Trường Mầm non Hoa Mai",
    "union_name": None,
    "block": "public_admin",
    "field": "education",
    "applied_on": "2021-03",
    "full_name": "Nguyễn Văn A",
    "title": TITLE,
    "description": DESCRIPTION,
    "submitted_at": "2021-04-01T05:00:00+00:00",
    "decided_at": "2021-04-01T05:05:00+00:00",
    "decided_by": "Trần Thị B",
    "reason": None,
    "agreement_name": "Trần Thị B",
    "agreement_position": "Hiệu trưởng",
    "agreement_on": "2021-04-02",
    "benefit": 15_000_000,
    "benefit_period": "year",
    "is_secret": False,
    "entered_by": None,
    "consented_by": None, "attached": 0, "selected_by": None, "score": None, "selected_reason": None,
    "selected_at": None, "forwarded_at": None,
}


async def test_jsonl_is_exact(database: Database, tmp_path: Path) -> None:
    """One object a line, every value as it is stored; no identity number, no phone."""
    path = tmp_path / "all.jsonl"
    assert await exported(database, path) == 2
    unknown, valid = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert VALID == valid
    assert list(COLUMNS) == list(valid)
    assert {"organisation_code": "04.045", "union_name": "Tổ may số 3", "is_valid": False}.items() <= unknown.items()


async def test_csv_is_harmless(database: Database, tmp_path: Path) -> None:
    """Excel sees UTF-8, and a cell that it would compute has an apostrophe in front."""
    path = tmp_path / "all.csv"
    await exported(database, path, with_personal=True)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        unknown, valid = csv.DictReader(file)
    expected = {
        "title": f"'{TITLE}",
        "description": f"'{DESCRIPTION}",
        "id_number": "004085000123",
        "is_valid": "1",
        "benefit": "15000000",
        "benefit_period": "year",
        "reason": "",
    }
    assert expected.items() <= valid.items()
    assert unknown["is_valid"] == "0"


@pytest.mark.parametrize("start", STARTS, ids=[repr(start) for start in STARTS])
async def test_no_start_of_a_formula_passes(database: Database, tmp_path: Path, start: str) -> None:
    """Every beginning that a spreadsheet computes is disarmed."""

    def retitle(uow: UnitOfWork) -> None:
        uow.submissions.decide(
            "M5N8P3RT", 1, Decision.REQUEST_CHANGES, by_id=1, by_name="B", at=NOON, reason="x", asked=("title",)
        )
        uow.submissions.resubmit("M5N8P3RT", 2, {"title": start}, LATER)

    await database.write(retitle)
    path = tmp_path / "all.csv"
    await exported(database, path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        titles = [row["title"] for row in csv.DictReader(file)]
    assert f"'{start}" == titles[0]


async def test_xlsx_has_text_cells(database: Database, tmp_path: Path) -> None:
    """Leading zeros stay, nothing is a formula; what is typed into empty cells is text as well."""
    path = tmp_path / "all.XLSX"
    await exported(database, path, with_personal=True)
    sheet = load_workbook(path).active
    assert sheet is not None
    head, _, valid = sheet.iter_rows()
    cells = {str(name.value): cell for name, cell in zip(head, valid, strict=True)}
    shown = [(cells[name].value, cells[name].data_type) for name in ("id_number", "phone", "title")]
    assert [("004085000123", "s"), ("0912345678", "s"), (TITLE, "s")] == shown
    columns = sheet.column_dimensions["A"]
    assert ("@", 1, len(head)) == (columns.number_format, columns.min, columns.max)


async def test_more_than_a_sheet_can_hold(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What stood there before stays, and nothing half written beside it."""
    monkeypatch.setattr(long_sheet, "MOST_ROWS", 1)
    folder = tmp_path / "exports"
    folder.mkdir()
    (folder / "all.xlsx").write_bytes(b"before")
    with pytest.raises(long_sheet.TooManyRows):
        await exported(database, folder / "all.xlsx")
    assert {"all.xlsx": b"before"} == {path.name: path.read_bytes() for path in folder.iterdir()}


async def test_personal_columns_are_opened_under_a_permit_alone(database: Database, tmp_path: Path) -> None:
    """Both kinds of export are on record; only one has the two columns."""
    plain, personal = tmp_path / "plain.jsonl", tmp_path / "personal.jsonl"
    await exported(database, plain)
    await exported(database, personal, with_personal=True)
    assert [set(), set(PERSONAL)] == [
        set(PERSONAL) & set(json.loads(path.read_text("utf-8").splitlines()[0])) for path in (plain, personal)
    ]

    def deeds(uow: UnitOfWork) -> list[tuple[int | None, str]]:
        scope = next(node.id for node in uow.organisations.all() if node.code == "04")
        return [(row.actor_id, row.action) for row in uow.audit.of(f"organisation:{scope}")]

    assert await database.read(deeds) == [(None, "exported"), (None, "exported-personal")]


async def test_filter(database: Database, tmp_path: Path) -> None:
    """The filter of /report holds for exports too."""
    assert await exported(database, tmp_path / "valid.csv", status="valid") == 1


async def test_files_are_private_and_whole(database: Database, tmp_path: Path) -> None:
    """Only the owner reads them; a file that fails leaves the old one and no rest."""
    path = tmp_path / "out" / "all.jsonl"
    path.parent.mkdir()
    await exported(database, path)
    assert path.stat().st_mode & 0o777 == 0o600
    before = path.read_bytes()

    def fail(uow: UnitOfWork) -> None:
        uow.connection.close()
        export(uow, Question(CAMPAIGN.code, (1,)), path, Permit(with_personal=False))

    with pytest.raises(Exception, match="Closed"):
        await database.read(fail)
    assert ([path], before) == (list(path.parent.iterdir()), path.read_bytes())


@pytest.mark.parametrize("name", ["all", "all.xls", "all.txt"])
def test_unknown_formats_are_refused(name: str) -> None:
    """Before anything is read or audited."""
    with pytest.raises(UnknownFormat):
        check_name(Path(name))
