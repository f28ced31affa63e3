"""The platforms that are configured, and how each is reached: with app.py the only place that names their classes.

A platform's modules are imported when the settings name it: Telegram's alone are 10 MB and a tenth of the start.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.assets import Assets
from bot.channels.media import MediaRules
from bot.channels.protocol import Platform, Quota, Window
from bot.settings import Settings
from storage.database import Database
from storage.vault import Vault

if TYPE_CHECKING:
    from bot.channels.telegram.access import TelegramAccess
    from bot.channels.zalo_bot.access import ZaloBotAccess
    from bot.channels.zalo_oa.access import ZaloOaAccess

# What an operator has to look at when a platform refuses us.
SETTING = {"telegram": "TELEGRAM_TOKEN", "zalo-oa": "ZALO_OA_ID", "zalo-bot": "ZALO_BOT_TOKEN"}
CONTACT_IMAGE = "contact.png"  # over Zalo's question for a phone number, which has to have one


def platforms(
    settings: Settings,
    clock: Callable[[], datetime],
    database: Database | None,
    vault: Vault,
    *,
    may_refresh: bool = True,
) -> tuple[Platform, ...]:
    """One channel for each platform that the settings name; nothing is called yet, `close` each in the end.

    Args:
        database: where credentials are kept that change; None: it cannot be reached.
        may_refresh: False for who only looks: then nothing is changed.
    """
    found: list[Platform] = []
    if settings.telegram_token:
        from bot.channels.telegram.channel import TelegramChannel  # noqa: PLC0415

        found.append(TelegramChannel(telegram_access(settings), clock))
    if settings.zalo_oa_id:
        from bot.channels.zalo_oa.channel import ZaloOaChannel  # noqa: PLC0415

        found.append(ZaloOaChannel(zalo_oa_access(settings), database, vault, clock, may_refresh=may_refresh))
    if settings.zalo_bot_token:
        from bot.channels.zalo_bot.channel import ZaloBotChannel  # noqa: PLC0415

        found.append(ZaloBotChannel(zalo_bot_access(settings), clock))
    return tuple(found)


def telegram_access(settings: Settings) -> "TelegramAccess":
    """How the configured Telegram bot is reached."""
    from bot.channels.telegram.access import TelegramAccess, limits, secret_from  # noqa: PLC0415

    secret = settings.telegram_webhook_secret or secret_from(settings.telegram_token)
    paces = limits(settings.telegram_per_second, settings.telegram_chat_per_second)
    return TelegramAccess(settings.telegram_token, secret, settings.telegram_api_url, limits=paces)


def zalo_bot_access(settings: Settings) -> "ZaloBotAccess":
    """How the configured Zalo bot is reached."""
    from bot.channels.zalo_bot.access import ZaloBotAccess, limits, secret_from  # noqa: PLC0415

    return ZaloBotAccess(
        settings.zalo_bot_token,
        settings.zalo_bot_webhook_secret or secret_from(settings.zalo_bot_token),
        settings.zalo_bot_api_url,
        settings.zalo_bot_link,
        settings.zalo_bot_text_limit,
        limits(settings.zalo_bot_per_second, settings.zalo_bot_chat_per_second),
        Quota(settings.zalo_bot_monthly_messages, settings.zalo_bot_people),
        _media(settings),
    )


def zalo_oa_access(settings: Settings) -> "ZaloOaAccess":
    """How the configured Zalo Official Account is reached."""
    from bot.channels.zalo_oa.access import Pkce, Shapes, SignatureMode, Trust, ZaloOaAccess  # noqa: PLC0415
    from bot.channels.zalo_oa.templates import read_templates  # noqa: PLC0415

    terms = {"app_id": settings.zalo_oa_app_id, "oa_id": settings.zalo_oa_id}
    trust = Trust(
        SignatureMode(settings.zalo_oa_signature_mode),
        _listed(f"{settings.zalo_oa_secret_key},{settings.zalo_oa_signature_secrets}"),
        tuple(terms[name] for name in _listed(settings.zalo_oa_signature_first_terms)),
        _listed(settings.zalo_oa_signature_timestamps),
        timedelta(seconds=settings.zalo_oa_webhook_max_age_seconds),
    )
    shapes = Shapes(
        text_limit=settings.zalo_oa_text_limit,
        most_buttons=settings.zalo_oa_max_buttons,
        title_limit=settings.zalo_oa_button_title_max,
        button_style=settings.zalo_oa_button_style,
        payload_limit=settings.zalo_oa_button_payload_max,
        buttons_template=settings.zalo_oa_buttons_template_type,
        file_types=_listed(settings.zalo_oa_file_types),
        file_bytes=settings.zalo_oa_file_max_bytes,
        image_bytes=settings.zalo_oa_image_max_bytes,
        file_key=settings.zalo_oa_file_payload_key,
        contact_image=f"{settings.public_url}{Assets().url(CONTACT_IMAGE)}" if settings.public_url else "",
    )
    templates = read_templates(settings.zalo_oa_templates)
    window = Window(
        timedelta(hours=settings.zalo_oa_free_hours),
        timedelta(hours=settings.zalo_oa_last_hours),
        settings.zalo_oa_allow_billable,
        settings.zalo_oa_most_unasked,
        settings.zalo_oa_billed_price_vnd,
        frozenset(templates),
        settings.zalo_oa_template_price_vnd,
    )
    return ZaloOaAccess(
        settings.zalo_oa_id, settings.zalo_oa_app_id, settings.zalo_oa_app_secret, trust,
        settings.zalo_oa_refresh_token, settings.zalo_oa_api_url, settings.zalo_oa_oauth_url, shapes,
        settings.zalo_oa_per_minute, timedelta(seconds=settings.zalo_oa_refresh_ahead_seconds),
        frozenset(map(int, _listed(settings.zalo_oa_auth_error_codes))),
        window, Pkce(settings.zalo_oa_pkce), settings.zalo_oa_code_verifier, _media(settings), templates,
        settings.zalo_oa_link,
    )  # fmt: skip


def _media(settings: Settings) -> MediaRules:
    return MediaRules(_listed(settings.zalo_media_hosts.lower()), settings.zalo_media_max_bytes)


def _listed(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(",") if part.strip())
