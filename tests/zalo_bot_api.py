"""A fake Zalo Bot Platform: takes calls in every form that the real one takes, keeps the chats, fails on request.

    async with FakeZaloBot() as api:
        ...  # ZALO_BOT_API_URL=api.url, ZALO_BOT_TOKEN=api.token; people are ZaloBotUser (zalo_bot_user.py)

Leaving the block raises AssertionError if a call was one that the documentation does not know. What it does stands in
the reference on Zalo, sections 3.1 to 3.4; failures come with HTTP 200.
"""

import asyncio
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Self

import aiohttp
from aiohttp import web
from yarl import URL

from tests.zalo_bot_chats import Call, Chat, Failure, Message, Refused, units

SECRET_HEADER = "X-Bot-Api-Secret-Token"
MOST = 2000
METHODS: Mapping[str, frozenset[str]] = {
    "getMe": frozenset(),
    "getUpdates": frozenset({"timeout"}),
    "setWebhook": frozenset({"url", "secret_token"}),
    "deleteWebhook": frozenset(),
    "getWebhookInfo": frozenset(),
    "testWebhook": frozenset(),
    "sendMessage": frozenset({"chat_id", "text", "parse_mode", "text_styles"}),
    "sendPhoto": frozenset({"chat_id", "photo", "caption"}),
    "sendSticker": frozenset({"chat_id", "sticker"}),
    "sendVoice": frozenset({"chat_id", "voice_url"}),
    "sendChatAction": frozenset({"chat_id", "action"}),
}


