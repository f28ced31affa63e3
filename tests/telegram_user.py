"""A person with Telegram: writes, presses and shares, by webhook or polling, and sees what comes back."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp

from tests.telegram_api import FakeTelegram
from tests.telegram_chats import BOT_ID, Button, Message, chat_json

QUIET = 0.05  # seconds without a change after which the bot is taken to have finished
PIECE = 4096  # characters after which a client cuts a paste
DELIVERIES = 10  # of one update, until it is taken


class TelegramUser:
    """One account and its private chat with the bot.

    Args:
        api: the fake server.
        number: the account's id, which is the chat's as well.
        hook: where updates are posted; None leaves them for getUpdates.
        secret: the webhook's secret.
        settled: returns when the bot owes nothing more; without it a short silence is waited for.
    """

    def __init__(
        self,
        api: FakeTelegram,
        number: int,
        hook: str | None = None,
        secret: str = "",
        settled: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self.api, self.number = api, number
        self.chat = api.chat(number)
        self.last_update: dict[str, Any] = {}
        self._hook, self._secret, self._settled = hook, secret, settled

    # -- what a person does ---------------------------------------------------------------------------------
    async def say(self, text: str, expects: int = 1) -> list[Message]:
        """Type a text. Returns: the bot's new and edited messages, in the chat's order.

        Args:
            expects: messages to wait for; 0 where none may come.
        """
        return await self._send({"text": text} | _entities(text), text, expects)

    async def paste(self, text: str, expects: int = 1) -> list[Message]:
        """Send a long text as a client does: in pieces, one right after the other."""
        version = self.chat.version
        for start in range(0, len(text), PIECE):
            await self.say(text[start : start + PIECE].strip(), expects=0)
        return await self._seen_since(version, expects)

    async def send(self, expects: int = 1, **content: Any) -> list[Message]:
        """Send any other content: `send(sticker={...})`."""
        return await self._send(content, f"<{next(iter(content))}>", expects)

    async def share_contact(
        self, phone: str = "84900000001", owner: int | None = None, expects: int = 1
    ) -> list[Message]:
        """Share one's own phone number, or somebody else's card."""
        contact = {"phone_number": phone, "first_name": "Nguyễn Văn A", "user_id": owner or self.number}
        return await self.send(expects, contact=contact)

    async def press(self, label: str, expects: int = 1) -> list[Message]:
        """Press the newest button with this label, or the key; a key types its label or shares the number.

        Raises: AssertionError if there is none, with what is on the screen.
        """
        for message in reversed(self.chat.shown):
            for button in (button for row in message.rows for button in row):
                if button.label == label:
                    return await self.press_action(message.message_id, button.action, expects)
        key = next((key for row in self.chat.keys for key in row if key.label == label), None)
        assert key is not None, f"no button {label!r} on:\n{self.chat.screen()}"
        return await self._press_key(key, expects)

    async def press_action(self, message_id: int, action: str, expects: int = 1) -> list[Message]:
        """Press a button that need not be there any more: an old one, a forged one."""
        press = f"{self.api.next_update_id()}"
        self.api.open_presses.add(press)
        message = self.chat.find(message_id)
        stub = {"message_id": message_id, "chat": chat_json(self.number), "date": 0}
        body = {
            "id": press,
            "from": self._account(),
            "chat_instance": "1",
            "message": message.as_json(self.api.username) if message else stub,
            "data": action,
        }
        return await self._update("callback_query", body, expects)

    async def edit(self, text: str, expects: int = 1) -> list[Message]:
        """Change one's newest message."""
        mine = next(message for message in reversed(self.chat.shown) if not message.is_ours)
        mine.text = text
        body = self._message(mine.message_id) | {"text": text, "edit_date": 1615350009}
        return await self._update("edited_message", body, expects)

    async def block(self, *, is_blocked: bool = True) -> None:
        """Stop the bot, or let it write again."""
        self.chat.is_blocked = is_blocked
        bot = {"id": BOT_ID, "is_bot": True, "first_name": "Bot", "username": self.api.username}
        statuses = ("member", "kicked") if is_blocked else ("kicked", "member")
        old, new = ({"user": bot, "status": status} for status in statuses)
        body = {"chat": chat_json(self.number), "from": self._account(), "date": int(time.time())}
        await self._update("my_chat_member", body | {"old_chat_member": old, "new_chat_member": new}, 0)

    async def repeat(self, expects: int = 0) -> list[Message]:
        """Telegram delivers the last update once more."""
        version = self.chat.version
        await self._deliver(self.last_update)
        return await self._seen_since(version, expects)

    # -- how it gets there ----------------------------------------------------------------------------------
    async def _press_key(self, key: Button, expects: int) -> list[Message]:
        return await (self.share_contact(expects=expects) if key.is_contact else self.say(key.label, expects))

    async def _send(self, content: dict[str, Any], shown: str, expects: int) -> list[Message]:
        message = Message(self.number, self.api.next_id(), shown, is_ours=False)
        self.chat.touch(message)
        return await self._update("message", self._message(message.message_id) | content, expects)

    async def _update(self, kind: str, body: dict[str, Any], expects: int) -> list[Message]:
        version = self.chat.version
        self.last_update = {"update_id": self.api.next_update_id(), kind: body}
        await self._deliver(self.last_update)
        return await self._seen_since(version, expects)

    async def _deliver(self, update: dict[str, Any]) -> None:
        if self._hook is None:
            await self.api.push(update)
            return
        # As Telegram does: what is not answered with 200 comes again. Disks hesitate, longer than the door may wait.
        status, body = await self._posted(update)
        for _ in range(DELIVERIES - 1):
            if status != 503:
                break
            await asyncio.sleep(0.5)
            status, body = await self._posted(update)
        assert status == 200, f"the webhook answered {status}"
        await self.api.take_webhook_answer(body)

    async def _posted(self, update: dict[str, Any]) -> tuple[int, bytes]:
        assert self._hook is not None, "this one is fetched from"
        headers = {"X-Telegram-Bot-Api-Secret-Token": self._secret}
        async with (
            aiohttp.ClientSession() as session,
            session.post(self._hook, json=update, headers=headers) as answer,
        ):
            return answer.status, await answer.read()

    async def _seen_since(self, version: int, expects: int) -> list[Message]:
        try:
            await self.api.until(lambda: len(self.chat.changed_since(version)) >= expects)
        except TimeoutError:
            raise AssertionError(f"{expects} answers expected, the screen is:\n{self.chat.screen()}") from None
        if self._settled is not None:
            await self._settled()
        else:
            await self._quiet()
        return self.chat.changed_since(version)

    async def _quiet(self) -> None:
        count = -1
        while count != len(self.api.calls):
            count = len(self.api.calls)
            await asyncio.sleep(QUIET)

    def _account(self) -> dict[str, Any]:
        return {"id": self.number, "is_bot": False, "first_name": "Nguyễn Văn A", "language_code": "vi"}

    def _message(self, message_id: int) -> dict[str, Any]:
        return {
            "message_id": message_id,
            "from": self._account(),
            "chat": chat_json(self.number),
            "date": 1615350000,
        }


def _entities(text: str) -> dict[str, Any]:
    if not text.startswith("/"):
        return {}
    return {"entities": [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}]}
