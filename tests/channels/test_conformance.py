"""What holds of every channel, whatever its platform: the conversations rely on it and know none of them."""

from collections.abc import AsyncIterator

import pytest

from bot import render
from bot.channels.protocol import (
    FileGone,
    NotAuthentic,
    NotEditable,
    NotUnderstood,
    Part,
    PartButton,
    SendError,
    Unreachable,
)
from conversations.events import ButtonPressed, Medium, TextReceived
from storage.database import Database, open_database
from storage.vault import Vault
from tests.channels.rigs import RIGS, Rig

TEXT = "Nguyễn Văn A – máy tẽ ngô 🌽 “nhanh gấp ba”\nĐợt 2: 1.200 kg"
STRANGE = (b"", b"{}", b"[]", b"null", b"1", b'"a"', b"{", b"\xff", b"[" * 5000)


@pytest.fixture
async def database(sqlite_url: str, vault: Vault) -> AsyncIterator[Database]:
    """One database is enough: what channels store has its own tests on both."""
    opened = await open_database(sqlite_url, vault)
    yield opened
    await opened.close()


@pytest.fixture(params=RIGS)
async def rig(request: pytest.FixtureRequest, database: Database, vault: Vault) -> AsyncIterator[Rig]:
    """Every channel in turn."""
    async with RIGS[request.param](database, vault) as made:
        yield made


# -- in --------------------------------------------------------------------------------------------------------
def test_a_text_comes_in_as_it_was_typed(rig: Rig) -> None:
    """From whom and where to answer, with an aware instant; the same call again has the same key, another one not."""
    [first], [again], [other] = (rig.channel.parse(*rig.call(TEXT, number)) for number in (7, 7, 8))
    assert isinstance(first.event, TextReceived)
    assert (rig.channel.name, rig.user, rig.user, TEXT) == (first.channel, first.user, first.chat, first.event.text)
    assert first.event.at.tzinfo is not None
    assert first.update_key == again.update_key != other.update_key


def test_what_is_not_authentic_is_refused(rig: Rig) -> None:
    """Without the proof, with a wrong one, with one that belongs to another text where it signs the text."""
    body, headers = rig.call(TEXT, 7)
    for wrong in ({}, {name: f"{value[:-1]}~" for name, value in headers.items()}, dict.fromkeys(headers, "é")):
        with pytest.raises(NotAuthentic):
            rig.channel.parse(body, wrong)


@pytest.mark.parametrize("body", STRANGE, ids=range(len(STRANGE)))
def test_a_strange_body_says_nothing(rig: Rig, body: bytes) -> None:
    """It is refused or ignored, never half understood, and what is raised does not quote it."""
    _, headers = rig.call(TEXT, 7)
    raised: Exception | None = None
    try:
        assert not rig.channel.parse(body, headers)
    except (NotUnderstood, NotAuthentic) as refused:
        raised = refused
    assert raised is None or ((), None) == (raised.args, raised.__cause__)


# -- out -------------------------------------------------------------------------------------------------------
async def test_a_text_goes_out_as_it_was_written(rig: Rig) -> None:
    """Every sign of it, and the platform's name for the message is known."""
    sent = await rig.channel.send(rig.user, Part(TEXT))
    assert ([TEXT], True) == (rig.texts(), bool(sent.message_id))


async def test_parts_fit(rig: Rig) -> None:
    """What the rendering makes for the channel's own limit is taken, letter by letter and emoji by emoji."""
    can = rig.channel.capabilities
    for sign in ("ă", "🌽", "ab "):
        pieces = render.split(sign * (can.text_limit + 100), can)
        for piece in pieces:
            await rig.channel.send(rig.user, Part(piece))
        assert pieces == rig.texts()[-len(pieces) :]


