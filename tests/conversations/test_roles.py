"""Who works where: asking for a role, answering, removing, revoking; codes that open nothing; who may do what to whom."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from conversations import actions
from conversations.directory import Directory, Organisation
from conversations.domain import OFFICIALS, Grant, Role
from conversations.effects import CloseCards, LinkKind, Say, Tell
from conversations.facts import Facts, Link
from conversations.rights import may_remove
from conversations.role_effects import (
    AnswerRequest,
    AskForRole,
    CreateInvitation,
    NoteWrongCode,
    PeopleView,
    RevokeGrant,
    RevokeInvitation,
    SendInvitation,
    SendPeople,
)
from conversations.role_facts import (
    MOST_WRONG,
    Asked,
    Holder,
    Invitation,
    RoleFacts,
    RoleRequest,
    handle,
    holder_of,
    needs_of,
    split_words,
)
from conversations.state import State
from tests.builders import CATALOGUE, DIRECTORY, LINK, NOON, ORGANISATIONS, facts
from tests.conversations.test_decision import EXECUTIVE
from tests.transcripts import Line, Talk, follow

ME, COLLEAGUE, NEWCOMER = 7, 8, 9
DISTRICT, OTHER_DISTRICT, PROVINCE = (Grant(Role.STAFF, 45),), (Grant(Role.STAFF, 43),), (Grant(Role.STAFF, 2),)
ACTORS: dict[str, tuple[Grant, ...]] = {
    "worker": (), "executive": (EXECUTIVE,), "other executive": (Grant(Role.EXECUTIVE, 101),), "district": DISTRICT,
    "other district": OTHER_DISTRICT, "province": PROVINCE, "other province": (Grant(Role.STAFF, 3),), "operator": (Grant(Role.OPERATOR, 1),),
}  # fmt: skip


def holding(role: Role, organisation: int, person: int = COLLEAGUE, **others: object) -> Holder:
    """Somebody who holds a role."""
    return Holder(person, Grant(role, organisation), "Trần Thị B", NOON - timedelta(days=9), **others)  # type: ignore[arg-type]


def knowing(grants: tuple[Grant, ...] = (), **roles: object) -> Facts:
    """Facts of somebody with these roles."""
    return facts(grants=grants, roles=RoleFacts(**roles))  # type: ignore[arg-type]


EXECUTIVE_THERE, STAFF_THERE, STAFF_ABOVE = holding(Role.EXECUTIVE, 100), holding(Role.STAFF, 45), holding(Role.STAFF, 2)
INVITED_BY_ME = replace(STAFF_THERE, granted_by=ME)
REQUEST = RoleRequest(LINK, NEWCOMER, 100, "Trần Thị B")


# -- who may do what ----------------------------------------------------------------------------------------------
# action → the actors for whom it does something, and what
TABLE: dict[str, tuple[str, dict[str, object], str, set[str]]] = {
    "invite an executive": ("{c.moi.100}", {}, "+CreateInvitation +SendInvitation", {"district", "province"}),
    "invite staff": ("{c.moi.45}", {}, "+CreateInvitation +SendInvitation", {"district", "province"}),
    "invite staff above": ("{c.moi.2}", {}, "+CreateInvitation +SendInvitation", {"province"}),
    "revoke an invitation": (
        f"{{c.moi.thu {LINK[:4]}}}", {"invitations": (Invitation(LINK, Role.EXECUTIVE, 100, COLLEAGUE),)},
        "+RevokeInvitation invitation-revoked", {"district", "province"},
    ),
    "revoke an operator's invitation": (
        f"{{c.moi.thu {LINK[:4]}}}", {"invitations": (Invitation(LINK, Role.OPERATOR, 1, None),)}, "+RevokeInvitation", set(),
    ),
    "let in who asks": (f"{{c.canbo.duyet {LINK}}}", {"request": REQUEST}, "+AnswerRequest +CloseCards @ThisPerson:request-granted request-decided", {"district", "province"}),
    "refuse who asks": (f"{{c.canbo.tuchoi {LINK}}}", {"request": REQUEST}, "+AnswerRequest +CloseCards @ThisPerson:request-refused request-decided", {"district", "province"}),
    "see an executive": ("{c.canbo.e8-100}", {"holder": EXECUTIVE_THERE}, "person-card", {"district", "province"}),
    "remove an executive": ("{c.canbo.xoa e8-100}", {"holder": EXECUTIVE_THERE}, "ask-remove", {"district", "province"}),
    "replace an executive": ("{c.canbo.thay e8-100}", {"holder": EXECUTIVE_THERE}, "ask-remove", {"district", "province"}),
    "see staff of the district": ("{c.canbo.s8-45}", {"holder": STAFF_THERE}, "person-card", {"district", "province"}),
    "remove staff of the district": ("{c.canbo.xoa s8-45}", {"holder": STAFF_THERE}, "ask-remove", {"province"}),
    "remove staff whom one let in": ("{c.canbo.xoa s8-45}", {"holder": INVITED_BY_ME}, "ask-remove", {"district", "province"}),
    "remove staff of the province": ("{c.canbo.xoa s8-2}", {"holder": STAFF_ABOVE}, "ask-remove", set()),
    "list people": ("{c.canbo.ds}", {}, "+SendPeople", {"district", "other district", "province", "other province"}),
    "list people of one CĐCS": ("{c.canbo.100}", {}, "+SendPeople", {"district", "province"}),
    "list a page of one CĐCS": ("{c.canbo.ds 2 100}", {}, "+SendPeople", {"district", "province"}),
    "list invitations": ("{c.moi.ds}", {}, "+SendPeople", {"district", "other district", "province", "other province"}),
}  # fmt: skip


@pytest.mark.parametrize("action", TABLE)
@pytest.mark.parametrize("actor", ACTORS)
def test_who_may_do_what(actor: str, action: str) -> None:
    """Cell by cell; whoever may not is told so, and nothing is done."""
    line, known, expected, allowed = TABLE[action]
    talk = Talk(knowing(ACTORS[actor], **known))
    said = talk.write(line)
    if actor in allowed:
        assert expected == said
    else:
        assert not {word for word in said.split() if word[0] in "+@"} - {"+CloseButtons"}, said
        assert talk.says


OWN = {
    "staff, the own role": (DISTRICT, holding(Role.STAFF, 45, ME), True),
    "an executive, the own role": ((EXECUTIVE,), holding(Role.EXECUTIVE, 100, ME), True),
    "an operator": ((Grant(Role.OPERATOR, 1),), holding(Role.OPERATOR, 1, ME), False),
    "whom one let in, before one was moved": (OTHER_DISTRICT, INVITED_BY_ME, False),
    "by whom one was let in": (DISTRICT, STAFF_THERE, False),
}


@pytest.mark.parametrize(("grants", "holder", "expected"), OWN.values(), ids=OWN)
def test_own_roles_and_those_one_gave(grants: tuple[Grant, ...], holder: Holder, expected: bool) -> None:
    """Beside the table: one's own, and those of the same node."""
    assert expected == may_remove(facts(grants=grants), holder)


