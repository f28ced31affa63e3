"""Zalo Official Account: a small client of our own for OpenAPI v3, OAuth v4 and the signed webhook."""

from bot.channels.zalo_oa.access import ZaloOaAccess
from bot.channels.zalo_oa.channel import ZaloOaChannel

__all__ = ["ZaloOaAccess", "ZaloOaChannel"]
