"""Confirmation as transcripts: the executive's side, the author's side, and who may do what."""

from dataclasses import replace
from datetime import date

import pytest

from conversations.domain import Agreement, Decision, Grant, Role, Status, Submission
from conversations.effects import AuthorOf, Decide, Resubmit, Tell, Withdraw
from conversations.events import TextReceived
from conversations.facts import Subject
from conversations.needs import needs
from conversations.state import State
from tests.builders import CATALOGUE, NOON, facts
from tests.transcripts import Line, Talk, follow

ANSWERS = {
    "full_name": "Nguyễn Văn A", "id_number": "080888999", "phone": "0912345678", "province": "2", "federation": "45",
    "union": "100", "block": "public_admin", "field": "health", "applied_on": "2021-03", "title": "Sổ theo dõi tiêm chủng",
    "description": "Trước đây ghi sổ tay. Nay dùng bảng tính.",
}  # fmt: skip
CODE = "A7K29QXQ"
WAITING = Submission(CODE, 1, Status.SUBMITTED, 3, 100, ANSWERS, NOON)
SECOND = replace(WAITING, code="B2C3D4E5", answers={**ANSWERS, "title": "Máy tẽ ngô"})
THIRD = replace(WAITING, code="B2C3F4G5", answers={**ANSWERS, "title": "Bàn chia dao"})
EXECUTIVE = Grant(Role.EXECUTIVE, 100)


def deciding(*submissions: Submission, grants: tuple[Grant, ...] = (EXECUTIVE,), **subject: bool) -> Talk:
    """Somebody with these roles, facing these submissions."""
    about = {"is_own": False, "has_executives": True, **subject}
    subjects = tuple(Subject(s, **about) for s in submissions)
    waiting = tuple(s for s in subjects if s.submission.status is Status.SUBMITTED)
    known = facts(grants=grants, subjects=subjects, pending=waiting, pending_count=len(waiting))
    return Talk(known, State(profile={"full_name": "Trần Thị B"}))


TAP = f"{{d.confirm.{CODE}.1}}"
DONE = "+Decide +CloseCards @AuthorOf:author-{} decided-{}"
CASES: dict[str, list[Line]] = {
    "confirm without the employer's agreement": [
        (TAP, "ask-agreed"), ("[Chưa, xác nhận trước]", DONE.format("confirmed", "confirm")),
    ],
    "confirm with the employer's agreement": [
        (TAP, "ask-agreed"), ("đã đồng ý", "ask-employer"), ("Lê Văn C, Hiệu trưởng", "ask-agreed-on"),
        ("[Hôm nay]", DONE.format("confirmed-valid", "confirm")),
    ],
    "an unreadable employer and a day to come": [
        (TAP, "ask-agreed"), ("1", "ask-employer"), ("ông Cường", "!person-and-position-unreadable ask-employer"),
        ("Lê Văn C, Hiệu trưởng", "ask-agreed-on"), ("5/4/2022", "!date-in-future ask-agreed-on"),
        ("30/3/2021", DONE.format("confirmed-valid", "confirm")),
    ],
    "reject with a ready reason": [
        (f"{{d.reject.{CODE}.1}}", "ask-reason"), ("[Trùng với một sáng kiến đã nộp.]", DONE.format("rejected", "reject")),
    ],
    "a reason is compulsory and not too short": [
        (f"{{d.reject.{CODE}.1}}", "ask-reason"), ("x", "!reason-too-short ask-reason"),
        ("Chưa nêu kết quả áp dụng", DONE.format("rejected", "reject")),
    ],
    "ask for changes: ticked one by one": [
        (f"{{d.request_changes.{CODE}.1}}", "ask-what-to-change"), ("[Xong]", "!pick-one-at-least ask-what-to-change"),
        ("[Tên sáng kiến]", "ask-what-to-change"), ("[Nội dung]", "ask-what-to-change"), ("[Xong]", "ask-reason"),
        ("Xin nêu số liệu cụ thể", DONE.format("changes", "request-changes")),
    ],
    "ask for changes: numbers typed": [
        (f"{{d.request_changes.{CODE}.1}}", "ask-what-to-change"), ("1, 2", "ask-reason"), ("1", DONE.format("changes", "request-changes")),
    ],
    "typed with the short code": [("duyệt A7K2", "ask-agreed"), ("chưa", DONE.format("confirmed", "confirm"))],
    "typed without marks, as a command": [("/duyet a7k2-9qxq", "ask-agreed")],
    "typed rejection with its reason": [
        ("từ chối A7K2 trùng với sáng kiến tháng trước", DONE.format("rejected", "reject")),
    ],
    "typed request for changes": [("bo sung A7K2", "ask-what-to-change")],
    "an unknown code": [("duyệt ZZZZ", "no-such-code")],
    "the pull queue": [("/duyet", "decision-card"), ("/review", "decision-card")],
    "cancelling a decision decides nothing": [(TAP, "ask-agreed"), ("hủy", "cancel-sure"), ("đồng ý", "decision-cancelled")],
    "back inside a decision": [(TAP, "ask-agreed"), ("1", "ask-employer"), ("quay lại", "ask-agreed")],
}  # fmt: skip


