"""Reports of provinces and the country: down to one unit and up again, by button, number and name; never outside."""

import pytest
from msgspec.structs import replace

from conversations.directory import Directory, Organisation
from conversations.domain import Grant, Role
from conversations.flows.report_units import units
from conversations.report_effects import Chosen, ReportFilter, ReportView, SendReport, UnitLevel
from tests.builders import ORGANISATIONS, facts
from tests.transcripts import Talk

NATION, PROVINCE, DISTRICT, OTHER = (Grant(Role.STAFF, node) for node in (1, 2, 45, 3))
MORE = (
    Organisation(4, "cd-nganh", "Công đoàn ngành Dệt may", "sector", 1),
    Organisation(50, "02.cho", "Huyện Chợ Mới", "federation", 3),
    Organisation(104, "02.truong", "Trường Chính trị tỉnh", "union", 3, "public_admin"),
)
WORLD = Directory((*ORGANISATIONS, *MORE))
BELOW, EVERY = UnitLevel.BELOW, UnitLevel.UNION


def owed(*lines: str, grants: tuple[Grant, ...] = (NATION,)) -> SendReport | str:
    """What the last line is answered by: a report, or the key of a message."""
    talk = Talk(facts(grants=grants, directory=WORLD))
    answers = [talk.write(line) for line in lines]
    return talk.effects[0] if isinstance(talk.effects[0], SendReport) else answers[-1]


def by_union(scope: int, level: UnitLevel | None = BELOW, above: int | None = None, **more: object) -> SendReport:
    """The view by CĐCS of one node that was chosen, or of the only own scope."""
    chosen = Chosen(scope, above) if more.pop("is_chosen", True) else None
    return replace(SendReport(ReportView.UNIONS, (scope,), level=level, chosen=chosen), **more)


MARCH = ReportFilter("2021-03-01", "2021-03-31", "confirmed")
ASKED: dict[str, tuple[tuple[str, ...], SendReport | str]] = {
    "the whole country": (("/report cdcs",), by_union(1, is_chosen=False)),
    "by province": (("/report tinh",), by_union(1, UnitLevel.PROVINCE, is_chosen=False)),
    "by federation": (("/report quận huyện",), by_union(1, UnitLevel.FEDERATION, is_chosen=False)),
    "each CĐCS": (("/report từng CĐCS",), by_union(1, EVERY, is_chosen=False)),
    "down by number": (("/report cdcs", "1"), by_union(2)),
    "down by name": (("/report cdcs", "hà giang"), by_union(3)),
    "down by button": (("/report cdcs", "{c.report.cdcs.n2}", "{c.report.cdcs.n45}"), by_union(45, None, 2)),
    "down twice by number": (("/report cdcs", "1", "4"), by_union(45, None, 2)),
    "a number that no line has": (("/report cdcs", "4"), "not-understood menu"),
    "no numbers where lines lead nowhere": (("/report cdcs", "1", "4", "1"), "not-understood menu"),
    "up again": (("/report cdcs", "1", "{c.report.cdcs}"), by_union(1, is_chosen=False)),
    "a filter goes along": (("/report cdcs tháng 3 đã xác nhận", "1"), by_union(2, filter=MARCH)),
    "a name after the view": (("/report cdcs Hà Quảng",), by_union(45, None, 2)),
    "a name with marks left out, and a filter": (("/report cdcs ha quang thang 3 da xac nhan",), by_union(45, None, 2, filter=MARCH)),
    "a code": (("/report cdcs 04.045",), by_union(45, None, 2)),
    "a name that begins like a view": (
        ("/report cdcs Chợ Mới",), by_union(50, None, 3),
    ),
    "a name with the word for its kind": (
        ("/report tỉnh Cao Bằng",), SendReport(ReportView.TOTALS, (2,), chosen=Chosen(2, None)),
    ),
    "the districts of a province that is named": (("/report huyện, Hà Giang",), by_union(3, UnitLevel.FEDERATION)),
    "a CĐCS": (
        ("/report Trường Mầm non Hoa Mai",), SendReport(ReportView.TOTALS, (100,), chosen=Chosen(100, 45)),
    ),
    "nobody is called so": (("/report Tân Bình Thượng",), "report-word-unknown"),
    "words without end": (("/report " + "a b " * 45,), "report-word-unknown"),
}  # fmt: skip


