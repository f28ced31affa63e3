"""Notices by an approved form: the setting, what is filled in, the call, and what its refusals mean."""

import contextlib
import dataclasses
from collections.abc import AsyncIterator, Mapping
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.protocol import Notice, OutOfReach, Part, Rejected, SendError, Throttled, Unpaid, Unreachable
from bot.channels.zalo_oa.channel import ZaloOaChannel
from bot.channels.zalo_oa.http import Limits
from bot.channels.zalo_oa.sending import template_data
from bot.channels.zalo_oa.templates import Filling, Template, read_templates
from bot.notices import KINDS
from bot.settings import BadSettings, load
from storage.database import Database, open_database
from storage.vault import Vault
from tests.channels.test_zalo_oa_send import WORKER, access, no_pause, shown
from tests.site import Clock
from tests.zalo_oa_api import FakeZaloOa
from tests.zalo_oa_templates import PATH

SETTING = '{"decided": {"id": "301234", "data": {"ma": "code", "ten": "title:50", "kq": "result"}}}'
DECIDED = Part("", notice=Notice("decided", {"code": "A7K2-9QXM", "title": "Sổ\ntheo dõi", "result": "cần bổ sung"}))


@pytest.fixture
async def database(sqlite_url: str, vault: Vault) -> AsyncIterator[Database]:
    opened = await open_database(sqlite_url, vault)
    yield opened
    await opened.close()


@pytest.fixture
async def zalo() -> AsyncIterator[FakeZaloOa]:
    async with FakeZaloOa(Clock()) as api:
        api.issue()
        api.chat(WORKER)
        api.templates.approved["301234"] = {"ma": 30, "ten": 50, "kq": 30}
        yield api


@pytest.fixture
async def channel(zalo: FakeZaloOa, database: Database, vault: Vault) -> AsyncIterator[ZaloOaChannel]:
    how = dataclasses.replace(access(zalo.url, zalo.refresh), templates=read_templates(SETTING))
    made = ZaloOaChannel(how, database, vault, zalo.clock, limits=Limits(2.0, 2.0, 2.0), pause=no_pause)
    yield made
    await made.close()


async def test_a_form(zalo: FakeZaloOa, channel: ZaloOaChannel) -> None:
    """Whoever has been silent for long gets it, by the account's id of them, on one line each."""
    sent = await channel.send(WORKER, DECIDED)
    assert ["[301234] ma=A7K2-9QXM, ten=Sổ theo dõi, kq=cần bổ sung"] == shown(zalo)
    assert (sent.message_id, 200) == (zalo.chat(WORKER).last.message_id, zalo.templates.charged)
    assert {"user_id", "template_id", "template_data"} == zalo.called(PATH)[0].keys()


async def test_no_form(zalo: FakeZaloOa, channel: ZaloOaChannel) -> None:
    """For a notice that has none nothing is called."""
    with pytest.raises(Rejected):
        await channel.send(WORKER, Part("", notice=Notice("late", {"count": "3"})))
    assert [] == zalo.called(PATH)


FAULTS: dict[str, tuple[dict[str, Any], type[SendError], str]] = {
    "a parameter": ({"number": -201}, Rejected, "zalo-oa:-201"),
    "no reason": ({"number": -200}, Rejected, "zalo-oa:-200"),
    "who does not follow": ({"number": -213}, OutOfReach, "zalo-oa:-213"),
    "too fast": ({"number": -32}, Throttled, "zalo-oa:-32"),
    "no account": ({"number": -320}, Unpaid, "zalo-oa-unpaid:-320"),
    "no balance": ({"number": -321}, Unpaid, "zalo-oa-unpaid:-321"),
    "no answer": ({"how": "hang", "is_applied": True}, Unreachable, "zalo-oa-timeout"),
    "a number that nobody knows": ({"number": -77777}, Rejected, "zalo-oa:-77777"),
}


