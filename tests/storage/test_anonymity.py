"""Initiatives lose their authors; what is counted stays."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import Update, select, update

from bot.erasing import carry_out
from conversations.attached import AttachedFile, FileKind
from conversations.domain import ANONYMOUS, ERASED, Consent, Decision, Entered, Status
from conversations.report_effects import ReportFilter
from storage import tables
from storage.database import Database
from storage.errors import DatabaseRefused
from storage.figures import Question, Totals
from storage.queries import totals
from storage.repositories.people import Person
from storage.unit_of_work import UnitOfWork
from tests.storage.world import AGREED, ANSWERS, CAMPAIGN, DAY, LATER, NOON, initiative, meet, plant

FIRST, SECOND, OTHERS = "A7K29QXM", "B7K29QXM", "C7K29QXM"
CARRIED_OUT = LATER + timedelta(minutes=7)
PERSONAL = ("Nguyễn Văn A", "Nguyễn Văn B", ANSWERS["id_number"], ANSWERS["phone"], "Giấy ký.pdf")
WORDS = (ANSWERS["title"], ANSWERS["description"])


def fill(uow: UnitOfWork) -> None:
    """Two initiatives of one author, the first changed, confirmed and with a file; one of somebody else."""
    ids, author, other = plant(uow), meet(uow, "a"), meet(uow, "b")
    for code, person in ((FIRST, author), (SECOND, author), (OTHERS, other)):
        uow.submissions.add(initiative(code, person, ids), CAMPAIGN.code, DAY)
        uow.people.remember_identity(person.id, ANSWERS["id_number"])
    by: dict[str, Any] = {"by_id": other.id, "by_name": "Trần Thị B", "at": LATER}
    uow.submissions.decide(FIRST, 1, Decision.REQUEST_CHANGES, **by, reason="Ghi rõ họ tên Nguyễn Văn A", asked=("full_name",))
    uow.submissions.resubmit(FIRST, 2, {"full_name": "Nguyễn Văn B"}, LATER)
    uow.submissions.decide(FIRST, 3, Decision.CONFIRM, **by, agreement=AGREED)
    uow.attachments.keep(AttachedFile("f1", "ab" * 32, "application/pdf", 9, "Giấy ký.pdf", FileKind.PAPER), author.id, NOON)
    uow.attachments.bind(FIRST, ["f1"], 5)


def told(uow: UnitOfWork, *codes: str) -> str:
    """All that can be read about initiatives: rows, files, trail."""
    said: list[object] = []
    for code in codes:
        said += [uow.submissions.get(code), uow.audit.of(f"submission:{code}"), uow.attachments.of([code])]
    return repr(said)


@pytest.mark.parametrize("keeps_words", [True, False], ids=["anonymous", "erased"])
async def test_nobody_can_tell_whose_it_was(database: Database, keeps_words: bool) -> None:
    """Names, numbers, files and old values are gone; the state, the day, the place and who decided are not."""
    await database.write(fill)
    before = await database.read(lambda uow: told(uow, FIRST, SECOND))
    assert [] == [word for word in (*PERSONAL, *WORDS) if word not in before]
    count = await database.write(lambda uow: uow.anonymity.anonymise([FIRST, SECOND], LATER, keeps_words=keeps_words))
    after = await database.read(lambda uow: told(uow, FIRST, SECOND))
    assert (2, []) == (count, [word for word in PERSONAL if word in after])
    assert [keeps_words] * 2 == [word in after for word in WORDS]
    filed = await database.read(lambda uow: uow.submissions.get(FIRST))
    assert filed is not None
    assert (Status.CONFIRMED, NOON, "Trần Thị B", AGREED, 0) == (
        filed.status, filed.submitted_at, filed.decided_by, filed.agreement, filed.attached
    )  # fmt: skip
    assert (ANONYMOUS, "education", "public_admin") == tuple(filed.answers[name] for name in ("full_name", "field", "block"))
    assert (ANSWERS["title"] if keeps_words else ERASED) == filed.answers["title"]
    trail = await database.read(lambda uow: uow.audit.of(f"submission:{FIRST}"))
    assert ["filed", "decided", "resubmitted", "decided"] == [row.action for row in trail]
    assert 0 == await database.write(lambda uow: uow.anonymity.anonymise([FIRST], LATER, keeps_words=True))


async def test_one_author_stays_one(database: Database) -> None:
    """What one author filed belongs to one nobody, whom the number does not lead to; others keep what they have."""
    await database.write(fill)
    untouched = await database.read(lambda uow: told(uow, OTHERS))
    await database.write(lambda uow: uow.anonymity.anonymise([FIRST, SECOND], LATER, keeps_words=True))
    columns = tables.submissions.c

    def rows(uow: UnitOfWork) -> list[Any]:
        read = select(columns.author_id, columns.identity_hash).order_by(columns.code)
        return list(uow.connection.execute(read).all())

    first, second, other = await database.read(rows)
    assert first == second
    assert {first.author_id, first.identity_hash}.isdisjoint({other.author_id, other.identity_hash})
    assert untouched == await database.read(lambda uow: told(uow, OTHERS))
    known = await database.read(lambda uow: [uow.people.identify("telegram", name, f"chat-{name}", NOON).identity_hash for name in "ab"])
    assert [True, False] == [one is None for one in known]
    assert () == await database.read(lambda uow: uow.submissions.of_author(meet(uow, "a").id, 9))


async def test_what_was_read_before_comes_too_late(database: Database) -> None:
    """A form that was begun while the author was known does not bring the name back."""
    await database.write(fill)
    by: dict[str, Any] = {"by_id": 2, "by_name": "Trần Thị B", "at": LATER, "asked": ("full_name",)}
    await database.write(lambda uow: uow.submissions.decide(SECOND, 1, Decision.REQUEST_CHANGES, **by))
    await database.write(lambda uow: uow.anonymity.anonymise([SECOND], LATER, keeps_words=True))
    assert not await database.write(lambda uow: uow.submissions.resubmit(SECOND, 2, {"full_name": "Nguyễn Văn B"}, LATER))


async def test_reports_count_as_before(database: Database) -> None:
    """What was decided; what waits is withdrawn, as nobody can answer for it any more."""
    await database.write(fill)
    before = await database.read(counted)
    await database.write(lambda uow: uow.anonymity.anonymise([FIRST], LATER, keeps_words=False))
    assert before == await database.read(counted)
    await database.write(lambda uow: uow.anonymity.anonymise([SECOND], LATER, keeps_words=True))
    after = await database.read(counted)
    assert [(3, 0), (2, 1)] == [(one.filed, one.withdrawn) for one in (before, after)]
    trail = await database.read(lambda uow: uow.audit.of(f"submission:{SECOND}"))
    assert ["filed", "withdrawn"] == [row.action for row in trail]


def counted(uow: UnitOfWork) -> Totals:
    """What the district has."""
    ids = {node.code: node.id for node in uow.organisations.all()}
    return totals(uow.connection, Question(CAMPAIGN.code, (ids["04.045"],), ReportFilter()))


async def test_who_is_due(database: Database) -> None:
    """By the day of filing, those who are still known, in portions."""
    await database.write(fill)
    soon = NOON + timedelta(seconds=1)
    assert () == await database.read(lambda uow: due(uow, NOON))
    assert (FIRST, SECOND) == await database.read(lambda uow: due(uow, soon, 2))
    assert (OTHERS,) == await database.read(lambda uow: due(uow, soon, 2, max(uow.anonymity.due(soon, 2))))
    await database.write(lambda uow: uow.anonymity.anonymise([SECOND], LATER, keeps_words=True))
    assert (FIRST, OTHERS) == await database.read(lambda uow: due(uow, soon))


async def test_who_waits_for_a_deletion(database: Database) -> None:
    """Is not made anonymous meanwhile, which would keep the words; what they filed after the request is."""
    await database.write(fill)
    soon = NOON + timedelta(seconds=1)
    author = await database.write(lambda uow: meet(uow, "a").id)
    await database.write(lambda uow: uow.erasures.open(author, NOON, DAY))
    assert (OTHERS,) == await database.read(lambda uow: due(uow, soon))
    await database.write(lambda uow: uow.erasures.close(author, NOON))
    await database.write(lambda uow: uow.erasures.open(author, NOON - timedelta(seconds=1), DAY))
    assert (FIRST, SECOND, OTHERS) == await database.read(lambda uow: due(uow, soon))


def due(uow: UnitOfWork, before: datetime, limit: int = 9, after: int = 0) -> tuple[str, ...]:
    """The codes in a portion."""
    return tuple(uow.anonymity.due(before, limit, after).values())


async def test_the_trail_of_one_who_is_known(database: Database) -> None:
    """Is not emptied, whoever asks; nor is the emptied one changed in any other way."""
    await database.write(fill)
    await database.write(lambda uow: uow.audit.add(NOON, None, "granted", "grant:1", {"role": "staff"}))
    await database.write(lambda uow: uow.anonymity.anonymise([FIRST], LATER, keeps_words=True))
    trail = tables.audit.c
    for change in (
        update(tables.audit).where(trail.subject == f"submission:{SECOND}").values(details=None),
        update(tables.audit).where(trail.subject == f"submission:{FIRST}").values(details=b"x"),
        update(tables.audit).where(trail.subject == f"submission:{FIRST}").values(details=None, action="seen"),
        update(tables.audit).where(trail.subject == f"submission:{FIRST}", trail.actor_id.is_not(None)).values(actor_id=1),
        update(tables.submissions).where(tables.submissions.c.code == FIRST).values(full_name="Nguyễn Văn A"),
        update(tables.audit).where(trail.subject == f"submission:{FIRST}", trail.action == "decided").values(actor_id=None),
        update(tables.audit).where(trail.subject == "grant:1").values(details=None),
    ):
        with pytest.raises(DatabaseRefused):
            await database.write(partial(execute, change))


def execute(change: Update, uow: UnitOfWork) -> None:
    """At the database's prompt."""
    uow.connection.execute(change)


