"""The short dialogues of executives and staff: commands by role, invitations; and what a menu understands."""

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from conversations.domain import Grant, Role
from conversations.effects import LinkKind
from conversations.facts import Link
from conversations.flows.administration import INVITATION_LIFE
from conversations.report_effects import SendReminded
from conversations.role_effects import AcceptInvitation, CreateInvitation
from conversations.state import State
from tests.builders import CAMPAIGN, CATALOGUE, LINK, NOON, facts
from tests.conversations.test_decision import EXECUTIVE, WAITING, deciding
from tests.transcripts import Line, Talk, follow

COMMANDS = {
    ("worker", "duyet"): "not-for-you-duyet", ("worker", "report"): "not-for-you-report",
    ("worker", "moi"): "not-for-you-moi", ("worker", "qr"): "not-for-you-qr", ("executive", "report"): "not-for-you-report",
    ("executive", "moi"): "not-for-you-moi", ("executive", "qr"): "ask-qr-form", ("executive", "duyet"): "nothing-waiting",
    ("staff", "duyet"): "nothing-waiting", ("staff", "report"): "+SendReport", ("staff", "moi"): "ask-invite-role",
    ("staff", "qr"): "ask-qr-organisation", ("operator", "ops"): "+SendOverview", ("operator", "duyet"): "not-for-you-duyet",
    ("operator", "report"): "not-for-you-report", ("operator", "moi"): "not-for-you-moi", ("operator", "qr"): "not-for-you-qr",
    ("worker", "donvi"): "not-for-you-donvi", ("executive", "donvi"): "not-for-you-donvi", ("staff", "donvi"): "units",
    ("operator", "donvi"): "not-for-you-donvi", ("worker", "ops"): "not-for-you-ops", ("executive", "ops"): "not-for-you-ops", ("staff", "ops"): "not-for-you-ops",
}  # fmt: skip
ROLES = {
    "worker": (), "executive": (EXECUTIVE,), "staff": (Grant(Role.STAFF, 45),), "operator": (Grant(Role.OPERATOR, 1),),
}  # fmt: skip


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
            ("hoa mai", "+CreateInvitation +SendInvitation"),
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


def test_what_an_invitation_grants() -> None:
    """Role, place, seven days."""
    talk = Talk(facts(grants=ROLES["staff"]))
    follow([("/moi", "ask-invite-role"), ("2", "ask-invite-organisation"), ("1", "+CreateInvitation +SendInvitation")], talk)
    expected = CreateInvitation(LINK, Role.STAFF, 45, talk.at + INVITATION_LIFE)
    assert expected in talk.effects
    assert timedelta(days=7) == INVITATION_LIFE


def test_operators_are_not_invited_in_chat() -> None:
    """The question offers the two roles of officials; a third by number, word or forged button is no answer."""
    talk = Talk(facts(grants=ROLES["staff"]))
    follow([("/moi", "ask-invite-role")], talk)
    assert [CATALOGUE.format(f"role-{role}") for role in ("executive", "staff")] == talk.labels()[:2]
    follow(
        [
            ("3", "!choose-from-list ask-invite-role"),
            ("người vận hành", "!choose-from-list ask-invite-role"),
            ("{a.1.role.operator}", "!button-expired ask-invite-role"),
        ],
        talk,
    )


