"""Every step of the worker's form against every control: each is answered, and no earlier answer is ever lost."""

from itertools import product

import pytest
from msgspec.structs import replace

from conversations import wording
from conversations.dialogue import EDITED_FROM
from conversations.effects import LinkKind
from conversations.events import ContactShared
from conversations.facts import Link
from conversations.flows.submission import SUBMISSION
from conversations.state import Frame
from conversations.text import plain_letters
from tests.builders import CATALOGUE, LINK, facts
from tests.conversations.test_submission import (
    DESCRIPTION,
    TO_DESCRIPTION,
    TO_FEDERATION,
    TO_FIELD,
    TO_ID,
    TO_MONTH,
    TO_NAME,
    TO_PHONE,
    TO_PROVINCE,
    TO_REVIEW,
    TO_TITLE,
    TO_UNION,
)
from tests.conversations.test_writing import TO_BENEFIT, TO_COMPOSED, TO_PROBLEM, TO_RESULT, TO_SOLUTION
from tests.transcripts import Line, Talk, follow

POSTER = LINK
WAYS: dict[str, list[Line]] = {
    "consent": [("/start", "ask-consent")],
    "full_name": TO_NAME,
    "id_number": TO_ID,
    "phone": TO_PHONE,
    "workplace": [(f"/start {POSTER}", "ask-consent"), *TO_PHONE[1:], ("0912 345 678", "ask-workplace")],
    "province": TO_PROVINCE,
    "federation": TO_FEDERATION,
    "union": TO_UNION,
    "union_name": [*TO_UNION, ("không thấy đơn vị tôi", "ask-union-name")],
    "block": [*TO_UNION, ("Hợp tác xã Đồng Tiến", "ask-block")],
    "field": TO_FIELD,
    "applied_on": TO_MONTH,
    "title": TO_TITLE,
    "problem": TO_PROBLEM,
    "solution": TO_SOLUTION,
    "result": TO_RESULT,
    "benefit": TO_BENEFIT,
    "composed": TO_COMPOSED,
    "description": TO_DESCRIPTION,
    "attachments": [*TO_REVIEW, ("[📎 Thêm ảnh, tài liệu]", "ask-attachments")],
    "review": TO_REVIEW,
}
ASKED_AGAIN = {"secret"}  # has its answer whenever it is asked: steered in test_alike.py
CONTROLS = {"back": "ask-", "edit": "edit-which", "cancel": "cancel-sure", "help": "!help-", "restart": "restart-sure"}
WORDS = [(name, said) for name in CONTROLS for word in wording.CONTROLS[name][:1] for said in (word, plain_letters(word))]
# Where there is nothing yet to go to: no button, and a sentence for who types.
NOTHING_YET = {
    ("consent", "back"): "!first-step", ("consent", "edit"): "!nothing-to-edit", ("full_name", "edit"): "!nothing-to-edit",
}  # fmt: skip


def at(step: str) -> Talk:
    """Somebody whom the form asks for *step*."""
    talk = follow(WAYS[step], Talk(facts(link=Link(POSTER, LinkKind.WORKPLACE, 102))))
    assert frame(talk).step == step
    return talk


def frame(talk: Talk) -> Frame:
    """The open form."""
    assert talk.state.top is not None
    return talk.state.top


def as_it_was(one: Frame) -> Frame:
    """A frame but for the number of questions it asked, and where "quay lại" leads from the list of its lines."""
    return replace(one.without_notes(EDITED_FROM), asked=0)


def steer(talk: Talk, control: str, line: str) -> None:
    """Say it; then whoever did not mean it goes on at the same step, with the same answers."""
    before = frame(talk)
    answer = talk.write(line)
    assert answer.startswith(NOTHING_YET.get((before.step, control), CONTROLS[control])), answer
    if control == "back" and before.step == "attachments":  # asked for from the card, and nobody wants it any more
        wanted = {name: value for name, value in before.answers.items() if name != "attachments_wanted"}
        assert (frame(talk).step, frame(talk).answers) == ("review", wanted)
        return
    assert before.answers == frame(talk).answers
    if control == "back" and not answer.startswith("!"):
        assert frame(talk).step != before.step
        talk.write("giữ nguyên")
    if control in ("cancel", "restart"):
        talk.write("[Không, làm tiếp]")
    assert as_it_was(before) == as_it_was(frame(talk))


