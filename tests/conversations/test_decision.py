"""Confirmation as transcripts: the side of executives and of the district. The author's is in test_own_records.py."""

from datetime import date

import pytest
from msgspec.structs import replace

from bot.messages import from_dict, to_dict
from conversations.domain import Agreement, Consent, Decision, Entered, Grant, Role, Status, Submission
from conversations.effects import AuthorOf, Decide, Tell, Text
from conversations.events import TextReceived
from conversations.facts import Subject
from conversations.needs import needs
from conversations.state import State
from tests.builders import CATALOGUE, LINK, NOON, facts
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
    "the employer without a comma": [
        (TAP, "ask-agreed"), ("1", "ask-employer"), ("Hiệu trưởng Lê Văn C", "ask-agreed-on"), ("quay lại", "ask-employer"),
        ("lê văn c hiệu trưởng", "person-and-position-meant"), ("đúng", "ask-agreed-on"),
        ("hôm nay", DONE.format("confirmed-valid", "confirm")),
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
    "a mere no is an answer, but decides nothing": [
        (TAP, "ask-agreed"), ("chưa", "agreed-not-yet-meant"), ("chưa", "ask-agreed"), ("dạ chưa", "agreed-not-yet-meant"),
        ("ừ", DONE.format("confirmed", "confirm")),
    ],
    "after a mere no it turns out that there is a yes": [
        (TAP, "ask-agreed"), ("chưa đồng ý", "agreed-not-yet-meant"), ("[Nhập lại]", "ask-agreed"), ("1", "ask-employer"),
    ],
    "after a mere no it is put off": [
        (TAP, "ask-agreed"), ("chưa", "agreed-not-yet-meant"), ("[Hủy]", "cancel-sure"), ("có", "decision-cancelled"),
    ],
    "the verb again says nothing of the employer": [
        (TAP, "ask-agreed"), ("xác nhận", "agreed-not-yet-meant"), ("đúng", DONE.format("confirmed", "confirm")),
    ],
    "confirming first, by its number": [(TAP, "ask-agreed"), ("2", DONE.format("confirmed", "confirm"))],
    "confirming first, by a part of its label": [(TAP, "ask-agreed"), ("xác nhận trước", DONE.format("confirmed", "confirm"))],
    "typed with the short code": [("duyệt A7K2", "ask-agreed"), ("chưa, xác nhận trước", DONE.format("confirmed", "confirm"))],
    "typed without marks, as a command": [("/duyet a7k2-9qxq", "ask-agreed")],
    "typed rejection with its reason": [
        ("từ chối A7K2 trùng với sáng kiến tháng trước", DONE.format("rejected", "reject")),
    ],
    "typed request for changes": [("bo sung A7K2", "ask-what-to-change")],
    "an unknown code": [("duyệt ZZZZ", "no-such-code")],
    "the pull queue": [("/duyet", "decision-card"), ("/review", "decision-card")],
    "cancelling a decision decides nothing": [(TAP, "ask-agreed"), ("hủy", "cancel-sure"), ("đồng ý", "decision-cancelled")],
    "back inside a decision": [(TAP, "ask-agreed"), ("1", "ask-employer"), ("quay lại", "ask-agreed")],
    "agreed, in other words": [(TAP, "ask-agreed"), ("rồi ạ", "ask-employer")],
    "not agreed, in other words": [(TAP, "ask-agreed"), ("ko", "agreed-not-yet-meant"), ("ok", DONE.format("confirmed", "confirm"))],
    "k đồng ý is no agreement": [(TAP, "ask-agreed"), ("k đồng ý", "!choose-from-list ask-agreed")],
    "the same tap again loses nothing": [(TAP, "ask-agreed"), ("1", "ask-employer"), (TAP, "ask-employer")],
    "another tap is another decision": [
        (TAP, "ask-agreed"), ("1", "ask-employer"), (f"{{d.reject.{CODE}.1}}", "decision-cancelled ask-reason"),
    ],
    "a tap that changes nothing yet": [(TAP, "ask-agreed"), (f"{{d.reject.{CODE}.1}}", "ask-reason")],
    "typed in four words": [("yêu cầu bổ sung A7K2", "ask-what-to-change")],
    "typed with its reason": [
        ("bổ sung A7K2 Xin nêu số liệu", "ask-what-to-change"), ("nội dung", DONE.format("changes", "request-changes")),
    ],
    "typed with a reason that is none": [
        ("từ chối A7K2 x", "!reason-too-short ask-reason"), ("Chưa nêu kết quả", DONE.format("rejected", "reject")),
    ],
    "typed request with a reason that is none": [
        ("bổ sung A7K2 x", "!reason-too-short ask-what-to-change"), ("1", "ask-reason"),
    ],
    "the whole code, with a space": [("duyệt A7K2 9QXQ", "ask-agreed")],
    "the whole code, with a space and a reason": [("từ chối A7K2 9QXQ trùng nội dung", DONE.format("rejected", "reject"))],
    "a reason that begins like a control": [
        (f"{{d.reject.{CODE}.1}}", "ask-reason"), ("Sửa lại tên sáng kiến", DONE.format("rejected", "reject")),
    ],
    "an unknown code in the middle of a decision": [
        (TAP, "ask-agreed"), (f"duyệt {LINK}", "no-such-code ask-agreed"), ("duyệt ZZZZ", "!choose-from-list ask-agreed"),
    ],
    "several ticked, one taken off": [
        (f"{{d.request_changes.{CODE}.1}}", "ask-what-to-change"), ("[Tên sáng kiến]", "ask-what-to-change"),
        ("[Nội dung]", "ask-what-to-change"), ("[✓ Tên sáng kiến]", "ask-what-to-change"), ("[✓ Nội dung]", "ask-what-to-change"),
        ("xong", "!pick-one-at-least ask-what-to-change"),
    ],
    "what is no line cannot be asked for": [
        (f"{{d.request_changes.{CODE}.1}}", "ask-what-to-change"), ("1, con mèo", "!choose-from-list ask-what-to-change"),
        ("???", "!choose-from-list ask-what-to-change"), ("1 2", "ask-reason"),
    ],
    "ticks are there after going back": [
        (f"{{d.request_changes.{CODE}.1}}", "ask-what-to-change"), ("1, 2", "ask-reason"), ("quay lại", "ask-what-to-change"),
        ("[✓ Tên sáng kiến]", "ask-what-to-change"), ("xong", "ask-reason"), ("1", DONE.format("changes", "request-changes")),
    ],
    "a reason that sounds like another decision is asked about": [
        (f"{{d.reject.{CODE}.1}}", "ask-reason"), ("duyệt abc", "reason-meant"), ("[Nhập lại]", "ask-reason"),
        ("khoan, để tôi xem lại đã", "reason-meant"), ("[Hủy]", "cancel-sure"), ("đồng ý", "decision-cancelled"),
    ],
    "a reason of one word is asked about": [
        (f"{{d.reject.{CODE}.1}}", "ask-reason"), ("hoàn tác 7RRK", "reason-meant"), ("Trùng.", "reason-meant"),
        ("đúng", DONE.format("rejected", "reject")),
    ],
    "a reason that was doubted is not meant for being typed twice": [
        (f"{{d.reject.{CODE}.1}}", "ask-reason"), ("khoan", "reason-meant"), ("khoan", "reason-meant"), ("3", "reason-meant"),
        ("Chưa nêu kết quả áp dụng", DONE.format("rejected", "reject")),
    ],
    "what is to be changed, with such a reason": [
        (f"{{d.request_changes.{CODE}.1}}", "ask-what-to-change"), ("1", "ask-reason"), ("đợi chút", "reason-meant"),
        ("ừ", DONE.format("changes", "request-changes")),
    ],
    "typed at once, with such a reason": [
        ("từ chối A7K2 khoan đã", "reason-meant"), ("không", "ask-reason"), ("1", DONE.format("rejected", "reject")),
    ],
    "typed at once, with such a reason, and what to change is asked first": [
        ("bổ sung A7K2 khoan đã", "ask-what-to-change"), ("1", "ask-reason"), ("khoan đã", "reason-meant"),
    ],
    "skipping what is compulsory": [(f"{{d.reject.{CODE}.1}}", "ask-reason"), ("bỏ qua", "!step-needed ask-reason")],
    "keeping what is not there": [(f"{{d.reject.{CODE}.1}}", "ask-reason"), ("giữ nguyên", "!nothing-to-keep ask-reason")],
    "the card of a code": [("/review a7k2", "decision-card"), (CODE, "decision-card"), ("/theodoi a7k2-9qxq", "decision-card")],
    "agreement to what still waits": [(f"{{d.agreement.{CODE}.1}}", "agreement-after-confirming decision-card"), ("[✅ Xác nhận]", "ask-agreed")],
    "a forged verdict": [(f"{{d.promote.{CODE}.1}}", "no-such-code"), ("{d.confirm.ZZZZZZZZ.1}", "no-such-code")],
    "the late opinion, typed too early": [
        ("bổ sung ý kiến A7K2", "agreement-after-confirming decision-card"),
        ("ý kiến đồng ý A7K2-9QXQ", "agreement-after-confirming decision-card"),
    ],
    "a bare verb": [("duyệt", "decision-card"), ("từ chối", "ask-reason")],
    "a day that was not": [
        (TAP, "ask-agreed"), ("1", "ask-employer"), ("Giám đốc - Lê Văn C", "ask-agreed-on"),
        ("31/2/2021", "!date-not-in-calendar ask-agreed-on"), ("hôm qua", DONE.format("confirmed-valid", "confirm")),
    ],
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


WORD_FOR_WORD = (
    "Sửa lại tên sáng kiến", "Trùng với một sáng kiến", "reason unclear", "Xin  bổ sung\nkết quả", "Đề nghị nêu rõ số giờ",
    "De nghi neu ro so gio", "Thời gian áp dụng chưa đúng", "Thoi gian ap dung chua dung", "Cho biết số liệu", "Cho biet so lieu",
    "Đối tượng áp dụng chưa rõ", "Khoản tiền làm lợi chưa rõ", "Bổ sung kết quả",
)  # fmt: skip


@pytest.mark.parametrize("reason", WORD_FOR_WORD)
def test_a_reason_is_recorded_word_for_word(reason: str) -> None:
    """Also when it resembles a ready-made one."""
    talk = follow([(f"{{d.reject.{CODE}.1}}", "ask-reason"), (reason, DONE.format("rejected", "reject"))], deciding(WAITING))
    assert reason == decided(talk).reason


ASKED_ABOUT = (
    "unclear", "xem lại", "Duyệt A7K", "xác nhận đi em", "Từ chối thì hơi quá", "thôi không làm nữa", "để tôi xem lại đã", "Chờ đã, chờ đã",
    "chờ\ttôi hỏi lại", "đợi tôi hỏi lại", "de toi xem lai da", "thoi de mai", "khoan da anh oi", "hoan tac 7RRK", "DUYỆT ABC",
)  # fmt: skip


@pytest.mark.parametrize("reason", ASKED_ABOUT)
def test_a_reason_that_may_be_none_is_asked_about_once(reason: str) -> None:
    """It would be final, and the author would read it."""
    lines = [(f"{{d.reject.{CODE}.1}}", "ask-reason"), (reason, "reason-meant"), ("[Đúng]", DONE.format("rejected", "reject"))]
    talk = follow(lines, deciding(WAITING))
    assert reason.split() == (decided(talk).reason or "").split()


def test_what_is_asked_about_a_reason() -> None:
    """What the author would read, of which initiative, and what becomes of it."""
    talk = follow([(f"{{d.reject.{CODE}.1}}", "ask-reason"), ("duyệt abc", "reason-meant")], deciding(WAITING))
    asked = CATALOGUE.format(talk.says[-1].key, talk.says[-1].args)
    assert asked == "Gửi tác giả lý do “duyệt abc” và từ chối A7K2-9QXQ, đúng không ạ?"
    assert talk.labels() == ["Đúng", "Nhập lại", "Hủy"]


def test_a_ready_reason_is_recorded_as_it_reads() -> None:
    """By button, number or whole label."""
    talk = follow([(f"{{d.reject.{CODE}.1}}", "ask-reason"), ("2", DONE.format("rejected", "reject"))], deciding(WAITING))
    assert decided(talk).reason == CATALOGUE.format("reason-not-applied")


def test_ticks_and_typed_numbers_join() -> None:
    """One ticked by button, another typed: both are asked for."""
    lines = [(f"{{d.request_changes.{CODE}.1}}", "ask-what-to-change"), ("[Nội dung]", "ask-what-to-change"), ("1", "ask-reason"),
             ("Xin nêu số liệu", DONE.format("changes", "request-changes"))]  # fmt: skip
    assert decided(follow(lines, deciding(WAITING))).asked == ("description", "title")


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
        ("chưa, xác nhận trước", "+Decide +CloseCards @AuthorOf:author-confirmed +Decide +CloseCards @AuthorOf:author-confirmed queue-goes-on decision-card"),
    ],
    "all": [("/duyet", "queue decision-card"), ("duyệt tất cả", "ask-agreed")],
    "off the list": [("/duyet", "queue decision-card"), ("duyệt 1-9", "numbers-off-list")],
    "nothing left": [("/duyet", "queue decision-card"), ("duyệt 2 trừ 2", "numbers-off-list")],
    "numbers before any list was shown": [("duyệt 1-3", "queue decision-card")],
    "a short code that fits two": [("duyệt B2C3", "code-ambiguous")],
    "all but one": [("/duyet", "queue decision-card"), ("duyệt tất cả trừ 2", "ask-agreed")],
    "with and": [("/duyet", "queue decision-card"), ("duyệt 1 và 3", "ask-agreed")],
    "declined by its number": [("/duyet", "queue decision-card"), ("từ chối 2", "ask-reason"), ("2", DONE.format("rejected", "reject").replace("decided-reject", "queue-goes-on decision-card"))],
    "asked for changes by its number": [("/duyet", "queue decision-card"), ("bo sung 3", "ask-what-to-change")],
    "a number off the list": [("/duyet", "queue decision-card"), ("từ chối 9", "numbers-off-list")],
    "declining by a number before any list was shown": [("từ chối 1", "queue decision-card"), ("từ chối 1", "ask-reason")],
    "declining by a number in the middle of a decision": [
        ("/duyet", "queue decision-card"), ("duyệt 1", "ask-agreed"), ("từ chối 2", "ask-reason"), ("từ chối 9", "reason-meant"),
    ],
    "a number and more words are no reason": [("/duyet", "queue decision-card"), ("từ chối 2 sáng kiến", "not-understood menu-waiting")],
    "an unfinished exception": [("/duyet", "queue decision-card"), ("duyệt 1-3 trừ", "numbers-off-list")],
    "rejecting all is not confirming all": [("/duyet", "queue decision-card"), ("từ chối tất cả", "not-understood menu-waiting")],
    "nor is rejecting some": [("/duyet", "queue decision-card"), ("từ chối 1-3", "not-understood menu-waiting")],
    "numbers in the middle of a decision": [
        ("/duyet", "queue decision-card"), ("1", "ask-agreed"), ("duyệt 2", "ask-agreed"), ("duyệt 2 cái", "!choose-from-list ask-agreed"),
    ],
    "numbers before any list, in the middle of a decision": [(TAP, "ask-agreed"), ("duyệt 2", "!choose-from-list ask-agreed")],
}  # fmt: skip


