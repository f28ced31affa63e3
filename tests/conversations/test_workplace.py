"""The workplace: chosen, scanned, changed, missing, remembered; its block follows it."""

import dataclasses

import pytest
from msgspec.structs import replace

from conversations.asking import MOST_LABEL, PAGE
from conversations.directory import Directory, Organisation
from conversations.domain import Grant, Role
from conversations.effects import LinkKind
from conversations.facts import Link
from tests.builders import DIRECTORY, LINK, ORGANISATIONS, facts
from tests.conversations.test_submission import (
    DESCRIPTION,
    SENT,
    TO_FEDERATION,
    TO_NAME,
    TO_PHONE,
    TO_PROVINCE,
    TO_REVIEW,
    TO_UNION,
)
from tests.transcripts import Line, Talk, follow

POSTER = LINK
SCAN = f"/start {POSTER}"
COMPANY, COOPERATIVE, SCHOOL, NURSERY = 102, 103, 101, 100  # the cooperative's block is not on record


def scanning(organisation: int = COMPANY, directory: Directory = DIRECTORY) -> Talk:
    """Somebody in front of the poster of this node."""
    return Talk(facts(link=Link(POSTER, LinkKind.WORKPLACE, organisation), directory=directory))


def workplace(talk: Talk) -> dict[str, str]:
    """The answers about the workplace in the open form."""
    assert talk.state.top is not None
    return {k: v for k, v in talk.state.top.answers.items() if k in ("province", "federation", "union", "union_name", "block")}


HERE = {"province": "2", "federation": "45"}
AT_COMPANY = {**HERE, "union": "102", "block": "enterprise"}
TO_WORKPLACE: list[Line] = [(SCAN, "ask-consent"), *TO_PHONE[1:], ("0912345678", "ask-workplace")]
SCANNED: list[Line] = [*TO_WORKPLACE, ("đúng", "ask-field")]
SCANS: dict[str, tuple[list[Line], dict[str, str]]] = {
    "yes": (SCANNED, AT_COMPANY),
    "yes by label": ([*TO_WORKPLACE, ("dung don vi nay", "ask-field")], AT_COMPANY),
    "no": ([*TO_WORKPLACE, ("sai rồi", "ask-province")], {}),
    "k đúng is no yes": ([*TO_WORKPLACE, ("k đúng đơn vị này", "!choose-from-list ask-workplace")], {}),
    "no, but yes after all": ([*TO_WORKPLACE, ("2", "ask-province"), ("quay lại", "ask-workplace"), ("1", "ask-field")], AT_COMPANY),
    "yes, but no after all": (
        [*SCANNED, ("quay lại", "ask-block*"), ("quay lại", "ask-union*"), ("quay lại", "ask-federation*"),
         ("quay lại", "ask-province*"), ("quay lại", "ask-workplace"), ("không", "ask-province")],
        {},
    ),
    "another CĐCS of the same district": (
        [*SCANNED, ("sửa đơn vị", "ask-union*"), ("Trường Tiểu học Bình Minh", "ask-field")],
        {**HERE, "union": "101", "block": "public_admin"},
    ),
    "one whose block is not on record": (
        [*SCANNED, ("sửa cđcs", "ask-union*"), ("Hợp tác xã Đồng Tiến", "ask-block")], {**HERE, "union": "103"},
    ),
    "one that is not on the list": (
        [*SCANNED, ("sửa đơn vị", "ask-union*"), ("không thấy", "ask-union-name"), ("Tổ hợp tác Ngô Nếp", "ask-block")],
        {**HERE, "union": "missing", "union_name": "Tổ hợp tác Ngô Nếp"},
    ),
    "and back to one that is": (
        [*SCANNED, ("sửa đơn vị", "ask-union*"), ("không có", "ask-union-name"), ("Tổ hợp tác Ngô Nếp", "ask-block"),
         ("sửa cđcs", "ask-union*"), ("Công ty TNHH Thành Công", "ask-field")],
        AT_COMPANY,
    ),
    "another province": ([*SCANNED, ("sửa tỉnh", "ask-province*"), ("Hà Giang", "ask-federation")], {"province": "3"}),
    "the same province again": ([*SCANNED, ("sửa tỉnh", "ask-province*"), ("Cao Bằng", "ask-field")], AT_COMPANY),
    "the block alone": ([*SCANNED, ("sửa khối", "ask-block*"), ("2", "ask-field")], {**AT_COMPANY, "block": "public_admin"}),
    "scanned twice": ([*TO_WORKPLACE, (SCAN, "ask-workplace"), ("1", "ask-field"), (SCAN, "draft-resumed ask-field")], AT_COMPANY),
    "the code in a sentence": ([(f"Chào bot, mã của tôi là {LINK[:4]}-{LINK[4:].lower()}.", "ask-consent"), *TO_PHONE[1:], ("0912345678", "ask-workplace")], {}),
    "the code in a sentence, after a greeting": (
        [("chào bot", "ask-consent"), (f"đơn vị {LINK[:4]} {LINK[4:]} ạ", "ask-consent"), *TO_PHONE[1:], ("0912345678", "ask-workplace")], {},
    ),
    "the bare code": ([(LINK.lower(), "ask-consent"), *TO_PHONE[1:], ("0912345678", "ask-workplace")], {}),
}  # fmt: skip


