"""A person with Zalo: writes to the account, taps, shares a number, follows, and sees what comes back."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from tests.zalo_oa_api import APP, OA, FakeZaloOa
from tests.zalo_oa_chats import Button, Message

QUIET = 0.05  # seconds without a call after which the bot is taken to have finished
PIECE = 2000  # characters after which the app cuts a paste


class ZaloOaUser:
    """One person and the chat with the account.

    Args:
        hook: where events are posted.
        settled: returns when the bot owes nothing more; without it a short silence is waited for.
        seconds: how long an answer is waited for.
    """

    def __init__(
        self,
        api: FakeZaloOa,
        number: int,
        hook: str,
        settled: Callable[[], Awaitable[None]] | None = None,
        seconds: float = 10.0,
    ) -> None:
        self.api, self.number, self.user = api, number, f"{2468 * 10**15 + number}"
        self.chat = api.chat(self.user)
        self.last_event: dict[str, Any] = {}
        self._hook, self._settled, self._seconds = hook, settled, seconds

    # -- what a person does ---------------------------------------------------------------------------------
    async def say(self, text: str, expects: int = 1) -> list[Message]:
        """Type a text. Returns: the account's new messages. expects: messages to wait for; 0 where none may come."""
        return await self.send("user_send_text", {"text": text}, text, expects)

    async def paste(self, text: str, expects: int = 1) -> list[Message]:
        """Send a long text as the app does: in pieces, one right after the other."""
        before = len(self.chat.said)
        for start in range(0, len(text), PIECE):
            await self.say(text[start : start + PIECE].strip(), expects=0)
        return await self._seen_since(before, expects)

    async def tap(self, label: str, expects: int = 1) -> list[Message]:
        """Tap the newest button with this label, which may be cut on it; or type what is only listed in the text.

        Raises: AssertionError if there is neither, with what is on the screen.
        """
        for message in reversed(self.chat.said):
            for button in message.buttons:
                if button.title == label or (button.title[-1] == "…" and label.startswith(button.title[:-1])):
                    return await self.tap_button(button, expects)
            if f". {label}" in message.text:
                return await self.say(label, expects)
        raise AssertionError(f"no button {label!r} on:\n{self.chat.screen()}")

    async def tap_button(self, button: Button, expects: int = 1) -> list[Message]:
        """Tap a button that may be old: its payload comes as if it had been typed."""
        return await self.send("user_send_text", {"text": button.payload}, f"({button.title})", expects)

    async def share_contact(self, phone: str = "84900000001", expects: int = 1) -> list[Message]:
        """Fill the card in that asks for name and phone."""
        assert any(message.asks_contact for message in self.chat.messages), self.chat.screen()
        event = {"info": {"name": "Nguyễn Văn A", "phone": phone, "address": "", "city": "", "district": ""}}
        return await self.event("user_submit_info", event, "<contact>", expects)

    async def send_sticker(self, expects: int = 1) -> list[Message]:
        """Send a sticker."""
        attachment = {"type": "sticker", "payload": {"id": "1", "url": "https://stc.zdn.vn/1.png"}}
        return await self.send("user_send_sticker", {"attachments": [attachment]}, "<sticker>", expects)

    async def send(self, name: str, message: dict[str, Any], shown: str, expects: int = 1) -> list[Message]:
        """Send a message of any kind."""
        return await self.event(name, {"message": {"msg_id": f"u{self.api.next_number():x}", **message}}, shown, expects)

    async def follow(self, expects: int = 1) -> list[Message]:
        """Follow the account."""
        self.chat.is_follower = True
        return await self._followed("follow", expects)

    async def unfollow(self) -> None:
        """Stop following it: nothing arrives any more."""
        self.chat.is_follower = False
        await self._followed("unfollow", 0)

    async def repeat(self) -> None:
        """Zalo delivers the last event once more, as it does when an answer is lost."""
        before = len(self.chat.said)
        await self.api.deliver(self._hook, self.last_event)
        await self._seen_since(before, 0)

    # -- how it gets there ----------------------------------------------------------------------------------
    async def event(self, name: str, body: dict[str, Any], shown: str, expects: int = 1) -> list[Message]:
        """Post an event of this person's."""
        who = {"sender": {"id": self.user}, "recipient": {"id": OA}, "user_id_by_app": f"55{self.number}"}
        self.chat.messages.append(Message("", shown, is_ours=False))
        return await self._post({"event_name": name, **who, **body}, expects)

    async def _followed(self, name: str, expects: int) -> list[Message]:
        body = {"event_name": name, "oa_id": OA, "follower": {"id": self.user}, "source": "oa_profile"}
        return await self._post(body | {"user_id_by_app": f"55{self.number}"}, expects)

    async def _post(self, body: dict[str, Any], expects: int) -> list[Message]:
        now, before = self.api.clock(), len(self.chat.said)
        if body["event_name"] != "unfollow":
            self.chat.last_interaction = now
        self.last_event = {"app_id": APP, "timestamp": str(int(now.timestamp() * 1000)), **body}
        await self.api.deliver(self._hook, self.last_event)
        return await self._seen_since(before, expects)

    async def _seen_since(self, before: int, expects: int) -> list[Message]:
        try:
            await self.api.until(lambda: len(self.chat.said) >= before + expects, self._seconds)
        except TimeoutError:
            raise AssertionError(f"{expects} answers expected, the screen is:\n{self.chat.screen()}") from None
        if self._settled is not None:
            await self._settled()
        else:
            await self._quiet()
        return self.chat.said[before:]

    async def _quiet(self) -> None:
        count = -1
        while count != len(self.api.calls):
            count = len(self.api.calls)
            await asyncio.sleep(QUIET)
