"""Workplaces that were only typed: the district's queue, the names that are learnt, and what was done by mistake."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from msgspec.structs import replace

from conversations.directory import Directory, Exact, Organisation
from conversations.district_effects import NewUnion, ReferWorkplace, ResolveWorkplace, TypedWorkplace, UndoResolution
from conversations.domain import Grant, Role
from conversations.facts import Resolution, Unresolved
from conversations.flows.resolving import own_code
from conversations.matching.typed_unions import typed_key
from tests.builders import DIRECTORY, LINK, NOON, ORGANISATIONS, facts
from tests.conversations.test_workplace import CONTENT, UNRESOLVED
from tests.transcripts import Line, Talk, follow

STAFF = Grant(Role.STAFF, 45)
LIBRARY = Unresolved(45, typed_key("Thư viện huyện"), ("Thư viện huyện", "thu vien huyen"), 3, 2, 10)
NURSERY = Unresolved(45, typed_key("Mầm non Hoa May"), ("Mầm non Hoa May",), 1, 1, 20)
SCHOOL = Unresolved(45, typed_key("Trường Thành Công"), ("Trường Thành Công",), 1, 1, 30)
TREE = Directory(
    [
        *ORGANISATIONS,
        Organisation(300, "04.045.tc", "Trường Tiểu học Thành Công", "union", 45, "public_admin"),
        Organisation(301, "04.043.tv", "Thư viện Bảo Lạc", "union", 43, "public_admin"),
    ]
)


def officer(*waiting: Unresolved, directory: Directory = DIRECTORY, grants: tuple[Grant, ...] = (STAFF,)) -> Talk:
    """Somebody of the district who faces these workplaces."""
    return Talk(facts(grants=grants, unresolved=waiting, directory=directory))


CASES: dict[str, list[Line]] = {
    "nothing waits": [("/ghepdonvi", "resolve-over")],
    "the English alias, and as people say it": [("/resolve", "resolve-over"), ("ghép đơn vị", "resolve-over")],
}
QUEUES: dict[str, list[Line]] = {
    "a suggestion, then the next": [
        ("/ghepdonvi", "ask-resolve"), ("hợp tác xã đồng tiến", "+ResolveWorkplace resolved ask-resolve"),
        ("[Trường Mầm non Hoa Mai]", "+ResolveWorkplace resolved resolve-over"),
    ],
    "by number": [("/ghepdonvi", "ask-resolve"), ("1", "ask-resolve-name"), ("quay lại", "ask-resolve"), ("3", "ask-resolve"), ("4", "resolve-over")],
    "a search that is unsure": [("/ghepdonvi", "ask-resolve"), ("hoa mai", "place-meant"), ("đúng", "+ResolveWorkplace resolved ask-resolve")],
    "no such CĐCS": [("/ghepdonvi", "ask-resolve"), ("Trạm kiểm lâm", "!resolve-not-found ask-resolve")],
    "put off, and taken up again": [
        ("/ghepdonvi", "ask-resolve"), ("để sau", "ask-resolve"), ("để sau", "resolve-over"), ("[Ghép đơn vị]", "ask-resolve"),
    ],
    "a new CĐCS": [
        ("/ghepdonvi", "ask-resolve"), ("[➕ Tạo CĐCS mới]", "ask-resolve-name"), ("[Thư viện huyện]", "ask-resolve-block"),
        ("hành chính sự nghiệp", "+ResolveWorkplace resolved ask-resolve"),
    ],
    "a new CĐCS by another name, which is not one of the list": [
        ("/ghepdonvi", "ask-resolve"), ("tạo cđcs mới", "ask-resolve-name"), ("CĐCS Hợp tác xã Đồng Tiến", "!resolve-name-taken ask-resolve-name"),
        ("x", "!workplace-too-short ask-resolve-name"), ("Thư viện huyện Hà Quảng", "ask-resolve-block"), ("2", "+ResolveWorkplace resolved ask-resolve"),
    ],
    "to another district": [
        ("/ghepdonvi", "ask-resolve"), ("[↪ Chuyển huyện khác]", "ask-resolve-federation"), ("hà quảng", "!resolve-same-federation ask-resolve-federation"),
        ("bảo lạc", "+ReferWorkplace resolve-referred ask-resolve"),
    ],
    "stopped": [("/ghepdonvi", "ask-resolve"), ("hủy", "cancel-sure"), ("1", "resolve-stopped")],
    "help": [("/ghepdonvi", "ask-resolve"), ("?", "!help-resolve ask-resolve")],
    "something else meanwhile": [("/ghepdonvi", "ask-resolve"), ("/theodoi", "nothing-filed ask-resolve")],
}  # fmt: skip


@pytest.mark.parametrize("lines", CASES.values(), ids=CASES)
def test_an_empty_queue(lines: list[Line]) -> None:
    """There is always an answer."""
    follow(lines, officer())


@pytest.mark.parametrize("lines", QUEUES.values(), ids=QUEUES)
def test_the_queue(lines: list[Line]) -> None:
    """Each distinct workplace once, by button, number, label or search."""
    follow(lines, officer(LIBRARY, NURSERY))


def test_what_is_asked() -> None:
    """How many are left, where, how often and by how many, and how else it was spelt."""
    talk = follow([("/ghepdonvi", "ask-resolve")], officer(LIBRARY, NURSERY))
    args = talk.says[-1].args
    assert (args["name"], args["place"], args["count"], args["authors"]) == ("Thư viện huyện", "LĐLĐ huyện Hà Quảng", 3, 2)
    assert "thu vien huyen" in str(args["spellings"])
    assert "'count': 2" in str(args["left"])
    follow([("để sau", "ask-resolve")], talk)
    assert "'count': 1" in str(talk.says[-1].args["left"])


def test_what_is_asked_for() -> None:
    """Group, CĐCS, and whether the name is learnt."""
    talk = follow([("/ghepdonvi", "ask-resolve"), ("Hợp tác xã Đồng Tiến", "+ResolveWorkplace resolved resolve-over")], officer(LIBRARY))
    typed = TypedWorkplace(45, LIBRARY.key, "Thư viện huyện")
    assert talk.effects[0] == ResolveWorkplace(LINK, typed, 103, learns=True)
    talk = follow([("/ghepdonvi", "ask-resolve"), ("1", "ask-resolve-name"), ("1", "ask-resolve-block"), ("1", "+ResolveWorkplace resolved resolve-over")], officer(LIBRARY))
    assert talk.effects[0] == ResolveWorkplace(LINK, typed, NewUnion("04.045.thu-vien-huyen", "Thư viện huyện", 45, "enterprise"), learns=True)
    talk = follow([("/ghepdonvi", "ask-resolve"), ("2", "ask-resolve-federation"), ("bảo lạc", "+ReferWorkplace resolve-referred resolve-over")], officer(LIBRARY))
    assert talk.effects[0] == ReferWorkplace(LINK, typed, 43)


LEARNING: dict[str, tuple[Unresolved, list[Line], bool]] = {
    "nobody else is called so": (LIBRARY, [("Hợp tác xã Đồng Tiến", "+ResolveWorkplace resolved resolve-over")], True),
    "two may be meant, and the district says yes": (SCHOOL, [("Trường Tiểu học Thành Công", "ask-resolve-learn"), ("1", "+ResolveWorkplace resolved resolve-over")], True),
    "two may be meant, and it says no": (SCHOOL, [("Trường Tiểu học Thành Công", "ask-resolve-learn"), ("không", "+ResolveWorkplace resolved resolve-over")], False),
    "it is another's name": (
        Unresolved(45, typed_key("CĐCS Hợp tác xã Đồng Tiến"), ("CĐCS Hợp tác xã Đồng Tiến",), 1, 1, 5),
        [("Trường Tiểu học Bình Minh", "ask-resolve-sure"), ("không", "ask-resolve"), ("Trường Tiểu học Bình Minh", "ask-resolve-sure"), ("có", "+ResolveWorkplace resolved resolve-over")],
        False,
    ),
    "it is its own name already": (
        Unresolved(45, typed_key("HTX Đồng Tiến"), ("HTX Đồng Tiến",), 1, 1, 5), [("1", "+ResolveWorkplace resolved resolve-over")], False,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("group", "lines", "learns"), LEARNING.values(), ids=LEARNING)
def test_a_name_is_learnt(group: Unresolved, lines: list[Line], learns: bool) -> None:
    """Unless it means another CĐCS of the scope; where it might, somebody is asked."""
    talk = follow([("/ghepdonvi", "ask-resolve"), *lines], officer(group, directory=TREE))
    assert [learns] == [effect.learns for effect in talk.effects if isinstance(effect, ResolveWorkplace)]


def test_the_first_one_wins() -> None:
    """A colleague was faster: nothing is done, and a tap never means the next workplace."""
    talk = follow([("/ghepdonvi", "ask-resolve")], officer(LIBRARY, NURSERY))
    talk.know(unresolved=(NURSERY,))
    follow([("Hợp tác xã Đồng Tiến", "resolve-gone ask-resolve")], talk)
    assert talk.says[-1].args["name"] == "Mầm non Hoa May"
    talk.know(unresolved=())
    follow([("để sau", "resolve-over")], talk)


LOST: dict[str, Callable[[Talk], None]] = {
    "the role": lambda talk: talk.know(grants=(), unresolved=()),
    "the district": lambda talk: talk.know(grants=(Grant(Role.STAFF, 43),), unresolved=()),
}


@pytest.mark.parametrize("lose", LOST.values(), ids=LOST)
def test_rights_are_those_of_the_tap(lose: Callable[[Talk], None]) -> None:
    """Whoever lost the role meanwhile changes nothing."""
    talk = follow([("/ghepdonvi", "ask-resolve")], officer(LIBRARY))
    lose(talk)
    follow([("[➕ Tạo CĐCS mới]", "resolve-not-yours")], talk)
    begun = follow([("/ghepdonvi", "ask-resolve"), ("1", "ask-resolve-name"), ("1", "ask-resolve-block")], officer(LIBRARY))
    lose(begun)
    follow([("1", "resolve-not-yours")], begun)
    assert Talk().write("/ghepdonvi") == "not-for-you-ghepdonvi"


def test_a_cdcs_that_was_closed_meanwhile() -> None:
    """The list changed between the question and the answer: it is asked again."""
    talk = follow([("/ghepdonvi", "ask-resolve"), ("Trường Tiểu học Thành Công", "ask-resolve-learn")], officer(SCHOOL, directory=TREE))
    talk.know(directory=TREE.with_unions([Organisation(300, "04.045.tc", "Trường Tiểu học Thành Công", "union", 45, is_active=False)]))
    follow([("1", "resolve-cannot ask-resolve")], talk)


def test_a_district_that_was_merged_meanwhile() -> None:
    """The question that is open goes on for who took over; a new CĐCS comes under it."""
    talk = follow([("/ghepdonvi", "ask-resolve"), ("tạo cđcs mới", "ask-resolve-name")], officer(LIBRARY))
    moved = (replace(one, parent_id=42) if one.parent_id == 45 else one for one in ORGANISATIONS)
    merged = (replace(one, is_active=False, merged_into_id=42) if one.id == 45 else one for one in moved)
    talk.know(directory=Directory(tuple(merged)), grants=(Grant(Role.STAFF, 42),), unresolved=(replace(LIBRARY, federation_id=42),))
    follow([("1", "ask-resolve-block"), ("1", "+ResolveWorkplace resolved resolve-over")], talk)
    (done,) = (effect for effect in talk.effects if isinstance(effect, ResolveWorkplace))
    assert isinstance(done.to, NewUnion)
    assert (done.typed.federation_id, done.to.parent_id) == (42, 42)


def test_a_province_looks_everywhere_below() -> None:
    """Where the author chose the wrong district, staff of the province find the CĐCS in another."""
    talk = follow([("/ghepdonvi", "ask-resolve"), ("Thư viện Bảo Lạc", "+ResolveWorkplace resolved resolve-over")], officer(LIBRARY, directory=TREE, grants=(Grant(Role.STAFF, 2),)))
    assert talk.effects[0].to == 301  # type: ignore[union-attr]
    other = officer(LIBRARY, directory=TREE)
    follow([("/ghepdonvi", "ask-resolve"), ("Thư viện Bảo Lạc", "!resolve-not-found ask-resolve")], other)


# -- undone -------------------------------------------------------------------------------------------------------
DEED = Resolution(LINK, 45, 103, "Thư viện huyện", NOON, back=3, kept=1)
UNDONE: dict[str, tuple[Resolution | None, str]] = {
    "within the hour": (DEED, "+UndoResolution resolve-undone"),
    "nothing was done": (None, "resolve-undo-none"),
    "in another district": (replace(DEED, federation_id=43), "resolve-undo-none"),
    "undone before": (replace(DEED, is_undone=True), "resolve-undo-already"),
    "too late": (replace(DEED, at=NOON - timedelta(hours=1)), "resolve-undo-late"),
    "all was decided": (replace(DEED, back=0), "resolve-undo-decided"),
}


@pytest.mark.parametrize(("deed", "expected"), UNDONE.values(), ids=UNDONE)
@pytest.mark.parametrize("typed", ["/ghepdonvi hoàn tác", f"/ghepdonvi {LINK}", f"{{c.ghepdonvi.{LINK}}}", "/resolve undo"])
def test_undoing(deed: Resolution | None, expected: str, typed: str) -> None:
    """By the button under the deed, by its code, or in words."""
    talk = officer()
    talk.know(resolution=deed)
    assert talk.write(typed) == expected
    assert [UndoResolution(LINK)] == [e for e in talk.effects if isinstance(e, UndoResolution)] or "+" not in expected


# -- what comes of it ---------------------------------------------------------------------------------------------
def test_whoever_typed_it_files_the_next_under_its_cdcs() -> None:
    """ "Nộp thêm" takes the CĐCS that the district has found; the block stays the author's."""
    talk = follow(UNRESOLVED)
    found = replace(ORGANISATIONS[-1], learnt=("Trường THCS Xuân Hòa",), block="enterprise")
    talk.know(directory=DIRECTORY.with_unions([found]))
    follow([("[Nộp thêm]", "ask-field"), *CONTENT, ("gửi", "+FileSubmission submitted @DecidersOf:decision-card")], talk)
    answers = talk.filed().answers  # type: ignore[union-attr]
    assert (answers["union"], answers["block"], answers.get("union_name")) == ("103", "public_admin", None)


