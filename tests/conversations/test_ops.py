"""/ops as operators type and press it, and as everybody else does."""

import pytest

from conversations.domain import Grant, Role
from conversations.facts import Subject
from tests.builders import CATALOGUE, facts
from tests.conversations.test_decision import WAITING
from tests.transcripts import Line, Talk, follow

OPERATOR = Grant(Role.OPERATOR, 1)
STATE = "+SendOverview"
RETRIED = "+RetryMessages"
OPERATORS: dict[str, list[Line]] = {
    "the command": [("/ops", STATE), ("/OPS", STATE), ("/ops@sangkien_bot", STATE)],
    "as people say it": [("tình trạng hệ thống", STATE), ("tinh trang he thong", STATE)],
    "refreshing, by button, number, label and near-miss": [
        ("/ops", STATE), ("{c.ops.}", STATE), ("1", STATE), ("Làm mới", STATE), ("lam moi", STATE),
    ],
    "sending again, in all these ways": [
        ("/ops guilai", RETRIED), ("/ops gửi lại", RETRIED), ("{c.ops.guilai}", RETRIED),
        ("2", RETRIED), ("gửi lại tin đã bỏ", RETRIED), ("gui lai", RETRIED),
    ],
    "other words after it": [("/ops con mèo", STATE)],
    "from the menu": [("/start", "menu"), ("[Tình trạng hệ thống]", STATE)],
    "in the middle of an own initiative": [
        ("/nop", "ask-consent"), ("đồng ý", "+RecordConsent ask-full-name"), ("/ops", f"{STATE} draft-waits"),
        ("1", "draft-resumed ask-full-name"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("lines", OPERATORS.values(), ids=OPERATORS)
def test_operators(lines: list[Line]) -> None:
    """Each line from an operator is answered by exactly these words."""
    follow(lines, Talk(facts(grants=(OPERATOR,))))


OTHERS = {
    "worker": (), "executive": (Grant(Role.EXECUTIVE, 100),), "staff": (Grant(Role.STAFF, 45),),
    "staff of the nation": (Grant(Role.STAFF, 1),),
}  # fmt: skip


@pytest.mark.parametrize("grants", OTHERS.values(), ids=OTHERS)
def test_others_are_refused(grants: tuple[Grant, ...]) -> None:
    """By command, word, button and after the word that sends again; rights are asked at the press."""
    talk = Talk(facts(grants=grants))
    talk.write("/start")
    for line in ("/ops", "/ops guilai", "{c.ops.}", "{c.ops.guilai}"):
        assert talk.write(line).startswith("not-for-you-ops"), line


def test_operators_decide_on_nothing() -> None:
    """Verdicts and review cards are no business of theirs, whatever waits."""
    talk = Talk(facts(grants=(OPERATOR,), subjects=(Subject(WAITING, is_own=False, has_executives=False),)))
    code = WAITING.code
    for line in (f"/duyet {code}", f"{{c.duyet.{code}}}", "/duyet"):
        assert "not-for-you-duyet" == talk.write(line), line
    assert "decide-not-yours" == talk.write(f"{{d.confirm.{code}.{WAITING.revision}}}")
    assert "not-understood menu" == talk.write(f"duyệt {code}")


def test_a_role_that_was_taken_away() -> None:
    """The words under the last answer open nothing any more."""
    talk = follow([("/ops", STATE)], Talk(facts(grants=(OPERATOR,))))
    talk.know(grants=())
    follow([("2", "not-for-you-ops"), ("/ops", "not-for-you-ops")], talk)


def test_an_operator_is_addressed_as_a_colleague() -> None:
    """Asked for the name as one who looks after the system, not as one who signs decisions."""
    asked = {
        kind: CATALOGUE.format("ask-introduction", {"kind": kind, "role": "vai trò", "place": "nơi"})
        for kind in ("operator", "staff")
    }
    assert {"operator": True, "staff": False} == {kind: "Anh/chị" in text for kind, text in asked.items()}
    assert {"operator": False, "staff": True} == {kind: "Đồng chí" in text for kind, text in asked.items()}
