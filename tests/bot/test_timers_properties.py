"""Whatever a worker does and however the time passes: at most two reminders a draft, in the daytime, before the close."""

import asyncio
import shutil
import tempfile
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.channels.protocol import Incoming
from bot.facts import FactLoader
from bot.runner import Outcome, Runner
from conversations.events import TextReceived
from conversations.reminders import is_daytime
from conversations.state import State
from storage.database import open_database
from storage.vault import Vault
from tests.bot.timers_world import HOUR, World, begun
from tests.builders import CATALOGUE, NOON
from tests.storage.world import CAMPAIGN, SECRET, meet

WORDS = (
    "/nop", "đồng ý", "Nguyễn Văn A", "080888999", "0912345678", "cao bằng", "hà quảng", "mầm non", "1", "3/2021",
    "Góc học tập", "Dùng vỏ chai làm giá sách cho trẻ trong lớp.", "gửi", "/huy", "làm lại", "có", "/theodoi", "dừng nhắc",
    "nhắc lại", "tiếp tục", "nộp thêm", "sai",
)  # fmt: skip
FORM = ("/nop", "đồng ý", "Nguyễn Văn A", "080888999", "0912345678")
STEPS = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from((timedelta(minutes=3), 2 * HOUR, 13 * HOUR, 25 * HOUR, 8 * 24 * HOUR)),
    st.sampled_from((-9 * 24 * HOUR, 6 * 24 * HOUR)).map(lambda by: ("close", by)),
)


@dataclass
class Life:
    """One worker, the program and the time."""

    world: World
    runner: Runner
    closes: datetime = CAMPAIGN.closes
    updates: int = 0
    reminded: dict[int, list[datetime]] = field(default_factory=dict)  # by the serial of the draft

    async def type(self, text: str) -> None:
        """The worker writes."""
        self.updates += 1
        event = TextReceived(self.world.now, text, self.updates)
        outcome = await self.runner.take(Incoming("telegram", str(self.updates), "a", "chat-a", event))
        assert outcome is Outcome.DONE

    async def wait(self, time: timedelta) -> None:
        """Time passes; some process looks at its timers."""
        self.world.now += time
        before = await self.state()
        said = [key for _, key in await self.world.round() if key.startswith("reminder-")]
        assert len(said) <= 1
        if said:
            self.check(before)

    async def move(self, by: timedelta) -> None:
        """The close is moved."""
        self.closes = max(self.closes + by, CAMPAIGN.opens + HOUR)
        await self.world.close_at(self.closes)

    def check(self, before: State) -> None:
        """What must hold of a reminder."""
        draft, now = before.frame("submission"), self.world.now
        assert draft is not None, "of a draft that is there"
        assert not before.is_reminder_free
        assert is_daytime(now, CAMPAIGN)
        assert now < self.closes, "never after the close"
        times = self.reminded.setdefault(draft.serial, [])
        assert not times or now - times[-1] >= 24 * HOUR
        times.append(now)
        assert len(times) <= 2, "at most two a draft"

    async def state(self) -> State:
        """What is stored of the worker."""
        return (await self.world.database.write(lambda uow: uow.conversations.get(meet(uow, "a").id)))[0]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(begins=st.booleans(), steps=st.lists(STEPS, max_size=30))
def test_any_life(sqlite_template: Path, begins: bool, steps: list[str | timedelta | tuple[str, timedelta]]) -> None:
    """Answers, commands, hours and days, a close that moves: in any order."""
    asyncio.run(live(sqlite_template, [*(FORM if begins else ()), *steps]))


async def live(template: Path, steps: list[str | timedelta | tuple[str, timedelta]]) -> Life:
    with tempfile.TemporaryDirectory() as folder:
        shutil.copyfile(template, f"{folder}/test.db")
        database = await open_database(f"sqlite+aiosqlite:///{folder}/test.db", Vault([SECRET]))
        life = Life(await begun(database), Runner(database, FactLoader(CATALOGUE.phrase), lambda: None, lambda: NOON))
        for step in steps:
            match step:
                case str():
                    await life.type(step)
                case timedelta():
                    await life.wait(step)
                case (_, by):
                    await life.move(by)
        await database.close()
        return life


def test_two_reminders_do_happen(sqlite_template: Path) -> None:
    """The property is not empty: a form that is left alone is reminded of twice."""
    life = asyncio.run(live(sqlite_template, [*FORM, *[12 * HOUR] * 50]))
    assert [len(times) for times in life.reminded.values()] == [2]
