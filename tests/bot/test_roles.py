"""Roles carried out: who is told of a newcomer, who wins, what stays on record, and the views of /canbo."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from functools import partial

import pytest
from prometheus_client import REGISTRY
from sqlalchemy import select

from bot import people_views
from bot.catalogue import Catalogue
from bot.channels.protocol import Way
from bot.ended_roles import end_role
from bot.messages import from_dict, to_dict
from conversations.directory import Directory
from conversations.domain import Grant, Role
from conversations.effects import LinkKind, Say
from conversations.role_effects import PeopleView, SendInvitation, SendPeople
from conversations.state import State
from storage import tables
from storage.database import Database
from storage.repositories.organisation_changes import Who
from storage.repositories.organisations import NewOrganisation
from storage.repositories.outbox import CONTENT_LABEL
from storage.role_queries import invitations_to
from storage.sealed_json import open_json
from storage.unit_of_work import UnitOfWork
from tests.bot.hall import Hall, furnish
from tests.builders import CAMPAIGN, CATALOGUE, LINK, NOON, RECEIPT
from tests.storage.world import initiative, meet

OTHER_RECEIPT = "B7K29QXQ"
UNION, DISTRICT, PROVINCE = "04.045.mn", "04.045", "04"


@pytest.fixture
async def hall(database: Database) -> Hall:
    """A tree in which several people work."""
    await database.write(furnish)
    return Hall(database)


def node(uow: UnitOfWork, code: str) -> int:
    """The id of an organisation."""
    return next(one.id for one in uow.organisations.all() if one.code == code)


def appoint(uow: UnitOfWork, user: str, name: str, role: Role, code: str, by: int | None = None) -> int:
    """Somebody with a role and a name."""
    person = meet(uow, user)
    uow.grants.add(person.id, Grant(role, node(uow, code)), by, NOON)
    uow.conversations.put(person.id, State(profile={"signature": name}), 0, NOON)
    return person.id


def people(uow: UnitOfWork) -> None:
    """Two executives, two staff of the district, one of the province, and one of another district."""
    appoint(uow, "20", "Trần Thị B", Role.EXECUTIVE, UNION)
    appoint(uow, "30", "Lê Văn C", Role.STAFF, DISTRICT)
    appoint(uow, "31", "Đỗ Thị G", Role.STAFF, DISTRICT)
    appoint(uow, "40", "Vũ Văn H", Role.STAFF, PROVINCE)
    appoint(uow, "50", "Bùi Thị I", Role.STAFF, "04.042")


NEWS: dict[str, tuple[Role, str, str | None, dict[str, list[str]]]] = {
    "an executive": (Role.EXECUTIVE, UNION, "30", {"20": [], "30": ["Gỡ quyền"], "31": ["Gỡ quyền"]}),
    "an executive whom the province invited": (
        Role.EXECUTIVE, UNION, "40", {"20": [], "30": ["Gỡ quyền"], "31": ["Gỡ quyền"], "40": ["Gỡ quyền"]},
    ),
    "staff": (Role.STAFF, DISTRICT, "30", {"30": ["Gỡ quyền"], "31": [], "40": ["Gỡ quyền"]}),
    "an operator": (Role.OPERATOR, "vn", None, {}),
}  # fmt: skip


@pytest.mark.parametrize(("role", "place", "by", "expected"), NEWS.values(), ids=NEWS)
async def test_who_is_told_of_a_newcomer(hall: Hall, role: Role, place: str, by: str | None, expected: dict[str, list[str]]) -> None:
    """Those beside, those above and who invited; the button stands where it may be used."""

    def invite(uow: UnitOfWork) -> None:
        people(uow)
        inviter, kind = meet(uow, by).id if by else None, LinkKind.INVITATION
        uow.links.add(LINK, kind, node(uow, place), at=NOON, role=role, by=inviter)

    await hall.database.write(invite)
    for line in (f"/start {LINK}", "Phạm Văn E"):
        await hall.runner().take(hall.said(line, "21"))
    told = await hall.database.write(lambda uow: _owed(uow, ("20", "30", "31", "40", "50")))
    assert {user: [CATALOGUE.phrase(b.label) for b in say.buttons if not isinstance(b.label, str)] for user, say in told.items()} == expected
    for say in told.values():
        assert "Phạm Văn E vừa trở thành" in CATALOGUE.format(say.key, say.args)


def _owed(uow: UnitOfWork, users: Sequence[str]) -> dict[str, Say]:
    """The first message that waits for each of these chats, if it is one."""
    columns, found = tables.outbox.c, dict[str, Say]()
    waiting = select(columns.chat, columns.content).where(columns.status == "pending").order_by(columns.id)
    for row in uow.connection.execute(waiting):
        said = from_dict(open_json(uow.vault, row.content, CONTENT_LABEL))
        if (user := row.chat.removeprefix("chat-")) in users and isinstance(said, Say):
            found.setdefault(user, said)
    return found


async def test_two_answer_at_once(hall: Hall) -> None:
    """One decides, the other is told who; the role is there once, and every step is on record."""

    def ask(uow: UnitOfWork) -> None:
        people(uow)
        uow.role_requests.add(LINK, meet(uow, "21").id, node(uow, UNION), NOON, NOON + timedelta(days=7))

    await hall.database.write(ask)
    lines = {"30": f"/canbo duyet {LINK}", "31": f"/canbo tuchoi {LINK}"}
    await asyncio.gather(*(hall.runner().take(hall.said(line, user)) for user, line in lines.items()))
    replies = [*await hall.replies("30"), *await hall.replies("31")]
    answers = sorted(key for key in replies if key.startswith("request-"))
    assert answers == ["request-answered", "request-decided"]
    [asked, decided] = await hall.deeds(f"request:{LINK}")
    grants = await hall.database.read(lambda uow: uow.grants.of(meet(uow, "21").id))
    assert (asked, decided, len(grants)) in (("role-asked", "role-granted", 1), ("role-asked", "role-refused", 0))


async def test_removal_is_audited_and_reaches_every_chat(hall: Hall) -> None:
    """Who, whom and when; the menu of every chat of theirs follows, and a card that has not left yet never will."""

    def work_there(uow: UnitOfWork) -> None:
        people(uow)
        author, ids = meet(uow, "10"), {one.code: one.id for one in uow.organisations.all()}
        for code, union in ((RECEIPT, UNION), (OTHER_RECEIPT, "04.042.th")):
            uow.submissions.add(initiative(code, author, ids, union), CAMPAIGN.code, NOON.date())
            uow.outbox.add("telegram", "chat-20", to_dict(Say("decision-card")), 1, NOON, card=code)

    await hall.database.write(work_there)
    executive = await hall.database.read(lambda uow: meet(uow, "20").id)
    union = await hall.database.read(lambda uow: node(uow, UNION))
    for line in (f"/canbo xoa e{executive}-{union}", "có"):
        await hall.runner().take(hall.said(line, "30"))
    assert await hall.database.read(lambda uow: uow.grants.of(executive)) == ()
    assert await hall.deeds("grant:1") == ["granted", "revoked"]
    assert await hall.replies("20") == ["decision-card", "menu", "role-taken-from-you"]
    assert await hall.replies("31") == []
    await hall.runner().take(hall.said("/duyet", "20"))
    assert await hall.replies("20") == ["not-for-you-duyet"]


async def test_who_asked_before_a_merge_comes_to_who_took_over(hall: Hall) -> None:
    """The role is held where the CĐCS went; for one that was closed nothing is given, and both sides are told."""
    other = "B7K2QX9P"

    def work(uow: UnitOfWork) -> int:
        people(uow)
        until, heir = NOON + timedelta(days=7), node(uow, "04.045.ct")
        uow.role_requests.add(LINK, meet(uow, "21").id, node(uow, UNION), NOON, until)
        uow.organisation_changes.merge(node(uow, UNION), heir, Who(None, NOON, NOON.date()))
        gone = NewOrganisation("04.045.zz", "Trường Tiểu học Cốc Pàng", "union", DISTRICT)
        uow.organisation_changes.add(gone, Who(None, NOON, NOON.date()))
        uow.role_requests.add(other, meet(uow, "22").id, node(uow, "04.045.zz"), NOON, until)
        uow.organisation_changes.close(node(uow, "04.045.zz"), Who(None, NOON, NOON.date()))
        return heir

    heir = await hall.database.write(work)
    for code in (LINK, other):
        await hall.runner().take(hall.said(f"/canbo duyet {code}", "30"))
    held = await hall.database.write(lambda uow: [uow.grants.of(meet(uow, user).id) for user in ("21", "22")])
    assert held == [(Grant(Role.EXECUTIVE, heir),), ()]
    assert (await hall.replies("30"))[-1] == "request-closed"
    assert "request-closed-yours" in await hall.replies("22")
    assert await hall.deeds(f"request:{other}") == ["role-asked", "role-refused"]


async def test_cards_of_who_still_decides_stay(hall: Hall) -> None:
    """A second role for the same place keeps the initiative's card and that of who asks; the last one takes them along."""

    def work(uow: UnitOfWork) -> list[list[str]]:
        people(uow)
        ids = {one.code: one.id for one in uow.organisations.all()}
        uow.submissions.add(initiative(RECEIPT, meet(uow, "10"), ids, "04.045.ct"), CAMPAIGN.code, NOON.date())
        uow.role_requests.add(LINK, meet(uow, "21").id, ids["04.045.ct"], NOON, NOON + timedelta(days=7))
        me, roles = meet(uow, "60").id, [Grant(Role.EXECUTIVE, ids["04.045.ct"]), Grant(Role.STAFF, ids[DISTRICT])]
        for grant in roles:
            uow.grants.add(me, grant, None, NOON)
        for card in (RECEIPT, f"request:{LINK}"):
            uow.outbox.add("telegram", "chat-60", to_dict(Say("decision-card")), 1, NOON, card=card)
        left = []
        for grant in roles:
            assert end_role(uow, me, grant, NOON, None)
            left.append([card for _, card in uow.parking.cards("telegram", "chat-60", ids[DISTRICT], NOON)])
        return left

    assert await hall.database.write(work) == [[RECEIPT, f"request:{LINK}"], []]


