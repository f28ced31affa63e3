"""A fake Official Account API with its OAuth server: checks every call, keeps chats and tokens, fails on request.

    async with FakeZaloOa() as api:
        ...  # ZALO_OA_API_URL=api.url, ZALO_OA_OAUTH_URL=api.url; people are ZaloOaUser (zalo_oa_user.py)

Refusals come with HTTP 200 and a number, refresh tokens work once, nobody is reached seven days after what they did
last. Leaving the block raises AssertionError if any call broke a rule of the reference, so the test fails.
"""

import asyncio
import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import PurePath
from types import TracebackType
from typing import Any, Self

import aiohttp
from aiohttp import web

from tests.zalo_oa_chats import Button, Chat, Failure, File, Message, Refused
from tests.zalo_oa_templates import PATH as TEMPLATE
from tests.zalo_oa_templates import Templates

OA, APP, APP_SECRET, OA_SECRET = "3886000000000000001", "3608000000000000002", "app-secret-of-test", "oa-secret-of-test"
CS, IMAGE, FILE, WHOAMI, TOKEN = (
    "/v3.0/oa/message/cs", "/v2.0/oa/upload/image", "/v2.0/oa/upload/file", "/v2.0/oa/getoa", "/v4/oa/access_token",
)  # fmt: skip
PROFILE = "/v3.0/oa/user/detail"
FREE, REACH = timedelta(hours=48), timedelta(days=7)
LONGEST_TEXT, MOST_BUTTONS, TITLE, SUBTITLE, PAYLOAD = 2000, 5, 100, 500, 1000
CAPS = {"image": 1 << 20, "file": 5 << 20}
ENDINGS = {"image": {".jpg", ".jpeg", ".png"}, "file": {".pdf", ".doc", ".docx"}}
RETRIES = 5  # of a delivery; Zalo takes half a minute to an hour between them
KINDS = {"oa.query.hide", "oa.query.show", "oa.open.url", "oa.open.phone", "oa.open.sms"}


