"""Files that are text alone: which encoding. Nothing is guessed that could garble a word silently."""

import unicodedata

import regex

from bot.file_readers import NotReadable
from bot.imports.csv_text import windows_1258
from conversations.old_fonts import is_old

_MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"", "utf-8-sig"))
_CONTROLS = regex.compile(r"[\x00-\x08\x0e-\x1f]")
_MARKUP = regex.compile(r"(?i)\s*(?:<\?xml|<!doctype|<html|MIME-Version:)")


def read_plain(content: bytes) -> str:
    """The text; letters of fonts of before Unicode stay as they came. Raises: NotReadable."""
    text = _decoded(content)
    if _CONTROLS.search(text) or _MARKUP.match(text):
        raise NotReadable("text-file-kind")
    return text


def _decoded(content: bytes) -> str:
    encoding = next(name for mark, name in _MARKS if content.startswith(mark))
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        if encoding == "utf-16" or b"\0" in content:
            raise NotReadable("text-file-kind") from None
    latin = content.decode("latin-1")
    if is_old(latin):
        return latin
    if (text := windows_1258(content)) is not None:
        return unicodedata.normalize("NFC", text)
    raise NotReadable("text-file-encoding")
