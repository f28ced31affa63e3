"""An installation whose logs are read at its end, and what can be done to it from outside."""

import json
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from pathlib import Path
from typing import Any

from tests.program import KEY, SECRET, TOKEN, Program, telegram_settings
from tests.telegram_api import FakeTelegram

NAME, NUMBER, PHONE, WORDS = "Nguyễn Văn A", "080888999", "0912345678", "xin chào các bạn"
SECRETS = (NAME, "Nguyễn", NUMBER, PHONE, WORDS, TOKEN, TOKEN.partition(":")[2], SECRET, KEY)


@asynccontextmanager
async def installed(api: FakeTelegram, database_url: str, folder: Path, **settings: object) -> AsyncIterator[Program]:
    """An installation with its directory, at the most talkative log level."""
    chosen = telegram_settings(api, database_url=database_url, log_level="DEBUG", **settings)
    async with Program(folder, **chosen) as program:
        await program.plant()
        yield program
        check_logs(program)


def check_logs(program: Program) -> None:
    """Every line is a JSON object, none holds what people wrote or what opens doors."""
    lines = program.logged().splitlines()
    assert [] == [line for line in lines if not isinstance(json.loads(line), dict)]
    assert [] == [(secret, line) for line in lines for secret in SECRETS if secret in line]


def written(number: int, text: str = WORDS, sender: int = 10) -> dict[str, Any]:
    """An update with a text."""
    account = {"id": sender, "is_bot": False, "first_name": NAME}
    chat = {"id": sender, "type": "private", "first_name": NAME}
    message = {"message_id": number, "from": account, "chat": chat, "date": 1615350000, "text": text}
    return {"update_id": number, "message": message}


@contextmanager
def locked(program: Program) -> Iterator[None]:
    """Another program holds the write lock of the SQLite file."""
    path = program.environment["DATABASE_URL"].partition(":///")[2].partition("?")[0]
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")
