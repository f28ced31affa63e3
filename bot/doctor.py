"""Looks at settings, database and channels, and says in a sentence what to do. Changes nothing."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime

from bot import campaign_file
from bot.app import telegram_access
from bot.catalogue import Catalogue
from bot.channels.protocol import SendError
from bot.channels.telegram.channel import TelegramChannel
from bot.secret_key import FILE_NAME, secret_keys
from bot.settings import Settings
from storage.database import open_database
from storage.errors import StorageError
from storage.migrations import current_revision, head_revision
from storage.vault import Vault


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    what: str
    is_good: bool
    says: str
    is_hint: bool = False  # worth knowing, no fault


async def examine(settings: Settings) -> list[Finding]:
    """Every finding, faults and hints among them. Raises: BadSettings, BadCampaign, BadCatalogue."""
    keys = secret_keys(settings)
    Catalogue("vi", settings.texts_dir)
    return [
        _secret(settings),
        _public(settings),
        _campaign(settings),
        *await _database(settings, Vault(keys)),
        *await _telegram(settings),
    ]


def _secret(settings: Settings) -> Finding:
    if settings.secret_key:
        return Finding("SECRET_KEY", is_good=True, says="đã đặt")
    says = f"chưa đặt; khóa tự tạo nằm ở {settings.data_dir / FILE_NAME}, hãy sao lưu tệp này cùng dữ liệu"
    return Finding("SECRET_KEY", is_good=True, says=says, is_hint=True)


def _public(settings: Settings) -> Finding:
    if settings.public_url.startswith("https://"):
        return Finding("PUBLIC_URL", is_good=True, says="đã đặt, dùng webhook")
    if settings.public_url:
        return Finding("PUBLIC_URL", is_good=False, says="phải là https:// để nền tảng gọi webhook được")
    says = "chưa đặt; Telegram chạy bằng polling, mã QR chỉ dẫn tới từng kênh"
    return Finding("PUBLIC_URL", is_good=True, says=says, is_hint=True)


def _campaign(settings: Settings) -> Finding:
    path = settings.campaign_file
    campaign = campaign_file.load(path) if path else campaign_file.builtin()
    return Finding("CAMPAIGN_FILE", is_good=True, says=f"{campaign.code} ({'tệp riêng' if path else 'có sẵn'})")


async def _database(settings: Settings, vault: Vault) -> list[Finding]:
    try:
        found = await asyncio.to_thread(current_revision, settings.database_url)
    except StorageError as error:
        return [Finding("DATABASE_URL", is_good=False, says=f"không mở được ({type(error).__name__}); kiểm tra địa chỉ và quyền ghi")]
    if found != head_revision():
        return [Finding("DATABASE_URL", is_good=False, says="lược đồ chưa cập nhật; chạy: python -m bot migrate")]
    database = await open_database(settings.database_url, vault)
    try:
        await database.ping()
        now = datetime.now(UTC)
        backlog = await database.read(lambda uow: uow.outbox.counts(now))
        current = await database.read(lambda uow: uow.campaigns.current())
    except StorageError as error:
        return [Finding("DATABASE_URL", is_good=False, says=f"không ghi được ({type(error).__name__})")]
    finally:
        await database.close()
    state = "đang mở" if current and current.is_open(now) else "đang đóng hoặc chưa mở"
    return [
        Finding("DATABASE_URL", is_good=True, says=f"mở và ghi được, bản {found}"),
        Finding("Chương trình", is_good=current is not None, says=f"{current.code}, {state}" if current else "chưa có; chạy: python -m bot migrate"),
        Finding("Tin chưa gửi", is_good=backlog.failed == 0, is_hint=True, says=f"{backlog.pending} đang chờ, {backlog.failed} đã bỏ (xem: python -m bot outbox list)"),
    ]


async def _telegram(settings: Settings) -> list[Finding]:
    if not settings.telegram_token:
        return [Finding("TELEGRAM_TOKEN", is_good=True, says="chưa đặt, không dùng Telegram", is_hint=True)]
    channel = TelegramChannel(telegram_access(settings))
    try:
        name = await channel.check()
    except SendError as error:
        return [Finding("TELEGRAM_TOKEN", is_good=False, says=f"Telegram không nhận ({error.code}); kiểm tra token và đường mạng")]
    finally:
        await channel.close()
    return [Finding("TELEGRAM_TOKEN", is_good=True, says=f"@{name}")]
