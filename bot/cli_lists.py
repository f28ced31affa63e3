"""The operator's commands about lists of CĐCS: `orgs import`, `orgs template`. Imported by cli.main."""

import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.catalogue import Catalogue
from bot.cli import in_database, with_database
from bot.cli_data import orgs
from bot.settings import load
from conversations.directory import Directory
from conversations.effects import Text
from storage.database import Database
from storage.errors import ListClashes
from storage.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from bot.imports.process import Examined

_SAID_EVERY = 1.0  # seconds


class ProgressLine:
    """One line on standard error that says how far it is: overwriting itself on a terminal, elsewhere if wanted."""

    def __init__(self, catalogue: Catalogue, *, is_wanted: bool) -> None:
        self._catalogue, self._is_terminal = catalogue, sys.stderr.isatty()
        self._said_at, self._is_open, self._is_wanted = time.monotonic(), False, is_wanted or self._is_terminal

    async def tell(self, step: str, rows: int, of: int) -> None:
        """Say it, unless that was said a moment ago."""
        if not self._is_wanted or time.monotonic() - self._said_at < _SAID_EVERY:
            return
        self._said_at = time.monotonic()
        key = f"import-progress-{step}"
        line = self._catalogue.format(key, {"rows": rows, "of": of})
        self._is_open = self._is_terminal
        click.echo(f"\r{line:<60}" if self._is_open else line, err=True, nl=not self._is_open)

    def end(self) -> None:
        """Nothing more will be said."""
        if self._is_open:
            click.echo("\r" + " " * 60 + "\r", err=True, nl=False)


@orgs.command("import")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Chỉ kiểm tra, không ghi gì")
@click.option(
    "--errors", type=click.Path(dir_okay=False, path_type=Path),
    help="Nếu có chỗ sai: ghi lại bảng kèm cột “Lỗi” vào tệp .xlsx này",
)  # fmt: skip
@click.option("--progress", is_flag=True, help="Cho biết đang đến đâu, cả khi không ở cửa sổ dòng lệnh")
def orgs_import(path: Path, *, dry_run: bool, errors: Path | None, progress: bool) -> None:
    """Nhập danh sách CĐCS từ tệp .xlsx hoặc .csv; có một chỗ sai thì không nhập gì."""
    from bot.imports.rows import MOST_BYTES  # noqa: PLC0415

    if errors is not None and errors.suffix.lower() != ".xlsx":
        raise click.UsageError("--errors: tên tệp kết thúc bằng .xlsx")
    settings = load()
    catalogue = Catalogue("vi", settings.texts_dir)
    with path.open("rb") as file:
        content = file.read(MOST_BYTES + 1)
    line = ProgressLine(catalogue, is_wanted=progress)

    async def work(database: Database) -> "tuple[Examined, Mapping[str, int]]":
        from bot.imports.process import Job, examine_apart  # noqa: PLC0415
        from bot.imports.storing import Compared, NotRight, Otherwise, Wish, draw_ground, take_in  # noqa: PLC0415

        ground = await draw_ground(database, None)
        job = Job(content, ground, settings.texts_dir, copies=errors is not None, is_urgent=True)
        examined = await examine_apart(job, line.tell)
        counts = examined.counts
        if not examined.is_right or dry_run or not (counts["new"] or counts["changed"]):
            return examined, counts
        compared = Compared(examined.rows, counts, ground.version, None, examined.basis)
        wish = Wish(compared, lambda uow: None, _seal, datetime.now(UTC))
        try:
            return examined, await take_in(database, wish, settings.texts_dir, line.tell)
        except NotRight as wrong:  # somebody changed the tree in this very moment
            return wrong.examined, wrong.examined.counts
        except (Otherwise, ListClashes):
            raise click.ClickException("Danh mục vừa thay đổi nên chưa nhập gì. Hãy chạy lại lệnh này.") from None

    examined, counts = with_database(settings, work)
    line.end()
    _report(examined, counts, catalogue, errors)


def _seal(uow: UnitOfWork, counts: Mapping[str, int]) -> None:
    done = {name: counts[name] for name in ("new", "changed")}
    uow.audit.add(datetime.now(UTC), None, "imported", "organisations", done)


def _report(examined: "Examined", counts: Mapping[str, int], catalogue: Catalogue, errors: Path | None) -> None:
    for wrong in examined.wrong:
        click.echo(catalogue.phrase(wrong.line), err=True)
    if left := counts["wrong"] - len(examined.wrong):
        click.echo(catalogue.format("import-more", {"count": left}), err=True)
    if examined.copy and errors is not None:
        errors.write_bytes(examined.copy)
        click.echo(f"{errors}: {catalogue.format('import-copy-written', {'count': counts['wrong_rows']})}", err=True)
    shown = {name: counts[name] for name in ("new", "changed", "unchanged", "wrong")}
    click.echo(catalogue.phrase(Text("import-done", shown)))
    if counts["wrong"]:
        raise click.exceptions.Exit(1)


@orgs.command("template")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Tệp .xlsx")
@click.option("--under", default="", help="Chỉ nêu các liên đoàn dưới mã này, ví dụ 04")
def orgs_template(out: Path, under: str) -> None:
    """Tạo tệp mẫu để điền danh sách CĐCS."""
    from bot.imports.template import federations_of, template  # noqa: PLC0415

    if out.suffix.lower() != ".xlsx":
        raise click.UsageError("Tên tệp kết thúc bằng .xlsx")
    settings = load()

    def listed(uow: UnitOfWork) -> list[tuple[str, str]]:
        nodes = uow.organisations.all()
        below = [n for n in nodes if not under or n.code == under or n.code.startswith(f"{under}.")]
        return federations_of(below, Directory(nodes).label)

    federations = in_database(settings, listed)
    if not federations:
        raise click.UsageError(f"Không có liên đoàn nào dưới mã {under[:60]}. Xem danh sách: python -m bot orgs list")
    out.write_bytes(template(federations, Catalogue("vi", settings.texts_dir).phrase))
    click.echo(f"{out}: mẫu danh sách CĐCS")
