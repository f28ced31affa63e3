"""Examples of initiatives by field: shown to everybody, changed by staff of a federation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.answers import Invalid, Valid
from conversations.district_effects import SetExample
from conversations.domain import Field, Grant, Role
from conversations.events import ButtonPressed, TextReceived
from conversations.needs import needs
from conversations.text import count
from conversations.validators import example
from tests.builders import CATALOGUE, NOON, facts
from tests.conversations.test_submission import TO_DESCRIPTION, TO_UNION
from tests.transcripts import Line, Talk, follow

STAFF = Grant(Role.STAFF, 45)
OURS = "Trước đây ghi sổ, nay dùng bảng tính, bớt một công mỗi tuần."


def said(talk: Talk, back: int = 1) -> str:
    """A message as it is read, the last or one before."""
    return CATALOGUE.format(talk.says[-back].key, talk.says[-back].args)


SHOWN: dict[str, list[Line]] = {
    "asked which": [("/vidu", "example-which"), ("[Y tế]", "example-shown")],
    "by number": [("/example", "example-which"), ("7", "example-shown"), ("[Lĩnh vực khác…]", "example-which")],
    "by name": [("/vidu y te", "example-shown"), ("/vidu health", "example-shown"), ("/vidu con mèo", "example-which")],
    "said": [("/theodoi", "nothing-filed"), ("xem ví dụ", "example-which"), ("ví dụ", "example-which")],
    "no staff": [("/vidu sửa", "example-not-for-you"), ("/vidu sửa y tế", "example-not-for-you")],
    "in the middle of the form": [*TO_UNION, ("/vidu", "example-which draft-waits"), ("/vidu y tế", "example-shown draft-waits")],
    "at the description, by button": [*TO_DESCRIPTION, ("[Xem ví dụ]", "example-shown ask-description")],
    "at the description, in words": [*TO_DESCRIPTION, ("xem vi du", "example-shown ask-description"), ("2", "example-shown ask-description")],
}  # fmt: skip


@pytest.mark.parametrize("lines", SHOWN.values(), ids=SHOWN)
def test_shown(lines: list[Line]) -> None:
    """By button, number, name and at the description."""
    follow(lines)


def test_the_nearest_that_is_set() -> None:
    """In place of the built-in one, for this field alone; the draft knows which field is meant."""
    talk = Talk(facts(examples={Field.HEALTH: OURS}))
    follow([*TO_DESCRIPTION, ("[Xem ví dụ]", "example-shown ask-description")], talk)
    assert OURS in said(talk, 2)
    talk.write("/vidu")
    assert OURS in said(talk, 2)
    talk.write("/vidu giáo dục")
    assert "góc kể chuyện" in said(talk, 2)


def test_a_text_over_the_limit_outlasts_the_example() -> None:
    """Whoever looks at an example in between can still cut the text."""
    talk = follow([*TO_DESCRIPTION, ("Nay dùng bảng tính, bớt hai giờ mỗi ngày. " * 30, "!description-over-limit ask-description")])
    follow([("[Xem ví dụ]", "example-shown ask-description"), ("[Lấy đến hết câu cuối trong giới hạn]", "ask-review")], talk)


def test_what_is_loaded() -> None:
    """Only where an example may be shown, for the workplace that is known."""
    state = follow(TO_DESCRIPTION).state
    for event in (ButtonPressed(NOON, f"a.{state.serial}.description.example"), TextReceived(NOON, "xem ví dụ"), TextReceived(NOON, "/vidu")):
        wanted = needs(state, event)
        assert (True, 100) == (wanted.examples, wanted.workplace)
    assert not needs(state, TextReceived(NOON, "Trước đây ghi sổ tay. Nay dùng bảng tính, bớt hai giờ.")).is_of_district
    assert not needs(follow(TO_UNION).state, TextReceived(NOON, "hoa mai")).is_of_district


def test_every_built_in_example_is_short() -> None:
    """As short as those that staff may set, with figures, and one for each field."""
    for field in Field:
        text = CATALOGUE.format(f"example-{field.value.replace('_', '-')}", {})
        assert example(text) == Valid(text)
        assert count(text) <= 160


# -- staff --------------------------------------------------------------------------------------------------------
def officer(*grants: Grant, own: str = "") -> Talk:
    """Somebody of the district."""
    return Talk(facts(grants=grants or (STAFF,), own_examples={45: {Field.HEALTH: own}} if own else {}))


SET: dict[str, tuple[list[Line], str, SetExample | None]] = {
    "by button": ([("/vidu", "example-which"), ("[Sửa ví dụ theo lĩnh vực]", "examples-set"), ("[Y tế]", "ask-example"), (OURS, "+SetExample example-set")], "", SetExample(45, Field.HEALTH, OURS)),
    "by number": ([("/vidu sua", "examples-set"), ("8", "ask-example"), (OURS, "+SetExample example-set")], "", SetExample(45, Field.EDUCATION, OURS)),
    "in words": ([("/vidu sửa y tế", "ask-example"), (OURS, "+SetExample example-set")], "", SetExample(45, Field.HEALTH, OURS)),
    "in English": ([("/example edit health", "ask-example"), (OURS, "+SetExample example-set")], "", SetExample(45, Field.HEALTH, OURS)),
    "from the other settings": ([("/caidat", "contact-set"), ("[Sửa ví dụ theo lĩnh vực]", "examples-set"), ("1", "ask-example"), (OURS, "+SetExample example-set")], "", SetExample(45, Field.PRODUCTION, OURS)),
    "back to the built-in one": ([("/vidu sua y te", "ask-example"), ("[Dùng ví dụ có sẵn]", "+SetExample example-set")], OURS, SetExample(45, Field.HEALTH, "")),
    "back in a word": ([("/vidu sua y te", "ask-example"), ("xóa", "+SetExample example-set")], OURS, SetExample(45, Field.HEALTH, "")),
    "too long": ([("/vidu sửa y tế", "ask-example"), ("x" * 401, "!example-wrong ask-example"), ("hủy", "cancel-sure"), ("đồng ý", "stopped")], "", None),
    "no such field": ([("/vidu sửa con mèo", "example-field-unknown"), ("[Y tế]", "ask-example")], "", None),
    "another's": ([("/vidu sua 43", "contact-not-yours"), ("{c.vidu.sua 43.health}", "contact-not-yours")], "", None),
}  # fmt: skip


@pytest.mark.parametrize(("lines", "own", "expected"), SET.values(), ids=SET)
def test_settings(lines: list[Line], own: str, expected: SetExample | None) -> None:
    """Each field by button, number or in words."""
    talk = follow(lines, officer(own=own))
    assert [expected] == [e for e in talk.effects if isinstance(e, SetExample)] or expected is None


def test_what_staff_read() -> None:
    """Which are their own, what is shown now, and what is shown after the change."""
    talk = follow([("/vidu sửa", "examples-set")], officer(own=OURS))
    assert "• Y tế: ví dụ riêng" in said(talk)
    assert "• Giáo dục: ví dụ có sẵn" in said(talk)
    follow([("[Y tế]", "ask-example")], talk)
    assert OURS in said(talk)
    talk.write("xóa")
    assert "tỷ lệ tiêm đúng lịch" in said(talk)


def test_staff_of_two_federations_choose() -> None:
    """By button, with the field that was named by its code."""
    talk = officer(STAFF, Grant(Role.STAFF, 43))
    follow([("/vidu sua", "contact-which"), ("[LĐLĐ huyện Bảo Lạc]", "examples-set"), ("7", "ask-example"), (OURS, "+SetExample example-set")], talk)
    assert SetExample(43, Field.HEALTH, OURS) in talk.effects
    follow([("/vidu sua health", "contact-which"), ("[LĐLĐ huyện Hà Quảng]", "ask-example")], talk)


def test_rights_are_those_of_the_moment() -> None:
    """Whoever lost the role meanwhile changes nothing."""
    talk = follow([("/vidu sửa y tế", "ask-example")], officer())
    talk.know(grants=(Grant(Role.STAFF, 43),))
    follow([(OURS, "contact-not-yours")], talk)


@given(st.text(max_size=900))
def test_any_text_is_read(raw: str) -> None:
    """Never an error, never more than the table takes."""
    answer = example(raw)
    assert isinstance(answer, Invalid) or (0 < len(answer.value) <= 800 and count(answer.value) <= 400)
