"""What people have deleted, and what is kept no longer than we said: their initiatives lose them.

The notice that everybody agrees to says how long that is (`notice-details`): change both or neither.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import structlog

from bot.facts import current_campaign
from bot.messages import Replace, to_dict
from conversations import codes
from conversations.domain import ANONYMOUS
from conversations.effects import Say
from conversations.flows.attaching import ATTACHING
from conversations.flows.confirming import CONFIRMING
from conversations.flows.entering import ENTRY
from conversations.flows.own_data import ERASURE_DAYS
from conversations.flows.revision import REVISION
from conversations.flows.signing import SIGNING
from conversations.flows.submission import SUBMISSION
from storage.database import Database
from storage.errors import DatabaseAway, StorageError, Unsealable
from storage.repositories.erasures import Erasure
from storage.repositories.outbox_order import NOTICE
from storage.unit_of_work import UnitOfWork

KEPT = timedelta(days=731)  # 24 months
DRAFTS_KEPT = timedelta(days=30)  # after the close
AT_ONCE, DRAFTS_AT_ONCE = 20, 100  # initiatives in a transaction, for which turns wait; people looked up at once
_CARDS = frozenset(("decision-card", "decision-card-changed", "decision-card-closed"))
_DRAFTS = (SUBMISSION.id, ENTRY.id, SIGNING.id, CONFIRMING.id)  # what the close ends; corrections can still be sent
_ABOUT_FILED = (REVISION.id, ATTACHING.id)
log = structlog.get_logger(__name__)


def request(uow: UnitOfWork, code: str, at: datetime) -> Erasure | None:
    """Open a request for the author of an initiative, who asked elsewhere: in person, on paper.

    Returns: the one that is open, perhaps since earlier; None where the initiative or its author is unknown.
    """
    filed = uow.submissions.get(codes.tidy(code))
    if filed is None or filed.answers["full_name"] == ANONYMOUS:
        return None
    if uow.erasures.open(filed.author_id, at, at.astimezone(clock(uow)).date() + timedelta(days=ERASURE_DAYS)):
        uow.audit.add(at, None, "erasure-requested", f"person:{filed.author_id}")
    return next(one for one in uow.erasures.listed() if one.person_id == filed.author_id)


def close(uow: UnitOfWork, person_id: int, at: datetime, answer: str = "") -> bool:
    """Close a request without deleting anything; who made it is told, in the union's words where there are any.

    Returns: False if none is open.
    """
    asked_at = uow.erasures.open_since(person_id)
    if asked_at is None:
        return False
    uow.erasures.close(person_id, at)
    if (to := uow.people.address(person_id)) is not None:
        args = {"on": f"{asked_at.astimezone(clock(uow)):%d/%m/%Y}", **({"answer": answer} if answer else {})}
        said = Say("erasure-answered" if answer else "erasure-closed", args)
        uow.outbox.add(to.channel, to.chat, to_dict(said), NOTICE, at)
    return True


def clock(uow: UnitOfWork) -> ZoneInfo:
    """The campaign's: its days are what people and the law count. Raises: NoCampaign."""
    return ZoneInfo(current_campaign(uow).time_zone)


def carry_out(uow: UnitOfWork, person_id: int, at: datetime) -> tuple[str, ...] | None:
    """Delete what a person had filed when they asked for it: what waits is withdrawn, what was decided still counts.

    They are told.

    Returns: the codes; None if the person waits for no deletion.
    Raises: ConversationChanged if the person wrote at that moment.
    """
    asked_at = uow.erasures.open_since(person_id)
    if asked_at is None or not uow.erasures.close(person_id, at, is_carried_out=True):  # somebody was faster
        return None
    filed = uow.anonymity.filed_by(person_id, asked_at)
    for code in filed:
        _blank_cards(uow, code, at)
    uow.anonymity.anonymise(filed, at, keeps_words=False)
    with suppress(ValueError, Unsealable):  # nobody can tell what is open
        uow.conversations.close(person_id, _ABOUT_FILED, at)
    uow.anonymity.forget_said(person_id, asked_at)
    if filed and (to := uow.people.address(person_id)) is not None:
        done = Say("erasure-done", {"count": len(filed)}, is_kept=False)
        uow.outbox.add(to.channel, to.chat, to_dict(done), NOTICE, at)
    return filed


