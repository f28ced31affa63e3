"""What a turn does about posters, inside its transaction: a new code for a CĐCS, an order for a whole set."""

from datetime import datetime

from bot.messages import to_dict
from conversations.effects import LinkKind, OrderPosters, RenewCode, Say
from storage.repositories.outbox_order import REPLY
from storage.repositories.people import Address
from storage.unit_of_work import UnitOfWork


def carry_out(uow: UnitOfWork, person_id: int, here: Address, effect: RenewCode | OrderPosters, at: datetime) -> None:
    """Apply the effect of a turn in the chat *here*. Raises: CodeTaken."""
    match effect:
        case RenewCode():
            _renew(uow, person_id, effect, at)
        case OrderPosters():
            _order(uow, person_id, here, effect, at)


def _renew(uow: UnitOfWork, person_id: int, effect: RenewCode, at: datetime) -> None:
    revoked = uow.links.revoke_workplace_code(effect.organisation_id, at)
    uow.links.add(effect.code, LinkKind.WORKPLACE, effect.organisation_id, at=at, by=person_id)
    subject = f"organisation:{effect.organisation_id}"
    uow.audit.add(at, person_id, "poster-code-renewed", subject, {"revoked": revoked})


def _order(uow: UnitOfWork, person_id: int, to: Address, effect: OrderPosters, at: datetime) -> None:
    if uow.poster_orders.has_open(person_id):
        uow.outbox.add(to.channel, to.chat, to_dict(Say("posters-under-way")), REPLY, at)
        return
    said_id = uow.outbox.add(to.channel, to.chat, to_dict(effect.begun), REPLY, at)
    uow.poster_orders.add(person_id, to, effect.organisation_id, effect.part, said_id, at)
