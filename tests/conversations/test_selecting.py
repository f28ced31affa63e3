"""/chon as transcripts: staff choose outstanding initiatives, change their minds, and hand on what is chosen."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from conversations.answers import Doubtful, Invalid, Valid
from conversations.district_effects import ForwardSelected, Select, Unselect
from conversations.domain import ANONYMOUS, Agreement, Grant, Role, Status, Submission
from conversations.effects import AuthorOf, Say, Tell
from conversations.facts import Selection, Subject
from conversations.flows.selecting import score
from conversations.report_effects import SELECTED, Chosen, ReportFilter, ReportView, SendReport
from conversations.state import State
from conversations.steps import View
from tests.builders import CATALOGUE, NOON, facts
from tests.conversations.test_decision import ANSWERS
from tests.transcripts import Line, Talk, follow

CODE = "A7K29QXQ"
VALID = Submission(
    CODE, 2, Status.CONFIRMED, 3, 100, ANSWERS, NOON, NOON, "Trần Thị B", agreement=Agreement("Lê Văn C", "Hiệu trưởng", date(2021, 4, 1))
)
DISTRICT, PROVINCE = Grant(Role.STAFF, 45), Grant(Role.STAFF, 2)
CHOSEN = Selection(CODE, 45, 92, "Dễ nhân rộng.", "Lê Văn C", NOON, None)


def choosing(
    *selections: Selection, filed: Submission = VALID, grants: tuple[Grant, ...] = (DISTRICT,), is_own: bool = False,
    to_forward: Mapping[int, int] = {},
) -> Talk:
    """Staff, facing one initiative."""
    subject = Subject(filed, is_own=is_own, has_executives=True)
    known = facts(grants=grants, subjects=(subject,), selections=selections, person_id=9, to_forward=to_forward)
    return Talk(known, State(profile={"full_name": "Lê Văn C"}))


DONE, DROPPED = "+Select @AuthorOf:author-selected selected", "+Unselect @AuthorOf:author-unselected unselected"
FRESH: dict[str, list[Line]] = {
    "step by step": [
        ("/chon A7K2", "decision-card-closed ask-score"), ("92", "ask-select-reason"), ("[Cách làm mới, sáng tạo.]", DONE),
    ],
    "in own words": [
        ("/chon A7K29QXQ", "decision-card-closed ask-score"), ("85 điểm", "ask-select-reason"), ("Tiết kiệm 20 triệu đồng mỗi năm", DONE),
    ],
    "without the slash": [("chọn A7K2", "decision-card-closed ask-score")],
    "without marks": [("chon a7k2 9qxq", "decision-card-closed ask-score")],
    "all at once": [("chọn A7K2 92 Dễ nhân rộng ở các trường", "decision-card-closed select-all-meant"), ("đúng", DONE)],
    "with the slash": [("/chon A7K2-9QXQ 92 điểm Dễ nhân rộng ở các trường", "decision-card-closed select-all-meant"), ("đúng", DONE)],
    "with a comma": [("chọn A7K2 92, dễ nhân rộng ở các trường", "decision-card-closed select-all-meant"), ("đúng", DONE)],
    "with a colon": [("chọn A7K2 92 điểm: dễ nhân rộng ở các trường", "decision-card-closed select-all-meant"), ("đúng", DONE)],
    "of ten, all at once": [
        ("chọn A7K2 9 Dễ nhân rộng ở các trường", "decision-card-closed select-all-meant"), ("đúng", DONE),
    ],
    "the score at once": [("chọn A7K2 92", "decision-card-closed ask-select-reason")],
    "a reason without a score": [("chọn A7K2 rất hay và mới", "decision-card-closed !score-unreadable ask-score")],
    "a reason that begins with a number": [
        ("chọn A7K2 20 triệu đồng mỗi năm", "decision-card-closed select-all-meant"), ("không", "ask-score"), ("85", "ask-select-reason"),
        ("20 triệu đồng mỗi năm", DONE),
    ],
    "a reason that is too long": [(f"chọn A7K2 85 {'a' * 501}", "decision-card-closed !select-reason-too-long ask-score")],
    "far too long": [(f"chọn A7K2 85 {'ab ' * 1000}", "select-reason-far-too-long"), (f"/chon A7K2 85 {'ab ' * 1000}", "select-reason-far-too-long")],
    "too short": [("chọn A7K2 92", "decision-card-closed ask-select-reason"), ("hay", "!select-reason-too-short ask-select-reason")],
    "both at the first question": [
        ("/chon A7K2", "decision-card-closed ask-score"), ("85 – lý do: Dễ nhân rộng ở các trường", "select-all-meant"), ("đúng", DONE),
    ],
    "in more words": [
        ("chọn sáng kiến A7K2", "decision-card-closed ask-score"), ("chấm 85 điểm nhé", "ask-select-reason"),
    ],
    "half a code that is wrong": [("chọn A7K2 9QXX", "no-such-code"), ("chọn DT84 trồng xen ngô", "no-such-code")],
    "a reason that begins like a command": [
        ("chọn A7K2 92", "decision-card-closed ask-select-reason"), ("Sửa chữa máy bơm nhanh hơn trước rất nhiều", DONE),
    ],
    "words meant for us": [
        ("chọn A7K2 92", "decision-card-closed ask-select-reason"), ("không biết", "select-reason-meant"), ("không", "ask-select-reason"),
        ("chọn sáng kiến tiêu biểu", "select-reason-meant"), ("hồ sơ", "select-reason-meant"),
    ],
    "by the button": [("{c.chon.A7K29QXQ}", "decision-card-closed ask-score")],
    "of ten": [
        ("/chon A7K2", "decision-card-closed ask-score"), ("9", "score-of-ten"), ("đúng", "ask-select-reason"),
    ],
    "no score": [
        ("/chon A7K2", "decision-card-closed ask-score"), ("cao", "!score-unreadable ask-score"), ("101", "!score-unreadable ask-score"),
        ("0", "!score-unreadable ask-score"),
    ],
    "back to the score": [("chọn A7K2 92", "decision-card-closed ask-select-reason"), ("quay lại", "ask-score*"), ("95", "ask-select-reason")],
    "a reason that may be none": [
        ("chọn A7K2 92", "decision-card-closed ask-select-reason"), ("thôi để sau", "select-reason-meant"), ("không", "ask-select-reason"),
        ("Rất sáng tạo và tiết kiệm", DONE),
    ],
    "cancelled": [("chọn A7K2 92", "decision-card-closed ask-select-reason"), ("hủy", "cancel-sure"), ("đúng", "select-stopped")],
    "again, while it is asked": [("/chon A7K2", "decision-card-closed ask-score"), ("/chon A7K2", "ask-score")],
    "help": [("/chon A7K2", "decision-card-closed ask-score"), ("hướng dẫn", "!help-score ask-score")],
    "nobody's code": [("/chon B2C3D4E5", "no-such-code")],
    "what is not chosen is not changed": [("/chon sửa A7K2", "select-gone"), ("/chon bỏ A7K2", "select-gone"), ("{c.chon.bo A7K29QXQ}", "select-gone")],
    "words that mean nothing": [("/chon xyzw", "select-word-unknown"), ("/chon bo xyzw", "no-such-code")],
    "words of other commands": [("/chon thieu", "select-word-unknown"), ("/chon huyện", "select-word-unknown"), ("/chon cdcs", "select-word-unknown")],
    "digits that are none": [("/chon gui ²", "forward-none"), ("/chon gửi ①", "forward-none"), ("/chon gui 99999999999", "place-not-in-scope")],
}


@pytest.mark.parametrize("lines", FRESH.values(), ids=FRESH)
def test_choosing(lines: list[Line]) -> None:
    """A score and a reason, typed at once or asked for."""
    follow(lines, choosing())


def test_what_is_recorded_and_told() -> None:
    """The author reads who and why, and no score; the next one is a tap away."""
    talk = follow([("chọn A7K2 92 Dễ nhân rộng ở các trường", "decision-card-closed select-all-meant"), ("đúng", DONE)], choosing())
    chosen, told, said = talk.effects
    assert Select(CODE, 45, 92, "Dễ nhân rộng ở các trường", "Lê Văn C") == chosen
    assert isinstance(told, Tell)
    assert AuthorOf(CODE) == told.to
    assert CATALOGUE.format(told.say.key, told.say.args) == (
        "⭐ Xin chúc mừng! Sáng kiến A7K2-9QXQ “Sổ theo dõi tiêm chủng” của anh/chị được LĐLĐ huyện Hà Quảng chọn là sáng kiến tiêu biểu.\n"
        "Lý do: Dễ nhân rộng ở các trường"
    )
    assert isinstance(said, Say)
    assert ["c.chon.xetchon.n45", "c.chon.tieubieu.n45"] == [button.action for button in said.buttons]


STANDING: dict[str, list[Line]] = {
    "chosen already": [("/chon A7K2", "selection-card"), ("chọn A7K2 95 Hay hơn nữa", "selection-card")],
    "another score": [
        ("/chon A7K2", "selection-card"), ("[Sửa điểm, lý do]", "ask-score*"), ("95", "ask-select-reason*"), ("Dễ nhân rộng.", "+Select selection-changed"),
    ],
    "the same reason": [
        ("/chon sửa A7K2 90", "ask-select-reason*"), ("[Giữ nguyên]", "+Select selection-changed"),
    ],
    "another reason is told": [
        ("/chon sửa A7K2 95 Tiết kiệm điện nước", "select-all-meant"), ("đúng", "+Select @AuthorOf:author-selected-again selection-changed"),
    ],
    "without the command": [("sửa điểm A7K2", "ask-score*"), ("giữ nguyên", "ask-select-reason*"), ("giữ nguyên", "+Select selection-changed")],
    "taken back without the command": [("bỏ chọn A7K2 Trùng với sáng kiến khác", "select-reason-meant"), ("đúng", DROPPED)],
    "taken back": [
        ("/chon A7K2", "selection-card"), ("[Bỏ chọn]", "ask-unselect-reason"), ("[Số liệu về hiệu quả cần kiểm tra thêm.]", DROPPED),
    ],
    "taken back in own words": [("/chon bỏ chọn A7K2", "ask-unselect-reason"), ("Trùng với sáng kiến của trường khác", DROPPED)],
    "taken back, but not quite": [("/chon bỏ A7K2", "ask-unselect-reason"), ("hủy", "cancel-sure"), ("đúng", "select-stopped")],
}


@pytest.mark.parametrize("lines", STANDING.values(), ids=STANDING)
def test_what_is_chosen(lines: list[Line]) -> None:
    """It is shown, changed with its author told of what they have read, and taken back with a reason."""
    follow(lines, choosing(CHOSEN))


def test_who_takes_back_says_why() -> None:
    """To the author, word for word."""
    talk = follow([("/chon bỏ A7K2", "ask-unselect-reason"), ("Trùng với sáng kiến của trường khác", DROPPED)], choosing(CHOSEN))
    assert Unselect(CODE, 45, "Trùng với sáng kiến của trường khác") == talk.effects[0]
    assert isinstance(told := talk.effects[1], Tell)
    assert "Lý do: Trùng với sáng kiến của trường khác\nSáng kiến vẫn hợp lệ" in CATALOGUE.format(told.say.key, told.say.args)


SENT = replace(CHOSEN, forwarded_at=NOON)


@pytest.mark.parametrize("line", ["/chon A7K2", "/chon sửa A7K2", "/chon bỏ A7K2", "{c.chon.sua A7K29QXQ}"])
def test_what_is_handed_on_stays(line: str) -> None:
    """Nothing of it is changed or taken back."""
    talk = choosing(SENT)
    assert talk.write(line) == "selection-forwarded"
    assert ["Xét chọn tiếp", "⭐ Tiêu biểu đã chọn"] == talk.labels()


NAMELESS = replace(VALID, answers={**ANSWERS, "full_name": ANONYMOUS})


def test_what_is_anonymous() -> None:
    """It is not chosen any more; what was chosen is shown without the reason, and may be taken back."""
    assert choosing(filed=NAMELESS).write("/chon A7K2") == "select-anonymous"
    talk = choosing(replace(CHOSEN, reason=""), filed=NAMELESS)
    assert talk.write("/chon A7K2") == "selection-card"
    assert isinstance(shown := talk.effects[0], Say)
    assert "Lý do: (đã ẩn cùng thông tin tác giả)" in CATALOGUE.format(shown.key, shown.args)
    follow([("[Bỏ chọn]", "ask-unselect-reason"), ("Trùng với sáng kiến của trường khác", DROPPED)], talk)


REFUSED: dict[str, tuple[Talk, str]] = {
    "not confirmed": (choosing(filed=replace(VALID, status=Status.SUBMITTED)), "select-not-valid decision-card"),
    "without the employer": (choosing(filed=replace(VALID, agreement=None)), "select-not-valid decision-card-closed"),
    "the own one": (choosing(is_own=True), "select-own"),
    "the own one that is chosen": (choosing(CHOSEN, is_own=True), "select-own"),
    "elsewhere": (choosing(filed=replace(VALID, organisation_id=200)), "no-such-code"),
    "an executive": (choosing(grants=(Grant(Role.EXECUTIVE, 100),)), "not-for-you-chon"),
    "a worker": (choosing(grants=()), "not-for-you-chon"),
    "staff elsewhere who is executive here": (choosing(grants=(Grant(Role.STAFF, 27), Grant(Role.EXECUTIVE, 100))), "decide-not-yours"),
}


@pytest.mark.parametrize(("talk", "said"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_chosen(talk: Talk, said: str) -> None:
    """It is said why."""
    assert said == talk.write("/chon A7K2")


def test_rights_and_facts_are_looked_at_at_the_end() -> None:
    """Somebody else was faster; the role is gone; what was valid is somebody's own."""
    asked = [("/chon A7K2", "decision-card-closed ask-score"), ("92", "ask-select-reason")]
    for changes, said in (
        ({"selections": (CHOSEN,)}, "select-already selection-card"),
        ({"grants": ()}, "decide-not-yours"),
        ({"subjects": (Subject(VALID, is_own=True, has_executives=True),)}, "select-own"),
        ({"subjects": ()}, "no-such-code"),
    ):
        talk = follow(asked, choosing())
        talk.know(**changes)
        assert said == talk.write("Rất sáng tạo và tiết kiệm")
    talk = follow([("/chon bỏ A7K2", "ask-unselect-reason")], choosing(CHOSEN))
    talk.know(selections=(SENT,))
    assert talk.write("Trùng với sáng kiến của trường khác") == "selection-forwarded"
    talk = follow([("/chon bỏ A7K2", "ask-unselect-reason")], choosing(CHOSEN))
    talk.know(selections=())
    assert talk.write("Trùng với sáng kiến của trường khác") == "select-gone"


