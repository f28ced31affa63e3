"""The calls of the Official Account's API that we make, each with a good token.

A call that is refused because of its token is made once more with a new one, never again. Source: reference on Zalo,
sections 2.3, 2.4 and 2.8.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import aiohttp
import orjson

from bot.channels.protocol import Attachment, Misconfigured, Unreachable
from bot.channels.zalo_oa.access import ZaloOaAccess
from bot.channels.zalo_oa.errors import GENERIC, ZaloRefused, code_of
from bot.channels.zalo_oa.http import Http
from bot.channels.zalo_oa.tokens import TokenKeeper

GENERIC_RETRIES, GENERIC_PAUSE = 2, 1.0  # of a send that failed for no stated reason; seconds
PROFILE_SECONDS = 2.0  # somebody waits for a question
MOST_ID = 64  # characters of a message's id that are kept
Body = Callable[[], bytes | aiohttp.FormData]
Pause = Callable[[float], Awaitable[None]]
_JSON = {"Content-Type": "application/json"}


class ZaloOaClient:
    """One account's calls. All raise ZaloRefused and SendError."""

    def __init__(self, http: Http, access: ZaloOaAccess, tokens: TokenKeeper, pause: Pause = asyncio.sleep) -> None:
        self._http, self._access, self._tokens, self._pause = http, access, tokens, pause

    async def send(self, user: str, message: Mapping[str, Any]) -> str:
        """Send a consultation message. Returns: its id; '' if Zalo did not say."""
        body = orjson.dumps({"recipient": {"user_id": user}, "message": message})
        for _ in range(GENERIC_RETRIES):
            try:
                return await self._sent(body)
            except ZaloRefused as refused:
                if refused.number != GENERIC:
                    raise
            await self._pause(GENERIC_PAUSE)
        return await self._sent(body)

    async def send_template(self, user: str, template: str, data: Mapping[str, str]) -> str:
        """Send an approved form: one call, whatever comes of it. Returns: its id; '' if Zalo did not say."""
        body = orjson.dumps({"user_id": user, "template_id": template, "template_data": data})
        return await self._message("/v3.0/oa/message/template", body)

    async def upload(self, kind: str, file: Attachment, name: str) -> str:
        """Hand over an image or a file. kind: "image" or "file". Returns: what a message refers to it by."""

        def form() -> aiohttp.FormData:
            made = aiohttp.FormData(quote_fields=False)
            made.add_field("file", BytesIO(file.content), filename=name, content_type=file.mime)
            return made

        seconds = self._http.limits.upload
        data = await self._call("POST", f"/v2.0/oa/upload/{kind}", form, seconds=seconds)
        found = data.get("attachment_id" if kind == "image" else "token") or data.get("attachment_id")
        if not isinstance(found, str):
            raise Unreachable("zalo-oa-upload-unreadable")
        return found

    async def account_name(self) -> str:
        """Ask who we are: the health check."""
        data = await self._call("GET", "/v2.0/oa/getoa")
        name = data.get("name")
        return name if isinstance(name, str) else ""

    async def display_name(self, user: str) -> str:
        """What a person who follows the account calls themselves; '' if Zalo does not say."""
        asked = {"data": orjson.dumps({"user_id": user}).decode()}
        data = await self._call("GET", f"/v3.0/oa/user/detail?{urlencode(asked)}", seconds=PROFILE_SECONDS)
        name = data.get("display_name")
        return name if isinstance(name, str) else ""

    async def _sent(self, body: bytes) -> str:
        return await self._message("/v3.0/oa/message/cs", body)

    async def _message(self, path: str, body: bytes) -> str:
        data = await self._call("POST", path, lambda: body, _JSON)
        message_id = data.get("message_id")
        return str(message_id)[:MOST_ID] if isinstance(message_id, str | int) else ""

    async def _call(
        self,
        method: str,
        path: str,
        body: Body | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        seconds: float | None = None,
    ) -> Mapping[str, Any]:
        async def make(token: str) -> Mapping[str, Any]:
            answer = await self._http.call(
                method,
                self._access.api_url + path,
                headers={**(headers or {}), "access_token": token},
                data=body() if body is not None else None,
                seconds=seconds,
            )
            data = answer.get("data")
            return data if isinstance(data, dict) else {}

        token = await self._tokens.token()
        try:
            return await make(token)
        except ZaloRefused as refused:
            number = refused.number
        if number in self._access.auth_errors and (another := await self._tokens.token_after(token)):
            try:
                return await make(another)
            except ZaloRefused as refused:
                number = refused.number
        if number in self._access.auth_errors:
            raise Misconfigured(code_of(number))
        raise ZaloRefused(number)
