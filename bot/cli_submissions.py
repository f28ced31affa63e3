"""The operator's command about lists of initiatives: `submissions import`. Imported by cli.main."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click
from msgspec import Struct
from msgspec.structs import asdict

from bot.catalogue import Catalogue
from bot.cli import cli, with_database
from bot.cli_data import organisation_of
from bot.cli_lists import ProgressLine
from bot.settings import load
from conversations.effects import Text
from storage.database import Database
from storage.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from bot.facts import FactLoader
    from bot.imports.process import Examined
    from bot.initiative_lists.ground import Ground
    from bot.initiative_lists.taking import Outcome

_XLSX = click.Path(dir_okay=False, path_type=Path)


class _Run(Struct, frozen=True):
    """What came of a list. outcome: None if nothing was filed. known: how many were there already."""

    examined: "Examined"
    known: int = 0
    outcome: "Outcome | None" = None

    @property
    def counts(self) -> dict[str, int]:
        """As they are told."""
        wrong = self.examined.counts["wrong"]
        if self.outcome is not None:
            return {"new": self.outcome.counts["new"], "there": self.outcome.counts["there"], "wrong": wrong}
        new = 0 if wrong else self.examined.counts["entries"] - self.known
        return {"new": new, "there": self.known, "wrong": wrong}


@cli.group()
def submissions() -> None:
    """Sáng kiến: nhập danh sách."""


@submissions.command("import")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--organisation", "code", required=True, help="Mã CĐCS, hoặc mã cấp trên nếu tệp có cột “Mã CĐCS”")
@click.option("--dry-run", is_flag=True, help="Chỉ kiểm tra, không ghi gì")
@click.option("--errors", type=_XLSX, help="Ghi lại bảng, chỗ sai và chỗ nên xem lại được tô màu, vào tệp .xlsx này")
@click.option("--codes", type=_XLSX, help="Ghi mã từng sáng kiến vào tệp .xlsx này")
@click.option("--progress", is_flag=True, help="Cho biết đang đến đâu, cả khi không ở cửa sổ dòng lệnh")
def submissions_import(
    path: Path, *, code: str, dry_run: bool, errors: Path | None, codes: Path | None, progress: bool
) -> None:
    """Nộp danh sách sáng kiến (.xlsx, .csv); có chỗ sai thì không nộp gì. CĐCS giữ chữ ký đồng ý của các tác giả."""
    for option, file in (("--errors", errors), ("--codes", codes)):
        if file is not None and file.suffix.lower() != ".xlsx":
            raise click.UsageError(f"{option}: tên tệp kết thúc bằng .xlsx")
    content, settings = _content(path), load()
    catalogue = Catalogue("vi", settings.texts_dir)
    line, now = ProgressLine(catalogue, is_wanted=progress), datetime.now(UTC)

    async def work(database: Database) -> _Run:
        from bot.facts import FactLoader  # noqa: PLC0415
        from bot.imports.process import Job, examine_apart  # noqa: PLC0415
        from bot.imports.rows import INITIATIVES  # noqa: PLC0415

        facts = FactLoader(catalogue.phrase)
        ground = await database.read(lambda uow: _ground(uow, code, facts, catalogue, now))
        job = Job(content, ground, settings.texts_dir, copies=errors is not None, is_urgent=True, kind=INITIATIVES)
        examined = await examine_apart(job, line.tell)
        at = None if dry_run else now
        if not examined.is_right:
            return _Run(examined)
        return await _filed(database, examined, facts, catalogue, at, wants_codes=codes is not None)

    run = with_database(settings, work)
    line.end()
    _report(run, catalogue, errors, codes)


def _content(path: Path) -> bytes:
    from bot.initiative_lists.desk import MOST_BYTES  # noqa: PLC0415

    with path.open("rb") as opened:
        content = opened.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise click.UsageError(f"Tệp lớn quá {MOST_BYTES // 1_000_000} MB. Chia thành nhiều tệp.")
    return content


async def _filed(
    database: Database,
    examined: "Examined",
    facts: "FactLoader",
    catalogue: Catalogue,
    now: datetime | None,
    *,
    wants_codes: bool,
) -> _Run:
    """now: None for a dry run. wants_codes: also of a list of which all is there, for the file may have been lost."""
    from bot.facts import current_campaign  # noqa: PLC0415
    from bot.initiative_lists.entries import unpacked  # noqa: PLC0415
    from bot.initiative_lists.taking import Order, Refused, file_all, there  # noqa: PLC0415

    entries = unpacked(examined.rows)
    known = await database.read(lambda uow: len(there(uow, entries, current_campaign(uow))))
    if now is None or (known == len(entries) and not wants_codes):
        return _Run(examined, known)
    order = Order(entries, None, None, "", now, facts.directory, _seal)
    try:
        return _Run(examined, known, await file_all(database, order))
    except Refused as refused:
        raise click.ClickException(catalogue.format(refused.key)) from None


def _ground(uow: UnitOfWork, code: str, facts: "FactLoader", catalogue: Catalogue, now: datetime) -> "Ground":
    from bot.facts import current_campaign  # noqa: PLC0415
    from bot.initiative_lists.ground import Places, ground_of  # noqa: PLC0415

    campaign = current_campaign(uow)
    directory = facts.directory(uow, campaign)
    node = directory.get(organisation_of(uow, code))
    unions = directory.unions((node.id,), 0, len(directory)) if node is not None and node.kind != "union" else (node,)
    places = tuple(union for union in unions if union is not None and union.is_active)
    if not places:
        raise click.UsageError(f"Không có CĐCS nào đang hoạt động ở mã {code[:60]}.")
    today = now.astimezone(ZoneInfo(campaign.time_zone)).date()
    return ground_of(Places((), places), campaign, today, catalogue.phrase)


def _seal(uow: UnitOfWork, outcome: "Outcome") -> None:
    if outcome.counts["new"]:
        uow.audit.add(datetime.now(UTC), None, "imported", "submissions", outcome.counts)


def _report(run: _Run, catalogue: Catalogue, errors: Path | None, codes: Path | None) -> None:
    examined = run.examined
    for one in (*examined.wrong, *examined.notes):
        click.echo(catalogue.phrase(one.line), err=True)
    if examined.copy and errors is not None:
        errors.write_bytes(examined.copy)
        rows = len({one.row for one in (*examined.wrong, *examined.notes)})
        click.echo(f"{errors}: {catalogue.format('bulk-copy-written', {'count': rows})}", err=True)
    if run.outcome is not None and codes is not None:
        from bot.initiative_lists.receipts import workbook  # noqa: PLC0415

        codes.write_bytes(workbook([asdict(one) for one in run.outcome.lines], catalogue.phrase))
    click.echo(catalogue.phrase(Text("bulk-done", {**run.counts})))
    if run.counts["wrong"]:
        raise click.exceptions.Exit(1)