def test_each_node_chooses_for_itself() -> None:
    """What the district has chosen, the province may choose; who has both chooses for the nearer one."""
    assert choosing(CHOSEN, grants=(PROVINCE,)).write("/chon A7K2") == "decision-card-closed ask-score"
    for known, node in (((), 45), ((SENT,), 2)):
        both = choosing(*known, grants=(PROVINCE, DISTRICT))
        both.write("chọn A7K2 92 Dễ nhân rộng ở các trường")
        both.write("đúng")
        assert isinstance(both.effects[0], Select)
        assert node == both.effects[0].organisation_id
    both = choosing(SENT, replace(CHOSEN, organisation_id=2), grants=(PROVINCE, DISTRICT))
    both.write("/chon bỏ A7K2")
    both.write("Trùng với sáng kiến của trường khác")
    assert Unselect(CODE, 2, "Trùng với sáng kiến của trường khác") == both.effects[0]
    sent = choosing(SENT, replace(SENT, organisation_id=2), grants=(PROVINCE, DISTRICT))
    assert sent.write("/chon A7K2") == "selection-forwarded"
    assert choosing(grants=(Grant(Role.STAFF, 100),)).write("/chon A7K2") == "decide-not-yours", "a CĐCS chooses nothing"


READY = {45: 12}
FORWARDING: dict[str, tuple[Talk, list[Line]]] = {
    "handed on": (choosing(to_forward=READY), [("/chon gửi", "ask-forward"), ("[Gửi]", "+ForwardSelected")]),
    "in words": (choosing(to_forward=READY), [("/chon gửi cấp trên", "ask-forward"), ("đồng ý", "+ForwardSelected")]),
    "not yet": (choosing(to_forward=READY), [("{c.chon.gui 45}", "ask-forward"), ("chưa", "forward-not")]),
    "cancelled": (choosing(to_forward=READY), [("/chon gui", "ask-forward"), ("hủy", "forward-not")]),
    "in other words": (choosing(to_forward=READY), [("/chon gửi hết", "ask-forward"), ("hủy", "forward-not")]),
    "said": (choosing(to_forward=READY), [("gửi danh sách tiêu biểu", "ask-forward")]),
    "nothing": (choosing(), [("/chon gui", "forward-none"), ("{c.chon.gui 45}", "forward-none")]),
    "another's": (choosing(to_forward=READY), [("{c.chon.gui 27}", "place-not-in-scope")]),
    "the only one of several": (choosing(grants=(DISTRICT, Grant(Role.STAFF, 27)), to_forward=READY), [("/chon gui", "ask-forward")]),
    "one of several": (
        choosing(grants=(DISTRICT, Grant(Role.STAFF, 27)), to_forward={45: 12, 27: 1}),
        [("/chon gui", "forward-which"), ("1", "ask-forward"), ("[Gửi]", "+ForwardSelected")],
    ),
    "nobody above": (choosing(grants=(Grant(Role.STAFF, 1),), to_forward={1: 3}), [("/chon gui", "forward-nobody-above")]),
}