# -- asking -------------------------------------------------------------------------------------------------------
def asking(grants: tuple[Grant, ...] = (), asked: tuple[Asked, ...] = ()) -> Facts:
    """Facts of who may ask; district and province have staff."""
    return knowing(grants, asked=asked, staffed=frozenset({45, 2}))


TO_SURE: list[Line] = [
    ("/xinquyen", "ask-request-name"), ("Trần Thị B", "ask-province"), ("cao bằng", "ask-federation"),
    ("hà quảng", "ask-union"), ("Trường Mầm non Hoa Mai", "ask-request-sure"),
]  # fmt: skip
SENT = "+AskForRole @StaffAbove:request-card request-sent"
ASKING: dict[str, tuple[Facts, list[Line]]] = {
    "by the search": (asking(), [*TO_SURE, ("[Gửi đề nghị]", SENT)]),
    "by typing": (asking(), [*TO_SURE, ("có", SENT)]),
    "given up at the end": (asking(), [*TO_SURE, ("không", "stopped")]),
    "given up before": (asking(), [*TO_SURE[:2], ("hủy", "cancel-sure"), ("có", "stopped")]),
    "another CĐCS at the end": (asking(), [*TO_SURE, ("sửa đơn vị", "ask-union*"), ("Trường Tiểu học Bình Minh", "ask-request-sure"), ("1", SENT)]),
    "in a sentence with the name": (asking(), [
        ("Tôi là cán bộ CĐCS Trường Mầm non Hoa Mai", "ask-request-name"), ("Trần Thị B", "ask-province"), ("cao bằng", "ask-federation"),
        ("hà quảng", "ask-request-sure"), ("có", SENT),
    ]),
    "instead of the answer to the first question": (asking(), [("/start", "ask-consent"), ("Tôi là chủ tịch công đoàn", "ask-request-name")]),
    "in a sentence with a name that is not there": (asking(), [
        ("toi la can bo cong doan Nhà máy Z", "ask-request-name"), ("Trần Thị B", "ask-province"), ("cao bằng", "ask-federation"), ("hà quảng", "ask-union"),
    ]),
    "a CĐCS that the directory lacks": (asking(), [*TO_SURE[:-1], ("không thấy đơn vị tôi", "request-union-unknown")]),
    "nobody above": (knowing(), [*TO_SURE, ("có", "request-nobody")]),
    "held already": (asking((EXECUTIVE,)), [*TO_SURE, ("có", "invitation-held-already")]),
    "in one's own area": (asking(DISTRICT), [*TO_SURE, ("có", "request-invite-yourself")]),
    "open already": (asking(asked=(Asked(101, NOON, is_open=True), Asked(100, NOON, is_open=False))), [*TO_SURE, ("có", SENT)]),
    "open already for the same": (asking(asked=(Asked(100, NOON, is_open=True),)), [*TO_SURE, ("có", "request-open-already")]),
    "too often in a day": (asking(asked=tuple(Asked(n, NOON, is_open=False) for n in (101, 102, 103))), [*TO_SURE, ("có", "request-too-many")]),
    "often, but long ago": (
        asking(asked=tuple(Asked(n, NOON - timedelta(days=2), is_open=False) for n in (101, 102, 103))), [*TO_SURE, ("có", SENT)],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("known", "lines"), ASKING.values(), ids=ASKING)
def test_asking(known: Facts, lines: list[Line]) -> None:
    """Each line of who asks is answered by exactly these words."""
    follow(lines, Talk(known))


def test_what_is_asked() -> None:
    """The role is not granted; the card says who asks, and the phone only where it is known, masked."""
    state = State(profile={"phone": "0912345678"})
    talk = follow([*TO_SURE, ("có", SENT)], Talk(replace(asking(), channel="web"), state))
    [asked] = [effect for effect in talk.effects if isinstance(effect, AskForRole)]
    [told] = [effect for effect in talk.effects if isinstance(effect, Tell)]
    assert (LINK, 100, timedelta(days=7)) == (asked.code, asked.organisation_id, asked.expires_at - talk.at)
    written = CATALOGUE.format(told.say.key, told.say.args)
    assert "Trần Thị B" in written
    assert "0912•••678" in written
    assert "trang trò chuyện trên web" in written
    assert f"request:{LINK}" == told.card
    assert {"signature": "Trần Thị B", "phone": "0912345678"} == dict(talk.state.profile)


def test_the_poster_that_was_scanned_is_asked_about() -> None:
    """Whoever scanned the notice board's code is not asked where they work; nor is who filed from there."""
    talk = Talk(facts(link=Link(LINK, LinkKind.WORKPLACE, 100), roles=RoleFacts(staffed=frozenset({45}))))
    follow([(f"/start {LINK}", "ask-consent"), ("/apply", "ask-request-name"), ("Trần Thị B", "ask-workplace"), ("đúng", "ask-request-sure")], talk)
    filed = Talk(asking(), State(serial=1, profile={"union": "100", "full_name": "Nguyễn Văn A"}))
    follow([("/apply", "ask-request-name"), ("Nguyễn Văn A", "ask-workplace"), ("không", "ask-province")], filed)


def test_an_official_keeps_the_name() -> None:
    """Who has a role, or waits for one, asks under the name that stands under their decisions."""
    state = State(profile={"signature": "Trần Thị B"})
    assert Talk(asking((EXECUTIVE,)), state).write("/xinquyen") == "ask-province"
    waiting = asking(asked=(Asked(101, NOON, is_open=True),))
    assert Talk(waiting, state).write("/xinquyen") == "ask-province"
    assert Talk(asking(), state).write("/xinquyen") == "ask-request-name"


# -- answering ----------------------------------------------------------------------------------------------------
GRANTED, REFUSED = (f"+AnswerRequest +CloseCards @ThisPerson:request-{verdict} request-decided" for verdict in ("granted", "refused"))
ANSWERING: dict[str, tuple[dict[str, object], list[Line]]] = {
    "typed in full": ({}, [(f"/canbo duyệt {LINK[:4]}-{LINK[4:]}", GRANTED)]),
    "declined in full": ({}, [(f"/people từ chối {LINK.lower()}", REFUSED)]),
    "as a verdict": ({}, [(f"duyệt {LINK}", GRANTED)]),
    "declined as a verdict": ({}, [(f"từ chối {LINK}", REFUSED)]),
    "another code": ({}, [("/canbo duyet A7K29QXQ", "no-such-request"), ("duyệt A7K29QXQ", "no-such-code")]),
    "no code": ({}, [("/canbo duyet", "no-such-request"), ("/canbo duyet ???", "no-such-request")]),
    "decided by somebody": ({"outcome": "granted", "decided_by": "Lê Văn C"}, [(f"/canbo duyet {LINK}", "request-answered")]),
    "run out": ({"outcome": "expired"}, [(f"/canbo duyet {LINK}", "request-answered")]),
    "one's own": ({"person_id": ME}, [(f"/canbo duyet {LINK}", "request-own")]),
}  # fmt: skip
OVER = "+AnswerRequest +CloseCards @ThisPerson:request-closed-yours request-closed"
# what became of the CĐCS since → what the district reads
OVER_SINCE: dict[str, tuple[dict[str, object], str]] = {
    "closed": ({}, OVER),
    "merged within the district": ({"merged_into_id": 101}, GRANTED),
    "merged into another district's": ({"merged_into_id": 104}, OVER),
    "gone into the district": ({"merged_into_id": 45}, OVER),
}


@pytest.mark.parametrize(("became", "expected"), OVER_SINCE.values(), ids=OVER_SINCE)
def test_answering_for_a_place_that_is_over(became: dict[str, object], expected: str) -> None:
    """The role is for who took over; where nobody in the own area did, the request is closed and that is said."""
    elsewhere = Organisation(104, "04.043.x", "Trường Tiểu học Cốc Pàng", "union", 43)
    tree = [replace(n, is_active=False, **became) if n.id == 100 else n for n in (*ORGANISATIONS, elsewhere)]
    talk = Talk(replace(knowing(DISTRICT, request=REQUEST), directory=Directory(tree)))
    assert expected == talk.write(f"/canbo duyet {LINK}")
    assert AnswerRequest(LINK, is_granted=expected == GRANTED) in talk.effects
    place = "Trường Tiểu học Bình Minh" if expected == GRANTED else "Trường Mầm non Hoa Mai"
    assert place == talk.says[-1].args["place"]


@pytest.mark.parametrize(("changes", "lines"), ANSWERING.values(), ids=ANSWERING)
def test_answering(changes: dict[str, object], lines: list[Line]) -> None:
    """Each line of the staff is answered by exactly these words."""
    follow(lines, Talk(knowing(DISTRICT, request=replace(REQUEST, **changes))))


def test_an_answer_closes_the_cards_of_all() -> None:
    """The others read who answered, under their name."""
    talk = Talk(knowing(DISTRICT, request=REQUEST), State(profile={"signature": "Lê Văn C"}))
    talk.write(f"duyệt {LINK}")
    assert AnswerRequest(LINK, is_granted=True) in talk.effects
    [closed] = [effect for effect in talk.effects if isinstance(effect, CloseCards)]
    assert f"request:{LINK}" == closed.code
    assert "Lê Văn C đã nhận" in CATALOGUE.format(closed.say.key, closed.say.args)


# -- taking a role away -------------------------------------------------------------------------------------------
def test_removing_and_replacing() -> None:
    """Asked first; the person is told; who comes after gets an invitation at once."""
    talk = Talk(knowing(DISTRICT, holder=replace(EXECUTIVE_THERE, others=1)))
    follow([("/canbo e8-100", "person-card"), ("[Gỡ quyền]", "ask-remove"), ("không", "stopped"), ("/canbo e8-100", "person-card")], talk)
    follow([("1", "ask-remove"), ("có", "+RevokeGrant @ThisPerson:role-taken-from-you role-taken")], talk)
    assert RevokeGrant(COLLEAGUE, EXECUTIVE_THERE.grant) in talk.effects
    follow([("/canbo thay e8-100", "ask-remove")], talk)
    assert talk.write("[Đồng ý gỡ]") == "+RevokeGrant @ThisPerson:role-taken-from-you role-taken +CreateInvitation +SendInvitation"
    assert CreateInvitation(LINK, Role.EXECUTIVE, 100, talk.at + timedelta(days=7)) in talk.effects
    assert SendInvitation(LINK, Role.EXECUTIVE, 100, talk.at + timedelta(days=7)) in talk.effects


def test_nobody_comes_after_in_a_place_that_is_over() -> None:
    """The card offers to remove alone; where the CĐCS closed in between, the one is done and the other is said."""
    talk = Talk(knowing(DISTRICT, holder=EXECUTIVE_THERE))
    talk.write("/canbo thay e8-100")
    tree = Directory([replace(n, is_active=False) if n.id == 100 else n for n in ORGANISATIONS])
    talk.know(directory=tree)
    assert talk.write("có") == "+RevokeGrant @ThisPerson:role-taken-from-you role-taken place-closed"
    talk.write("/canbo e8-100")
    assert [label for label in talk.labels() if "Thay" in label] == []
    talk.write("/canbo thay e8-100")
    assert "mã mời cho người mới" not in CATALOGUE.format(talk.says[-1].key, talk.says[-1].args)
    talk.write("không")
    talk.know(directory=DIRECTORY)
    talk.write("/canbo e8-100")
    assert [label for label in talk.labels() if "Thay" in label] == ["Thay người khác"]


WARNINGS = {
    "the last executive": (EXECUTIVE_THERE, "cán bộ duy nhất của CĐCS này"),
    "one of two": (replace(EXECUTIVE_THERE, others=1), "không bị ảnh hưởng"),
    "oneself, the last": (holding(Role.STAFF, 45, ME), "cán bộ LĐLĐ duy nhất ở đó"),
    "oneself, of two": (holding(Role.STAFF, 45, ME, others=1), "Đồng chí thôi làm Cán bộ LĐLĐ"),
}


@pytest.mark.parametrize(("holder", "words"), WARNINGS.values(), ids=WARNINGS)
def test_warnings(holder: Holder, words: str) -> None:
    """Whoever takes the last one away reads what that means."""
    talk = Talk(knowing(DISTRICT, holder=holder))
    talk.write(f"/canbo xoa {handle(holder.person_id, holder.grant)}")
    assert words in CATALOGUE.format(talk.says[-1].key, talk.says[-1].args)


def test_giving_up_an_own_role() -> None:
    """Nobody else is told by it."""
    talk = Talk(knowing(DISTRICT, holder=holding(Role.STAFF, 45, ME)))
    follow([("/canbo xoa s7-45", "ask-remove"), ("1", "+RevokeGrant role-given-up")], talk)


def test_rights_and_role_are_looked_at_again_at_the_end() -> None:
    """Between the question and the yes the role may end, and so may the right."""
    for change, expected in ((None, "role-gone-already"), (holding(Role.EXECUTIVE, 101), "role-gone-already")):
        talk = Talk(knowing(DISTRICT, holder=EXECUTIVE_THERE))
        talk.write("/canbo xoa e8-100")
        talk.know(roles=RoleFacts(holder=change))
        assert talk.write("có") == expected
    talk = Talk(knowing(DISTRICT, holder=EXECUTIVE_THERE))
    talk.write("/canbo xoa e8-100")
    talk.know(grants=OTHER_DISTRICT)
    assert talk.write("có") == "role-not-yours-to-take"


# -- lists --------------------------------------------------------------------------------------------------------
LISTS: dict[str, tuple[str, SendPeople | str]] = {
    "the figures": ("/canbo", SendPeople(PeopleView.OVERVIEW, (45,), ME)),
    "as people say it": ("danh sách cán bộ", SendPeople(PeopleView.OVERVIEW, (45,), ME)),
    "without anybody, page 2": ("/canbo thiếu 2", SendPeople(PeopleView.MISSING, (45,), ME, 2)),
    "a page that is none": ("/canbo ds x", SendPeople(PeopleView.HOLDERS, (45,), ME)),
    "page nought": ("/canbo ds 0", SendPeople(PeopleView.HOLDERS, (45,), ME)),
    "a page far too high": ("/canbo ds 999999999999", SendPeople(PeopleView.HOLDERS, (45,), ME, 99_999)),
    "who asks": ("/people xin", SendPeople(PeopleView.REQUESTS, (45,), ME)),
    "open invitations": ("/moi ds", SendPeople(PeopleView.INVITATIONS, (45,), ME)),
    "a CĐCS by name": ("/canbo hoa mai", SendPeople(PeopleView.HOLDERS, (100,), ME)),
    "a CĐCS by its code": ("/canbo 04.045.mn", SendPeople(PeopleView.HOLDERS, (100,), ME)),
    "a CĐCS elsewhere by its code": ("/canbo 04.040", "place-not-in-scope"),
    "an invitation by a code": ("/moi 04.045.mn", "+CreateInvitation +SendInvitation"),
    "an invitation by a name": ("/moi Trường Tiểu học Bình Minh", "+CreateInvitation +SendInvitation"),
    "an invitation by a part of a name": ("/moi hoa mai", "people-place-ambiguous"),
    "an invitation by a name that is none": ("/moi zzzz", "place-not-in-scope"),
    "as people say it, with a word": ("can bo xin", SendPeople(PeopleView.REQUESTS, (45,), ME)),
    "an invitation elsewhere by a code": ("/moi 04.040", "place-not-in-scope"),
    "a CĐCS by number, page 2": ("/canbo ds 2 100", SendPeople(PeopleView.HOLDERS, (100,), ME, 2)),
    "a CĐCS elsewhere": ("/canbo ds 1 40", "place-not-in-scope"),
    "a name that is none": ("/canbo zzzz", "place-not-in-scope"),
    "several": ("/canbo trường", "people-place-ambiguous"),
    "somebody who is gone": ("/canbo e8-100", "no-such-holder"),
    "somebody gone, to be removed": ("/canbo xoa e8-100", "no-such-holder"),
    "nobody to be removed": ("/canbo xoa", "no-such-holder"),
    "no such invitation": ("/moi thu M5N8", "no-such-invitation"),
    "none named to be taken back": ("/moi thu", SendPeople(PeopleView.INVITATIONS, (45,), ME)),
    "too short for an invitation": ("/moi thu M5", "no-such-invitation"),
    "an invitation for what is no place": ("/moi 999", "ask-invite-role"),
    "an invitation for the nation": ("/moi 1", "ask-invite-role"),
}  # fmt: skip


@pytest.mark.parametrize(("line", "expected"), LISTS.values(), ids=LISTS)
def test_lists(line: str, expected: SendPeople | str) -> None:
    """What /canbo and /moi show, within the own area."""
    talk = Talk(knowing(DISTRICT))
    said = talk.write(line)
    assert (expected,) == talk.effects if isinstance(expected, SendPeople) else said == expected


def test_one_of_several_by_number() -> None:
    """A choice of places takes its number."""
    talk = follow([("/canbo trường", "people-place-ambiguous"), ("2", "+SendPeople")], Talk(knowing(DISTRICT)))
    assert talk.effects[0] in [SendPeople(PeopleView.HOLDERS, (node,), ME) for node in (100, 101)]


def test_an_invitation_for_who_may_be_meant() -> None:
    """A link goes out only after the name was found or chosen."""
    talk = follow([("/moi hoa mai", "people-place-ambiguous"), ("1", "+CreateInvitation +SendInvitation")], Talk(knowing(DISTRICT)))
    assert "đơn vị này" in CATALOGUE.format("people-place-ambiguous", {"count": 1})
    assert [effect.organisation_id for effect in talk.effects if isinstance(effect, CreateInvitation)] == [100]


def test_invitations_by_their_beginning() -> None:
    """Four symbols do; where two begin alike both are named, and a code is whole only for who made it."""
    other = f"{LINK[:4]}2222"
    two = (Invitation(LINK, Role.EXECUTIVE, 100, ME), Invitation(other, Role.EXECUTIVE, 101, COLLEAGUE))
    talk = Talk(knowing(DISTRICT, invitations=two))
    assert talk.write(f"/moi thu {LINK[:4]}") == "code-ambiguous"
    assert talk.says[-1].args["codes"] == f"{LINK[:4]}-{LINK[4:]}, {LINK[:4]}-••••"
    assert talk.write(f"/moi thu {LINK}") == "+RevokeInvitation invitation-revoked"
    assert RevokeInvitation(LINK) in talk.effects


# -- codes that open nothing ----------------------------------------------------------------------------------------
INVITED, POSTER = Link(LINK, LinkKind.INVITATION, 100, Role.EXECUTIVE), Link(LINK, LinkKind.WORKPLACE, 100)
HELD, BEFORE = RoleFacts(wrong_codes=MOST_WRONG), RoleFacts(wrong_codes=MOST_WRONG - 1)
KNOWN = State(serial=1)
GUESSES: dict[str, tuple[Link | None, RoleFacts, list[Line]]] = {
    "before, a hit": (INVITED, BEFORE, [(f"/start {LINK}", "ask-introduction")]),
    "a hit": (INVITED, HELD, [(f"/start {LINK}", "+NoteWrongCode codes-held-back")]),
    "a miss": (None, HELD, [(f"/start {LINK}", "+NoteWrongCode codes-held-back")]),
    "a hit, bare": (INVITED, HELD, [(LINK, "codes-held-back +NoteWrongCode")]),
    "a miss, bare": (None, HELD, [(LINK, "codes-held-back +NoteWrongCode")]),
    "a hit in a sentence": (INVITED, HELD, [(f"mã {LINK} nhé", "not-understood menu +NoteWrongCode")]),
    "a miss in a sentence": (None, HELD, [(f"mã {LINK} nhé", "not-understood menu +NoteWrongCode")]),
    "a hit as an answer": (INVITED, HELD, [("/nop", "ask-consent"), (LINK, "!choose-from-list ask-consent +NoteWrongCode")]),
    "a miss as an answer": (None, HELD, [("/nop", "ask-consent"), (LINK, "!choose-from-list ask-consent +NoteWrongCode")]),
    "a poster opens as ever": (POSTER, HELD, [(f"/start {LINK}", "ask-consent")]),
    "a poster, bare": (POSTER, HELD, [(LINK, "ask-consent")]),
    "a poster that was taken down": (replace(POSTER, is_usable=False, ended="revoked"), RoleFacts(), [(f"/start {LINK}", "poster-outdated ask-consent")]),
    "digits are an answer": (None, RoleFacts(), [("22222222", "not-understood menu")]),
    "a receipt with a slip": (None, RoleFacts(), [("/theodoi A7K29QXZ", "no-such-code")]),
    "a verdict on something else": (None, RoleFacts(), [("duyệt A7K29QXQ", "not-understood menu")]),
}  # fmt: skip


@pytest.mark.parametrize(("link", "roles", "lines"), GUESSES.values(), ids=GUESSES)
def test_guessing(link: Link | None, roles: RoleFacts, lines: list[Line]) -> None:
    """Held back, a hit cannot be told from a miss; nothing else is kept from anybody."""
    follow(lines, Talk(facts(link=link, roles=roles), KNOWN))


def test_what_is_noted_of_a_code() -> None:
    """Why it opened nothing, never the code."""
    talk = Talk(facts(link=replace(INVITED, is_usable=False, ended="expired")), KNOWN)
    talk.write(f"/start {LINK}")
    assert (NoteWrongCode("expired"), Say("link-expired")) == talk.effects
    held = Talk(facts(link=replace(INVITED, is_usable=False, ended="used"), grants=(EXECUTIVE,)), KNOWN)
    assert held.write(f"/start {LINK}") == "invitation-held-already menu"
    for why in ("revoked", "expired"):
        held.know(link=replace(INVITED, is_usable=False, ended=why))
        assert held.write(f"/start {LINK}") == f"+NoteWrongCode link-{why}"


# -- words ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("text", ["", "e", "e7", "e7-", "x7-100", "e7-100-1", "e-7-100", f"e{'9' * 13}-1", "e٣-1", "E7-100", "e07-100"])
def test_what_names_nobody(text: str) -> None:
    """Whatever a forged button says."""
    assert holder_of(text) is None


@given(person=st.integers(0, 10**12 - 1), node=st.integers(0, 10**12 - 1), role=st.sampled_from(OFFICIALS))
def test_handles_come_back(person: int, node: int, role: Role) -> None:
    """For both roles; and every handle fits a button with its verb."""
    assert (person, Grant(role, node)) == holder_of(name := handle(person, Grant(role, node)))
    assert actions.encode(actions.Run("canbo", f"thay {name}"))


@given(text=st.one_of(st.text(max_size=40), st.text("es0123456789-", max_size=12)), command=st.sampled_from(["canbo", "moi", "xinquyen", "nop"]))
def test_whatever_follows_a_command(text: str, command: str) -> None:
    """It is read without a fault, and a handle has one writing."""
    needed = needs_of(command, text)
    for named in (needed.holder, text):
        assert named is None or (found := holder_of(named)) is None or named == handle(*found)


WORDS = {"": ("", ""), "ds": ("ds", ""), "Thiếu  2": ("thieu", "2"), "từ chối M5N8 P3RK": ("tuchoi", "M5N8 P3RK"), "tuchoi A": ("tuchoi", "A"), "từ": ("tu", "")}


@pytest.mark.parametrize(("text", "expected"), WORDS.items(), ids=WORDS)
def test_words_after_the_command(text: str, expected: tuple[str, str]) -> None:
    """With or without marks, in one word or two."""
    assert expected == split_words(text)
