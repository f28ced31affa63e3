"""What is said of initiatives that are nearly the same, and of secrets of technology: transcripts and wording."""

import re
from datetime import timedelta

import pytest
from msgspec.structs import replace

from conversations import alike
from conversations.dialogue import Turn
from conversations.domain import Grant, Role, Status
from conversations.effects import FileSubmission, Text
from conversations.facts import Subject
from conversations.likeness import Alike, Asked
from conversations.state import to_dict
from tests.builders import CATALOGUE, NOON, RECEIPT, facts
from tests.conversations.test_decision import ANSWERS, CODE, EXECUTIVE, WAITING, deciding
from tests.conversations.test_submission import DESCRIPTION, SENT, TO_DESCRIPTION, TO_REVIEW
from tests.transcripts import Line, Talk, follow

OTHER = "B2C3D4E5"
EARLIER = Alike(OTHER, "Sổ tiêm chủng", "Trước đây ghi sổ tay. Nay dùng bảng tính chung.", NOON - timedelta(days=1), 8)
OWN = replace(EARLIER, author_id=7)  # the person of `facts()`
COMPARE = f"{{d.compare.{CODE}.1}}"


def wording(talk: Talk) -> str:
    """What the last turn says, as people read it."""
    return "\n".join(CATALOGUE.phrase(Text(say.key, say.args)) for say in talk.says)


def looking(*found: Alike, grants: tuple[Grant, ...] = (EXECUTIVE,)) -> Talk:
    """Somebody with these roles, facing an initiative with which these are alike."""
    talk = deciding(WAITING, grants=grants)
    talk.facts = replace(talk.facts, alike={CODE: found} if found else {})
    return talk


# -- the author --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("found", "said"),
    [
        ((EARLIER,), "đã có sáng kiến gần giống: “Sổ tiêm chủng”. Nếu là việc khác"),
        ((OWN,), "gần giống: B2C3-D4E5 “Sổ tiêm chủng” (của chính anh/chị). Nếu"),
        ((EARLIER, OWN), "gần giống: “Sổ tiêm chủng” và 1 sáng kiến nữa. Nếu"),
    ],
    ids=["somebody else's", "an own one", "several"],
)
def test_the_author_is_told_and_sends_all_the_same(found: tuple[Alike, ...], said: str) -> None:
    """One sentence on the card before sending; of somebody else's nothing but the title; nothing is refused."""
    talk = follow(TO_REVIEW, Talk(facts(alike={"": found})))
    assert said in wording(talk)
    assert ("B2C3" in wording(talk)) == (found[0] is OWN)
    follow([("gửi", SENT)], talk)


def test_nothing_alike_nothing_said() -> None:
    """Neither to the author nor to who decides."""
    assert "gần giống" not in wording(follow(TO_REVIEW, Talk(facts())))
    assert "Gần giống" not in wording(follow([("/review A7K2", "decision-card")], looking()))


# -- who decides -------------------------------------------------------------------------------------------------
STAFF, FAR_STAFF = Grant(Role.STAFF, 45), Grant(Role.STAFF, 27)
CASES: dict[str, tuple[tuple[Alike, ...], tuple[Grant, ...], list[Line]]] = {
    "pressed on the card": ((EARLIER,), (EXECUTIVE,), [("/review A7K2", "decision-card"), ("[🔍 So sánh]", "compared")]),
    "typed": ((EARLIER,), (EXECUTIVE,), [("so sánh A7K2", "compared"), ("/so sanh a7k2-9qxq", "compared")]),
    "in the middle of a decision": (
        (EARLIER,), (EXECUTIVE,), [(f"{{d.reject.{CODE}.1}}", "ask-reason"), ("so sánh A7K2", "compared ask-reason")],
    ),
    "several": ((EARLIER, OWN), (EXECUTIVE,), [("so sánh A7K2", "compared compared")]),
    "staff of the district": ((EARLIER,), (STAFF,), [("so sánh A7K2", "compared"), (COMPARE, "compared")]),
    "staff of another district": ((EARLIER,), (FAR_STAFF,), [("so sánh A7K2", "no-such-code"), (COMPARE, "no-such-code")]),
    "an executive of another CĐCS": ((EARLIER,), (Grant(Role.EXECUTIVE, 101),), [(COMPARE, "no-such-code")]),
    "somebody without a role": ((EARLIER,), (), [(COMPARE, "no-such-code")]),
    "nothing alike any more": ((), (EXECUTIVE,), [(COMPARE, "compared-with-nothing")]),
    "no such code": ((EARLIER,), (EXECUTIVE,), [("so sánh ZZZZ", "no-such-code"), ("{d.compare.ZZZZZZZZ.1}", "no-such-code")]),
}  # fmt: skip


@pytest.mark.parametrize(("found", "grants", "lines"), CASES.values(), ids=CASES)
def test_compare(found: tuple[Alike, ...], grants: tuple[Grant, ...], lines: list[Line]) -> None:
    """Rights are looked at when it is pressed or typed."""
    follow(lines, looking(*found, grants=grants))


