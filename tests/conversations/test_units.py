"""/donvi: staff find a CĐCS, rename, merge, close or reopen it, and take the last change back."""

from datetime import date

import pytest
from msgspec.structs import replace

from conversations.directory import Directory, FormerName, Organisation
from conversations.domain import Campaign, Grant, Role
from conversations.effects import FileSubmission, Resubmit
from conversations.units import ChangeUnit, UndoUnit, UnitAct, UnitChange, UnitFigures
from tests.builders import CAMPAIGN, CATALOGUE, ORGANISATIONS, facts
from tests.transcripts import Line, Talk, follow

STAFF = (Grant(Role.STAFF, 45),)
MAI, BINH_MINH, COMPANY, COOP = 100, 101, 102, 103
OVER = replace(ORGANISATIONS[-1], is_active=False, merged_into_id=COMPANY, valid_to=date(2021, 3, 20))
CLOSED = replace(ORGANISATIONS[-1], is_active=False, valid_to=date(2021, 3, 20))
MERGED = UnitChange(9, UnitAct.MERGED, COOP, COMPANY, date(2021, 3, 20))
MAI_FIGURES = UnitFigures(MAI, initiatives=3, waiting=2, executives=1)


def staff(*figures: UnitFigures, last: Organisation = ORGANISATIONS[-1]) -> Talk:
    """An officer of Hà Quảng; *last* takes the cooperative's place."""
    return Talk(facts(grants=STAFF, units=figures, directory=Directory((*ORGANISATIONS[:-1], last))))


def change(talk: Talk) -> ChangeUnit | UndoUnit | None:
    return next((e for e in talk.effects if isinstance(e, ChangeUnit | UndoUnit)), None)


