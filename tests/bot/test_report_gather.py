"""/report from the database to the sentence: each view asks its own question, in the campaign's own time."""

from datetime import UTC, date, datetime

import pytest

from bot.reports import Figures, Tools, compose, gather
from conversations.directory import Directory
from conversations.report_effects import ReportFilter, ReportView, SendReport, UnitLevel
from storage.database import Database
from storage.unit_of_work import UnitOfWork
from tests.builders import CATALOGUE
from tests.storage.world import CAMPAIGN, NOON, initiative, meet, plant

LATE = datetime(2021, 4, 2, 17, 30, tzinfo=UTC)  # 00:30 of 3 April in Việt Nam
SENTENCES = {
    ReportView.TOTALS: "Đã nộp: 1\n• Chờ xác nhận: 1",
    ReportView.UNIONS: "1. Trường Mầm non Hoa Mai\nNộp 1 · xác nhận 0 · hợp lệ 0",
    ReportView.MISSING: "Chưa có sáng kiến: 1/2 CĐCS\n1. Công ty TNHH Thành Công (chưa có cán bộ)",
    ReportView.WAITING: "1. A7K2-9QXM · 2 ngày\nGóc học tập từ vỏ chai\nTrường Mầm non Hoa Mai\n→ Chưa có ai",
    ReportView.DAILY: "1/4: 1 (1)\n2/4: 0 (1)\n3/4: 0 (1)",
    ReportView.EXCEL: "Bảng tổng hợp 1 sáng kiến",
}


@pytest.fixture
async def database(database: Database) -> Database:
    """One initiative, filed on 1 April."""

    def file_one(uow: UnitOfWork) -> None:
        filed = initiative("A7K29QXM", meet(uow, "author"), plant(uow))
        assert filed.submitted_at == NOON
        uow.submissions.add(filed, CAMPAIGN.code, date(2021, 4, 1))

    await database.write(file_one)
    return database


@pytest.mark.parametrize(("view", "sentence"), SENTENCES.items())
async def test_every_view(database: Database, view: ReportView, sentence: str) -> None:
    """The district's own figures, with today in the campaign's time zone."""

    def ask(uow: UnitOfWork) -> tuple[Figures, Tools]:
        directory = Directory(uow.organisations.all())
        node = directory.by_code("04.045")
        assert node is not None
        wanted = SendReport(view, (node.id,))
        return gather(uow, wanted, CAMPAIGN, LATE), Tools(directory, CATALOGUE.phrase)

    made = compose(*await database.read(ask))
    text = CATALOGUE.format(made.say.key, made.say.args)
    assert text.startswith("📊 LĐLĐ huyện Hà Quảng\nCả chương trình, đến 3/4/2021\n")
    assert sentence in text
    assert (view in (ReportView.DAILY, ReportView.EXCEL)) == (made.attachment is not None)


UNITS = {
    ("vn", UnitLevel.BELOW, ""): "1. LĐLĐ tỉnh Cao Bằng\nNộp 1 · xác nhận 0 · chờ 1\nCó sáng kiến 1/3 CĐCS · đạt 33,3%",
    ("vn", UnitLevel.FEDERATION, "submitted"): "2. LĐLĐ huyện Hà Quảng (Tỉnh Cao Bằng)\nNộp 1 · xác nhận 0 · chờ 1\nCó sáng kiến 1/2 CĐCS\n",
    ("04", UnitLevel.BELOW, "confirmed"): "2. LĐLĐ huyện Hà Quảng\nNộp 0 · xác nhận 0 · chờ 0\nCó sáng kiến 0/2 CĐCS\n",
    ("04", UnitLevel.UNION, ""): "1. Trường Mầm non Hoa Mai\nNộp 1 · xác nhận 0 · hợp lệ 0",
}  # fmt: skip


@pytest.mark.parametrize(("asked", "sentence"), UNITS.items(), ids=str)
async def test_units(database: Database, asked: tuple[str, UnitLevel, str], sentence: str) -> None:
    """Above a district: a line for each unit of the level that was asked for, under the filter."""
    code, level, status = asked

    def ask(uow: UnitOfWork) -> tuple[Figures, Tools]:
        directory = Directory(uow.organisations.all())
        node = directory.by_code(code)
        assert node is not None
        wanted = SendReport(ReportView.UNIONS, (node.id,), ReportFilter(status=status or None), level=level)
        return gather(uow, wanted, CAMPAIGN, LATE), Tools(directory, CATALOGUE.phrase)

    made = compose(*await database.read(ask))
    assert sentence in CATALOGUE.format(made.say.key, made.say.args)
