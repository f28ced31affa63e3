"""Keeps the pair of tokens alive: one refresher at a time, and the new pair on disk before anybody uses it.

A refresh token works once. What is lost between Zalo's answer and the commit can only be had again by the consent of
an administrator, so that moment is short, survives cancellation, and what goes wrong is stored for people to see.
Source: reference on Zalo, section 2.2.
"""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TypeVar

import structlog

from bot.channels.protocol import Misconfigured, SendError, Throttled, Unreachable
from bot.channels.zalo_oa.access import ZaloOaAccess
from bot.channels.zalo_oa.errors import ZaloRefused, code_of
from bot.channels.zalo_oa.oauth import REFRESH_LIFE, OAuth
from storage.database import Database
from storage.errors import StorageError, Unsealable
from storage.repositories.zalo_tokens import Pair, StoredPair
from storage.unit_of_work import UnitOfWork

LEASE_SECONDS = 60.0  # two timeouts of a refresh and its commit take half of it
WAIT_SECONDS, LOOK_SECONDS = 30.0, 0.2  # for somebody else who renews
RETRY = timedelta(minutes=1)  # after a failure that may pass
JUST_NOW = timedelta(minutes=1)  # a token as young as this is not renewed because a call was refused
SAVES, SAVE_PAUSE = 6, 0.5  # attempts in a row to store a new pair
LAST_SECONDS = 10.0  # for a refresh under way at the end
_RATE_LIMIT, _SERVER = -32, "-http-"  # what passes by itself
_INACTIVE = -14002  # the application; its tokens live on until somebody activates it again
log = structlog.get_logger(__name__)
T = TypeVar("T")
Pause = Callable[[float], Awaitable[None]]