class FakeZaloBot:
    """One bot's server on a free local port.

    Args:
        is_strict: note calls that are not in the documentation (other people's clients make some).
    """

    def __init__(self, token: str = "123456:AbC-test", *, is_strict: bool = True) -> None:
        self.token, self.is_strict = token, is_strict
        self.url, self.door = "", ""  # the door: where our webhook's address leads in truth
        self.account = {
            "id": "4417",
            "account_name": "Bot Sáng kiến",
            "account_type": "BASIC",
            "can_join_groups": False,
        }
        self.is_wrapped = False  # how updates are posted
        self.calls: list[Call] = []
        self.violations: list[str] = []
        self.failures: list[Failure] = []
        self.chats: dict[str, Chat] = {}
        self.webhook: dict[str, str] = {}  # url and secret_token of the last setWebhook
        self.tried: list[int] = []  # statuses of the platform's own test calls
        self.pending: list[dict[str, Any]] = []  # updates that wait for getUpdates
        self.longest_poll = 30.0  # seconds, whatever is asked for
        self._ids = iter(range(1, 10**9))
        self._changed = asyncio.Condition()
        self._closing = asyncio.Event()
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_route("*", "/{bot}/{method}", self._serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = "http://{}:{}".format(*self._runner.addresses[0])
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        await self.announce()
        assert self._runner is not None
        await self._runner.cleanup()
        if error is None and self.violations:
            raise AssertionError("calls that the documentation does not know:\n" + "\n".join(self.violations))

    # -- for tests ------------------------------------------------------------------------------------------
    def fail(self, method: str, **how: Any) -> Failure:
        """Let the next call of *method* fail; see Failure for the rest."""
        self.failures.append(Failure(method, **how))
        return self.failures[-1]

    def chat(self, chat_id: str) -> Chat:
        """A chat; the bot may write there once the person has."""
        return self.chats.setdefault(chat_id, Chat(chat_id))

    def called(self, method: str) -> list[Call]:
        """The calls of one method, oldest first."""
        return [call for call in self.calls if call.method == method]

    def next_id(self) -> str:
        """A new message id."""
        return f"m{next(self._ids):x}"

    async def deliver(self, update: dict[str, Any]) -> int:
        """Post an update to the webhook, or keep it for getUpdates. Returns: the webhook's status, 200 without one."""
        if self.webhook:
            return await self._post({"ok": True, "result": update} if self.is_wrapped else update)
        self.pending.append(update)
        await self.announce()
        return 200

    async def until(self, condition: Callable[[], bool], seconds: float = 5.0) -> None:
        """Wait until *condition* holds; it is looked at after each call. Raises: TimeoutError."""
        async with self._changed, asyncio.timeout(seconds):
            await self._changed.wait_for(condition)

    async def announce(self) -> None:
        """Let those who wait look again."""
        async with self._changed:
            self._changed.notify_all()

    # -- serving --------------------------------------------------------------------------------------------
    async def _serve(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["bot"] != f"bot{self.token}":
            return _refusal(Refused(401, "Unauthorized"))
        call = Call(request.match_info["method"], await _parameters(request))
        self.calls.append(call)
        failure = next((failure for failure in self.failures if failure.fits(call)), None)
        try:
            result = await self._apply(call, request) if failure is None or failure.is_applied else None
            if failure is None:
                return web.json_response({"ok": True, "result": result})
            failure.times -= 1
            return await self._failed(failure, request)
        except Refused as refused:
            return _refusal(refused)
        finally:
            await self.announce()

    async def _failed(self, failure: Failure, request: web.Request) -> web.StreamResponse:
        if failure.how == "hang":
            await self.announce()
            await self._closing.wait()
        if failure.how in {"hang", "reset"}:
            if request.transport is not None:
                request.transport.abort()
            return web.Response()
        if failure.how == "raw":
            return web.Response(status=failure.code, text=failure.description, headers=dict(failure.headers))
        refused = Refused(failure.code, failure.description)
        status = failure.code if failure.how == "status" else 200
        return _refusal(refused, status, failure.headers)

    async def _apply(self, call: Call, request: web.Request) -> Any:
        """The call's effect and result. Raises: Refused."""
        if call.method not in METHODS:
            self._note(f"{call.method}: unknown method")
            raise Refused(404, "Not Found")
        for name in call.parameters.keys() - METHODS[call.method]:
            self._note(f"{call.method}: unknown {name!r}")
        if call.method == "getUpdates":
            return await self._next_update(call, request)
        return await _EFFECTS[call.method](self, call)

    def _note(self, violation: str) -> None:
        if self.is_strict:
            self.violations.append(violation)

    # -- methods --------------------------------------------------------------------------------------------
    async def _me(self, call: Call) -> dict[str, Any]:
        return self.account

    async def _send(self, call: Call) -> dict[str, Any]:
        given = call.parameters
        chat = self.chats.get(str(given.get("chat_id", "")))
        if chat is None or not chat.has_written:
            raise Refused(400, "Bad Request: chat not found")
        text = _text(given, _TEXT_OF.get(call.method, ""))
        photo = str(given.get("photo", ""))
        if call.method == "sendPhoto" and not photo.startswith(("https://", "http://")):
            raise Refused(400, "Bad Request: photo must be a public URL")
        if call.method == "sendVoice" and not str(given.get("voice_url", "")).endswith(".aac"):
            raise Refused(400, "Bad Request: voice_url must end with .aac")
        if call.method == "sendSticker" and not given.get("sticker"):
            raise Refused(400, "Bad Request: sticker is missing")
        chat.messages.append(message := Message(self.next_id(), text, is_ours=True, photo=photo))
        return {"message_id": message.message_id, "date": 1790000000123}

    async def _act(self, call: Call) -> bool:
        if call.parameters.get("action") not in {"typing", "upload_photo"}:
            raise Refused(400, "Bad Request: unknown action")
        return True

    async def _set_webhook(self, call: Call) -> dict[str, Any]:
        url, secret = str(call.parameters.get("url", "")), str(call.parameters.get("secret_token", ""))
        if not url.startswith("https://"):
            raise Refused(400, "Bad Request: url must be https")
        if not 8 <= len(secret) <= 256:
            raise Refused(400, "Bad Request: secret_token must have 8 to 256 characters")
        self.webhook = {"url": url, "secret_token": secret}
        return await self._webhook_info(call) | {"verification": await self._tried()}

    async def _tried(self) -> dict[str, Any]:
        """The platform's test call, without content; the address is kept whatever it says."""
        if not self.door:
            return {"ok": False, "outcome": "webhook.unreachable"}
        self.tried.append(await self._post(None))
        return {
            "ok": self.tried[-1] == 200,
            "outcome": "webhook.ok" if self.tried[-1] == 200 else f"webhook.http.{self.tried[-1]}",
        }

    async def _test_webhook(self, call: Call) -> dict[str, Any]:
        if not self.webhook:
            raise Refused(404, "Not Found: no webhook")
        return await self._tried()

    async def _delete_webhook(self, call: Call) -> dict[str, Any]:
        self.webhook = {}
        return await self._webhook_info(call)

    async def _webhook_info(self, call: Call) -> dict[str, Any]:
        return {"url": self.webhook.get("url", ""), "updated_at": 1790000000123}

    async def _next_update(self, call: Call, request: web.Request) -> dict[str, Any]:
        """Hand out the oldest update, and forget it. While somebody asks, nothing is lost."""
        if self.webhook:
            raise Refused(400, "Bad Request: getUpdates cannot be used while a webhook is set")
        seconds = min(self.longest_poll, float(call.parameters.get("timeout", 30)))
        try:
            await self.announce()
            await self.until(lambda: bool(self.pending) or self._closing.is_set(), seconds)
        except TimeoutError:
            raise Refused(408, "Request timeout") from None
        if not self.pending or request.transport is None or request.transport.is_closing():
            raise Refused(408, "Request timeout")
        return self.pending.pop(0)

    async def _post(self, body: dict[str, Any] | None) -> int:
        assert self.door, "nobody said where the webhook's address leads"
        target = URL(self.door).with_path(URL(self.webhook["url"]).path)
        headers = {SECRET_HEADER: self.webhook["secret_token"]}
        async with aiohttp.ClientSession() as session, session.post(target, json=body, headers=headers) as answer:
            return answer.status


_TEXT_OF = {"sendMessage": "text", "sendPhoto": "caption"}
_EFFECTS: dict[str, Callable[[FakeZaloBot, Call], Any]] = {
    "getMe": FakeZaloBot._me,
    "sendMessage": FakeZaloBot._send,
    "sendPhoto": FakeZaloBot._send,
    "sendSticker": FakeZaloBot._send,
    "sendVoice": FakeZaloBot._send,
    "sendChatAction": FakeZaloBot._act,
    "setWebhook": FakeZaloBot._set_webhook,
    "deleteWebhook": FakeZaloBot._delete_webhook,
    "getWebhookInfo": FakeZaloBot._webhook_info,
    "testWebhook": FakeZaloBot._test_webhook,
}


async def _parameters(request: web.Request) -> dict[str, Any]:
    """JSON, a form or a query: the platform takes each."""
    if request.content_type == "application/json" and request.can_read_body:
        body = await request.json()
        return dict(request.query) | (body if isinstance(body, dict) else {})
    return {**request.query, **{name: str(value) for name, value in (await request.post()).items()}}


def _text(given: Mapping[str, Any], name: str) -> str:
    text = str(given.get(name) or "")
    is_optional = name != "text"
    if (text or not is_optional) and not 1 <= units(text) <= MOST:
        raise Refused(400, f"Bad Request: {name} must have 1 to {MOST} characters")
    return text


def _refusal(refused: Refused, status: int = 200, headers: Mapping[str, str] | None = None) -> web.Response:
    """The platform's form of a no."""
    body = {"ok": False, "error_code": refused.code, "description": refused.description}
    return web.json_response(body, status=status, headers=dict(headers or {}))
