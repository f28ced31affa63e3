"""Notices by a form that the platform has approved, for people out of the window, on both databases."""

import pytest
from msgspec.structs import replace

from bot.channels.protocol import Misconfigured, Notice, OutOfReach, Rejected, SendError, Unpaid, Unreachable, Window
from bot.messages import Digest, to_dict
from bot.notices import KINDS, kind_of, notice
from bot.windows import Windows
from conversations.domain import Role
from conversations.effects import Say, Text
from storage.database import Database
from storage.repositories.outbox_claim import Room
from storage.repositories.outbox_order import NOTICE, REPLY
from storage.repositories.rate_limits import UNLIMITED
from storage.repositories.usage import Usage
from storage.unit_of_work import UnitOfWork
from storage.vitals import vitals
from tests.bot.test_windows_digest import CODES, file
from tests.bot.windows_world import Post
from tests.builders import CATALOGUE

DECIDED = Say("author-rejected", {"code": "A7K2-9QXM", "title": "Sổ", "by": "Trần Thị B", "reason": "Trùng"})
WHOLE = CATALOGUE.format(DECIDED.key, DECIDED.args)
FORM = "decided: A7K2-9QXM, Sổ, chưa được xác nhận"
WEEKS = 24 * 21


@pytest.fixture
async def post(database: Database) -> Post:
    """A form for decisions, and one that says how many wait."""
    post = await Post(database).open()
    post.rule(Window(templates=frozenset({"decided", "waiting"})))
    return post


async def owe(post: Post, say: Say, chat: str = "chat-10", priority: int = NOTICE) -> int:
    return await post.database.write(lambda uow: uow.outbox.add("telegram", chat, to_dict(say), priority, post.now))


async def usage(post: Post) -> Usage:
    return await post.database.read(lambda uow: uow.usage.of("telegram", post.now))


async def unpaid(post: Post) -> dict[str, int]:
    return dict((await post.database.read(lambda uow: vitals(uow, post.now))).unpaid)


async def test_a_form(post: Post) -> None:
    """Within two days it is a message; weeks later a form rings for it, without names or reasons, and it comes when the
    person writes. Ledger and month know both kinds."""
    await post.meet("10")
    await post.meet("11", WEEKS)
    await owe(post, DECIDED)
    await owe(post, DECIDED, "chat-11")
    await owe(post, Say("reminder-decisions", {"count": 1}), "chat-11")  # nothing waits any more
    await owe(post, Say("description-whole", {"text": "no form"}), "chat-11")
    await post.pass_time()
    assert ([WHOLE], [FORM]) == (post.channel.texts("chat-10"), post.channel.texts("chat-11"))
    assert [("chat-11", "template", False)] == [one for one in await post.ledger() if one[0] == "chat-11"]
    assert (1, 2) == ((await usage(post)).templates, await post.parked())
    await post.says("11", "/huongdan")
    assert (WHOLE, "no form", 0) == (*post.channel.texts("chat-11")[-2:], await post.parked())


async def test_money_before_a_form(post: Post) -> None:
    """To the seventh day, where it is allowed; a reply is never a form."""
    post.rule(Window(may_bill=True, templates=frozenset({"decided"})))
    await post.meet("10", 50)
    await owe(post, DECIDED)
    await post.meet("11", WEEKS)
    await owe(post, DECIDED, "chat-11", REPLY)
    await post.pass_time()
    assert FORM not in [text for _, text in post.channel.sent]
    assert ["billed"] == [kind for _, kind, _ in await post.ledger()]


async def test_executives_hear_how_many_wait(post: Post) -> None:
    """The first card as a number, the next ones within six hours as one number more."""
    await post.meet("20", WEEKS, Role.EXECUTIVE)
    for code in CODES[:3]:
        await file(post, code)
        await post.pass_time()
    assert ["waiting: 1"] == post.channel.texts("chat-20")
    await post.pass_time(7)
    assert ["waiting: 1", "waiting: 3"] == post.channel.texts("chat-20")
    assert [True, True] == [is_call for _, _, is_call in await post.ledger()]
    await post.says("20", "x")
    assert "3 sáng kiến đang chờ" in post.channel.texts("chat-20")[-1]


REFUSALS: dict[str, SendError] = {
    "a wrong parameter": Rejected("x-201"),
    "who does not follow": OutOfReach("x-213"),
    "no answer": Unreachable("x-timeout", is_unknown=True),
}


@pytest.mark.parametrize("error", REFUSALS.values(), ids=REFUSALS)
async def test_a_form_that_fails(error: SendError, post: Post) -> None:
    """It is tried once: the message waits for the person, and comes whole; what may have been charged is counted."""
    await post.meet("10", WEEKS)
    post.channel.faults.append((FORM, error))
    await owe(post, DECIDED)
    await post.pass_time()
    await post.pass_time(30)
    assert (1, 1, []) == (len(post.channel.keys), await post.parked(), post.channel.sent)
    is_unknown = isinstance(error, Unreachable)
    assert (is_unknown, is_unknown) == ((await usage(post)).templates == 1, len(await post.ledger()) == 1)
    await post.says("10", "/huongdan")
    assert (WHOLE, False) == (post.channel.sent[-1][1], FORM in post.channel.texts("chat-10"))


