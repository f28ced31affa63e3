"""The operator's commands: run, migrate, campaign, check, doctor, recount. More: cli_data, cli_orgs, cli_lists,
cli_submissions, cli_queues, cli_copies, cli_zalo."""

import asyncio
import gc
import sys
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import nullcontext
from datetime import UTC, datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar

import click

from bot.campaign_file import BadCampaign, parse_instant
from bot.catalogue import BadCatalogue, Catalogue
from bot.certificates import unread
from bot.logs import configure
from bot.secret_key import secret_keys
from bot.settings import BadSettings, Settings, load
from storage.errors import DatabaseAway, ForOperator, StorageError
from storage.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from storage.database import Database

T = TypeVar("T")
BAD_SETTINGS = 2
RECOUNTS, DEADLOCK = 8, "40P01"  # attempts; PostgreSQL manual, appendix A


# Which commands the other modules register. Importing all of them for one costs a fifth of the time that it takes.
_REGISTER = {
    "cli_copies": {"backup", "restore"},
    "cli_data": {"invite", "grant", "revoke", "orgs", "export", "qr", "rekey"},
    "cli_lists": {"orgs"},
    "cli_orgs": {"orgs"},
    "cli_queues": {"erasures", "inbox", "outbox"},
    "cli_submissions": {"submissions"},
    "cli_zalo": {"zalo"},
}


class _Commands(click.Group):
    """Imports the module of a command when the command is asked for."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        for module, names in _REGISTER.items():
            if cmd_name in names:
                import_module(f"bot.{module}")
        return super().get_command(ctx, cmd_name)

    def list_commands(self, ctx: click.Context) -> list[str]:
        for module in _REGISTER:
            import_module(f"bot.{module}")
        return super().list_commands(ctx)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Sáng kiến: bot nhận, xác nhận và báo cáo sáng kiến công đoàn."""


def main() -> int:
    """Run the command line; what the operator did wrong is one clear sentence and exit code 2."""
    try:
        return int(cli.main(standalone_mode=False) or 0)  # an Exit comes back as its code
    except (BadSettings, BadCampaign, BadCatalogue) as error:
        return _fail(str(error), BAD_SETTINGS)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except ForOperator as error:
        return _fail(str(error), 1)
    except StorageError as error:
        return _fail(f"Cơ sở dữ liệu: {type(error).__name__} {error}".strip(), 1)
    except (click.Abort, KeyboardInterrupt):
        return 130
    except BrokenPipeError:
        return 1
    except OSError as error:  # a port that is taken, a folder that may not be written
        return _fail(": ".join(str(part) for part in (error.filename, error.strerror) if part), 1)


def _fail(sentence: str, code: int) -> int:
    click.echo(sentence, err=True)
    return code