def test_a_comparison_in_words() -> None:
    """Which was first, how alike, what differs; no name, number or telephone."""
    talk = follow([("/review A7K2", "decision-card")], looking(EARLIER))
    assert "• Gần giống: B2C3-D4E5" in wording(talk)
    follow([("[🔍 So sánh]", "compared")], talk)
    assert wording(talk).startswith(
        "So sánh B2C3-D4E5 (nộp trước) và A7K2-9QXQ (nộp sau), hai người nộp: giống nhau khoảng 64%.\n\n"
        "Tên sáng kiến: Sổ [+theo dõi+] tiêm chủng\n"
        "Mô tả: Trước đây ghi sổ tay. Nay dùng bảng [−tính chung.−] [+tính.+]\n\n"
    )
    assert ANSWERS["full_name"] not in wording(talk)


def test_what_is_decided_has_no_button() -> None:
    """Comparing is for who decides, and that is over."""
    talk = deciding(replace(WAITING, status=Status.REJECTED))
    talk.facts = replace(talk.facts, alike={CODE: (EARLIER,)})
    follow([("/review A7K2", "decision-card-closed")], talk)
    assert "Gần giống" not in wording(talk)


# -- when it is looked for ---------------------------------------------------------------------------------------
def asked(talk: Talk) -> tuple[Asked, ...]:
    """The texts whose like is looked for after the last turn."""
    return alike.asked(Turn(talk.state, talk.effects), talk.facts)


def test_it_is_looked_for_where_everything_is_shown_and_nowhere_else() -> None:
    """Before sending, when it is sent, and on the cards of those who decide; no other answer costs a look-up."""
    talk = Talk(facts())
    for line, expected in TO_REVIEW[:-1]:
        follow([(line, expected)], talk)
        assert asked(talk) == (), line
    text = ("Sổ theo dõi tiêm chủng", DESCRIPTION)
    follow(TO_REVIEW[-1:], talk)
    assert asked(talk) == (Asked("", 100, *text),)
    follow([("sửa tên sáng kiến", "ask-title*")], talk)
    assert asked(talk) == ()
    follow([("Sổ tiêm", "ask-review"), ("gửi", SENT)], talk)
    assert asked(talk) == (Asked(RECEIPT, 100, "Sổ tiêm", DESCRIPTION),)


def test_it_is_looked_for_by_who_decides() -> None:
    """For each card that is shown, with what is stored."""
    stored = Asked(CODE, 100, ANSWERS["title"], ANSWERS["description"])
    for line, expected in (("/duyet", "decision-card"), (CODE, "decision-card"), (COMPARE, "compared-with-nothing")):
        assert asked(follow([(line, expected)], looking())) == (stored,), line
    assert asked(follow([("duyệt A7K2", "ask-agreed")], looking())) == ()


def test_a_changed_text_is_looked_for_anew() -> None:
    """When it is shown before it is handed in again, and when it is: not as like itself, so with its code."""
    returned = replace(WAITING, status=Status.CHANGES_REQUESTED, author_id=7, asked=("title",))
    known = facts(subjects=(Subject(returned, is_own=True, has_executives=True),), own=(returned,))
    talk = follow([(f"/sua {CODE}", "ask-title*"), ("Sổ màu", "ask-review-changes")], Talk(known))
    changed = Asked(CODE, 100, "Sổ màu", ANSWERS["description"])
    assert asked(talk) == (changed,)
    talk.write("gửi lại")
    assert asked(talk) == (changed,)


def test_the_buttons_that_are_named_are_there() -> None:
    """Before sending, and before sending again: stopping there would not take back what was filed."""
    returned = replace(WAITING, status=Status.CHANGES_REQUESTED, author_id=7, asked=("title",))
    known = facts(subjects=(Subject(returned, is_own=True, has_executives=True),), alike={CODE: (EARLIER,)})
    first = follow(TO_REVIEW, Talk(facts(alike={"": (EARLIER,)})))
    again = follow([(f"/sua {CODE}", "ask-title*"), ("Sổ màu", "ask-review-changes")], Talk(known))
    for talk, named in ((first, ["Gửi", "Sửa", "Hủy"]), (again, ["Gửi lại", "Sửa"])):
        note = next(line for line in wording(talk).splitlines() if "gần giống" in line)
        assert named == re.findall("bấm “(.+?)”", note)
        assert set(named) <= set(talk.labels())


def test_without_a_union_there_is_nothing_to_compare_with() -> None:
    """A workplace that was only typed is nobody's CĐCS yet."""
    typed = {key: value for key, value in ANSWERS.items() if key != "union"} | {"union_name": "Tổ may số 3"}
    talk = deciding(replace(WAITING, organisation_id=45, answers=typed), grants=(STAFF,))
    assert asked(follow([("/review A7K2", "decision-card")], talk)) == ()


