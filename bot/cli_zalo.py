"""The operator's commands for the tokens of the Zalo Official Account. Imported by cli.main, which registers them.

Whatever is secret is read from standard input and neither shown nor kept elsewhere.
"""

import secrets
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from getpass import getpass
from typing import TypeVar
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import click

from bot.channels.protocol import SendError
from bot.channels.zalo_oa.access import Pkce, ZaloOaAccess
from bot.channels.zalo_oa.channel import ZaloOaChannel
from bot.channels.zalo_oa.errors import ZaloRefused
from bot.channels.zalo_oa.oauth import ACCESS_LIFE, REFRESH_LIFE, new_verifier
from bot.cli import cli, with_database
from bot.platforms import zalo_oa_access
from bot.secret_key import secret_keys
from bot.settings import BadSettings, Settings, load
from storage.database import Database
from storage.repositories.zalo_tokens import Pair, StoredPair
from storage.vault import Vault

T = TypeVar("T")
MOST_PASTED = 10_000  # characters
_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@cli.group()
def zalo() -> None:
    """Mã truy cập của Zalo Official Account."""


@zalo.command()
@click.option("--callback", help="Callback URL đã khai ở trang nhà phát triển; mặc định là PUBLIC_URL")
def login(callback: str | None) -> None:
    """Xin quản trị viên OA cấp quyền: in địa chỉ, đọc câu trả lời, lưu mã truy cập."""
    settings, access = _configured()
    back = callback or settings.public_url
    if not back:
        raise click.UsageError("Cho biết callback URL: --callback https://…, hoặc đặt PUBLIC_URL")
    verifier, state = _verifier(access), secrets.token_urlsafe(16)

    async def run(channel: ZaloOaChannel, database: Database) -> Pair:
        click.echo("Quản trị viên OA mở địa chỉ này và đồng ý:\n")
        click.echo(channel.oauth.consent_url(back, verifier, state))
        click.echo("\nRồi dán vào đây địa chỉ mà trình duyệt được đưa tới (hoặc chỉ phần code); mã có hạn 10 phút.")
        code = _code(_pasted("Địa chỉ hoặc code"), access.oa_id, state)
        pair = await channel.oauth.exchange(code, verifier)
        now = datetime.now(UTC)
        await database.write(lambda uow: uow.zalo_tokens.store(access.oa_id, pair, now, "login"))
        return pair

    try:
        pair = _with_channel(settings, access, run)
    except ZaloRefused as refused:
        raise click.ClickException(f"Zalo không đổi code ({refused.number}). Lấy code mới rồi thử lại.") from None
    except SendError as error:
        raise click.ClickException(f"Không tới được Zalo ({error.code}). Lấy code mới rồi thử lại.") from None
    until = _shown(pair.refresh_expires_at)
    click.echo(f"Đã lưu. Từ nay bot tự gia hạn; nếu bot ngừng đến {until} thì phải làm lại việc này.")


@zalo.command()
def token() -> None:
    """Dán một cặp mã từ API Explorer: access token một dòng, refresh token một dòng; thử gia hạn ngay."""
    settings, access = _configured()
    given = (_pasted("Access token"), _pasted("Refresh token"))
    if not all(_is_token(one) for one in given):
        raise click.UsageError("Cần hai dòng: access token, rồi refresh token.")

    async def run(channel: ZaloOaChannel, database: Database) -> StoredPair | None:
        now = datetime.now(UTC)
        pair = Pair(*given, now + ACCESS_LIFE, now + REFRESH_LIFE)
        await database.write(lambda uow: uow.zalo_tokens.store(access.oa_id, pair, now, "token", is_fresh=False))
        try:
            await channel.tokens.token_after(pair.access)
        except SendError as error:
            click.echo(f"Chưa thử được ({error.code}).", err=True)
        return await channel.tokens.look()

    stored = _with_channel(settings, access, run)
    if stored is None or stored.failure is not None or stored.access == given[0]:
        code = stored.failure if stored is not None else None
        says = f"Đã lưu, nhưng chưa gia hạn được ({code or 'không rõ'}): mã này dùng được chừng 25 giờ."
        raise click.ClickException(f"{says} Hãy dùng: python -m bot zalo login")
    click.echo(f"Đã lưu và gia hạn được. Access token mới có hạn đến {_shown(stored.expires_at)}.")