@pytest.mark.parametrize(("lines", "expected"), SCANS.values(), ids=SCANS)
def test_a_poster(lines: list[Line], expected: dict[str, str]) -> None:
    """One question instead of four; every other workplace can still be chosen, and the block follows."""
    assert expected == workplace(follow(lines, scanning()))


def test_a_poster_scanned_with_another_workplace_in_the_draft() -> None:
    """It is asked, not taken for granted: no keeps the draft's own, yes takes the poster's."""
    talk = follow(TO_REVIEW, scanning())
    follow([(SCAN, "ask-workplace"), ("không", "ask-review")], talk)
    assert workplace(talk) == {**HERE, "union": "100", "block": "public_admin"}
    follow([(SCAN, "ask-workplace"), ("có", "ask-review")], talk)
    assert workplace(talk) == AT_COMPANY


def test_a_poster_of_a_cdcs_whose_block_is_not_on_record() -> None:
    """The block is the one thing that is still asked."""
    talk = follow([*TO_WORKPLACE, ("đúng", "ask-block"), ("1", "ask-field")], scanning(COOPERATIVE))
    assert workplace(talk) == {**HERE, "union": "103", "block": "enterprise"}


def test_a_poster_of_a_federation() -> None:
    """What it says is filled in, the rest is asked."""
    talk = follow([*TO_WORKPLACE, ("đúng", "ask-union")], scanning(45))
    assert workplace(talk) == HERE


GONE = Directory([replace(one, is_active=one.id != COMPANY) for one in ORGANISATIONS])
REVOKED = Link(POSTER, LinkKind.WORKPLACE, COMPANY, is_usable=False)
OLD_POSTERS = {"of a closed workplace": scanning(COMPANY, GONE), "with a revoked code": Talk(facts(link=REVOKED))}


@pytest.mark.parametrize("which", OLD_POSTERS)
@pytest.mark.parametrize("line", [SCAN, POSTER, f"Chào bot, mã của tôi là {POSTER}."], ids=["link", "code", "sentence"])
def test_an_old_poster(which: str, line: str) -> None:
    """It says so, and the workplace is searched for; nobody is asked about one that the poster cannot vouch for."""
    talk = dataclasses.replace(OLD_POSTERS[which])
    follow([(line, "poster-outdated ask-consent"), *TO_PHONE[1:], ("0912345678", "ask-province")], talk)
    follow([("Cao Bằng", "ask-federation"), ("Hà Quảng", "ask-union"), ("Trường Tiểu học Bình Minh", "ask-field")], talk)


def test_an_old_poster_in_the_middle_of_a_draft() -> None:
    """The draft goes on as it was."""
    talk = follow(TO_REVIEW, Talk(facts(link=REVOKED)))
    follow([(SCAN, "poster-outdated draft-resumed ask-review")], talk)
    assert workplace(talk) == {**HERE, "union": "100", "block": "public_admin"}


