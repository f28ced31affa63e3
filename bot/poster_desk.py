"""What a turn does about posters, inside its transaction: a new code for a CĐCS, an order for a whole set."""

from datetime import datetime

from bot.messages import to_dict
from conversations.effects import LinkKind, OrderPosters, RenewCode, Say, StopPosters
from conversations.flows.posters import stop_button
from storage.repositories.outbox_order import REPLY
from storage.repositories.people import Address
from storage.unit_of_work import UnitOfWork

Effect = RenewCode | OrderPosters | StopPosters


def carry_out(uow: UnitOfWork, person_id: int, here: Address, effect: Effect, at: datetime) -> None:
    """Apply the effect of a turn in the chat *here*. Raises: CodeTaken."""
    match effect:
        case RenewCode():
            _renew(uow, person_id, effect, at)
        case OrderPosters():
            _order(uow, person_id, here, effect, at)
        case StopPosters():
            is_stopped = uow.poster_orders.stop(person_id, at)
            _say(uow, here, Say("posters-stopped" if is_stopped else "posters-not-under-way"), at)


def _renew(uow: UnitOfWork, person_id: int, effect: RenewCode, at: datetime) -> None:
    revoked = uow.links.revoke_workplace_code(effect.organisation_id, at)
    uow.links.add(effect.code, LinkKind.WORKPLACE, effect.organisation_id, at=at, by=person_id)
    subject = f"organisation:{effect.organisation_id}"
    uow.audit.add(at, person_id, "poster-code-renewed", subject, {"revoked": revoked})


def _order(uow: UnitOfWork, person_id: int, to: Address, effect: OrderPosters, at: datetime) -> None:
    if uow.poster_orders.has_open(person_id):
        _say(uow, to, Say("posters-under-way", {}, (stop_button(),)), at)
        return
    said_id = _say(uow, to, effect.begun, at)
    uow.poster_orders.add(person_id, to, effect.organisation_id, effect.part, said_id, at)


def _say(uow: UnitOfWork, to: Address, say: Say, at: datetime) -> int:
    return uow.outbox.add(to.channel, to.chat, to_dict(say), REPLY, at)