@pytest.mark.parametrize("lines", BULK.values(), ids=BULK)
def test_bulk(lines: list[Line]) -> None:
    """Many initiatives are confirmed in one go, by the numbers of the list that was shown."""
    follow(lines, deciding(WAITING, SECOND, THIRD))


def subject(submission: Submission, **about: bool) -> Subject:
    return Subject(submission, **{"is_own": False, "has_executives": True, **about})


def test_bulk_with_mixed_rights() -> None:
    """Only what may be decided is asked about and recorded; the rest is left as it is."""
    talk = deciding(WAITING, SECOND, THIRD)
    talk.write("/duyet")
    elsewhere = replace(THIRD, organisation_id=101)
    talk.know(subjects=(subject(WAITING), subject(SECOND, is_own=True), subject(elsewhere)))
    talk.know(pending=(subject(WAITING),), pending_count=1)
    over = "+Decide +CloseCards @AuthorOf:author-confirmed queue-over"
    follow([("duyệt 1-3", "ask-agreed"), ("chưa, xác nhận trước", over)], talk)
    assert decided(talk).code == CODE
    talk.know(subjects=(subject(SECOND, is_own=True), subject(elsewhere)))
    assert talk.write("duyệt 1-3") == "nothing-waiting"


# -- the pull queue ----------------------------------------------------------------------------------------------
def test_the_queue_goes_on() -> None:
    """After a decision the next card follows with how many are left, and after the last one the word that it was."""
    waiting = [WAITING, SECOND, THIRD]
    talk = deciding(*waiting)
    follow([("/duyet", "queue decision-card")], talk)
    for verb, answer, news in (("confirm", "chưa, xác nhận trước", "confirmed"), ("reject", "1", "rejected"), ("confirm", "chưa, xác nhận trước", "confirmed")):
        talk.know(pending=tuple(map(subject, waiting)), pending_count=len(waiting))
        asked = "ask-reason" if verb == "reject" else "ask-agreed"
        goes_on = "queue-goes-on decision-card" if len(waiting) > 1 else "queue-over"
        done = f"+Decide +CloseCards @AuthorOf:author-{news} {goes_on}"
        follow([(f"{{d.{verb}.{waiting[0].code}.1}}", asked), (answer, done)], talk)
        decided_code = waiting.pop(0).code
        assert decided_code == decided(talk).code
        left = [say.args["count"] for say in talk.says if say.key == "queue-goes-on"]
        assert left == ([len(waiting)] if waiting else [])