@pytest.mark.parametrize(("how", "kind", "code"), FAULTS.values(), ids=FAULTS)
async def test_faults(
    how: Mapping[str, Any], kind: type[SendError], code: str, zalo: FakeZaloOa, channel: ZaloOaChannel
) -> None:
    """One call each: a form that may have been charged is not sent again by the channel."""
    zalo.fail(PATH, **how)
    with pytest.raises(kind) as caught:
        await channel.send(WORKER, DECIDED)
    assert (code, 1) == (caught.value.code, len(zalo.called(PATH)))


async def test_a_token_that_has_ended(zalo: FakeZaloOa, channel: ZaloOaChannel) -> None:
    """The form was not taken: it goes with a new one."""
    assert isinstance(zalo.clock, Clock)
    await channel.send(WORKER, DECIDED)
    zalo.clock.move(minutes=2)
    zalo.fail(PATH, number=-216)
    await channel.send(WORKER, DECIDED)
    assert (2, 400) == (len(shown(zalo)), zalo.templates.charged)


# -- the setting -------------------------------------------------------------------------------------------------
def test_it_is_read() -> None:
    """By the kind of notice; a parameter takes thirty characters unless it is said otherwise."""
    data = {"ma": Filling("code"), "ten": Filling("title", 50), "kq": Filling("result")}
    assert {"decided": Template("301234", data)} == read_templates(SETTING)
    assert {} == read_templates(" ")


WRONG: dict[str, str] = {
    "no JSON": "{",
    "a list": "[]",
    "no such notice": '{"other": {"id": "1", "data": {}}}',
    "no number": '{"late": {"id": "x", "data": {}}}',
    "a number too long": '{"late": {"id": "123456789012345678901", "data": {}}}',
    "other keys": '{"late": {"id": "1", "data": {}, "x": 1}}',
    "no data": '{"late": {"id": "1", "data": []}}',
    "no such value": '{"late": {"id": "1", "data": {"n": "phone"}}}',
    "a value of another notice": '{"late": {"id": "1", "data": {"n": "title"}}}',
    "no name": '{"late": {"id": "1", "data": {"so luong": "count"}}}',
    "no length": '{"late": {"id": "1", "data": {"n": "count:x"}}}',
    "a length too long": '{"late": {"id": "1", "data": {"n": "count:401"}}}',
    "too many": orjson.dumps({"late": {"id": "1", "data": {f"n{n}": "count" for n in range(21)}}}).decode(),
    "too deep": "[" * 10_000,
    "too long": " " * 20_001 + "{}",
}


@pytest.mark.parametrize("setting", WRONG.values(), ids=WRONG)
def test_what_is_refused(setting: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In one sentence, without the value."""
    monkeypatch.setenv("ZALO_OA_TEMPLATES", setting)
    with pytest.raises(BadSettings) as raised:
        load()
    sentence = 'ZALO_OA_TEMPLATES: phải là JSON như {"waiting": {"id": "301234", "data": {"so": "count"}}}, xem docs/zalo.md'
    assert sentence == str(raised.value)


JSON = st.recursive(
    st.none() | st.booleans() | st.text(max_size=9) | st.sampled_from(["count", "1", "title:9"]),
    lambda one: st.lists(one, max_size=2) | st.dictionaries(st.sampled_from(["late", "decided", "id", "data", "n"]), one),
    max_leaves=8,
)


@given(st.text(max_size=200) | JSON.map(lambda value: orjson.dumps(value).decode()))
def test_whatever_stands_there(setting: str) -> None:
    """It is read, or refused."""
    with contextlib.suppress(ValueError):
        assert all(kind in KINDS for kind in read_templates(setting))


@given(st.sampled_from(sorted(KINDS)), st.text(max_size=500), st.integers(2, 400))
def test_values_fit(kind: str, said: str, limit: int) -> None:
    """One line, not empty, no longer than the parameter takes."""
    name = next(iter(KINDS[kind].values))
    [filled] = template_data(Template("1", {"p": Filling(name, limit)}), Notice(kind, {name: said})).values()
    assert 0 < len(filled) <= limit
    assert "\n" not in filled
