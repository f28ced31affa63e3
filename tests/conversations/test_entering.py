"""/nopho as transcripts: a helper who enters for colleagues, what waits, and the author who says yes or no."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from conversations.codes import ALPHABET, with_check
from conversations.directory import Directory
from conversations.domain import Consent, Entered, Grant, Role
from conversations.effects import FileSubmission, Say, Tell, ThisPerson
from conversations.entering import ENTRY_LIFE, MOST_OPEN, CloseEntry, Entry, EntryState, KeepEntry
from conversations.events import ContactShared
from conversations.flows.submission import NOTICE_VERSION
from conversations.role_facts import MOST_WRONG, RoleFacts
from conversations.state import State
from tests.builders import CAMPAIGN, LINK, NOON, ORGANISATIONS, facts
from tests.conversations.test_submission import DESCRIPTION
from tests.transcripts import Line, Talk, follow

CODE = with_check("K7M2P9Q")
ANSWERS = {
    "full_name": "Lê Thị C", "id_number": "080888999", "phone": "0912345679", "province": "2", "federation": "45",
    "union": "100", "block": "public_admin", "field": "health", "applied_on": "2021-03", "title": "Máy tẽ ngô",
    "description": DESCRIPTION,
}  # fmt: skip
WAITING = Entry(CODE, EntryState.OPEN, 7, "Trần Thị B", ANSWERS, NOON, NOON + ENTRY_LIFE)
PROFILE = {
    "full_name": "Trần Thị B", "id_number": "004085000123", "phone": "0912345678", "province": "2", "federation": "45",
    "union": "100", "block": "public_admin",
}  # fmt: skip
AGREED = State(profile=PROFILE, consent=NOTICE_VERSION)
BEGUN = "entry-begun ask-entry-workplace"
KEPT = "+KeepEntry +SendConfirmation entry-kept"
FILED = "+CloseEntry +CloseCards +FileSubmission submitted @DecidersOf:decision-card @ThisPerson:entry-told-confirmed"
REFUSED = "+CloseEntry +CloseCards entry-refused @ThisPerson:entry-told-refused"
PERSON: list[Line] = [
    ("Lê Thị C", "ask-entry-id-number"), ("080 888 999", "ask-entry-phone"), ("0912 345 679", "ask-title"),
]  # fmt: skip
CONTENT: list[Line] = [("Máy tẽ ngô", "ask-description"), (DESCRIPTION, "ask-entry-review")]
TO_NAME: list[Line] = [
    ("/nopho", BEGUN), ("[Đúng đơn vị này]", "ask-field"), ("Y tế", "ask-applied-on"), ("3/2021", "ask-entry-full-name"),
]  # fmt: skip
TO_REVIEW: list[Line] = [*TO_NAME, *PERSON, *CONTENT]
FIRST: list[Line] = [*TO_REVIEW, ("[Lưu, chờ tác giả xác nhận]", KEPT)]
NEXT: Line = ("[Người tiếp theo]", "entry-next ask-entry-full-name")

HELPING: dict[str, list[Line]] = {
    "the first colleague": FIRST,
    "in other words": [("nộp hộ", BEGUN)],
    "in English": [("/enter", BEGUN)],
    "the second is asked only what is new": [*FIRST, NEXT, *PERSON, *CONTENT, ("lưu", KEPT)],
    "what is the same can be changed": [
        *FIRST, NEXT, ("sửa lĩnh vực", "ask-field*"), ("Giáo dục", "ask-entry-full-name"), *PERSON, *CONTENT, ("lưu", KEPT),
    ],
    "a colleague of another unit": [
        ("/nopho", BEGUN), ("[Không, đơn vị khác]", "ask-entry-province"), ("cao bang", "ask-federation"),
        ("ha quang", "ask-entry-union"), ("Hợp tác xã Đồng Tiến", "ask-entry-block"), ("doanh nghiệp", "ask-field"),
    ],
    "the own number is refused": [
        *TO_NAME, ("Lê Thị C", "ask-entry-id-number"), ("004085000123", "entry-own-number ask-entry-id-number"),
        ("080888999", "ask-entry-phone"),
    ],
    "the own number changed in at the end is refused too": [
        *TO_REVIEW, ("sửa cccd", "ask-entry-id-number*"), ("004085000123", "entry-own-number ask-entry-id-number*"),
        ("giữ nguyên", "ask-entry-review"), ("lưu", KEPT),
    ],
    "what it is worth": [
        *TO_REVIEW, ("[Thêm giá trị làm lợi]", "ask-benefit"), ("bỏ qua", "ask-entry-review"), ("đúng rồi", KEPT),
    ],
    "given up": [*TO_REVIEW, ("hủy", "cancel-sure"), ("có", "entry-cancelled")],
    "gone on with": [*TO_NAME, ("/theodoi", "nothing-filed ask-entry-full-name"), ("/nopho", "ask-entry-full-name")],
    "nothing waits": [("/nopho ds", "entries-none"), ("[Người tiếp theo]", BEGUN)],
    "enough": [*FIRST, ("[Xong]", "entries-done menu")],
}  # fmt: skip


def helper(**known: Any) -> Talk:
    """Somebody who has filed before."""
    return Talk(facts(**known), AGREED)


@pytest.mark.parametrize("lines", HELPING.values(), ids=HELPING)
def test_helping(lines: list[Line]) -> None:
    """Each line is answered by exactly these words."""
    follow(lines, helper())


def kept(talk: Talk) -> KeepEntry:
    """What the last turn asked to keep."""
    return next(effect for effect in talk.effects if isinstance(effect, KeepEntry))


def test_what_is_kept() -> None:
    """The colleague's answers as they would be filed, under a code of its own, with who typed them."""
    entry = kept(follow(FIRST, helper()))
    assert (LINK, "Trần Thị B", ANSWERS) == (entry.code, entry.helper_name, entry.answers)
    assert entry.expires_at - NOON < ENTRY_LIFE + timedelta(minutes=5)