async def test_who_lost_a_role_lets_nobody_in(hall: Hall) -> None:
    """Neither the removed themselves nor whom they invited: not by a code opened before, and not by one made in time."""
    other, kind = "B7K2QX9P", LinkKind.INVITATION

    def work(uow: UnitOfWork) -> tuple[int, int]:
        people(uow)
        maker, district = meet(uow, "31").id, node(uow, DISTRICT)
        uow.links.add(LINK, kind, node(uow, UNION), at=NOON, role=Role.EXECUTIVE, by=maker)
        uow.links.add(other, kind, district, at=NOON, role=Role.STAFF, by=maker)
        return maker, district

    maker, district = await hall.database.write(work)
    await hall.runner().take(hall.said(f"/start {LINK}", "21"))
    for line in (f"/canbo xoa s{maker}-{district}", "có"):
        await hall.runner().take(hall.said(line, "40"))
    await hall.runner().take(hall.said("Phạm Văn E", "21"))
    await hall.runner().take(hall.said(f"/start {other}", "31"))
    assert await hall.replies("21") == ["ask-introduction", "link-revoked"]
    assert (await hall.replies("31"))[-1] == "link-revoked"
    assert await hall.database.read(lambda uow: uow.grants.of(maker)) == ()
    assert await hall.deeds(f"organisation:{district}") == ["invitation-revoked"]

    def invite_without_right(uow: UnitOfWork) -> None:  # as if it had been made while the role ended
        uow.links.add("D7K2QX9P", kind, district, at=NOON, role=Role.STAFF, by=maker)

    await hall.database.write(invite_without_right)
    await hall.runner().take(hall.said("/start D7K2QX9P", "31"))
    assert await hall.replies("31") == ["link-revoked"]


