"""From the bytes of a file to its text; runs in a process of its own, see bot/apart.py.

What a file is tells its content; its name may say anything.
"""

import unicodedata

import orjson

from bot.file_readers import MOST_FOUND, NotReadable
from bot.text_files.docx import is_docx, read_docx
from bot.text_files.fonts import understood
from bot.text_files.odt import is_odt, read_odt
from bot.text_files.paragraphs import MOST_CHARACTERS, too_long
from bot.text_files.parts import opened
from bot.text_files.pdf import read_pdf
from bot.text_files.plain import read_plain
from conversations.text import has_letter

MOST_BEFORE = 4000  # characters; a longer one is no answer as it is
_ZIP, _OLE = (b"PK\x03\x04", b"PK\x05\x06"), b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PDF, _LOOKED_AT = b"%PDF-", 1024  # it may follow some bytes of something else
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")
_OTHERS = (b"MZ", b"\x7fELF", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"RIFF", b"ID3", b"OggS")


def read_text(content: bytes, _: str) -> bytes:
    """JSON with the text of a file; if it was converted from a font, that and, of a short one, the text before.

    Raises: NotReadable.
    """
    # Half of a letter that is none, as a damaged PDF may hold, fits no JSON.
    raw = unicodedata.normalize("NFC", _text(content).encode("utf-8", "ignore").decode())
    text, before, font = understood(raw)
    if not has_letter(text):
        raise NotReadable("text-file-empty")
    found = {"text": text}
    if font and len(before) <= MOST_BEFORE:
        found |= {"before": before, "font": font}
    answer = orjson.dumps(found)
    if len(text) > MOST_CHARACTERS or len(answer) > MOST_FOUND:
        raise too_long()
    return answer


def _text(content: bytes) -> str:
    if content.startswith(_ZIP):
        return _packed(content)
    if content.startswith(_OLE):
        raise NotReadable("text-file-locked" if _ENCRYPTED in content else "text-file-old-word")
    if content.lstrip().startswith(b"{\\rtf"):
        raise NotReadable("text-file-old-word")
    if _PDF in content[:_LOOKED_AT]:
        return read_pdf(content)
    if content.startswith(_PICTURES) or content[4:11] == b"ftyphei":
        raise NotReadable("text-file-picture")
    if content.startswith(_OTHERS):
        raise NotReadable("text-file-kind")
    return read_plain(content)


def _packed(content: bytes) -> str:
    with opened(content) as archive:
        names = frozenset(archive.namelist())
        if is_docx(names):
            return read_docx(archive, names)
        if is_odt(names):
            return read_odt(archive, names)
    raise NotReadable("text-file-kind")