def run_async(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine on the fast event loop where there is one."""
    try:
        import uvloop  # noqa: PLC0415
    except ImportError:
        return asyncio.run(work)
    return uvloop.run(work)


def with_database(settings: Settings, work: "Callable[[Database], Awaitable[T]]", *, is_start: bool = False) -> T:
    """Bring the database up to date and run *work* with it. is_start: as when the bot starts; see `prepare`."""
    from bot.seeding import prepare  # noqa: PLC0415
    from storage.database import open_database  # noqa: PLC0415
    from storage.vault import Vault  # noqa: PLC0415

    gc.set_threshold(20_000, 20, 20)  # loading is over; see __main__.py

    async def run() -> T:
        vault = Vault(secret_keys(settings))
        await prepare(settings, vault, datetime.now(UTC), is_start=is_start)
        database = await open_database(settings.database_url, vault)
        try:
            return await work(database)
        finally:
            await database.close()

    return run_async(run())


def in_database(settings: Settings, work: Callable[[UnitOfWork], T], *, is_start: bool = False) -> T:
    """The same in one transaction."""
    return with_database(settings, lambda database: database.write(work), is_start=is_start)


@cli.command()
def run() -> None:
    """Chạy bot (demo nếu chưa cấu hình kênh nào)."""
    settings = load()
    # aiohttp comes along, and would read all certificates, twice. What it reads is of use to fsspec alone, far away.
    with nullcontext() if "://" in settings.attachments_url else unread():
        from bot.app import serve  # noqa: PLC0415
    configure(settings.log_level)
    run_async(serve(settings, lambda address: _announce(settings, address)))


def _announce(settings: Settings, address: str) -> None:
    click.echo(f"Sáng kiến bot đang chạy: {address}/{'demo' if settings.is_demo else 'chat'}  (Ctrl+C để dừng)")


@cli.command()
def migrate() -> None:
    """Tạo hoặc nâng cấp cơ sở dữ liệu, nạp danh mục và chương trình."""
    from storage.migrations import head_revision  # noqa: PLC0415

    settings = load()
    count = in_database(settings, lambda uow: len(uow.organisations.all()), is_start=True)
    click.echo(f"Cơ sở dữ liệu ở bản {head_revision()}, {count} tổ chức.")


@cli.group()
def campaign() -> None:
    """Xem hoặc dời mốc của chương trình."""


@campaign.command("show")
def campaign_show() -> None:
    """In chương trình hiện hành."""
    click.echo(in_database(load(), _described))


@campaign.command("move")
@click.option("--opens", help="Mốc mở, ví dụ 2021-03-10T00:00 (giờ của chương trình)")
@click.option("--closes", help="Mốc đóng, loại trừ: 24h ngày 22/4 là 2021-04-23T00:00")
@click.option("--dossier-due", help="Hạn hồ sơ, loại trừ")
def campaign_move(opens: str | None, closes: str | None, dossier_due: str | None) -> None:
    """Dời mốc; có hiệu lực ngay với bot đang chạy."""
    if not (opens or closes or dossier_due):
        raise click.UsageError("Cho biết ít nhất một mốc: --opens, --closes hoặc --dossier-due.")

    def move(uow: UnitOfWork) -> str:
        now = uow.campaigns.current()
        if now is None:
            raise click.ClickException("Chưa có chương trình nào.")
        try:
            instants = [parse_instant(text, now.time_zone) if text else None for text in (opens, closes, dossier_due)]
            wanted = dict(zip(("opens", "closes", "dossier_due"), instants, strict=True))
            uow.campaigns.move(now.code, at=datetime.now(UTC), by=None, **wanted)
        except ValueError:
            raise click.UsageError("Mốc viết như 2021-04-23T00:00, và mốc mở đứng trước mốc đóng.") from None
        return _described(uow)

    click.echo(in_database(load(), move))


def _described(uow: UnitOfWork) -> str:
    from bot.facts import current_campaign  # noqa: PLC0415
    from conversations.cards import deadline, moment  # noqa: PLC0415

    now = current_campaign(uow)
    return (
        f"{now.code}: {now.name}\n"
        f"  mở:        {moment(now, now.opens)}\n"
        f"  đóng:      {deadline(now, now.closes)}\n"
        f"  hạn hồ sơ: {deadline(now, now.dossier_due)}\n"
        f"  áp dụng:   {now.applied_from:%d/%m/%Y} đến {now.applied_to:%d/%m/%Y}\n"
        f"  chỉ tiêu:  {now.target}, mỗi CĐCS {now.target_per_union}"
    )


@cli.command()
@click.option("--jsonl", is_flag=True, required=True, help="Mỗi dòng vào và ra là một đối tượng JSON")
def check(jsonl: bool) -> None:
    """Thử các bộ kiểm tra của phiếu: vì sao câu trả lời bị từ chối?"""
    from zoneinfo import ZoneInfo  # noqa: PLC0415

    from bot.check import check_lines  # noqa: PLC0415

    today = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date()
    lines = (line.decode("utf-8", "replace") for line in sys.stdin.buffer)
    for answer in check_lines(lines, Catalogue("vi").format, today):
        sys.stdout.buffer.write(answer.rstrip("\n").encode() + b"\n")
    sys.stdout.buffer.flush()


@cli.command()
def doctor() -> None:
    """Kiểm tra cấu hình, cơ sở dữ liệu, các kênh, và nói cần làm gì."""
    from bot.doctor import examine  # noqa: PLC0415

    settings = load()
    findings = run_async(examine(settings))
    for finding in findings:
        click.echo(f"{'✓' if finding.is_good else '✗'} {finding.what}: {finding.says}")
    if not all(finding.is_good or finding.is_hint for finding in findings):
        raise click.exceptions.Exit(1)


@cli.command()
def recount() -> None:
    """Đếm lại các số tổng của báo cáo từ từng sáng kiến; ai đang nộp thì chờ vài giây."""
    from storage.database import run_in_transaction  # noqa: PLC0415
    from storage.repositories.sums import Sums  # noqa: PLC0415

    settings = load()
    wrong = in_database(settings, lambda uow: uow.sums.wrong())
    for attempt in range(1, RECOUNTS + 1):
        try:
            run_in_transaction(settings.database_url, lambda connection: Sums(connection).recount())
            break
        except DatabaseAway as error:  # a merge may have been in the way, and been let through
            if attempt == RECOUNTS or not str(error).endswith(DEADLOCK):
                raise
    click.echo(f"Đã đếm lại; trước đó {wrong} số không khớp.")
