"""Zalo Bot Platform: a small client of our own; private chats, text alone, webhook or fetching."""

from bot.channels.zalo_bot.access import ZaloBotAccess, limits, secret_from
from bot.channels.zalo_bot.channel import ZaloBotChannel

__all__ = ["ZaloBotAccess", "ZaloBotChannel", "limits", "secret_from"]
