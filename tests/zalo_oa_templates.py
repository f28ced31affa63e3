"""Approved templates of the fake Official Account, and the Zalo Cloud account that pays for them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.zalo_oa_chats import Chat, Message, Refused

PATH = "/v3.0/oa/message/template"
WRONG, NO_ACCOUNT, NO_BALANCE = -201, -320, -321


@dataclass
class Templates:
    """What the platform has approved: parameters and how many characters each takes, by the template's number."""

    approved: dict[str, Mapping[str, int]] = field(default_factory=dict)
    balance: int | None = 10_000  # đồng; None: no Zalo Cloud account is linked
    price: int = 200
    charged: int = 0

    def send(
        self, held: Mapping[str, Any], chats: Mapping[str, Chat], wrong: Callable[[str], None], number: int
    ) -> dict[str, Any]:
        """Send one, whenever the person wrote last. wrong: told of a call that no careful client makes. Raises: Refused."""
        if set(held) != {"user_id", "template_id", "template_data"} or not isinstance(held["template_data"], dict):
            wrong("shape of a template")
        chat, wanted = chats.get(str(held["user_id"])), self.approved.get(str(held["template_id"]))
        if chat is None or wanted is None:
            raise Refused(WRONG)
        data = held["template_data"]
        is_whole = data.keys() == wanted.keys() and all(isinstance(value, str) for value in data.values())
        if not is_whole or any(not 0 < len(data[name]) <= most or "\n" in data[name] for name, most in wanted.items()):
            wrong("values of a template")
        if self.balance is None:
            raise Refused(NO_ACCOUNT)
        if self.balance < self.price:
            raise Refused(NO_BALANCE)
        self.balance -= self.price
        self.charged += self.price
        filled = ", ".join(f"{name}={value}" for name, value in data.items())
        chat.messages.append(Message(f"t{number}", f"[{held['template_id']}] {filled}", is_ours=True))
        return {"message_id": f"t{number}", "user_id": chat.user}
