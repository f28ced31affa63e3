"""How one bot is reached: its token, its secret and the addresses. Checked once, never shown."""

import hmac
import re
from dataclasses import dataclass, field

from bot.channels.media import MediaRules
from bot.channels.protocol import Quota
from storage.repositories.rate_limits import Limits, Pace

API_URL = "https://bot-api.zaloplatforms.com"  # has changed before
TEXT_LIMIT = 2000  # reference, section 3.2
_TOKEN = re.compile(r"[A-Za-z0-9:._~-]{1,256}")
_SECRET = re.compile(r"[!-~]{8,256}")  # setWebhook.secret_token; it travels in a header


@dataclass(frozen=True, slots=True)
class ZaloBotAccess:
    """Raises ValueError, which names the setting and not its value, if something cannot be used.

    share_url: the address that opens the chat; '' builds it from what the platform calls us, which can differ.
    """

    token: str = field(repr=False)
    webhook_secret: str = field(repr=False)
    api_url: str = API_URL
    share_url: str = ""
    text_limit: int = TEXT_LIMIT
    limits: Limits = field(default_factory=lambda: limits(5.0, 1.0))
    quota: Quota = field(default_factory=lambda: Quota(3000, 50))
    media: MediaRules = field(default_factory=MediaRules)

    def __post_init__(self) -> None:
        """See the class."""
        if not _TOKEN.fullmatch(self.token):
            raise ValueError("the Zalo Bot token may hold letters, digits and : . _ ~ - only")
        if not _SECRET.fullmatch(self.webhook_secret):
            raise ValueError("the Zalo Bot webhook secret must be 8 to 256 printable ASCII characters")
        for url in (self.api_url, self.share_url or self.api_url):
            if not url.startswith(("https://", "http://")):
                raise ValueError("the Zalo Bot addresses must begin with https:// or http://")


def secret_from(token: str) -> str:
    """A webhook secret for those who set none: the same after each start, useless for finding the token."""
    return hmac.digest(token.encode(), b"zalo bot webhook secret", "sha256").hex()


def limits(per_second: float, chat_per_second: float) -> Limits:
    """The paces for notices and bulk; the platform publishes none, these are careful."""
    return Limits(Pace(per_second, burst=1), Pace(chat_per_second, burst=1))
