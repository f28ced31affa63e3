"""The bundle of a district: the table, the files of its initiatives in parts, and a list of them that runs nothing."""

import csv
import io
from collections.abc import Callable
from zipfile import ZipFile

import pytest

from bot import report_bundle
from bot.reports import Report, Tools, compose, gather
from conversations.attached import AttachedFile, FileKind
from conversations.directory import Directory
from conversations.report_effects import ReportView, SendReport
from storage.blobs import BlobGone
from storage.database import Database
from storage.unit_of_work import UnitOfWork
from tests.builders import CATALOGUE
from tests.storage.world import CAMPAIGN, DAY, NOON, initiative, meet, plant

CODES = ("A7K29QXM", "B7K29QXM")
FILES = {f"{n:064x}": bytes([n]) * 40 for n in (1, 2, 3)}


@pytest.fixture
async def database(database: Database) -> Database:
    """Two initiatives, with two files and a signature between them; a third has none."""

    def fill(uow: UnitOfWork) -> None:
        author, ids = meet(uow, "author"), plant(uow)
        for code, title in ((CODES[0], "=1+1"), (CODES[1], "Máy tẽ ngô"), ("C7K29QXM", "Không tệp")):
            uow.submissions.add(initiative(code, author, ids, title=title), CAMPAIGN.code, DAY)
        for number, (blob, content) in enumerate(FILES.items(), start=1):
            kind = FileKind.SIGNATURE if number == 3 else FileKind.PAPER
            file = AttachedFile(f"f{number}", blob, "application/pdf", len(content), f"=bản {number}.pdf", kind)
            uow.attachments.keep(file, author.id, NOON)
        uow.attachments.bind(CODES[0], ("f1", "f2"), 5)
        uow.attachments.bind(CODES[1], ("f3",), 5)

    await database.write(fill)
    return database


async def made(database: Database, page: int = 1, content: Callable[[str], bytes] = FILES.__getitem__) -> Report:
    """The district's bundle, that part of it."""

    def ask(uow: UnitOfWork) -> tuple[SendReport, Tools]:
        directory = Directory(uow.organisations.all())
        node = directory.by_code("04.045")
        assert node is not None
        return SendReport(ReportView.BUNDLE, (node.id,), page=page), Tools(directory, CATALOGUE.phrase, content)

    wanted, tools = await database.read(ask)
    return compose(await database.read(lambda uow: gather(uow, wanted, CAMPAIGN, NOON)), tools)


def opened(report: Report) -> ZipFile:
    """Its file."""
    assert report.attachment is not None
    return ZipFile(io.BytesIO(report.attachment.content))


def listed(archive: ZipFile) -> list[list[str]]:
    """The lines of the list, without its heading."""
    text = archive.read("danh-muc-tep.csv").decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))[1:]


async def test_all_in_one(database: Database) -> None:
    """Table, files by the code of their initiative, list."""
    report = await made(database)
    said = CATALOGUE.format(report.say.key, report.say.args)
    assert "Hồ sơ 3 sáng kiến: bảng tổng hợp, 3 tệp kèm theo và danh mục tệp." in said
    assert report.attachment is not None
    assert "ho-so-04.045-2021-04-01.zip" == report.attachment.name
    with opened(report) as archive:
        table, *files, last = archive.namelist()
        assert ("bang-tong-hop-04.045-2021-04-01.xlsx", "danh-muc-tep.csv") == (table, last)
        folder = "tep-kem-theo"
        places = [f"{folder}/A7K2-9QXM/1-=bản 1.pdf", f"{folder}/A7K2-9QXM/2-=bản 2.pdf", f"{folder}/B7K2-9QXM/1-=bản 3.pdf"]
        assert places == files
        assert list(FILES.values()) == [archive.read(name) for name in files]
        assert [["'=1+1", places[0]], ["'=1+1", places[1]], ["Máy tẽ ngô", places[2]]] == [[line[1], line[3]] for line in listed(archive)]


async def test_in_parts(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """As many files as fit; the table is in the first part, buttons lead from one to the next."""
    monkeypatch.setattr(report_bundle, "MOST_BYTES", 80)
    first, second = await made(database), await made(database, 2)
    assert "đây là phần 1/2" in CATALOGUE.format(first.say.key, first.say.args)
    assert "c.report.hoso.p2" in [button.action for button in first.say.buttons]
    assert "c.report.hoso" in [button.action for button in second.say.buttons]
    with opened(first) as archive:
        assert [True, 2] == [archive.namelist()[0].endswith(".xlsx"), len(listed(archive))]
    with opened(second) as archive:
        assert ["tep-kem-theo/B7K2-9QXM/1-=bản 3.pdf", "danh-muc-tep.csv"] == archive.namelist()
        dated = {(entry.date_time, entry.external_attr >> 16) for entry in archive.infolist()}
        assert dated == {((2021, 4, 1, 0, 0, 0), 0o600)}, "the day of the report, and whoever unpacks it may read it"
    assert second.attachment is not None
    assert second.attachment.name.endswith("-2.zip")
    assert (await made(database, 99)).attachment == second.attachment, "a page too far is the last one"


async def test_what_is_gone_is_listed(database: Database) -> None:
    """The others come all the same."""

    def content(blob: str) -> bytes:
        if blob == next(iter(FILES)):
            raise BlobGone
        return FILES[blob]

    with opened(await made(database, content=content)) as archive:
        assert ["(tệp không còn lưu)", "tep-kem-theo/A7K2-9QXM/2-=bản 2.pdf"] == [line[3] for line in listed(archive)][:2]
