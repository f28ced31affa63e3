"""Help with the description as transcripts: four questions, their text, and what it is worth in money."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from conversations.domain import Status
from conversations.effects import Resubmit
from conversations.facts import Subject
from conversations.text import count
from tests.builders import CAMPAIGN, CATALOGUE, facts
from tests.conversations.test_submission import DESCRIPTION, SENT, TO_DESCRIPTION, TO_PHONE, TO_REVIEW, vars_of
from tests.transcripts import Line, Talk, follow, submission_of

PROBLEM, SOLUTION, RESULT = "Ghi sổ tay nên dễ nhầm", "Dùng bảng tính tự báo ngày hẹn.", "Mỗi ngày bớt hai giờ"
TEXT = (
    "Trước đây: Ghi sổ tay nên dễ nhầm.\nCách làm mới: Dùng bảng tính tự báo ngày hẹn.\nKết quả: Mỗi ngày bớt hai giờ.\n"
    "Giá trị làm lợi: 15.000.000 đồng mỗi năm (mười lăm triệu đồng)."
)
TO_PROBLEM: list[Line] = [*TO_DESCRIPTION, ("[Giúp tôi viết]", "ask-problem")]
TO_SOLUTION: list[Line] = [*TO_PROBLEM, (PROBLEM, "ask-solution")]
TO_RESULT: list[Line] = [*TO_SOLUTION, (SOLUTION, "ask-result")]
TO_BENEFIT: list[Line] = [*TO_RESULT, (RESULT, "ask-benefit")]
TO_COMPOSED: list[Line] = [*TO_BENEFIT, ("15 triệu một năm", "benefit-meant"), ("đúng", "ask-composed")]
LONG = "Nay dùng bảng tính, tiết kiệm hai giờ mỗi ngày. " * 30

CASES: dict[str, list[Line]] = {
    "from the beginning to the end": [*TO_COMPOSED, ("[Dùng bài này]", "ask-review"), ("gửi", SENT)],
    "asked for in words": [*TO_DESCRIPTION, ("giúp viết", "ask-problem")],
    "asked for without marks": [*TO_DESCRIPTION, ("giup toi viet", "ask-problem")],
    "asked for by number": [*TO_DESCRIPTION, ("1", "ask-problem")],
    "asked for where there is no such help": [*TO_PHONE, ("giúp viết", "!help-step ask-phone")],
    "every question skipped": [
        *TO_PROBLEM, ("bỏ qua", "ask-solution"), ("[Bỏ qua]", "ask-result"), ("1", "ask-benefit"), ("bo qua", "ask-composed"),
        (DESCRIPTION, "ask-review"),
    ],
    "back and forth": [
        *TO_RESULT, ("quay lại", "ask-solution*"), ("quay lại", "ask-problem*"), ("giữ nguyên", "ask-result"),
    ],
    "back to the name": [*TO_PROBLEM, ("quay lại", "ask-title*"), ("giữ nguyên", "ask-problem")],
    "one part is changed by button": [*TO_COMPOSED, ("[Sửa: Kết quả]", "ask-result*"), ("Bớt ba giờ", "ask-composed")],
    "one part is changed in words": [*TO_COMPOSED, ("sửa vấn đề", "ask-problem*"), ("[Giữ nguyên]", "ask-composed")],
    "one part is changed on the card": [
        *TO_COMPOSED, ("dùng bài này", "ask-review"), ("sửa kết quả", "ask-result*"), ("Bớt ba giờ", "ask-composed"), ("1", "ask-review"),
    ],
    "a part that has nothing in it": [*TO_PROBLEM, ("!!!", "!part-empty ask-problem")],
    "written anew, with what was there to be kept": [
        *TO_COMPOSED, ("viết lại từ đầu", "ask-problem*"), ("giữ nguyên", "ask-solution*"), ("Máy tính bảng", "ask-result*"),
        ("giữ nguyên", "ask-benefit*"), ("giữ nguyên", "ask-composed"),
    ],
    "in the own words after all": [*TO_SOLUTION, ("[Tôi tự viết]", "ask-description"), (DESCRIPTION, "ask-review")],
    "another text in place of the one put together": [*TO_COMPOSED, (DESCRIPTION, "ask-review"), ("gửi", SENT)],
    "a short one is asked about": [*TO_COMPOSED, ("Máy tẽ ngô", "description-short-meant"), ("đúng", "ask-review")],
    "out of it, and in again": [
        *TO_SOLUTION, ("tôi tự viết", "ask-description"), ("giúp viết", "ask-solution"),
    ],
    "restarted": [*TO_RESULT, ("làm lại", "restart-sure"), ("[Đồng ý]", "ask-full-name"), *TO_DESCRIPTION[2:]],
    "a command in the middle": [
        *TO_RESULT, ("/theodoi", "nothing-filed draft-waits"), ("[Tiếp tục bản nháp]", "draft-resumed ask-result"),
    ],
    "the value alone, on the card": [
        *TO_REVIEW, ("[Thêm giá trị làm lợi]", "ask-benefit"), ("500k", "benefit-meant"), ("[Đúng]", "ask-review"), ("gửi", SENT),
    ],
    "the value alone, by number": [*TO_REVIEW, ("2", "ask-benefit"), ("bỏ qua", "ask-review"), ("1", SENT)],
    "a value that may be several": [
        *TO_BENEFIT, ("15", "!benefit-which ask-benefit"), ("2", "ask-composed"),
    ],
    "a value that is none": [
        *TO_BENEFIT, ("nhiều lắm", "!benefit-unreadable ask-benefit"), ("1 triệu mỗi ngày", "!benefit-other-period ask-benefit"),
        ("chưa tính được", "ask-composed"),
    ],
    "a value is corrected at once": [
        *TO_BENEFIT, ("15 triệu", "benefit-meant"), ("15 triệu một tháng", "benefit-meant"), ("đúng", "ask-composed"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("lines", CASES.values(), ids=CASES)
def test_transcript(lines: list[Line]) -> None:
    """Each line from the worker is answered by exactly these words."""
    follow(lines)


def said(talk: Talk) -> str:
    """The last message as it is read."""
    return CATALOGUE.format(talk.says[-1].key, talk.says[-1].args)


def test_the_text_and_the_value_are_filed() -> None:
    """The text is shown as it is counted, and filed as it is shown; the parts are not filed beside it."""
    talk = follow(TO_COMPOSED)
    assert TEXT in said(talk)
    assert f"({count(TEXT)}/1.000 ký tự)" in said(talk)
    talk = follow([("[Dùng bài này]", "ask-review"), ("gửi", SENT)], talk)
    filed = vars_of(talk.filed())
    assert (TEXT, "15000000 year") == (filed["description"], filed["benefit"])
    assert not filed.keys() & {"problem", "solution", "result", "writing", "composed"}


def test_the_value_on_the_cards() -> None:
    """The author and the executive read it in figures and words; a value that was skipped is not filed."""
    line = "• Giá trị làm lợi: 15.000.000 đồng mỗi năm (mười lăm triệu đồng)"
    talk = follow([*TO_COMPOSED, ("[Dùng bài này]", "ask-review")])
    assert line in said(talk)
    follow([("gửi", SENT)], talk)
    card = next(e for e in talk.effects if hasattr(e, "say"))
    assert line in CATALOGUE.format(card.say.key, card.say.args)
    skipped = follow([*TO_REVIEW, ("2", "ask-benefit"), ("bỏ qua", "ask-review"), ("1", SENT)])
    assert "benefit" not in vars_of(skipped.filed())


def test_what_was_written_before_is_kept() -> None:
    """A text over the limit, or one that was doubted, becomes the middle part."""
    talk = follow([*TO_DESCRIPTION, (LONG, "!description-over-limit ask-description"), ("[Giúp tôi viết]", "writing-kept-text ask-problem")])
    follow([(PROBLEM, "ask-result"), ("bỏ qua", "ask-benefit"), ("bỏ qua", "ask-composed")], talk)
    assert LONG.strip() in talk.state.top.answers["solution"]  # type: ignore[union-attr]
    short = follow([*TO_DESCRIPTION, ("Máy tẽ ngô", "description-short-meant"), ("giúp viết", "writing-kept-text ask-problem")])
    assert short.state.top.answers["solution"] == "Máy tẽ ngô"  # type: ignore[union-attr]


def test_a_text_over_the_limit() -> None:
    """It goes the way of every text that is too long: where it ends, cut, the whole of it; the parts stay."""
    talk = follow([*TO_SOLUTION, (LONG.strip(), "ask-result"), (RESULT, "ask-benefit"), ("bỏ qua", "ask-composed")])
    assert "Không chữ nào bị mất" in said(talk)
    assert "bài sẽ không còn phần: Kết quả." in said(talk)
    assert "Dùng bài này" not in talk.labels()
    assert talk.write("gửi lại toàn văn cho tôi") == "description-whole"
    assert LONG.strip() in said(talk)
    talk.write("/start")
    assert talk.write("[Lấy đến hết câu cuối trong giới hạn]") == "ask-review"
    description = talk.state.top.answers["description"]  # type: ignore[union-attr]
    assert count(description) <= 1000
    assert description.startswith("Trước đây: Ghi sổ tay")
    follow([("sửa cách làm", "ask-solution*"), ("Ngắn thôi", "ask-composed"), ("[Dùng bài này]", "ask-review")], talk)


def test_parts_that_a_cut_would_drop() -> None:
    """They are named before the choice is made; a part of which something is left is not among them."""
    talk = follow([*TO_PROBLEM, (LONG.strip(), "ask-solution"), (SOLUTION, "ask-result"), (RESULT, "ask-benefit"), ("15 triệu", "benefit-meant"), ("đúng", "ask-composed")])
    assert "không còn phần: Cách làm mới, Kết quả, Giá trị làm lợi." in said(talk)
    last = follow([*TO_RESULT, (LONG.strip(), "ask-benefit"), ("bỏ qua", "ask-composed")])
    assert "không còn phần" not in said(last)


def test_an_own_text_over_the_limit() -> None:
    """What is typed in place of the text that was put together is offered in its turn."""
    talk = follow([*TO_COMPOSED, (LONG, "!composed-own-too-long ask-composed")])
    assert "/1.000" in said(talk)
    assert "không còn phần" not in said(talk)
    talk.write("[Lấy đến hết câu cuối trong giới hạn]")
    assert talk.state.top.answers["description"].startswith("Nay dùng bảng tính")  # type: ignore[union-attr]


def test_questions_are_short() -> None:
    """One question a message, 160 characters with its example."""
    talk = follow(TO_DESCRIPTION)
    for line in ("giúp viết", PROBLEM, SOLUTION, RESULT):
        talk.write(line)
        assert count(said(talk)) <= 160
        assert "Ví dụ: " in said(talk)


def test_a_label_that_is_typed_is_not_doubled() -> None:
    """Whoever begins with "trước đây" reads it once."""
    talk = follow([*TO_PROBLEM, ("Trước đây ghi sổ tay!", "ask-solution")])
    follow([(SOLUTION, "ask-result"), ("bỏ qua", "ask-benefit"), ("bỏ qua", "ask-composed")], talk)
    assert "\nTrước đây ghi sổ tay!\nCách làm mới: Dùng" in said(talk)


def test_a_paste_into_a_part_is_one_answer() -> None:
    """Pieces of it are put together, and the next question is not answered by the second."""
    talk = follow(TO_PROBLEM)
    assert talk.type("Đoạn một. " * 220) == "paste-complete"
    assert talk.type("Đoạn hai. " * 20) == "paste-complete"
    assert talk.write("đúng") == "ask-solution"


def test_help_when_an_executive_asks_for_another_description() -> None:
    """The old text stays until another is there; the value is changed with it, and only then."""
    talk = follow([*TO_COMPOSED, ("[Dùng bài này]", "ask-review"), ("gửi", SENT)])
    filed = replace(submission_of(talk.filed()), status=Status.CHANGES_REQUESTED, asked=("description",))  # type: ignore[arg-type]
    talk.know(subjects=(Subject(filed, is_own=True, has_executives=True),))
    again: list[Line] = [
        (f"/sua {filed.code}", "ask-description*"), ("giúp viết", "ask-problem"), (PROBLEM, "ask-solution"), ("bỏ qua", "ask-result"),
        ("bỏ qua", "ask-composed"), ("sửa giá trị", "ask-benefit*"), ("2 tỷ", "benefit-meant"), ("đúng", "ask-composed"),
        ("[Dùng bài này]", "ask-review-changes"),
    ]  # fmt: skip
    follow(again, talk)
    talk.write("gửi lại")
    changed = next(e for e in talk.effects if isinstance(e, Resubmit)).changed
    assert {"description", "benefit"} == changed.keys()
    assert changed["benefit"] == "2000000000 once"
    kept = follow([(f"/sua {filed.code}", "ask-description*"), (DESCRIPTION, "ask-review-changes")], Talk(talk.facts))
    kept.write("gửi lại")
    assert {"description": DESCRIPTION} == next(e for e in kept.effects if isinstance(e, Resubmit)).changed


@given(st.lists(st.text(max_size=60), min_size=4, max_size=4))
def test_any_answers(answers: list[str]) -> None:
    """Whatever is answered, what is filed is within the limit and was shown."""
    talk = follow(TO_PROBLEM, Talk(facts(campaign=replace(CAMPAIGN, description_limit=120))))
    for answer in answers:
        talk.type(answer)
    top = talk.state.top
    assert top is None or count(top.answers.get("description", "")) <= 120