def test_a_poster_after_the_close() -> None:
    """Said at once; a draft is kept."""
    talk = follow(TO_REVIEW, scanning())
    talk.at = talk.facts.campaign.closes
    assert talk.write(SCAN) == "campaign-closed-draft-kept draft-waits"


# -- the tree -----------------------------------------------------------------------------------------------------
LONG = "Trường Phổ thông Dân tộc bán trú Tiểu học và Trung học cơ sở xã vùng cao"
NAMES = tuple(f"Tổ sản xuất {letter}" for letter in "ABCDEGHIKLMNOPQRSTUVXYZ")  # in Vietnamese order
MANY = tuple(Organisation(200 + n, f"04.053.{n:02}", name, "union", 53, "enterprise") for n, name in enumerate(NAMES, start=1))
TREE = Directory(
    [
        *ORGANISATIONS,
        *MANY,
        Organisation(300, "04.bv", "Bệnh viện Đa khoa tỉnh", "union", 2, "public_admin"),
        Organisation(301, "04.042.a", f"{LONG} Cải Viên", "union", 42),
        Organisation(302, "04.042.b", f"{LONG} Lũng Nặm", "union", 42),
        Organisation(303, "04.045.hs", "Trường Mầm non Hoa Sen", "union", 45, "public_admin"),
    ]
)


def test_a_workplace_directly_under_the_province() -> None:
    """Not every CĐCS has a district federation above it: the province itself is among the choices."""
    talk = Talk(facts(directory=TREE))
    follow([*TO_FEDERATION, ("[LĐLĐ tỉnh Cao Bằng]", "ask-union"), ("bệnh viện đa khoa tỉnh", "ask-field")], talk)
    assert workplace(talk) == {"province": "2", "federation": "2", "union": "300", "block": "public_admin"}
    scanned = follow([*TO_WORKPLACE, ("1", "ask-field")], scanning(300, TREE))
    assert workplace(scanned) == workplace(talk)


def test_a_narrowed_choice_can_be_left() -> None:
    """Two fit: they are offered, and the way out of the list with them."""
    talk = Talk(facts(directory=TREE))
    follow([*TO_UNION, ("mầm non hoa", "!place-ambiguous ask-union")], talk)
    assert talk.labels()[:3] == ["Trường Mầm non Hoa Mai", "Trường Mầm non Hoa Sen", "Không thấy đơn vị tôi"]
    follow([("3", "ask-union-name"), ("quay lại", "ask-union*"), ("hoa sen", "place-meant"), ("1", "ask-field")], talk)
    assert workplace(talk) == {**HERE, "union": "303", "block": "public_admin"}


def test_a_narrowed_choice_understands_what_it_does_not_show() -> None:
    """Another whole name, or a search of its own."""
    talk = follow([*TO_UNION, ("mầm non hoa", "!place-ambiguous ask-union")], Talk(facts(directory=TREE)))
    assert talk.write("Hợp tác xã Đồng Tiến") == "ask-block"


def test_more_fit_than_are_shown() -> None:
    """Twenty-three bear the name: the nearest are offered, and more of the name is asked for."""
    talk = follow([*TO_FEDERATION, ("thạch an", "ask-union")], Talk(facts(directory=TREE)))
    follow([("tổ sản xuất", "!place-ambiguous-more ask-union")], talk)
    assert talk.labels()[:9] == [*NAMES[:8], "Không thấy đơn vị tôi"]
    follow([("to san xuat x", "ask-field")], talk)


def test_slips_are_asked_and_never_taken() -> None:
    """A mistyped name of each level is suggested; a commune is no district; who is not on the list says so."""
    talk = follow([*TO_PROVINCE, ("tinh cao bnag", "place-meant"), ("đúng", "ask-federation")])
    follow([("xã Xuân Trường", "!federation-not-commune ask-federation"), ("huyne ha quang", "place-meant")], talk)
    follow([("1", "ask-union"), ("cty tnhh thahn cong", "place-meant"), ("không", "ask-union")], talk)
    follow([("không có trong danh sách", "ask-union-name")], talk)


