"""What the script of the chat page does, by hand: for tests of the socket."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import orjson
from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType

from tests.web_site import WebSite

ONE, TWO = "11111111-1111-4111-a111-111111111111", "22222222-2222-4222-a222-222222222222"
TOKEN = "t" * 43
TEXT: dict[str, Any] = {"type": "text", "id": ONE, "text": "Nguyễn Văn A"}
PRESS: dict[str, Any] = {"type": "press", "id": ONE, "action": "a.1.consent.agree", "message": 7, "label": "Đồng ý"}


class Page:
    """One connection."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self.socket = socket
        self.token = ""

    async def hello(self, token: str | None = None, **more: object) -> dict[str, Any]:
        """Introduce oneself. Returns: the welcome, or the refusal."""
        frame = {"type": "hello", "token": token, "after": 0, "edits": 0, **more}
        await self.send(frame)
        answer = await self.hear()
        self.token = answer.get("token", token or "")
        return answer

    async def send(self, frame: object) -> None:
        """Send a frame as it is."""
        await self.socket.send_str(frame if isinstance(frame, str) else orjson.dumps(frame).decode())

    async def hear(self) -> dict[str, Any]:
        """The next frame; {"closed": code} at the end."""
        message = await self.socket.receive(timeout=10)
        if message.type is not WSMsgType.TEXT:
            return {"closed": self.socket.close_code}
        return dict(orjson.loads(message.data))

    async def until(self, kind: str) -> list[dict[str, Any]]:
        """All frames up to one of that type, which is the last."""
        heard = [await self.hear()]
        while heard[-1].get("type") != kind:
            assert "closed" not in heard[-1], heard
            heard.append(await self.hear())
        return heard

    async def talk(self, count: int) -> list[dict[str, Any]]:
        """The next *count* messages and changes, whatever else comes between; order of frames is not promised."""
        heard: list[dict[str, Any]] = []
        while len(heard) < count:
            frame = await self.hear()
            assert "closed" not in frame, heard
            heard += [frame] if frame["type"] in ("message", "edit") else []
        return heard


@asynccontextmanager
async def page(site: WebSite, origin: str | None = None) -> AsyncIterator[Page]:
    """A socket to the chat, closed at the end."""
    headers = {"Origin": f"http://{site.address}" if origin is None else origin}
    async with (
        ClientSession() as session,
        session.ws_connect(f"http://{site.address}/chat/socket", headers=headers) as socket,
    ):
        yield Page(socket)


def shown(frames: list[dict[str, Any]]) -> list[str]:
    """Messages as lines: > what the person said, < what the bot said, ~ a change."""
    signs = {("message", True): ">", ("message", False): "<", ("edit", False): "~"}
    listed = [frame for frame in frames if frame["type"] in ("message", "edit")]
    return [f"{signs[frame['type'], frame['mine']]} {frame['text'].splitlines()[0]}" for frame in listed]
