"""An announcement to ten thousand people is under way: whoever writes meanwhile is answered at once.

    BROADCAST=10000 .venv/bin/python -m pytest tests/benchmarks/test_broadcast.py -s
"""

import os
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.messages import to_dict
from storage.repositories.outbox_order import BULK
from storage.unit_of_work import UnitOfWork
from tests.program import Program, telegram_settings
from tests.sending import plain
from tests.telegram_api import FakeTelegram

PEOPLE = int(os.environ.get("BROADCAST", "10000"))
REPLIES = 20
A_SECOND_S_WORTH = 30  # announcements that Telegram takes in a second


def announce(uow: UnitOfWork) -> None:
    """Owe everybody a message."""
    now = datetime.now(UTC)
    for number in range(PEOPLE):
        uow.outbox.add("telegram", str(100_000 + number), to_dict(plain("Thông báo")), BULK, now)


@pytest.mark.timeout(300)
async def test_replies_do_not_wait_for_a_broadcast(
    api: FakeTelegram, database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Between a question and its answer fewer announcements leave than in a second; how long it took is printed."""
    async with Program(tmp_path, **telegram_settings(api, database_url=database_url)) as program:
        await program.plant()
        for number in range(PEOPLE):
            api.chat(100_000 + number)
        async with program.database() as database:
            await database.write(announce)
        await program.start()
        user, delays, overtaken = program.user(api), list[float](), list[int]()
        await api.until(lambda: len(announced(api)) > A_SECOND_S_WORTH, 60)
        for _ in range(REPLIES):
            before, begun = len(announced(api)), time.monotonic()
            shown = len(user.chat.shown)
            await user.say("/huongdan", expects=0)
            await api.until(lambda: len(user.chat.shown) > shown + 1, 60)  # noqa: B023
            delays.append(time.monotonic() - begun)
            overtaken.append(len(announced(api)) - before)
        left = PEOPLE - len(announced(api))
        with capsys.disabled():
            print(f"[{left} of {PEOPLE} announcements still wait; slowest reply {max(delays):.2f} s]", end=" ")  # noqa: T201
        assert left > PEOPLE // 2
        assert [] == [count for count in overtaken if count > A_SECOND_S_WORTH]


def announced(api: FakeTelegram) -> list[object]:
    """The announcements that have arrived."""
    return [call for call in api.called("sendMessage") if call.chat and call.chat >= 100_000]
