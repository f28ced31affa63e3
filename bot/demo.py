"""The demo: a chat for each of three roles, and the way back to the beginning. Never served beside real channels."""

from collections.abc import Awaitable, Callable, Sequence

from bot.channels.protocol import PartButton
from bot.chat_socket import ChatSockets
from bot.demo_samples import ROLES, sample
from bot.files import new_token

EnterRole = Callable[[str, str], Awaitable[None]]
Reset = Callable[[], Awaitable[None]]


class Demo:
    """What /demo needs besides the web chat itself."""

    def __init__(self, sockets: ChatSockets, enter: EnterRole, reset: Reset) -> None:
        """Args: enter: (chat, role) makes the chat's owner that person of the demo. reset: forgets all demo chats."""
        self._sockets, self._enter, self._reset = sockets, enter, reset

    async def open_session(self) -> dict[str, str]:
        """Three fresh chats. Returns: role → token. Raises: StorageError."""
        tokens = {role: new_token() for role in ROLES}
        for role, token in tokens.items():
            await self._enter(await self._sockets.open_chat(token, role), role)
        return tokens

    async def reset(self) -> None:
        """Begin anew, for everybody: open pages find their chats gone and ask for new ones. Raises: StorageError."""
        await self._reset()
        await self._sockets.close()

    def sample(self, role: str, hint: str | None, turn: int, buttons: Sequence[PartButton]) -> str:
        """What such a person could type now."""
        return sample(role, hint, turn, buttons)
