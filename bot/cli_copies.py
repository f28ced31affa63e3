"""The operator's commands backup and restore. Imported by cli.main, which registers them."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import click

from bot.cli import cli, run_async
from bot.secret_key import existing_keys
from bot.settings import Settings, load
from storage.database import Database, open_database, run_in_transaction
from storage.errors import StorageError
from storage.migrations import head_revision
from storage.repositories.attachments import has_attachments
from storage.restored import Flaw, Found, flaws, rows
from storage.unit_of_work import UnitOfWork
from storage.vault import Vault
from storage.vitals import note_backup

T = TypeVar("T")
_NO_KEY = "no key yet: opens nothing"
_COUNTED = (
    ("submissions", "sáng kiến"),
    ("people", "người"),
    ("conversations", "cuộc trò chuyện"),
    ("organisations", "tổ chức"),
    ("audit", "dòng nhật ký kiểm toán"),
)
_FLAWS = {
    Flaw.PAGES: "cơ sở dữ liệu không qua được kiểm tra toàn vẹn",
    Flaw.REFERENCES: "{} dòng trỏ tới dòng không có",
    Flaw.CONSTRAINTS: "{} ràng buộc hoặc chỉ mục chưa có hiệu lực",
    Flaw.SEQUENCE: "bộ đếm số của bảng {} chậm hơn dữ liệu",
    Flaw.SEAL: "có dữ liệu mã hóa trong bảng {} bị hỏng",
    Flaw.TRAIL: "{} sáng kiến không có trong nhật ký kiểm toán",
    Flaw.CODE: "{} mã biên nhận sai ký tự kiểm tra",
}


@cli.command()
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path))
def backup(path: Path) -> None:
    """Sao lưu cơ sở dữ liệu khi bot đang chạy (nhớ sao lưu cả SECRET_KEY)."""
    from storage.backup import backup as save  # noqa: PLC0415

    settings, now = load(), datetime.now(UTC)
    save(settings.database_url, path)
    click.echo(f"Đã sao lưu vào {path}. Dữ liệu đã mã hóa chỉ mở được với {_keys(settings)}.")
    try:
        run_in_transaction(settings.database_url, lambda connection: note_backup(connection, now))
    except StorageError as error:
        click.echo(f"(Chưa ghi lại được việc này vào cơ sở dữ liệu: {type(error).__name__})", err=True)
    with suppress(StorageError):  # of an older program
        if run_in_transaction(settings.database_url, has_attachments):
            click.echo(f"Tệp kèm theo nằm riêng ở {settings.blobs_url}: bây giờ hãy sao chép cả nơi này.")


@cli.command()
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(path: Path) -> None:
    """Khôi phục vào một nơi trống và kiểm tra tính toàn vẹn."""
    from storage.backup import restore as bring_back  # noqa: PLC0415

    settings = load()
    done = bring_back(path, settings.database_url, datetime.now(UTC))
    counts, wrong = _with(settings, lambda database: database.read(_looked_at))
    click.echo(f"Đã khôi phục từ {path}: {', '.join(f'{counts[table]} {name}' for table, name in _COUNTED)}.")
    if done.revision != head_revision():
        click.echo(f"Bản sao ở bản {done.revision}, đã nâng cấp lên bản {head_revision()}.")
    click.echo(
        f"{done.maybe_sent} tin chờ gửi lúc sao lưu được đánh dấu là có thể đã gửi; bot sẽ gửi lại, "
        "thông báo gửi lại có ghi rõ."
    )
    click.echo("Giới hạn tốc độ gửi và báo động cũ đã xóa.")
    sentences = [*_missing_keys(settings, wrong), *(_sentence(one) for one in wrong if one.flaw is not Flaw.KEY)]
    for sentence in sentences:
        click.echo(f"✗ {sentence}", err=True)
    if sentences:
        raise click.exceptions.Exit(1)
    click.echo("Đã kiểm tra: bản lược đồ, tính toàn vẹn, ràng buộc, dữ liệu mã hóa, nhật ký kiểm toán, mã biên nhận.")


def _looked_at(uow: UnitOfWork) -> tuple[dict[str, int], tuple[Found, ...]]:
    return rows(uow.connection), tuple(flaws(uow))


def _with(settings: Settings, work: Callable[[Database], Awaitable[T]]) -> T:
    """Run *work* on the database as it is: neither migrated nor seeded."""

    async def run() -> T:
        database = await open_database(settings.database_url, _vault(settings))
        try:
            return await work(database)
        finally:
            await database.close()

    return run_async(run())


def _vault(settings: Settings) -> Vault:
    return Vault(existing_keys(settings) or (_NO_KEY,))


def _keys(settings: Settings) -> str:
    held = existing_keys(settings)
    return f"SECRET_KEY hiện tại (khóa {Vault.name_of(Vault(held).prefix)})" if held else "khóa lúc sao lưu"


def _missing_keys(settings: Settings, wrong: tuple[Found, ...]) -> list[str]:
    needed = sorted({one.what for one in wrong if one.flaw is Flaw.KEY})
    if not needed:
        return []
    held = [Vault.name_of(prefix) for prefix in _vault(settings).prefixes] if existing_keys(settings) else ["không có"]
    said = f"Dữ liệu đã về đủ nhưng SECRET_KEY là khóa khác: cần khóa {', '.join(needed)}, đang có {', '.join(held)}. "
    return [f"{said}Đặt lại khóa cũ (hoặc chép tệp secret.key cũ vào DATA_DIR) trước khi chạy bot."]


def _sentence(found: Found) -> str:
    return f"Dữ liệu khôi phục có lỗi: {_FLAWS[found.flaw].format(found.what)}; hãy thử một bản sao lưu khác."
