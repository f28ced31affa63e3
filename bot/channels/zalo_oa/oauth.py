"""OAuth v4: the address where an administrator consents, and the two ways to a pair of tokens.

Source: reference on Zalo, section 2.2.
"""

import base64
import hashlib
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import aiohttp

from bot.channels.protocol import Unreachable
from bot.channels.zalo_oa.access import ZaloOaAccess
from bot.channels.zalo_oa.http import Http
from storage.repositories.zalo_tokens import Pair

ACCESS_LIFE = timedelta(hours=25)
REFRESH_LIFE = timedelta(days=90)
_LONGEST = timedelta(days=3650)
_MOST_TOKEN = 8192  # characters


class OAuth:
    """The token endpoint."""

    def __init__(self, http: Http, access: ZaloOaAccess, clock: Callable[[], datetime]) -> None:
        self._http, self._access, self._clock = http, access, clock

    def consent_url(self, callback: str, verifier: str, state: str) -> str:
        """Where an administrator of the account lets us in. verifier: empty without PKCE."""
        query = {"app_id": self._access.app_id, "redirect_uri": callback, "state": state}
        query |= {"code_challenge": challenge(verifier)} if verifier else {}
        return f"{self._access.oauth_url}/v4/oa/permission?{urlencode(query)}"

    async def exchange(self, code: str, verifier: str) -> Pair:
        """The code of a consent for the first pair. Raises: ZaloRefused, SendError."""
        fields = {"code": code, "grant_type": "authorization_code"}
        return await self._ask(fields | ({"code_verifier": verifier} if verifier else {}))

    async def refresh(self, refresh_token: str) -> Pair:
        """A refresh token, which works once, for the next pair. Raises: ZaloRefused, SendError."""
        return await self._ask({"refresh_token": refresh_token, "grant_type": "refresh_token"})

    async def _ask(self, fields: Mapping[str, str]) -> Pair:
        answer = await self._http.call(
            "POST",
            f"{self._access.oauth_url}/v4/oa/access_token",
            headers={"secret_key": self._access.app_secret},
            data=aiohttp.FormData({"app_id": self._access.app_id, **fields}),
        )
        access, refresh = answer.get("access_token"), answer.get("refresh_token")
        if not (_is_token(access) and _is_token(refresh)):
            raise Unreachable("zalo-oa-unreadable-tokens", is_unknown=True)
        now = self._clock()
        ends = now + _seconds(answer.get("expires_in"), ACCESS_LIFE)
        refresh_ends = now + _seconds(answer.get("refresh_token_expires_in"), REFRESH_LIFE)
        return Pair(str(access), str(refresh), ends, refresh_ends)


def new_verifier() -> str:
    """43 characters of base64url, as PKCE wants them."""
    return secrets.token_urlsafe(32)


def challenge(verifier: str) -> str:
    """S256: base64url without padding of the digest."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def _is_token(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= _MOST_TOKEN and value.isascii() and value.isprintable()


def _seconds(value: object, otherwise: timedelta) -> timedelta:
    """A number of seconds, which Zalo puts in quotes now and then."""
    try:
        seconds = int(str(value)[:20])
    except ValueError:
        return otherwise
    return min(timedelta(seconds=min(seconds, 10**9)), _LONGEST) if seconds > 0 else otherwise