@pytest.mark.parametrize("lines", CASES.values(), ids=CASES)
def test_transcript(lines: list[Line]) -> None:
    """Each line from the executive is answered by exactly these words."""
    follow(lines, deciding(WAITING))


def decided(talk: Talk) -> Decide:
    return next(e for e in talk.effects if isinstance(e, Decide))


def test_what_is_recorded() -> None:
    """Decision, name, reason word for word, what to change."""
    talk = follow(CASES["ask for changes: ticked one by one"], deciding(WAITING))
    assert decided(talk) == Decide(
        CODE, 1, Decision.REQUEST_CHANGES, "Trần Thị B", "Xin nêu số liệu cụ thể", ("title", "description"), None
    )


def test_the_agreement_is_recorded() -> None:
    """Who, position, day."""
    talk = follow(CASES["confirm with the employer's agreement"], deciding(WAITING))
    assert decided(talk).agreement == Agreement("Lê Văn C", "Hiệu trưởng", date(2021, 4, 1))


def test_the_reason_reaches_the_author_word_for_word() -> None:
    """The author reads the reason and who gave it."""
    talk = follow(CASES["typed rejection with its reason"], deciding(WAITING))
    told = next(e for e in talk.effects if isinstance(e, Tell))
    assert told.to == AuthorOf(CODE)
    written = CATALOGUE.format(told.say.key, told.say.args)
    assert "trùng với sáng kiến tháng trước" in written
    assert "Trần Thị B" in written


BULK: dict[str, list[Line]] = {
    "several at once": [
        ("/duyet", "queue decision-card"), ("duyệt 1-3 trừ 2", "ask-agreed"),
        ("chưa", "+Decide +CloseCards @AuthorOf:author-confirmed +Decide +CloseCards @AuthorOf:author-confirmed decided-confirm"),
    ],
    "all": [("/duyet", "queue decision-card"), ("duyệt tất cả", "ask-agreed")],
    "off the list": [("/duyet", "queue decision-card"), ("duyệt 1-9", "numbers-off-list")],
    "nothing left": [("/duyet", "queue decision-card"), ("duyệt 2 trừ 2", "numbers-off-list")],
    "numbers before any list was shown": [("duyệt 1-3", "queue decision-card")],
    "a short code that fits two": [("duyệt B2C3", "code-ambiguous")],
}  # fmt: skip


@pytest.mark.parametrize("lines", BULK.values(), ids=BULK)
def test_bulk(lines: list[Line]) -> None:
    """Many initiatives are confirmed in one go, by the numbers of the list that was shown."""
    follow(lines, deciding(WAITING, SECOND, THIRD))


REFUSED = {
    "executive of another CĐCS": ((Grant(Role.EXECUTIVE, 101),), {}, "decide-not-yours"),
    "an own initiative": ((EXECUTIVE,), {"is_own": True}, "decide-own"),
    "district, where an executive is registered": ((Grant(Role.STAFF, 45),), {}, "decide-left-to-union"),
    "another district": ((Grant(Role.STAFF, 43),), {"has_executives": False}, "decide-not-yours"),
    "district, an own one": ((Grant(Role.STAFF, 45),), {"is_own": True, "has_executives": False}, "decide-own"),
}