def test_the_queue_goes_on_beyond_its_list() -> None:
    """What was not on the list becomes part of the queue when its card is shown."""
    talk = deciding(WAITING)
    follow([("/duyet", "decision-card"), (TAP, "ask-agreed")], talk)
    talk.know(pending=(subject(WAITING), subject(SECOND)), pending_count=60)
    talk.write("chưa, xác nhận trước")
    assert (59, (WAITING.code, SECOND.code)) == (talk.says[-2].args["count"], talk.state.queue)
    assert State(queue=("X",)) == State(queue=tuple("A" * 50)).showing("X")


def test_a_card_outside_the_queue() -> None:
    """It was sent to the executive one day, and is no part of what they are working off."""
    talk = deciding(WAITING, SECOND)
    follow([(TAP, "ask-agreed"), ("chưa, xác nhận trước", DONE.format("confirmed", "confirm"))], talk)
    assert needs(talk.state, TextReceived(NOON, "x", 1)).pending


MEANWHILE = {
    "it was changed": (replace(WAITING, revision=2), "card-outdated decision-card"),
    "it was decided": (replace(WAITING, status=Status.REJECTED), "already-decided"),
    "it was withdrawn": (replace(WAITING, status=Status.WITHDRAWN), "already-decided"),
    "it moved to another CĐCS": (replace(WAITING, organisation_id=101), "decide-not-yours"),
    "it is gone": (replace(WAITING, code="ZZZZZZZZ"), "no-such-code"),
}