@zalo.command()
def status() -> None:
    """Cho biết hạn của mã truy cập, lần gia hạn cuối, và Zalo có phục vụ không."""
    settings, access = _configured()

    async def run(channel: ZaloOaChannel, database: Database) -> tuple[StoredPair | None, str, str]:
        stored = await channel.tokens.look()
        try:
            return stored, await channel.check(), ""
        except SendError as error:
            return stored, "", error.code

    stored, name, code = _with_channel(settings, access, run, may_refresh=False)
    for line in _described(stored):
        click.echo(line)
    click.echo(f"Zalo OA: {name or 'phục vụ'}" if not code else f"Zalo OA: không phục vụ ({code})")
    if code:
        raise click.exceptions.Exit(1)


def _described(stored: StoredPair | None) -> list[str]:
    if stored is None:
        return ["Chưa có mã truy cập. Chạy: python -m bot zalo login"]
    renewed = _shown(stored.refreshed_at) if stored.refreshed_at else "chưa lần nào"
    lines = [
        f"Access token:  đến {_shown(stored.expires_at)}" if stored.access else "Access token:  chưa có",
        f"Refresh token: đến {_shown(stored.refresh_expires_at)}",
        f"Gia hạn cuối:  {renewed}",
    ]
    if stored.failure is not None:
        ends = "cần chạy: python -m bot zalo login" if stored.is_final() else "bot sẽ thử lại"
        lines.append(f"Gia hạn lỗi:   {stored.failure}; {ends}")
    return lines


def _configured() -> tuple[Settings, ZaloOaAccess]:
    settings = load()
    if not settings.zalo_oa_id:
        raise BadSettings("ZALO_OA_ID: chưa đặt")
    return settings, zalo_oa_access(settings)


def _with_channel(
    settings: Settings,
    access: ZaloOaAccess,
    work: Callable[[ZaloOaChannel, Database], Awaitable[T]],
    *,
    may_refresh: bool = True,
) -> T:
    async def run(database: Database) -> T:
        vault = Vault(secret_keys(settings))
        channel = ZaloOaChannel(access, database, vault, lambda: datetime.now(UTC), may_refresh=may_refresh)
        try:
            return await work(channel, database)
        finally:
            await channel.close()

    return with_database(settings, run)


def _verifier(access: ZaloOaAccess) -> str:
    if access.pkce is Pkce.PER_REQUEST:
        return new_verifier()
    if access.pkce is Pkce.FIXED and not access.code_verifier:
        raise BadSettings("ZALO_OA_CODE_VERIFIER: cần đặt khi ZALO_OA_PKCE=fixed (hoặc đặt ZALO_OA_PKCE khác)")
    return access.code_verifier if access.pkce is Pkce.FIXED else ""


def _pasted(what: str) -> str:
    """A line from the terminal, without showing it, or from a pipe."""
    line = getpass(f"{what}: ") if sys.stdin.isatty() else sys.stdin.readline(MOST_PASTED)
    return line[:MOST_PASTED].strip()


def _code(pasted: str, oa_id: str, state: str) -> str:
    """The code of an address, or what was pasted. Raises: ClickException."""
    query = parse_qs(urlsplit(pasted).query) if "?" in pasted else {"code": [pasted]}
    code = query.get("code", [""])[0]
    if not _is_token(code):
        raise click.ClickException("Không thấy code trong những gì đã dán.")
    if query.get("oa_id", [oa_id])[0] != oa_id:
        raise click.ClickException("Code này của một OA khác với ZALO_OA_ID.")
    if query.get("state", [state])[0] != state:
        raise click.ClickException("Địa chỉ này không thuộc lần xin quyền vừa rồi. Hãy làm lại từ đầu.")
    return code


def _is_token(text: str) -> bool:
    return 0 < len(text) <= MOST_PASTED and text.isascii() and text.isprintable() and " " not in text


def _shown(at: datetime) -> str:
    return f"{at.astimezone(_ZONE):%H:%M ngày %d/%m/%Y}"