class FakeZaloOa:
    """One account, its application and their servers on a free local port.

    Args:
        clock: for tokens and the seven days.
        access_life: of access tokens.
    """

    def __init__(
        self,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        access_life: timedelta = timedelta(seconds=90_000),
    ) -> None:
        self.clock, self.access_life = clock, access_life
        self.url = ""
        self.calls: list[tuple[str, Mapping[str, Any]]] = []  # path and what it held
        self.violations: list[str] = []
        self.failures: list[Failure] = []
        self.chats: dict[str, Chat] = {}
        self.uploads: dict[str, File] = {}
        self.access: dict[str, datetime] = {}  # good ones, and their ends
        self.templates = Templates()
        self.headers: dict[str, str] = {}  # of every answer
        self.refresh = ""  # the only one that works
        self.refreshes: list[str] = []  # tokens that were presented, good or not
        self.used: list[str] = []  # access tokens of calls, good or not
        self.codes: dict[str, str] = {}  # of consents that wait for their exchange: the challenge, or ''
        self.deliveries: list[int] = []  # what the webhook said, one a try
        self.gate = asyncio.Event()  # what "wait" waits for
        self._numbers = iter(range(1, 10**9))
        self._changed = asyncio.Condition()
        self._closing = asyncio.Event()
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=64 << 20)
        app.router.add_route("*", "/{path:.*}", self._serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = "http://{}:{}".format(*self._runner.addresses[0])
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        self.gate.set()
        assert self._runner is not None
        await self._runner.cleanup()
        if error is None and self.violations:
            raise AssertionError("calls that break the rules of the API:\n" + "\n".join(self.violations))

    # -- for tests ------------------------------------------------------------------------------------------
    def issue(self) -> tuple[str, str]:
        """A new pair, as by hand in the console. Returns: access and refresh token."""
        number = next(self._numbers)
        access, self.refresh = f"access-{number}-of-test", f"refresh-{number}-of-test"
        self.access[access] = self.clock() + self.access_life
        return access, self.refresh

    def fail(self, path: str, **how: Any) -> Failure:
        """Let the next call of a path fail; see Failure for the rest."""
        self.failures.append(Failure(path, **how))
        return self.failures[-1]

    def called(self, path: str) -> list[Mapping[str, Any]]:
        """What the calls of a path held, oldest first."""
        return [held for called, held in self.calls if called == path]

    def chat(self, user: str) -> Chat:
        """A person's chat."""
        return self.chats.setdefault(user, Chat(user))

    def next_number(self) -> int:
        """A number that was not used before."""
        return next(self._numbers)

    async def until(self, condition: Callable[[], bool], seconds: float = 10.0) -> None:
        """Wait until *condition* holds; it is looked at after each call. Raises: TimeoutError."""
        async with self._changed, asyncio.timeout(seconds):
            await self._changed.wait_for(condition)

    async def deliver(self, hook: str, event: Mapping[str, Any], *, pause: float = 0.3) -> None:
        """Post an event, and again with the same body until it is taken."""
        body = json.dumps(event, ensure_ascii=False).encode()
        for attempt in range(RETRIES + 1):
            status = await self.post(hook, body, str(event["timestamp"]), retry=attempt)
            self.deliveries.append(status)
            if status == 200:
                return
            await asyncio.sleep(pause)
        raise AssertionError(f"the webhook was switched off: {self.deliveries[-RETRIES - 1 :]}")

    async def post(self, hook: str, body: bytes, timestamp: str, *, retry: int = 0, secret: str = OA_SECRET) -> int:
        """Post a signed body once. Returns: the status."""
        mac = hashlib.sha256(APP.encode() + body + timestamp.encode() + secret.encode()).hexdigest()
        headers = {"X-ZEvent-Signature": f"mac={mac}", "Content-Type": "application/json"}
        headers |= {"num_retry": str(retry)} if retry else {}
        async with aiohttp.ClientSession() as session, session.post(hook, data=body, headers=headers) as answer:
            return answer.status

    # -- serving --------------------------------------------------------------------------------------------
    async def _serve(self, request: web.Request) -> web.StreamResponse:
        held = await _held(request)
        self.calls.append((request.path, held))
        user = str(held.get("recipient", {}).get("user_id")) if isinstance(held.get("recipient"), dict) else None
        failure = next((failure for failure in self.failures if failure.fits(request.path, user)), None)
        if failure is not None and failure.after:
            failure.after -= 1
            failure = None
        try:
            answer: dict[str, Any] = {}
            if failure is None or failure.is_applied or failure.how == "wait":
                answer = self._answered(request, held)
            if failure is not None and failure.how == "wait":
                failure.times -= 1
                async with self._changed:
                    self._changed.notify_all()
                await self.gate.wait()
            elif failure is not None:
                failure.times -= 1
                return await self._failed(failure, request)
            return web.json_response(answer, headers=self.headers)
        except Refused as refused:
            answer = {"error": refused.number, "message": "refused by the test server"}
            return web.json_response(answer, headers=self.headers)
        finally:
            async with self._changed:
                self._changed.notify_all()

    async def _failed(self, failure: Failure, request: web.Request) -> web.StreamResponse:
        if failure.how == "hang":
            async with self._changed:
                self._changed.notify_all()
            await self._closing.wait()
        if failure.how in {"hang", "reset"}:
            if request.transport is not None:
                request.transport.abort()
            return web.Response()
        if failure.how in {"status", "raw"}:
            return web.Response(status=failure.status if failure.how == "status" else 200, text=failure.text)
        raise Refused(failure.number)

    def _answered(self, request: web.Request, held: Mapping[str, Any]) -> dict[str, Any]:
        """The call's effect and answer. Raises: Refused."""
        if request.path == TOKEN:
            return self._tokens(request, held)
        token = request.headers.get("access_token", "")
        self.used.append(token)
        if "Authorization" in request.headers or token not in self.access:
            raise Refused(-216)
        if self.access[token] <= self.clock():
            raise Refused(-220)
        effect = {
            ("POST", CS): self._send, ("POST", IMAGE): self._upload_image, ("POST", FILE): self._upload_file,
            ("GET", WHOAMI): self._who, ("POST", TEMPLATE): self._send_template,
            ("GET", PROFILE): self._profile,
        }.get((request.method, request.path))  # fmt: skip
        if effect is None:
            self.violations.append(f"{request.method} {request.path}: unknown call")
            raise Refused(-201)
        return {"error": 0, "message": "Success", "data": effect(held)}

    # -- OAuth ----------------------------------------------------------------------------------------------
    def _tokens(self, request: web.Request, held: Mapping[str, Any]) -> dict[str, Any]:
        is_form = request.content_type == "application/x-www-form-urlencoded"
        if not is_form or request.headers.get("secret_key") != APP_SECRET or held.get("app_id") != APP:
            self.violations.append("a token call without form, secret_key or app_id")
            raise Refused(-14002)
        if held.get("grant_type") == "refresh_token":
            given = str(held.get("refresh_token"))
            self.refreshes.append(given)
            if given != self.refresh:
                raise Refused(-14014)
        else:
            wanted = self.codes.pop(str(held.get("code")), None)
            verifier = str(held.get("code_verifier", ""))
            if wanted is None or (wanted and wanted != challenge(verifier)):
                raise Refused(-14003)
        access, refresh = self.issue()
        return {"access_token": access, "refresh_token": refresh, "expires_in": str(int(self.access_life.total_seconds()))}

    # -- messages -------------------------------------------------------------------------------------------
    def _who(self, held: Mapping[str, Any]) -> dict[str, Any]:
        return {"oaid": OA, "name": "Công đoàn thử", "is_verified": True, "package_name": "Growth"}

    def _profile(self, held: Mapping[str, Any]) -> dict[str, Any]:
        asked = json.loads(str(held.get("data", "{}")))
        if set(held) != {"data"} or set(asked) != {"user_id"}:
            self._wrong("a look-up of a profile")
        chat = self.chats.get(asked["user_id"])
        if chat is None or not chat.is_follower:
            raise Refused(-213)
        return {"user_id": chat.user, "user_is_follower": True} | ({"display_name": chat.name} if chat.name else {})

    def _send(self, held: Mapping[str, Any]) -> dict[str, Any]:
        if set(held) != {"recipient", "message"} or set(held["recipient"]) != {"user_id"}:
            self._wrong("shape of the call")
        chat = self._reached(str(held["recipient"]["user_id"]))
        message = held["message"]
        text = message.get("text", "")
        if len(text) > LONGEST_TEXT:
            self.violations.append(f"a text of {len(text)} characters")
            raise Refused(-210)
        if not message or set(message) - {"text", "attachment", "quote_message_id"} or ("text" in message and not text):
            self._wrong("shape of the message")
        shown = Message(f"m{next(self._numbers)}", text, is_ours=True)
        self._attach(shown, message.get("attachment"))
        chat.messages.append(shown)
        return {"message_id": shown.message_id, "user_id": chat.user}

    def _send_template(self, held: Mapping[str, Any]) -> dict[str, Any]:
        return self.templates.send(held, self.chats, self._wrong, self.next_number())

    def _reached(self, user: str) -> Chat:
        chat = self.chats.get(user)
        if chat is None:
            raise Refused(-201)
        if not chat.is_follower:
            raise Refused(-213)
        silent = self.clock() - chat.last_interaction if chat.last_interaction else REACH + FREE
        if silent > REACH:
            raise Refused(-230)
        chat.billed += silent > FREE
        return chat

    def _attach(self, shown: Message, attachment: Mapping[str, Any] | None) -> None:
        if attachment is None:
            return
        kind, payload = attachment.get("type"), attachment.get("payload", {})
        if kind == "file":
            shown.file = self._uploaded(payload.get("token"), "file")
            if shown.text or set(payload) != {"token"}:
                self._wrong("a file with text or other keys")
        elif kind != "template":
            raise Refused(-201)
        elif "buttons" in payload:
            shown.buttons = self._buttons(shown, payload)
        elif payload.get("template_type") == "media":
            [element] = payload["elements"]
            shown.file = self._uploaded(element.get("attachment_id"), "image")
        elif payload.get("template_type") == "request_user_info":
            shown.asks_contact = True
            [element] = payload["elements"]
            is_long = len(element["title"]) > TITLE or len(element["subtitle"]) > SUBTITLE
            if is_long or not str(element.get("image_url", "")).startswith("https://"):
                self._wrong("the question for contact details")
        else:
            raise Refused(-201)

    def _buttons(self, shown: Message, payload: Mapping[str, Any]) -> tuple[Button, ...]:
        buttons = tuple(Button(one["title"], one["type"], one["payload"]) for one in payload["buttons"])
        is_wrong = any(
            not 0 < len(one.title) <= TITLE or len(one.payload) > PAYLOAD or one.kind not in KINDS for one in buttons
        )
        if is_wrong or not 0 < len(buttons) <= MOST_BUTTONS or not shown.text or "template_type" in payload:
            self._wrong("buttons")
        return buttons

    def _uploaded(self, number: object, kind: str) -> File:
        file = self.uploads.get(str(number))
        if file is None or file.kind != kind:
            raise Refused(-100)
        return file

    def _upload_image(self, held: Mapping[str, Any]) -> dict[str, Any]:
        return {"attachment_id": self._upload("image", held)}

    def _upload_file(self, held: Mapping[str, Any]) -> dict[str, Any]:
        return {"token": self._upload("file", held)}

    def _upload(self, kind: str, held: Mapping[str, Any]) -> str:
        name, content = held["file"]
        if PurePath(name).suffix.lower() not in ENDINGS[kind]:
            self._wrong(f"{kind} of a wrong type")
        if len(content) > CAPS[kind]:
            self.violations.append(f"{kind} of {len(content)} bytes")
            raise Refused(-210)
        number = f"{kind}-{next(self._numbers)}"
        self.uploads[number] = File(kind, name, content)
        return number

    def _wrong(self, what: str) -> None:
        self.violations.append(what)
        raise Refused(-201)


def challenge(verifier: str) -> str:
    """PKCE's S256."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


async def _held(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        held: dict[str, Any] = await request.json()
        return held
    values: dict[str, Any] = dict(request.query)
    for name, value in (await request.post()).items():
        values[name] = (value.filename, value.file.read()) if isinstance(value, web.FileField) else value
    return values


def zalo_settings(api: FakeZaloOa, **others: object) -> dict[str, object]:
    """Settings for an account that is reached at *api*."""
    return {
        "zalo_oa_id": OA, "zalo_oa_app_id": APP, "zalo_oa_app_secret": APP_SECRET, "zalo_oa_secret_key": OA_SECRET,
        "zalo_oa_api_url": api.url, "zalo_oa_oauth_url": api.url, "zalo_oa_refresh_token": api.refresh,
        "zalo_oa_per_minute": 4000, "public_url": "https://bot.example", **others,
    }  # fmt: skip