@pytest.mark.parametrize(("now", "expected"), MEANWHILE.values(), ids=MEANWHILE)
def test_what_happens_between_the_tap_and_the_last_answer(now: Submission, expected: str) -> None:
    """Nothing is decided on what is not there any more as it was read."""
    talk = deciding(WAITING)
    follow([(TAP, "ask-agreed"), ("1", "ask-employer"), ("Lê Văn C, Giám đốc", "ask-agreed-on")], talk)
    talk.know(subjects=(subject(now),))
    assert talk.write("[Hôm nay]") == expected
    assert talk.state.frames == ()


def test_one_of_several_changes_meanwhile() -> None:
    """The others are decided."""
    talk = deciding(WAITING, SECOND)
    follow([("/duyet", "queue decision-card"), ("duyệt 1-2", "ask-agreed")], talk)
    talk.know(subjects=(subject(replace(WAITING, revision=2)), subject(SECOND)))
    goes_on = "+Decide +CloseCards @AuthorOf:author-confirmed queue-goes-on decision-card"
    assert talk.write("chưa, xác nhận trước") == "card-outdated decision-card " + goes_on
    assert decided(talk).code == SECOND.code


def test_many_codes_are_not_all_named() -> None:
    """A question stays readable."""
    many = [replace(WAITING, code=f"A7K2{n:04d}".translate(str.maketrans("01", "XY"))) for n in range(20)]
    talk = deciding(*many)
    follow([("/duyet", "queue decision-card"), ("duyệt tất cả", "ask-agreed")], talk)
    assert "20" in CATALOGUE.format(talk.says[-1].key, talk.says[-1].args)


