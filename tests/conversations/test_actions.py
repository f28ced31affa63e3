"""What stands behind buttons: it comes back as it went out, and rubbish comes back as nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations import codes
from conversations.actions import MOST_BYTES, Action, Certain, Choose, Control, Judge, Run, Turn, Write, decode, encode
from conversations.commands import COMMANDS
from conversations.domain import Block, Status
from conversations.flows.report import MOST_PAGE, report_action
from conversations.open_forms import FLOWS
from conversations.report_effects import ReportFilter, ReportView

NUMBERS = st.integers(0, 999_999_999)
STEPS = st.sampled_from(sorted({step.id for flow in FLOWS.values() for step in flow.steps}))
CODES = st.text(alphabet=codes.ALPHABET, min_size=8, max_size=8)
ACTIONS = st.one_of(
    st.builds(Choose, NUMBERS, STEPS, st.text(alphabet=st.characters(codec="utf-8"), max_size=10)),
    st.builds(Turn, NUMBERS, STEPS, NUMBERS),
    st.builds(Control, NUMBERS, STEPS, st.sampled_from(["back", "edit", "cancel", "edit:description"])),
    st.builds(Certain, NUMBERS, STEPS, NUMBERS, st.booleans()),
    st.builds(Write, NUMBERS, STEPS, st.text(max_size=10)),
    st.builds(Run, st.sampled_from(sorted(COMMANDS)), st.one_of(CODES, st.text(alphabet="abc.- 123", max_size=20))),
    st.builds(Judge, st.sampled_from(["confirm", "request_changes", "reject", "agreement"]), CODES, NUMBERS),
)


@given(ACTIONS)
def test_what_goes_out_comes_back(action: Action) -> None:
    """Every action, with the longest numbers, in at most 64 bytes."""
    text = encode(action)
    assert len(text.encode()) <= MOST_BYTES
    assert action == decode(text)


@given(st.text(max_size=80))
def test_what_was_never_ours_is_none_or_harmless(text: str) -> None:
    """Anything can be sent back; nothing raises."""
    action = decode(text)
    assert action is None or type(action).__name__ in {"Choose", "Turn", "Control", "Certain", "Write", "Run", "Judge"}


RUBBISH = (
    "", ".", "z.1", "a", "a.1", "a.1.union", "a.x.union.5", "a.-1.union.5", "a.1234567890.union.5", "a.².union.5", "p.1.union",
    "p.1.union.x", "p.1.union.1.1", "k.1.union", "k.1.union.a.b", "y.1.union.1", "y.1.union.1.2", "y.1.union.x.1", "d.confirm.A7K2",
    "d.confirm.A7K2.x", "d.confirm.A7K2.1.1", "x'; DROP TABLE", "\x00", "a" * 5000,
)  # fmt: skip


@pytest.mark.parametrize("text", RUBBISH)
def test_rubbish(text: str) -> None:
    """No action at all."""
    assert decode(text) is None


UNSENDABLE = (
    Run("theodoi", "A" * 60),  # longer than a button carries
    Choose(1, "un.ion", "5"),  # would come back as another step
    Control(1, "union", "edit.title"),
    Run("theo.doi", ""),
    Turn(-1, "union", 1),
)


@pytest.mark.parametrize("action", UNSENDABLE, ids=str)
def test_a_mistake_of_ours_is_noticed_at_once(action: Action) -> None:
    """Before it is sent, not when it comes back."""
    with pytest.raises(ValueError, match="no such action"):
        encode(action)


@pytest.mark.parametrize("view", ReportView)
@pytest.mark.parametrize("status", [*Status, "valid"])
def test_every_report_fits_a_button(view: ReportView, status: str) -> None:
    """With every filter at once and the last page."""
    limits = ReportFilter("2021-03-10", "2021-04-22", str(status), Block.PUBLIC_ADMIN)
    assert len(report_action(view, limits, MOST_PAGE).encode()) <= MOST_BYTES