async def test_codes_are_counted_over_processes(hall: Hall) -> None:
    """The eleventh is held back whichever process takes it; the alarm's figure counts what was stored, the metric all."""
    counted = partial(REGISTRY.get_sample_value, "sangkien_wrong_codes_total", {"why": "held_back"})
    before = counted() or 0
    for number in range(12):
        await hall.runner().take(hall.said(f"/start M5N8P3{number:02d}", "66"))
    assert (await hall.replies("66"))[-2:] == ["codes-held-back"] * 2
    assert await hall.database.read(lambda uow: uow.wrong_codes.count(NOON - timedelta(hours=1))) == 10
    assert counted() == before + 2


MADE = (
    SendPeople(PeopleView.INVITATIONS, (1, 2), 7, 3),
    SendInvitation(LINK, Role.STAFF, 45, NOON),
)


@pytest.mark.parametrize("content", MADE, ids=lambda made: type(made).__name__)
def test_what_is_made_when_it_is_sent_is_stored(content: SendPeople | SendInvitation) -> None:
    """It comes back as it was owed."""
    assert content == from_dict(to_dict(content))


# -- views --------------------------------------------------------------------------------------------------------
VIEWS: dict[PeopleView, tuple[str, list[str]]] = {
    PeopleView.OVERVIEW: (
        """👥 LĐLĐ huyện Hà Quảng
1/2 CĐCS chưa có người duyệt
• Cán bộ CĐCS: 1
• Cán bộ LĐLĐ: 2
• Mã mời đang chờ: 2
• Người đang xin quyền: 1
Xem một CĐCS: gõ tên sau lệnh, ví dụ: /canbo mầm non""",
        ["CĐCS chưa có người duyệt", "Danh sách cán bộ", "Người đang xin quyền", "Mã mời đang chờ"],
    ),
    PeopleView.MISSING: (
        """👥 LĐLĐ huyện Hà Quảng
1/2 CĐCS chưa có người duyệt. Bấm tên đơn vị để lấy mã mời:
1. Công ty TNHH Thành Công

Trang 1/1""",
        ["1. Công ty TNHH Thành Công", "Danh sách cán bộ", "Người đang xin quyền", "Mã mời đang chờ"],
    ),
    PeopleView.HOLDERS: (
        """👥 LĐLĐ huyện Hà Quảng
Cán bộ (3), bấm tên để xem, thay hoặc gỡ:
1. Lê Văn C · Cán bộ LĐLĐ
LĐLĐ huyện Hà Quảng
Từ 1/4/2021, dùng bot gần nhất 1/4/2021
2. Đỗ Thị G · Cán bộ LĐLĐ
LĐLĐ huyện Hà Quảng
Từ 1/4/2021, dùng bot gần nhất 1/4/2021
3. Trần Thị B · Cán bộ BCH CĐCS
Trường Mầm non Hoa Mai
Từ 1/4/2021, dùng bot gần nhất 1/4/2021

Trang 1/1""",
        ["1. Lê Văn C", "2. Đỗ Thị G", "3. Trần Thị B", "CĐCS chưa có người duyệt", "Người đang xin quyền", "Mã mời đang chờ"],
    ),
    PeopleView.REQUESTS: (
        """👥 LĐLĐ huyện Hà Quảng
Đang xin quyền duyệt (1):
1. Cán bộ chưa ghi tên
Công ty TNHH Thành Công, gửi ngày 1/4/2021

Trang 1/1""",
        ["Nhận số 1", "Từ chối số 1", "CĐCS chưa có người duyệt", "Danh sách cán bộ", "Mã mời đang chờ"],
    ),
    PeopleView.INVITATIONS: (
        """👥 LĐLĐ huyện Hà Quảng
Mã mời đang chờ (2):
1. Cán bộ BCH CĐCS, Công ty TNHH Thành Công
Mã AAAA-2222, người mời: Lê Văn C, dùng được đến 12:00 ngày 8/4/2021
2. Cán bộ BCH CĐCS, Công ty TNHH Thành Công
Mã BBBB-••••, người mời: Đỗ Thị G, dùng được đến 12:00 ngày 9/4/2021

Trang 1/1""",
        ["Thu hồi số 1", "Thu hồi số 2", "CĐCS chưa có người duyệt", "Danh sách cán bộ", "Người đang xin quyền"],
    ),
}  # fmt: skip


