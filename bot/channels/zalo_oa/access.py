"""How one Official Account is reached, and everything about it that may be otherwise than we believe.

Zalo publishes no versioned reference: each value is a setting with the default that is known best.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from msgspec import Struct

from bot.channels.media import MediaRules
from bot.channels.protocol import Window
from bot.channels.zalo_oa.templates import Template

API_URL, OAUTH_URL = "https://openapi.zalo.me", "https://oauth.zaloapp.com"


class SignatureMode(StrEnum):
    """What is done with a webhook call whose signature does not fit."""

    ENFORCE = "enforce"
    LOG_ONLY = "log_only"  # it is noted and changes nothing, but Zalo is told that it arrived


class Pkce(StrEnum):
    """How the consent is tied to the exchange of its code."""

    NONE = "none"
    FIXED = "fixed"  # one verifier, whose challenge stands in the developer console
    PER_REQUEST = "per_request"


@dataclass(frozen=True, slots=True)
class Trust:
    """How webhook calls prove themselves: every combination of these is a candidate."""

    mode: SignatureMode = SignatureMode.ENFORCE
    secrets: tuple[str, ...] = field(default=(), repr=False)
    first_terms: tuple[str, ...] = ()
    timestamps: tuple[str, ...] = ("body", "header")
    max_age: timedelta = timedelta(hours=2)  # a retry after an hour repeats the old timestamp


class Shapes(Struct, frozen=True):
    """How messages look, and what is taken."""

    text_limit: int = 2000
    most_buttons: int = 5
    title_limit: int = 20
    payload_limit: int = 200  # bytes that a button sends back
    button_style: str = "hide"  # or "show": the payload appears as the person's own words
    buttons_template: str = ""  # template_type of a message with buttons; empty: none
    file_types: tuple[str, ...] = ("pdf", "doc", "docx")
    file_bytes: int = 5_000_000
    image_bytes: int = 1_000_000
    file_key: str = "token"
    contact_image: str = ""  # address of the picture over the question for a phone number; empty: it is not asked so


@dataclass(frozen=True, slots=True)
class ZaloOaAccess:
    """Raises ValueError, which names the setting and not its value, if something cannot be used."""

    oa_id: str
    app_id: str
    app_secret: str = field(repr=False)
    trust: Trust
    refresh_token: str = field(default="", repr=False)  # the first one; later ones are stored
    api_url: str = API_URL
    oauth_url: str = OAUTH_URL
    shapes: Shapes = field(default_factory=Shapes)
    per_minute: float = 80.0
    refresh_ahead: timedelta = timedelta(hours=5)
    auth_errors: frozenset[int] = frozenset({-216, -220, -124, 216, 401, -401})
    window: Window = field(default_factory=Window)
    pkce: Pkce = Pkce.FIXED
    code_verifier: str = field(default="", repr=False)
    media: MediaRules = field(default_factory=MediaRules)
    templates: Mapping[str, Template] = field(default_factory=dict)  # by the kind of notice, see bot/notices.py
    share_url: str = ""  # the address that opens the chat; '' builds it from the account's number

    def __post_init__(self) -> None:
        """See the class."""
        if not (self.oa_id.isascii() and self.oa_id.isdigit() and len(self.oa_id) <= 40):
            raise ValueError("the number of the Official Account must be digits")
        if not (self.app_id and self.app_secret):
            raise ValueError("the Zalo application's number and secret are needed")
        is_known = self.trust.secrets and self.trust.first_terms and self.trust.timestamps
        if not (is_known or self.trust.mode is SignatureMode.LOG_ONLY) or not all(self.trust.secrets):
            raise ValueError("the Official Account's secret key is needed")