STAFF: dict[str, list[Line]] = {
    "back to the role, and another one": [
        ("/moi", "ask-invite-role"), ("1", "ask-invite-organisation"), ("quay lại", "ask-invite-role"), ("2", "ask-invite-organisation"),
        ("ha quang", "+CreateInvitation +SendInvitation"),
    ],
    "a doubted place": [
        ("/moi", "ask-invite-role"), ("1", "ask-invite-organisation"), ("binh mink", "place-meant"), ("không", "ask-invite-organisation"),
        ("Bình Minh", "+CreateInvitation +SendInvitation"),
    ],
    "a menu's label in the middle of another dialogue": [("/moi", "ask-invite-role"), ("Đơn vị trực thuộc", "units ask-invite-role")],
    "a menu's label as an answer in prose": [("/donvi Trường Mầm non Hoa Mai", "ask-unit-act"), ("đổi tên", "ask-unit-name"), ("Đơn vị trực thuộc", "ask-unit-sure")],
    "the report in the middle of another dialogue": [("/moi", "ask-invite-role"), ("/report", "+SendReport ask-invite-role")],
    "words of a report that are not understood": [("/report con mèo", "report-word-unknown")],
    "spoken": [("báo cáo cdcs", "+SendReport")],
    "a report of a CĐCS in the district": [("/report Trường Mầm non Hoa Mai", "+SendReport")],
    "a report of another district": [("/report Bảo Lạc", "place-not-in-scope"), ("{c.report.cdcs.n43}", "place-not-in-scope")],
    "a report by a unit that a district has none of": [("/report tỉnh", "report-no-such-level"), ("/report huyện", "+SendReport")],
    "reminding": [("{c.nhac.}", "+RemindUnions +SendReminded")],
    "reminding, typed": [("/nhac", "+RemindUnions +SendReminded")],
}  # fmt: skip


@pytest.mark.parametrize("lines", STAFF.values(), ids=STAFF)
def test_staff(lines: list[Line]) -> None:
    """Each line from the district is answered by exactly these words."""
    follow(lines, Talk(facts(grants=ROLES["staff"])))


WHEN_REMINDED = {
    "by day": (NOON, SendReminded((45,))),
    "by night, in the morning": (NOON + timedelta(hours=12), SendReminded((45,), NOON + timedelta(hours=19.5))),
    "the night after which it is closed": (CAMPAIGN.closes - timedelta(hours=1), "reminders-too-late"),
    "after the close": (CAMPAIGN.closes + timedelta(days=1), "reminders-too-late"),
}


@pytest.mark.parametrize(("at", "expected"), WHEN_REMINDED.values(), ids=WHEN_REMINDED)
def test_when_unions_are_reminded(at: datetime, expected: SendReminded | str) -> None:
    """The answer says what will happen."""
    talk = Talk(facts(grants=ROLES["staff"]), at=at - timedelta(seconds=10))
    answer = talk.write("{c.nhac.}")
    assert expected == (answer if isinstance(expected, str) else talk.effects[-1])


LOST = {"/moi": [("1", "ask-invite-organisation"), ("{a.1.organisation.100}", "place-not-in-scope")]}


@pytest.mark.parametrize("command", LOST)
def test_rights_are_asked_again_at_the_end(command: str) -> None:
    """Whoever is moved to another district in the middle invites nobody to the old one."""
    talk = Talk(facts(grants=ROLES["staff"]))
    talk.write(command)
    for line, _ in LOST[command][:-1]:
        talk.write(line)
    assert talk.state.top is not None
    talk.state = talk.state.with_top(replace(talk.state.top, shown=("100",)))  # it was offered before
    talk.know(grants=(Grant(Role.STAFF, 43),))
    assert talk.write(LOST[command][-1][0]) == LOST[command][-1][1]


ENDED = {
    "an invitation, by typing": ([("/moi", "ask-invite-role")], "1", "form-without-role menu"),
    "an invitation, by button": ([("/moi", "ask-invite-role"), ("1", "ask-invite-organisation")], "[Trường Mầm non Hoa Mai]", "form-without-role menu"),
    "a QR code": ([("/qr", "ask-qr-organisation")], "1", "form-without-role menu"),
    "a QR code, by a command": ([("/qr", "ask-qr-organisation")], "/theodoi", "form-without-role nothing-filed"),
    "a form below": ([("/qr", "ask-qr-organisation"), ("/nop", "ask-consent")], "không", "form-without-role +RecordConsent consent-declined"),
}


@pytest.mark.parametrize(("lines", "line", "expected"), ENDED.values(), ids=ENDED)
def test_a_role_that_ends_closes_its_forms(lines: list[Line], line: str, expected: str) -> None:
    """The next answer says so; nothing of the form is left, and nobody is asked for a place they cannot name."""
    talk = follow(lines, Talk(facts(grants=ROLES["staff"])))
    talk.know(grants=())
    assert expected == talk.write(line)
    assert talk.state.frames == ()