async def test_what_was_said_before(database: Database) -> None:
    """Goes from the person's chats, reachable or not, but for cards and what has still to arrive; and from our own pages."""

    def say(uow: UnitOfWork) -> None:
        for chat, at in (("c", NOON), ("d", NOON), ("c", LATER)):
            uow.people.identify("web", chat, chat, NOON)
            uow.web.create(chat, NOON)
            uow.web.add_out(chat, {"text": "x"}, at)
            for card in (None, FIRST):
                uow.outbox.sent(uow.outbox.add("web", chat, {"text": "x"}, 0, at, card=card), f"{chat}{card}", at)
            uow.outbox.failed(uow.outbox.add("web", chat, {"text": "x"}, 0, at), "gone")
            uow.outbox.add("web", chat, {"text": "x"}, 0, at)
        uow.people.mark_gone("web", "c")

    def left(uow: UnitOfWork) -> list[int]:
        owed = uow.connection.execute(select(tables.outbox.c.chat)).scalars().all()
        return [*(owed.count(chat) for chat in "cd"), *(len(uow.web.latest(chat, 9)) for chat in "cd")]

    await database.write(say)
    assert [8, 4, 2, 1] == await database.read(left)
    await database.write(lambda uow: uow.anonymity.forget_said(uow.people.identify("web", "c", "c", NOON).id, LATER))
    assert [6, 4, 1, 1] == await database.read(left)  # of the old ones the card and the one that waits


