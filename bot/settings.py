"""Environment → Settings. One field a line of .env.example; a bad value is one clear sentence."""

from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.channels.zalo_oa.templates import read_templates
from conversations.attached import AttachmentLimits


class BadSettings(Exception):
    """The environment holds a value that cannot be used; the message is for the operator, one line a problem."""


def _no_slash(value: str) -> str:
    if value and not value.startswith(("http://", "https://")):
        raise ValueError("phải bắt đầu bằng http:// hoặc https://")
    return value.rstrip("/")


def _database(value: str) -> str:
    if not value.startswith(("sqlite+aiosqlite:///", "postgresql+asyncpg://")):
        raise ValueError("phải là sqlite+aiosqlite:///… hoặc postgresql+asyncpg://…")
    return value


def _templates(value: str) -> str:
    read_templates(value)
    return value


def _empty_is_none(value: object) -> object:
    return None if value == "" else value


# What a value should be, where pydantic would say so in English.
_SHOULD_BE = {
    "ATTACHMENTS_MOST": "phải là số tệp từ 0 (không nhận) đến 20, ví dụ 5",
    "ATTACHMENT_MEGABYTES": "phải là số MB từ 1 đến 20, ví dụ 20",
    "PORT": "phải là một số từ 0 đến 65535, ví dụ 8080",
    "LOG_LEVEL": "phải là DEBUG, INFO, WARNING hoặc ERROR",
    "WEBHOOK_ACK_SECONDS": "phải là số giây từ 0.1 đến 1.8, ví dụ 1",
    "CHANNELS_HIDDEN": "phải là telegram, zalo-oa, zalo-bot, cách nhau bằng dấu phẩy, hoặc để trống",
    "WATCH_SECONDS": "phải là số giây từ 0.1 đến 3600, ví dụ 30",
    "DEMO": "phải là true hoặc false",
    "TELEGRAM_TOKEN": "phải là token của @BotFather, ví dụ 123456:ABC-def",
    "TELEGRAM_WEBHOOK_SECRET": "phải có 1 đến 256 ký tự trong A-Z a-z 0-9 _ -",
    "TELEGRAM_PER_SECOND": "phải là một số từ 1 đến 1000, ví dụ 30",
    "TELEGRAM_CHAT_PER_SECOND": "phải là một số từ 0.05 đến 1000, ví dụ 1",
    "ZALO_OA_ID": "phải là số của Official Account, ví dụ 3886000000000000000",
    "ZALO_OA_PKCE": "phải là none, fixed hoặc per_request",
    "ZALO_OA_CODE_VERIFIER": "phải có 43 đến 128 ký tự trong A-Z a-z 0-9 - . _ ~",
    "ZALO_OA_REFRESH_AHEAD_SECONDS": "phải là số giây từ 60 đến 86400, ví dụ 18000",
    "ZALO_OA_AUTH_ERROR_CODES": "phải là các số cách nhau bằng dấu phẩy, ví dụ -216,-220",
    "ZALO_OA_SIGNATURE_MODE": "phải là enforce hoặc log_only",
    "ZALO_OA_SIGNATURE_FIRST_TERMS": "phải là app_id, oa_id hoặc cả hai, cách nhau bằng dấu phẩy",
    "ZALO_OA_SIGNATURE_TIMESTAMPS": "phải là body, header hoặc cả hai, cách nhau bằng dấu phẩy",
    "ZALO_OA_WEBHOOK_MAX_AGE_SECONDS": "phải là số giây từ 60 đến 604800, ví dụ 7200",
    "ZALO_OA_BUTTONS_TEMPLATE_TYPE": "chỉ gồm chữ thường và dấu gạch dưới, thường để trống",
    "ZALO_OA_BUTTON_STYLE": "phải là hide hoặc show",
    "ZALO_OA_MAX_BUTTONS": "phải là một số từ 1 đến 5",
    "ZALO_OA_BUTTON_TITLE_MAX": "phải là một số từ 5 đến 100, ví dụ 20",
    "ZALO_OA_BUTTON_PAYLOAD_MAX": "phải là một số từ 100 đến 1000, ví dụ 200",
    "ZALO_OA_TEXT_LIMIT": "phải là một số từ 100 đến 2000",
    "ZALO_OA_FILE_TYPES": "phải là pdf, doc, docx, cách nhau bằng dấu phẩy",
    "ZALO_OA_FILE_MAX_BYTES": "phải là số byte từ 1000 đến 5242880",
    "ZALO_OA_IMAGE_MAX_BYTES": "phải là số byte từ 1000 đến 1048576",
    "ZALO_OA_FILE_PAYLOAD_KEY": "phải là token hoặc attachment_id",
    "ZALO_OA_PER_MINUTE": "phải là một số từ 1 đến 4000, ví dụ 80",
    "ZALO_OA_FREE_HOURS": "phải là số giờ từ 1 đến 720, ví dụ 48",
    "ZALO_OA_LAST_HOURS": "phải là số giờ từ 1 đến 720, ví dụ 168",
    "ZALO_OA_ALLOW_BILLABLE": "phải là true hoặc false",
    "ZALO_OA_MOST_UNASKED": "phải là một số từ 1 đến 1000, ví dụ 8",
    "ZALO_OA_BILLED_PRICE_VND": "phải là số đồng từ 0 đến 1000000, ví dụ 55",
    "ZALO_MEDIA_HOSTS": "phải là các tên miền cách nhau bằng dấu phẩy, ví dụ zdn.vn,zadn.vn",
    "ZALO_MEDIA_MAX_BYTES": "phải là số byte từ 1000 đến 50000000, ví dụ 20000000",
    "ZALO_OA_TEMPLATES": 'phải là JSON như {"waiting": {"id": "301234", "data": {"so": "count"}}}, xem docs/zalo.md',
    "ZALO_OA_TEMPLATE_PRICE_VND": "phải là số đồng từ 0 đến 1000000, ví dụ 300",
    "ZALO_SITE_VERIFICATION": "phải là chuỗi mà trang nhà phát triển Zalo đưa, chỉ gồm A-Z a-z 0-9 _ -",
    "ZALO_BOT_TOKEN": "phải là token mà Zalo Bot Manager đã gửi, ví dụ 123456:abc-DEF",
    "ZALO_BOT_WEBHOOK_SECRET": "phải có 8 đến 256 ký tự ASCII không có dấu cách",
    "ZALO_BOT_TEXT_LIMIT": "phải là một số từ 100 đến 100000, ví dụ 2000",
    "ZALO_BOT_MONTHLY_MESSAGES": "phải là số tin mỗi tháng của gói, ví dụ 3000",
    "ZALO_BOT_PEOPLE": "phải là số người của gói, ví dụ 50",
    "ZALO_BOT_PER_SECOND": "phải là một số từ 0.05 đến 1000, ví dụ 5",
    "ZALO_BOT_CHAT_PER_SECOND": "phải là một số từ 0.05 đến 1000, ví dụ 1",
}
_SOME = "({0})(,({0}))*"  # one or more of these
_DOMAIN = r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,63}"  # no address: those are public or not
Address = Annotated[str, AfterValidator(_no_slash)]
MaybePath = Annotated[Path | None, BeforeValidator(_empty_is_none)]