def test_every_step_is_in_the_table() -> None:
    """A new step is steered too."""
    assert set(WAYS) | ASKED_AGAIN == {step.id for step in SUBMISSION.steps}


@pytest.mark.parametrize("step", WAYS)
@pytest.mark.parametrize(("control", "word"), WORDS, ids=[word for _, word in WORDS])
def test_typed(step: str, control: str, word: str) -> None:
    """With and without marks; "huy" alone may be a name where a name is asked for, and is asked about."""
    talk = at(step)
    if (step == "full_name" and word == "huy") or (step == "full_name" and word == "sua"):
        assert talk.write(word) == "name-one-word-meant"
    else:
        steer(talk, control, word)


@pytest.mark.parametrize(("step", "control"), list(product(WAYS, CONTROLS)))
def test_pressed(step: str, control: str) -> None:
    """By button wherever there is something to go to; a forged press of a missing one is answered too."""
    talk = at(step)
    is_there = CATALOGUE.format(f"button-{control}") in talk.labels()
    assert is_there == ((step, control) not in NOTHING_YET)
    steer(talk, control, f"{{k.1.{step}.{control}}}")


@pytest.mark.parametrize("step", WAYS)
def test_cancelled(step: str) -> None:
    """At every step: /huy and a yes end it, nothing is left, and the next words are no answer to it."""
    talk = at(step)
    follow([("/huy", "cancel-sure"), ("đồng ý", "cancelled")], talk)
    assert talk.state.frames == ()


@pytest.mark.parametrize("step", WAYS)
def test_begun_again(step: str) -> None:
    """At every step: everything is asked again but the consent, and the poster's workplace is still asked about."""
    talk = at(step)
    before = frame(talk)
    answer = follow([("bắt đầu lại", "restart-sure")], talk).write("có")
    assert answer == ("ask-consent" if step == "consent" else "ask-full-name")
    assert {"consent": "1"}.items() >= frame(talk).answers.items()
    assert before.context.get("organisation") == frame(talk).context.get("organisation")
    assert frame(talk).serial > before.serial, "old buttons are out of date"


@pytest.mark.parametrize("step", [name for name in WAYS if name not in ("consent", "full_name")])
def test_edited(step: str) -> None:
    """From every step a line can be changed, and the form goes on where it stood."""
    talk = at(step)
    before = frame(talk)
    follow([("sửa họ tên", "ask-full-name*"), ("Trần Thị B", talk_of(step))], talk)
    assert {**before.answers, "full_name": "Trần Thị B"} == frame(talk).answers
    assert frame(talk).step == step


def talk_of(step: str) -> str:
    """The question of a step without an answer."""
    return next(one.ask for one in SUBMISSION.steps if one.id == step)