@pytest.mark.parametrize(("grants", "about", "expected"), REFUSED.values(), ids=REFUSED)
def test_who_may_not_decide(grants: tuple[Grant, ...], about: dict[str, bool], expected: str) -> None:
    """Rights are looked at when the button is pressed."""
    assert deciding(WAITING, grants=grants, **about).write(TAP) == expected


def test_the_district_decides_where_no_executive_is_registered() -> None:
    """No executive: staff above may confirm."""
    assert deciding(WAITING, grants=(Grant(Role.STAFF, 45),), has_executives=False).write(TAP) == "ask-agreed"


def test_rights_are_asked_again_at_the_end() -> None:
    """Whoever lost the role between the tap and the last answer decides nothing."""
    talk = deciding(WAITING)
    talk.write(TAP)
    talk.know(grants=())
    assert talk.write("chưa") == "decide-not-yours"


@pytest.mark.parametrize("status", [s for s in Status if s is not Status.SUBMITTED])
def test_the_second_decision_is_told_of_the_first(status: Status) -> None:
    """First decision wins; the other learns who decided."""
    done = replace(WAITING, status=status, decided_by="Lê Văn C", decided_at=NOON, reason="Đủ ý")
    assert deciding(done).write(TAP) == "already-decided"


def test_a_card_from_before_a_change_shows_the_new_one() -> None:
    """A tap on an outdated card decides nothing and brings the card of today."""
    assert deciding(replace(WAITING, revision=3)).write(TAP) == "card-outdated decision-card"


def test_an_agreement_can_be_added_later() -> None:
    """Confirmed without agreement: the card offers to add it, once."""
    confirmed = replace(WAITING, status=Status.CONFIRMED, revision=2, decided_by="Trần Thị B", decided_at=NOON)
    talk = deciding(confirmed)
    follow([(f"{{d.agreement.{CODE}.2}}", "ask-employer"), ("Lê Văn C, Hiệu trưởng", "ask-agreed-on"),
            ("hôm nay", "+AddAgreement @AuthorOf:author-agreement decided-agreement")], talk)  # fmt: skip


def test_a_decision_leaves_the_own_draft_alone() -> None:
    """An executive in the middle of an own form decides, and the form is still there."""
    talk = deciding(WAITING)
    follow([("/nop", "ask-consent"), ("đồng ý", "+RecordConsent ask-full-name")], talk)
    follow([(TAP, "ask-agreed"), ("chưa", DONE.format("confirmed", "confirm"))], talk)
    assert talk.write("Trần Thị B") == "ask-id-number"


# -- the author's side -------------------------------------------------------------------------------------------
ASKED = replace(WAITING, status=Status.CHANGES_REQUESTED, revision=2, asked=("title",), decided_by="Trần Thị B",
                decided_at=NOON, reason="Nêu rõ tên")  # fmt: skip


def authoring(submission: Submission) -> Talk:
    """The author, with one submission."""
    return Talk(facts(subjects=(Subject(submission, is_own=True, has_executives=True),), own=(submission,)))


def test_the_author_changes_only_what_was_asked() -> None:
    """One question, the review card with old and new, and the deciders see what changed."""
    talk = authoring(ASKED)
    follow([("{c.sua." + CODE + "}", "ask-title*"), ("Bảng tính theo dõi tiêm chủng", "ask-review-changes"),
            ("gửi lại", "+Resubmit resubmitted @DecidersOf:decision-card-changed")], talk)  # fmt: skip
    assert talk.filed() == Resubmit(CODE, 2, {"title": "Bảng tính theo dõi tiêm chủng"})
    card = next(e.say for e in talk.effects if isinstance(e, Tell))
    assert "trước đây: Sổ theo dõi tiêm chủng" in CATALOGUE.format(card.key, card.args)


def test_what_was_not_asked_cannot_be_changed() -> None:
    """ "sửa họ tên" offers only the lines that were asked for."""
    talk = authoring(ASKED)
    follow([("{c.sua." + CODE + "}", "ask-title*"), ("sửa họ tên", "edit-which")], talk)
    assert talk.labels() == ["Tên sáng kiến"]


