"""Turns on a real database: once for each update, in order, again after a lost race, set aside when we fail."""

import asyncio
import random
import sqlite3
from collections import Counter
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace
from prometheus_client import REGISTRY
from sqlalchemy.util.concurrency import await_

from bot.channels.protocol import Incoming
from bot.facts import FactLoader
from bot.runner import ATTEMPTS, Outcome
from conversations import actions
from conversations.domain import Role
from conversations.effects import LinkKind
from conversations.events import ButtonPressed, ChatBlocked, GroupAddressed
from conversations.facts import Facts, Needs
from storage.database import open_database
from storage.errors import DatabaseAway
from storage.postgres import PostgresDatabase
from storage.repositories.people import Person
from storage.repositories.turns import Known, Turns
from storage.unit_of_work import UnitOfWork
from storage.vault import Vault
from tests.bot.hall import Hall, furnish
from tests.builders import CAMPAIGN, CATALOGUE, LINK, NOON, RECEIPT
from tests.storage.world import appoint, initiative, meet

FORM = ("/nop", "Đồng ý", "Nguyễn Văn A", "080888999", "0912345678", "cao bằng", "hà quảng", "Trường Mầm non Hoa Mai")
REST = ("Y tế", "3/2021", "Máy tẽ ngô", "Trước đây tẽ ngô bằng tay rất lâu. Nay tẽ bằng máy tự làm từ xe đạp cũ.", "Gửi")


def races() -> float:
    """Turns that were decided anew because another turn of the same person was quicker."""
    return REGISTRY.get_sample_value("sangkien_races_lost_total", {"kind": "conversation"}) or 0.0


# -- once --------------------------------------------------------------------------------------------------------
async def test_a_duplicate_has_no_effect(hall: Hall) -> None:
    """The same update again, from this process or another."""
    update = hall.said("/nop")
    outcomes = [await runner.take(update) for runner in (hall.runner(), hall.runner(), hall.runner())]
    assert [Outcome.DONE, Outcome.SEEN_BEFORE, Outcome.SEEN_BEFORE] == outcomes
    assert ["ask-consent"] == await hall.replies()
    assert 3 == len(hall.woken)


