"""The operator's commands that change single organisations. Imported by cli.main, which registers them."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import click

from bot import unit_changes
from bot.catalogue import Catalogue
from bot.cli import in_database
from bot.cli_data import organisation_of, orgs
from bot.facts import current_campaign
from bot.settings import load
from conversations.domain import Block
from conversations.effects import Arg, Say, Text
from conversations.kinds import KINDS, NATIONAL
from conversations.text import one_line
from conversations.units import ChangeUnit, UndoUnit, UnitAct, UnitFigures
from storage.errors import UnitRefused
from storage.repositories.organisation_changes import Who
from storage.repositories.organisations import NewOrganisation
from storage.unit_of_work import UnitOfWork

MOST_CODE, MOST_NAME = 60, 300
_dry = click.option("--dry-run", is_flag=True, help="Chỉ thử và nói sẽ thay đổi gì, không ghi")
_day = click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="Ngày bắt đầu có hiệu lực; mặc định hôm nay")


class _NotMeant(Exception):
    """Takes a trial back; carries what it would have said."""


def _changing(work: Callable[[UnitOfWork, Who], list[Say]], on: datetime | None, dry_run: bool) -> None:
    """Do the work in one transaction and say what came of it; a trial is taken back at its end."""
    settings = load()
    phrase = Catalogue("vi", settings.texts_dir).phrase

    def run(uow: UnitOfWork) -> list[str]:
        try:
            said = work(uow, _who(uow, on))
        except UnitRefused as refused:
            raise click.ClickException(phrase(Text(f"unit-refused-{refused.why.value}"))) from None
        lines = [phrase(Text(say.key, say.args)) for say in said]
        if dry_run:
            raise _NotMeant(lines)
        return lines

    try:
        for line in in_database(settings, run):
            click.echo(line)
    except _NotMeant as trial:
        for line in trial.args[0]:
            click.echo(f"(thử, chưa ghi gì) {line}")


def _who(uow: UnitOfWork, on: datetime | None) -> Who:
    now = datetime.now(UTC)
    today = now.astimezone(ZoneInfo(current_campaign(uow).time_zone)).date()
    if on is not None and on.date() > today:
        raise click.UsageError("Thay đổi có hiệu lực ngay khi ghi; --on là hôm nay hoặc một ngày đã qua.")
    return Who(None, now, on.date() if on else today)


def _name(typed: str) -> str:
    name = one_line(typed)
    if not name or len(name) > MOST_NAME:
        raise click.UsageError(f"Tên dài từ 1 đến {MOST_NAME} ký tự.")
    return name


@orgs.command("add")
@click.argument("code")
@click.argument("name")
@click.option("--kind", type=click.Choice([kind for kind in KINDS if kind != NATIONAL]), required=True)
@click.option("--under", required=True, help="Mã cấp trên")
@click.option("--block", type=click.Choice([block.value for block in Block]), help="Khối, với CĐCS")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Ngày thành lập")
@_dry
def orgs_add(  # noqa: PLR0913 - one a column
    code: str, name: str, *, kind: str, under: str, block: str | None, since: datetime | None, dry_run: bool
) -> None:
    """Thêm một tổ chức: công đoàn ngành, công đoàn xã/phường, LĐLĐ hoặc CĐCS."""
    if not code or len(code) > MOST_CODE or any(letter.isspace() for letter in code):
        raise click.UsageError(f"Mã dài từ 1 đến {MOST_CODE} ký tự, không có khoảng trắng, ví dụ 04.045.001")
    told = _name(name)

    def work(uow: UnitOfWork, who: Who) -> list[Say]:
        parent = next(node for node in uow.organisations.all() if node.id == organisation_of(uow, under))
        begun: date | None = since.date() if since else None
        uow.organisation_changes.add(NewOrganisation(code, told, kind, parent.code, block, valid_from=begun), who)
        return [Say("unit-done-added", {"place": told, "other": uow.organisations.label(parent.id)})]

    _changing(work, None, dry_run)


@orgs.command("rename")
@click.argument("code")
@click.argument("name")
@_day
@_dry
def orgs_rename(code: str, name: str, on: datetime | None, dry_run: bool) -> None:
    """Đổi tên; sáng kiến nộp trước ngày đó vẫn mang tên cũ."""
    told = _name(name)
    _changing(lambda uow, who: [_change(uow, who, UnitAct.RENAMED, code, name=told)], on, dry_run)


@orgs.command("close")
@click.argument("code")
@_day
@_dry
def orgs_close(code: str, on: datetime | None, dry_run: bool) -> None:
    """Ngừng một tổ chức: không ai chọn được nữa, lịch sử vẫn còn."""
    _changing(lambda uow, who: [_change(uow, who, UnitAct.CLOSED, code)], on, dry_run)


@orgs.command("reopen")
@click.argument("code")
@_dry
def orgs_reopen(code: str, dry_run: bool) -> None:
    """Mở lại một tổ chức đã ngừng."""
    _changing(lambda uow, who: [_change(uow, who, UnitAct.REOPENED, code)], None, dry_run)


@orgs.command("move")
@click.argument("code")
@click.option("--under", required=True, help="Mã cấp trên mới")
@_day
@_dry
def orgs_move(code: str, under: str, on: datetime | None, dry_run: bool) -> None:
    """Chuyển một tổ chức cùng mọi cấp dưới về cấp trên khác."""
    _changing(lambda uow, who: [_change(uow, who, UnitAct.MOVED, code, under)], on, dry_run)


@orgs.command("merge")
@click.argument("merged", nargs=-1, required=True, metavar="CODE...")
@click.option("--into", required=True, help="Mã của nơi nhận")
@_day
@_dry
def orgs_merge(merged: tuple[str, ...], into: str, on: datetime | None, dry_run: bool) -> None:
    """Sáp nhập một hay nhiều tổ chức vào một nơi; được cả hoặc không gì cả, và hoàn tác được."""

    def work(uow: UnitOfWork, who: Who) -> list[Say]:
        return [_change(uow, who, UnitAct.MERGED, code, into) for code in dict.fromkeys(merged)]

    _changing(work, on, dry_run)


@orgs.command("undo")
@click.argument("code")
@_dry
def orgs_undo(code: str, dry_run: bool) -> None:
    """Hoàn tác thay đổi gần nhất của một tổ chức; việc phát sinh từ đó vẫn giữ."""

    def work(uow: UnitOfWork, who: Who) -> list[Say]:
        last = uow.organisation_changes.last(organisation_of(uow, code))
        if last is None:
            raise click.ClickException("Tổ chức này chưa có thay đổi nào để hoàn tác.")
        return [unit_changes.carry_out(uow, UndoUnit(last.id), who)]

    _changing(work, None, dry_run)


@orgs.command("show")
@click.argument("code")
def orgs_show(code: str) -> None:
    """In một tổ chức: thời hạn, các tên cũ, những gì gắn với nó và thay đổi gần nhất."""
    settings = load()
    phrase = Catalogue("vi", settings.texts_dir).phrase

    def described(uow: UnitOfWork) -> list[str]:
        organisation_id = organisation_of(uow, code)
        nodes = {node.id: node for node in uow.organisations.all()}
        node, figures = nodes[organisation_id], uow.organisation_changes.figures(organisation_id)
        heir = nodes.get(node.merged_into_id or 0)
        since = f"{node.valid_from:%d/%m/%Y}" if node.valid_from else "trước nay"
        until = f"trước {node.valid_to:%d/%m/%Y}" if node.valid_to else "nay"
        held = (
            f"{figures.initiatives} sáng kiến, {figures.waiting} đang chờ; {figures.executives} cán bộ CĐCS, "
            f"{figures.staff} cán bộ LĐLĐ; {figures.children} đơn vị bên dưới"
        )
        return [
            f"{node.code}: {node.name} ({node.kind}), từ {since} đến {until}",
            *(f"  tên cũ: {old.name} (trước {old.valid_to:%d/%m/%Y})" for old in node.former),
            *([f"  sau đó: {heir.code}, {heir.name}"] if heir else []),
            f"  {held}",
            *_last(uow, figures, phrase),
        ]

    for line in in_database(settings, described):
        click.echo(line)


def _last(uow: UnitOfWork, figures: UnitFigures, phrase: Callable[[Text], str]) -> list[str]:
    if (last := figures.last) is None:
        return []
    args: dict[str, Arg] = {
        "place": uow.organisations.label(last.organisation_id),
        "other": uow.organisations.label(last.other_id),
        "day": f"{last.day:%d/%m/%Y}",
    }
    return [f"  thay đổi gần nhất: {phrase(Text(f'unit-was-{last.act.value}', args))}"]


def _change(
    uow: UnitOfWork, who: Who, act: UnitAct, code: str, other: str | None = None, name: str | None = None
) -> Say:
    to = organisation_of(uow, other) if other is not None else None
    return unit_changes.carry_out(uow, ChangeUnit(act, organisation_of(uow, code), to, name), who)