def test_a_button_of_a_decision_below_another_dialogue() -> None:
    """The executive began a form of his own; the question of the decision is still there and still works."""
    talk = deciding(WAITING)
    follow([(TAP, "ask-agreed"), ("/nop", "ask-consent"), ("{a.1.agreed.not_yet}", DONE.format("confirmed", "confirm"))], talk)


SIGNATURES = {
    "as they introduced themselves": ({"signature": "Trần Thị B", "full_name": "Nguyễn Văn A"}, "Trần Thị B"),
    "as they file": ({"full_name": "Nguyễn Văn A"}, "Nguyễn Văn A"),
    "else for their CĐCS": ({}, "BCH Trường Mầm non Hoa Mai"),
}


@pytest.mark.parametrize(("profile", "expected"), SIGNATURES.values(), ids=SIGNATURES)
def test_who_signs(profile: dict[str, str], expected: str) -> None:
    """An executive who filed for a colleague does not sign with the colleague's name."""
    talk = deciding(WAITING)
    talk.state = State(profile=profile)
    follow([(TAP, "ask-agreed"), ("chưa, xác nhận trước", DONE.format("confirmed", "confirm"))], talk)
    assert expected == decided(talk).by_name


def test_a_worker_decides_nothing_by_typing() -> None:
    """Without a role the words are just words."""
    talk = deciding(WAITING, grants=())
    assert talk.write("duyệt A7K2") == "ask-consent"
    assert talk.write(TAP) == "decide-not-yours"


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
    assert talk.write("chưa, xác nhận trước") == "decide-not-yours"


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