@pytest.mark.parametrize(("talk", "lines"), FORWARDING.values(), ids=FORWARDING)
def test_handing_on(talk: Talk, lines: list[Line]) -> None:
    """After a question, for one of the own nodes."""
    follow(lines, talk)


def test_a_list_that_has_grown_is_asked_about_again() -> None:
    """A yes is for as many as were named."""
    talk = follow([("/chon gui", "ask-forward")], choosing(to_forward=READY))
    talk.know(to_forward={45: 13})
    follow([("Gửi", "forward-changed ask-forward"), ("Gửi", "+ForwardSelected")], talk)


def test_an_own_initiative_is_not_interrupted() -> None:
    """A title or a description may begin so, whoever writes it."""
    talk = follow([("/nop", "ask-consent"), ("đồng ý", "+RecordConsent ask-full-name")], choosing())
    assert talk.write("Chọn DT84 trồng xen ngô") == "!name-digits ask-full-name"


def test_handing_on_is_asked_about_with_figures() -> None:
    """How many, whose, to whom; and it is the own node's alone at the end."""
    talk = choosing(to_forward=READY)
    talk.write("/chon gui")
    assert isinstance(asked := talk.effects[0], Say)
    assert "Gửi 12 sáng kiến tiêu biểu của LĐLĐ huyện Hà Quảng lên LĐLĐ tỉnh Cao Bằng?" in CATALOGUE.format(asked.key, asked.args)
    talk.know(grants=(Grant(Role.STAFF, 27),))
    assert talk.write("Gửi") == "place-not-in-scope"
    many = choosing(to_forward={45: 250})
    many.write("/chon gui")
    assert isinstance(asked := many.effects[0], Say)
    assert "Gửi 100 sáng kiến tiêu biểu của LĐLĐ huyện Hà Quảng lên LĐLĐ tỉnh Cao Bằng (điểm cao trước, còn 150 sáng kiến gửi lần sau)?" in CATALOGUE.format(asked.key, asked.args)
    talk = follow([("/chon gui", "ask-forward")], choosing(to_forward=READY))
    talk.know(to_forward={})
    assert talk.write("Gửi") == "forward-none"
    talk = follow([("/chon gui", "ask-forward"), ("Gửi", "+ForwardSelected")], choosing(to_forward=READY))
    assert (ForwardSelected(45),) == talk.effects


