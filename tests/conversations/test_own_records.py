"""The author's side: what was filed, what is asked to be changed, withdrawing, and the data that is kept."""

import pytest
from msgspec.structs import replace

from conversations.directory import Directory
from conversations.district_effects import AnnounceWorkplace
from conversations.domain import Agreement, Grant, Role, Status, Submission
from conversations.effects import RecordConsent, RequestErasure, Resubmit, Say, StaffAbove, Tell, Text, Withdraw
from conversations.facts import Subject
from conversations.flows.submission import NOTICE_VERSION
from conversations.state import State
from tests.builders import CATALOGUE, DIRECTORY, NOON, ORGANISATIONS, facts
from tests.conversations.test_decision import ANSWERS, CODE, SECOND, TAP, WAITING, deciding
from tests.conversations.test_submission import SENT, TO_PHONE, TO_REVIEW
from tests.transcripts import Line, Talk, follow, submission_of

ASKED = replace(WAITING, status=Status.CHANGES_REQUESTED, revision=2, asked=("title",), decided_by="Trần Thị B",
                decided_at=NOON, reason="Nêu rõ tên")  # fmt: skip
FIX, WITHDRAW = f"{{c.sua.{CODE}}}", f"{{c.rut.{CODE}}}"
RESUBMITTED = "+Resubmit resubmitted @DecidersOf:decision-card-changed"
UNCHANGED = "+Resubmit resubmitted @DecidersOf:decision-card"


def authoring(*submissions: Submission) -> Talk:
    """The author of these."""
    subjects = tuple(Subject(submission, is_own=True, has_executives=True) for submission in submissions)
    return Talk(facts(person_id=WAITING.author_id, subjects=subjects, own=submissions))


def now(talk: Talk, submission: Submission) -> None:
    """It became so in the meantime."""
    talk.know(subjects=(Subject(submission, is_own=True, has_executives=True),), own=(submission,))


def written(talk: Talk) -> str:
    """What the last message says."""
    return CATALOGUE.format(talk.says[-1].key, talk.says[-1].args)


# -- changes that were asked for ----------------------------------------------------------------------------------
def test_the_author_changes_only_what_was_asked() -> None:
    """One question, the review card with old and new, and the deciders see what changed."""
    talk = authoring(ASKED)
    follow([(FIX, "ask-title*"), ("Bảng tính theo dõi tiêm chủng", "ask-review-changes")], talk)
    assert "trước đây: Sổ theo dõi tiêm chủng" in written(talk)
    follow([("gửi lại", RESUBMITTED)], talk)
    assert talk.filed() == Resubmit(CODE, 2, {"title": "Bảng tính theo dõi tiêm chủng"})
    card = next(e.say for e in talk.effects if isinstance(e, Tell))
    assert "trước đây: Sổ theo dõi tiêm chủng" in CATALOGUE.format(card.key, card.args)


def asked_for(*what: str, **answers: str) -> Talk:
    """The author of a submission in which this is to be changed."""
    kept = {key: value for key, value in {**ANSWERS, **answers}.items() if value}
    return authoring(replace(ASKED, asked=what, answers=kept))


TYPED_ANEW = ("giữ nguyên", "giữ nguyên", "không thấy", "Trạm y tế xã", "2")


@pytest.mark.parametrize(("asked", "answers", "was_typed"), [("title", ("Máy tẽ ngô",), True), ("workplace", TYPED_ANEW, True), ("workplace", TYPED_ANEW, False)])
def test_a_typed_workplace_is_announced_to_who_is_responsible(asked: str, answers: tuple[str, ...], was_typed: bool) -> None:
    """Its district was merged into another one since it was filed."""
    talk = asked_for(asked, **({"union": "", "union_name": "Trạm y tế xã"} if was_typed else {}))
    now(talk, replace(talk.facts.own[0], organisation_id=42))
    talk.know(directory=Directory([replace(one, is_active=False, merged_into_id=42) if one.id == 45 else one for one in ORGANISATIONS]))
    for line in (FIX, *answers, "gửi lại"):
        talk.write(line)
    assert [AnnounceWorkplace(42)] == [effect for effect in talk.effects if isinstance(effect, AnnounceWorkplace)]


