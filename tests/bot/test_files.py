"""Files for channels that do not carry them: an address that ends, as a link where links are shown, else in the text."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from types import MappingProxyType

import pytest
from msgspec.structs import replace

from bot.catalogue import Catalogue
from bot.channels.protocol import ANY_TYPE, Attachment, Capabilities, Link, Part, Sent
from bot.channels.telegram.channel import CAPABILITIES
from bot.channels.webchat import WebChannel
from bot.delivery import Delivery, Document
from bot.files import Files
from bot.messages import to_dict
from conversations.effects import Say, SendQr
from storage.database import Database
from storage.repositories.outbox_rows import Owed
from storage.vault import Vault
from tests.builders import NOON
from tests.sending import Recorder

PNG = Attachment("qr.png", "image/png", b"\x89PNG")
PDF = Attachment("áp phích.pdf", "application/pdf", b"%PDF-" + b"x" * 95)
SAID, WORDS = Say("support", {"name": "Chương trình thử"}), Catalogue().format("support", {"name": "Chương trình thử"})
URL = "https://bot.example/files/abc"
LINE = "📎 {}: " + URL + "\n(địa chỉ riêng của anh/chị, mở được trong 24 giờ)"
NOWHERE = "📎 Kênh này không nhận được tệp {}, và bot chưa có trang web để tải. Anh/chị hỏi người phụ trách: gõ /hotro"
ELSEWHERE = "📎 Kênh này không nhận được tệp qr.png. Xin mở bot trên Telegram rồi yêu cầu lại ở đó."
CAN = replace(CAPABILITIES, file_types=frozenset({"application/pdf"}), file_limit=100)


@dataclass
class Parts(Recorder):
    """Keeps whole parts."""

    parts: list[Part] = field(default_factory=list)

    async def send(self, chat: str, part: Part) -> Sent:
        """Keep it, without its key."""
        self.parts.append(replace(part, key=None))
        return Sent("1")


async def delivered(
    can: Capabilities, file: Attachment, url: str | None, others: Mapping[str, Recorder] = MappingProxyType({})
) -> list[Part]:
    """What a channel with these capabilities is given for a document."""

    async def make(wanted: object) -> Document:
        return SAID, file

    async def keep(attachment: Attachment, name: str) -> str | None:
        assert (file, f"1.{int(NOON.timestamp())}") == (attachment, name)
        return url

    async def progress(count: int) -> None:
        """Nobody asks."""

    channel = Parts("telegram", can)
    owed = Owed(1, "telegram", "a", to_dict(SendQr(1)), None, 0, 0, 0, NOON, is_doubtful=False)
    await Delivery({"telegram": channel, **others}, Catalogue(), make, keep).deliver(owed, None, progress)
    return channel.parts


@pytest.mark.parametrize(
    ("can", "file", "url", "expected"),
    [
        pytest.param(CAN, PDF, None, [Part(WORDS, attachment=PDF)], id="carried"),
        pytest.param(CAN, PNG, URL, [Part(f"{WORDS}\n{LINE.format('qr.png')}")], id="of another type"),
        pytest.param(replace(CAN, file_limit=99), PDF, URL, [Part(f"{WORDS}\n{LINE.format('áp phích.pdf')}")], id="too large"),
        pytest.param(
            replace(CAN, file_types=frozenset({"image/png"}), picture_limit=3), PNG, URL, [Part(f"{WORDS}\n{LINE.format('qr.png')}")],
            id="a picture that is too large",
        ),
        pytest.param(
            replace(CAN, linked_types=frozenset({"image/png"}), file_types=frozenset()), PDF, URL,
            [Part(f"{WORDS}\n{LINE.format('áp phích.pdf')}")], id="no link of that type",
        ),
        pytest.param(replace(CAN, linked_types=ANY_TYPE), PNG, URL, [Part(WORDS, link=Link("Mở tệp", URL, "image/png"))], id="a link"),
        pytest.param(CAN, PNG, None, [Part(f"{WORDS}\n{NOWHERE.format('qr.png')}")], id="nobody could reach it"),
        pytest.param(
            replace(CAN, text_limit=len(WORDS) + 20), PNG, URL, [Part(LINE.format("qr.png")), Part(WORDS)], id="no room"
        ),
    ],
)
async def test_delivery(can: Capabilities, file: Attachment, url: str | None, expected: list[Part]) -> None:
    """The file itself where the channel takes it, else its address, else where it can be had."""
    assert expected == await delivered(can, file, url)


@pytest.mark.parametrize(
    ("titles", "expected"),
    [((), NOWHERE.format("qr.png")), (("Telegram",), ELSEWHERE), (("", "Zalo OA"), ELSEWHERE.replace("Telegram", "Zalo OA"))],
)
async def test_where_the_file_can_be_had(titles: tuple[str, ...], expected: str) -> None:
    """Only channels are named that this installation has and that take the file; our own page has no address then."""
    able = replace(CAN, file_types=frozenset({"image/png"}))
    others = {f"c{number}": Parts(f"c{number}", replace(able, title=title)) for number, title in enumerate(titles)}
    assert [Part(f"{WORDS}\n{expected}")] == await delivered(replace(CAN, title="Zalo Bot"), PNG, None, others)


async def test_an_address_ends(database: Database, vault: Vault) -> None:
    """Whoever has it gets the file for a day; nobody guesses it, and the file lies under seal."""
    now = [NOON]
    files = Files(database, vault, lambda: now[0], "https://bot.example")
    addresses = [await files.keep(PNG if name == "a" else PDF, name) for name in ("a", "a", "b")]
    assert None not in addresses
    assert addresses[0] == addresses[1] != addresses[2]
    token = (addresses[2] or "").removeprefix("https://bot.example/files/")
    web = WebChannel(database, vault, lambda: now[0], "https://bot.example")
    found = await web.file(token)
    assert found is not None
    assert (PDF.name, PDF.mime, PDF.content) == (found.name, found.mime, found.content)
    assert await web.file(token[:-1] + ("A" if token[-1] != "A" else "B")) is None
    now[0] += timedelta(hours=24)
    assert await web.file(token) is None
    assert await Files(database, vault, lambda: NOON, "").keep(PDF, "a") is None