# -- numbers and names of lines -----------------------------------------------------------------------------------
LINES: dict[str, list[Line]] = {
    "the third line of the card": [*TO_REVIEW, ("sửa 3", "ask-phone*")],
    "a number off the card": [*TO_REVIEW, ("sửa 13", "edit-which")],
    "after the question which, a number is a line, not the option": [*TO_REVIEW, ("sửa", "edit-which"), ("1", "ask-full-name*")],
    "a label too": [*TO_REVIEW, ("sửa", "edit-which"), ("nội dung", "ask-description*")],
    "and the last button": [*TO_REVIEW, ("sửa", "edit-which"), ("[Nội dung]", "ask-description*")],
    "once the question is asked again, numbers are its options": [
        *TO_REVIEW, ("sửa", "edit-which"), ("hướng dẫn", "!help-review ask-review"), ("1", "+FileSubmission submitted @DecidersOf:decision-card"),
    ],
    "without a workplace on the list": [
        *WAYS["union_name"], ("Trường THCS Xuân Hòa", "ask-block"), ("sửa 6", "ask-union*"), ("giữ nguyên", "ask-block"),
        ("sửa 7", "ask-union-name*"),
    ],
    "what people call it": [
        *TO_REVIEW, ("sửa cccd", "ask-id-number*"), ("giữ nguyên", "ask-review"), ("sua sdt", "ask-phone*"), ("giữ nguyên", "ask-review"),
        ("sửa tháng", "ask-applied-on*"), ("giữ nguyên", "ask-review"), ("Sửa lại mô tả", "ask-description*"),
    ],
    "a name of two lines is asked about": [*TO_REVIEW, ("sửa tên", "edit-which")],
    "part of a label": [*TO_REVIEW, ("sửa lĩnh", "ask-field*")],
    "a line that is not there yet": [*TO_PHONE, ("sửa nội dung", "edit-which")],
}  # fmt: skip
PROSE: dict[str, list[Line]] = {
    "a title may begin with sửa": [*TO_TITLE, ("Sửa chữa máy bơm", "ask-description")],
    "or with milk": [*TO_TITLE, ("Sữa chua nếp cẩm", "ask-description")],
    "but a line is a line": [*TO_TITLE, ("sửa họ tên", "ask-full-name*")],
    "a line that is not there yet is no title": [*TO_TITLE, ("sửa nội dung", "edit-which")],
    "a workplace": [*WAYS["union_name"], ("Sửa chữa ô tô Hà Quảng", "ask-block")],
    "a workplace that is searched for": [*TO_UNION, ("Sửa chữa ô tô", "!union-not-found ask-union")],
    "a name": [*TO_NAME, ("Sua A Pao", "name-without-marks-meant"), ("có", "ask-id-number")],
    "a greeting is no name": [*TO_NAME, ("xin chào", "ask-full-name"), ("hello", "ask-full-name")],
    "a title like a stored word": [*TO_TITLE, ("missing", "title-one-word-meant"), ("đúng", "ask-description"), (DESCRIPTION, "ask-review"), ("gửi", "+FileSubmission submitted @DecidersOf:decision-card")],
    "a title like a command without its slash": [*TO_TITLE, ("Theo dõi", "ask-description")],
    "a description like an option's value": [*TO_DESCRIPTION, ("cut", "description-short-meant"), ("đúng", "ask-review")],
    "a text that begins with a slash": [*TO_DESCRIPTION, ("/tưới nhỏ giọt cho vườn cam bằng ống nhựa cũ", "ask-review")],
    "a word after a slash is a mistyped command": [*TO_TITLE, ("/nopp", "unknown-command menu"), ("1", "draft-resumed ask-title")],
}  # fmt: skip


@pytest.mark.parametrize("lines", [*LINES.values(), *PROSE.values()], ids=[*LINES, *PROSE])
def test_what_is_meant(lines: list[Line]) -> None:
    """Controls and legitimate answers are told apart."""
    follow(lines)


def test_what_is_filed_is_what_was_typed() -> None:
    """Words that mean something inside are kept where people wrote them."""
    filed = follow(PROSE["a title like a stored word"]).filed().answers  # type: ignore[union-attr]
    assert "missing" == filed["title"]
    assert frame(follow(PROSE["a description like an option's value"])).answers["description"] == "cut"