CANDIDATES, LISTED = ReportView.CANDIDATES, ReportView.CHOSEN
def own(view: ReportView, *limits: str, page: int = 1) -> SendReport:
    """A list of the own node."""
    return SendReport(view, (45,), ReportFilter(block=limits[0] if limits else None), page, is_own=True)


VIEWS: dict[str, SendReport | str] = {
    "/chon": own(CANDIDATES), "/select": own(CANDIDATES), "xét chọn": own(CANDIDATES),
    "chọn sáng kiến tiêu biểu": own(CANDIDATES), "/chon ds": own(LISTED),
    "sáng kiến tiêu biểu": own(LISTED), "/chon trang 2": own(CANDIDATES, page=2),
    "/chon ds khối doanh nghiệp": own(LISTED, "enterprise"),
    "/report tiêu biểu": own(LISTED), "báo cáo sáng kiến tiêu biểu": own(LISTED),
    "{c.chon.xetchon.p2.n45}": own(CANDIDATES, page=2), "{c.report.tieubieu}": own(LISTED),
    "/report xetchon": own(CANDIDATES), "/chon Hoa Mai": SendReport(LISTED, (100,), chosen=Chosen(100, None)),
    "/chon Mèo Vạc": "place-not-in-scope", "{c.chon.tieubieu.n27}": "place-not-in-scope", "{c.chon.xetchon.n27}": "place-not-in-scope",
    "/report excel tiêu biểu": SendReport(ReportView.EXCEL, (45,), ReportFilter(status=SELECTED)),
    "/report tổng tiêu biểu": SendReport(ReportView.TOTALS, (45,), ReportFilter(status=SELECTED)),
    "/hoso tờ trình tiêu biểu": SendReport(ReportView.LETTER, (45,), ReportFilter(status=SELECTED), is_dossier=True),
    "/hoso zip tiêu biểu": SendReport(ReportView.BUNDLE, (45,), ReportFilter(status=SELECTED), is_dossier=True),
    "{c.hoso.excel.sx}": SendReport(ReportView.EXCEL, (45,), ReportFilter(status=SELECTED), is_dossier=True),
    "/chon excel": SendReport(ReportView.EXCEL, (45,), ReportFilter(status=SELECTED), is_dossier=True),
    "/chon tờ trình": SendReport(ReportView.LETTER, (45,), ReportFilter(status=SELECTED), is_dossier=True),
    "/hoso excel tiêu biểu Hoa Mai": "dossier-selected-above", "/select list": own(LISTED), "/chon list": own(LISTED),
    "/hoso tiêu biểu": SendReport(ReportView.CHECKLIST, (45,), is_dossier=True),
}  # fmt: skip


