"""Executives on a channel with a window: one call in six hours, and a queue that hands out the rest, on both databases."""

import re

import pytest
from msgspec.structs import replace

from bot.carry_out import Desk
from bot.channels.protocol import Incoming
from conversations import cards, codes
from conversations.domain import Role, Status
from conversations.effects import DecidersOf, Tell
from conversations.events import TextReceived
from conversations.facts import Needs
from conversations.role_facts import card_name
from conversations.steps import View
from storage.database import Database
from storage.unit_of_work import UnitOfWork
from tests.bot.windows_world import HOUR, Post
from tests.builders import CAMPAIGN
from tests.storage.world import DAY, initiative, meet

CHAT = "chat-20"
ALL, MOST_CALLS = 200, 8
CODE = re.compile(r"\b([A-Z0-9]{4}-[A-Z0-9]{4})\b")
CODES = [codes.with_check("".join(codes.ALPHABET[n // 20 ** place % 20] for place in range(7))) for n in range(ALL)]
MANY = "{} sáng kiến đang chờ đồng chí duyệt"


@pytest.fixture
async def post(database: Database) -> Post:
    """With an executive who has just written."""
    post = await Post(database).open()
    await post.meet("20", role=Role.EXECUTIVE)
    return post


async def file(post: Post, code: str) -> None:
    """Somebody has filed: what the last turn of a form does."""

    def work(uow: UnitOfWork) -> None:
        author = meet(uow, "10")
        filed = replace(initiative(code, author, post.nodes), submitted_at=post.now)
        uow.submissions.add(filed, CAMPAIGN.code, DAY)
        facts = post.facts.load(uow, author, Needs(), post.now)
        came = Incoming("telegram", code, "10", "chat-10", TextReceived(post.now, "x", 1))
        card = cards.decision_card(View({}, {}, facts, post.now), filed)
        Desk(uow, came, author, facts, post.now).carry_out((Tell(DecidersOf(code), card, code),))

    await post.database.write(work)


def last_code(post: Post) -> str:
    """The code on the newest card in the executive's chat; '' if no card is the last message."""
    found = CODE.findall(post.channel.texts(CHAT)[-1])
    return codes.tidy(found[0]) if found else ""


async def calls(post: Post) -> int:
    """What the executive has got unasked."""
    return sum(chat == CHAT for chat, _, _ in await post.ledger())


async def work_off(post: Post) -> int:
    """Ask for the queue and decide on one card after the other until no other follows. Returns: how many there were."""
    await post.says("20", "/duyet")
    for number in range(ALL + 1):
        if not (code := last_code(post)) or "Không còn" in post.channel.texts(CHAT)[-1]:
            return number
        await post.decides("20", code)
    raise AssertionError("it never ends")


async def test_two_hundred_in_two_days(post: Post) -> None:
    """At most eight messages nobody asked for, and every one of the two hundred is decided on through the queue."""
    decided = 0
    for number, code in enumerate(CODES):
        await file(post, code)
        post.office.now += 48 / ALL * HOUR
        if number % 4 == 0:
            await post.pass_time()
        if number in (90, 140):  # by day
            decided += await work_off(post)
    assert 1 < await calls(post) <= MOST_CALLS
    before = await calls(post)
    decided += await work_off(post)
    assert (before, ALL) == (await calls(post), decided)
    found = await post.database.read(lambda uow: [uow.submissions.get(code) for code in CODES])
    assert {Status.CONFIRMED} == {filed.status for filed in found if filed is not None}
    assert ALL == len([filed for filed in found if filed is not None])


async def test_a_silent_executive(post: Post) -> None:
    """Who does not answer gets no more than that either."""
    for code in CODES[:96]:
        await file(post, code)
        await post.pass_time(0.5)
    said = post.channel.texts(CHAT)
    assert len(said) == await calls(post) <= MOST_CALLS
    assert [CODES[0]] == [codes.tidy(CODE.findall(text)[0]) for text in said if CODE.search(text)]
    assert said[1].startswith(MANY.format(13))  # as many as wait when it is sent


async def test_the_first_card_and_then_one_message(post: Post) -> None:
    """The card comes at once; what comes in the six hours after it is one message that counts when it is sent."""
    await file(post, CODES[0])
    assert CODES[0] == codes.tidy(CODE.findall((await post.pass_time())[-1])[0])
    await file(post, CODES[1])
    await file(post, CODES[2])
    assert 1 == len(await post.pass_time(5.9))
    await file(post, CODES[3])
    assert 1 == len(await post.pass_time())
    said = await post.pass_time(0.1)
    assert (2, True) == (len(said), said[1].startswith(MANY.format(4)))
    assert [("free", True)] * 2 == [(kind, is_call) for _, kind, is_call in await post.ledger()]
    assert 2 == len(await post.pass_time(3))


async def test_nothing_left_to_call_for(post: Post) -> None:
    """Everything was decided on before the message came due: it is not sent, and not counted."""
    for code in CODES[:3]:
        await file(post, code)
        await post.pass_time()
    assert 3 == await work_off(post)
    count = len(post.channel.texts(CHAT))
    await post.pass_time(7)
    assert (1, count) == (await calls(post), len(post.channel.texts(CHAT)))


async def test_away_for_days(post: Post) -> None:
    """Many cards wait: coming back brings one message about them, and the notices one by one."""
    await post.pass_time(50)
    for code in CODES[:5]:
        await file(post, code)
    await post.owe("20", "notice")
    await post.pass_time()
    assert 6 == await post.parked()
    await post.says("20", "/huongdan")
    *_, notice, call = post.channel.texts(CHAT)
    assert ("notice", True, 0) == (notice, call.startswith(MANY.format(5)), await post.parked())
    assert 5 == await work_off(post)


async def test_away_while_little_happens(post: Post) -> None:
    """Up to three come one by one."""
    await post.pass_time(50)
    for code in CODES[:3]:
        await file(post, code)
    await post.pass_time()
    await post.says("20", "/huongdan")
    said = post.channel.texts(CHAT)[-3:]
    assert CODES[:3] == [codes.tidy(CODE.findall(text)[0]) for text in said]


async def test_a_night_full_of_cards(post: Post) -> None:
    """In the morning there is one card, and the message about the others six hours later."""
    await post.pass_time(11)  # 23:00
    for code in CODES[:4]:
        await file(post, code)
        await post.pass_time()
    assert [] == await post.pass_time(6.9)
    assert 1 == len(await post.pass_time(0.2))
    said = await post.pass_time(6.1)
    assert (2, True) == (len(said), said[1].startswith(MANY.format(4)))


async def test_without_a_window_every_card_is_sent(post: Post) -> None:
    """As before."""
    post.rule()
    for code in CODES[:3]:
        await file(post, code)
    assert 3 == len(await post.pass_time())


async def test_who_asks_for_a_role_is_no_initiative(post: Post) -> None:
    """Such a card is not folded into a number that would not count it, at once or released by a contact."""
    await file(post, CODES[0])
    await post.pass_time()
    await file(post, CODES[1])
    await post.owe("20", "🙋 Trần Thị B xin quyền", card=card_name(CODES[9]))
    assert "🙋 Trần Thị B xin quyền" in await post.pass_time()
    await post.pass_time(100)
    for number in range(2, 7):
        await file(post, CODES[number])
    await post.owe("20", "🙋 Phạm Văn E xin quyền", card=card_name(CODES[8]))
    await post.pass_time()
    await post.says("20", "/theodoi")
    said = post.channel.texts(CHAT)
    assert "🙋 Phạm Văn E xin quyền" in said
    assert any(MANY.format(7) in text for text in said)