def test_a_draft_finds_its_cdcs_at_the_end() -> None:
    """The district has found it while the draft waited: the author is told, and it is filed there."""
    talk = follow(UNRESOLVED[:-1])
    talk.know(directory=DIRECTORY.with_unions([replace(ORGANISATIONS[-1], learnt=("THCS Xuân Hoà", "Trường THCS Xuân Hòa"))]))
    follow([("gửi", "+FileSubmission author-resolved submitted @DecidersOf:decision-card")], talk)
    assert talk.filed().answers["union"] == "103"  # type: ignore[union-attr]
    official = follow(UNRESOLVED[:-1])
    official.know(directory=DIRECTORY.with_unions([replace(ORGANISATIONS[-1], aliases=("Trường THCS Xuân Hòa",))]))
    follow([UNRESOLVED[-1]], official)


def test_codes_of_new_unions() -> None:
    """Readable, inside the federation, never taken twice, never too long."""
    federation = DIRECTORY.get(45)
    assert federation is not None
    assert own_code("CĐCS Trường THCS Xuân Hòa", federation, DIRECTORY) == "04.045.truong-thcs-xuan-hoa"
    taken = DIRECTORY.with_unions([Organisation(400, "04.045.thu-vien", "Thư viện", "union", 45, is_active=False)])
    assert own_code("Thư viện", federation, taken) == "04.045.thu-vien-2"
    assert own_code("図書館", federation, DIRECTORY) == "04.045.cdcs"
    assert len(own_code("Trường " * 20, federation, DIRECTORY)) <= 50