@pytest.mark.parametrize("line", VIEWS)
def test_lists_and_papers(line: str) -> None:
    """What may be chosen is the own node's; what is chosen may be looked at below, too."""
    talk = choosing()
    answer = talk.write(line)
    assert VIEWS[line] == (talk.effects[0] if isinstance(talk.effects[0], SendReport) else answer)


def test_who_has_several_nodes_is_asked_for_which() -> None:
    """By buttons; the answer is for that one."""
    talk = choosing(grants=(DISTRICT, Grant(Role.STAFF, 27)))
    assert talk.write("/chon") == "select-which"
    talk.write("2")
    assert SendReport(CANDIDATES, (27,), chosen=Chosen(27, None), is_own=True) == talk.effects[0]
    assert talk.write("/chon ds") == "select-which"
    talk.write("1")
    assert SendReport(LISTED, (45,), chosen=Chosen(45, None), is_own=True) == talk.effects[0]


def test_the_card_says_who_has_chosen_it() -> None:
    """With the score for staff, without it for the author; an executive of the CĐCS reads it too."""
    line = "⭐ Sáng kiến tiêu biểu: LĐLĐ huyện Hà Quảng chọn ngày 1/4/2021{}, gửi cấp trên ngày 2/4/2021\nLý do chọn: Dễ nhân rộng."
    sent = replace(CHOSEN, forwarded_at=NOON + timedelta(days=1))
    author = choosing(sent, filed=replace(VALID, author_id=9), grants=())
    executive = choosing(sent, grants=(Grant(Role.EXECUTIVE, 100),))
    for talk, said, points in ((choosing(sent), "/theodoi A7K2", ", 92 điểm"), (executive, "/theodoi A7K2", ""), (author, "/theodoi A7K2", "")):
        talk.write(said)
        assert isinstance(shown := talk.effects[0], Say)
        assert line.format(points) in CATALOGUE.format(shown.key, shown.args)