@pytest.mark.parametrize("error", REFUSALS.values(), ids=REFUSALS)
async def test_a_form_that_fails_where_another_channel_is(error: SendError, post: Post) -> None:
    """It goes there, with the remark that it may be known already if that may be so."""
    await post.join(await post.meet("10", WEEKS), "w")
    post.channel.faults.append((FORM, error))
    await owe(post, DECIDED)
    await post.pass_time()
    said = " ".join(text for _, text in post.office.other.sent)
    remark = CATALOGUE.format("sent-again").split()[0]
    assert ("A7K2-9QXM" in said, isinstance(error, Unreachable)) == (True, said.startswith(remark))


async def test_a_form_that_could_not_leave(post: Post) -> None:
    """Without a connection, or while the account is stopped, it is tried again."""
    await post.meet("10", WEEKS)
    post.channel.faults += [(FORM, Unreachable("x-away")), (FORM, Misconfigured("x-216"))]
    await owe(post, DECIDED)
    await post.pass_time()
    await post.pass_time(0.1)
    await post.pass_time(0.1)
    assert ([FORM], 1) == (post.channel.texts("chat-10"), (await usage(post)).templates)


async def test_no_money(post: Post) -> None:
    """It waits, operators see it, and it is tried again after hours; or the person writes before."""
    for user in ("10", "11"):
        await post.meet(user, WEEKS)
        post.channel.faults.append((FORM, Unpaid("x-unpaid:-321")))
        await owe(post, DECIDED, f"chat-{user}")
    await post.pass_time()
    assert ([], 2, {"telegram": 2}) == (post.channel.sent, await post.parked(), await unpaid(post))
    await post.says("11", "/huongdan")
    assert ({"telegram": 1}, []) == (await unpaid(post), post.channel.texts("chat-10"))
    await post.pass_time(7)
    assert ([FORM], {}) == (post.channel.texts("chat-10"), await unpaid(post))


async def test_the_platform_closes_the_window(post: Post) -> None:
    """It says that the person is out of reach: the form is next, and once."""
    await post.meet("10")
    post.channel.faults += [(WHOLE, OutOfReach("x-230"))]
    await owe(post, DECIDED)
    await post.pass_time()
    await post.pass_time(0.1)
    assert [FORM] == post.channel.texts("chat-10")


async def test_a_process_that_died_over_a_form(post: Post) -> None:
    """Nobody knows whether it had been sent, so it is not sent again."""
    await post.meet("10", WEEKS)
    await owe(post, DECIDED)

    def die(uow: UnitOfWork) -> None:
        claimed = uow.outbox.claim({"telegram": UNLIMITED}, post.now, Room(9, 9), 10, "dead")
        [passed] = Windows({"telegram": post.channel}).admit(uow, claimed, post.now)
        assert passed.by_form

    await post.database.write(die)
    await post.pass_time(1)
    assert ([], 1) == (post.channel.sent, await post.parked())


async def test_at_night(post: Post) -> None:
    """A form is for the day."""
    await post.meet("10", WEEKS)
    assert [] == await post.pass_time(11)
    await owe(post, DECIDED)
    assert [] == await post.pass_time()
    assert [FORM] == await post.pass_time(7)


# -- what a form is filled in with -------------------------------------------------------------------------------
def test_every_kind_has_its_messages() -> None:
    """Their texts exist in the catalogue, each in one kind, with each value that is named."""
    keys = [key for kind in KINDS.values() for key in kind.messages]
    assert len(keys) == len(set(keys))
    for name, kind in KINDS.items():
        for key in kind.messages:
            args = {arg: f"<{arg}>" for arg in kind.values.values()}
            say = Say(key, args)
            assert name == kind_of(to_dict(say))
            made = notice(say, 3, CATALOGUE.phrase)
            assert made is not None
            assert kind.values.keys() == made.values.keys()
            assert all(made.values.values())


def test_nobody_is_named() -> None:
    """The decider's name and the reason stand in the message, not in the form."""
    assert Notice("decided", {"code": "A7K2-9QXM", "title": "Sổ", "result": "chưa được xác nhận"}) == notice(
        DECIDED, 0, CATALOGUE.phrase
    )
    assert Notice("waiting", {"count": "2"}) == notice(Digest(), 2, CATALOGUE.phrase)
    assert None is notice(Digest(), 0, CATALOGUE.phrase)
    assert None is notice(replace(DECIDED, key="alarm-news"), 5, CATALOGUE.phrase)
    place = Say("reminder-no-initiative", {"place": Text("alarm-title-disk"), "name": "x", "closes": "y"})
    filled = notice(place, 0, CATALOGUE.phrase)
    assert filled is not None
    assert ("Đĩa sắp đầy", "y") == (filled.values["place"], filled.values["end"])