@pytest.mark.parametrize(("lines", "expected"), ASKED.values(), ids=ASKED)
def test_from_the_country_down(lines: tuple[str, ...], expected: SendReport | str) -> None:
    """Each way leads to the view of that unit, under the same filter."""
    assert expected == owed(*lines)


SCOPED: dict[str, tuple[tuple[Grant, ...], str, SendReport | str]] = {
    "a province": ((PROVINCE,), "/report cdcs", by_union(2, is_chosen=False)),
    "the province itself is no other view": ((PROVINCE,), "{c.report.cdcs.n2}", by_union(2, is_chosen=False)),
    "a district of it": ((PROVINCE,), "/report cdcs Hà Quảng", by_union(45, None)),
    "its own line": ((PROVINCE,), "/report tỉnh", by_union(2, UnitLevel.PROVINCE, is_chosen=False)),
    "another province by name": ((PROVINCE,), "/report cdcs Mèo Vạc", "place-not-in-scope"),
    "another province by code": ((PROVINCE,), "/report cdcs 02.027", "place-not-in-scope"),
    "another province by button": ((PROVINCE,), "{c.report.cdcs.n3}", "place-not-in-scope"),
    "what is above, by button": ((DISTRICT,), "{c.report.cdcs.n2}", "place-not-in-scope"),
    "what is not there": ((NATION,), "{c.report.cdcs.n999999999}", "place-not-in-scope"),
    "a district has only CĐCS": ((DISTRICT,), "/report cdcs", by_union(45, None, is_chosen=False)),
    "and no view of each": ((DISTRICT,), "/report từng cđcs", by_union(45, None, is_chosen=False)),
    "a role that was taken away": ((), "{c.report.cdcs.n45}", "not-for-you-report"),
    "an executive": ((Grant(Role.EXECUTIVE, 100),), "{c.report.cdcs.n45}", "not-for-you-report"),
    "a district and a province": (
        (DISTRICT, OTHER), "/report cdcs", SendReport(ReportView.UNIONS, (45, 3), level=BELOW),
    ),
    "one of several own scopes leads back to all": ((DISTRICT, OTHER), "{c.report.cdcs.n3}", by_union(3)),
}  # fmt: skip


@pytest.mark.parametrize(("grants", "line", "expected"), SCOPED.values(), ids=SCOPED)
def test_nothing_outside_the_own_subtree(grants: tuple[Grant, ...], line: str, expected: SendReport | str) -> None:
    """Asked when the command runs and when a button is pressed, however old it is."""
    assert expected == owed(line, grants=grants)


def test_a_name_that_several_have() -> None:
    """One of them is chosen under the same view and filter; a button that stayed behind proves nothing."""
    twins = (Organisation(60 + n, f"0{n}.060", "Huyện Phú Tân", "federation", n) for n in (2, 3))
    talk = Talk(facts(grants=(NATION,), directory=Directory((*ORGANISATIONS, *twins))))
    assert talk.write("/report cdcs phú tân tháng 3 đã xác nhận") == "people-place-ambiguous"
    assert talk.labels()[:2] == ["LĐLĐ huyện Phú Tân (Tỉnh Cao Bằng)", "LĐLĐ huyện Phú Tân (Tỉnh Hà Giang)"]
    expected = by_union(63, None, 3, filter=MARCH)
    assert (talk.write("2"), talk.effects[0]) == ("+SendReport", expected)
    talk.know(grants=(PROVINCE,))
    assert talk.write("{c.report.cdcs.n63}") == "place-not-in-scope"


LINES = {
    ((1,), BELOW): (2, 3, 4), ((1,), UnitLevel.PROVINCE): (2, 3, 4), ((2,), UnitLevel.PROVINCE): (2,),
    ((1,), UnitLevel.FEDERATION): (43, 42, 40, 45, 53, 50, 27, 4), ((3,), BELOW): (50, 27), ((45,), BELOW): (),
    ((45, 3), BELOW): (45, 50, 27), ((45, 2), BELOW): (43, 42, 40, 45, 53), ((45,), UnitLevel.FEDERATION): (45,),
    ((45,), UnitLevel.PROVINCE): (), ((1,), EVERY): (), ((), BELOW): (), ((999,), BELOW): (),
}  # fmt: skip