def work(uow: UnitOfWork) -> tuple[int, int]:
    """People, invitations of two of them, and a request. Returns: the district and who looks."""
    people(uow)
    district, union = node(uow, DISTRICT), node(uow, "04.045.ct")
    for days, (code, user) in enumerate({"AAAA2222": "30", "BBBB2222": "31"}.items(), start=7):
        kind, until = LinkKind.INVITATION, NOON + timedelta(days=days)
        uow.links.add(code, kind, union, at=NOON, role=Role.EXECUTIVE, by=meet(uow, user).id, expires_at=until)
    uow.role_requests.add(LINK, meet(uow, "21").id, union, NOON, NOON + timedelta(days=7))
    return district, meet(uow, "30").id


def shown(uow: UnitOfWork, wanted: SendPeople) -> Say:
    """What a view says."""
    return people_views.compose(uow, wanted, CAMPAIGN, Directory(uow.organisations.all()), NOON)


@pytest.mark.parametrize("view", PeopleView)
async def test_views(hall: Hall, view: PeopleView) -> None:
    """Word for word, with every button."""
    district, viewer = await hall.database.write(work)
    say = await hall.database.read(lambda uow: shown(uow, SendPeople(view, (district,), viewer)))
    words, buttons = VIEWS[view]
    assert words == CATALOGUE.format(say.key, say.args)
    assert buttons == [b.label if isinstance(b.label, str) else CATALOGUE.phrase(b.label) for b in say.buttons]


