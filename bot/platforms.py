"""The platforms that are configured, and how each is reached: with app.py the only place that names their classes."""

from collections.abc import Callable
from datetime import datetime

from bot.channels.protocol import Platform
from bot.channels.telegram.access import TelegramAccess, limits, secret_from
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.zalo_bot import ZaloBotAccess, ZaloBotChannel
from bot.channels.zalo_bot import limits as zalo_bot_limits
from bot.channels.zalo_bot import secret_from as zalo_bot_secret
from bot.settings import Settings

SETTING = {
    "telegram": "TELEGRAM_TOKEN",
    "zalo-bot": "ZALO_BOT_TOKEN",
}  # what an operator has to look at when a platform refuses us


def platforms(settings: Settings, clock: Callable[[], datetime]) -> tuple[Platform, ...]:
    """One channel for each platform that the settings name; nothing is called yet, `close` each in the end."""
    found: list[Platform] = []
    if settings.telegram_token:
        found.append(TelegramChannel(telegram_access(settings), clock))
    if settings.zalo_bot_token:
        found.append(ZaloBotChannel(zalo_bot_access(settings), clock))
    return tuple(found)


def telegram_access(settings: Settings) -> TelegramAccess:
    """How the configured Telegram bot is reached."""
    secret = settings.telegram_webhook_secret or secret_from(settings.telegram_token)
    paces = limits(settings.telegram_per_second, settings.telegram_chat_per_second)
    return TelegramAccess(settings.telegram_token, secret, settings.telegram_api_url, limits=paces)


def zalo_bot_access(settings: Settings) -> ZaloBotAccess:
    """How the configured Zalo bot is reached."""
    return ZaloBotAccess(
        settings.zalo_bot_token,
        settings.zalo_bot_webhook_secret or zalo_bot_secret(settings.zalo_bot_token),
        settings.zalo_bot_api_url,
        settings.zalo_bot_link,
        settings.zalo_bot_text_limit,
        zalo_bot_limits(settings.zalo_bot_per_second, settings.zalo_bot_chat_per_second),
    )
