"""Calls of the Bot API as they come over HTTP, and the ways in which one can fail."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.telegram_chats import File


@dataclass(frozen=True, slots=True)
class Call:
    """One call as the server understood it."""

    method: str
    parameters: Mapping[str, Any]
    files: Mapping[str, File] = field(default_factory=dict)

    @property
    def chat(self) -> int | None:
        """The chat it is about."""
        chat = self.parameters.get("chat_id")
        return int(chat) if chat is not None else None


@dataclass(slots=True)
class Failure:
    """A scripted answer. `how`: "answer" with status and description, "hang" for ever, "reset" the connection,
    "raw" (the description is the whole body). With `is_applied` the call has its effect before."""

    method: str
    status: int = 500
    description: str = "Internal Server Error"
    chat: int | None = None
    times: int = 1
    retry_after: int | None = None
    how: str = "answer"
    is_applied: bool = False

    def fits(self, call: Call) -> bool:
        """Whether this call is to fail."""
        return self.times > 0 and call.method == self.method and self.chat in {None, call.chat}


class Refused(Exception):
    """The Bot API says no."""

    def __init__(self, status: int, description: str, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.status, self.description, self.retry_after = status, description, retry_after


def refusal(refused: Refused) -> web.Response:
    """The Bot API's form of a no."""
    body: dict[str, Any] = {"ok": False, "error_code": refused.status, "description": refused.description}
    if refused.retry_after is not None:
        body["parameters"] = {"retry_after": refused.retry_after}
    return web.json_response(body, status=refused.status)


async def read_call(request: web.Request) -> tuple[dict[str, Any], dict[str, File]]:
    """Parameters and files, whichever of the ways the Bot API knows they came."""
    if request.content_type == "application/json":
        return await request.json(), {}
    values, files = dict[str, Any](request.query), dict[str, File]()
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            files[name] = File(value.filename, value.content_type, value.file.read(), name == "photo")
        else:
            values[name] = value
    return values, files