# -- invitations accepted -----------------------------------------------------------------------------------------
INVITED = Link(LINK, LinkKind.INVITATION, 100, Role.EXECUTIVE)
ACCEPTED = "+AcceptInvitation welcome-executive"
INVITATIONS: dict[str, tuple[Link | None, list[Line]]] = {
    "accepted": (INVITED, [(f"/start {LINK}", "ask-introduction"), ("Trần Thị B", ACCEPTED)]),
    "by the bare code, after a greeting": (INVITED, [(LINK.lower(), "ask-introduction"), ("xin chào", "ask-introduction"), ("Trần Thị B", ACCEPTED)]),
    "by a sentence": (INVITED, [(f"Tôi được mời, mã là {LINK}", "ask-introduction"), ("Trần Thị B", ACCEPTED)]),
    "as staff": (replace(INVITED, role=Role.STAFF, organisation_id=45), [(f"/start {LINK}", "ask-introduction"), ("Trần Thị B", "+AcceptInvitation welcome-staff")]),
    "as operator": (replace(INVITED, role=Role.OPERATOR, organisation_id=1), [(f"/start {LINK}", "ask-introduction"), ("Trần Thị B", "+AcceptInvitation welcome-operator")]),
    "scanned twice": (INVITED, [(f"/start {LINK}", "ask-introduction"), (f"/start {LINK}", "ask-introduction"), ("Trần Thị B", ACCEPTED)]),
    "a name that is doubted": (INVITED, [(f"/start {LINK}", "ask-introduction"), ("tran thi b", "name-without-marks-meant"), ("đúng", ACCEPTED)]),
    "given up": (INVITED, [(f"/start {LINK}", "ask-introduction"), ("hủy", "cancel-sure"), ("có", "stopped")]),
    "left for an initiative of one's own": (
        INVITED, [(f"/start {LINK}", "ask-introduction"), ("/nop", "ask-consent"), ("không", "+RecordConsent consent-declined ask-introduction"), ("Trần Thị B", ACCEPTED)],
    ),
    "used": (replace(INVITED, is_usable=False, ended="used"), [(f"/start {LINK}", "+NoteWrongCode link-used")]),
    "out of date": (replace(INVITED, is_usable=False, ended="expired"), [(LINK.lower(), "+NoteWrongCode link-expired")]),
    "taken back": (replace(INVITED, is_usable=False, ended="revoked"), [(f"/start {LINK}", "+NoteWrongCode link-revoked")]),
    "of a CĐCS that is closed": (replace(INVITED, is_usable=False, ended="closed"), [(f"/start {LINK}", "link-closed")]),
    "of no role": (replace(INVITED, role=None), [(f"/start {LINK}", "ask-introduction"), ("Trần Thị B", "link-used")]),
    "a wrong code": (None, [(f"/start {LINK}", "+NoteWrongCode link-unusable"), ("/start ???", "+NoteWrongCode link-unusable"), (LINK, "not-understood menu +NoteWrongCode")]),
}  # fmt: skip


@pytest.mark.parametrize(("link", "lines"), INVITATIONS.values(), ids=INVITATIONS)
def test_invitations(link: Link | None, lines: list[Line]) -> None:
    """Each line from the invited is answered by exactly these words."""
    follow(lines, Talk(facts(link=link), State(serial=1)))


