"""A crowd with telephones, and a lean Bot API before them that fails now and then.

Unlike tests/telegram_api.py it checks nothing and keeps only what the people need: a load of hundreds of updates a
second has to cost less here than in the program that is measured.
"""

import asyncio
import random
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import orjson
from aiohttp import web

from bot.channels.telegram.sending import TICK
from conversations import actions

FAULTS = ("429", "502", "reset", "reset after success", "hang after success", "wrong JSON")
HANG_SECONDS = 12.0  # longer than the program waits
ANSWERS = {
    "consent": "agree", "full_name": "Nguyễn Văn A", "phone": "0912345678", "workplace": "yes", "block": "public_admin",
    "field": "health", "applied_on": "2021-03", "review": "send", "agreed": "not_yet",
}  # fmt: skip
# What is said first at some steps, as people do; the question then comes again.
MISTAKES = {"full_name": "7", "id_number": "123", "phone": "12", "applied_on": "hôm nọ"}
Question = tuple[int, str]


@dataclass(slots=True)
class Phone:
    """One account: answers each question once, however often it is shown."""

    number: int
    is_ready: Callable[["Phone"], None]  # it has something to say
    to_say: deque[dict[str, Any]] = field(default_factory=deque)  # updates without their number
    answered: set[Question] = field(default_factory=set)
    erred: set[Question] = field(default_factory=set)
    said_at: float = 0.0  # when the last update was posted; 0 once it was answered
    receipts: set[str] = field(default_factory=set)
    messages: int = 0

    def write(self, text: str) -> None:
        """Have something to say."""
        command = [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}] if text[0] == "/" else []
        self._say({"message": {**self._frame(0), "text": text, "entities": command}})

    def press(self, message_id: int, action: str) -> None:
        """Have a button to press."""
        press = {"id": f"{self.number}.{message_id}.{action}"[:60], "from": self._account(), "chat_instance": "1"}
        self._say({"callback_query": {**press, "message": self._frame(message_id), "data": action}})

    def receive(self, message_id: int, text: str, rows: list[list[dict[str, str]]], *, has_keys: bool) -> None:
        """Read what the bot says, and answer it."""
        if text == TICK:  # takes keys away, and goes again
            return
        self.messages += 1
        buttons = [actions.decode(button["callback_data"]) for row in rows for button in row]
        asked = next((b for b in buttons if isinstance(b, actions.Choose | actions.Control)), None)
        question = (0, "phone") if has_keys else (asked.serial, asked.step) if asked else None
        if question is None or question in self.answered:
            self._notice(message_id, text, buttons)
        elif question[1] in MISTAKES and question not in self.erred:
            self.erred.add(question)
            self.write(MISTAKES[question[1]])
        else:
            self.answered.add(question)
            self._answer(message_id, question, [b for b in buttons if isinstance(b, actions.Choose)])

    def _answer(self, message_id: int, question: Question, options: list[actions.Choose]) -> None:
        value = ANSWERS.get(question[1]) or self._own(question[1])
        chosen = next((option for option in options if option.value == value), None)
        self.press(message_id, actions.encode(chosen)) if chosen else self.write(value)

    def _own(self, step: str) -> str:
        number = f"{self.number % 100_000:05}"
        return {"id_number": f"0808{number}", "title": f"Sáng kiến của người {self.number}"}.get(
            step, f"Người {self.number} dùng bảng tính thay sổ tay, mỗi ngày tiết kiệm hai giờ làm việc."
        )

    def _notice(self, message_id: int, text: str, buttons: list[actions.Action | None]) -> None:
        _, found, rest = text.partition("Mã biên nhận: ")
        if found and rest[:9] not in self.receipts:
            self.receipts.add(rest[:9])
            self.write("/theodoi")
        judge = next((b for b in buttons if isinstance(b, actions.Judge) and b.verb == "confirm"), None)
        if judge and (0, judge.code) not in self.answered:
            self.answered.add((0, judge.code))
            if sum(judge.code.encode()) % 10 < 4:  # the others wait for another day
                self.press(message_id, actions.encode(judge))

    def _say(self, update: dict[str, Any]) -> None:
        self.to_say.append(update)
        self.is_ready(self)

    def _frame(self, message_id: int) -> dict[str, Any]:
        chat = {"id": self.number, "type": "private", "first_name": "Nguyễn Văn A"}
        return {"message_id": message_id, "from": self._account(), "chat": chat, "date": 1615350000}

    def _account(self) -> dict[str, Any]:
        return {"id": self.number, "is_bot": False, "first_name": "Nguyễn Văn A"}


@dataclass
class LeanTelegram:
    """The Bot API for a crowd; *share* of the calls that send something fail in one of FAULTS."""

    share: float
    rng: random.Random
    phones: dict[int, Phone] = field(default_factory=dict)
    faults: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FAULTS, 0))
    delays: list[float] = field(default_factory=list)  # seconds from an update to its answer
    url: str = ""
    _ids: Iterator[int] = field(default_factory=lambda: iter(range(1, 10**9)))

    async def start(self) -> Callable[[], Any]:
        """Listen. Returns: what stops it."""
        runner = web.ServerRunner(web.Server(self._serve, access_log=None), shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.url = "http://{}:{}".format(*runner.addresses[0])
        return runner.cleanup

    async def _serve(self, request: web.BaseRequest) -> web.StreamResponse:
        method = request.path.rpartition("/")[2]
        body = orjson.loads(await request.read() or b"{}")
        if method.startswith(("send", "edit")) and self.rng.random() < self.share:
            return await self._fail(request, method, body)
        return _answer({"ok": True, "result": self._apply(method, body)})

    async def _fail(self, request: web.BaseRequest, method: str, body: dict[str, Any]) -> web.StreamResponse:
        fault = self.rng.choice(FAULTS)
        self.faults[fault] += 1
        if "after success" in fault or fault == "wrong JSON":
            self._apply(method, body)
        if fault == "429":
            return _answer({"ok": False, "error_code": 429, "parameters": {"retry_after": 1}}, 429)
        if fault == "502":
            return web.Response(status=502, text="Bad Gateway")
        if fault == "wrong JSON":
            return web.Response(text="<html>OK</html>")
        if fault.startswith("hang"):
            await asyncio.sleep(HANG_SECONDS)
        if request.transport is not None:
            request.transport.abort()
        return web.Response()

    def _apply(self, method: str, body: dict[str, Any]) -> Any:
        if method == "getMe":
            return {"id": 1, "is_bot": True, "first_name": "Sáng kiến", "username": "sangkien_test_bot"}
        if method == "getWebhookInfo":
            return {"url": "https://bot.example", "has_custom_certificate": False, "pending_update_count": 0}
        if method not in ("sendMessage", "editMessageText"):
            return True
        message_id, chat = body.get("message_id") or next(self._ids), body["chat_id"]
        if method == "sendMessage":
            self._deliver(self.phones[chat], message_id, body)
        return {"message_id": message_id, "date": 0, "chat": {"id": chat, "type": "private"}}

    def _deliver(self, phone: Phone, message_id: int, body: dict[str, Any]) -> None:
        if phone.said_at:
            self.delays.append(time.monotonic() - phone.said_at)
            phone.said_at = 0.0
        markup = body.get("reply_markup") or {}
        rows = markup.get("inline_keyboard", [])
        phone.receive(message_id, body["text"], rows, has_keys="keyboard" in markup)


def _answer(content: dict[str, Any], status: int = 200) -> web.Response:
    return web.Response(body=orjson.dumps(content), status=status, content_type="application/json")
