"""Parts and the calls that they become; refusals and the errors that they mean."""

import dataclasses
import unicodedata
from collections.abc import AsyncIterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.channels.protocol import (
    Attachment,
    Link,
    Misconfigured,
    NotFollowing,
    OutOfReach,
    Part,
    PartButton,
    Postponed,
    Rejected,
    SendError,
    Throttled,
    Unpaid,
    Unreachable,
)
from bot.channels.zalo_oa.access import Shapes, Trust, ZaloOaAccess
from bot.channels.zalo_oa.channel import ZaloOaChannel, capabilities
from bot.channels.zalo_oa.http import Limits
from bot.channels.zalo_oa.sending import outgoing, shortened, with_name
from bot.channels.zalo_oa.taps import Taps
from conversations.actions import Control, Write, decode
from conversations.validators import full_name
from storage.database import Database, open_database
from storage.vault import Vault
from tests.site import Clock
from tests.zalo_oa_api import APP, APP_SECRET, CS, FILE, IMAGE, OA, OA_SECRET, PROFILE, FakeZaloOa

WORKER = "2468000000000000010"
PICTURE = "https://bot.example/static/1/contact.png"
PNG = Attachment("bieu-do.png", "image/png", b"\x89PNG" + b"0" * 100)
PDF = Attachment("phieu.pdf", "application/pdf", b"%PDF" + b"0" * 100)
SHEET = Link("Mở tệp", "https://bot.example/files/abc", "application/vnd.ms-excel")
ROWS = ((PartButton("✅ Xác nhận", "j.confirm.A7K29QXM.1"),), (PartButton("Trùng với một sáng kiến đã nộp.", "a.1.reason.1"),))
TAPS = Taps(Vault(["the key of this test"]), OA)


async def no_pause(seconds: float) -> None:
    """No time passes."""


@pytest.fixture
async def database(sqlite_url: str, vault: Vault) -> AsyncIterator[Database]:
    opened = await open_database(sqlite_url, vault)
    yield opened
    await opened.close()


@pytest.fixture
async def zalo() -> AsyncIterator[FakeZaloOa]:
    clock = Clock()
    async with FakeZaloOa(clock) as api:
        api.issue()
        api.chat(WORKER).last_interaction = clock()
        yield api


def access(url: str = "", refresh: str = "", **shapes: Any) -> ZaloOaAccess:
    trust = Trust(secrets=(OA_SECRET,), first_terms=(APP,))
    shape = Shapes(contact_image=PICTURE, **shapes)
    return ZaloOaAccess(OA, APP, APP_SECRET, trust, refresh, url, url, shape)


@pytest.fixture
async def channel(zalo: FakeZaloOa, database: Database, vault: Vault) -> AsyncIterator[ZaloOaChannel]:
    made = ZaloOaChannel(
        access(zalo.url, zalo.refresh), database, vault, zalo.clock, limits=Limits(2.0, 2.0, 2.0), pause=no_pause
    )
    yield made
    await made.close()


def shown(zalo: FakeZaloOa) -> list[str]:
    """The chat, one message a line."""
    return [
        f"{'<' + one.file.name + '>' if one.file else ''}{'<contact>' if one.asks_contact else ''}{one.text}{one.labels or ''}"
        for one in zalo.chat(WORKER).messages
    ]


