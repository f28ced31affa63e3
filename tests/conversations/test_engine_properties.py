"""The engine driven by arbitrary events: what must hold whatever people do."""

from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from msgspec.structs import replace

from conversations import actions, codes
from conversations.asking import MOST_LABEL
from conversations.district_effects import ReferWorkplace, ResolveWorkplace, SetContact
from conversations.domain import OFFICIALS, Grant, Role, Status, Submission
from conversations.effects import Button, Decide, Effect, FileSubmission, LinkKind, Resubmit, Say, Tell, Withdraw
from conversations.engine import transition
from conversations.entering import Entry, EntryState
from conversations.events import (
    ButtonPressed,
    ChatBlocked,
    ContactShared,
    Event,
    FileRead,
    GroupAddressed,
    MediaReceived,
    Medium,
    MessageEdited,
    SentFile,
    TextReceived,
)  # fmt: skip
from conversations.facts import Link, Resolution, Subject, Unresolved
from conversations.last_said import is_again
from conversations.matching.typed_unions import typed_key
from conversations.needs import needs
from conversations.open_forms import FLOWS, repaired
from conversations.rights import covers
from conversations.role_effects import AnswerRequest, CreateInvitation, RevokeGrant, RevokeInvitation, SendPeople
from conversations.role_facts import Asked, Holder, Invitation, RoleFacts, RoleRequest
from conversations.sent_files import CARD, POSTER, TEXT
from conversations.state import State, from_dict, to_dict
from conversations.text import count
from tests.builders import CAMPAIGN, CATALOGUE, LINK, NOON, facts
from tests.conversations.test_contacts import OFFICE
from tests.conversations.test_decision import ANSWERS
from tests.transcripts import loaded