def test_withdrawing() -> None:
    """Asked first; only before a decision."""
    talk = authoring(WAITING)
    follow(
        [("/theodoi A7K29QXQ", "track-card"), ("[Rút sáng kiến này]", "ask-withdraw"), ("không rút", "withdraw-not")],
        talk,
    )
    follow([("{c.rut." + CODE + "}", "ask-withdraw"), ("1", "+Withdraw +CloseCards withdrawn")], talk)
    assert Withdraw(CODE, 1) in talk.effects
    late = authoring(replace(WAITING, status=Status.CONFIRMED))
    follow([("{c.rut." + CODE + "}", "ask-withdraw"), ("1", "withdraw-too-late")], late)


def test_somebody_elses_initiative_is_not_shown() -> None:
    """A code alone opens nothing."""
    talk = Talk(facts(subjects=(Subject(WAITING, is_own=False, has_executives=True),)))
    assert talk.write(f"/theodoi {CODE}") == "no-such-code"


COMMANDS = {
    ("worker", "duyet"): "not-for-you-duyet", ("worker", "report"): "not-for-you-report",
    ("worker", "moi"): "not-for-you-moi", ("worker", "qr"): "not-for-you-qr", ("executive", "report"): "not-for-you-report",
    ("executive", "moi"): "not-for-you-moi", ("executive", "qr"): "+SendQr", ("executive", "duyet"): "nothing-waiting",
    ("staff", "duyet"): "nothing-waiting", ("staff", "report"): "+SendReport", ("staff", "moi"): "ask-invite-role",
    ("staff", "qr"): "ask-qr-organisation",
}  # fmt: skip
ROLES = {"worker": (), "executive": (EXECUTIVE,), "staff": (Grant(Role.STAFF, 45),)}


@pytest.mark.parametrize(("who", "command"), COMMANDS, ids=str)
def test_commands_by_role(who: str, command: str) -> None:
    """Who may do what, cell by cell."""
    assert Talk(facts(grants=ROLES[who])).write(f"/{command}") == COMMANDS[who, command]


def test_an_invitation() -> None:
    """Staff choose role and place; the code goes out with its links."""
    talk = Talk(facts(grants=ROLES["staff"]))
    follow(
        [
            ("/moi", "ask-invite-role"),
            ("cán bộ BCH CĐCS", "ask-invite-organisation"),
            ("hoa mai", "+CreateInvitation invitation-ready"),
        ],
        talk,
    )
    other = Talk(facts(grants=(Grant(Role.STAFF, 43),)))
    follow(
        [
            ("/moi", "ask-invite-role"),
            ("1", "ask-invite-organisation"),
            ("hoa mai", "!place-not-in-scope ask-invite-organisation"),
        ],
        other,
    )


MENUS: dict[str, list[Line]] = {
    "a number means the command at that place": [
        ("/huongdan", "guide-worker menu"),
        ("2", "nothing-filed"),
        ("1", "ask-consent"),
    ],
    "a label or a near-miss of it": [
        ("/huongdan", "guide-worker menu"),
        ("theo doi", "nothing-filed"),
        ("nop sang kien", "ask-consent"),
    ],
    "a verdict on the card that was shown": [("/duyet", "decision-card"), ("3", "ask-reason")],
}


@pytest.mark.parametrize("lines", MENUS.values(), ids=MENUS)
def test_what_was_offered_can_be_typed(lines: list[Line]) -> None:
    """Commands under a message take their number and their label, as steps do."""
    follow(lines, deciding(WAITING) if lines[0][0] == "/duyet" else None)


def test_an_executive_may_write_words_that_sound_like_verdicts() -> None:
    """In the middle of an own form "Duyệt 5 hồ sơ" is an answer, not a decision."""
    talk = deciding(WAITING)
    follow([("/nop", "ask-consent"), ("đồng ý", "+RecordConsent ask-full-name")], talk)
    for line in (
        "Trần Thị B",
        "080888111",
        "0912345679",
        "cao bằng",
        "hà quảng",
        "Trường Mầm non Hoa Mai",
        "1",
        "3/2021",
    ):
        talk.write(line)
    assert talk.write("Duyệt 5 hồ sơ một lượt bằng bảng kiểm") == "ask-description"


def test_needs_of_a_typed_decision() -> None:
    """A short code is looked up, and the list that was shown with it."""
    state = State(queue=("B2C3D4E5",))
    wanted = needs(state, TextReceived(NOON, "duyệt A7K2"))
    assert wanted.codes == ("A7K2", "B2C3D4E5")
    assert wanted.pending