PARTS: dict[str, tuple[Part, list[str]]] = {
    "text": (Part("Xin chào"), ["Xin chào"]),
    "decomposed": (Part(unicodedata.normalize("NFD", "Đã nhận sáng kiến")), ["Đã nhận sáng kiến"]),
    "decomposed, and too long only so": (Part(unicodedata.normalize("NFD", "sáng kiến " * 199)), [("sáng kiến " * 199).strip()]),
    "nothing": (Part(""), ["…"]),
    "buttons": (Part("Thẻ", ROWS), ["Thẻ['✅ Xác nhận', 'Trùng với một sáng…']"]),
    "more buttons than fit": (
        Part("Chọn", tuple((PartButton(str(n), f"a.1.x.{n}"),) for n in range(9))),
        ["Chọn['0', '1', '2', '3', '4']"],
    ),
    "buttons without words": (Part("", ROWS[:1]), ["…['✅ Xác nhận']"]),
    "a long text": (Part("dài " * 900, ROWS[:1]), [("dài " * 500).strip(), ("dài " * 400).strip() + "['✅ Xác nhận']"]),
    "a picture": (Part("Theo ngày", attachment=PNG), ["<bieu-do.png>Theo ngày"]),
    "a picture alone": (Part("", attachment=PNG), ["<bieu-do.png>"]),
    "a picture and buttons": (Part("Theo ngày", ROWS[:1], attachment=PNG), ["Theo ngày['✅ Xác nhận']", "<bieu-do.png>"]),
    "a picture of another name": (Part("", attachment=Attachment("x", "image/jpeg", b"1")), ["<x.jpg>"]),
    "a file": (Part("Phiếu", attachment=PDF), ["Phiếu", "<phieu.pdf>"]),
    "a file alone": (Part("", attachment=PDF), ["<phieu.pdf>"]),
    "a file and buttons": (Part("Phiếu", ROWS[:1], attachment=PDF), ["Phiếu['✅ Xác nhận']", "<phieu.pdf>"]),
    "an address": (Part("Bảng", ROWS[:1], link=SHEET), ["Bảng['✅ Xác nhận', 'Mở tệp']"]),
    "an address, and no room": (
        Part("Bảng", tuple((PartButton(str(n), f"a.1.x.{n}"),) for n in range(5)), link=SHEET),
        ["Bảng['0', '1', '2', '3', '4']", "Mở tệp['Mở tệp']"],
    ),
    "a phone number wanted": (Part("Số điện thoại?", ROWS[:1], "Gửi số của tôi"), ["Số điện thoại?['✅ Xác nhận']", "<contact>"]),
}  # fmt: skip


@pytest.mark.parametrize("name", PARTS)
async def test_parts(name: str, zalo: FakeZaloOa, channel: ZaloOaChannel) -> None:
    """What the person sees; the answer names the last message of it."""
    part, expected = PARTS[name]
    sent = await channel.send(WORKER, part)
    assert expected == shown(zalo)
    assert sent.message_id == [one for one in zalo.chat(WORKER).messages if not one.asks_contact][-1].message_id


REFUSALS: dict[str, Part] = {
    "a picture that is too large": Part("", attachment=Attachment("a.png", "image/png", b"0" * 1_000_001)),
    "a file that is too large": Part("", attachment=Attachment("a.pdf", "application/pdf", b"0" * 5_000_001)),
    "a table": Part("", attachment=Attachment("a.xlsx", "application/vnd.ms-excel", b"0")),
}


@pytest.mark.parametrize("name", REFUSALS)
async def test_what_zalo_would_not_take(name: str, zalo: FakeZaloOa, channel: ZaloOaChannel) -> None:
    """It is not even tried."""
    with pytest.raises(Rejected):
        await channel.send(WORKER, REFUSALS[name])
    assert ([], []) == (zalo.called(CS), shown(zalo))


async def test_an_address_that_is_none(zalo: FakeZaloOa, channel: ZaloOaChannel) -> None:
    """Nor is this."""
    with pytest.raises(Rejected):
        await channel.send("../oa", Part("a"))
    assert [] == zalo.called(CS)


ERRORS: dict[int, type[SendError]] = {
    -32: Throttled, -207: Misconfigured, -208: Misconfigured, -215: Misconfigured, -222: OutOfReach, -201: Rejected, -204: Misconfigured, -205: Misconfigured, -209: Misconfigured, -210: Rejected,
    -211: Postponed, -212: Misconfigured, -213: NotFollowing, -218: Postponed, -219: Misconfigured,
    -221: Misconfigured, -223: Misconfigured, -224: Misconfigured, -227: OutOfReach, -230: OutOfReach,
    -232: OutOfReach, -233: Rejected, -234: Throttled, -235: Rejected, -240: Misconfigured, -242: Misconfigured,
    -244: OutOfReach, -248: Rejected, -305: OutOfReach, -311: Postponed, -320: Unpaid, -321: Unpaid,
    -403: Rejected, -99999: Rejected,
}  # fmt: skip


@pytest.mark.parametrize(("number", "kind"), ERRORS.items())
async def test_every_number_has_its_class(
    number: int, kind: type[SendError], zalo: FakeZaloOa, channel: ZaloOaChannel
) -> None:
    """With HTTP 200; the code names the number, and one call was made."""
    zalo.fail(CS, number=number)
    with pytest.raises(kind) as caught:
        await channel.send(WORKER, Part("a"))
    name = "zalo-oa-unpaid" if kind is Unpaid else "zalo-oa"
    assert (type(caught.value), f"{name}:{number}", 1) == (kind, caught.value.code, len(zalo.called(CS)))
    assert None is caught.value.__cause__
    if isinstance(caught.value, Throttled):
        assert caught.value.is_global == (number == -32)