# -- doubts -------------------------------------------------------------------------------------------------------
DOUBT: list[Line] = [*TO_NAME, ("nguyen van a", "name-without-marks-meant")]
DOUBTS: dict[str, list[Line]] = {
    "yes in other words": [*DOUBT, ("dạ đúng ạ", "ask-id-number")],
    "by number": [*DOUBT, ("1", "ask-id-number")],
    "no by label": [*DOUBT, ("Nhập lại", "ask-full-name")],
    "typed once more, it is meant": [*DOUBT, ("Nguyen Van A", "ask-id-number")],
    "another doubt": [*DOUBT, ("tran thi b", "name-without-marks-meant"), ("đúng", "ask-id-number")],
    "the yes of an earlier doubt is none for a later one": [
        *DOUBT, ("tran thi b", "name-without-marks-meant"), ("{y.1.full_name.1.1}", "!button-expired name-without-marks-meant"),
    ],
    "nor for the question whether to cancel": [
        *DOUBT, ("hủy", "cancel-sure"), ("{y.1.full_name.1.1}", "!button-expired cancel-sure"),
        ("[Không, làm tiếp]", "name-without-marks-meant"), ("[Đúng]", "ask-id-number"),
    ],
    "a doubt survives the question whether to begin again": [
        *DOUBT, ("làm lại", "restart-sure"), ("Không, làm tiếp", "name-without-marks-meant"), ("đúng", "ask-id-number"),
    ],
    "help is given inside a doubt": [*DOUBT, ("hướng dẫn", "!help-step name-without-marks-meant"), ("đúng", "ask-id-number")],
    "back and edit mean: again": [*DOUBT, ("quay lại", "ask-full-name"), ("nguyen van a", "name-without-marks-meant"), ("sửa", "ask-full-name")],
    "a command is obeyed, and the doubt waits": [*DOUBT, ("/theodoi", "nothing-filed draft-waits"), ("tiếp tục", "draft-resumed name-without-marks-meant"), ("có", "ask-id-number")],
    "an answer instead of a yes or no goes on": [*TO_PHONE, ("hủy", "cancel-sure"), ("0912345678", "ask-province")],
    "so does an option": [*TO_MONTH, ("hủy", "cancel-sure"), ("{a.1.applied_on.2021-03}", "ask-title")],
    "and a contact": [*TO_PHONE, ("làm lại", "restart-sure"), ("912345678", "phone-lost-zero-meant"), ("ok", "ask-province")],
    "hủy said twice is asked twice": [*TO_PHONE, ("hủy", "cancel-sure"), ("hủy", "cancel-sure"), ("ừ", "cancelled")],
    "going on is no": [*TO_PHONE, ("hủy", "cancel-sure"), ("tiếp tục", "draft-resumed ask-phone"), ("0912345678", "ask-province")],
    "back is no": [*TO_PHONE, ("hủy", "cancel-sure"), ("quay lại", "ask-phone")],
    "a place that is doubted": [*TO_PROVINCE, ("cao bawng", "ask-federation")],
    "an option pressed instead of a yes": [
        *TO_UNION, ("mam non hoa mia", "place-meant"), ("{a.1.union.101}", "ask-field"),
    ],
    "a yes when nothing is asked": [*TO_PHONE, ("{y.1.phone.0.1}", "!button-expired ask-phone")],
    "a control that nobody is shown": [*TO_PHONE, ("{k.1.phone.skip}", "!button-expired ask-phone")],
    "keep inside a doubt": [*TO_PHONE, ("quay lại", "ask-id-number*"), ("80888999", "!id-lost-zero ask-id-number*"), ("giữ nguyên", "ask-phone")],
}  # fmt: skip


@pytest.mark.parametrize("lines", DOUBTS.values(), ids=DOUBTS)
def test_doubts(lines: list[Line]) -> None:
    """A question of yes or no swallows nothing and can always be left."""
    follow(lines)


def test_a_contact_instead_of_a_yes() -> None:
    """The contact button under the question above still works while "muốn hủy?" is open."""
    talk = follow([*TO_PHONE, ("hủy", "cancel-sure")])
    assert talk.take(ContactShared(talk.at, "84912345678")) == "ask-province"


def test_the_mark_is_what_was_pressed() -> None:
    """Under the message stands the label of the button, not another word for it."""
    talk = follow([*TO_PHONE, ("hủy", "cancel-sure"), ("[Không, làm tiếp]", "ask-phone")])
    assert "Không, làm tiếp" in [getattr(effect, "mark", None) for effect in talk.effects]