async def test_buttons_fit(rig: Rig) -> None:
    """As many as the channel says, with the longest action; where there are none, none are asked for."""
    can = rig.channel.capabilities
    action = "a.1.union." + "9" * (can.button_action_bytes - len("a.1.union."))
    rows = tuple((PartButton(f"Lựa chọn {number}", action),) for number in range(can.buttons_per_message))
    await rig.channel.send(rig.user, Part("Chọn một", rows))
    assert ["Chọn một"] == rig.texts()


async def test_what_is_typed_is_no_press(rig: Rig) -> None:
    """A text that looks like an action of ours stays a text."""
    [incoming] = rig.channel.parse(*rig.call("d.confirm.A7K29QXQ.1", 7))
    assert not isinstance(incoming.event, ButtonPressed)


async def test_a_platform_that_breaks_leaves_it_open(rig: Rig) -> None:
    """HTTP 502: nobody knows whether it arrived; the next one goes through."""
    if rig.break_next is None:
        assert rig.channel.capabilities.repeats_are_safe  # then it does not matter
        return
    rig.break_next()
    with pytest.raises(Unreachable) as failed:
        await rig.channel.send(rig.user, Part("một"))
    assert failed.value.is_unknown
    await rig.channel.send(rig.user, Part("hai"))
    assert "hai" == rig.texts()[-1]


async def test_nobody_of_that_name(rig: Rig) -> None:
    """An address that is none raises what the sender understands, and shows no secret."""
    with pytest.raises(SendError) as failed:
        await rig.channel.send("nobody-here", Part("một"))
    shown = f"{failed.value!r} {failed.value.__cause__!r} {failed.value.__context__!r}"
    assert not any(secret in shown for secret in rig.secrets)


async def test_a_file_that_it_does_not_carry(rig: Rig) -> None:
    """The types that it names are MIME types, the sizes are there, and links are told from files."""
    can = rig.channel.capabilities
    assert all(mime.count("/") == 1 for mime in can.file_types)
    assert min(can.file_limit, can.picture_limit, can.text_limit, can.caption_limit) > 0


@pytest.mark.parametrize("ref", ["", "nothing-of-ours", "http://127.0.0.1/a", "../../etc/passwd", "a" * 10_000])
async def test_a_file_that_is_none(rig: Rig, ref: str) -> None:
    """Whatever it is said to be, it cannot be had, which the fetcher understands; and no secret is shown."""
    with pytest.raises(SendError) as failed:
        await rig.channel.download(ref, 1000)
    assert isinstance(failed.value, FileGone)
    assert not any(secret in repr(failed.value) for secret in rig.secrets)
    assert rig.channel.capabilities.takes_files <= {Medium.PHOTO, Medium.DOCUMENT}


def test_a_link_says_whether_it_carries_the_code(rig: Rig) -> None:
    """An address over HTTPS, with the code in it exactly where the channel says so."""
    link = rig.channel.link("A7K29QXQ")
    assert link is not None
    assert link.startswith("https://")
    assert rig.channel.capabilities.link_carries_code == ("A7K29QXQ" in link)
    assert (rig.channel.link("") or "").startswith("https://"), "pages without a code offer every channel"


async def test_an_acknowledgement_never_raises(rig: Rig) -> None:
    """Whatever came in."""
    [incoming] = rig.channel.parse(*rig.call(TEXT, 7))
    await rig.channel.acknowledge(incoming)


async def test_menus_do_no_harm(rig: Rig) -> None:
    """A platform without menus ignores them; nothing is said to the person."""
    await rig.channel.show_commands(rig.user, [("nop", "Nộp sáng kiến")])
    assert [] == rig.texts()


async def test_a_message_is_changed_or_the_change_refused(rig: Rig) -> None:
    """Where nothing can be changed, the class says that a new message is the way."""
    if rig.channel.capabilities.can_edit:
        first = await rig.channel.send(rig.user, Part("một", ((PartButton("Được", "a.1.x.y"),),)))
        await rig.channel.send(rig.user, Part("hai", edits=first.message_id))
        assert ["hai"] == rig.texts()
        return
    with pytest.raises(NotEditable):
        await rig.channel.send(rig.user, Part("hai", edits="1"))