CHANGES: dict[str, tuple[list[Line], ChangeUnit]] = {
    "rename, by buttons": (
        [("/donvi", "units"), ("[Trường Mầm non Hoa Mai]", "ask-unit-act"), ("[Đổi tên]", "ask-unit-name"),
         ("  Trường Mầm non  Hoa Sen ", "ask-unit-sure"), ("[Đồng ý]", "+ChangeUnit")],
        ChangeUnit(UnitAct.RENAMED, MAI, None, "Trường Mầm non Hoa Sen"),
    ),
    "merge, by typing": (
        [("/donvi mam non hoa mai", "ask-unit-act"), ("sáp nhập", "ask-unit-other"), ("thanh cog", "place-meant"),
         ("đúng", "ask-unit-sure"), ("đồng ý", "+ChangeUnit")],
        ChangeUnit(UnitAct.MERGED, MAI, COMPANY),
    ),
    "merge, by numbers, another one first": (
        [("/units", "units"), ("1", "ask-unit-act"), ("2", "ask-unit-other"), ("1", "ask-unit-sure"), ("quay lại", "ask-unit-other"),
         ("Trường Tiểu học Bình Minh", "ask-unit-sure"), ("1", "+ChangeUnit")],
        ChangeUnit(UnitAct.MERGED, COMPANY, BINH_MINH),
    ),
    "close": (
        [("/donvi 04.045.mn", "ask-unit-act"), ("ngừng hoạt động", "ask-unit-sure"), ("vâng", "+ChangeUnit")],
        ChangeUnit(UnitAct.CLOSED, MAI),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("lines", "expected"), CHANGES.values(), ids=CHANGES)
def test_changes(lines: list[Line], expected: ChangeUnit) -> None:
    """Each asks once more, and then asks for exactly this."""
    assert change(follow(lines, staff(MAI_FIGURES))) == expected


def test_reopen() -> None:
    """What was closed is found in its list or by its name."""
    for way in ([("/donvi", "units"), ("[Đơn vị đã ngừng]", "units-closed")], [("/donvi đồng tiến", "units-found")]):
        lines = [*way, ("1", "ask-unit-act"), ("mở lại", "ask-unit-sure"), ("có", "+ChangeUnit")]
        assert change(follow(lines, staff(last=CLOSED))) == ChangeUnit(UnitAct.REOPENED, COOP)


@pytest.mark.parametrize("number", [COOP, COMPANY], ids=["from the one that is over", "from who took over"])
def test_undo(number: int) -> None:
    """The last change is named and taken back; a merged one cannot be opened in another way."""
    talk = staff(UnitFigures(number, last=MERGED), last=OVER)
    follow([(f"/donvi ={number}", "ask-unit-act"), ("hoàn tác thay đổi gần nhất", "ask-unit-sure")], talk)
    said = CATALOGUE.format(talk.says[-1].key, talk.says[-1].args)
    assert "sáp nhập Hợp tác xã Đồng Tiến vào Công ty TNHH Thành Công (20/3/2021)" in said
    assert talk.write("đồng ý") == "+UndoUnit"
    assert change(talk) == UndoUnit(9)


@pytest.mark.parametrize("said", ["hoàn tác", "1", "[Hoàn tác]", "{c.donvi.undo=103}"])
def test_undo_right_away(said: str) -> None:
    """The answer to a change has a button that takes it back, and its label can be typed."""
    lines = [("/donvi =103", "ask-unit-act"), ("sáp nhập", "ask-unit-other"), ("Công ty TNHH Thành Công", "ask-unit-sure"), ("đồng ý", "+ChangeUnit")]
    talk = follow(lines, staff())
    assert talk.state.menu == (("c.donvi.undo=103", "Hoàn tác"),)
    talk.know(units=(UnitFigures(COOP, last=MERGED),), directory=Directory((*ORGANISATIONS[:-1], OVER)))
    follow([("hoàn tác" if said == "[Hoàn tác]" else said, "ask-unit-sure"), ("đồng ý", "+UndoUnit")], talk)
    assert change(talk) == UndoUnit(9)


def test_undo_of_what_is_no_more() -> None:
    """An old button: nothing to take back, the operator's doing, another district's."""
    talk = staff(UnitFigures(MAI), UnitFigures(COOP, last=replace(MERGED, act=UnitAct.MOVED)))
    lines = {"undo=100": "unit-refused-nothing", "undo=103": "unit-not-by-staff", "undo=40": "place-not-in-scope"}
    follow([(f"{{c.donvi.{argument}}}", expected) for argument, expected in lines.items()], talk)


def test_what_goes_along_is_said() -> None:
    """The question names both, how many initiatives and how many executives."""
    talk = follow(CHANGES["merge, by typing"][0][:-1], staff(MAI_FIGURES))
    said = CATALOGUE.format(talk.says[-1].key, talk.says[-1].args)
    assert "Sáp nhập Trường Mầm non Hoa Mai vào Công ty TNHH Thành Công: 3 sáng kiến (2 đang chờ duyệt) và 1 cán bộ" in said


REFUSALS: dict[str, list[Line]] = {
    "no": [*CHANGES["close"][0][:-1], ("không", "unit-left")],
    "another district's": [("/donvi =40", "place-not-in-scope"), ("/donvi bảo lâm", "place-not-in-scope")],
    "itself": [("/donvi =100", "ask-unit-act"), ("sáp nhập", "ask-unit-other"), ("Trường Mầm non Hoa Mai", "!unit-merge-itself ask-unit-other")],
    "outside": [("/donvi =100", "ask-unit-act"), ("sáp nhập", "ask-unit-other"), ("Huyện Bảo Lâm", "!place-not-in-scope ask-unit-other")],
    "nothing to undo": [("/donvi =100", "ask-unit-act"), ("hoàn tác thay đổi gần nhất", "!choose-from-list ask-unit-act")],
    "nothing to undo of what was found": [("/donvi Trường Tiểu học Bình Minh", "ask-unit-act"), ("[Hoàn tác thay đổi gần nhất]", "unit-refused-nothing")],
    "a name of signs": [("/donvi =100", "ask-unit-act"), ("đổi tên", "ask-unit-name"), ("???", "!workplace-empty ask-unit-name")],
    "nothing closed": [("/donvi dong", "units-closed-none")],
    "a page too far": [("/donvi p7", "units")],
}  # fmt: skip


@pytest.mark.parametrize("lines", REFUSALS.values(), ids=REFUSALS)
def test_refusals(lines: list[Line]) -> None:
    """Said plainly, and nothing is asked for."""
    assert change(follow(lines, staff(MAI_FIGURES))) is None


def test_rights_are_asked_again() -> None:
    """Who lost the role meanwhile changes nothing; what was changed in between is not taken back unseen."""
    talk = follow(CHANGES["close"][0][:-1], staff(MAI_FIGURES))
    talk.know(grants=())
    assert talk.write("đồng ý") == "place-not-in-scope"
    talk = staff(UnitFigures(COOP, last=MERGED), last=OVER)
    follow([("/donvi =103", "ask-unit-act"), ("hoàn tác", "ask-unit-sure")], talk)
    talk.know(units=(UnitFigures(COOP, last=replace(MERGED, id=10)),))
    assert talk.write("đồng ý") == "unit-refused-later-change"
    outside = UnitChange(9, UnitAct.MERGED, 40, COMPANY, date(2021, 3, 20))
    talk = staff(UnitFigures(COMPANY, last=outside))
    follow([("/donvi =102", "ask-unit-act"), ("hoàn tác", "ask-unit-sure"), ("đồng ý", "place-not-in-scope")], talk)
    by_operator = UnitFigures(MAI, last=UnitChange(9, UnitAct.MOVED, MAI, 45, date(2021, 3, 20)))
    follow([("/donvi =100", "ask-unit-act"), ("hoàn tác", "unit-not-by-staff")], staff(by_operator))


def test_many_pages() -> None:
    """Ten a message, in the order of the tree, and the way on."""
    many = tuple(Organisation(1000 + n, f"04.045.{n}", f"Tổ sản xuất {n:02}", "union", 45) for n in range(21))
    talk = Talk(facts(grants=STAFF, directory=Directory((*ORGANISATIONS, *many))))
    follow([("/donvi", "units"), ("[Xem thêm đơn vị]", "units"), ("xem thêm đơn vị", "units")], talk)
    assert talk.labels() == [
        "Tổ sản xuất 18", "Tổ sản xuất 19", "Tổ sản xuất 20", "Trường Mầm non Hoa Mai", "Trường Tiểu học Bình Minh", "Đơn vị đã ngừng",
    ]  # fmt: skip
    assert Talk(facts(grants=(Grant(Role.STAFF, 53),))).write("/donvi") == "units-none menu"


# -- what a worker meets -------------------------------------------------------------------------------------------
FILED: list[Line] = [
    ("/nop", "ask-consent"), ("đồng ý", "+RecordConsent ask-full-name"), ("Nguyễn Văn A", "ask-id-number"),
    ("080888999", "ask-phone"), ("0912345678", "ask-province"), ("cao bằng", "ask-federation"), ("hà quảng", "ask-union"),
    ("Hợp tác xã Đồng Tiến", "ask-block"),
]  # fmt: skip


def test_a_draft_whose_workplace_is_gone() -> None:
    """Merged: who took over is asked about; closed: the workplace is asked anew; moved: taken along. The rest stays."""
    for last, expected in ((OVER, "workplace-changed ask-workplace"), (CLOSED, "workplace-changed ask-province")):
        talk = follow(FILED)
        talk.know(directory=Directory((*ORGANISATIONS[:-1], last)))
        assert talk.write("doanh nghiệp") == expected
        assert talk.state.top is not None
        assert talk.state.top.answers["phone"] == "0912345678"
    talk = follow(FILED)
    talk.know(directory=Directory((*ORGANISATIONS[:-1], replace(ORGANISATIONS[-1], parent_id=53))))
    assert talk.write("doanh nghiệp") == "ask-field", "it hangs elsewhere, but everything named is still there"
    gone = (replace(node, is_active=node.id != 45, parent_id=53 if node.parent_id == 45 else node.parent_id) for node in ORGANISATIONS)
    talk.know(directory=Directory(gone))
    assert talk.write("bỏ qua") == "workplace-changed ask-field"
    assert talk.state.top is not None
    assert talk.state.top.answers["federation"] == "53"


SECTOR = Organisation(60, "04.gd", "Công đoàn ngành Giáo dục tỉnh", "sector", 2)
PART = Organisation(61, "04.gd.1", "Công đoàn Giáo dục cụm 1", "sector", 60)
CENTRAL = Organisation(62, "ndk", "Công đoàn Dầu khí Việt Nam", "sector", 1)
DEEP = Organisation(160, "04.gd.1.a", "Trường THPT Đào Duy Anh", "union", 61, "public_admin")
RIG = Organisation(161, "ndk.a", "Công ty Khoan An Phú", "union", 62, "enterprise")
WIDE = Directory((*ORGANISATIONS, SECTOR, PART, CENTRAL, DEEP, RIG))
PERSON = FILED[:5]
WAYS: dict[str, tuple[list[Line], dict[str, str]]] = {
    "a branch in the province": (
        [("cao bằng", "ask-federation"), ("công đoàn ngành giáo dục tỉnh", "ask-union"), ("thpt đào duy anh", "ask-field")],
        {"province": "2", "federation": "60", "union": "160"},
    ),
    "a part of the branch, by its button": (
        [("cao bằng", "ask-federation"), ("[Công đoàn Giáo dục cụm 1]", "ask-union"), ("1", "ask-field")],
        {"province": "2", "federation": "61", "union": "160"},
    ),
    "beside the provinces": (
        [("công đoàn dầu khí việt nam", "ask-union"), ("khoan an phú", "ask-field")],
        {"province": "62", "federation": "62", "union": "161"},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("lines", "expected"), WAYS.values(), ids=WAYS)
def test_ways_down(lines: list[Line], expected: dict[str, str]) -> None:
    """A CĐCS is found under a district, a branch, a part of one, or beside all provinces."""
    talk = follow([*PERSON, *lines], Talk(facts(directory=WIDE)))
    assert talk.state.top is not None
    assert {key: talk.state.top.answers[key] for key in expected} == expected


def test_ways_of_a_poster() -> None:
    """A poster's CĐCS brings what is above it, whatever that is."""
    from conversations.flows.workplace import workplace_answers

    assert workplace_answers(WIDE, 160) == {"province": "2", "federation": "61", "union": "160", "block": "public_admin"}
    assert workplace_answers(WIDE, 161) == {"province": "62", "federation": "62", "union": "161", "block": "enterprise"}
    assert workplace_answers(WIDE, 999) == {}


# -- 2026 ------------------------------------------------------------------------------------------------------------
def in_2026() -> Talk:
    """A worker in a campaign after the reform, with the built-in list and one CĐCS."""
    from bot.builtin import every_organisation

    campaign: Campaign = replace(CAMPAIGN, units_on=date(2026, 3, 1))
    nodes = every_organisation()
    heir = next(node for node in nodes if node.code == "08-2025")
    mill = Organisation(5000, "08-2025.a", "Công ty Chè Sông Lô", "union", heir.id, "enterprise")
    return Talk(facts(campaign=campaign, directory=Directory((*nodes, mill), campaign.span)))


def test_after_the_reform() -> None:
    """34 provinces; an old name leads to the new one after a question; CĐCS hang right below; no districts."""
    talk = follow([*PERSON, ("Hà Giang", "place-meant"), ("đúng", "ask-union"), ("chè sông lô", "ask-field")], in_2026())
    assert len(talk.facts.directory.provinces()) == 34
    label = talk.facts.directory.label
    assert talk.state.top is not None
    answers = talk.state.top.answers
    assert [label(int(answers[key])) for key in ("province", "federation")] == ["LĐLĐ tỉnh Tuyên Quang"] * 2
    follow([*PERSON, ("Cao Bằng", "ask-union"), ("không thấy đơn vị tôi", "ask-union-name")], in_2026())


def test_the_name_of_the_day() -> None:
    """An executive's card and the author's own show the name that was valid when it was filed."""
    renamed = replace(ORGANISATIONS[-4], name="Trường Mầm non Hoa Sen",
                      former=(FormerName("Trường Mầm non Hoa Mai", date(2021, 4, 2)),))  # fmt: skip
    directory = Directory((*ORGANISATIONS[:-4], renamed, *ORGANISATIONS[-3:]))
    assert [directory.label(100, on) for on in (date(2021, 4, 1), date(2021, 4, 2), None)] == [
        "Trường Mầm non Hoa Mai", "Trường Mầm non Hoa Sen", "Trường Mầm non Hoa Sen",
    ]  # fmt: skip
    from tests.conversations.test_decision import EXECUTIVE, WAITING, deciding

    talk = deciding(WAITING)
    talk.know(directory=directory, grants=(EXECUTIVE,))
    talk.write("/theodoi A7K2")
    assert "Hoa Mai" in CATALOGUE.format(talk.says[-1].key, talk.says[-1].args)


ASKED = [("/sua A7K29QXQ", "ask-province*"), ("giữ nguyên", "ask-federation*"), ("giữ nguyên", "ask-union*"),
         ("Hợp tác xã Đồng Tiến", "ask-block"), ("doanh nghiệp", "ask-review-changes")]  # fmt: skip


def test_a_workplace_that_goes_while_it_is_corrected() -> None:
    """Merged: the successor is stored; closed: it is asked again."""
    from tests.conversations.test_own_records import asked_for

    talk = follow(ASKED, asked_for("workplace"))
    talk.know(directory=Directory((*ORGANISATIONS[:-1], OVER)))
    assert talk.write("gửi lại") == "+Resubmit resubmitted @DecidersOf:decision-card-changed"
    assert talk.filed() == Resubmit("A7K29QXQ", 2, {"union": str(COMPANY), "block": "enterprise"})
    talk = follow(ASKED, asked_for("workplace"))
    talk.know(directory=Directory((*ORGANISATIONS[:-1], CLOSED)))
    assert talk.write("gửi lại") == "workplace-changed ask-province*"


def test_the_next_initiative_after_a_merge() -> None:
    """Who took over from the remembered workplace is asked about."""
    from conversations.flows.submission import NOTICE_VERSION
    from conversations.state import State

    profile = {"full_name": "Nguyễn Văn A", "id_number": "080888999", "phone": "0912345678", "province": "2",
               "federation": "45", "union": str(COOP), "block": "enterprise"}  # fmt: skip
    state = State(serial=1, profile=profile, consent=NOTICE_VERSION)
    talk = Talk(facts(directory=Directory((*ORGANISATIONS[:-1], OVER))), state)
    follow([("/nop", "ask-workplace"), ("đúng", "ask-field")], talk)
    assert talk.state.top is not None
    assert talk.state.top.answers["union"] == str(COMPANY)


def test_nothing_more_for_what_is_closed() -> None:
    """Its executive gets no QR code any more, and nobody is invited there."""
    talk = Talk(facts(grants=(Grant(Role.EXECUTIVE, COOP),), directory=Directory((*ORGANISATIONS[:-1], CLOSED))))
    assert talk.write("/qr") == "place-closed"
    talk = follow([("/moi", "ask-invite-role"), ("1", "ask-invite-organisation")], staff())
    button = next(talk.button(label) for label in talk.labels() if "Đồng Tiến" in label)
    talk.know(directory=Directory((*ORGANISATIONS[:-1], CLOSED)))
    assert "+CreateInvitation" not in talk.write(f"{{{button.action}}}")


def test_nothing_is_filed_under_what_is_gone() -> None:
    """A workplace that closes before the last tap is asked again."""
    talk = follow([*FILED, ("doanh nghiệp", "ask-field"), ("bỏ qua", "ask-applied-on"), ("3/2021", "ask-title"), ("Máy gieo hạt", "ask-description"),
                   ("Gieo hạt nhanh hơn hai giờ mỗi ngày.", "ask-review")])  # fmt: skip
    talk.know(directory=Directory((*ORGANISATIONS[:-1], CLOSED)))
    assert talk.write("gửi") == "workplace-changed ask-province"
    assert not any(isinstance(effect, FileSubmission) for effect in talk.effects)
