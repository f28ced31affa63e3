"""What is stored of a dialogue: it comes back as it was, through real JSON, also under a newer program."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from conversations.domain import Grant, Role
from conversations.state import STATE_VERSION, Doubt, Frame, State, from_dict, to_dict
from tests.builders import facts
from tests.conversations.test_decision import EXECUTIVE, WAITING, deciding
from tests.transcripts import Line, Talk, follow

WORDS = st.text(max_size=20)
NOTES = st.dictionaries(WORDS, WORDS, max_size=4)
SMALL = st.integers(0, 999)
TIMES = st.datetimes(min_value=datetime(2021, 1, 1), max_value=datetime(2031, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - the strategy wants it so
DOUBTS = st.builds(Doubt, WORDS, WORDS, st.dictionaries(WORDS, st.one_of(WORDS, SMALL), max_size=3), NOTES)
FRAMES = st.builds(
    Frame, WORDS, SMALL, WORDS, NOTES, NOTES, st.none() | DOUBTS, st.none() | WORDS.filter(bool), SMALL,
    st.lists(WORDS, max_size=3).map(tuple), st.integers(1, 9), st.none() | TIMES, SMALL,
)  # fmt: skip
LISTS = st.lists(WORDS, max_size=3).map(tuple)
STATES = st.builds(
    State, st.lists(FRAMES, max_size=3).map(tuple), SMALL, NOTES, st.none() | WORDS, LISTS,
    st.lists(st.tuples(WORDS, WORDS), max_size=3).map(tuple), st.booleans(),
)  # fmt: skip


@given(STATES)
def test_what_is_stored_comes_back(state: State) -> None:
    """Through JSON text, as the database keeps it."""
    assert state == from_dict(json.loads(json.dumps(to_dict(state))))


def test_an_empty_state_is_small() -> None:
    """Most people have nothing open."""
    assert len(json.dumps(to_dict(State()))) < 200


def test_every_part_of_a_frame_is_stored() -> None:
    """A new field that is forgotten here would be lost between two messages."""
    frame = Frame(
        "f", 1, "s", {"a": "1"}, {"b": "2"}, Doubt("v", "k", {"n": 1}), "cancel-sure", 3, ("x",), 2, datetime(2021, 4, 1, tzinfo=UTC), 1
    )
    assert set(Frame.__struct_fields__) == set(to_dict(State((frame,)))["frames"][0])


def test_a_newer_state_is_refused() -> None:
    """An old program does not guess what a newer one meant."""
    with pytest.raises(ValueError, match="unknown"):
        from_dict({**to_dict(State()), "v": STATE_VERSION + 1})


def test_runs_are_stacked() -> None:
    """The newest on top, one of each flow; a run that is raised keeps the others in order."""
    one, two, three = (Frame(name, number, "s") for number, name in enumerate("abc", start=1))
    state = State().opened(one).opened(two).opened(three)
    assert [f.flow for f in state.frames] == ["a", "b", "c"]
    assert [f.flow for f in state.raised(one).frames] == ["b", "c", "a"]
    assert [f.flow for f in state.opened(replace(one, serial=4)).frames] == ["b", "c", "a"]
    assert [f.flow for f in state.closed("b").frames] == ["a", "c"]
    assert state.top == three
    assert State().top is None


# -- a newer program ---------------------------------------------------------------------------------------------
NAMED = {"consent": "1", "full_name": "Nguyễn Văn A"}


def remaining(*frames: Frame) -> Talk:
    """Somebody whose dialogues an earlier program left so."""
    return Talk(state=State(frames, 9))


RENAMED: dict[str, tuple[Talk, list[Line]]] = {
    "a renamed step is asked by the first open one": (
        remaining(Frame("submission", 9, "phone_number", NAMED)),
        [("0912345678", "form-changed ask-id-number"), ("080888999", "ask-phone")],
    ),
    "at the end of the form it is the last one": (
        remaining(Frame("withdrawal", 9, "certain", {"sure": "no"}, {"code": "A7K29QXQ"})),
        [("có", "form-changed ask-withdraw")],
    ),
    "an unknown form is dropped": (remaining(Frame("survey", 9, "age")), [("42", "form-changed menu"), ("1", "ask-consent")]),
    "the form below goes on": (
        remaining(Frame("submission", 9, "phone", NAMED), Frame("survey", 9, "age")),
        [("42", "form-changed ask-phone")],
    ),
    "a form below that changed is mended unseen": (
        remaining(Frame("submission", 9, "phone_number", NAMED), Frame("invitation", 9, "role")),
        [("1", "form-changed ask-invite-organisation")],
    ),
    "a command is obeyed all the same": (
        remaining(Frame("submission", 9, "phone_number", NAMED)),
        [("/huy", "form-changed cancel-sure"), ("[Không, làm tiếp]", "ask-id-number")],
    ),
    "an old button too": (
        remaining(Frame("submission", 9, "phone_number", NAMED)),
        [("{a.9.phone_number.x}", "form-changed ask-id-number")],
    ),
    "another notice has to be agreed to": (
        remaining(Frame("submission", 9, "phone", {**NAMED, "consent": "0", "id_number": "080888999"})),
        [("0912345678", "form-changed ask-consent"), ("đồng ý", "+RecordConsent ask-phone")],
    ),
}


@pytest.mark.parametrize(("talk", "lines"), RENAMED.values(), ids=RENAMED)
def test_a_form_that_changed(talk: Talk, lines: list[Line]) -> None:
    """Nobody is stuck, no answer is lost, and it is said; what was written to a question that is gone is no answer."""
    talk.know(grants=(Grant(Role.STAFF, 45),))
    follow(lines, talk)
    assert {frame.flow for frame in talk.state.frames} <= {"submission", "withdrawal", "invitation"}
    draft = talk.state.frame("submission")
    assert draft is None or draft.answers.get("full_name") in (None, "Nguyễn Văn A")


def test_a_decision_survives_a_restart_at_every_question() -> None:
    """Every turn of a transcript goes through the stored form; here the doubt and the ticks do."""
    talk = deciding(WAITING)
    follow([("bổ sung A7K2", "ask-what-to-change"), ("[Nội dung]", "ask-what-to-change")], talk)
    talk.state = from_dict(json.loads(json.dumps(to_dict(talk.state))))
    assert "✓ Nội dung" in talk.labels()


def test_a_stranger_state_of_an_executive_is_answered() -> None:
    """Nothing open, nothing known: the menu."""
    talk = Talk(facts(grants=(EXECUTIVE,)), State(serial=3))
    assert talk.write("???") == "not-understood menu"
    assert [say.key for say in talk.says] == ["not-understood", "menu"]