class Settings(BaseSettings):
    """Everything that can be set from outside."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True)

    database_url: Annotated[str, AfterValidator(_database)] = "sqlite+aiosqlite:///data/sangkien.db"
    data_dir: Path = Path("data")
    attachments_url: str = ""  # of contents, as fsspec knows it; empty: a folder in data_dir
    attachments_most: int = Field(default=5, ge=0, le=20)  # an initiative
    attachment_megabytes: int = Field(default=20, ge=1, le=20)  # a file; no bot may fetch more from Telegram
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    public_url: Address = ""
    secret_key: str = ""  # empty: one is made and kept in DATA_DIR
    campaign_file: MaybePath = None
    texts_dir: MaybePath = None
    webhook_ack_seconds: float = Field(default=1.0, ge=0.1, le=1.8)  # Zalo switches a webhook off that takes 2
    channels_hidden: str = Field(default="", pattern=rf"^({_SOME.format('telegram|zalo-oa|zalo-bot')})?$")
    watch_seconds: float = Field(default=30, ge=0.1, le=3600)
    log_level: str = Field(default="INFO", pattern="^(?i:debug|info|warning|error)$")
    demo: Annotated[bool | None, BeforeValidator(_empty_is_none)] = None  # None: on when no channel is configured

    telegram_token: str = Field(default="", pattern=r"^(\d+:[A-Za-z0-9_-]+)?$")
    telegram_api_url: Address = "https://api.telegram.org"
    telegram_webhook_secret: str = Field(default="", pattern=r"^[A-Za-z0-9_-]{0,256}$")
    telegram_per_second: float = Field(default=30.0, ge=1, le=1000)  # notices and bulk, whatever the chat
    telegram_chat_per_second: float = Field(default=1.0, ge=0.05, le=1000)

    zalo_oa_id: str = Field(default="", pattern=r"^\d{0,40}$")
    zalo_oa_app_id: str = ""
    zalo_oa_app_secret: str = ""
    zalo_oa_secret_key: str = ""
    zalo_oa_refresh_token: str = ""
    zalo_oa_api_url: Address = "https://openapi.zalo.me"
    zalo_oa_oauth_url: Address = "https://oauth.zaloapp.com"
    zalo_oa_link: Address = ""  # empty: built from the account's number
    zalo_oa_pkce: Literal["none", "fixed", "per_request"] = "fixed"
    zalo_oa_code_verifier: str = Field(default="", pattern=r"^([A-Za-z0-9._~-]{43,128})?$")
    zalo_oa_refresh_ahead_seconds: int = Field(default=18000, ge=60, le=86400)
    zalo_oa_auth_error_codes: str = Field(default="-216,-220,-124,216,401,-401", pattern=r"^-?\d{1,9}(,-?\d{1,9})*$")
    zalo_oa_signature_mode: Literal["enforce", "log_only"] = "enforce"
    zalo_oa_signature_secrets: str = ""  # further ones
    zalo_oa_signature_first_terms: str = Field(default="app_id", pattern=f"^{_SOME.format('app_id|oa_id')}$")
    zalo_oa_signature_timestamps: str = Field(default="body,header", pattern=f"^{_SOME.format('body|header')}$")
    zalo_oa_webhook_max_age_seconds: int = Field(default=7200, ge=60, le=604800)
    zalo_oa_buttons_template_type: str = Field(default="", pattern=r"^[a-z_]{0,40}$")
    zalo_oa_button_style: Literal["hide", "show"] = "hide"
    zalo_oa_max_buttons: int = Field(default=5, ge=1, le=5)
    zalo_oa_button_title_max: int = Field(default=20, ge=5, le=100)
    zalo_oa_button_payload_max: int = Field(default=200, ge=100, le=1000)
    zalo_oa_text_limit: int = Field(default=2000, ge=100, le=2000)
    zalo_oa_file_types: str = Field(default="pdf,doc,docx", pattern=f"^{_SOME.format('pdf|doc|docx')}$")
    zalo_oa_file_max_bytes: int = Field(default=5_000_000, ge=1000, le=5 << 20)
    zalo_oa_image_max_bytes: int = Field(default=1_000_000, ge=1000, le=1 << 20)
    zalo_oa_file_payload_key: Literal["token", "attachment_id"] = "token"
    zalo_oa_per_minute: float = Field(default=80.0, ge=1, le=4000)
    zalo_oa_free_hours: float = Field(default=48.0, ge=1, le=720)  # after the person last wrote we write for nothing
    zalo_oa_last_hours: float = Field(default=168.0, ge=1, le=720)  # and at all
    zalo_oa_allow_billable: bool = False
    zalo_oa_most_unasked: int = Field(default=8, ge=1, le=1000)  # messages within the free hours
    zalo_oa_billed_price_vnd: int = Field(default=55, ge=0, le=1_000_000)  # of a message after the free window
    # Files that people send are fetched from these hosts and their subdomains.
    zalo_media_hosts: str = Field(default="zdn.vn,zadn.vn", pattern=f"^{_SOME.format(_DOMAIN)}$")
    zalo_media_max_bytes: int = Field(default=20_000_000, ge=1000, le=50_000_000)
    zalo_oa_templates: Annotated[str, AfterValidator(_templates)] = ""
    zalo_oa_template_price_vnd: int = Field(default=300, ge=0, le=1_000_000)
    zalo_site_verification: str = Field(default="", pattern=r"^[A-Za-z0-9_-]{0,200}$")
    zalo_bot_token: str = Field(default="", pattern=r"^([A-Za-z0-9:._~-]{1,256})?$")
    zalo_bot_api_url: Address = "https://bot-api.zaloplatforms.com"
    zalo_bot_webhook_secret: str = Field(default="", pattern=r"^([!-~]{8,256})?$")
    zalo_bot_link: Address = ""  # empty: built from the id that the platform tells
    zalo_bot_text_limit: int = Field(default=2000, ge=100, le=100_000)  # UTF-16 units
    zalo_bot_monthly_messages: int = Field(default=3000, ge=1, le=10**9)
    zalo_bot_people: int = Field(default=50, ge=1, le=10**9)
    zalo_bot_per_second: float = Field(default=5.0, ge=0.05, le=1000)
    zalo_bot_chat_per_second: float = Field(default=1.0, ge=0.05, le=1000)

    @model_validator(mode="after")
    def _long_enough(self) -> Self:
        if any(len(key) < 16 for key in self.secret_key.split(",") if self.secret_key):
            raise ValueError("SECRET_KEY: mỗi khóa phải dài ít nhất 16 ký tự")
        return self

    @model_validator(mode="after")
    def _whole_account(self) -> Self:
        needed = ["zalo_oa_app_id", "zalo_oa_app_secret"]
        if self.zalo_oa_signature_mode == "enforce":  # Zalo may show the key only once our door has answered
            needed.append("zalo_oa_secret_key")
        if self.zalo_oa_id and (missing := [name.upper() for name in needed if not getattr(self, name)]):
            raise ValueError(f"ZALO_OA_ID: cần đặt thêm {', '.join(missing)}")
        return self

    @cached_property
    def blobs_url(self) -> str:
        """Where the contents of attachments lie."""
        return self.attachments_url or str(self.data_dir / "attachments")

    @cached_property
    def attachment_limits(self) -> AttachmentLimits:
        """How many files an initiative may have, and how large."""
        return AttachmentLimits(self.attachments_most, self.attachment_megabytes)

    @cached_property
    def hidden_channels(self) -> frozenset[str]:
        """The channels that are served but offered nowhere."""
        return frozenset(filter(None, self.channels_hidden.split(",")))

    @cached_property
    def is_demo(self) -> bool:
        """Whether the demo organisation and /demo are served."""
        return self.demo if self.demo is not None else not self.platforms

    @cached_property
    def platforms(self) -> tuple[str, ...]:
        """The names of the configured platforms."""
        marks = {"telegram": self.telegram_token, "zalo-oa": self.zalo_oa_id, "zalo-bot": self.zalo_bot_token}
        return tuple(name for name, mark in marks.items() if mark)


def load(**overrides: object) -> Settings:
    """Settings of this process.

    Raises: BadSettings, one line a problem, never with a value in it.
    """
    try:
        return Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        raise BadSettings("\n".join(_sentence(problem["loc"], problem["msg"]) for problem in error.errors())) from None
    except UnicodeDecodeError:
        raise BadSettings(".env: phải lưu bằng mã UTF-8") from None


def _sentence(place: tuple[int | str, ...], message: str) -> str:
    said = message.removeprefix("Value error, ")
    if not place:
        return said
    name = str(place[0]).upper()
    return f"{name}: {_SHOULD_BE.get(name, said)}"
