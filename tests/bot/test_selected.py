"""/chon as it is read: what may be chosen, what is, and the ways from there."""

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from bot.messages import from_dict, to_dict
from bot.report_frame import Body, Figures, Report, Tools
from bot.reports import compose
from conversations.report_effects import Chosen, ReportFilter, ReportView, SendReport
from storage.figures import Candidate, CandidateList, ChosenCount, ChosenInitiative, ChosenList, Page
from tests.builders import CAMPAIGN, CATALOGUE, DIRECTORY, NOON

DAY = date(2021, 4, 10)
LONG = "Sổ theo dõi " * 12
CANDIDATES = (
    Candidate("A7K29QXM", "Máy tẽ ngô", 100, DAY, None, 15_000_000, "year", None), Candidate("B7K29QXM", LONG, 45, DAY, "Tổ may số 3", None, None, 92),
)  # fmt: skip
CHOSEN = (
    ChosenInitiative("A7K29QXM", "Máy tẽ ngô", 100, DAY, None, 92, "Dễ nhân rộng.", NOON), ChosenInitiative("B7K29QXM", "Bàn chia dao", 101, DAY, None, 80, "Rất mới.", None),
)  # fmt: skip


def made(body: Body, view: ReportView, chosen: Chosen | None = None, *, is_own: bool = True) -> Report:
    """A list of Hà Quảng."""
    wanted = SendReport(view, (45,), ReportFilter(since="2021-03-10"), chosen=chosen, is_own=is_own)
    return compose(Figures(wanted, CAMPAIGN, DAY, body), Tools(DIRECTORY, CATALOGUE.phrase))


def actions(report: Report) -> list[str]:
    return [button.action for button in report.say.buttons]


def test_candidates() -> None:
    """Each with its code, title, place and what speaks for it, and a button of its own."""
    report = made(CandidateList(Page(CANDIDATES, 1, 2, 9, 1), ChosenCount(3, 1)), ReportView.CANDIDATES)
    assert CATALOGUE.format(report.say.key, report.say.args) == (
        "📊 LĐLĐ huyện Hà Quảng\nTừ 10/3/2021 đến nay\nĐã chọn: 3 (đã gửi cấp trên: 1)\n\n"
        "Chờ xét: 9 sáng kiến hợp lệ. Bấm mã hoặc gõ, ví dụ: chọn A7K2\n"
        "• A7K2-9QXM\nMáy tẽ ngô\nTrường Mầm non Hoa Mai\nLàm lợi 15.000.000 đồng mỗi năm\n"
        f"• B7K2-9QXM · cấp dưới chấm 92 điểm\n{LONG[:90].rstrip()}…\nTổ may số 3\n\nTrang 1/2"
    )
    assert actions(report) == [
        "c.chon.A7K29QXM", "c.chon.B7K29QXM", "c.chon.gui", "c.chon.tieubieu.f2021-03-10", "c.chon.xetchon.f2021-03-10.p2",
    ]  # fmt: skip


def test_chosen() -> None:
    """The score first, the reason last; its papers, the way up, the way on."""
    report = made(ChosenList(Page(CHOSEN, 1, 1, 2, 1), ChosenCount(2, 1)), ReportView.CHOSEN)
    assert CATALOGUE.format(report.say.key, report.say.args).endswith(
        "1. 92 điểm · A7K2-9QXM · đã gửi\nMáy tẽ ngô\nTrường Mầm non Hoa Mai\n→ Dễ nhân rộng.\n"
        "2. 80 điểm · B7K2-9QXM\nBàn chia dao\nTrường Tiểu học Bình Minh\n→ Rất mới.\n\n"
        "Sửa hoặc bỏ: gõ /chon kèm mã. Trang 1/1"
    )
    papers = [f"c.hoso.{paper}.f2021-03-10.sx" for paper in ("totrinh", "excel", "hoso")]
    assert actions(report) == ["c.chon.gui", "c.chon.xetchon.f2021-03-10", *papers]


NOTHING: Page[Any] = Page((), 1, 1, 0, 1)
EMPTY: dict[str, tuple[Body, ReportView, str]] = {
    "nothing left": (CandidateList(NOTHING, ChosenCount(2, 2)), ReportView.CANDIDATES, "Không còn sáng kiến hợp lệ nào chờ xét."),
    "nothing chosen": (ChosenList(NOTHING, ChosenCount()), ReportView.CHOSEN, "Chưa có sáng kiến tiêu biểu nào được chọn."),
}


@pytest.mark.parametrize(("body", "view", "said"), EMPTY.values(), ids=EMPTY)
def test_nothing(body: Body, view: ReportView, said: str) -> None:
    """It is said, with the other list."""
    report = made(body, view)
    assert said in CATALOGUE.format(report.say.key, report.say.args)
    other = "tieubieu" if view is ReportView.CANDIDATES else "xetchon"
    assert actions(report) == [f"c.chon.{other}.f2021-03-10"]


def test_what_another_node_has_chosen() -> None:
    """It is looked at, with its papers, and not handed on."""
    report = made(ChosenList(Page(CHOSEN, 1, 1, 2, 1), ChosenCount(2, 1)), ReportView.CHOSEN, Chosen(45, 2), is_own=False)
    assert actions(report) == [f"c.hoso.{paper}.f2021-03-10.sx.n45" for paper in ("totrinh", "excel", "hoso")]
    assert CATALOGUE.format(report.say.key, report.say.args).endswith("→ Rất mới.\n\nTrang 1/1")


def test_one_of_several_own_nodes() -> None:
    """The way up and the other list are that one's."""
    report = made(ChosenList(Page(CHOSEN, 1, 1, 2, 1), ChosenCount(2, 1)), ReportView.CHOSEN, Chosen(45, None))
    assert actions(report)[:2] == ["c.chon.gui 45", "c.chon.xetchon.f2021-03-10.n45"]


def test_a_row_whose_author_is_anonymous() -> None:
    """The reason went with the name."""
    row = replace(CHOSEN[0], reason="")
    report = made(ChosenList(Page((row,), 1, 1, 1, 1), ChosenCount(1, 1)), ReportView.CHOSEN)
    assert "→ (đã ẩn cùng thông tin tác giả)" in CATALOGUE.format(report.say.key, report.say.args)


def test_it_is_stored_and_read_back() -> None:
    """As it is owed; a row of before knows no own list."""
    wanted = SendReport(ReportView.CHOSEN, (45,), is_own=True)
    assert wanted == from_dict(to_dict(wanted))
    assert "is_own" not in to_dict(replace(wanted, is_own=False))