# -- how fast ----------------------------------------------------------------------------------------------------
def limited(remain: object, limit: object = 4000) -> dict[str, str]:
    return {"X-RateLimit-Limit": str(limit), "X-RateLimit-Remain": str(remain)}


WAITS: dict[str, tuple[dict[str, str], list[float]]] = {
    "no headers": ({}, [15, 15, 30]),
    "the application's limit": (limited(0), [60, 60, 60]),
    "the account's own": (limited(3000), [15, 15, 30]),
    "nonsense": (limited("x"), [15, 15, 30]),
    "half of it": ({"X-RateLimit-Remain": "0"}, [15, 15, 30]),
}


@pytest.mark.parametrize(("headers", "expected"), WAITS.values(), ids=WAITS)
async def test_a_call_too_many(
    headers: dict[str, str], expected: list[float], zalo: FakeZaloOa, channel: ZaloOaChannel
) -> None:
    """The whole channel waits: a minute where the limit is used up, else longer each time; two at once count once."""
    zalo.headers, waited = headers, 0.0
    channel._http.rates.clock = lambda: waited
    zalo.fail(CS, number=-32, times=3)
    seconds = []
    for passed in (0.0, 0.0, 15.0):
        waited += passed
        with pytest.raises(Throttled) as caught:
            await channel.send(WORKER, Part("a"))
        assert caught.value.is_global
        seconds.append(caught.value.seconds)
    await channel.send(WORKER, Part("a"))
    assert expected == seconds


@pytest.mark.parametrize(
    ("headers", "expected"),
    [({}, 0), (limited(4000), 0), (limited(400), 0), (limited(200), 30), (limited(0), 60), (limited(-1), 0), (limited(1, 0), 0)],
)
async def test_room_for_replies(headers: dict[str, str], expected: float, zalo: FakeZaloOa, channel: ZaloOaChannel) -> None:
    """When less than a tenth of the limit is left, what nobody asked for rests; the less, the longer."""
    zalo.headers = headers
    assert expected == (await channel.send(WORKER, Part("a"))).ease_seconds


FAULTS: dict[str, tuple[dict[str, Any], bool]] = {
    "no answer": ({"how": "hang"}, True),
    "no answer after success": ({"how": "hang", "is_applied": True}, True),
    "broken off": ({"how": "reset"}, True),
    "a broken server": ({"how": "status", "status": 503}, True),
    "no JSON": ({"how": "raw", "text": "<html>"}, True),
    "a list": ({"how": "raw", "text": "[]"}, True),
    "no number": ({"how": "raw", "text": '{"error": "x"}'}, True),
    "a flood": ({"how": "raw", "text": "x" * (2 << 20)}, True),
}


@pytest.mark.parametrize("name", FAULTS)
async def test_faults(name: str, zalo: FakeZaloOa, channel: ZaloOaChannel) -> None:
    """Whether it arrived is unknown: that is said, and nothing is sent again by the channel."""
    how, is_unknown = FAULTS[name]
    zalo.fail(CS, **how)
    with pytest.raises(Unreachable) as caught:
        await channel.send(WORKER, Part("a"))
    assert (is_unknown, 1) == (caught.value.is_unknown, len(zalo.called(CS)))


async def test_nobody_is_there(database: Database, vault: Vault, zalo: FakeZaloOa) -> None:
    """Without a connection nothing was sent."""
    away = ZaloOaChannel(access("http://127.0.0.1:9", zalo.refresh), database, vault, zalo.clock, pause=no_pause)
    with pytest.raises(Unreachable) as caught:
        await away.send(WORKER, Part("a"))
    assert not caught.value.is_unknown
    await away.close()


@pytest.mark.parametrize(("times", "calls"), [(1, 2), (2, 3), (3, 3)])
async def test_a_failure_without_a_reason(times: int, calls: int, zalo: FakeZaloOa, channel: ZaloOaChannel) -> None:
    """Two more attempts, then it is given up."""
    zalo.fail(CS, number=-200, times=times)
    if times == 3:
        with pytest.raises(Rejected):
            await channel.send(WORKER, Part("a"))
    else:
        await channel.send(WORKER, Part("a"))
    assert calls == len(zalo.called(CS))