@pytest.mark.parametrize("is_undone", [False, True], ids=["joined", "parted"])
@pytest.mark.parametrize("is_asked_for", [False, True], ids=["old", "asked for"])
async def test_nothing_stored_leads_to_the_author(database: Database, is_undone: bool, is_asked_for: bool) -> None:
    """By no number of a person, no hash, and no moment of a request; also where accounts were joined, and parted."""
    await database.write(fill)
    people = await database.write(join_and_part if is_undone else join)
    if is_asked_for:
        author = await database.read(lambda uow: uow.connection.execute(select(filed.author_id).where(filed.code == FIRST)).scalar_one())
        await database.write(lambda uow: uow.erasures.open(author, NOON, DAY))
        assert (FIRST, SECOND) == await database.write(partial(carry_out, person_id=author, at=CARRIED_OUT))
    else:
        await database.write(lambda uow: uow.anonymity.anonymise([FIRST, SECOND], CARRIED_OUT, keeps_words=True))
    assert [] == await database.read(partial(traces, people))


@pytest.mark.parametrize("is_undone", [False, True], ids=["joined", "parted"])
async def test_who_decided_and_was_joined_to_the_author(database: Database, is_undone: bool) -> None:
    """Stays on record as who decided: that the database never forgets."""
    await database.write(fill)

    def join(uow: UnitOfWork) -> int:
        host = meet(uow, "b").id
        uow.joins.offer("J2345678", host, "telegram", NOON, LATER)
        uow.joins.join("J2345678", meet(uow, "a").id, "telegram", NOON)
        if is_undone and (joined := uow.joins.last(host, NOON - timedelta(days=1))):
            uow.joins.undo(joined, LATER, host)
        return host

    host = await database.write(join)
    await database.write(lambda uow: uow.anonymity.anonymise([FIRST], LATER, keeps_words=True))
    trail = await database.read(lambda uow: uow.audit.of(f"submission:{FIRST}"))
    assert [("filed", None), ("decided", host), ("resubmitted", None), ("decided", host)] == [(row.action, row.actor_id) for row in trail]


