"""How one bot is reached: its token, its secret and the addresses between. Checked once, never shown."""

import hmac
import re
from dataclasses import dataclass, field

from storage.repositories.rate_limits import Limits, Pace

API_URL = "https://api.telegram.org"
_TOKEN = re.compile(r"[A-Za-z0-9:_-]{1,256}")
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")  # Bot API, setWebhook.secret_token


@dataclass(frozen=True, slots=True)
class TelegramAccess:
    """Raises ValueError, which names the setting and not its value, if something cannot be used."""

    token: str = field(repr=False)
    webhook_secret: str = field(repr=False)
    api_url: str = API_URL
    proxy: str | None = field(default=None, repr=False)  # may hold a password
    limits: Limits = field(default_factory=lambda: limits(30.0, 1.0))

    def __post_init__(self) -> None:
        """See the class."""
        if not _TOKEN.fullmatch(self.token):
            raise ValueError("the Telegram token may hold letters, digits and : _ - only")
        if not _SECRET.fullmatch(self.webhook_secret):
            raise ValueError("the Telegram webhook secret must be 1 to 256 of A-Z a-z 0-9 _ -")
        if not self.api_url.startswith(("https://", "http://")):
            raise ValueError("the Telegram API address must begin with https:// or http://")


def secret_from(token: str) -> str:
    """A webhook secret for those who set none: the same after each start, useless for finding the token."""
    return hmac.digest(token.encode(), b"telegram webhook secret", "sha256").hex()


def limits(per_second: float, chat_per_second: float) -> Limits:
    """The paces for notices and bulk: in no second more than *per_second* of them, in a chat a few at once.

    Source: reference, section 3: about 30 a second to many people, one a second in a chat, where short bursts pass.
    """
    burst = max(1.0, per_second / 6)
    channel = Pace(per_second - burst, burst) if per_second > burst else Pace(per_second, 1)
    return Limits(channel, Pace(chat_per_second, burst=3))
