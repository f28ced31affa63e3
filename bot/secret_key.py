"""SECRET_KEY, or one that is made once and kept in DATA_DIR, readable by its owner alone."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from bot.settings import BadSettings, Settings
from storage.rotation import agree_on_key, opens_what_is_stored
from storage.unit_of_work import UnitOfWork

FILE_NAME = "secret.key"
_ANOTHER = (
    "SECRET_KEY: không phải khóa của cơ sở dữ liệu này, không mở được dữ liệu đã lưu; "
    f"đặt lại khóa cũ (hoặc tệp {FILE_NAME} cũ), và đặt cùng một khóa trên mọi máy"
)


def secret_keys(settings: Settings) -> tuple[str, ...]:
    """The keys, the newest first: it seals, all of them open.

    Raises: BadSettings if none is set and none can be kept.
    """
    if settings.secret_key:
        return tuple(key for key in settings.secret_key.split(",") if key)
    return (_kept(settings.data_dir),)


def existing_keys(settings: Settings) -> tuple[str, ...]:
    """The same without making one: empty if there is none yet. Raises: BadSettings."""
    return secret_keys(settings) if settings.secret_key or (settings.data_dir / FILE_NAME).exists() else ()


def check_keys(uow: UnitOfWork) -> None:
    """Refuse to work with keys that are not those of the data. Raises: BadSettings."""
    if not opens_what_is_stored(uow):
        raise BadSettings(_ANOTHER)


def agree_on_keys(uow: UnitOfWork) -> None:
    """The same, and from now on no program with other keys alone can work here. Raises: BadSettings."""
    if not (opens_what_is_stored(uow) and agree_on_key(uow)):
        raise BadSettings(_ANOTHER)


def _kept(folder: Path) -> str:
    path = folder / FILE_NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _make(path)
        key = path.read_text("utf-8").strip()
    except OSError:
        raise BadSettings(f"DATA_DIR: không đọc hoặc ghi được trong thư mục {folder}") from None
    if len(key) < 16:
        raise BadSettings(f"DATA_DIR: tệp {FILE_NAME} hỏng, hãy khôi phục từ bản sao lưu hoặc đặt SECRET_KEY")
    return key


def _make(path: Path) -> None:
    """The file is there whole or not at all, and the first of several that start together wins."""
    draft = path.with_name(f".{FILE_NAME}-{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(secrets.token_urlsafe(32))
        file.flush()
        os.fsync(file.fileno())
    try:
        with suppress(FileExistsError):
            path.hardlink_to(draft)
    finally:
        draft.unlink()