@pytest.mark.parametrize("view", [view for view in PeopleView if view is not PeopleView.OVERVIEW])
async def test_views_of_nothing(hall: Hall, view: PeopleView) -> None:
    """A node without anybody says so and offers the rest; pages of one node name it."""
    empty = await hall.database.read(lambda uow: node(uow, "04.042.th"))
    say = await hall.database.read(lambda uow: shown(uow, SendPeople(view, (empty,), 1)))
    is_empty = view is not PeopleView.MISSING
    assert say.key.endswith("-none") is is_empty
    assert "Trường Tiểu học Bình Minh" in CATALOGUE.format(say.key, say.args)


async def test_an_open_invitation_is_named_before_a_second(hall: Hall) -> None:
    """By its beginning, which is enough to take it back; others' roles and places do not count."""

    def prepare(uow: UnitOfWork) -> None:
        people(uow)
        uow.links.add(LINK, LinkKind.INVITATION, node(uow, DISTRICT), at=NOON, role=Role.STAFF)

    async def begun() -> tuple[str, ...]:
        return await hall.database.read(lambda uow: invitations_to(uow.connection, Role.EXECUTIVE, node(uow, UNION), NOON))

    await hall.database.write(prepare)
    for codes in (0, 1):
        assert codes == len(await begun())
        await hall.runner().take(hall.said(f"/moi {UNION}", "30"))
    assert await hall.replies("30") == ["invitation", "invitation-open-already", "invitation"]
    named = CATALOGUE.format("invitation-open-already", {"codes": "M5N8-••••", "place": "Hoa Mai", "role": "cán bộ"})
    assert named.startswith("Đang có mã mời cán bộ, Hoa Mai chưa dùng: M5N8-••••.")


async def test_pages_name_their_node(hall: Hall) -> None:
    """The second page of one CĐCS stays there."""

    def crowd(uow: UnitOfWork) -> int:
        for number in range(9):
            appoint(uow, str(number), "Trần Thị B", Role.EXECUTIVE, UNION)
        return node(uow, UNION)

    union = await hall.database.write(crowd)
    say = await hall.database.read(lambda uow: shown(uow, SendPeople(PeopleView.HOLDERS, (union,), 1)))
    assert f"c.canbo.ds 2 {union}" in [button.action for button in say.buttons]


async def test_an_invitation_to_hand_on(hall: Hall) -> None:
    """Who, where, until when, every link, and a picture."""
    catalogue = Catalogue("vi", ways=lambda code: (Way(f"https://bot.example/q/{code}"),))
    union = await hall.database.read(lambda uow: node(uow, UNION))
    directory = await hall.database.read(lambda uow: Directory(uow.organisations.all()))
    wanted = SendInvitation(LINK, Role.EXECUTIVE, union, NOON + timedelta(days=7))
    say, picture = people_views.invitation(wanted, CAMPAIGN, directory, f"https://bot.example/q/{LINK}")
    written = catalogue.format(say.key, say.args)
    assert "đến 12:00 ngày 8/4/2021" in written
    assert f"https://bot.example/q/{LINK}" in written
    assert "bấm liên kết" in written
    bare, _ = people_views.invitation(wanted, CAMPAIGN, directory, LINK)
    assert "liên kết" not in CATALOGUE.format(bare.key, bare.args)
    assert picture is not None
    assert (picture.mime, picture.content[:4]) == ("image/png", b"\x89PNG")
    assert LINK not in picture.name