WORDS = (
    "đồng ý", "không đồng ý", "Nguyễn Văn A", "nguyen van a", "080888999", "0912345678", "cao bằng", "BL", "hà quảng", "hq",
    "Trường Mầm non Hoa Mai", "không thấy đơn vị tôi", "doanh nghiệp", "bỏ qua", "3/2021", "Sổ theo dõi tiêm chủng",
    "Trước đây ghi sổ tay. Nay dùng bảng tính, nhanh hơn hai giờ.", "gửi", "gửi lại", "quay lại", "sửa", "sửa họ tên", "hủy",
    "đúng", "không", "1", "2", "10", "/start", "/nop", "/huy", "/theodoi", "/duyet", "/report", "/report cdcs", "/moi", "/qr",
    "/dulieu", "/hotro", "/huongdan", "/submit", "/abc", "duyệt A7K2", "từ chối A7K2 trùng lặp rồi", "bổ sung A7K2",
    "duyệt 1-3 trừ 2", "xong", "Lê Văn C, Giám đốc", "hôm nay", "A7K29QXQ", "x" * 1001, "Câu. " * 700, "\u202e🙂 \x00", "e\u0302" * 40,
    "sửa 3", "Sửa máy bơm", "sửa đơn vị", "làm lại", "giữ nguyên", "hướng dẫn", "k đồng ý", "missing", "cut", "skip", "xin chào",
    "duyệt tất cả", "từ chối tất cả", "/review A7K2", "/start M5N8P3RK", "M5N8P3RK", "từ chối A7K2 x", "dừng nhắc", "tiếp tục", "/ops", "/ops guilai",
    "/donvi", "/donvi hoa mai", "/donvi =100", "/donvi =x", "/donvi p9", "/donvi dong", "đổi tên", "sáp nhập", "hoàn tác", "đồng ý",
    "/ghepdonvi", "/ghepdonvi hoàn tác", "/ghepdonvi M5N8P3RK", "để sau", "Tạo CĐCS mới", "chuyển huyện khác", "Bảo Lạc", "có",
    "giúp viết", "tôi tự viết", "dùng bài này", "viết lại từ đầu", "sửa kết quả", "15 triệu một năm", "15", "/vidu", "/vidu sửa y tế", "xem ví dụ",
    "/nopho", "/nopho ds", "/nopho M5N8P3RK", "/nopho sua M5N8P3RK", "/nopho xoahan M5N8P3RK", "lưu", "0999", "8999",
    "/nopho dong M5N8P3RK", "/nopho khong M5N8P3RK", "/caidat", "/caidat sđt", "0206 3852 123", "xóa",
    "/canbo", "/canbo thieu 2", "/canbo hoa mai", "/canbo e8-100", "/canbo xoa e8-100", "/canbo thay s8-45", "/canbo duyet M5N8P3RK", "/moi ds",
    "/moi thu M5N8", "/moi 100", "/xinquyen", "tôi là cán bộ CĐCS Hoa Mai", "duyệt M5N8P3RK", "từ chối M5N8P3RK", "trường",
    "so sánh A7K2", "bí mật công nghệ", "sửa bí mật",
    "M¸y tÏ ng«", "NguyÔn V¨n A", "Maùy teõ ngoâ", "Ma1y te4 ngo6", "Đã M¸y tÏ ng«", "\ufffd",
)  # fmt: skip
ROLES = (
    (),
    (Grant(Role.EXECUTIVE, 100),),
    (Grant(Role.STAFF, 45),),
    (Grant(Role.EXECUTIVE, 100), Grant(Role.STAFF, 2)),
    (Grant(Role.OPERATOR, 1),),
)
RAW_ACTIONS = st.one_of(
    st.text(max_size=70),
    st.builds(
        lambda s, step, v: f"a.{s}.{step}.{v}",
        st.integers(0, 5),
        st.sampled_from(["consent", "union", "review"]),
        st.text(max_size=9),
    ),
    st.builds(
        lambda s, step, word: f"k.{s}.{step}.{word}",
        st.integers(0, 5),
        st.sampled_from(["consent", "full_name", "union", "review"]),
        st.sampled_from(["skip", "edit:x", "edit:title", "back", "zzz", "restart"]),
    ),
    st.sampled_from(
        [f"d.{v}.A7K29QXQ.{r}" for v in ("confirm", "reject", "request_changes", "agreement", "compare", "x") for r in (1, 2)]
    ),
    st.sampled_from([f"c.{c}.A7K29QXQ" for c in ("sua", "rut", "theodoi", "quen", "xoa", "nhac", "start", "ghepdonvi", "caidat", "zzz")]),
    st.sampled_from([f"c.{c}.A7K29QXQ" for c in ("sua", "rut", "theodoi", "quen", "xoa", "nhac", "start", "zzz")]),
    st.sampled_from(["c.canbo.xoa s8-2", "c.canbo.tuchoi M5N8P3RK", "c.canbo.moi 9", "c.moi.45", "c.moi.thu M5N8", "c.moi.1", "c.canbo.1"]),
)
COMPULSORY = {"full_name", "id_number", "phone", "province", "federation", "block", "applied_on", "title"}
WORKPLACE = {"province", "federation", "union", "union_name", "block"}


def read(button: Button) -> str:
    """What stands on a button."""
    return button.label if isinstance(button.label, str) else CATALOGUE.phrase(button.label)


