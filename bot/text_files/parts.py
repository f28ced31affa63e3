"""Parts of packed documents, read as a stream within bounds. Nothing outside the file is ever opened."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError  # noqa: N812 - the module has no better name for it

from bot.file_readers import NotReadable
from bot.imports.rows import Unreadable
from bot.imports.xlsx_parts import local, parsed

MOST_UNPACKED = 16 << 20  # of one part; twenty pages with all that surrounds their words have one or two
_ENCRYPTED = 0x1  # in an entry's flags
_BROKEN = (
    BadZipFile, ExpatError, ZlibError, LookupError, ValueError, EOFError, NotImplementedError, RuntimeError, OSError,
    RecursionError,
)  # fmt: skip
Begin = Callable[[str, Mapping[str, str]], None]


@contextmanager
def opened(content: bytes) -> Iterator[ZipFile]:
    """A packed document. Raises: NotReadable, also for whatever goes wrong while it is read."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            if any(entry.flag_bits & _ENCRYPTED for entry in archive.infolist()):
                raise NotReadable("text-file-locked")
            yield archive
    except Unreadable as error:
        key = "text-file-bomb" if error.problem.key == "bomb" else "text-file-broken"
        raise NotReadable(key) from None
    except _BROKEN:
        raise NotReadable("text-file-broken") from None


def read_part(
    archive: ZipFile, name: str, begin: Begin, end: Callable[[str], None], text: Callable[[str], None] | None = None
) -> None:
    """Feed a part to the handlers, which get names of elements and attributes without their prefixes.

    A document type, and with it every entity of its own or from elsewhere, is refused.
    """

    def begun(tag: str, attributes: dict[str, str]) -> None:
        begin(local(tag), {local(key): value for key, value in attributes.items()})

    with archive.open(name) as part:
        for _ in parsed(part, MOST_UNPACKED, begun, lambda tag: end(local(tag)), text):
            pass