def test_nothing_waits_beyond_the_close() -> None:
    """Where the programme ends sooner than two weeks from now."""
    talk = helper(campaign=replace(CAMPAIGN, closes=NOON + timedelta(days=2)))
    assert NOON + timedelta(days=2) == kept(follow(FIRST, talk)).expires_at


def test_twenty_in_a_row() -> None:
    """The first colleague takes nine questions, each one after that six, and nothing is asked twice that is the same."""
    talk, asked = helper(), []
    for number in range(20):
        name = f"Lê Thị {'ABCDEGHIKLMNOPQRSTUV'[number]}"
        person = [(name, PERSON[0][1]), (f"0808889{number:02}", PERSON[1][1]), *PERSON[2:]]
        begin = TO_NAME if number == 0 else [NEXT]
        lines = [*begin, *person, *CONTENT, ("lưu", KEPT)]
        follow(lines, talk)
        asked.append(len(lines) - 1)
        talk.know(entries=(replace(WAITING, code=with_check(f"K7M2PA{ALPHABET[number]}")), *talk.facts.entries))
        entry = kept(talk)
        assert (name, "100", "health", "2021-03") == tuple(entry.answers[k] for k in ("full_name", "union", "field", "applied_on"))
    assert asked == [9, *[6] * 19]
    said = talk.says[-1]
    assert (20, 20) == (said.args["today"], said.args["open"])


def test_a_stranger_is_asked_for_consent_and_name() -> None:
    """Whoever was never here agrees first, and says who types."""
    lines: list[Line] = [
        ("xin chào", "ask-consent"), ("/nopho", "entry-begun ask-consent"), ("Đồng ý", "+RecordConsent ask-entry-helper"),
        ("Trần Thị B", "ask-entry-province"), ("cao bang", "ask-federation"), ("ha quang", "ask-entry-union"),
        ("mầm non hoa mai", "ask-field"), ("bỏ qua", "ask-applied-on"), ("3/2021", "ask-entry-full-name"),
        *PERSON, *CONTENT, ("lưu", KEPT), NEXT,
    ]  # fmt: skip
    follow(lines)


def test_an_executive_is_asked_about_the_own_union() -> None:
    """Before the place where they filed for themselves."""
    talk = helper(grants=(Grant(Role.EXECUTIVE, 102),))
    talk.write("/nopho")
    assert "Công ty TNHH Thành Công" == talk.says[-1].args["workplace"]


def test_a_shared_contact_is_not_the_author_s() -> None:
    """The phone's button gives the helper's own number."""
    talk = follow([*TO_NAME, *PERSON[:2]], helper())
    assert talk.take(ContactShared(NOON, "0912345678")) == "!contact-not-now ask-entry-phone"


def test_the_campaign_is_over() -> None:
    """Said at once, and again where it ended meanwhile."""
    over = replace(CAMPAIGN, closes=NOON)
    assert helper(campaign=over).write("/nopho") == "campaign-closed"
    talk = follow(TO_REVIEW, helper())
    talk.know(campaign=over)
    assert talk.write("lưu") == "campaign-closed"


