"""Telegram: python-telegram-bot's Bot, types and errors over our own requests; no Application, no second engine."""

from bot.channels.telegram.access import TelegramAccess, secret_from
from bot.channels.telegram.channel import TelegramChannel

__all__ = ["TelegramAccess", "TelegramChannel", "secret_from"]
