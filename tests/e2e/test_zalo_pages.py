"""What the public pages say of Zalo: its links with the code to be sent there, and the proof that the domain is ours."""

from pathlib import Path

import aiohttp

from conversations import codes
from tests.site import running

ACCOUNT = {"zalo_oa_id": "3886", "zalo_oa_app_id": "3608", "zalo_oa_app_secret": "a", "zalo_oa_secret_key": "s"}
PROOF = '<meta name="zalo-platform-site-verification" content="Abc_123-x">'


async def page(address: object) -> str:
    """The text of a page."""
    async with aiohttp.ClientSession() as session, session.get(str(address)) as answer:
        assert answer.status == 200
        return await answer.text()


async def test_a_poster_offers_zalo_with_the_code_to_send(sqlite_url: str, tmp_path: Path) -> None:
    """The address of the account carries nothing, so the page says that the code below is to be sent."""
    async with running(sqlite_url, tmp_path, **ACCOUNT) as world:
        code = await world.link("04.045.hoamai")
        shown = await page(world.server.make_url(f"/q/{code}"))
    assert 'href="https://zalo.me/3886"' in shown
    assert "Mở ứng dụng rồi nhắn mã bên dưới" in shown
    assert f"<strong>{codes.shown(code)}</strong>" in shown


async def test_the_domain_is_ours(sqlite_url: str, tmp_path: Path) -> None:
    """Zalo looks at the home page; without the setting there is nothing to see."""
    async with running(sqlite_url, tmp_path, zalo_site_verification="Abc_123-x") as world:
        assert PROOF in await page(world.server.make_url("/"))


async def test_nothing_is_proved_unasked(sqlite_url: str, tmp_path: Path) -> None:
    """See there."""
    async with running(sqlite_url, tmp_path) as world:
        assert "zalo" not in await page(world.server.make_url("/"))