# -- secrets of technology ---------------------------------------------------------------------------------------
EFFECT = "Mỗi ca bớt được hai giờ chờ máy, tiết kiệm ba triệu đồng một tháng."
TO_SECRET: list[Line] = [*TO_DESCRIPTION, ("bí mật công nghệ", "ask-description")]
SECRETS: dict[str, tuple[list[Line], str, str]] = {  # lines, the answer "secret", the description
    "typed": ([*TO_SECRET, (EFFECT, "ask-review"), ("gửi", SENT)], "yes", EFFECT),
    "pressed": (
        [*TO_DESCRIPTION, ("[🔒 Bí mật công nghệ]", "ask-description"), (EFFECT, "ask-review"), ("[Gửi]", SENT)], "yes", EFFECT,
    ),
    "said after the method was told, which is forgotten": (
        [*TO_REVIEW, ("sửa mô tả", "ask-description*"), ("[🔒 Bí mật công nghệ]", "ask-description"), (EFFECT, "ask-review"),
         ("gửi", SENT)], "yes", EFFECT,
    ),
    "taken back: the description is asked again": (
        [*TO_SECRET, (EFFECT, "ask-review"), ("sửa bí mật", "ask-secret*"), ("không", "ask-description"),
         (DESCRIPTION, "ask-review"), ("gửi", SENT)], "", DESCRIPTION,
    ),
    "looked at again and kept": (
        [*TO_SECRET, (EFFECT, "ask-review"), ("sửa bí mật", "ask-secret*"), ("giữ nguyên", "ask-review"), ("gửi", SENT)], "yes", EFFECT,
    ),
    "steered while it is asked again": (
        [*TO_SECRET, (EFFECT, "ask-review"), ("sửa bí mật", "ask-secret*"), ("hướng dẫn", "!help-secret ask-secret*"),
         ("hủy", "cancel-sure"), ("[Không, làm tiếp]", "ask-secret*"), ("quay lại", "ask-review"), ("gửi", SENT)], "yes", EFFECT,
    ),
    "begun again": (
        [*TO_SECRET, ("bắt đầu lại", "restart-sure"), ("có", "ask-full-name"), *TO_DESCRIPTION[2:], (DESCRIPTION, "ask-review"),
         ("gửi", SENT)], "", DESCRIPTION,
    ),
    "a sentence that begins so is a description": (
        [*TO_DESCRIPTION, ("Bí mật công nghệ là pha keo ở 60 độ, nhanh gấp đôi.", "ask-review"), ("gửi", SENT)], "",
        "Bí mật công nghệ là pha keo ở 60 độ, nhanh gấp đôi.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("lines", "secret", "description"), SECRETS.values(), ids=SECRETS)
def test_a_secret(lines: list[Line], secret: str, description: str) -> None:
    """Title and effect are all that is asked for and kept, and nothing of it is compared."""
    talk = follow(lines, Talk(facts()))
    filed = talk.filed()
    assert isinstance(filed, FileSubmission)
    assert (filed.answers.get("secret", ""), filed.answers["description"]) == (secret, description)
    assert (asked(talk) == ()) == (secret == "yes")


def test_a_secret_in_words() -> None:
    """The question asks for the effect alone; author and deciders see that it is a secret."""
    talk = follow(TO_SECRET, Talk(facts()))
    assert "không ghi cách làm" in wording(talk)
    assert "🔒 Bí mật công nghệ" not in talk.labels()
    follow([(EFFECT, "ask-review")], talk)
    assert "• Bí mật công nghệ: có, chỉ ghi hiệu quả" in wording(talk)
    assert asked(talk) == ()
    secret = deciding(replace(WAITING, answers={**ANSWERS, "secret": "yes"}))
    follow([("/review A7K2", "decision-card")], secret)
    assert "• Bí mật công nghệ: có" in wording(secret)
    assert asked(secret) == ()


def test_what_was_filed_as_a_secret_stays_one() -> None:
    """Whoever changes its description is asked for the effect, and not whether it is a secret."""
    returned = replace(
        WAITING, status=Status.CHANGES_REQUESTED, author_id=7, asked=("description",), answers={**ANSWERS, "secret": "yes"}
    )
    known = facts(subjects=(Subject(returned, is_own=True, has_executives=True),), own=(returned,))
    talk = follow([(f"/sua {CODE}", "ask-description*")], Talk(known))
    assert "không ghi cách làm" in wording(talk)
    assert "🔒 Bí mật công nghệ" not in talk.labels()
    follow([(EFFECT, "ask-review-changes")], talk)
    assert asked(talk) == ()


def test_a_secret_is_not_asked_out_by_the_helper() -> None:
    """What the four questions were told of the method is forgotten, and they are not offered any more."""
    talk = follow([*TO_DESCRIPTION, ("giúp viết", "ask-problem"), ("Keo lâu khô.", "ask-solution"), ("Pha ở 60 độ.", "ask-result")])
    assert talk.write("[Tôi tự viết]") == "ask-description"
    assert "Giúp tôi viết" in talk.labels()
    assert talk.write("[🔒 Bí mật công nghệ]") == "ask-description"
    assert "Giúp tôi viết" not in talk.labels()
    assert "60 độ" not in str(to_dict(talk.state))
    assert talk.write(EFFECT) == "ask-review"