NO_UNION = "!union-not-above ask-union"
ABOVE: dict[str, list[Line]] = {
    "its district, twice": [("hà quảng", NO_UNION), ("hà quảng", NO_UNION)],
    "its federation": [("LĐLĐ h. Ha Quang", NO_UNION)],
    "its province": [("tỉnh Cao Bằng", NO_UNION)],
    "both": [("huyện hà quảng, cao bằng", NO_UNION)],
}


@pytest.mark.parametrize("lines", ABOVE.values(), ids=ABOVE)
def test_what_is_above_is_no_workplace(lines: list[Line]) -> None:
    """ "Hà Quảng" is no slip in "Hoa Mai": it is said what it is, and the list is shown."""
    assert "Trường Mầm non Hoa Mai" in follow([*TO_UNION, *lines]).labels()


def test_a_guess_is_not_taken_for_being_typed_again() -> None:
    """Who repeats what they typed has not said yes to what the bot made of it."""
    talk = follow([*TO_UNION, ("cty tnhh thahn cong", "place-meant"), ("cty tnhh thahn cong", "place-meant")])
    follow([("đúng", "ask-field")], talk)


def test_numbers_are_those_of_the_page() -> None:
    """On the second page "1" is the eleventh; a name is found on every page, and so is the way out of the list."""
    talk = Talk(facts(directory=TREE))
    follow([*TO_FEDERATION, ("thạch an", "ask-union")], talk)
    assert talk.labels()[: PAGE + 2] == [*NAMES[:PAGE], "Không thấy đơn vị tôi", "Trang 2/3 ›"]
    follow([("11", "ask-union-name"), ("quay lại", "ask-union*"), ("12", "!union-not-found ask-union*")], talk)
    follow([("[Trang 2/3 ›]", "ask-union*"), ("[Không thấy đơn vị tôi]", "ask-union-name"), ("quay lại", "ask-union*")], talk)
    follow([("[Trang 2/3 ›]", "ask-union*"), ("1", "ask-field")], talk)
    assert workplace(talk)["union"] == "211"
    follow([("quay lại", "ask-block*"), ("quay lại", "ask-union*"), (NAMES[22], "ask-field")], talk)


def test_pages_end() -> None:
    """The last page has a way back and the way out of the list; a page that never was is the last one."""
    talk = follow([*TO_FEDERATION, ("thạch an", "ask-union")], Talk(facts(directory=TREE)))
    follow([("{p.1.union.99}", "ask-union")], talk)
    assert talk.labels()[:5] == [*NAMES[20:], "Không thấy đơn vị tôi", "‹ Trang 2/3"]
    follow([("[‹ Trang 2/3]", "ask-union")], talk)
    assert "Trang 3/3 ›" in talk.labels()


def test_long_names_fit_buttons_and_stay_apart() -> None:
    """They begin alike, so the middle goes; the whole name can still be typed, and is what is marked."""
    talk = follow([*TO_FEDERATION, ("Huyện Bảo Lâm", "ask-union")], Talk(facts(directory=TREE)))
    labels = talk.labels()[:2]
    assert all(len(label) <= MOST_LABEL for label in labels)
    assert [label.rpartition(" ")[2] for label in labels] == ["Viên", "Nặm"]
    assert talk.write(f"{LONG} Lũng Nặm") == "ask-block"


def test_staff_of_a_province_choose_between_what_their_search_found() -> None:
    """Two levels down there are no buttons beforehand; what was found gets them."""
    talk = Talk(facts(directory=TREE, grants=(Grant(Role.STAFF, 2),)))
    follow([("/qr", "ask-qr-organisation"), ("mầm non", "!place-ambiguous ask-qr-organisation")], talk)
    assert talk.labels()[:2] == ["Trường Mầm non Hoa Mai", "Trường Mầm non Hoa Sen"]
    follow([("[Trường Mầm non Hoa Sen]", "ask-qr-form")], talk)


