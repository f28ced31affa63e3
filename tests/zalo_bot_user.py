"""A person with Zalo: types and sends, by webhook or fetching, and sees what comes back. There is nothing to press."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Any

from tests.zalo_bot_api import FakeZaloBot
from tests.zalo_bot_chats import Message

QUIET = 0.05  # seconds without a call after which the bot is taken to have finished
DELIVERIES = 10  # of one update, until it is taken
BEGAN = 1790000000123  # milliseconds


class ZaloBotUser:
    """One account and its private chat with the bot.

    Args:
        api: the fake platform.
        account: the person's id, which is the chat's as well.
        settled: returns when the bot owes nothing more; without it a short silence is waited for.
    """

    def __init__(self, api: FakeZaloBot, account: str, settled: Callable[[], Awaitable[None]] | None = None) -> None:
        self.api, self.account = api, account
        self.chat = api.chat(account)
        self.last_update: dict[str, Any] = {}
        self._settled = settled

    # -- what a person does ---------------------------------------------------------------------------------
    async def say(self, text: str, expects: int = 1) -> list[Message]:
        """Type a text. Returns: the bot's new messages, oldest first.

        Args:
            expects: messages to wait for; 0 where none may come.
        """
        return await self.send("message.text.received", text, expects, text=text)

    async def send_picture(self, caption: str = "", expects: int = 1) -> list[Message]:
        """Send a picture."""
        about = {"photo_url": "https://zdn.example/a.jpg", "caption": caption, "message_type": "CHAT_PHOTO"}
        return await self.send("message.image.received", "<ảnh>", expects, **about)

    async def send(self, event: str, shown: str = "<…>", expects: int = 1, **content: Any) -> list[Message]:
        """Send anything else: `send("message.sticker.received", sticker="1")`."""
        message_id = self.api.next_id()
        self.chat.messages.append(Message(message_id, shown, is_ours=False))
        self.chat.has_written = True
        self.last_update = {"event_name": event, "message": self._about(message_id) | content}
        return await self._deliver(expects)

    async def choose(self, label: str, expects: int = 1) -> list[Message]:
        """Type the number that stands before this label in the newest message.

        Raises: AssertionError if it is not offered there, with what is on the screen.
        """
        lines = [re.fullmatch(r"(\d+)\. (.+)", line) for line in self.chat.last.text.splitlines()]
        numbers = [line[1] for line in lines if line and line[2] == label]
        assert len(numbers) == 1, f"no choice {label!r} on:\n{self.chat.screen()}"
        return await self.say(numbers[0], expects)

    async def repeat(self, expects: int = 0) -> list[Message]:
        """The platform delivers the last update once more."""
        return await self._deliver(expects)

    # -- how it gets there ----------------------------------------------------------------------------------
    async def _deliver(self, expects: int) -> list[Message]:
        before = len(self.chat.ours)
        status = await self.api.deliver(self.last_update)
        for _ in range(DELIVERIES - 1):  # several operators saw what was not taken come again
            if status != 503:
                break
            await asyncio.sleep(0.5)
            status = await self.api.deliver(self.last_update)
        assert status == 200, f"the webhook answered {status}"
        return await self._seen_since(before, expects)

    async def _seen_since(self, before: int, expects: int) -> list[Message]:
        try:
            await self.api.until(lambda: len(self.chat.ours) - before >= expects, 10.0)
        except TimeoutError:
            raise AssertionError(f"{expects} answers expected, the screen is:\n{self.chat.screen()}") from None
        await (self._settled() if self._settled is not None else self._quiet())
        return self.chat.ours[before:]

    async def _quiet(self) -> None:
        count = -1
        while count != len(self.api.calls):
            count = len(self.api.calls)
            await asyncio.sleep(QUIET)

    def _about(self, message_id: str) -> dict[str, Any]:
        return {
            "message_id": message_id,
            "date": BEGAN + len(self.chat.messages),
            "from": {"id": self.account, "display_name": "Nguyễn Văn A", "is_bot": False},
            "chat": {"id": self.account, "chat_type": "PRIVATE"},
        }
