"""The dialogue that the load generator follows still fits the program: questions in their order, buttons, and what is stored."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.benchmarks import layers
from tests.benchmarks.compare import filled
from tests.benchmarks.filed import records
from tests.benchmarks.goals import Goal
from tests.benchmarks.peers import Measured
from tests.benchmarks.prepared import PROGRAMME, furnish
from tests.site import running
from tests.telegram_chats import Message

SCRIPT: dict[str, Any] = json.loads((Path(__file__).parent / "dialogue.json").read_text("utf-8"))
STEPS: list[dict[str, Any]] = SCRIPT["steps"]
ASKED = [*(step["expect"] for step in STEPS), SCRIPT["done"]]
FILLED = {"n": lambda width: f"{17:0{width or 1}}", "pick": lambda of: of.split("|")[0], "pad": lambda most: ("áp dụng " * 200)[: int(most)].strip()}


def typed(step: dict[str, Any]) -> str:
    """What the step types, as the load generator fills it in."""
    text = step["text"] if isinstance(step["text"], str) else step["text"][-1]
    return re.sub(r"{(\w+):?([^}]*)}", lambda found: str(FILLED[found[1]](found[2])), text)  # type: ignore[no-untyped-call]


def questions(messages: list[Message]) -> list[int]:
    """Which of the script's questions these messages are taken for. POSIX and Python agree on what the script uses."""
    return [number for message in messages for number, asked in enumerate(ASKED) if re.search(asked, message.text, re.DOTALL)]


async def test_the_dialogue_fits(sqlite_url: str, tmp_path: Path) -> None:
    """Each answer leads to the next question and is taken for no other; what is dumped is what was answered."""
    (tmp_path / "campaign.toml").write_text(PROGRAMME, "utf-8")
    async with running(sqlite_url, tmp_path, campaign_file=tmp_path / "campaign.toml") as world:
        executive, chat = str(SCRIPT["executive"]["chat_id"]), 100_000_017
        await world.site.database.write(lambda uow: furnish(uow, executive))
        above, user, said = world.user(int(executive)), world.user(chat), dict[str, str]()
        seen = [questions(await user.say(SCRIPT["start"]))]
        for step in STEPS:
            if "text" in step:
                said[step["key"]] = typed(step)
                seen.append(questions(await user.say(said[step["key"]])))
            else:
                label = next((one for one in user.chat.last.labels if re.search(step["press"]["label"], one)), user.chat.screen())
                said[step["key"]] = label
                seen.append(questions(await user.press(label)))
        assert [[number] for number in range(len(ASKED))] == seen
        (record,) = await world.site.database.read(records)
        assert record == {"chat_id": chat, **{key: said[key] for key in record if key != "chat_id"}}
        assert said.keys() - record.keys() == {"consent", "review"}
        assert re.search(SCRIPT["done"], (await user.say("/menu"))[-1].text)  # who presses twice at the end is told this
        assert "Nguyễn Văn An" in above.chat.last.text


RUNS = {("closed", "ours"): [{"a": {"b": 9}}, None, {"a": {"b": 4}}], ("closed", "ptb"): [{"a": {"b": 3}}, {"a": {"b": 1}}, {"a": {"b": 1}}]}


@pytest.mark.parametrize(
    ("bound", "is_least", "row"),
    [(3, True, "| w | g | 3.50 × [3–4] | yes |"), (3, False, "| w | g | 3.50 × [3–4] | **no** |")],
)
def test_ratios_are_taken_within_a_round(bound: float, is_least: bool, row: str) -> None:
    """A round in which one of the two failed does not count."""
    goal = Goal("w", "g", bound, lambda measured: measured.ratios("a.b", ("closed", "ours"), ("closed", "ptb")), is_least=is_least)
    assert row == goal.row(Measured(RUNS))  # type: ignore[arg-type]
    assert "| w | g | – | not measured |" == goal.row(Measured())
    assert Measured(RUNS).total("closed", "ours", "a.b") is None  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("stack", "layer"),
    [
        ("run (uvloop/__init__.py:92);Application._handle (aiohttp/web_app.py:563);TelegramChannel.parse (bot/channels/telegram/parsing.py:9)", "HTTP in: reading, parsing, answering"),
        ("Writer._run (storage/writer.py:90);Runner._turn (bot/runner.py:1);transition (conversations/engine.py:2);fold (conversations/text.py:3)", "turn: rules decide"),
        ("Writer._run (storage/writer.py:90);Runner._turn (bot/runner.py:1);Turns.begin (storage/repositories/turns.py:2)", "turn: reading"),
        ("Writer._run (storage/writer.py:90);Runner._turn (bot/runner.py:1);Handing.add (storage/repositories/handing.py:2)", "turn: writing"),
        ("Writer._run (storage/writer.py:90);RootTransaction._do_commit (sqlalchemy/engine/base.py:2)", "commit (BEGIN, COMMIT, fsync)"),
        ("Writer._run (storage/writer.py:90);Sender._claim.<locals>.work (bot/sender.py:1);Outbox.claim (storage/repositories/outbox_claim.py:2)", "marks and claims"),
        ("Sender._work (bot/sender.py:242);Delivery.deliver (bot/delivery.py:102);parts (bot/render.py:22)", "API calls out: rendering"),
        ("Sender._work (bot/sender.py:242);Connection.post (bot/channels/telegram/connection.py:22)", "API calls out: connections and JSON"),
        ("Housekeeper.run (bot/housekeeping.py:1)", layers.OTHER),
    ],
)  # fmt: skip
def test_samples_are_told_apart(stack: str, layer: str) -> None:
    """By the first rule that matches anything on the stack; a table's shares add up."""
    assert layer == layers.layer(stack)
    assert f"| {layer} | 75% | 1.500 |" in layers.table(f"{stack} 3\nwait (nowhere.py:1);gc (x.py:2);commit_of_nothing (y.py:3) 1".replace("wait", "Application._handle (aiohttp/w.py:1);x") if layer == layers.OTHER else f"{stack} 3\nwait (nowhere.py:1) 1", 2.0)


def test_the_page_keeps_its_places() -> None:
    """What is between two marks is replaced; a page without them is refused."""
    page = "a\n<!-- goals -->\nold\n<!-- /goals -->\nb\n"
    assert "a\n<!-- goals -->\nnew\n<!-- /goals -->\nb\n" == filled(page, "goals", "new")
    with pytest.raises(ValueError, match="layers"):
        filled(page, "layers", "new")
