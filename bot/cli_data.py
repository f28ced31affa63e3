"""The operator's commands about people, organisations and data. Imported by cli.main, which registers them."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import click

from bot.builtin import NATIONAL_CODE
from bot.catalogue import Catalogue
from bot.channels.protocol import Channel, SendError, Way
from bot.cli import cli, in_database, run_async, with_database
from bot.ended_roles import end_role
from bot.facts import current_campaign, draw_code
from bot.offered import join_links, labels
from bot.settings import Settings, load
from conversations import codes
from conversations.directory import Directory
from conversations.domain import Campaign, Grant, Role
from conversations.effects import LinkKind, QrForm
from conversations.flows.administration import INVITATION_LIFE
from storage.database import Database
from storage.unit_of_work import UnitOfWork

ROLE = click.Choice([role.value for role in Role])


def organisation_of(uow: UnitOfWork, code: str) -> int:
    """The organisation of that code in the current programme's time. Raises: UsageError."""
    node = Directory(uow.organisations.all(), current_campaign(uow).span).by_code(code)
    if node is None:
        raise click.UsageError(f"Không có tổ chức mã {code[:60]}. Xem danh sách: python -m bot orgs list")
    return node.id


def _organisation_for(role: str, code: str | None) -> str:
    """The code as given; an operator's is the national node's."""
    if code is None and role != Role.OPERATOR:
        raise click.UsageError("Cho biết tổ chức, ví dụ --organisation 04.045")
    return code or NATIONAL_CODE


def _suits(role: str, uow: UnitOfWork, organisation_id: int) -> Role:
    node = Directory(uow.organisations.all()).get(organisation_id)
    if role == Role.OPERATOR and node is not None and node.code != NATIONAL_CODE:
        raise click.UsageError(f"Vai trò operator dành cho cả hệ thống: --organisation {NATIONAL_CODE}")
    if role == Role.EXECUTIVE and node is not None and node.kind != "union":
        raise click.UsageError("Vai trò executive dành cho một CĐCS, ví dụ --organisation 04.045.hoamai")
    return Role(role)


async def _ways(settings: Settings, code: str) -> tuple[Way, ...]:
    """The ways into every configured channel; a platform that is away is left out."""
    from bot.app import utc_now  # noqa: PLC0415
    from bot.platforms import platforms  # noqa: PLC0415
    from bot.secret_key import secret_keys  # noqa: PLC0415
    from storage.database import open_database  # noqa: PLC0415
    from storage.vault import Vault  # noqa: PLC0415

    channels: dict[str, Channel] = {}
    vault = Vault(secret_keys(settings))
    database = await open_database(settings.database_url, vault)
    served = platforms(settings, utc_now, database, vault)
    for platform in served:
        try:
            await platform.check()
            channels[platform.name] = platform
        except SendError as error:
            click.echo(f"({platform.name} không trả lời: {error.code}; vẫn dùng được mã ngắn)", err=True)
    ways = join_links(channels, settings.public_url, code, settings.hidden_channels)
    for platform in served:
        await platform.close()
    await database.close()
    base = settings.public_url or f"http://{settings.host}:{settings.port}"
    return (*ways, Way(f"{base}/chat?c={code}"))


@cli.command()
@click.option("--role", type=ROLE, required=True)
@click.option("--organisation", "code", help="Mã tổ chức: 04, 04.045 hoặc 04.045.xyz; với operator có thể bỏ")
def invite(role: str, code: str | None) -> None:
    """In liên kết mời dùng một lần và mã ngắn."""
    chosen, settings, drawn = _organisation_for(role, code), load(), draw_code()

    def store(uow: UnitOfWork) -> None:
        organisation_id, now = organisation_of(uow, chosen), datetime.now(UTC)
        suited, until = _suits(role, uow, organisation_id), now + INVITATION_LIFE
        uow.links.add(drawn, LinkKind.INVITATION, organisation_id, at=now, role=suited, expires_at=until)
        uow.audit.add(now, None, "invited", f"organisation:{organisation_id}", {"role": role})

    in_database(settings, store)
    click.echo(f"Mã ngắn: {codes.shown(drawn)}  (dùng một lần, trong {INVITATION_LIFE.days} ngày)")
    catalogue = Catalogue("vi", settings.texts_dir)
    for way in run_async(_ways(settings, drawn)):
        click.echo(catalogue.way(way, drawn))


def _role_of_account(command: Callable[..., None]) -> Callable[..., None]:
    """The options that name a role somewhere and the account that holds it."""
    options = (
        click.option("--role", type=ROLE, required=True),
        click.option("--organisation", "code", help="Mã tổ chức; với operator có thể bỏ"),
        click.option("--channel", type=click.Choice(["telegram", "zalo-oa", "zalo-bot", "web"]), required=True),
        click.option("--user", required=True, help="Mã người trên kênh đó"),
    )
    for option in reversed(options):
        command = option(command)
    return command


@cli.command()
@_role_of_account
def grant(role: str, code: str | None, channel: str, user: str) -> None:
    """Trao vai trò cho một tài khoản đã biết."""
    chosen = _organisation_for(role, code)

    def give(uow: UnitOfWork) -> bool:
        organisation_id, now = organisation_of(uow, chosen), datetime.now(UTC)
        person = uow.people.identify(channel, user, user, now)
        return uow.grants.add(person.id, Grant(_suits(role, uow, organisation_id), organisation_id), None, now)

    click.echo("Đã trao." if in_database(load(), give) else "Tài khoản này đã có vai trò đó.")