# -- the next initiative ------------------------------------------------------------------------------------------
CONTENT: list[Line] = [("1", "ask-applied-on"), ("3", "ask-title"), ("Máy tẽ ngô", "ask-description"), (DESCRIPTION, "ask-review")]
SENT_TYPED = "+FileSubmission submitted-unresolved +AnnounceWorkplace"
UNRESOLVED: list[Line] = [
    *TO_UNION, ("không thấy đơn vị tôi", "ask-union-name"), ("Trường THCS Xuân Hòa", "ask-block"), ("2", "ask-field"), *CONTENT,
    ("gửi", SENT_TYPED),
]  # fmt: skip


def test_a_typed_workplace_is_reused() -> None:
    """ "Nộp thêm" asks only what is new, also when the workplace was not on the list."""
    talk = follow([*UNRESOLVED, ("[Nộp thêm]", "ask-field"), *CONTENT, ("gửi", SENT_TYPED)])
    filed = talk.filed()
    assert (filed.organisation_id, filed.answers["union_name"]) == (45, "Trường THCS Xuân Hòa")  # type: ignore[union-attr]


def test_the_last_workplace_is_remembered_whole() -> None:
    """A chosen one takes the place of a typed one, and the other way round: nobody has two."""
    talk = follow([*UNRESOLVED, ("[Nộp thêm]", "ask-field"), ("sửa cđcs", "ask-union*"), ("Trường Mầm non Hoa Mai", "ask-field"), *CONTENT, ("gửi", SENT)])
    assert "union_name" not in talk.filed().answers  # type: ignore[union-attr]
    assert "union_name" not in talk.state.profile
    follow([("[Nộp thêm]", "ask-field"), ("sửa cđcs", "ask-union*"), ("khác", "ask-union-name"), ("Tổ hợp tác Ngô Nếp", "ask-block"), ("1", "ask-field")], talk)
    follow([*CONTENT, ("gửi", SENT_TYPED)], talk)
    assert "union" not in talk.state.profile


@pytest.mark.parametrize("closed", [NURSERY, 45])
def test_a_workplace_that_was_closed_is_asked_again(closed: int) -> None:
    """Name, number and telephone are still known; of a federation that is gone only typed workplaces hang."""
    talk = follow([*TO_REVIEW, ("gửi", SENT)] if closed == NURSERY else UNRESOLVED)
    talk.know(directory=Directory([replace(one, is_active=one.id != closed) for one in ORGANISATIONS]))
    assert talk.write("[Nộp thêm]") == "ask-province"


def test_whoever_agreed_but_never_filed_is_not_asked_again() -> None:
    """Consent is a person's, not a draft's."""
    follow([*TO_NAME, ("/huy", "cancel-sure"), ("1", "cancelled"), ("/nop", "ask-full-name")])


OVER = Directory([replace(one, is_active=one.id != 45) for one in ORGANISATIONS])  # the district; its CĐCS are not


def test_a_cdcs_that_outlives_its_district() -> None:
    """Its poster is good, the form goes on and can be edited, and the next initiative begins with it."""
    talk = follow([*SCANNED, ("sửa họ tên", "ask-full-name*"), ("Nguyễn Văn Bình", "ask-field")], scanning(COMPANY, OVER))
    assert workplace(talk) == AT_COMPANY
    follow([*CONTENT, ("gửi", SENT), ("[Nộp thêm]", "ask-field")], talk)
    assert workplace(talk) == AT_COMPANY


def test_a_cdcs_whose_district_was_merged_into_another() -> None:
    """The draft says so once and goes on with the same CĐCS under its new district."""
    talk = follow(SCANNED, scanning())
    moved = (replace(one, parent_id=42) if one.id == COMPANY else one for one in ORGANISATIONS)
    talk.know(directory=Directory([replace(one, is_active=one.id != 45, merged_into_id=42 if one.id == 45 else None) for one in moved]))
    follow([("1", "workplace-changed ask-field"), ("1", "ask-applied-on")], talk)
    assert workplace(talk) == {**AT_COMPANY, "federation": "42"}