class Conversation(RuleBasedStateMachine):
    """One person, any events, changing facts."""

    def __init__(self) -> None:
        super().__init__()
        self.state, self.at, self.order = State(), NOON, 0
        self.facts = facts()
        self.says: list[Say] = []
        self.filed: list[str] = []
        self.effects: tuple[Effect, ...] = ()

    @initialize(grants=st.sampled_from(ROLES), begun=st.booleans())
    def begin(self, grants: tuple[Grant, ...], begun: bool) -> None:
        self.facts = facts(grants=grants)
        if begun:
            for line in ("/nop", "đồng ý", "Nguyễn Văn A", "080888999", "0912345678", "cao bằng", "hà quảng"):
                self.feed(TextReceived(self.at, line))

    def feed(self, event: Event) -> None:
        self.order += 1
        receipt = codes.with_check(f"{self.order:07d}".translate(str.maketrans("01", "AB")))
        known = replace(self.facts, fresh=replace(self.facts.fresh, receipt=receipt))
        turn = transition(from_dict(to_dict(self.state)), event, loaded(known, needs(self.state, event)))
        is_tremor = isinstance(event, ButtonPressed) and is_again(self.state, event, known)
        self.state, self.effects = turn.state, turn.effects
        self.says = [e for e in turn.effects if isinstance(e, Say)] or self.says
        assert self.effects or is_tremor or isinstance(event, ChatBlocked), "every event is answered, a second tap with the first"
        self.check(event)

    def check(self, event: Event) -> None:
        filed = [e for e in self.effects if isinstance(e, FileSubmission)]
        assert len(filed) <= 1, "never two records for one send"
        for one in filed:
            assert one.code not in self.filed
            self.filed.append(one.code)
            assert 1 <= count(one.answers["description"]) <= CAMPAIGN.description_limit
            assert CAMPAIGN.is_open(event.at), "never outside the window"
            assert set(one.answers) >= COMPULSORY
            assert len({"union", "union_name"} & set(one.answers)) == 1, "one workplace"
        for effect in self.effects:
            self.may(effect)
        for say in (e.say if isinstance(e, Tell) else e for e in self.effects if isinstance(e, Say | Tell)):
            written = CATALOGUE.format(say.key, say.args)
            assert "⟦" not in written, say.key
            assert "{$" not in written, say.key
            assert len({button.action for button in say.buttons}) == len(say.buttons), say.key
            for button in say.buttons:
                assert len(button.action.encode()) <= actions.MOST_BYTES
                assert 0 < len(read(button)) <= MOST_LABEL + len("✓ ")

    def may(self, effect: Effect) -> None:
        """Nobody does what is not theirs."""
        if isinstance(effect, Decide):
            assert {grant.role for grant in self.facts.grants} & set(OFFICIALS), "nobody without such a role decides"
            assert all(not s.is_own for s in self.facts.subjects if s.submission.code == effect.code)
        if isinstance(effect, ResolveWorkplace | ReferWorkplace):
            assert covers(self.facts.scopes(Role.STAFF), effect.typed.federation_id, self.facts.directory)
            assert any(one.key == effect.typed.key for one in self.facts.unresolved), "nothing that is done already"
        if isinstance(effect, SetContact):
            assert covers(self.facts.scopes(Role.STAFF), effect.organisation_id, self.facts.directory)
        if isinstance(effect, CreateInvitation | RevokeInvitation | AnswerRequest | RevokeGrant | SendPeople):
            assert self.facts.scopes(Role.STAFF), "nobody but staff changes who works where"
        if isinstance(effect, CreateInvitation):
            assert covers(self.facts.scopes(Role.STAFF), effect.organisation_id, self.facts.directory)
        if isinstance(effect, SendPeople):
            assert all(covers(self.facts.scopes(Role.STAFF), scope, self.facts.directory) for scope in effect.scopes)
        if isinstance(effect, FileSubmission) and effect.entered is not None:
            assert self.facts.entry is not None
            assert self.facts.entry.helper_id != self.facts.person_id, "no helper says yes"
        if isinstance(effect, Withdraw | Resubmit):
            assert self.facts.subjects[0].submission.author_id == self.facts.person_id, "only the author's account"

    @rule(text=st.one_of(st.sampled_from(WORDS), st.text(max_size=60)))
    def type(self, text: str) -> None:
        self.feed(TextReceived(self.at, text, self.order))

    @rule(pick=st.integers(0, 60))
    def press(self, pick: int) -> None:
        buttons = [b for say in self.says for b in say.buttons if b.action]
        if buttons:
            self.feed(ButtonPressed(self.at, buttons[pick % len(buttons)].action, "m1"))

    @rule(action=RAW_ACTIONS)
    def forge(self, action: str) -> None:
        self.feed(ButtonPressed(self.at, action, "m1"))

    @rule(event=st.sampled_from(["contact", "edited", "group", "blocked", "file", "picture", "read", "unread", "card", "poster", "text", "long text", *Medium]))
    def other(self, event: str) -> None:
        made: dict[str, Event] = {
            "contact": ContactShared(self.at, "+84912345678"), "edited": MessageEdited(self.at),
            "group": GroupAddressed(self.at), "blocked": ChatBlocked(self.at),
            "file": MediaReceived(self.at, Medium.DOCUMENT, SentFile("r", "a.xlsx"), "lời kèm"),
            "picture": MediaReceived(self.at, Medium.PHOTO, SentFile("r")),
            "card": FileRead(self.at, CARD, "f1", {"name": "Nguyễn Văn A", "number": "004085000123"}),
            "poster": FileRead(self.at, POSTER, "f1", {"code": LINK}),
            "text": FileRead(self.at, TEXT, "f1", {"text": "Sáng kiến", "before": "S¸ng kiÕn", "font": "TCVN3"}),
            "long text": FileRead(self.at, TEXT, "f1", {"text": "Câu. " * 700}),
            "read": FileRead(self.at, "nothing", "f1", {"lines": 1}),
            "unread": FileRead(self.at, "nothing", "f1", problem="file-gone"),
        }  # fmt: skip
        self.feed(made.get(event) or MediaReceived(self.at, Medium(event)))

    @rule(seconds=st.sampled_from([0, 1, 5, 3600, 86400 * 30]))
    def wait(self, seconds: int) -> None:
        self.at += timedelta(seconds=seconds)

    @rule(
        status=st.sampled_from(list(Status)),
        is_own=st.booleans(),
        revision=st.integers(1, 2),
        asked=st.sampled_from([("title",), ("workplace", "phone")]),
        by_same_account=st.booleans(),
    )
    def meet_a_submission(
        self, status: Status, is_own: bool, revision: int, asked: tuple[str, ...], by_same_account: bool
    ) -> None:
        author = self.facts.person_id if is_own and by_same_account else 3
        filed = Submission(
            "A7K29QXQ", revision, status, author, 100, ANSWERS, NOON,
            asked=asked, decided_at=NOON, decided_by="Trần Thị B", reason="vì sao",
        )  # fmt: skip
        subject = Subject(filed, is_own=is_own, has_executives=not is_own)
        waiting = (subject,) if status is Status.SUBMITTED and not is_own else ()
        own = (filed,) if author == self.facts.person_id else ()
        self.facts = replace(
            self.facts, subjects=(subject,), pending=waiting, pending_count=len(waiting), own=own, open_erasure=is_own
        )

    @rule(
        names=st.lists(st.sampled_from(["Thư viện", "Hoa Mai", "HTX Đồng Tiến", "図書館", "Ữ" * 150]), unique=True),
        grants=st.sampled_from(ROLES), federation=st.sampled_from([43, 45]), age=st.sampled_from([0, 7200]),
    )  # fmt: skip
    def meet_typed_workplaces(self, names: list[str], grants: tuple[Grant, ...], federation: int, age: int) -> None:
        waiting = tuple(Unresolved(federation, typed_key(name), (name, "a"), 2, 1, n) for n, name in enumerate(names))
        deed = Resolution("M5N8P3RK", federation, 100, "Thư viện", self.at - timedelta(seconds=age), 1, 1) if names else None
        self.facts = replace(self.facts, grants=grants, unresolved=waiting, resolution=deed, contact=OFFICE, contacts={45: OFFICE})

    @rule(
        helper=st.sampled_from([7, 8]), asked=st.sampled_from([None, 7]), state=st.sampled_from(list(EntryState)),
        tries=st.sampled_from([0, 3]), is_found=st.booleans(),
    )  # fmt: skip
    def meet_an_entry(self, helper: int, asked: int | None, state: EntryState, tries: int, is_found: bool) -> None:
        until = self.at + timedelta(days=14)
        answers = ANSWERS if state is EntryState.OPEN else {}
        entry = Entry("M5N8P3RK", state, helper, "Trần Thị B", answers, NOON, until, tries, asked)
        waiting = (entry,) if helper == self.facts.person_id and state is EntryState.OPEN else ()
        self.facts = replace(self.facts, entry=entry if is_found else None, entries=waiting)

    @rule(kind=st.sampled_from([None, *LinkKind]), is_usable=st.booleans(), role=st.sampled_from(list(Role)))
    def meet_a_link(self, kind: LinkKind | None, is_usable: bool, role: Role) -> None:
        link = Link("M5N8P3RK", kind, 102, role, is_usable) if kind else None
        self.facts = replace(self.facts, link=link)

    @rule(
        role=st.sampled_from([Role.EXECUTIVE, Role.STAFF]), node=st.sampled_from([100, 45, 2]), person=st.sampled_from([7, 8]),
        outcome=st.sampled_from(["", "granted", "expired"]), wrong=st.sampled_from([0, 10]), asked=st.booleans(),
    )  # fmt: skip
    def meet_people(self, role: Role, node: int, person: int, outcome: str, wrong: int, asked: bool) -> None:
        roles = RoleFacts(
            Holder(person, Grant(role, node), "", NOON, seen_at=NOON),
            RoleRequest("M5N8P3RK", person, 100, "Trần Thị B", outcome, "Lê Văn C"),
            tuple(Invitation(code, role, node, 7) for code in ("M5N8P3RK", "M5N82222")),
            (Asked(100, NOON, is_open=asked),),
            frozenset({45}),
            wrong,
        )
        self.facts = replace(self.facts, roles=roles, channel="web")

    @invariant()
    def every_open_step_can_be_asked_and_left(self) -> None:
        for frame in self.state.frames:
            assert frame.step in FLOWS[frame.flow].by_id
        assert len({frame.flow for frame in self.state.frames}) == len(self.state.frames)
        leaving = TextReceived(self.at, "/huy")
        if self.state.top is None or repaired(self.state, self.facts, leaving).top is not self.state.top:
            return  # nothing is open, or its role is over and whatever comes closes it
        asked = transition(self.state, leaving, self.facts)
        if self.state.top.flow not in {frame.flow for frame in asked.state.frames}:
            assert len(FLOWS[self.state.top.flow].steps) == 1, "left at once only where nothing could be lost"
            return
        question = [effect for effect in asked.effects if isinstance(effect, Say)][-1]  # a form below may have closed
        stay, leave = (ButtonPressed(self.at, question.buttons[place].action) for place in (1, 0))
        stayed = transition(asked.state, stay, self.facts).state.top
        assert stayed is not None
        assert replace(self.state.top, leaving=None, asked=0) == replace(stayed, asked=0), "nothing is lost by asking"
        left = transition(asked.state, leave, self.facts).state
        assert self.state.top.flow not in {frame.flow for frame in left.frames}, "no step without a way out"

    @invariant()
    def the_state_is_bounded(self) -> None:
        assert len(str(to_dict(self.state))) < 120_000

    @invariant()
    def changes_stay_within_what_was_asked(self) -> None:
        for effect in self.effects:
            if isinstance(effect, Resubmit):
                asked = self.facts.subjects[0].submission.asked
                allowed = {"title"} if asked == ("title",) else WORKPLACE | {"phone"}
                assert set(effect.changed) <= allowed


TestConversation = Conversation.TestCase
TestConversation.settings = settings(
    max_examples=60,
    stateful_step_count=40,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