async def test_a_repetition_is_known_without_the_database(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the process that committed the update; of a thousand later ones, too."""
    runner, first = hall.runner(), hall.said("/nop")
    updates = [first, *(hall.said("/nop", str(user)) for user in range(100, 103))]
    monkeypatch.setattr("bot.runner.MOST_REMEMBERED", 3)
    assert [Outcome.DONE] * 4 == [await runner.take(update) for update in updates]
    with monkeypatch.context() as patch:
        patch.setattr(type(hall.database), "write", None)
        assert [Outcome.SEEN_BEFORE] * 3 == [await runner.take(update) for update in updates[1:]]
    assert Outcome.SEEN_BEFORE is await runner.take(first), "the inbox knows it"
    assert 5 == len(hall.woken)


async def test_a_button_that_counts_once(hall: Hall) -> None:
    """Pressed again, in another update or another process, it is as good as one that is long over; another one counts."""
    before = races()
    await hall.runner().take(hall.said("/nop"))
    serial = 1
    agree = actions.encode(actions.Choose(serial, "consent", "agree"))
    presses = [hall.update(ButtonPressed(NOON, agree, once=once)) for once in ("one", "one", "two")]
    for press in presses:
        assert Outcome.DONE is await hall.runner().take(press)
    assert ["ask-consent", "ask-full-name"] == (await hall.replies())[:2]
    assert ("full_name", before) == (await hall.step(), races())


async def test_concurrent_duplicates_have_one_effect(hall: Hall) -> None:
    """The same update at the same moment, five times in each of two processes; that is no race."""
    before = races()
    here, there = hall.runner(), hall.runner()
    update = hall.said("/nop")
    outcomes = await asyncio.gather(*(runner.take(update) for runner in (here, there) for _ in range(5)))
    assert {Outcome.DONE: 1, Outcome.SEEN_BEFORE: 9} == Counter(outcomes)
    assert (["ask-consent"], before) == (await hall.replies(), races())


async def test_any_number_of_deliveries_to_eight_processes(hall: Hall) -> None:
    """Six people's updates, each delivered up to 40 times, shuffled: each has its one effect."""
    rng, processes = random.Random(7), [hall.runner() for _ in range(8)]
    updates = [hall.said(text, str(user)) for user in range(20, 26) for text in ("/theodoi", "/dulieu")]
    deliveries = [update for update in updates for _ in range(rng.randint(1, 40))]
    rng.shuffle(deliveries)
    outcomes = Counter(await asyncio.gather(*(rng.choice(processes).take(update) for update in deliveries)))
    assert {Outcome.DONE: 12, Outcome.SEEN_BEFORE: len(deliveries) - 12} == outcomes
    once = hall.said("/theodoi", "30"), hall.said("/dulieu", "30")
    expected = [key for update in once for key in await _answered(hall, update)]
    for user in range(20, 26):
        assert sorted(expected) == sorted(await hall.replies(str(user)))


async def _answered(hall: Hall, update: Incoming) -> list[str]:
    await hall.runner().take(update)
    return await hall.replies(update.user)


async def test_updates_of_two_channels_may_share_a_number(hall: Hall) -> None:
    """Keys are of a channel."""
    runner, update = hall.runner(), hall.said("/nop")
    assert {Outcome.DONE} == {await runner.take(one) for one in (update, replace(update, channel="web"))}


# -- in order ----------------------------------------------------------------------------------------------------
async def test_one_turn_at_a_time_for_each_person(hall: Hall) -> None:
    """Four people's answers arrive all at once: each form is filled in its order."""
    runner = hall.runner()
    users = [str(10 + number) for number in range(4)]
    updates = [hall.said(line, user) for line in (*FORM, *REST) for user in users]
    assert {Outcome.DONE} == set(await asyncio.gather(*map(runner.take, updates)))
    filed = await hall.database.write(lambda uow: [uow.submissions.of_author(meet(uow, u).id, 5) for u in users])
    assert [["Máy tẽ ngô"]] * 4 == [[one.answers["title"] for one in each] for each in filed]


async def test_one_person_in_two_processes(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever wrote the dialogue in between, a turn is decided on what is there: none is lost, none set aside, and
    where one had been decided on something else, that is counted."""
    before = races()
    here, there = hall.runner(), hall.runner()
    for line in FORM:
        await here.take(hall.said(line))
    if isinstance(hall.database, PostgresDatabase):  # on SQLite one writes at a time
        _read_together(monkeypatch)
    updates = [hall.said(line) for line in ("quay lại", "/huongdan", "/dulieu", "/nop", "/theodoi") for _ in range(4)]
    outcomes = await asyncio.gather(*(runner.take(one) for one, runner in zip(updates, (here, there) * 10, strict=True)))
    assert {Outcome.DONE: 20} == Counter(outcomes)
    assert isinstance(hall.database, PostgresDatabase) == (races() > before)
    assert "something-went-wrong" not in await hall.replies()


def _read_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the next two turns read before either of them writes."""
    begin, both, begun = Turns.begin, asyncio.Barrier(2), list[str]()

    def together(self: Turns, channel: str, user: str, chat: str, at: datetime, update_key: str = "") -> Known:
        known = begin(self, channel, user, chat, at, update_key)
        if len(begun) < both.parties:
            begun.append(update_key)
            await_(both.wait())
        return known

    monkeypatch.setattr(Turns, "begin", together)


# -- lost races --------------------------------------------------------------------------------------------------
async def test_two_who_decide_at_the_same_moment(hall: Hall) -> None:
    """One decision is recorded; the other executive is told whose."""
    await hall.database.write(_file_one)
    presses = [await _last_press(hall, user) for user in ("20", "21")]
    outcomes = await asyncio.gather(*(hall.runner().take(press) for press in presses))
    assert [Outcome.DONE, Outcome.DONE] == outcomes
    assert ["filed", "decided"] == await hall.deeds(f"submission:{RECEIPT}")
    owed = Counter([*await hall.replies("20"), *await hall.replies("21")])
    assert (1, 1) == (owed["decided-confirm"], owed["already-decided"])


def _union(uow: UnitOfWork) -> int:
    return next(node.id for node in uow.organisations.all() if node.code == "04.045.mn")


def _file_one(uow: UnitOfWork) -> None:
    ids = {node.code: node.id for node in uow.organisations.all()}
    for user in ("20", "21"):
        appoint(uow, user, Role.EXECUTIVE, ids["04.045.mn"])
    uow.submissions.add(initiative(RECEIPT, meet(uow, "10"), ids), CAMPAIGN.code, date(2021, 4, 1))


async def _last_press(hall: Hall, user: str) -> Incoming:
    """Press on the card; what is left is the answer about the employer's agreement."""
    await hall.runner().take(hall.update(ButtonPressed(NOON, actions.encode(actions.Judge("confirm", RECEIPT, 1)), "1"), user))
    assert "agreed" == await hall.step(user)
    return hall.update(ButtonPressed(NOON, actions.encode(actions.Choose(1, "agreed", "not_yet")), "2"), user)


class TiredLoader(FactLoader):
    """Draws a receipt that is taken, at first."""

    def __init__(self) -> None:
        super().__init__(CATALOGUE.phrase)
        self.taken = [RECEIPT, RECEIPT]

    def load(
        self, uow: UnitOfWork, person: Person, needs: Needs, at: datetime, channel: str = "", known: Known | None = None
    ) -> Facts:
        """Facts with that receipt."""
        facts = super().load(uow, person, needs, at, channel, known)
        return replace(facts, fresh=replace(facts.fresh, receipt=self.taken.pop())) if self.taken else facts


async def test_a_code_that_is_taken_is_drawn_again(hall: Hall) -> None:
    """The initiative is filed under another one; the first stays whose it is."""
    await hall.database.write(_file_one)
    runner = hall.runner()
    for line in (*FORM, *REST[:-1]):
        await runner.take(hall.said(line, "11"))
    tired = TiredLoader()
    assert Outcome.DONE == await hall.runner(tired).take(hall.said("Gửi", "11"))
    own = await hall.database.write(lambda uow: uow.submissions.of_author(meet(uow, "11").id, 5))
    assert ([True], []) == ([one.code != RECEIPT for one in own], tired.taken)


# -- when we fail ------------------------------------------------------------------------------------------------
async def test_a_turn_that_fails_is_set_aside(hall: Hall, capsys: pytest.CaptureFixture[str]) -> None:
    """Three attempts; then the person is told, nothing else has changed, and the next update is answered."""
    runner = hall.runner()
    await runner.take(hall.said("/nop"))
    await hall.replies()
    poison, hall.phrases.failures = hall.said("Đồng ý"), 1000
    assert Outcome.SET_ASIDE == await runner.take(poison)
    assert ATTEMPTS == hall.phrases.asked
    hall.phrases.failures = 0
    assert Outcome.SEEN_BEFORE == await runner.take(poison)
    assert ["something-went-wrong"] == await hall.replies()
    assert ["set-aside"] == await hall.deeds(f"update:telegram:{poison.update_key}")
    (kept,) = await hall.set_aside()
    assert ("RuntimeError", "hall.py") == (kept.error, kept.place.partition(":")[0])
    assert "consent" == await hall.step()
    assert Outcome.DONE == await runner.take(hall.said("Đồng ý"))
    assert "full_name" == await hall.step()
    assert "Nguyễn" not in "".join(capsys.readouterr())


async def test_others_do_not_notice(hall: Hall) -> None:
    """While one person's update fails, everybody else is answered."""
    broken, well = hall.runner(), hall.runner(FactLoader(CATALOGUE.phrase))
    await broken.take(hall.said("/nop"))
    hall.phrases.failures = 1000
    updates = [hall.said("/nop", str(user)) for user in range(20, 30)]
    first, *others = await asyncio.gather(broken.take(hall.said("Đồng ý")), *map(well.take, updates))
    assert (Outcome.SET_ASIDE, [Outcome.DONE] * 10) == (first, others)


@pytest.mark.parametrize("failures", range(1, ATTEMPTS))
async def test_a_failure_that_passes(hall: Hall, failures: int) -> None:
    """Tried again, the turn has its effect, once."""
    await hall.runner().take(hall.said("/nop"))
    hall.phrases.failures = failures
    assert Outcome.DONE == await hall.runner().take(hall.said("Đồng ý"))
    assert ["ask-consent", "ask-full-name"] == await hall.replies()


async def test_a_database_that_is_away(sqlite_url: str, vault: Vault) -> None:
    """It is the caller who has to come again: nothing is set aside, and the same update has its effect later."""
    database = await open_database(f"{sqlite_url}?timeout=0.05", vault)
    await database.write(furnish)
    hall = Hall(database)
    update, runner = hall.said("/nop"), hall.runner()
    with closing(sqlite3.connect(Path(sqlite_url.partition(":///")[2]), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseAway):
            await runner.take(update)
    assert Outcome.DONE == await runner.take(update)
    assert ["ask-consent"] == await hall.replies()
    await database.close()


# -- who is no person, and who is gone ------------------------------------------------------------------------------
async def test_a_group_is_nobody(hall: Hall) -> None:
    """It is answered, and nothing is stored of whoever spoke."""
    assert Outcome.DONE == await hall.runner().take(hall.update(GroupAddressed(NOON)))
    assert ["group-chat"] == await hall.replies()
    assert (await hall.database.write(lambda uow: meet(uow, "10"))).is_new


async def test_whoever_blocks_us_is_left_alone(hall: Hall) -> None:
    """What was owed is given up, and they count as out of reach until they write again; what they wrote before and the
    platform repeats is nothing new."""
    runner, before = hall.runner(), hall.said("/nop")
    await runner.take(before)
    person = await hall.database.write(lambda uow: meet(uow, "10"))
    await runner.take(hall.update(ChatBlocked(NOON)))
    assert Outcome.SEEN_BEFORE is await hall.runner().take(before)
    assert [] == await hall.replies()
    assert {} == await hall.database.read(lambda uow: uow.people.addresses((person.id,)))
    await runner.take(hall.said("/nop"))
    assert 1 == len(await hall.replies())


async def test_a_code_with_a_role_is_used_once(hall: Hall) -> None:
    """Two people with the same invitation, at the same moment: one has the role, the other is told."""
    kind, role = LinkKind.INVITATION, Role.EXECUTIVE
    await hall.database.write(lambda uow: uow.links.add(LINK, kind, _union(uow), at=NOON, role=role))
    for user in ("20", "21"):
        await hall.runner().take(hall.said(f"/start {LINK}", user))
    await asyncio.gather(*(hall.runner().take(hall.said("Trần Thị B", user)) for user in ("20", "21")))
    grants = await hall.database.write(lambda uow: [len(uow.grants.of(meet(uow, user).id)) for user in ("20", "21")])
    assert [0, 1] == sorted(grants)
    owed = Counter([*await hall.replies("20"), *await hall.replies("21")])
    assert (1, 1) == (owed["welcome-executive"], owed["link-used"])