def _blank_cards(uow: UnitOfWork, code: str, at: datetime) -> None:
    """Whoever has a card of it in a chat reads there that it is gone, where the platform lets us change it."""
    gone = Say("card-erased", {"code": codes.shown(code)})
    standing = uow.outbox.close_cards(code, at)  # also those that are on their way
    cards = (*standing, *uow.anonymity.blank_cards(code, to_dict(gone)))
    chats = {(card.channel, card.chat) for card in cards} | set(_who_may_ask(uow, code))
    asked = uow.anonymity.blank_asked(sorted(chats), partial(_is_card_of, code), to_dict(gone))
    for _, card in sorted({card.id: card for card in (*cards, *asked)}.items()):
        uow.outbox.add(card.channel, card.chat, to_dict(Replace(card.id, gone)), NOTICE, at)


def _who_may_ask(uow: UnitOfWork, code: str) -> Iterator[tuple[str, str]]:
    """The chats of those who could have had its card shown, for all that their roles say today."""
    filed = uow.submissions.get(code)
    staff = uow.grants.nearest_staff(filed.organisation_id) if filed else ()
    for person in {*uow.subjects.deciders(code), *staff}:
        yield from ((chat.channel, chat.chat) for chat in uow.people.chats(person))


def _is_card_of(code: str, content: Mapping[str, Any]) -> bool:
    says = content.get("say", content)  # of what takes another message's place
    return says.get("key") in _CARDS and codes.tidy(str(says["args"].get("code", ""))) == code


async def forget_drafts(database: Database, now: datetime) -> int:
    """Drop what can no longer be sent once the programme is long over, a person a transaction. Returns: how many."""
    campaign = await database.read(lambda uow: uow.campaigns.current())
    if campaign is None or now < campaign.closes + DRAFTS_KEPT:
        return 0
    done, last = 0, 0
    while people := await database.read_aside(partial(_drafting, last)):
        for person in people:
            try:
                await database.write(partial(_drop_drafts, person, now))
            except Exception as error:  # noqa: BLE001 - they are writing, or nobody can tell what it means: the next day
                log.warning("draft_not_dropped", person=person, error=type(error).__name__)
            else:
                done += 1
        last = people[-1]
    return done


def _drafting(after: int, uow: UnitOfWork) -> tuple[int, ...]:
    return uow.conversations.drafting(after, DRAFTS_AT_ONCE)


def _drop_drafts(person_id: int, now: datetime, uow: UnitOfWork) -> None:
    uow.conversations.close(person_id, _DRAFTS, now)


async def forget_authors(database: Database, now: datetime) -> int:
    """Make anonymous what was filed longer ago than we keep it, a batch a transaction. Returns: how many."""
    done, last = 0, 0
    while due := await database.read_aside(partial(_due, now - KEPT, last)):
        done += await _forget(database, tuple(due.items()), now)
        last = max(due)
    return done


async def _forget(database: Database, due: Sequence[tuple[int, str]], now: datetime) -> int:
    codes_due = [code for _, code in due]
    try:
        return await database.write(lambda uow: uow.anonymity.anonymise(codes_due, now, keeps_words=True))
    except DatabaseAway:
        raise
    except StorageError as error:  # one of them may be at fault, and is left for the next day
        if len(due) == 1:
            log.warning("author_not_forgotten", submission=due[0][0], error=type(error).__name__)
            return 0
    return sum([await _forget(database, [one], now) for one in due])


def _due(before: datetime, after: int, uow: UnitOfWork) -> dict[int, str]:
    return uow.anonymity.due(before, AT_ONCE, after)