@pytest.mark.parametrize("status", [Status.REJECTED, Status.CHANGES_REQUESTED, Status.WITHDRAWN])
def test_an_agreement_to_what_was_not_confirmed(status: Status) -> None:
    """Whoever names it learns what became of it."""
    done = replace(WAITING, status=status, decided_by="Lê Văn C", decided_at=NOON, reason="Đủ ý")
    assert deciding(done).write("bổ sung ý kiến A7K2") == "already-decided"


def test_stopping_says_nothing_untrue() -> None:
    """Whether a decision is given up or what was to be added to one: all is as it was before."""
    confirmed = replace(WAITING, status=Status.CONFIRMED, revision=2, decided_by="Trần Thị B", decided_at=NOON)
    lines = [("bổ sung ý kiến A7K2", "ask-employer"), ("hủy", "cancel-sure"), ("ừ", "decision-cancelled")]
    talk = follow(lines, deciding(confirmed))
    said = "Đã dừng, bot chưa ghi gì thêm: sáng kiến vẫn như trước. Muốn xem những sáng kiến đang chờ, đồng chí gõ /duyet"
    assert said == CATALOGUE.format(talk.says[-1].key, talk.says[-1].args)


def test_the_way_to_the_agreement_stays_open() -> None:
    """Confirmed without agreement: the answer offers to add it, and so does "duyệt CODE" at any later time."""
    talk = follow(CASES["confirm without the employer's agreement"], deciding(WAITING))
    assert talk.button("Bổ sung ý kiến đồng ý").action == f"d.agreement.{CODE}.2"
    later = deciding(replace(WAITING, status=Status.CONFIRMED, revision=2, decided_by="Trần Thị B", decided_at=NOON))
    follow([(f"duyệt {CODE}", "already-decided"), ("[Bổ sung ý kiến đồng ý]", "ask-employer")], later)


def test_a_decision_leaves_the_own_draft_alone() -> None:
    """An executive in the middle of an own form decides, and the form is still there."""
    talk = deciding(WAITING)
    follow([("/nop", "ask-consent"), ("đồng ý", "+RecordConsent ask-full-name")], talk)
    follow([(TAP, "ask-agreed"), ("chưa, xác nhận trước", DONE.format("confirmed", "confirm") + " draft-waits")], talk)
    assert talk.write("Trần Thị B") == "ask-id-number"


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


def test_only_the_last_message_keeps_its_numbers() -> None:
    """A decision in the middle of a form is followed by the form's question, whose numbers are the ones that count."""
    talk = deciding(WAITING)
    for line in ("/nop", "đồng ý", f"từ chối {CODE} Trùng nội dung"):
        talk.write(line)
    told, asked = talk.says
    assert [bool(told.buttons), told.is_kept, asked.is_kept] == [True, False, True]
    assert told == from_dict(to_dict(told))


def test_who_entered_it_stands_on_the_card() -> None:
    """And may decide it: it is not their own."""
    talk = deciding(replace(WAITING, entered=Entered(9, "Trần Thị B", Consent.SIGNATURE)))
    talk.know(person_id=9)
    talk.write(f"/theodoi {CODE}")
    assert "Nhập hộ bởi Trần Thị B; có ảnh chữ ký" in CATALOGUE.phrase(Text(talk.says[-1].key, talk.says[-1].args))
    assert talk.write(TAP) == "ask-agreed"
