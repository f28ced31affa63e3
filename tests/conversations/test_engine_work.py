"""How much the engine does for a turn, counted instead of timed, and that nothing of a typed text outlives it."""

import sys
from collections import Counter
from collections.abc import Callable
from types import FrameType

import pytest

from conversations import asking, places
from conversations.directory import Directory, Organisation
from conversations.engine import transition
from conversations.events import ButtonPressed, Event, TextReceived
from conversations.needs import needs
from conversations.state import State, from_dict, to_dict
from conversations.steps import View
from conversations.tree import MOST_MADE
from conversations.typed import MOST_KEPT, for_a_turn
from tests.builders import NOON, ORGANISATIONS, facts
from tests.transcripts import Talk

DIALOGUE = (
    "/start", "[Đồng ý]", "Nguyễn Văn An", "080123456", "0912345678", "Cao Bằng", "Hà Quảng", "[Trường Mầm non Hoa Mai]", "[Y tế]",
    "[2/2021]", "Cải tiến sổ theo dõi", "Trước đây ghi sổ tay. Nay dùng bảng tính chung, nhanh hơn hai giờ mỗi ngày.", "[Gửi]",
)  # fmt: skip


def counted(work: Callable[[], object]) -> Counter[str]:
    """How often each Python function was entered, by "module.name", and all of them as ""."""
    calls = Counter[str]()

    def count(frame: FrameType, event: str, arg: object) -> None:
        if event == "call":
            calls[f"{frame.f_globals['__name__'].rpartition('.')[2]}.{frame.f_code.co_name}"] += 1
            calls[""] += 1

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return calls


def turns(talk: Talk) -> list[tuple[State, Event]]:
    """The states and events of the dialogue, which *talk* has been led through, so that all that is kept is there."""
    met: list[tuple[State, Event]] = []
    for order, line in enumerate(DIALOGUE):
        action = talk.button(line[1:-1]).action if line.startswith("[") else None
        event = ButtonPressed(NOON, action, "m1") if action else TextReceived(NOON, line, order)
        met.append((from_dict(to_dict(talk.state)), event))
        talk.take(event)
    return met


def test_the_work_of_a_turn() -> None:
    """A text is folded once, and its first words; buttons are not read back; the path is found once a question."""
    talk = Talk()
    together, met = Counter[str](), turns(talk)
    for state, event in met:
        calls = counted(lambda: (needs(state, event), transition(state, event, talk.facts)))  # noqa: B023 - run at once
        together += calls
        is_text = isinstance(event, TextReceived)
        assert calls["text.fold"] <= (4 if is_text else 0), event
        assert calls["text.normalise"] <= 6, event
        assert calls["actions.decode"] == (0 if is_text else 2), event
        assert calls["actions.encode"] <= asking.PAGE + 1, event
        assert max(calls["steps.path"], calls["asking.question"]) <= 1, event
    assert together[""] / len(met) <= 220, "functions entered; when all of that was done again and again it was 650"


def test_typed_texts_are_forgotten() -> None:
    """At the end of every turn, one that fails too; within it a text is read once, and few are kept."""
    read: list[str] = []

    @for_a_turn
    def remembered(text: str) -> str:
        read.append(text)
        return text

    event = TextReceived(NOON, "xin chào")
    assert [remembered("Nguyễn Văn An"), remembered("Nguyễn Văn An")] == ["Nguyễn Văn An"] * 2
    assert len(read) == 1
    transition(State(), event, facts())
    remembered("Nguyễn Văn An")
    assert len(read) == 2
    with pytest.raises(AttributeError):
        transition(State(), event, None)  # type: ignore[arg-type]
    remembered("Nguyễn Văn An")
    assert len(read) == 3
    for number in range(MOST_KEPT):
        remembered(str(number))
    remembered("Nguyễn Văn An")
    assert len(read) == 3 + MOST_KEPT + 1


def test_options_are_made_once_a_directory() -> None:
    """And again when one more list is asked for than are kept; a directory that took a CĐCS has lists of its own."""
    before = Directory(ORGANISATIONS)
    after = before.with_unions([Organisation(104, "04.045.x", "Trạm Y tế", "union", 45)])
    views = [View({}, {}, facts(directory=directory), NOON) for directory in (before, after)]
    first, second = (places.choices_below(view, 45, "union") for view in views)
    assert first is places.choices_below(views[0], 45, "union")
    assert ("104", "Trạm Y tế") not in {(option.value, option.label) for option in first}
    assert ("104", "Trạm Y tế") in {(option.value, option.label) for option in second}
    for node in range(1000, 1000 + MOST_MADE):
        assert places.choices_below(views[0], node, "union") == ()
    again = places.choices_below(views[0], 45, "union")
    assert again == first
    assert again is not first