@cli.command()
@_role_of_account
def revoke(role: str, code: str | None, channel: str, user: str) -> None:
    """Lấy lại vai trò của một tài khoản; có hiệu lực ngay với bot đang chạy."""
    chosen = _organisation_for(role, code)

    def take(uow: UnitOfWork) -> bool:
        held, person = Grant(Role(role), organisation_of(uow, chosen)), uow.people.at(channel, user)
        return person is not None and end_role(uow, person.id, held, datetime.now(UTC), None)

    click.echo("Đã lấy lại." if in_database(load(), take) else "Tài khoản này không giữ vai trò đó.")


@cli.group()
def orgs() -> None:
    """Danh mục tổ chức."""


@orgs.command("list")
@click.option("--under", default="", help="Chỉ dưới mã này, ví dụ 04.045")
@click.option("--all", "with_over", is_flag=True, help="Kể cả tổ chức đã ngừng hoặc không thuộc thời kỳ này")
def orgs_list(under: str, with_over: bool) -> None:
    """In mã, loại và tên của các tổ chức trong thời kỳ của chương trình."""

    def listed(uow: UnitOfWork) -> list[str]:
        directory = Directory(uow.organisations.all(), current_campaign(uow).span)
        top = directory.by_code(under) if under else None
        if under and top is None:
            return []
        nodes = (node for node in directory if top is None or directory.is_within(node.id, top.id))
        return [f"{node.code}\t{node.kind}\t{node.name}" for node in nodes if node.is_active or with_over]

    for line in in_database(load(), listed):
        click.echo(line)


@cli.command("export")
@click.option("--organisation", "code", required=True, help="Mã tổ chức; lấy mọi sáng kiến từ đó trở xuống")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help=".xlsx, .csv hoặc .jsonl")
@click.option("--with-personal", is_flag=True, help="Thêm số CMND/CCCD và điện thoại; việc này được ghi lại")
def export_initiatives(code: str, out: Path, with_personal: bool) -> None:
    """Xuất các sáng kiến đã nộp ra tệp."""
    from bot import exports  # noqa: PLC0415
    from bot.documents.long_sheet import TooManyRows  # noqa: PLC0415
    from storage.figures import Question  # noqa: PLC0415

    try:
        exports.check_name(out)
    except exports.UnknownFormat:
        raise click.UsageError("Tên tệp kết thúc bằng .xlsx, .csv hoặc .jsonl") from None

    def allow(uow: UnitOfWork) -> tuple[Question, exports.Permit]:
        organisation_id = organisation_of(uow, code)
        allowed = exports.permit(uow, datetime.now(UTC), None, organisation_id, with_personal=with_personal)
        return Question(current_campaign(uow).code, (organisation_id,)), allowed

    async def run(database: Database) -> int:
        question, allowed = await database.write(allow)
        return await database.read(lambda uow: exports.export(uow, question, out, allowed))

    try:
        count = with_database(load(), run)
    except TooManyRows:
        raise click.ClickException("Nhiều sáng kiến hơn một tệp .xlsx chứa được; hãy xuất .csv hoặc .jsonl.") from None
    click.echo(f"{out}: {count} sáng kiến")


@cli.command()
@click.option("--organisation", "code", required=True, help="Mã CĐCS")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help=".png, .svg hoặc .pdf")
def qr(code: str, out: Path) -> None:
    """Tạo mã QR dẫn tới phiếu đã điền sẵn đơn vị."""
    from bot import posters  # noqa: PLC0415
    from bot.report_frame import Tools  # noqa: PLC0415

    settings = load()
    form = next((form for form in QrForm if out.suffix.lower() == f".{form.value}"), None)
    if form is None:
        raise click.UsageError("Tên tệp kết thúc bằng .png, .svg hoặc .pdf")

    def read(uow: UnitOfWork) -> tuple[int, str, Directory, Campaign]:
        organisation_id, campaign = organisation_of(uow, code), current_campaign(uow)
        drawn = uow.links.workplace_code(organisation_id, draw_code(), datetime.now(UTC))
        return organisation_id, drawn, Directory(uow.organisations.all(), campaign.span), campaign

    organisation_id, drawn, directory, campaign = in_database(settings, read)
    address = next(way.url for way in run_async(_ways(settings, drawn)) if way.carries_code)
    tools = Tools(directory, Catalogue("vi", settings.texts_dir).phrase)
    press = posters.Press(tools, campaign, lambda code: address, labels(settings.platforms, settings.hidden_channels))
    out.write_bytes(posters.qr_file(press, organisation_id, drawn, form))
    click.echo(f"{out}: {directory.label(organisation_id)}, mã {codes.shown(drawn)}\n{address}")


@cli.command()
def rekey() -> None:
    """Mã hóa lại dữ liệu cũ bằng khóa đầu tiên của SECRET_KEY."""
    from storage.rotation import rekey as seal_again  # noqa: PLC0415

    settings, total = load(), 0
    while done := in_database(settings, lambda uow: seal_again(uow, 500)):
        total += done
    files = _reseal_files(settings)
    said = f"{total} dòng" + (f" và {files} tệp" if files else "")
    click.echo(f"Đã mã hóa lại {said}. Giờ có thể bỏ khóa cũ khỏi SECRET_KEY.")


def _reseal_files(settings: Settings) -> int:
    """Seal contents of attachments again; one that is gone or changed is the doctor's business. Returns: how many."""
    from bot.secret_key import secret_keys  # noqa: PLC0415
    from storage.blobs import BlobGone, Blobs  # noqa: PLC0415
    from storage.errors import Unsealable  # noqa: PLC0415
    from storage.vault import Vault  # noqa: PLC0415

    blobs, done, last = Blobs(settings.blobs_url, Vault(secret_keys(settings))), 0, b""
    while names := in_database(settings, lambda uow: uow.attachments.blobs_after(last, 500)):  # noqa: B023
        for last in names:
            with suppress(BlobGone, Unsealable):
                done += blobs.reseal(last)
    return done