def test_as_many_as_may_be() -> None:
    """Fifty wait: no other is begun, and the one that was is not kept."""
    full = tuple(replace(WAITING, code=f"CODE{number:04}") for number in range(MOST_OPEN))
    assert helper(entries=full).write("/nopho") == "entries-full"
    talk = follow(TO_REVIEW, helper())
    talk.know(entries=full)
    assert talk.write("lưu") == "entries-full"


# -- what waits --------------------------------------------------------------------------------------------------
LISTED: dict[str, list[Line]] = {
    "listed": [("/nopho ds", "entries"), ("[Lê Thị C]", "entry-waits"), ("[Gửi lại mã, QR]", "+SendConfirmation entry-code-sent")],
    "in words": [("nộp hộ ds", "entries"), ("nopho danh sách", "entries"), ("1", "entry-waits")],
    "by its code": [(CODE, "entry-waits")],
    "deleted after asking": [
        (f"/nopho {CODE}", "entry-waits"), ("[Xóa]", "ask-entry-drop"), ("[Giữ lại]", "entry-waits"), ("[Xóa]", "ask-entry-drop"),
        ("[Xóa hẳn]", "+CloseEntry +CloseCards entry-dropped"),
    ],
    "changed": [
        (f"/nopho sua {CODE}", "ask-entry-review"), ("sửa tên sáng kiến", "ask-title*"), ("Máy bóc lạc", "ask-entry-review"),
        ("lưu", "+CloseEntry +CloseCards +KeepEntry +SendConfirmation entry-kept"),
    ],
    "another code": [(f"/nopho {with_check('B7M2P9Q')}", "+NoteWrongCode entry-over")],
}  # fmt: skip


@pytest.mark.parametrize("lines", LISTED.values(), ids=LISTED)
def test_what_waits(lines: list[Line]) -> None:
    """Its helper sees, changes and deletes it."""
    follow(lines, helper(entry=WAITING, entries=(WAITING,)))


def test_many_wait_on_pages() -> None:
    """Eight a message."""
    many = tuple(replace(WAITING, code=with_check(f"K7M2PA{ALPHABET[number]}")) for number in range(10))
    talk = helper(entries=many)
    assert talk.write("/nopho ds") == "entries"
    assert 11 == len(talk.says[-1].buttons)
    assert talk.write("[Xem thêm]") == "entries"
    assert 2 == len(talk.says[-1].args["lines"])  # type: ignore[arg-type]


def test_a_locked_code_is_renewed() -> None:
    """With fresh tries under a new code, for no longer than before; the author is asked as by any entry."""
    locked = replace(WAITING, tries=3)
    talk = helper(entry=locked, entries=(locked,))
    assert talk.write(f"/nopho ma {CODE}") == "+CloseEntry +CloseCards +KeepEntry +SendConfirmation entry-code-sent"
    assert CloseEntry(CODE, EntryState.DROPPED) in talk.effects
    assert KeepEntry(LINK, "Trần Thị B", ANSWERS, WAITING.expires_at) == kept(talk)


def test_changed_by_now() -> None:
    """What was confirmed while it was being changed stays as it was confirmed."""
    talk = helper(entry=WAITING, entries=(WAITING,))
    talk.write(f"/nopho sua {CODE}")
    talk.know(entries=())
    assert talk.write("lưu") == "entry-over"


# -- the author --------------------------------------------------------------------------------------------------
NAMED = {**{key: value for key, value in ANSWERS.items() if key != "union"}, "union_name": "Trường X"}


def test_a_typed_workplace_whose_district_was_merged() -> None:
    """It is filed with the district that took over; one that nobody took over is said to be gone."""
    talk = follow(TO_CARD, author(replace(WAITING, answers=NAMED)))
    over = [replace(one, is_active=one.id != 45, merged_into_id=42 if one.id == 45 else None) for one in ORGANISATIONS]
    talk.know(directory=Directory(over))
    assert "+FileSubmission submitted-unresolved" in talk.write("đúng")
    filed = talk.filed()
    assert isinstance(filed, FileSubmission)
    assert (42, {**NAMED, "federation": "42"}) == (filed.organisation_id, filed.answers)
    talk = follow(TO_CARD, author(replace(WAITING, answers=NAMED)))
    talk.know(directory=Directory([replace(one, is_active=one.id != 45) for one in ORGANISATIONS]))
    assert "entry-workplace-gone @ThisPerson:entry-told-workplace" == talk.write("đúng")