SCORES: dict[str, Valid | Doubtful | Invalid] = {
    "92": Valid("92"), " 92 ": Valid("92"), "92 điểm": Valid("92"), "92đ": Valid("92"), "92/100": Valid("92"), "điểm 92": Valid("92"),
    "100": Valid("100"), "11": Valid("11"), "9/10": Valid("90"), "9,5/10": Valid("95"), "10/10": Valid("100"), "5/100": Valid("5"),
    "9": Doubtful("90", "score-of-ten", {"score": 90}), "9,5": Doubtful("95", "score-of-ten", {"score": 95}),
    "8.5 điểm": Doubtful("85", "score-of-ten", {"score": 85}), "10": Doubtful("100", "score-of-ten", {"score": 100}),
    "chấm 85 điểm nhé": Valid("85"), "85!": Valid("85"), "85 Rất mới": Doubtful("85", "select-all-meant", {"code": "", "score": 85, "reason": "Rất mới"}, also={"reason": "Rất mới"}),
    **dict.fromkeys(("", "cao", "0", "101", "92,5", "11/10", "101/100", "0/10", "-5", "9,55", "chín", "10,5", "1000"), Invalid("score-unreadable")),
}  # fmt: skip


@pytest.mark.parametrize("typed", SCORES)
def test_scores(typed: str) -> None:
    """Of a hundred; what looks like one of ten is asked about."""
    assert SCORES[typed] == score(View({}, {}, facts(), NOON), typed)


@given(st.text(max_size=60))
def test_any_words_are_answered(typed: str) -> None:
    """Whatever stands after the command."""
    choosing(CHOSEN, to_forward=READY).write(f"/chon {typed}")
    choosing(to_forward=READY).write(f"/chon A7K2 {typed}")


@given(st.text(max_size=200))
def test_any_text_is_read_as_a_score_or_refused(typed: str) -> None:
    """Whatever is typed, what is taken lies between 1 and 100."""
    read = score(View({}, {}, facts(), NOON), typed)
    assert isinstance(read, Invalid) or (isinstance(read, Valid | Doubtful) and 1 <= int(read.value) <= 100)
