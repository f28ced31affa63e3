"""Short codes: never doubled, an invitation opens once, a workplace has one poster code."""

import asyncio
from datetime import timedelta
from functools import partial

import pytest

from conversations.domain import Role
from conversations.effects import LinkKind
from conversations.facts import Link
from storage.database import Database
from storage.errors import CodeTaken
from storage.repositories.links import StoredLink
from storage.unit_of_work import UnitOfWork
from tests.storage.world import NOON, meet, plant

CODE = "K7M2QX9P"
SOON = NOON + timedelta(days=7)


def invite(uow: UnitOfWork, code: str = CODE) -> StoredLink:
    """An invitation that expires."""
    ids = plant(uow)
    kind, union = LinkKind.INVITATION, ids["04.045.mn"]
    uow.links.add(code, kind, union, at=NOON, role=Role.EXECUTIVE, expires_at=SOON)
    found = uow.links.find(code)
    assert found is not None
    return found


async def test_a_code_is_found(database: Database) -> None:
    """A link comes back with all it has; an unknown code is nothing."""
    link = await database.write(invite)
    ids = await database.read(lambda uow: {o.code: o.id for o in uow.organisations.all()})
    union = ids["04.045.mn"]
    expected = StoredLink(CODE, LinkKind.INVITATION, union, Role.EXECUTIVE, NOON, None, SOON, None, None, None)
    assert link == expected
    assert link.as_link(NOON) == Link(CODE, LinkKind.INVITATION, union, Role.EXECUTIVE, is_usable=True)
    assert await database.read(lambda uow: uow.links.find("ZZZZZZZZ")) is None


async def test_a_code_is_not_given_twice(database: Database) -> None:
    """A code that exists is refused, and the transaction goes on."""

    def work(uow: UnitOfWork) -> bool:
        with pytest.raises(CodeTaken):
            invite(uow)
        return uow.inbox.add("web", "1", NOON)

    await database.write(invite)
    assert await database.write(work)


async def test_an_invitation_is_used_once(database: Database) -> None:
    """Of ten persons who use the same invitation at once one gets in, and it says who."""
    await database.write(invite)

    def use(user: str, uow: UnitOfWork) -> int | None:
        person = meet(uow, user)
        return person.id if uow.links.use(CODE, person.id, NOON) else None

    used = await asyncio.gather(*(database.write(partial(use, user)) for user in "abcdefghij"))
    winners = [person_id for person_id in used if person_id is not None]
    link = await database.read(lambda uow: uow.links.find(CODE))
    assert link is not None
    assert (len(winners), link.used_by, link.used_at) == (1, winners[0], NOON)
    assert not link.is_usable(NOON)


LIVES = {  # is revoked, seconds after the expiry, usable
    "fresh": (False, -1, True),
    "at the very second": (False, 0, False),
    "expired": (False, 1, False),
    "revoked": (True, -1, False),
}


@pytest.mark.parametrize(("is_revoked", "seconds", "is_usable"), LIVES.values(), ids=LIVES)
async def test_an_invitation_ends(database: Database, is_revoked: bool, seconds: int, is_usable: bool) -> None:
    """What `is_usable` says is what `use` does."""
    at = SOON + timedelta(seconds=seconds)

    def work(uow: UnitOfWork) -> tuple[bool, bool]:
        invite(uow)
        if is_revoked:
            assert [uow.links.revoke(CODE, NOON) for _ in range(2)] == [True, False]
        link = uow.links.find(CODE)
        return link is not None and link.is_usable(at), uow.links.use(CODE, meet(uow, "a").id, at)

    assert await database.write(work) == (is_usable, is_usable)


async def test_a_workplace_keeps_its_code(database: Database) -> None:
    """The first code of a workplace stays on its posters, cannot be used up, and is replaced only when revoked."""

    def work(uow: UnitOfWork) -> list[object]:
        ids, person = plant(uow), meet(uow, "a")
        union, other = ids["04.045.mn"], ids["04.045.ct"]
        codes = [uow.links.workplace_code(union, fresh, NOON) for fresh in ("AAAAAAAA", "BBBBBBBB")]
        used = uow.links.use("AAAAAAAA", person.id, NOON)
        taken: object = None
        try:
            uow.links.workplace_code(other, "AAAAAAAA", NOON)
        except CodeTaken:
            taken = CodeTaken
        uow.links.revoke("AAAAAAAA", NOON)
        return [codes, used, taken, uow.links.workplace_code(union, "CCCCCCCC", NOON)]

    assert await database.write(work) == [["AAAAAAAA", "AAAAAAAA"], False, CodeTaken, "CCCCCCCC"]