ASKED = replace(WAITING, asked_id=9)
YES, NO = f"{{c.nopho.dong {CODE}}}", f"{{c.nopho.khong {CODE}}}"
TO_CARD: list[Line] = [
    (CODE, "ask-consent"), ("Đồng ý", "+RecordConsent ask-entry-digits"), ("8999", "ask-entry-verdict"),
]  # fmt: skip
CONFIRMING: dict[str, list[Line]] = {
    "yes": [*TO_CARD, ("[Đúng, nộp giúp tôi]", FILED)],
    "in words": [*TO_CARD, ("đúng rồi", FILED)],
    "by the link": [(f"/start {CODE}", "ask-consent")],
    "in a sentence, before anything is known": [("xin chào", "ask-consent"), (f"mã của tôi là {CODE}", "ask-consent")],
    "no": [*TO_CARD, ("[Không phải của tôi]", REFUSED)],
    "later": [*TO_CARD, ("hủy", "cancel-sure"), ("có", "entry-not-now")],
    "without consent nothing is shown": [(CODE, "ask-consent"), ("không đồng ý", "+RecordConsent consent-declined")],
    "digits that do not match": [
        *TO_CARD[:2], ("0000", "+NoteWrongDigits entry-digits-wrong ask-entry-digits"), ("8999", "ask-entry-verdict"),
    ],
    "no digits": [*TO_CARD[:2], ("080888999", "!entry-digits-unreadable ask-entry-digits")],
    "digits kept": [*TO_CARD, ("quay lại", "ask-entry-digits"), ("giữ nguyên", "ask-entry-verdict")],
    "digits with spaces": [*TO_CARD[:2], ("8 9 9 9", "ask-entry-verdict")],
}  # fmt: skip


def author(entry: Entry | None = WAITING, **known: Any) -> Talk:
    """Somebody else, who was never here."""
    return Talk(facts(person_id=9, entry=entry, **known))


@pytest.mark.parametrize("lines", CONFIRMING.values(), ids=CONFIRMING)
def test_confirming(lines: list[Line]) -> None:
    """Consent first, then who they are, then everything on one card."""
    follow(lines, author())


def test_what_is_filed() -> None:
    """The author's own, with who entered it; helper and executives are told."""
    talk = follow([*TO_CARD, ("đúng", FILED)], author())
    filed = next(effect for effect in talk.effects if isinstance(effect, FileSubmission))
    assert (ANSWERS, 100, Entered(7, "Trần Thị B", Consent.ACCOUNT)) == (filed.answers, filed.organisation_id, filed.entered)
    assert ["080888999", NOTICE_VERSION] == [talk.state.profile["id_number"], talk.state.consent]
    assert [ThisPerson(7)] == [e.to for e in talk.effects if isinstance(e, Tell) and e.say.key == "entry-told-confirmed"]


def test_what_the_author_has_told_stays() -> None:
    """Whoever was asked has filed before: the next own initiative begins with the own phone, not with the helper's word."""
    own = {**PROFILE, "phone": "0987654321"}
    talk = Talk(facts(person_id=9, entry=ASKED), State(profile=own, consent=NOTICE_VERSION))
    assert "+FileSubmission" in talk.write(YES)
    assert own == talk.state.profile


def test_nothing_is_shown_before_the_digits() -> None:
    """A stranger who finds the code learns no name, no number, no title."""
    talk = author()
    for line, _ in TO_CARD[:2]:
        talk.write(line)
        for value in ("Lê Thị C", "Máy tẽ ngô", "080"):
            assert value not in str([say for say in talk.effects if isinstance(say, Say)])


def test_three_tries() -> None:
    """The last wrong one ends it; a locked code opens nothing, whoever sends it."""
    talk = follow(TO_CARD[:2], author(replace(WAITING, tries=2)))
    assert talk.write("0000") == "+NoteWrongDigits entry-digits-spent"
    assert author(replace(WAITING, tries=3)).write(CODE) == "+NoteWrongCode entry-over"