class TokenKeeper:
    """The tokens of one account in one process.

    Args:
        database: where the pair is stored; None: there is none, and so no token.
        may_refresh: False for who only looks; then an expired token stays so.
    """

    def __init__(
        self,
        access: ZaloOaAccess,
        oauth: OAuth,
        database: Database | None,
        clock: Callable[[], datetime],
        *,
        may_refresh: bool = True,
        pause: Pause = asyncio.sleep,
    ) -> None:
        self._access, self._oauth, self._database, self._clock = access, oauth, database, clock
        self._may_refresh, self._pause = may_refresh, pause
        self._name = secrets.token_hex(8)  # on the lease
        self._pair: StoredPair | None = None  # as last read
        self._unsaved: tuple[str, Pair] | None = None  # what a refresh gave, with the token that it took
        self._renewing: asyncio.Task[None] | None = None

    def ends_at(self) -> datetime | None:
        """When a person has to consent again at the latest; the access token's end if it cannot be renewed."""
        if self._pair is None:
            return None
        return self._pair.expires_at if self._pair.failed_at is not None else self._pair.refresh_expires_at

    async def look(self) -> StoredPair | None:
        """What is stored now. Raises: Unreachable, Misconfigured."""
        found = await self._stored(lambda uow: uow.zalo_tokens.get(self._access.oa_id), is_read=True)
        if not _is_older(found, self._pair):  # a refresh that was committed meanwhile stands
            self._pair = found
        return self._pair

    async def token(self) -> str:
        """An access token that is good now, renewed ahead of its end. Raises: Unreachable, Misconfigured."""
        if self._pair is None or self._is_due(self._pair, None) or self._pair.failed_at is not None:
            pair = await self.look()
            if self._may_refresh and (pair is None or self._is_due(pair, None)):
                await self._renew(None)
        if self._pair is not None and self._pair.access is not None and self._pair.is_good(self._clock()):
            return self._pair.access
        raise self._failure()

    async def token_after(self, refused: str) -> str | None:
        """Another token than the one that a call was refused with; None if there is none to be had.

        Raises: Unreachable, Misconfigured.
        """
        if not self._may_refresh:
            return None
        await self._renew(refused)
        pair = self._pair
        if pair is None or pair.access == refused or not pair.is_good(self._clock()):
            return None
        return pair.access

    async def close(self) -> None:
        """Let a refresh under way come to its end, and store what it gave."""
        if self._renewing is not None:
            with suppress(SendError, TimeoutError):
                async with asyncio.timeout(LAST_SECONDS):
                    await asyncio.shield(self._renewing)
        with suppress(SendError):
            await self._save()

    # -- one refresh at a time ----------------------------------------------------------------------------------
    async def _renew(self, refused: str | None) -> None:
        """Join the refresh under way, or begin one, which goes on when nobody waits for it any more."""
        if self._renewing is None or self._renewing.done():
            self._renewing = asyncio.create_task(self._renewed(refused), name="zalo-oa-tokens")
            self._renewing.add_done_callback(_seen)
        try:
            await asyncio.shield(self._renewing)
        except Unreachable:
            if self._pair is None or self._pair.access == refused or not self._pair.is_good(self._clock()):
                raise

    async def _renewed(self, refused: str | None) -> None:
        until = asyncio.get_running_loop().time() + WAIT_SECONDS
        while True:
            await self._save()
            pair, is_ours = await self._stored(lambda uow: self._take(uow, refused))
            self._pair = pair
            if pair is None:
                return
            if is_ours:
                await self._refresh(pair)
                return
            now = self._clock()
            is_of_use = pair.is_good(now) and pair.access != refused
            if is_of_use or self._is_barred(pair, refused) or asyncio.get_running_loop().time() >= until:
                return
            await self._pause(LOOK_SECONDS)

    def _take(self, uow: UnitOfWork, refused: str | None) -> tuple[StoredPair | None, bool]:
        """The pair, and whether it is ours to renew now."""
        tokens, oa_id, now = uow.zalo_tokens, self._access.oa_id, self._clock()
        if self._access.refresh_token:
            tokens.plant(oa_id, self._access.refresh_token, now, now + REFRESH_LIFE)
        pair = tokens.get(oa_id, hold=True)
        if pair is None or not self._is_due(pair, refused) or self._is_barred(pair, refused):
            return pair, False
        return pair, tokens.lease(oa_id, self._name, now, LEASE_SECONDS)

    def _is_due(self, pair: StoredPair, refused: str | None) -> bool:
        if pair.access is None or pair.access == refused:
            return True
        life = pair.expires_at - pair.refreshed_at if pair.refreshed_at else self._access.refresh_ahead * 2
        return not pair.is_good(self._clock() + min(self._access.refresh_ahead, life / 2))

    def _is_barred(self, pair: StoredPair, refused: str | None) -> bool:
        """Whether another refresh would be of no use, or too soon."""
        now = self._clock()
        is_new = pair.refreshed_at is not None and now - pair.refreshed_at < JUST_NOW
        is_too_soon = pair.retry_at is not None and pair.retry_at > now
        return pair.is_final() or is_too_soon or (is_new and refused is not None and pair.access == refused)

    # -- the refresh --------------------------------------------------------------------------------------------
    async def _refresh(self, pair: StoredPair) -> None:
        try:
            self._unsaved = pair.refresh, await self._asked(pair.refresh)
        except ZaloRefused as refused:
            is_final = refused.number not in {_RATE_LIMIT, _INACTIVE}
            is_for_people = refused.number != _RATE_LIMIT
            await self._failed(pair, code_of(refused.number, "zalo-oa-refresh"), is_final, is_for_people)
        except (Unreachable, Throttled) as error:
            # Asked twice without an answer: the token may be used up by now, so somebody should know.
            is_lost = isinstance(error, Unreachable) and error.is_unknown and _SERVER not in error.code
            await self._failed(pair, error.code.replace("zalo-oa", "zalo-oa-refresh", 1), False, is_lost)
        else:
            log.info("zalo_tokens_received")  # should the program end before they are stored, this is what is left
            await self._save()

    async def _asked(self, refresh_token: str) -> Pair:
        try:
            return await self._oauth.refresh(refresh_token)
        except Unreachable as error:
            if not error.is_unknown:
                raise
            log.warning("zalo_refresh_repeated", code=error.code)
        return await self._oauth.refresh(refresh_token)

    async def _failed(self, pair: StoredPair, code: str, is_final: bool, is_for_people: bool) -> None:
        now = self._clock()
        log.error("zalo_refresh_failed", code=code, is_final=is_final)
        await self._stored(
            lambda uow: uow.zalo_tokens.failed(
                self._access.oa_id, pair.refresh, code, now,
                retry_at=None if is_final else now + RETRY, is_for_people=is_for_people,
            )
        )  # fmt: skip
        await self.look()

    async def _save(self) -> None:
        """Store what a refresh gave. It is kept until that has worked, and used only then. Raises: Unreachable."""
        for attempt in range(1, SAVES + 1):
            if self._unsaved is None:
                return
            used, pair = self._unsaved
            try:
                is_stored = await self._stored(
                    lambda uow: uow.zalo_tokens.renewed(self._access.oa_id, used, pair, self._clock())  # noqa: B023
                )
            except Unreachable:
                if attempt == SAVES:
                    raise
                await self._pause(SAVE_PAUSE)
            else:
                self._unsaved = None
                log.info("zalo_tokens_refreshed", is_stored=is_stored, expires_at=pair.expires_at.isoformat())
                await self.look()

    async def _stored(self, work: Callable[[UnitOfWork], T], *, is_read: bool = False) -> T:
        if self._database is None:
            raise Unreachable("zalo-oa-no-database")
        try:
            return await (self._database.read(work) if is_read else self._database.write(work))
        except Unsealable:
            failure: SendError = Misconfigured("zalo-oa-unsealable")
        except StorageError:
            failure = Unreachable("zalo-oa-database-away")
        raise failure

    def _failure(self) -> SendError:
        pair = self._pair
        if pair is None:
            return Misconfigured("zalo-oa-no-token")
        code = pair.failure or "zalo-oa-token-expired"
        return Misconfigured(code) if pair.failed_at is not None else Unreachable(code)


def _is_older(found: StoredPair | None, known: StoredPair | None) -> bool:
    if found is None or known is None or known.refreshed_at is None:
        return False
    return found.refreshed_at is None or found.refreshed_at < known.refreshed_at


def _seen(task: asyncio.Task[None]) -> None:
    """Whoever waited has been told; who did not is told by the stored failure."""
    if not task.cancelled():
        task.exception()