@pytest.mark.parametrize(("file", "path"), [(PNG, IMAGE), (PDF, FILE)])
async def test_an_upload_that_is_gone(file: Attachment, path: str, zalo: FakeZaloOa, channel: ZaloOaChannel) -> None:
    """It is uploaded again, once."""
    zalo.fail(CS, number=-100)
    await channel.send(WORKER, Part("", attachment=file))
    assert [f"<{file.name}>"] == shown(zalo)
    assert 2 == len(zalo.called(path))
    zalo.fail(CS, number=-100, times=2)
    with pytest.raises(Rejected):
        await channel.send(WORKER, Part("", attachment=file))


# -- the name that a person has on Zalo --------------------------------------------------------------------------
QUESTION = Part("Họ tên?", tuple((PartButton(word, f"k.3.full_name.{word}"),) for word in ("help", "cancel")), hint="full_name")
LABELS = ["help", "cancel"]
NAMES: dict[str, tuple[str, Part, list[str]]] = {
    "it is proposed": ("nguyễn văn a", QUESTION, ["👤 Nguyễn Văn A", *LABELS]),
    "a long one is cut on the button": ("Nguyễn Phúc Hoàng Bảo Châu", QUESTION, ["👤 Nguyễn Phúc Hoàng…", *LABELS]),
    "none": ("", QUESTION, LABELS),
    "what is no name": ("Shop 24h", QUESTION, LABELS),
    "no word of its own": ("☀️🌙", QUESTION, LABELS),
    "too long for a button": ("Nguyễn " * 16 + "A", QUESTION, LABELS),
    "another question": ("Nguyễn Văn A", replace(QUESTION, hint="phone"), LABELS),
    "no question": ("Nguyễn Văn A", replace(QUESTION, rows=ROWS), ["✅ Xác nhận", "Trùng với một sáng…"]),
    "no room": ("Nguyễn Văn A", replace(QUESTION, rows=QUESTION.rows * 3), [*LABELS, *LABELS, "help"]),
}


@pytest.mark.parametrize(("name", "part", "expected"), NAMES.values(), ids=NAMES)
async def test_a_name(name: str, part: Part, expected: list[str], zalo: FakeZaloOa, channel: ZaloOaChannel) -> None:
    """It stands on a button of the question for it, which comes back as a tap of this person's on this message alone."""
    zalo.chat(WORKER).name = name
    await channel.send(WORKER, part)
    assert expected == zalo.chat(WORKER).last.labels
    if expected[0].startswith("👤"):
        tap = channel._taps.read(WORKER, zalo.chat(WORKER).last.buttons[0].payload)
        assert tap is not None
        assert decode(tap.action) == Write(3, "full_name", str(full_name(name).value))  # type: ignore[union-attr]


@pytest.mark.parametrize("how", [{"number": -213}, {"number": -32}, {"how": "hang"}, {"how": "raw", "text": "x"}])
async def test_a_name_that_is_not_to_be_had(how: dict[str, Any], zalo: FakeZaloOa, channel: ZaloOaChannel) -> None:
    """Who does not follow the account shows none; and whatever fails, the question is put."""
    zalo.fail(PROFILE, **how)
    await channel.send(WORKER, QUESTION)
    assert (LABELS, 1) == (zalo.chat(WORKER).last.labels, len(zalo.called(CS)))


async def test_what_arrived_is_not_sent_again(zalo: FakeZaloOa, channel: ZaloOaChannel) -> None:
    """The text is there, the file fails: the next attempt sends the file alone."""
    part = Part("Phiếu", attachment=PDF, key="7.1")
    zalo.fail(FILE, number=-32)
    with pytest.raises(Throttled):
        await channel.send(WORKER, part)
    await channel.send(WORKER, part)
    assert ["Phiếu", "<phieu.pdf>"] == shown(zalo)
    await channel.send(WORKER, part)  # owed again for another reason: everything
    assert ["Phiếu", "<phieu.pdf>"] * 2 == shown(zalo)


async def test_the_question_for_a_phone_may_fail(zalo: FakeZaloOa, channel: ZaloOaChannel) -> None:
    """The question itself has arrived, and can be answered by typing."""
    zalo.fail(CS, number=-201, after=1)
    sent = await channel.send(WORKER, Part("Số điện thoại?", contact_label="Gửi số của tôi"))
    assert ["Số điện thoại?"] == shown(zalo)
    assert (2, zalo.chat(WORKER).last.message_id) == (len(zalo.called(CS)), sent.message_id)