KEYS = {
    ("Trường THCS Xuân Hòa", "CĐCS trường trung học cơ sở Xuân Hoà"): True, ("HTX Đồng Tiến", "hop tac xa dong tien"): True,
    ("Bảo Lạc", "Bảo Lâm"): False, ("Tổ 1", "Tổ 2"): False, ("図書館", "博物館"): False,
}  # fmt: skip


@pytest.mark.parametrize(("names", "expected"), KEYS.items())
def test_which_names_are_one(names: tuple[str, str], expected: bool) -> None:
    """Spelling, marks and abbreviations do not matter; everything else does."""
    one, other = map(typed_key, names)
    assert expected == (one == other)


def test_likeliest_unions() -> None:
    """What a search finds first; else those that share rare words, however much else was typed."""
    named = [one.name for one in TREE.likeliest_unions("Trường tiểu học xã Bình Minh mới", 45, 3)]
    assert named[0] == "Trường Tiểu học Bình Minh"
    assert TREE.likeliest_unions("Trạm kiểm lâm", 45, 3) == ()
    assert [300, 102] == [one.id for one in reversed(TREE.likeliest_unions("Thành Công", 45, 5))]


def test_a_directory_takes_single_unions_in() -> None:
    """Added, renamed and closed ones are found or not as if the tree had been read anew; the old one stays as it was."""
    DIRECTORY.search("hoa mai", 45, "union")
    new = Organisation(500, "04.045.tv", "Thư viện huyện", "union", 45)
    changed = DIRECTORY.with_unions([new, replace(ORGANISATIONS[-1], aliases=("Tổ may số 3",)), replace(ORGANISATIONS[-2], is_active=False)])
    anew = Directory([*ORGANISATIONS[:-2], replace(ORGANISATIONS[-2], is_active=False), replace(ORGANISATIONS[-1], aliases=("Tổ may số 3",)), new])
    for text in ("thư viện huyện", "tổ may số 3", "công ty thành công", "hoa mai"):
        assert anew.search(text, 45, "union") == changed.search(text, 45, "union")
    assert anew.children(45) == changed.children(45)
    assert isinstance(changed.search("Tổ may số 3", 45, "union"), Exact)
    assert DIRECTORY.get(500) is None
    assert DIRECTORY.bearers("Tổ may số 3", 45) == frozenset()
    assert len(DIRECTORY.children(45)) == 4
