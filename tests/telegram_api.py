"""A fake Bot API server: checks every call against the specification, keeps the chats, and fails on request.

    async with FakeTelegram() as api:
        ...  # TELEGRAM_API_URL=api.url, TELEGRAM_TOKEN=api.token; people are TelegramUser (telegram_user.py)

Leaving the block raises AssertionError if any call broke a rule of the Bot API, so the test that made it fails.
"""

import json
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.telegram_calls import Call, Failure, Refused, read_call, refusal
from tests.telegram_chats import BOT_ID, Chat, Message, read_buttons, read_keys
from tests.telegram_spec import load_spec
from tests.telegram_updates import Updates

BLOCKED = "Forbidden: bot was blocked by the user"
LATE_PRESS = "Bad Request: query is too old and response timeout expired or query ID is invalid"
MOST_FETCHED = 20_000_000  # bytes; reference, section 7
SAME = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)


class FakeTelegram(Updates):
    """One bot's server on a free local port."""

    def __init__(self, token: str = "123456:AbC-test", username: str = "sangkien_test_bot") -> None:
        super().__init__()
        self.token, self.username = token, username
        self.url = ""
        self.calls: list[Call] = []
        self.violations: list[str] = []
        self.failures: list[Failure] = []
        self.chats: dict[int, Chat] = {}
        self.commands: dict[str, list[tuple[str, str]]] = {}  # by scope as JSON text
        self.deliveries: dict[str, Any] = {}  # what getWebhookInfo adds: last_error_date, pending_update_count ...
        self.open_presses: set[str] = set()  # ids that may still be answered
        self.files: dict[str, bytes] = {}  # what people sent, by file_id; 20 MB of it can be fetched
        self._ids = iter(range(1001, 10**9))
        self._update_ids = iter(range(5_000_000_001, 2**63))  # beyond 32 bits on purpose
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=64 << 20)
        app.router.add_route("*", "/{bot}/{method}", self._serve)
        app.router.add_get("/file/{bot}/documents/{path}", self._serve_file)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = "http://{}:{}".format(*self._runner.addresses[0])
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        assert self._runner is not None
        await self._runner.cleanup()
        if error is None and self.violations:
            raise AssertionError("calls that break the Bot API's rules:\n" + "\n".join(self.violations))

    # -- for tests ------------------------------------------------------------------------------------------
    def fail(self, method: str, **how: Any) -> Failure:
        """Let the next call of *method* fail; see Failure for the rest."""
        self.failures.append(Failure(method, **how))
        return self.failures[-1]

    def chat(self, number: int) -> Chat:
        """A chat, begun if need be: the bot may write only to chats that exist."""
        return self.chats.setdefault(number, Chat(number))

    def called(self, method: str) -> list[Call]:
        """The calls of one method, oldest first."""
        return [call for call in self.calls if call.method == method]

    def next_id(self) -> int:
        """A new message id; one sequence for people and bot."""
        return next(self._ids)

    def next_update_id(self) -> int:
        """A new update id."""
        return next(self._update_ids)

    async def take_webhook_answer(self, body: bytes) -> None:
        """Carry out the method that a webhook's answer may hold; its result is lost, as with Telegram."""
        if not body.startswith(b"{"):
            return
        parameters = json.loads(body)
        if method := parameters.pop("method", None):
            with suppress(Refused):
                self._apply(Call(method, load_spec().decoded(method, parameters)))
            await self.announce()

    # -- serving --------------------------------------------------------------------------------------------
    async def _serve(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        if request.match_info["bot"] != f"bot{self.token}":
            return refusal(Refused(401, "Unauthorized"))
        raw, files = await read_call(request)
        call = Call(method, load_spec().decoded(method, raw), files)
        try:
            return await self._answer(call, request)
        except Refused as refused:
            return refusal(refused)
        finally:
            await self.announce()

    async def _serve_file(self, request: web.Request) -> web.StreamResponse:
        file_id = request.match_info["path"]
        if request.match_info["bot"] != f"bot{self.token}" or file_id not in self.files:
            return web.Response(status=404)
        failure = next((failure for failure in self.failures if failure.method == "file" and failure.times), None)
        if failure is not None:
            failure.times -= 1
            return await self._failed(failure, request)
        return web.Response(body=self.files[file_id])

    async def _answer(self, call: Call, request: web.Request) -> web.StreamResponse:
        failure = next((failure for failure in self.failures if failure.fits(call)), None)
        if failure is None or failure.is_applied:
            is_fetching = call.method == "getUpdates"
            result = await self._fetched(call, request) if is_fetching else self._apply(call)
        else:
            self._check(call)
            result = None
        if failure is None:
            return web.json_response({"ok": True, "result": result})
        failure.times -= 1
        return await self._failed(failure, request)

    async def _failed(self, failure: Failure, request: web.Request) -> web.StreamResponse:
        if failure.how == "hang":
            await self.announce()
            await self._closing.wait()
        if failure.how in {"hang", "reset"}:
            if request.transport is not None:
                request.transport.abort()
            return web.Response()
        if failure.how == "raw":
            return web.Response(status=failure.status, text=failure.description)
        raise Refused(failure.status, failure.description, failure.retry_after)

    def _check(self, call: Call) -> None:
        self.calls.append(call)
        if not load_spec().knows(call.method):
            self.violations.append(f"{call.method}: unknown method")
            raise Refused(404, "Not Found")
        if found := load_spec().violations(call.method, call.parameters, call.files.keys()):
            self.violations += found
            raise Refused(400, "Bad Request: the test server refuses this call")

    async def _fetched(self, call: Call, request: web.Request) -> list[dict[str, Any]]:
        self._check(call)
        return await self.fetch(call, request)

    def _apply(self, call: Call) -> Any:
        """The call's effect and result. Raises: Refused."""
        self._check(call)
        effect = _EFFECTS.get(call.method)
        return effect(self, call) if effect else True

    # -- methods --------------------------------------------------------------------------------------------
    def _me(self, call: Call) -> dict[str, Any]:
        return {"id": BOT_ID, "is_bot": True, "first_name": "Sáng kiến", "username": self.username} | {
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
        }

    def _get_file(self, call: Call) -> dict[str, Any]:
        file_id = call.parameters["file_id"]
        content = self.files.get(file_id)
        if content is None:
            raise Refused(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        if len(content) > MOST_FETCHED:
            raise Refused(400, "Bad Request: file is too big")
        about = {"file_id": file_id, "file_unique_id": f"u{file_id}"}
        return about | {"file_size": len(content), "file_path": f"documents/{file_id}"}

    def _send(self, call: Call) -> dict[str, Any]:
        chat, given = self._open_chat(call), call.parameters
        markup = given.get("reply_markup", {})
        message = Message(
            chat.number,
            self.next_id(),
            given.get("text", given.get("caption", "")).strip(),
            is_ours=True,
            rows=read_buttons(markup),
            file=call.files.get("photo") or call.files.get("document"),
            is_editable=not {"keyboard", "remove_keyboard"} & markup.keys(),
            is_silent=given.get("disable_notification", False),
        )
        if not message.is_editable:
            chat.keys = read_keys(markup)
        chat.touch(message)
        return message.as_json(self.username)

    def _edit(self, call: Call) -> dict[str, Any]:
        chat, given = self._open_chat(call), call.parameters
        message = chat.find(given["message_id"])
        if message is None:
            raise Refused(400, "Bad Request: message to edit not found")
        if not (message.is_ours and message.is_editable):
            raise Refused(400, "Bad Request: message can't be edited")
        if call.method == "editMessageText" and message.file:
            raise Refused(400, "Bad Request: there is no text in the message to edit")
        text = given.get("text", given.get("caption", message.text)).strip()
        rows = read_buttons(given.get("reply_markup", {}))
        if (text, rows) == (message.text, message.rows):
            raise Refused(400, SAME)
        message.earlier.append(message.text)
        message.text, message.rows = text, rows
        chat.touch(message)
        return message.as_json(self.username)

    def _delete(self, call: Call) -> bool:
        message = self._open_chat(call).find(call.parameters["message_id"])
        if message is None:
            raise Refused(400, "Bad Request: message to delete not found")
        message.is_deleted = True
        return True

    def _answer_press(self, call: Call) -> bool:
        press = call.parameters["callback_query_id"]
        if press not in self.open_presses:
            raise Refused(400, LATE_PRESS)
        self.open_presses.remove(press)
        return True

    def _set_webhook(self, call: Call) -> bool:
        if call.parameters["url"] and not call.parameters["url"].startswith("https://"):
            raise Refused(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
        self.webhook = call.parameters if call.parameters["url"] else {}
        return True

    def _delete_webhook(self, call: Call) -> bool:
        self.webhook = {}
        return True

    def _webhook_info(self, call: Call) -> dict[str, Any]:
        url = self.webhook.get("url", "")
        return {"url": url, "has_custom_certificate": False, "pending_update_count": len(self.pending)} | self.deliveries

    def _set_commands(self, call: Call) -> bool:
        scope = json.dumps(call.parameters.get("scope", {"type": "default"}), sort_keys=True)
        self.commands[scope] = [(c["command"], c["description"]) for c in call.parameters["commands"]]
        return True

    def _open_chat(self, call: Call) -> Chat:
        chat = self.chats.get(call.chat or 0)
        if chat is None:
            raise Refused(400, "Bad Request: chat not found")
        if chat.is_blocked:
            raise Refused(403, BLOCKED)
        return chat


_EFFECTS: dict[str, Callable[[FakeTelegram, Call], Any]] = {
    "getMe": FakeTelegram._me,
    "getFile": FakeTelegram._get_file,
    "sendMessage": FakeTelegram._send,
    "sendPhoto": FakeTelegram._send,
    "sendDocument": FakeTelegram._send,
    "editMessageText": FakeTelegram._edit,
    "editMessageCaption": FakeTelegram._edit,
    "editMessageReplyMarkup": FakeTelegram._edit,
    "deleteMessage": FakeTelegram._delete,
    "answerCallbackQuery": FakeTelegram._answer_press,
    "setWebhook": FakeTelegram._set_webhook,
    "deleteWebhook": FakeTelegram._delete_webhook,
    "getWebhookInfo": FakeTelegram._webhook_info,
    "setMyCommands": FakeTelegram._set_commands,
}