async def test_seven_days(zalo: FakeZaloOa, channel: ZaloOaChannel) -> None:
    """Later nothing arrives until the person does something."""
    assert isinstance(zalo.clock, Clock)
    zalo.clock.move(days=6, hours=23)
    await channel.send(WORKER, Part("a"))
    zalo.clock.move(hours=2)
    with pytest.raises(OutOfReach, match="-230"):
        await channel.send(WORKER, Part("b"))
    assert (1, ["a"]) == (zalo.chat(WORKER).billed, shown(zalo))


def test_what_is_known_of_the_channel(channel: ZaloOaChannel) -> None:
    """For those who decide by it."""
    can = channel.capabilities
    assert (2000, 5, 1, False, True, False) == (
        can.text_limit, can.buttons_per_message, can.buttons_per_row, can.can_edit, can.has_contact_button, can.link_carries_code,
    )  # fmt: skip
    assert can.limits.channel is not None
    assert 80 == round(can.limits.channel.per_second * 60 + can.limits.channel.burst)
    assert {"image/png", "application/pdf"} < can.file_types
    assert "text/csv" not in can.file_types
    assert f"https://zalo.me/{OA}" == channel.link("A7K29QXM")
    shared = dataclasses.replace(access(), share_url="https://zalo.me/s/1")
    assert "https://zalo.me/s/1" == ZaloOaChannel(shared, None, Vault(["the key of this test"]), Clock()).link("A7K29QXM")


def test_settings_shape_the_messages() -> None:
    """Every fact that may be otherwise can be set otherwise."""
    shapes = Shapes(button_style="show", buttons_template="button", most_buttons=1, title_limit=10, file_types=("pdf",))
    can = capabilities(ZaloOaAccess(OA, APP, APP_SECRET, Trust(secrets=("s",), first_terms=(APP,)), shapes=shapes))
    [one] = outgoing(Part("a", ROWS), WORKER, shapes, can, TAPS)
    payload = one.message["attachment"]["payload"]
    assert ("button", 1, "oa.query.show") == (payload["template_type"], len(payload["buttons"]), payload["buttons"][0]["type"])
    short = Shapes(payload_limit=60)
    assert QUESTION == with_name(QUESTION, Control(3, "full_name", "help"), "Nguyễn Văn A", short)
    assert (1, False) == (can.buttons_per_message, can.has_contact_button)
    assert {"image/png", "image/jpeg", "application/pdf"} == can.file_types


TITLES = {
    "Xác nhận": "Xác nhận",
    "Chưa, xác nhận trước": "Chưa, xác nhận trước",
    "Trùng với một sáng kiến đã nộp.": "Trùng với một sáng…",
    "Trường Mầm non Hoa Mai": "Trường Mầm non Hoa…",
    "Congdoancosotruonghoc": "Congdoancosotruongh…",
    unicodedata.normalize("NFD", "Yêu cầu bổ sung thêm"): "Yêu cầu bổ sung thêm",
}


@pytest.mark.parametrize(("label", "expected"), TITLES.items())
def test_titles(label: str, expected: str) -> None:
    """At most twenty characters, cut between words."""
    assert expected == shortened(label, 20)


@given(st.text(max_size=300), st.integers(5, 100))
def test_titles_fit(label: str, limit: int) -> None:
    """Whatever stands on the button."""
    assert len(shortened(label, limit)) <= limit


WORDS = st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40), max_size=300)


@given(WORDS, st.sampled_from(["NFC", "NFD"]), st.booleans())
def test_texts_fit(words: list[str], form: str, has_buttons: bool) -> None:
    """Every message keeps the limit, none is empty, and no word is lost or broken."""
    text = unicodedata.normalize(form, " ".join(words))  # type: ignore[arg-type]
    can = capabilities(access())
    sent = outgoing(Part(text, ROWS if has_buttons else ()), WORKER, Shapes(), can, TAPS)
    texts = [str(one.message["text"]) for one in sent]
    assert all(0 < len(one) <= 2000 for one in texts)
    assert [has_buttons] == ["attachment" in one.message for one in sent][-1:]
    assert (unicodedata.normalize("NFC", text).split() or ["…"]) == " ".join(texts).split()