@pytest.mark.parametrize(("scopes", "level"), LINES, ids=str)
def test_lines(scopes: tuple[int, ...], level: UnitLevel) -> None:
    """Provinces before branches, each in Vietnamese order; a unit that has nothing between it and its CĐCS is a line."""
    assert LINES[scopes, level] == tuple(unit.id for unit in units(WORLD, scopes, level))


HOME = Directory((
    *ORGANISATIONS,
    Organisation(47, "04.047", "Huyện Trùng Khánh", "federation", 2),
    Organisation(105, "04.045.ad", "Trường THCS Ánh Dương", "union", 45, "public_admin"),
    Organisation(106, "04.045.ns", "Hợp tác xã Nông sản Đồng Xanh", "union", 45, "enterprise"),
    Organisation(107, "04.045.yt", "Trạm Y tế Sông Xanh", "union", 45, "public_admin"),
))  # fmt: skip
SHOWN = {
    "Hoa Mai": 100, "mn hoa mai": 100, "truong mam non hoa mai": 100, "cđcs hoa mai": 100, "th binh minh": 101,
    "thành công": 102, "cty tnhh thanh cong": 102, "htx đồng xanh": 106, "nong san": 106, "anh duong": 105,
    "THCS Ánh Dương": 105, "trung hoc co so anh duong": 105, "tyt song xanh": 107, "04.045.yt": 107,
    "hà quảng": None, "huyen ha quang": None, "LĐLĐ huyện Hà Quảng": None,
}  # fmt: skip
ASKED_ABOUT = {
    "the sort alone": ("thcs", (105,)), "of two": ("xanh", (107, 106)), "words of the sort": ("y tế", (107,)),
    "a slip": ("anh duog", (105,)), "a part of a word": ("chung xã nông", (106,)), "other marks": ("Hòa Mại", (100,)),
    "spaces left out": ("binhminh", (101,)),
}  # fmt: skip
REFUSED = {
    "a district beside": ("trùng khánh", "place-not-in-scope"), "a town and a province": ("cao bằng", "place-not-in-scope"),
    "the province above": ("tỉnh cao bằng", "place-not-in-scope"), "another province": ("ha giang", "place-not-in-scope"),
    "its district": ("mèo vạc", "place-not-in-scope"), "nothing like it": ("xưởng cơ khí", "report-word-unknown"),
}  # fmt: skip


def at_home(words: str) -> Talk:
    """What an officer of the district is answered."""
    talk = Talk(facts(grants=(DISTRICT,), directory=HOME))
    talk.write(f"/report {words}")
    return talk


@pytest.mark.parametrize(("words", "node"), SHOWN.items(), ids=SHOWN)
def test_a_clear_name_is_shown_at_once(words: str, node: int | None) -> None:
    """Whole words of one name and no other's, however abbreviated and without marks; the own name means all of it."""
    chosen = Chosen(node, None) if node else None
    assert at_home(words).effects == (SendReport(ReportView.TOTALS, (node or 45,), chosen=chosen),)


@pytest.mark.parametrize(("words", "nodes"), ASKED_ABOUT.values(), ids=ASKED_ABOUT)
def test_a_weak_name_is_asked_about(words: str, nodes: tuple[int, ...]) -> None:
    """One that is probably meant is asked about, even if there is no second: its figures are not those asked for."""
    talk = at_home(words)
    assert [say.key for say in talk.says] == ["people-place-ambiguous"]
    assert [HOME.label(node) + " (Huyện Hà Quảng)" for node in nodes] == talk.labels()[: len(nodes)]
    assert (talk.write("1"), talk.effects[0].chosen) == ("+SendReport", Chosen(nodes[0], None))  # type: ignore[union-attr]


@pytest.mark.parametrize(("words", "key"), REFUSED.values(), ids=REFUSED)
def test_what_lies_elsewhere_is_refused(words: str, key: str) -> None:
    """The name of a place beside or above is no slip in the name of a CĐCS."""
    assert [say.key for say in at_home(words).says] == [key]
