"""Files of ours behind an address that nobody can guess and that soon ends: for channels that do not take the file."""

import base64
import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.channels.protocol import Attachment
from storage.database import Database
from storage.repositories.web import WebFile
from storage.vault import Vault

LIFE = timedelta(hours=24)
_NAME_LABEL = "web_files.name"


def new_token() -> str:
    """A secret of 256 random bits."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> bytes:
    """What is stored in place of a token."""
    return hashlib.sha256(token.encode()).digest()


class Files:
    """Keeps files under seal for who has the address."""

    def __init__(self, database: Database, vault: Vault, clock: Callable[[], datetime], public_url: str) -> None:
        """Args: clock: aware UTC now. public_url: without a trailing slash; may be empty."""
        self._database, self._vault, self._clock, self._public_url = database, vault, clock, public_url

    async def keep(self, attachment: Attachment, name: str) -> str | None:
        """Keep a file in place of the earlier one of this name: each attempt to send makes it anew.

        Returns: its address for LIFE; None where the world cannot reach us. Raises: StorageError.
        """
        if not self._public_url:
            return None
        token = base64.urlsafe_b64encode(self._vault.hash(name, _NAME_LABEL)).decode().rstrip("=")
        until = self._clock() + LIFE
        stored = WebFile(attachment.name, attachment.mime, attachment.content)
        await self._database.write(lambda work: work.web.add_file(token_hash(token), stored, until))
        return f"{self._public_url}/files/{token}"