GREETED: dict[str, list[Line]] = {
    "greeted alone": [
        ("xin chào", "ask-consent"), (f"/start {LINK}", "ask-introduction"), ("Trần Thị B", ACCEPTED), ("/huongdan", "guide-worker guide-executive menu"),
    ],
    "with a draft, which stays": [
        ("/nop", "ask-consent"), ("đồng ý", "+RecordConsent ask-full-name"), (f"/start {LINK}", "ask-introduction"),
        ("Trần Thị B", f"{ACCEPTED} draft-waits"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("lines", GREETED.values(), ids=GREETED)
def test_an_official_is_not_left_in_the_workers_form(lines: list[Line]) -> None:
    """A form in which nothing was answered is not what they came for."""
    talk = Talk(facts(link=INVITED))
    follow(lines[:3], talk)
    talk.know(grants=() if "/nop" in lines[0] else (EXECUTIVE,))
    follow(lines[3:], talk)


def test_an_invitation_that_somebody_else_used_meanwhile() -> None:
    """Between the scan and the name."""
    talk = follow([(f"/start {LINK}", "ask-introduction")], Talk(facts(link=INVITED)))
    talk.know(link=replace(INVITED, is_usable=False, ended="used"))
    assert talk.write("Trần Thị B") == "link-used"


def test_an_invitation_to_a_role_that_is_held() -> None:
    """It stays unused, for somebody else."""
    talk = Talk(facts(link=INVITED, grants=(EXECUTIVE,)))
    assert talk.write(f"/start {LINK}") == "invitation-held-already menu"
    assert not [effect for effect in talk.effects if isinstance(effect, AcceptInvitation)]


def test_another_code_in_the_middle_of_an_introduction() -> None:
    """Each code opens its own door; the one that waits does not stand in for it."""
    talk = follow([(f"/start {LINK}", "ask-introduction")], Talk(facts(link=INVITED)))
    other = "B2C3D4E5"
    assert talk.write(f"/start {other}") == "+NoteWrongCode link-unusable ask-introduction"
    talk.know(link=Link(other, LinkKind.WORKPLACE, 102))
    assert talk.write(f"/start {other}") == "ask-consent"


# -- menus --------------------------------------------------------------------------------------------------------
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


FREE: dict[str, list[Line]] = {
    "a newcomer is welcomed by the form": [("có ai không", "ask-consent")],
    "whoever said no is not asked by every word": [
        ("/start", "ask-consent"), ("không", "+RecordConsent consent-declined"), ("thôi nhé", "not-understood menu"), ("1", "ask-consent"),
    ],
    "nothing to cancel": [("/huy", "nothing-to-cancel menu"), ("hủy", "nothing-to-cancel menu")],
    "help": [("?", "ask-consent"), ("?", "!help-consent ask-consent")],
    "spoken help": [("giúp", "guide-worker menu")],
    "support": [("/hotro", "support"), ("hỗ trợ", "support")],
    "white space": [("   ", "empty-text menu")],
    "a button of nothing": [("{c.zzz.}", "button-expired menu"), ("{q}", "button-expired menu"), ("{a.1.phone.1}", "button-expired menu")],
    "go on, without a draft": [("/tieptuc", "menu"), ("tiếp tục", "menu")],
    "a command for others": [("/moi", "not-for-you-moi")],
    "in the middle of a draft": [
        ("/nop", "ask-consent"), ("/moi", "not-for-you-moi"), ("đồng ý", "+RecordConsent ask-full-name"), ("/moi", "not-for-you-moi draft-waits"),
        ("1", "draft-resumed ask-full-name"), ("/hotro", "support draft-waits"), ("Nguyễn Văn A", "ask-id-number"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("lines", FREE.values(), ids=FREE)
def test_free_text(lines: list[Line]) -> None:
    """Without an open question there is always something to do next."""
    follow(lines)


def test_a_menu_counts_what_waits() -> None:
    """An executive sees at a glance that there is work."""
    talk = deciding(WAITING)
    assert talk.write("/start") == "menu-waiting"
    assert "Có 1 sáng kiến" in CATALOGUE.format(talk.says[-1].key, talk.says[-1].args)
    assert Talk(facts(grants=(EXECUTIVE,))).write("/start") == "menu"


def test_a_guide_for_each_role() -> None:
    """Whoever has several reads several."""
    talk = Talk(facts(grants=(EXECUTIVE, Grant(Role.STAFF, 45), *ROLES["operator"])))
    assert talk.write("/huongdan") == "guide-worker guide-executive guide-staff guide-operator menu"