def test_whoever_takes_the_consent_back_files_nothing() -> None:
    """The open question goes with what was agreed to; the code still waits, and asks for it anew."""
    talk = follow(TO_CARD, author())
    yes = talk.button("Đúng, nộp giúp tôi").action
    talk.write("/dulieu")
    assert "ask-forget" == talk.write("[Xóa bản nháp và thông tin đã nhớ]")
    assert "+RecordConsent +DropAttachments forgotten" == talk.write("[Xóa]")
    talk.write(f"{{{yes}}}")
    assert not any(isinstance(effect, FileSubmission) for effect in talk.effects)
    assert "ask-consent" == talk.write(CODE)


OVER: Mapping[str, Entry] = {
    "confirmed": replace(WAITING, state=EntryState.CONFIRMED, answers={}),
    "its time is over": replace(WAITING, expires_at=NOON),
}


@pytest.mark.parametrize("entry", OVER.values(), ids=OVER)
def test_too_late(entry: Entry) -> None:
    """Said in words at each point where it can be noticed."""
    assert author(entry).write(CODE) == "+NoteWrongCode entry-over"
    for said, line in ((TO_CARD[:2], "8999"), (TO_CARD, "đúng")):
        talk = follow(said, author())
        talk.know(entry=entry)
        assert talk.write(line) == "entry-over"


@pytest.mark.parametrize("line", [f"/nopho {CODE}", f"/nopho sua {CODE}", YES])
def test_guessing_by_the_command(line: str) -> None:
    """Is counted like codes of any other kind; who guessed too much finds nothing, but what is theirs."""
    assert author(None).write(line) == "+NoteWrongCode entry-over"
    held = RoleFacts(wrong_codes=MOST_WRONG)
    assert author(roles=held).write(line) == author(None, roles=held).write(line) == "+NoteWrongCode codes-held-back"
    assert author(ASKED, roles=held).write(line) == "ask-consent"
    assert helper(entry=WAITING, roles=held).write(line) != "+NoteWrongCode codes-held-back"


def test_the_programme_closed_meanwhile() -> None:
    """Nothing is filed after the close."""
    talk = follow(TO_CARD, author())
    talk.know(campaign=replace(CAMPAIGN, closes=NOON))
    assert talk.write("đúng") == "campaign-closed"




def test_the_account_that_was_asked() -> None:
    """One tap; whoever has forgotten the notice agrees again, but nobody has to agree to say no."""
    agreed = State(profile=PROFILE, consent=NOTICE_VERSION)
    assert Talk(facts(person_id=9, entry=ASKED), agreed).write(YES) == FILED
    assert Talk(facts(person_id=9, entry=ASKED), agreed).write(NO) == REFUSED
    assert author(ASKED).write(NO) == REFUSED
    follow([(YES, "ask-consent"), ("đồng ý", "+RecordConsent " + FILED)], author(ASKED))


def test_a_card_that_somebody_else_presses() -> None:
    """Is as good as the code: who they are is asked."""
    assert author(WAITING).write(YES) == "ask-consent"
    assert author(replace(ASKED, state=EntryState.REFUSED)).write(YES) == "entry-over"


def test_the_helper_confirms_nothing() -> None:
    """The own code shows what waits."""
    assert helper(entry=WAITING).write(YES) == "entry-waits"
    assert helper(entry=WAITING).write(CODE) == "entry-waits"
    other = helper(entry=replace(WAITING, helper_id=8))
    assert other.write(f"/nopho xoahan {CODE}") == "ask-entry-digits"


def test_who_took_over_from_the_workplace() -> None:
    """A workplace that was merged is the heir's; one that is gone is the helper's to mend."""
    gone = replace(WAITING, answers={**ANSWERS, "union": "999"})
    talk = follow(TO_CARD, author(gone))
    assert talk.write("đúng") == "entry-workplace-gone @ThisPerson:entry-told-workplace"
    merged = Directory([replace(one, is_active=False, merged_into_id=101) if one.id == 100 else one for one in ORGANISATIONS])
    talk = follow(TO_CARD, author(directory=merged))
    assert talk.write("đúng") == FILED
    filed = next(effect for effect in talk.effects if isinstance(effect, FileSubmission))
    assert (101, "101") == (filed.organisation_id, filed.answers["union"])


def test_closing_says_so_on_the_card() -> None:
    """Whoever was asked sees that it waits no more."""
    talk = follow([*TO_CARD, ("không", REFUSED)], author())
    assert CloseEntry(CODE, EntryState.REFUSED) in talk.effects


def test_a_view_without_entry_is_drawn() -> None:
    """The question may stand longer than what it is about."""
    talk = follow(TO_CARD, author())
    talk.know(entry=None)
    assert talk.write("hướng dẫn") == "!help-step ask-entry-verdict"