async def test_a_helper_leaves_no_trace(database: Database) -> None:
    """Who entered it for the author is neither in the row nor in the trail, nor in what their joined account brought."""

    def enter(uow: UnitOfWork) -> None:
        ids, helper, host = plant(uow), meet(uow, "h"), meet(uow, "i")
        author = Person(uow.people.author(ANSWERS["id_number"], NOON), None, is_new=True)
        entered = Entered(helper.id, "Lê Văn C", Consent.SIGNATURE)
        uow.submissions.add(replace(initiative(FIRST, author, ids), entered=entered), CAMPAIGN.code, DAY)
        uow.joins.offer("J2345678", host.id, "telegram", NOON, LATER)
        uow.joins.join("J2345678", helper.id, "telegram", NOON)

    await database.write(enter)
    assert "[1]" in await database.read(moved)
    await database.write(lambda uow: uow.anonymity.anonymise([FIRST], LATER, keeps_words=True))
    assert "[1]" not in await database.read(moved)
    stored, trail = await database.read(lambda uow: (uow.submissions.get(FIRST), uow.audit.of(f"submission:{FIRST}")))
    assert stored is not None
    assert (None, {None}) == (stored.entered, {row.actor_id for row in trail})


def moved(uow: UnitOfWork) -> str:
    """What joined accounts brought along of what they had entered."""
    return "".join(str(json.loads(one)["entered"]) for one in uow.connection.execute(select(tables.joins.c.moved)).scalars())


def join(uow: UnitOfWork) -> tuple[int, int]:
    """The author's account is joined to somebody else, who goes on with what was filed."""
    guest, host = meet(uow, "a").id, meet(uow, "h").id
    uow.joins.offer("J2345678", host, "telegram", NOON, LATER)
    assert host == uow.joins.join("J2345678", guest, "telegram", NOON)
    uow.audit.add(NOON, host, "resubmitted", f"submission:{FIRST}", {"before": {"full_name": "Nguyễn Văn A"}})
    return guest, host


def join_and_part(uow: UnitOfWork) -> tuple[int, int]:
    """The same, and all of it goes back."""
    people = join(uow)
    joined = uow.joins.last(people[1], NOON - timedelta(days=1))
    assert joined is not None
    uow.joins.undo(joined, LATER, people[1])
    return people


filed = tables.submissions.c


def traces(people: Sequence[int], uow: UnitOfWork) -> list[object]:
    """What leads from anonymous initiatives to people."""
    trail, known, joins, requests = tables.audit.c, tables.people.c, tables.joins.c, tables.erasures.c
    about, ask = trail.subject.in_([f"submission:{code}" for code in (FIRST, SECOND)]), uow.connection.execute
    ids = ask(select(filed.id).where(filed.full_name == ANONYMOUS)).scalars().all()
    closed = select(requests.closed_at).where(requests.closed_at.is_not(None))
    moved = [json.loads(one) for one in ask(select(joins.moved)).scalars() if one]
    return [
        *ask(select(trail.action).where(about, trail.actor_id.in_(people))).scalars(),
        *ask(select(trail.action).where(about, trail.at.in_(closed))).scalars(),
        *ask(select(known.id).where(known.created_at == CARRIED_OUT)).scalars(),
        *ask(select(known.id).where(known.id.in_(people), known.identity_hash.is_not(None))).scalars(),
        *ask(select(filed.code).where(filed.changed_at.in_(closed))).scalars(),
        *(one for each in moved for one in each["initiatives"] if one in ids),
    ]


async def test_what_was_filed_after_the_request(database: Database) -> None:
    """Is not what was asked about."""
    await database.write(fill)
    author = await database.write(lambda uow: meet(uow, "a").id)
    await database.write(lambda uow: uow.erasures.open(author, NOON - timedelta(seconds=1), DAY))
    assert () == await database.write(partial(carry_out, person_id=author, at=CARRIED_OUT))
    assert 2 == len(await database.read(lambda uow: uow.submissions.of_author(author, 9)))
