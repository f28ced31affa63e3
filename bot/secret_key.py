"""SECRET_KEY, or one that is made once and kept in DATA_DIR, readable by its owner alone."""

import os
import secrets
from pathlib import Path
from typing import TextIO

from bot.settings import BadSettings, Settings

FILE_NAME = "secret.key"


def secret_keys(settings: Settings) -> tuple[str, ...]:
    """The keys, the newest first: it seals, all of them open.

    Raises: BadSettings if none is set and none can be kept.
    """
    if settings.secret_key:
        return tuple(key for key in settings.secret_key.split(",") if key)
    return (_kept(settings.data_dir),)


def _kept(folder: Path) -> str:
    path = folder / FILE_NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _created(path) as file:
            file.write(secrets.token_urlsafe(32))
    except FileExistsError:
        pass
    except OSError:
        raise BadSettings(f"DATA_DIR: không ghi được vào thư mục {folder}") from None
    key = path.read_text("utf-8").strip()
    if len(key) < 16:
        raise BadSettings(f"DATA_DIR: tệp {FILE_NAME} hỏng, hãy khôi phục từ bản sao lưu hoặc đặt SECRET_KEY")
    return key


def _created(path: Path) -> TextIO:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8")
