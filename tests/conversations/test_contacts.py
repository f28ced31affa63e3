"""Whom people may turn to: set by staff with /caidat, read by everybody with /hotro."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.answers import Doubtful, Invalid, Valid
from conversations.contacts import workplace
from conversations.district_effects import ContactLine, SetContact
from conversations.domain import Grant, Role
from conversations.effects import Text
from conversations.events import TextReceived
from conversations.facts import Contact
from conversations.flows.contact import value_shown
from conversations.needs import needs
from conversations.state import Frame, State
from conversations.validators import office_line, office_phone
from tests.builders import CATALOGUE, NOON, facts
from tests.conversations.test_submission import TO_UNION
from tests.transcripts import Line, Talk, follow

STAFF = Grant(Role.STAFF, 45)
OFFICE = Contact(45, {ContactLine.PERSON: "Nguyễn Văn A, Văn phòng", ContactLine.PHONE: "02063852123x12"})


def officer(*contacts: Contact, grants: tuple[Grant, ...] = (STAFF,)) -> Talk:
    """Somebody of the district."""
    return Talk(facts(grants=grants, contacts={one.organisation_id: one for one in contacts}))


SET: dict[str, tuple[list[Line], SetContact | None]] = {
    "shown": ([("/caidat", "contact-set"), ("/settings", "contact-set"), ("cài đặt", "contact-set")], None),
    "by button": ([("/caidat", "contact-set"), ("[Đổi: Điện thoại]", "ask-contact"), ("0206 3852 123", "+SetContact contact-set")], SetContact(45, ContactLine.PHONE, "02063852123")),
    "by number": ([("/caidat", "contact-set"), ("1", "ask-contact"), ("LĐLĐ Hà Quảng", "+SetContact contact-set")], SetContact(45, ContactLine.NAME, "LĐLĐ Hà Quảng")),
    "in words": ([("/caidat người liên hệ", "ask-contact"), ("Trần Thị B", "+SetContact contact-set")], SetContact(45, ContactLine.PERSON, "Trần Thị B")),
    "the hours": ([("/settings hours", "ask-contact"), ("7:30–16:30", "+SetContact contact-set")], SetContact(45, ContactLine.HOURS, "7:30–16:30")),
    "cleared by its button": ([("/caidat sđt", "ask-contact"), ("[Xóa]", "+SetContact contact-set")], SetContact(45, ContactLine.PHONE, "")),
    "cleared in a word": ([("/caidat giờ", "ask-contact"), ("xóa", "+SetContact contact-set")], SetContact(45, ContactLine.HOURS, "")),
    "no number": (
        [("/caidat sdt", "ask-contact"), ("gọi tôi nhé", "!office-phone-wrong ask-contact"), ("0123 456 7890", "phone-old-number-meant"), ("đúng", "+SetContact contact-set")],
        SetContact(45, ContactLine.PHONE, "0834567890"),
    ),
    "too long a line": ([("/caidat tên", "ask-contact"), ("x" * 101, "!office-line-wrong ask-contact")], None),
    "no such line": ([("/caidat màu", "contact-line-unknown"), ("3", "ask-contact")], None),
    "another's": ([("/caidat 43", "contact-not-yours"), ("{c.caidat.43.sdt}", "contact-not-yours")], None),
}  # fmt: skip


@pytest.mark.parametrize(("lines", "expected"), SET.values(), ids=SET)
def test_settings(lines: list[Line], expected: SetContact | None) -> None:
    """Each line by button, number or in words."""
    talk = follow(lines, officer(OFFICE))
    assert [expected] == [e for e in talk.effects if isinstance(e, SetContact)] or expected is None


def test_what_is_shown_after_a_change() -> None:
    """All four lines, the new value among them."""
    talk = follow([("/caidat giờ", "ask-contact"), ("7h30–16h30", "+SetContact contact-set")], officer(OFFICE))
    shown = CATALOGUE.format(talk.says[-1].key, talk.says[-1].args)
    assert "• Giờ làm việc: 7h30–16h30" in shown
    assert "• Điện thoại: 0206 3852 123 máy lẻ 12" in shown
    assert "• Tên hiển thị: chưa có" in shown


def test_staff_of_two_federations_choose() -> None:
    """By button; each sees its own."""
    talk = officer(OFFICE, grants=(STAFF, Grant(Role.STAFF, 43)))
    follow([("/caidat", "contact-which"), ("[LĐLĐ huyện Bảo Lạc]", "contact-set"), ("2", "ask-contact"), ("Trần Thị B", "+SetContact contact-set")], talk)
    assert SetContact(43, ContactLine.PERSON, "Trần Thị B") in talk.effects


def test_rights_are_those_of_the_moment() -> None:
    """Whoever lost the role meanwhile changes nothing."""
    talk = follow([("/caidat sđt", "ask-contact")], officer(OFFICE))
    talk.know(grants=(Grant(Role.STAFF, 43),))
    follow([("0206 3852 123", "contact-not-yours")], talk)
    assert Talk().write("/caidat") == "not-for-you-caidat"


# -- /hotro -------------------------------------------------------------------------------------------------------
def test_support() -> None:
    """Who answers, where one is set; else in general."""
    talk = Talk(facts(contact=OFFICE))
    assert talk.write("/hotro") == "support-contact"
    said = CATALOGUE.format(talk.says[-1].key, talk.says[-1].args)
    assert "LĐLĐ huyện Hà Quảng" in said
    assert "0206 3852 123 máy lẻ 12" in said
    assert "Giờ làm việc" not in said
    assert Talk().write("/hotro") == "support"


DRAFT = Frame("submission", 1, "title", {"province": "2", "federation": "45", "union": "100"})
PLACES: dict[str, tuple[State, int | None]] = {
    "nothing is known": (State(), None),
    "the draft": (State(frames=(DRAFT,), profile={"union": "102"}), 100),
    "a draft whose workplace was typed": (State(frames=(Frame("submission", 1, "block", {"federation": "45", "union": "missing"}),)), 45),
    "a scanned code": (State(frames=(Frame("submission", 1, "consent", {}, {"organisation": "103"}),)), 103),
    "what was filed last": (State(profile={"federation": "45", "union": "102"}), 102),
    "filed under a typed workplace": (State(profile={"federation": "45", "union_name": "Thư viện"}), 45),
}  # fmt: skip


@pytest.mark.parametrize(("state", "expected"), PLACES.values(), ids=PLACES)
def test_where_somebody_works(state: State, expected: int | None) -> None:
    """It is asked for by /hotro alone."""
    assert expected == workplace(state) == needs(state, TextReceived(NOON, "/hotro")).workplace
    assert needs(state, TextReceived(NOON, "/hotro")).contact
    assert not needs(state, TextReceived(NOON, "/theodoi")).is_of_district


def test_a_worker_in_the_middle_of_the_form() -> None:
    """The draft goes on waiting."""
    follow([*TO_UNION, ("/hotro", "support-contact draft-waits")], Talk(facts(contact=OFFICE)))


# -- numbers ------------------------------------------------------------------------------------------------------
NUMBERS = {
    "0206 3852 123": "0206 3852 123", "0206.3852.123 máy lẻ 12": "0206 3852 123 máy lẻ 12", "(0206) 3852123, ext. 7": "0206 3852 123 máy lẻ 7",
    "+84 24 3942 1234": "024 3942 1234", "0912 345 678": "0912 345 678", "1900 1234": "1900 123 4", "02063852123 (nhánh 101)": "0206 3852 123 máy lẻ 101",
}  # fmt: skip
WRONG = ("", "0206 385", "abc", "12345", "026 3852 123", "0206 3852 123 - 0206 3852 124", "9" * 200)


@pytest.mark.parametrize(("raw", "expected"), NUMBERS.items())
def test_numbers_of_offices(raw: str, expected: str) -> None:
    """Landlines, extensions, mobiles and service numbers."""
    answer = office_phone(raw)
    assert isinstance(answer, Valid | Doubtful)
    shown = value_shown(ContactLine.PHONE, answer.value)
    assert expected == (CATALOGUE.phrase(shown) if isinstance(shown, Text) else shown)


@pytest.mark.parametrize("raw", WRONG)
def test_wrong_numbers(raw: str) -> None:
    """One clear sentence for all of them."""
    assert office_phone(raw) == Invalid("office-phone-wrong")


@given(st.text(max_size=200))
def test_any_text_is_read(raw: str) -> None:
    """Never an error, never more than the table takes."""
    for answer, most in ((office_phone(raw), 30), (office_line(raw), 200)):
        assert isinstance(answer, Valid | Doubtful | Invalid)
        assert isinstance(answer, Invalid) or 0 < len(answer.value) <= most
