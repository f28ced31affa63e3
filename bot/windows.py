"""What the windows and quotas of channels do to messages: routed as they are claimed, parked, released by a contact.

Which way a message takes is decided in routing.py; channels without a window or a quota pay nothing for any of it.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from bot.channels.protocol import Capabilities, Channel, Incoming, Window
from bot.messages import Digest, to_dict
from bot.notices import kind_of
from bot.routing import Elsewhere, Go, Kind, Park, Place, Wait, route
from conversations.effects import Say
from conversations.role_facts import REQUEST_CARD
from storage.repositories.outbox_order import NOTICE, REPLY
from storage.repositories.outbox_rows import Owed
from storage.repositories.parking import ParkedMessage
from storage.repositories.people import Address
from storage.repositories.unasked import Account, UnaskedSend
from storage.repositories.usage import Counted
from storage.unit_of_work import UnitOfWork

CALL_EVERY = timedelta(hours=6)  # an executive is called by one card, or one message about many, in this time
RELEASE_AFTER = timedelta(seconds=2)  # what waited for somebody comes after the answer to what they have just written
A_MOMENT = timedelta(seconds=1)  # for a turn under way
MOST_RELEASED = 3  # of more than these, cards are not sent one by one
STOP_AT = 95  # percent of a quota; the rest is for replies
MUST_FOLLOW = "must-follow"
DIGEST = "digest"  # the name by which one gives way to a newer one
SAID_BY_FORM = "said-by-form"  # why it waits
_SILENT = ("close", "replace", "menu")  # kinds of content that are no message of their own


class Passed(Struct, frozen=True):
    """A claimed message that may be sent, and what it counts as if nobody asked for it."""

    owed: Owed
    at: datetime  # when it was claimed
    kind: Kind | None = None  # of a channel that has a window

    @property
    def by_form(self) -> bool:
        """Whether it is said by a form that the platform has approved."""
        return self.kind is Kind.TEMPLATE

    @property
    def is_call(self) -> bool:
        """Whether it calls an executive to decide."""
        return _is_call(self.owed.card) or self.owed.content.get("kind") == DIGEST


class Windows:
    """The windows and quotas of the channels that are served."""

    def __init__(self, channels: Mapping[str, Channel]) -> None:
        self._channels = channels
        able = {name: channel.capabilities for name, channel in channels.items()}
        self.ruled = frozenset(name for name, can in able.items() if can.window or can.quota)

    def admit(self, uow: UnitOfWork, claimed: Sequence[Owed], now: datetime) -> list[Passed]:
        """Route what was claimed, in the claim's transaction. Returns: what is to be sent now."""
        return [passed for owed in claimed if (passed := self._admitted(uow, owed, now))]

    def figures(self, passed: Passed) -> tuple[Counted, ...]:
        """As what a part of it counts that has left: platforms count and charge by parts."""
        costly = {Kind.BILLED: (Counted.BILLED,), Kind.TEMPLATE: (Counted.TEMPLATE,)}
        is_counted = passed.owed.channel in self.ruled
        return (Counted.SENT, *(costly.get(passed.kind, ()) if passed.kind else ())) if is_counted else ()

    def is_plain(self, passed: Passed) -> bool:
        """Whether a mark is all that is to be noted of a message that has left."""
        return passed.kind is None and passed.owed.channel not in self.ruled

    def settle(self, uow: UnitOfWork, passed: Passed, message_id: str | None, now: datetime, by: str) -> None:
        """A message has left, or had nothing to say. A form only rings: the message comes when they write."""
        if passed.by_form and message_id is not None:
            self.set_aside(uow, passed, SAID_BY_FORM, now, by)
        else:
            uow.outbox.sent(passed.owed.id, message_id, now)
        if message_id is not None:
            self._note_sent(uow, passed, now)

    def set_aside(  # noqa: PLR0913 - what parking needs, and who it is for
        self,
        uow: UnitOfWork,
        passed: Passed,
        code: str,
        now: datetime,
        by: str,
        until: datetime | None = None,
        *,
        is_doubtful: bool = False,
    ) -> None:
        """Let it wait for the person, or for *until*; who has written since it was claimed gets it as an answer."""
        owed = passed.owed
        waits = uow.parking.park(owed.id, now, until, code, by, is_doubtful=is_doubtful)
        seen = uow.people.hold(owed.channel, owed.chat)
        if waits and (seen is None or seen > passed.at):
            uow.parking.release([owed.id], now + RELEASE_AFTER)

    def refused(
        self, uow: UnitOfWork, passed: Passed, code: str, now: datetime, by: str, *, must_follow: bool = False
    ) -> None:
        """The platform says that nothing reaches the person there: the next way, never this one again.

        must_follow: until they follow us; they are told so on the other channel, once.
        """
        owed = passed.owed
        if self._has_come(uow, passed, code, now, by):
            return
        is_news = uow.people.mark_out_of_reach(owed.channel, owed.chat, now)
        here, others, _ = self._places(uow, owed, now)
        match route(now, here, others):
            case Elsewhere(address):
                uow.parking.readdress(owed.id, address, now, code, by)
                if must_follow and is_news and (say := self._following(owed.channel)):
                    uow.outbox.add(address.channel, address.chat, to_dict(say), NOTICE, now, collapse=MUST_FOLLOW)
            case Go() | Wait():  # by a form
                uow.parking.put_off(owed.id, now, code, by)
            case _ if owed.channel in self.ruled:
                uow.parking.park(owed.id, now, error=code, by=by)
            case _:  # a channel without a window has no moment at which it would be released
                uow.outbox.failed(owed.id, code, by)

    def form_failed(
        self, uow: UnitOfWork, passed: Passed, code: str, now: datetime, by: str, *, is_doubtful: bool
    ) -> None:
        """A form was refused, or whether it arrived is unknown: the next way, for it is never sent twice."""
        owed = passed.owed
        if is_doubtful:
            self._note_sent(uow, passed, now)
        here, others, _ = self._places(uow, owed, now)
        match route(now, replace(here, has_template=False), others):
            case Elsewhere(address):
                uow.parking.readdress(owed.id, address, now, code, by, is_doubtful=is_doubtful)
            case _:
                self.set_aside(uow, passed, code, now, by, is_doubtful=is_doubtful)

    def gone(self, uow: UnitOfWork, passed: Passed, code: str, now: datetime, by: str) -> None:
        """The chat takes nothing from us: what was to be said unasked goes to another account, or waits there."""
        owed = passed.owed
        if self._has_come(uow, passed, code, now, by):
            return
        uow.people.mark_gone(owed.channel, owed.chat)
        if owed.priority != REPLY and owed.content.get("kind") not in _SILENT:
            for one in uow.unasked.accounts(owed.channel, owed.chat):
                channel = self._channels.get(one.channel)
                if channel is not None and one.is_reachable and channel.capabilities.is_noticed:
                    uow.parking.readdress(owed.id, Address(one.channel, one.chat), now, code, by)
                    break
        uow.outbox.fail_chat(owed.channel, owed.chat, code)

    def left(self, uow: UnitOfWork, channel: str, chat: str, at: datetime, since: datetime | None = None) -> None:
        """The person has left the chat: what was to be said unasked waits for them, where a contact releases it.

        since: when they did; news of it may come after what they did later.
        """
        if not uow.people.mark_gone(channel, chat, since):
            return
        if channel in self.ruled:
            uow.parking.park_chat(channel, chat, at)
        uow.outbox.fail_chat(channel, chat, "recipient-gone")

    def welcome(self, uow: UnitOfWork, incoming: Incoming, at: datetime) -> None:
        """The person has written: what waited for them comes, in its order, as an answer. The last of the turn."""
        channel, chat = incoming.channel, incoming.chat
        if channel not in self.ruled:
            return
        uow.people.seen_here(channel, chat, at)  # first: what a sender is parking at this moment is seen then
        if waiting := uow.parking.of(channel, chat):
            self._release(uow, channel, chat, waiting, at)
        uow.usage.add(Counted.RECEIVED, channel, at, incoming.update_key)

    def _release(
        self, uow: UnitOfWork, channel: str, chat: str, waiting: Sequence[ParkedMessage], at: datetime
    ) -> None:
        calls = [one.id for one in waiting if (_is_call(one.card) or one.collapse == DIGEST) and not one.parts_sent]
        released, due_at = [one.id for one in waiting], at + RELEASE_AFTER
        if len(waiting) > MOST_RELEASED and calls:
            uow.parking.withdraw(calls)
            released = [one for one in released if one not in calls]
            uow.outbox.add(channel, chat, to_dict(Digest()), REPLY, at, due_at=due_at, collapse=DIGEST)
        if released:
            uow.parking.release(released, due_at)

    def _note_sent(self, uow: UnitOfWork, passed: Passed, now: datetime) -> None:
        """Enter a message that has left into the ledger, with its mark."""
        if passed.kind is not None:
            owed = passed.owed
            uow.unasked.add(owed.channel, owed.chat, now, passed.kind, owed.id, is_call=passed.is_call)

    # -- routing ---------------------------------------------------------------------------------------------
    def _admitted(self, uow: UnitOfWork, owed: Owed, now: datetime) -> Passed | None:
        if owed.channel not in self.ruled or owed.priority == REPLY or owed.content.get("kind") in _SILENT:
            return Passed(owed, now)
        here, others, sends = self._places(uow, owed, now)
        way = route(now, here, others)
        if isinstance(way, Park):  # nobody lets it out who writes before it is committed: so none may do so unseen
            if uow.people.hold(owed.channel, owed.chat) is None:
                uow.parking.put_off(owed.id, now + A_MOMENT)
                return None
            here, others, sends = self._places(uow, owed, now)
            way = route(now, here, others)
        if _is_call(owed.card) and here.window and isinstance(way, Go | Wait) and self._folded(uow, owed, sends, now):
            return None
        match way:
            case Go(kind):
                return Passed(owed, now, kind if here.window else None)
            case Wait(until):
                uow.parking.put_off(owed.id, until)
            case Elsewhere(address):
                uow.parking.readdress(owed.id, address, now)
            case Park(until):
                uow.parking.park(owed.id, now, until)
        return None

    def _following(self, channel: str) -> Say | None:
        link = self._channels[channel].link("")
        return Say("must-follow", {"name": self._channels[channel].capabilities.title, "link": link}) if link else None

    def _has_come(self, uow: UnitOfWork, passed: Passed, code: str, now: datetime, by: str) -> bool:
        """Whether the person has written since the message was claimed: then it is tried again instead."""
        seen = uow.people.hold(passed.owed.channel, passed.owed.chat)
        has_come = seen is None or seen > passed.at
        if has_come:
            uow.parking.put_off(passed.owed.id, now + RELEASE_AFTER, code, by)
        return has_come

    def _folded(self, uow: UnitOfWork, owed: Owed, sends: Sequence[UnaskedSend], now: datetime) -> bool:
        """Let one message stand for cards that come too soon after another. Returns: whether they did."""
        called_at = max((send.at for send in sends if send.is_call), default=None)
        is_soon = called_at is not None and now < called_at + CALL_EVERY
        is_owed = uow.parking.is_owed(owed.channel, owed.chat, DIGEST)
        if owed.parts_sent or not (is_soon or is_owed):
            return False
        uow.parking.fold_cards(owed.channel, owed.chat, owed.id, now)
        if not is_owed and called_at is not None:
            due_at = called_at + CALL_EVERY
            uow.outbox.add(owed.channel, owed.chat, to_dict(Digest()), NOTICE, now, due_at=due_at, collapse=DIGEST)
        return True

    def _places(
        self, uow: UnitOfWork, owed: Owed, now: datetime
    ) -> tuple[Place, Iterator[Place], Sequence[UnaskedSend]]:
        """Where it is owed, where else the person is met, and what was sent unasked where it is owed."""
        accounts = [one for one in uow.unasked.accounts(owed.channel, owed.chat) if one.channel in self._channels]
        mine = next((one for one in accounts if (one.channel, one.chat) == (owed.channel, owed.chat)), None)
        sends = self._sends(uow, owed.channel, owed.chat, now)
        here = self._place(uow, owed.channel, owed.chat, mine, sends, now)
        here = replace(here, has_template=self._has_form(owed, here.window, mine))
        return here, self._others(uow, owed, accounts, now), sends

    def _others(self, uow: UnitOfWork, owed: Owed, accounts: Sequence[Account], now: datetime) -> Iterator[Place]:
        for one in accounts:
            can = self._channels[one.channel].capabilities
            if one.channel != owed.channel and one.is_reachable and can.is_noticed:
                sends = self._sends(uow, one.channel, one.chat, now)
                yield self._place(uow, one.channel, one.chat, one, sends, now)

    def _place(
        self, uow: UnitOfWork, channel: str, chat: str, account: Account | None, sends: Sequence[UnaskedSend],
        now: datetime,
    ) -> Place:  # fmt: skip
        can = self._channels[channel].capabilities
        return Place(
            Address(channel, chat), can.window, account.last_seen_at if account else None,
            tuple(send.at for send in sends), bool(account and account.out_of_reach_at),
            self._is_used_up(uow, channel, can, now),
        )  # fmt: skip

    @staticmethod
    def _has_form(owed: Owed, window: Window | None, account: Account | None) -> bool:
        """What has begun otherwise, or may have arrived, is not said by a form."""
        is_new = not (owed.parts_sent or owed.is_doubtful or owed.priority == REPLY)
        is_there = account is not None and account.is_reachable
        return window is not None and is_there and is_new and kind_of(owed.content) in window.templates

    def _sends(self, uow: UnitOfWork, channel: str, chat: str, now: datetime) -> Sequence[UnaskedSend]:
        window = self._channels[channel].capabilities.window
        return uow.unasked.since(channel, chat, now - max(window.free, CALL_EVERY)) if window else ()

    @staticmethod
    def _is_used_up(uow: UnitOfWork, channel: str, can: Capabilities, now: datetime) -> bool:
        quota = can.quota
        return quota is not None and uow.usage.messages(channel, now) * 100 >= quota.messages_per_month * STOP_AT


def _is_call(card: str | None) -> bool:
    """Whether it calls for a decision on an initiative; the digest counts nothing else."""
    return card is not None and not card.startswith(REQUEST_CARD)


NO_WINDOWS = Windows({})
