"""Looks at settings, database and channels, and says in a sentence what to do. Changes nothing."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from msgspec import Struct

from bot import campaign_file
from bot.catalogue import Catalogue
from bot.channels.protocol import Platform, SendError
from bot.erasing import clock
from bot.platforms import SETTING, platforms
from bot.secret_key import FILE_NAME, check_keys, existing_keys
from bot.settings import BadSettings, Settings
from bot.spool import FOLDER
from bot.spool_files import survey
from storage.blobs import BlobGone, Blobs
from storage.database import SQLITE, open_database, parse_url
from storage.errors import StorageError, Unsealable
from storage.migrations import current_revision, head_revision, is_known
from storage.sqlite import database_path
from storage.unit_of_work import UnitOfWork
from storage.vault import Vault
from storage.vitals import FILES, POSTERS, jobs

LONGEST_JOB = timedelta(minutes=15)
LOOKED_AT = 20  # attachments
NO_KEY = "no key yet: opens nothing"


class Finding(Struct, frozen=True):
    """One thing that was looked at."""

    what: str
    is_good: bool
    says: str
    is_hint: bool = False  # worth knowing, no fault


async def examine(settings: Settings) -> list[Finding]:
    """Every finding, faults and hints among them. Raises: BadSettings, BadCampaign, BadCatalogue."""
    keys = existing_keys(settings)
    Catalogue("vi", settings.texts_dir)
    vault = Vault(keys or (NO_KEY,))
    stored = await _database(settings, vault)
    return [
        _secret(settings, has_key=bool(keys)),
        _public(settings),
        _campaign(settings),
        _spool(settings),
        *stored,
        *await _platforms(settings, vault, is_stored=len(stored) > 1),
    ]


def _secret(settings: Settings, *, has_key: bool) -> Finding:
    if settings.secret_key:
        return Finding("SECRET_KEY", is_good=True, says="đã đặt")
    path = settings.data_dir / FILE_NAME
    if not has_key:
        return Finding("SECRET_KEY", is_good=True, says=f"chưa đặt; lần chạy đầu sẽ tạo {path}", is_hint=True)
    says = f"chưa đặt; khóa tự tạo nằm ở {path}, hãy sao lưu tệp này cùng dữ liệu"
    return Finding("SECRET_KEY", is_good=True, says=says, is_hint=True)


def _public(settings: Settings) -> Finding:
    if settings.public_url.startswith("https://"):
        return Finding("PUBLIC_URL", is_good=True, says="đã đặt, dùng webhook")
    if settings.public_url:
        return Finding("PUBLIC_URL", is_good=False, says="phải là https:// để nền tảng gọi webhook được")
    if settings.zalo_oa_id:
        return Finding("PUBLIC_URL", is_good=False, says="phải đặt: Zalo OA chỉ gửi tin qua webhook")
    says = "chưa đặt; các kênh chạy bằng polling, mã QR chỉ dẫn tới từng kênh"
    return Finding("PUBLIC_URL", is_good=True, says=says, is_hint=True)


def _campaign(settings: Settings) -> Finding:
    path = settings.campaign_file
    campaign = campaign_file.load(path) if path else campaign_file.builtin()
    return Finding("CAMPAIGN_FILE", is_good=True, says=f"{campaign.code} ({'tệp riêng' if path else 'có sẵn'})")


def _spool(settings: Settings) -> Finding:
    try:
        found = survey(settings.data_dir / FOLDER)
    except OSError:
        return Finding("DATA_DIR", is_good=False, says=f"không đọc được thư mục {FOLDER}; kiểm tra quyền")
    says = f"{found.files} tin đã nhận đang chờ cơ sở dữ liệu"
    if found.unreadable:
        says += f"; {found.unreadable} tệp không xử lý được, xem thư mục {FOLDER} và nhật ký"
    return Finding("DATA_DIR", is_good=not found.unreadable, says=says, is_hint=True)


async def _database(settings: Settings, vault: Vault) -> list[Finding]:
    try:
        found = await asyncio.to_thread(_revision, settings.database_url)
        if found is not None and not is_known(found):
            says = f"bản {found} mới hơn chương trình này; cài bản mới của chương trình"
            return [Finding("DATABASE_URL", is_good=False, says=says)]
        if found != head_revision():
            says = "chưa có hoặc chưa cập nhật lược đồ; chạy: python -m bot migrate"
            return [Finding("DATABASE_URL", is_good=False, says=says)]
        database = await open_database(settings.database_url, vault)
    except StorageError as error:
        return [_unusable(f"không mở được ({type(error).__name__})")]
    try:
        await database.ping()
        stored = await database.read(lambda uow: _stored(uow, found))
        newest = await database.read(lambda uow: uow.attachments.newest(LOOKED_AT))
        return [*stored, await asyncio.to_thread(_files, Blobs(settings.blobs_url, vault), newest)]
    except StorageError as error:
        return [_unusable(f"không ghi được ({type(error).__name__})")]
    finally:
        await database.close()


def _revision(url: str) -> str | None:
    parsed = parse_url(url)
    is_missing = parsed.drivername == SQLITE and not database_path(parsed).exists()
    return None if is_missing else current_revision(url)  # which would make the file


def _unusable(problem: str) -> Finding:
    return Finding("DATABASE_URL", is_good=False, says=f"{problem}; kiểm tra địa chỉ, quyền ghi và chỗ trống")


def _stored(uow: UnitOfWork, revision: str) -> list[Finding]:
    now = datetime.now(UTC)
    findings = [Finding("DATABASE_URL", is_good=True, says=f"mở và ghi được, bản {revision}")]
    try:
        check_keys(uow)
    except BadSettings as error:
        what, _, says = str(error).partition(": ")
        findings.append(Finding(what, is_good=False, says=says))
    current, backlog = uow.campaigns.current(), uow.outbox.counts(now)
    says = "chưa có; chạy: python -m bot migrate"
    if current is not None:
        says = f"{current.code}, {'đang mở' if current.is_open(now) else 'đang đóng hoặc chưa mở'}"
    findings.append(Finding("Chương trình", is_good=current is not None, says=says))
    owed = f"{backlog.pending} đang chờ, {backlog.failed} đã bỏ"
    owed += f", {backlog.parked} chờ người nhận nhắn lại" if backlog.parked else ""
    more = "; xem: python -m bot outbox list" if backlog.failed else ""
    findings.append(Finding("Tin chưa gửi", is_good=not backlog.failed, says=owed + more, is_hint=True))
    aside = uow.set_aside.count()
    says = f"{aside} tin làm bot lỗi; xem: python -m bot inbox list" if aside else "không có"
    findings.append(Finding("Tin nhận bị lỗi", is_good=not aside, says=says, is_hint=True))
    return [*findings, _erasures(uow, now), _jobs(uow, now), _sums(uow)]


def _files(blobs: Blobs, newest: Sequence[bytes]) -> Finding:
    """Whether the contents of the newest attachments are where they should be, and can be opened."""
    what, wrong = "Tệp kèm theo", 0
    for blob in newest:
        try:
            blobs.get(blob)
        except (BlobGone, Unsealable):
            wrong += 1
        except StorageError as error:
            says = f"không đọc được nơi chứa ({type(error).__name__}); kiểm tra ATTACHMENTS_URL, quyền và chỗ trống"
            return Finding(what, is_good=False, says=says)
    says = f"{wrong} trong {len(newest)} tệp mới nhất không có hoặc không mở được; khôi phục thư mục tệp kèm theo"
    return Finding(what, is_good=not wrong, says=says if wrong else f"{len(newest)} tệp mới nhất mở được")


def _sums(uow: UnitOfWork) -> Finding:
    """Whether reports say what the initiatives come to; some seconds where there are millions."""
    wrong = uow.sums.wrong()
    says = f"{wrong} số không khớp; chạy: python -m bot recount" if wrong else "khớp với các sáng kiến"
    return Finding("Số liệu báo cáo", is_good=not wrong, says=says)


def _erasures(uow: UnitOfWork, now: datetime) -> Finding:
    """Who waits for a deletion: the law says until when."""
    listed = uow.erasures.listed()
    today = now.astimezone(clock(uow)).date() if listed else now.date()
    late = sum(one.due_on < today for one in listed)
    says = f"{len(listed)} đang mở" + (f", hạn gần nhất {listed[0].due_on:%d/%m/%Y}" if listed else "")
    says += f", {late} quá hạn; chạy: python -m bot erasures list" if late else ""
    return Finding("Yêu cầu xóa", is_good=not late, says=says, is_hint=bool(listed) and not late)


def _jobs(uow: UnitOfWork, now: datetime) -> Finding:
    """What is read or made for people in the background; more than a quarter of an hour is too long."""
    waiting = jobs(uow.connection)
    since = min((one.oldest_due_at for one in waiting.values() if one.oldest_due_at is not None), default=now)
    says = f"{waiting[FILES].pending} tệp đang đọc, {waiting[POSTERS].pending} bộ tờ QR đang làm"
    if since < now:
        says += f", lâu nhất {int((now - since).total_seconds())} giây"
    return Finding("Việc nền", is_good=now - since <= LONGEST_JOB, says=says, is_hint=True)


async def _platforms(settings: Settings, vault: Vault, *, is_stored: bool) -> list[Finding]:
    """is_stored: the database can be read."""
    database = await open_database(settings.database_url, vault) if is_stored else None
    try:
        served = platforms(settings, lambda: datetime.now(UTC), database, vault, may_refresh=False)
        found = [await _checked(platform) for platform in served]
    finally:
        if database is not None:
            await database.close()
    return found or [Finding("Kênh", is_good=True, says="chưa đặt Telegram hay Zalo, chỉ có trang web", is_hint=True)]


async def _checked(platform: Platform) -> Finding:
    try:
        name = await platform.check()
    except SendError as error:
        says = f"không nhận ({error.code}); kiểm tra token và đường mạng"
        return Finding(SETTING[platform.name], is_good=False, says=says)
    finally:
        await platform.close()
    return Finding(SETTING[platform.name], is_good=True, says=f"bot {name}")
