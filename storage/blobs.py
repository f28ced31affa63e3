"""Contents too large for a database: sealed, and called by a keyed hash, in a folder or at any URL of fsspec.

A content that comes twice lies there once. Nothing is removed by who puts it there: what no row of the database means
any more is swept after a day (`old`), so that a row may follow its blob as late as it likes.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from typing import Any

from storage.durable import sync_folder, write_synced
from storage.errors import StorageError
from storage.vault import Vault

BLOB_LABEL = "blobs"
_FOLDERS = 256  # one for each first byte of a name
_NAME = re.compile("[0-9a-f]{64}")
_BEGUN = ".begun-"  # what is not written to its end yet


class BlobsAway(StorageError):
    """The place of contents cannot be reached, or not be written to."""


class BlobGone(Exception):
    """There is no such content, or it was changed."""


class Blobs:
    """Contents at one place. Every call waits for the place: call it in a thread.

    Raises: BlobsAway, in every method.
    """

    def __init__(self, url: str, vault: Vault) -> None:
        """Args: url: a folder, or what fsspec knows: s3://bucket/folder, memory://name."""
        self._url, self._vault = url, vault
        self._place: tuple[Any, str] | None = None

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder of this machine."""
        return "://" not in self._url or self._url.startswith("file://")

    def put(self, content: bytes) -> bytes:
        """Keep a content; when this returns it is on disk. Returns: what it is called."""
        name = self._vault.hash(content, BLOB_LABEL)
        self._write(name, self._vault.seal(content, BLOB_LABEL))
        return name

    def get(self, name: bytes) -> bytes:
        """The content of that name. Raises: BlobGone, Unsealable."""
        return self._vault.open(self._read(name), BLOB_LABEL)

    def has(self, name: bytes) -> bool:
        """Whether it is there."""
        system, path = self._at(name)
        try:
            return bool(system.exists(path))
        except Exception as error:
            raise BlobsAway from error

    def reseal(self, name: bytes) -> bool:
        """Seal a content with the newest key. Returns: False if that was done before. Raises: BlobGone, Unsealable."""
        sealed = self._read(name)
        if self._vault.is_current(sealed):
            return False
        self._write(name, self._vault.seal(self._vault.open(sealed, BLOB_LABEL), BLOB_LABEL))
        return True

    def old(self, before: datetime) -> Iterator[tuple[bytes, ...]]:
        """What contents are called that were put there before an instant, a folder at a time.

        What a process that was killed had begun to write then is removed on the way.
        """
        for number in range(_FOLDERS):
            yield tuple(self._old(f"{number:02x}", before))

    def remove(self, name: bytes, before: datetime | None = None) -> bool:
        """Remove a content, if it was not put there again since *before*. Returns: False if nothing was removed."""
        system, path = self._at(name)
        try:
            if before is not None and _aware(system.modified(path)) >= before:
                return False
            system.rm_file(path)
        except FileNotFoundError:
            return False
        except Exception as error:
            raise BlobsAway from error
        return True

    def _old(self, folder: str, before: datetime) -> Iterator[bytes]:
        system, root = self._opened()
        try:
            with suppress(FileNotFoundError):
                for path in system.ls(f"{root}/{folder}", detail=False):
                    name = path.rsplit("/", 1)[-1]
                    is_begun = name.startswith(_BEGUN)
                    if (is_begun or _NAME.fullmatch(name)) and _aware(system.modified(path)) < before:
                        if is_begun:
                            system.rm_file(path)
                        else:
                            yield bytes.fromhex(name)
        except Exception as error:  # places far away have errors of their own
            raise BlobsAway from error

    def _read(self, name: bytes) -> bytes:
        system, path = self._at(name)
        try:
            return bytes(system.cat_file(path))
        except FileNotFoundError:
            raise BlobGone from None
        except Exception as error:
            raise BlobsAway from error

    def _write(self, name: bytes, sealed: bytes) -> None:
        system, path = self._at(name)
        try:
            if self.is_folder:
                _write_durably(Path(path), sealed)
            else:
                system.pipe_file(path, sealed)
        except Exception as error:
            raise BlobsAway from error

    def _at(self, name: bytes) -> tuple[Any, str]:
        system, root = self._opened()
        text = name.hex()
        return system, f"{root}/{text[:2]}/{text}"

    def _opened(self) -> tuple[Any, str]:
        if self._place is None:
            from fsspec.core import url_to_fs  # noqa: PLC0415 - for who sends a file

            try:
                system, root = url_to_fs(self._url)
            except (ImportError, ValueError, OSError) as error:
                raise BlobsAway from error
            self._place = system, root.rstrip("/")
        return self._place


def _write_durably(path: Path, content: bytes) -> None:
    """Put a file there as a whole: after a crash it is there or not."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    temporary = path.with_name(f"{_BEGUN}{token_hex(8)}")
    try:
        write_synced(temporary, content)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    for folder in (path.parent, path.parent.parent):
        sync_folder(folder)


def _aware(at: datetime) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=UTC)