@pytest.mark.parametrize("typed", ["/sua A7K2-9QXQ", "/Sửa a7k2", "/fix A7K29QXQ"])
def test_what_the_button_does_can_be_typed(typed: str) -> None:
    """Where there are no buttons the notice says what to type."""
    follow([(typed, "ask-title*"), ("Bảng tính theo dõi tiêm chủng", "ask-review-changes")], authoring(ASKED))
    follow([("/rut A7K2-9QXQ", "ask-withdraw")], authoring(WAITING))


TO_WORKPLACE: list[Line] = [(FIX, "ask-province*")]
REVISIONS: dict[str, tuple[Talk, list[Line], dict[str, str]]] = {
    "kept as it was": (
        asked_for("title"),
        [(FIX, "ask-title*"), ("giữ nguyên", "ask-review-changes"), ("có", "ask-resend-unchanged"), ("vâng", UNCHANGED)],
        {},
    ),
    "kept as it was, and changed after all": (
        asked_for("title"),
        [(FIX, "ask-title*"), ("giữ nguyên", "ask-review-changes"), ("gửi lại", "ask-resend-unchanged"), ("[Sửa]", "edit-which"), ("[Tên sáng kiến]", "ask-title*"), ("Máy tẽ ngô", "ask-review-changes"), ("gửi lại", RESUBMITTED)],
        {"title": "Máy tẽ ngô"},
    ),
    "kept as it was, and looked at again": (
        asked_for("workplace"),
        [*TO_WORKPLACE, ("giữ nguyên", "ask-federation*"), ("giữ nguyên", "ask-union*"), ("giữ nguyên", "ask-review-changes"), ("gửi lại", "ask-resend-unchanged"),
         ("quay lại", "ask-review-changes"), ("gửi lại", "ask-resend-unchanged"), ("chưa", "ask-province*"), ("giữ nguyên", "ask-review-changes"), ("gửi lại", "ask-resend-unchanged"), ("1", UNCHANGED)],
        {},
    ),
    "a line below one that is open leads to that one": (
        asked_for("workplace"),
        [*TO_WORKPLACE, ("sửa huyện", "ask-province*"), ("sửa đơn vị", "ask-province*"), ("sửa", "edit-which"), ("sửa công đoàn", "ask-province*"), ("Cao Bằng", "ask-federation*"),
         ("sửa đơn vị", "ask-federation*"), ("Hà Quảng", "ask-union*"), ("giữ nguyên", "ask-review-changes"), ("sửa tỉnh", "ask-province*"), ("quay lại", "ask-review-changes"),
         ("gửi lại", "ask-resend-unchanged"), ("1", UNCHANGED)],
        {},
    ),
    "several": (
        asked_for("title", "phone"),
        [(FIX, "ask-phone*"), ("0987654321", "ask-title*"), ("Máy tẽ ngô", "ask-review-changes"), ("sửa sđt", "ask-phone*"), ("0987654322", "ask-review-changes"), ("1", RESUBMITTED)],
        {"phone": "0987654322", "title": "Máy tẽ ngô"},
    ),
    "the field, which was skipped, stays skipped": (
        asked_for("field", field=""),
        [(FIX, "ask-field"), ("bỏ qua", "ask-review-changes"), ("gửi lại", "ask-resend-unchanged"), ("[Gửi lại như cũ]", UNCHANGED)],
        {},
    ),
    "the field is skipped now": (
        asked_for("field"), [(FIX, "ask-field*"), ("bỏ qua", "ask-review-changes"), ("gửi lại", RESUBMITTED)], {"field": ""},
    ),
    "the workplace, and its block with it": (
        asked_for("workplace"),
        [*TO_WORKPLACE, ("giữ nguyên", "ask-federation*"), ("giữ nguyên", "ask-union*"), ("Công ty TNHH Thành Công", "ask-review-changes"), ("gửi lại", RESUBMITTED)],
        {"union": "102", "block": "enterprise"},
    ),
    "a workplace whose block is not on record": (
        asked_for("workplace"),
        [*TO_WORKPLACE, ("giữ nguyên", "ask-federation*"), ("giữ nguyên", "ask-union*"), ("Hợp tác xã Đồng Tiến", "ask-block"), ("1", "ask-review-changes"), ("gửi lại", RESUBMITTED)],
        {"union": "103", "block": "enterprise"},
    ),
    "a workplace that is not on the list": (
        asked_for("workplace"),
        [*TO_WORKPLACE, ("giữ nguyên", "ask-federation*"), ("giữ nguyên", "ask-union*"), ("không thấy", "ask-union-name"), ("Trạm y tế xã", "ask-block"), ("2", "ask-review-changes"), ("gửi lại", f"{RESUBMITTED} +AnnounceWorkplace")],
        {"union": "", "union_name": "Trạm y tế xã"},
    ),
    "a typed workplace that was found after all": (
        asked_for("workplace", union="", union_name="Trạm y tế xã"),
        [*TO_WORKPLACE, ("giữ nguyên", "ask-federation*"), ("giữ nguyên", "ask-union"), ("hoa mai", "place-meant"), ("đúng", "ask-review-changes"), ("gửi lại", RESUBMITTED)],
        {"union": "100", "union_name": ""},
    ),
    "begun again": (
        asked_for("title"), [(FIX, "ask-title*"), ("Máy tẽ ngô", "ask-review-changes"), ("làm lại", "restart-sure"), ("có", "ask-title*"), ("Máy tẽ ngô", "ask-review-changes"), ("gửi lại", RESUBMITTED)],
        {"title": "Máy tẽ ngô"},
    ),
    "tapped again in the middle": (
        asked_for("title", "phone"), [(FIX, "ask-phone*"), ("0987654321", "ask-title*"), (FIX, "ask-title*"), ("giữ nguyên", "ask-review-changes"), ("gửi lại", RESUBMITTED)],
        {"phone": "0987654321"},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("talk", "lines", "changed"), REVISIONS.values(), ids=REVISIONS)
def test_changes(talk: Talk, lines: list[Line], changed: dict[str, str]) -> None:
    """What was asked for is asked, what hangs on it follows, the rest stays and stands on the card."""
    to_review = max(n for n, (_, answer) in enumerate(lines) if answer == "ask-review-changes") + 1
    follow(lines[:to_review], talk)
    assert "Nguyễn Văn A" in written(talk)
    follow(lines[to_review:], talk)
    assert Resubmit(CODE, 2, changed) == talk.filed()


def test_nothing_is_said_to_be_changed_that_is_not() -> None:
    """Neither before it is sent nor after."""
    for answer, sent in (("Máy tẽ ngô", ("gửi lại",)), ("giữ nguyên", ("gửi lại", "ừ"))):
        talk = follow([(FIX, "ask-title*"), (answer, "ask-review-changes")], asked_for("title"))
        review = written(talk)
        for line in sent:
            talk.write(line)
        told = next(written(talk) for say in talk.says if say.key == "resubmitted")
        is_changed = answer != "giữ nguyên"
        assert [is_changed, not is_changed] == [words in review for words in ("những chỗ vừa sửa", "chưa sửa chỗ nào")]
        assert [is_changed, not is_changed] == [words in told for words in ("những chỗ anh/chị vừa sửa", "giữ nguyên như cũ")]


def test_withdrawn_before_it_was_sent_unchanged() -> None:
    """Nothing is asked about what cannot be sent."""
    talk = follow([(FIX, "ask-title*"), ("giữ nguyên", "ask-review-changes")], asked_for("title"))
    now(talk, replace(ASKED, status=Status.WITHDRAWN))
    assert talk.write("gửi lại") == "revision-gone"


def test_another_province_leaves_no_old_place_to_keep() -> None:
    """What lay in the old province is shown as it was, but cannot be kept below the new one."""
    talk = asked_for("workplace")
    follow([*TO_WORKPLACE, ("Hà Giang", "ask-federation"), ("giữ nguyên", "!nothing-to-keep ask-federation")], talk)
    follow([("làm lại", "restart-sure"), ("có", "ask-province*"), ("giữ nguyên", "ask-federation*")], talk)


def test_what_was_not_asked_cannot_be_changed() -> None:
    """ "sửa họ tên" offers only the lines that were asked for."""
    talk = authoring(ASKED)
    follow([(FIX, "ask-title*"), ("sửa họ tên", "edit-which")], talk)
    assert talk.labels() == ["Tên sáng kiến"]


def test_a_corrected_number_is_remembered() -> None:
    """The next initiative begins with the right one."""
    talk = asked_for("phone")
    talk.state = State(profile={"phone": "0912345678", "full_name": "Nguyễn Văn A"})
    follow([(FIX, "ask-phone*"), ("0987654321", "ask-review-changes"), ("gửi lại", RESUBMITTED)], talk)
    assert talk.state.profile == {"phone": "0987654321", "full_name": "Nguyễn Văn A"}


OVER: dict[str, list[Line]] = {
    "it does not wait for changes": [(FIX, "revision-gone")],
    "nobody's code": [("{c.sua.ZZZZZZZZ}", "revision-gone"), ("{c.sua.}", "revision-gone"), ("{c.rut.ZZZZZZZZ}", "no-such-code")],
}


@pytest.mark.parametrize("lines", OVER.values(), ids=OVER)
def test_nothing_to_change(lines: list[Line]) -> None:
    """Old buttons say so."""
    follow(lines, authoring(WAITING))


def test_withdrawn_on_another_telephone_meanwhile() -> None:
    """The changes come too late, and it is said."""
    talk = follow([(FIX, "ask-title*"), ("Máy tẽ ngô", "ask-review-changes")], authoring(ASKED))
    now(talk, replace(ASKED, status=Status.WITHDRAWN))
    assert talk.write("gửi lại") == "revision-gone"


def test_cancelled_changes_can_be_begun_again() -> None:
    """The request stands."""
    follow([(FIX, "ask-title*"), ("hủy", "cancel-sure"), ("có", "revision-cancelled"), (FIX, "ask-title*")], authoring(ASKED))


TWO = (ASKED, replace(ASKED, code="B2C3D4E5", answers={**ANSWERS, "title": "Máy tẽ ngô"}))


def test_the_only_correction_needs_no_code() -> None:
    """"Sửa ngay" long after its button; which one is asked where there are several, and nothing is opened where there is none."""
    for line in ("sửa ngay", "sửa", "gửi lại", "/sua", "sua ngay"):
        follow([(line, "ask-title*")], authoring(ASKED, replace(WAITING, code="C3D4E5F6")))
    other = replace(ASKED, code="C3D4E5F6")
    follow([("sửa ngay", "which-sua"), ("2", "ask-title*")], authoring(ASKED, other))
    follow([("sửa ngay", "revision-gone")], authoring(WAITING))


@pytest.mark.parametrize("line", ["bao giờ có kết quả?", "ai duyet vay"])
def test_who_has_filed_asks_what_comes_next(line: str) -> None:
    """It is said in a sentence, and where it can be seen."""
    follow([(line, "how-it-goes-on"), ("1", "tracked")], authoring(WAITING))


def test_each_button_means_its_own_initiative() -> None:
    """While one is being changed, the other's buttons and code are about the other."""
    talk = authoring(*TWO)
    follow([(FIX, "ask-title*"), ("{c.rut.B2C3D4E5}", "ask-withdraw")], talk)
    assert "B2C3-D4E5" in written(talk)
    follow([("không", "withdraw-not ask-title*"), ("/theodoi B2C3", "track-card ask-title*")], talk)
    shown = next(say for say in talk.effects if isinstance(say, Say))
    assert "Máy tẽ ngô" in CATALOGUE.format(shown.key, shown.args)
    follow([("/theodoi", "tracked ask-title*"), ("{c.sua.B2C3D4E5}", "revision-cancelled ask-title*")], talk)
    assert "Máy tẽ ngô" in written(talk)


# -- withdrawing --------------------------------------------------------------------------------------------------
def test_withdrawing() -> None:
    """Asked first; only before a decision."""
    talk = authoring(WAITING)
    follow([("/theodoi A7K29QXQ", "track-card"), ("[Rút sáng kiến này]", "ask-withdraw"), ("không rút", "withdraw-not")], talk)
    follow([(WITHDRAW, "ask-withdraw"), ("k rút", "!choose-from-list ask-withdraw"), ("hủy", "withdraw-not")], talk)
    for line in ("thôi", "thôi không rút nữa", "không rút nữa", "/huy"):
        follow([(WITHDRAW, "ask-withdraw"), (line, "withdraw-not")], talk)
    follow([(WITHDRAW, "ask-withdraw"), ("1", "+Withdraw +CloseCards withdrawn")], talk)
    assert Withdraw(CODE, 1) in talk.effects
    assert authoring(replace(WAITING, status=Status.CONFIRMED)).write(WITHDRAW) == "withdraw-too-late"
    assert authoring(replace(WAITING, status=Status.WITHDRAWN)).write(WITHDRAW) == "withdrawn-already"


def test_withdrawing_without_a_code() -> None:
    """What can be withdrawn is listed; a number or a button takes one."""
    decided, gone = replace(WAITING, code="C3D4E5F6", status=Status.CONFIRMED), replace(WAITING, code="D4E5F6G7", status=Status.WITHDRAWN)
    talk = follow([("/rut", "which-rut"), ("1", "ask-withdraw")], authoring(WAITING, decided, gone))
    follow([("thôi", "withdraw-not"), ("/rut", "which-rut"), ("[A7K2-9QXQ]", "ask-withdraw")], talk)
    follow([("/rut", "withdraw-nothing")], authoring(decided, gone))


def test_a_decision_overtakes_the_withdrawal() -> None:
    """Decided while the author was asked "chắc chắn rút?": it stays decided."""
    talk = authoring(WAITING)
    talk.write(WITHDRAW)
    now(talk, replace(WAITING, status=Status.CONFIRMED))
    assert talk.write("có") == "withdraw-too-late"


def test_what_is_withdrawn_is_not_changed_any_more() -> None:
    """The changes that were begun go with it."""
    talk = follow([(FIX, "ask-title*"), (WITHDRAW, "ask-withdraw"), ("có", "+Withdraw +CloseCards withdrawn")], authoring(ASKED))
    assert talk.state.frames == ()


# -- whose it is --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("is_own", [False, True], ids=["a stranger", "another account with the same identity number"])
def test_somebody_elses_initiative_is_not_shown(is_own: bool) -> None:
    """A code alone opens nothing, nor does an identity number, which anybody may know and type."""
    talk = Talk(facts(subjects=(Subject(ASKED, is_own=is_own, has_executives=True),)))
    follow([(f"/theodoi {CODE}", "no-such-code"), (FIX, "revision-gone"), (WITHDRAW, "no-such-code"), (CODE, "no-such-code")], talk)


# -- the list -----------------------------------------------------------------------------------------------------
def test_a_number_means_the_initiative_at_that_place() -> None:
    """Typed after the list, as where there are no buttons; what it needs is loaded."""
    talk = authoring(WAITING, SECOND)
    follow([("/theodoi", "tracked"), ("2", "track-card")], talk)
    assert "Máy tẽ ngô" in written(talk)
    follow([("/theodoi", "tracked"), ("A7K2-9QXQ", "track-card"), ("rút sáng kiến này", "ask-withdraw")], talk)


def test_a_page_that_is_not_there_is_the_first() -> None:
    """An old "Xem thêm" after much was withdrawn; "p0" is no page."""
    follow([("{c.theodoi.p9}", "tracked"), ("{c.theodoi.p0}", "no-such-code")], authoring(WAITING))


STATUSES: dict[str, tuple[Submission, list[str]]] = {
    "waiting": (WAITING, ["chờ xác nhận", "12:00 ngày 1/4/2021"]),
    "changed and waiting again": (replace(WAITING, decided_at=NOON.replace(day=9)), ["chờ xác nhận", "12:00 ngày 1/4/2021"]),
    "to be changed": (ASKED, ["Trần Thị B", "Nêu rõ tên"]),
    "rejected": (replace(ASKED, status=Status.REJECTED), ["Trần Thị B", "Nêu rõ tên"]),
    "confirmed": (replace(ASKED, status=Status.CONFIRMED), ["Trần Thị B"]),
    "valid": (
        replace(ASKED, status=Status.CONFIRMED, agreement=Agreement("Lê Văn C", "Giám đốc", NOON.date())),
        ["Lê Văn C, Giám đốc, 1/4/2021"],
    ),
    "withdrawn": (replace(WAITING, status=Status.WITHDRAWN), ["Đã rút"]),
}  # fmt: skip


@pytest.mark.parametrize(("submission", "expected"), STATUSES.values(), ids=STATUSES)
def test_what_became_of_it(submission: Submission, expected: list[str]) -> None:
    """Who, when, why; ID number and telephone masked."""
    talk = authoring(submission)
    talk.write(f"/theodoi {CODE}")
    card = written(talk)
    assert [] == [words for words in expected if words not in card]
    assert not [secret for secret in ("080888999", "0912345678") if secret in card]
    more = "📎 Thêm tệp"
    offers = {
        Status.SUBMITTED: ["Rút sáng kiến này", more], Status.CHANGES_REQUESTED: ["Sửa ngay", "Rút sáng kiến này", more],
        Status.CONFIRMED: [more],
    }  # fmt: skip
    assert offers.get(submission.status, []) == talk.labels()[:-1]


# -- personal data ------------------------------------------------------------------------------------------------
PROFILE = {"full_name": "Nguyễn Văn A", "id_number": "080888999", "phone": "0912345678", "province": "2", "federation": "45",
           "union": "100", "block": "public_admin", "signature": "Trần Thị B"}  # fmt: skip
KNOWN = State(profile=PROFILE, consent=NOTICE_VERSION, serial=1)


def test_what_is_stored_is_shown_masked() -> None:
    """Enough to recognise it."""
    talk = Talk(state=KNOWN)
    assert talk.write("/dulieu") == "my-data"
    for expected in ("Nguyễn Văn A", "080•••999", "0912•••678", "Trường Mầm non Hoa Mai"):
        assert expected in written(talk)
    fresh = Talk()
    assert fresh.write("/mydata") == "my-data"
    assert CATALOGUE.format("nothing-stored") in written(fresh)


FORGET: dict[str, list[Line]] = {
    "yes": [("/dulieu", "my-data"), ("[Xóa bản nháp và thông tin đã nhớ]", "ask-forget"), ("1", "+RecordConsent +DropAttachments forgotten"), ("/nop", "ask-consent")],
    "no": [("/dulieu", "my-data"), ("1", "ask-forget"), ("không", "data-kept"), ("/nop", "ask-field")],
    "cancelled": [("{c.quen.}", "ask-forget"), ("hủy", "data-kept"), ("/nop", "ask-field")],
    "part of a label does not delete": [("/dulieu", "my-data"), ("thông tin", "ask-forget"), ("ko", "data-kept")],
    "rút đồng ý": [("rút đồng ý", "my-data"), ("1", "ask-forget"), ("ok", "+RecordConsent +DropAttachments forgotten")],
}  # fmt: skip


@pytest.mark.parametrize("lines", FORGET.values(), ids=FORGET)
def test_forgetting(lines: list[Line]) -> None:
    """Asked first; then consent, profile and drafts are gone."""
    follow(lines, Talk(state=KNOWN))


def test_forgetting_in_the_middle_of_a_draft() -> None:
    """One tap deletes nothing; a yes deletes draft and profile and records that consent ended, a name in office stays."""
    talk = follow(TO_REVIEW, Talk(state=replace(KNOWN, consent=None)))
    before = talk.state.frame("submission")
    follow([("/dulieu", "my-data draft-waits"), ("{c.quen.}", "ask-forget"), ("không", "data-kept draft-waits")], talk)
    assert before == talk.state.frame("submission")
    follow([("{c.quen.}", "ask-forget"), ("có", "+RecordConsent +DropAttachments forgotten")], talk)
    assert RecordConsent(NOTICE_VERSION, agreed=False) in talk.effects
    assert ((), {"signature": "Trần Thị B"}, None) == (talk.state.frames, talk.state.profile, talk.state.consent)


def test_forgetting_nothing() -> None:
    """Where nobody agreed to anything, no withdrawal of consent is recorded."""
    follow([("{c.quen.}", "ask-forget"), ("có", "+DropAttachments forgotten")])


def test_a_later_refusal_ends_the_consent() -> None:
    """Whoever goes back and says no is asked again the next time, and nothing personal stays."""
    talk = follow([*TO_PHONE, ("quay lại", "ask-id-number*"), ("quay lại", "ask-full-name*"), ("quay lại", "ask-consent"), ("không", "+RecordConsent consent-declined")])
    assert (None, {}) == (talk.state.consent, talk.state.profile)
    assert talk.write("/nop") == "ask-consent"


TO_STAFF = "@StaffAbove:staff-erasure"
ERASE: dict[str, list[Line]] = {
    "yes": [("/dulieu", "my-data"), ("2", "ask-erase"), ("có", f"+RequestErasure {TO_STAFF} erasure-requested")],
    "no": [("/dulieu", "my-data"), ("[Yêu cầu xóa sáng kiến đã nộp]", "ask-erase"), ("Không xóa", "data-kept")],
}  # fmt: skip


@pytest.mark.parametrize("lines", ERASE.values(), ids=ERASE)
def test_erasure(lines: list[Line]) -> None:
    """Asked first; then a dated request is open, and staff know of it."""
    follow(lines, Talk(facts(own=(WAITING,)), KNOWN))


def test_who_hears_of_an_erasure() -> None:
    """Staff of each district that is responsible now, of its own, five by their codes; nobody if nothing was filed."""
    elsewhere = replace(WAITING, code="B7K29QXM", organisation_id=27)  # has taken over where it was filed
    many = tuple(replace(WAITING, code=f"{digit}7K29QXM") for digit in "2345678")
    talk = Talk(facts(own=(elsewhere, *many)), KNOWN)
    follow([("{c.xoa.}", "ask-erase"), ("có", f"+RequestErasure {TO_STAFF} {TO_STAFF} erasure-requested")], talk)
    told = {e.to.organisation_id: e.say.args for e in talk.effects if isinstance(e, Tell) and isinstance(e.to, StaffAbove)}
    assert {45: 7, 27: 1} == {node: args["count"] for node, args in told.items()}
    assert "27K2-9QXM, 37K2-9QXM, 47K2-9QXM, 57K2-9QXM, 67K2-9QXM, …" == told[45]["codes"]
    assert "nothing-to-erase" == Talk().write("{c.xoa.}")


def test_one_request_is_enough() -> None:
    """Said at the tap, also with a draft open; and at the end, if it was opened elsewhere meanwhile."""
    talk = follow(TO_PHONE, Talk(facts(open_erasure=True)))
    assert talk.write("{c.xoa.}") == "erasure-open-already draft-waits"
    assert talk.write("/dulieu") == "my-data draft-waits"
    shown = next(one for one in talk.effects if isinstance(one, Say))
    assert [True, False] == [Text("erasure-is-open") in shown.args["lines"], any(button.action == "c.xoa." for button in shown.buttons)]  # type: ignore[operator]
    talk = Talk(facts(own=(WAITING,)))
    talk.write("{c.xoa.}")
    talk.know(open_erasure=True)
    assert talk.write("có") == "erasure-open-already"
    assert RequestErasure() not in talk.effects


# -- several at once ----------------------------------------------------------------------------------------------
CANCELLED: dict[str, tuple[Talk, str, str]] = {
    "submission": (Talk(), "/nop", "cancelled"),
    "revision": (authoring(ASKED), FIX, "revision-cancelled"),
    "decision": (deciding(WAITING), TAP, "decision-cancelled"),
    "invitation": (Talk(facts(grants=(Grant(Role.STAFF, 45),))), "/moi", "stopped"),
    "qr": (Talk(facts(grants=(Grant(Role.STAFF, 45),))), "/qr", "stopped"),
}  # introduction: test_administration.py


@pytest.mark.parametrize(("talk", "line", "expected"), CANCELLED.values(), ids=CANCELLED)
def test_huy_in_every_dialogue(talk: Talk, line: str, expected: str) -> None:
    """Each says in its own words what was not done."""
    talk.write(line)
    follow([("/cancel", "cancel-sure"), ("[Không, làm tiếp]", talk_asked(talk)), ("/huy", "cancel-sure"), ("[Đồng ý]", expected)], talk)
    assert talk.state.frames == ()


SINGLE: dict[str, tuple[Talk, str, str]] = {
    "withdrawal": (authoring(WAITING), WITHDRAW, "withdraw-not"),
    "forgetting": (Talk(), "{c.quen.}", "data-kept"),
    "erasure": (authoring(WAITING), "{c.xoa.}", "data-kept"),
}


@pytest.mark.parametrize(("talk", "line", "expected"), SINGLE.values(), ids=SINGLE)
def test_huy_where_nothing_else_is_asked(talk: Talk, line: str, expected: str) -> None:
    """It is the no to the question whether to do it: nothing was entered that could be lost."""
    for no in ("/cancel", "hủy", "[Hủy]"):
        talk.write(line)
        assert expected == talk.write(no)
        assert talk.state.frames == ()


def talk_asked(talk: Talk) -> str:
    """The question that waits, as a transcript shows it."""
    say = talk.says[-1]
    return f"{say.args['question'].key}*" if say.key == "with-current" else say.key  # type: ignore[union-attr]


def test_a_dialogue_below_goes_on_when_the_one_above_ends() -> None:
    """An own initiative is sent while a decision waits below: its question comes back."""
    talk = deciding(WAITING)
    follow([(TAP, "ask-agreed"), ("/nop", "ask-consent"), *TO_REVIEW[1:], ("gửi", f"{SENT} ask-agreed")], talk)


def test_cards_fit_one_message() -> None:
    """The longest description, title, name and reason stay below Telegram's 4,096, old and new side by side."""
    long = {**ANSWERS, "full_name": "Ă" * 100, "title": "Ế" * 150, "description": "ễ" * 1000, "union_name": "Ữ" * 150}
    old = {key: long[key] for key in ("full_name", "title", "description")}
    changed = replace(ASKED, status=Status.SUBMITTED, answers=long, before=old)
    for submission in (changed, replace(changed, status=Status.REJECTED, reason="ỡ" * 500, decided_by="Ạ" * 100)):
        talk = deciding(submission, grants=(Grant(Role.EXECUTIVE, 100),))
        talk.write(f"/review {CODE}")
        assert len(written(talk).encode("utf-16-le")) // 2 < 4096
    own = authoring(replace(changed, status=Status.REJECTED, reason="ỡ" * 500))
    own.write(f"/theodoi {CODE}")
    assert len(written(own).encode("utf-16-le")) // 2 < 4096


def test_the_review_card_fits_one_message() -> None:
    """Before sending, and with what was asked to be changed."""
    talk = follow(TO_REVIEW[:-2])
    follow([("Ế" * 150, "title-one-word-meant"), ("đúng", "ask-description"), ("ễ" * 1000, "ask-review")], talk)
    assert len(written(talk).encode("utf-16-le")) // 2 < 4096
    talk = asked_for("description", description="ễ" * 1000)
    follow([(FIX, "ask-description*"), ("ữ" * 1000, "ask-review-changes")], talk)
    assert len(written(talk).encode("utf-16-le")) // 2 < 4096


def test_directory_labels_stand_on_cards() -> None:
    """Organisations are stored by id and read by name."""
    filed = submission_of(follow([*TO_REVIEW, ("gửi", SENT)]).filed())  # type: ignore[arg-type]
    talk = authoring(replace(filed, author_id=WAITING.author_id))
    talk.write(f"/theodoi {filed.code}")
    assert DIRECTORY.label(100) in written(talk)


def test_who_acts_for_an_author_without_account() -> None:
    """Sees it, changes what was asked for, and keeps nothing of the author's for the own forms; taking it back is not theirs."""
    talk = authoring(ASKED)
    signed = replace(talk.facts.subjects[0], submission=replace(ASKED, attached=1), is_own=False, acts_for_author=True)
    talk.know(person_id=9, own=(), subjects=(signed,))
    assert talk.write(f"/theodoi {CODE}") == "track-card"
    assert ["Sửa ngay", "Nộp thêm"] == talk.labels(), "nor are files, which are shown to authors and executives"
    before = dict(talk.state.profile)
    follow([("[Sửa ngay]", "ask-title*"), ("Máy tẽ ngô", "ask-review-changes")], talk)
    assert "+Resubmit" in talk.write("gửi lại")
    assert talk.write(f"/rut {CODE}") == "no-such-code"
    assert before == talk.state.profile
