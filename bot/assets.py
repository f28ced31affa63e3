"""Styles, scripts and pictures of the web pages: read once, served under a name that changes with their content."""

import gzip
import hashlib
from pathlib import Path

from aiohttp import web
from msgspec import Struct

FOLDER = Path(__file__).parent / "web_assets"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".png": "image/png"}
ONE_YEAR = "public, max-age=31536000, immutable"


class _Asset(Struct, frozen=True):
    content: bytes
    zipped: bytes
    mime: str


class Assets:
    """All static files, under one hash: a script finds its neighbours by relative names."""

    def __init__(self, folder: Path = FOLDER / "static") -> None:
        self._assets = {path.name: _read(path) for path in sorted(folder.iterdir()) if path.suffix in TYPES}
        whole = hashlib.sha256(b"\0".join(name.encode() + asset.content for name, asset in self._assets.items()))
        self._version = whole.hexdigest()[:16]

    def url(self, name: str) -> str:
        """The address of a file. Raises: KeyError if there is none of that name."""
        if name not in self._assets:
            raise KeyError(name)
        return f"/static/{self._version}/{name}"

    async def serve(self, request: web.Request) -> web.Response:
        """GET /static/{version}/{name}."""
        asset = self._assets.get(request.match_info["name"])
        if asset is None or request.match_info["version"] != self._version:
            raise web.HTTPNotFound
        is_zipped = "gzip" in request.headers.get("Accept-Encoding", "")
        headers = {"Cache-Control": ONE_YEAR, "Vary": "Accept-Encoding"}
        if is_zipped:
            headers["Content-Encoding"] = "gzip"
        body = asset.zipped if is_zipped else asset.content
        charset = None if asset.mime == TYPES[".png"] else "utf-8"
        return web.Response(body=body, headers=headers, content_type=asset.mime, charset=charset)


def _read(path: Path) -> _Asset:
    content = path.read_bytes()
    return _Asset(content, gzip.compress(content, mtime=0), TYPES[path.suffix])
