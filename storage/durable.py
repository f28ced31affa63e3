"""Files and folders that are on disk when a call returns."""

import os
from pathlib import Path


def write_synced(path: Path, content: bytes) -> None:
    """Write a file, readable for its owner alone."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(path: Path) -> None:
    """Let the names in a folder be on disk: those of new files, and of files that were moved there."""
    folder = os.open(path, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
