"""What a unit sends to the union above it: what is missing, the letter as Word opens it, the bundle of all of it."""

import io
from datetime import date
from zipfile import ZipFile

import pytest
from docx import Document
from msgspec.structs import replace
from openpyxl import load_workbook

from bot.messages import from_dict, to_dict
from bot.report_dossier import MOST_LISTED
from bot.report_frame import Dossier
from bot.reports import Figures, Report, Tools, compose, gather
from conversations.amounts import Period
from conversations.attached import AttachedFile
from conversations.directory import Directory, Organisation
from conversations.domain import Decision, Role, Status
from conversations.report_effects import PAPERS, Chosen, ReportFilter, ReportView, SendReport
from storage.database import Database
from storage.figures import Proposed, Tally, Totals
from storage.unit_of_work import UnitOfWork
from tests.bot.test_report_table import ROW
from tests.builders import CAMPAIGN, CATALOGUE, DIRECTORY, ORGANISATIONS
from tests.storage import world
from tests.storage.world import AGREED, LATER, NOON, appoint, initiative, meet, plant

UNION, DISTRICT, NATION = 101, 45, 1
CODES = ("A7K29QXM", "B7K29QXM", "C7K29QXM", "D7K29QXM")
DUE = date(2021, 4, 11)  # the last day: "trước 12/4"
TALLIES = (
    Tally(Status.CONFIRMED, "public_admin", "health", True, 2), Tally(Status.CONFIRMED, "enterprise", None, False, 7),
    Tally(Status.SUBMITTED, "public_admin", None, False, 3), Tally(Status.CHANGES_REQUESTED, "enterprise", None, False, 1),
    Tally(Status.REJECTED, "enterprise", None, False, 4), Tally(Status.WITHDRAWN, "enterprise", None, False, 5),
)  # fmt: skip
SUMS = ((Period.YEAR.value, 1_200_000_000), (Period.ONCE.value, 3_000_000))
FULL = Dossier(Totals(TALLIES, 60, 45), Proposed(2, 1, 1, SUMS, CODES * 2), (ROW, replace(ROW, title="Sổ tiêm \x0bchủng")))
DONE = Dossier(Totals(TALLIES[:1], 60, 45), Proposed(2, 2, 0), (ROW, ROW))
EMPTY = Dossier(Totals(), Proposed())


def made(body: Dossier, view: ReportView, scope: int = UNION, day: date = DUE, limits: ReportFilter = ReportFilter()) -> Report:  # noqa: B008
    """A paper of these figures."""
    wanted = SendReport(view, (scope,), limits, is_dossier=True)
    return compose(Figures(wanted, CAMPAIGN, day, body), Tools(DIRECTORY, CATALOGUE.phrase))


def said(report: Report) -> str:
    """The message as it is read."""
    return CATALOGUE.format(report.say.key, report.say.args)


CHECKED = {
    "much is missing": (
        FULL, UNION, DUE,
        "Hồ sơ gửi Liên đoàn Lao động huyện Hà Quảng:\n✅ 2 sáng kiến hợp lệ, được đưa vào hồ sơ\n🔴 3 sáng kiến còn chờ xác nhận\n🔴 1 sáng kiến chờ tác giả bổ sung\n🔴 7 sáng kiến đã xác nhận, chưa có ý kiến đồng ý của thủ trưởng hoặc người sử dụng lao động: A7K2-9QXM, B7K2-9QXM, C7K2-9QXM, D7K2-9QXM, A7K2-9QXM…\n📎 1/2 sáng kiến hợp lệ có tệp kèm theo\n✅ Hạn gửi: 24h ngày 11/4/2021 (hôm nay là ngày cuối)\n\n",
    ),
    "all is in order": (
        DONE, UNION, date(2021, 4, 5),
        "✅ 2 sáng kiến hợp lệ, được đưa vào hồ sơ\n✅ Không còn sáng kiến chờ xác nhận\n📎 0/2 sáng kiến hợp lệ có tệp kèm theo\n✅ Hạn gửi: 24h ngày 11/4/2021 (còn 6 ngày)\n\n",
    ),
    "late is said to be late": (DONE, UNION, date(2021, 4, 12), "\n🔴 Đã quá hạn gửi: 24h ngày 11/4/2021\n\n"),
    "nothing yet": (
        EMPTY, UNION, DUE, ":\n🔴 Chưa có sáng kiến hợp lệ nào\n✅ Không còn sáng kiến chờ xác nhận\n✅ Hạn gửi: 24h",
    ),
    "a district is told when its unions are due": (
        DONE, DISTRICT, date(2021, 4, 10),
        "Hồ sơ gửi Liên đoàn Lao động tỉnh Cao Bằng:\n✅ 2 sáng kiến hợp lệ, được đưa vào hồ sơ\n✅ Không còn sáng kiến chờ xác nhận\n📎 0/2 sáng kiến hợp lệ có tệp kèm theo\n📅 CĐCS gửi hồ sơ chậm nhất 24h ngày 11/4/2021 (còn 1 ngày)\n\n",
    ),
    "and when they are late": (DONE, DISTRICT, date(2021, 5, 1), "\n📅 CĐCS đã hết hạn gửi hồ sơ: 24h ngày 11/4/2021\n"),
    "nobody is above the nation": (DONE, NATION, DUE, "Hồ sơ gửi cấp trên:"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "scope", "day", "expected"), CHECKED.values(), ids=CHECKED)
def test_what_is_missing(body: Dossier, scope: int, day: date, expected: str) -> None:
    """A line each, red until it is in order; the papers are a tap away, of the same days."""
    report = made(body, ReportView.CHECKLIST, scope, day, ReportFilter("2021-03-10"))
    assert expected in said(report)
    assert report.attachment is None
    papers = [f"c.hoso.{view}.f2021-03-10" for view in ("totrinh", "excel", "hoso")] if body.proposed.count else []
    decide = ["c.duyet."] if body is FULL else []
    assert decide + papers == [button.action for button in report.say.buttons]
    assert bool(papers) == ("Mời đồng chí lấy tờ trình" in said(report)), "nothing is offered that is not there"


def read(report: Report) -> tuple[list[str], list[list[list[str]]]]:
    """The paragraphs of a letter, and its tables by their cells; what somebody sees who opens it in Word."""
    assert report.attachment is not None
    document = Document(io.BytesIO(report.attachment.content))
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]
    return [one.text for one in document.paragraphs if one.text], tables


def test_the_letter_of_a_union() -> None:
    """As domain reference 11.2 and 11.3 want it: numbers, names and days that only people know stay blank."""
    report = made(FULL, ReportView.LETTER)
    assert "Tờ trình đề nghị xét chọn 2 sáng kiến hợp lệ" in said(report)
    assert said(report).endswith("Còn 11 sáng kiến chưa hợp lệ nên chưa có trong tờ trình.")
    assert report.attachment is not None
    assert report.attachment.name == "to-trinh-04.045.th-2021-04-11.docx"
    paragraphs, (top, listed, foot) = read(report)
    issuer = "Công đoàn cơ sở Trường Tiểu học Bình Minh"
    above = "Liên đoàn Lao động huyện Hà Quảng"
    programme = "Chương trình “75 nghìn sáng kiến, vượt khó, phát triển”"
    assert top == [
        [f"{above.upper()}\n{issuer.upper()}\n", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"],
        ["Số: ……/TTr-CĐCS", "…………………, ngày …… tháng …… năm 2021"],
    ]
    assert paragraphs == [
        "TỜ TRÌNH",
        f"Về việc đề nghị xét chọn sáng kiến tham gia {programme}",
        f"Kính gửi: {above}",
        f"Căn cứ Hướng dẫn số ……/HD-…… ngày …… tháng …… năm 2021 của {above} về việc tổ chức {programme}.",
        f"Ban Chấp hành {issuer} đã phổ biến Chương trình đến đoàn viên, công nhân, viên chức, lao động; tiếp nhận sáng kiến; cùng thủ trưởng cơ quan, đơn vị hoặc người sử dụng lao động xem xét, xác nhận. Kết quả như sau (cả chương trình, đến 11/4/2021):",
        "1. Sáng kiến đã tiếp nhận: 17 (khối doanh nghiệp: 12; khối hành chính sự nghiệp: 5).",
        "2. Sáng kiến được xác nhận: 9, trong đó 2 sáng kiến được thủ trưởng cơ quan, đơn vị hoặc người sử dụng lao động đồng ý áp dụng.",
        "3. Sáng kiến đề nghị xét chọn: 2, của 1 tác giả, gồm:",
        "Giá trị làm lợi do tác giả ước tính: 3.000.000 đồng một lần; 1.200.000.000 đồng mỗi năm.",
        f"{issuer} chịu trách nhiệm về hồ sơ đề nghị; đến ngày lập tờ trình, các sáng kiến nêu trên không có khiếu nại về nội dung, kết quả và không có tranh chấp về tác giả.",
        f"Kính đề nghị {above} xem xét, lựa chọn các sáng kiến nêu trên (kèm theo Bảng tổng hợp tóm tắt sáng kiến và các giấy tờ liên quan)./.",
    ]
    assert listed == [
        ["STT", "Tên sáng kiến", "Tác giả", "Từ tháng"],
        ["1", "=Góc học tập", "Nguyễn Văn A", "3/2021"],
        ["2", "Sổ tiêm chủng", "Nguyễn Văn A", "3/2021"],
    ]
    assert foot == [["Nơi nhận:\n- Như trên;\n- Lưu: CĐCS.", "TM. BAN CHẤP HÀNH\nCHỦ TỊCH"]]


def test_the_letter_of_a_district() -> None:
    """It speaks of its CĐCS and says whose each initiative is; only some days and one block are named."""
    limits = ReportFilter("2021-03-10", "2021-03-15", None, "enterprise")
    paragraphs, (top, listed, foot) = read(made(FULL, ReportView.LETTER, DISTRICT, limits=limits))
    assert ["LIÊN ĐOÀN LAO ĐỘNG TỈNH CAO BẰNG\nLIÊN ĐOÀN LAO ĐỘNG HUYỆN HÀ QUẢNG\n", "Số: ……/TTr-LĐLĐ"] == [row[0] for row in top]
    assert "Kính gửi: Liên đoàn Lao động tỉnh Cao Bằng" in paragraphs
    assert any("đã chỉ đạo các công đoàn cơ sở" in text for text in paragraphs)
    assert any("(từ 10/3/2021 đến 15/3/2021; khối doanh nghiệp):" in text for text in paragraphs)
    assert any(text.endswith("của 45/60 công đoàn cơ sở.") for text in paragraphs)
    assert [["STT", "Tên sáng kiến", "Tác giả", "Đơn vị", "Từ tháng"], ["1", "=Góc học tập", "Nguyễn Văn A", "Trường Tiểu học Bình Minh", "3/2021"]] == listed[:2]
    assert "- Lưu: VT." in foot[0][0]


def test_many_stand_in_the_table_alone() -> None:
    """The letter refers to it; nothing is said of a benefit that nobody named."""
    many = replace(DONE, proposed=Proposed(MOST_LISTED + 1, 9, 0), rows=())
    paragraphs, tables = read(made(many, ReportView.LETTER))
    assert len(tables) == 2
    assert "3. Sáng kiến đề nghị xét chọn: 31, của 9 tác giả (có Bảng tổng hợp tóm tắt sáng kiến kèm theo)." in paragraphs
    assert not any("Giá trị làm lợi" in text for text in paragraphs)


def test_there_is_no_letter_about_nothing() -> None:
    """It is said what valid means."""
    report = made(EMPTY, ReportView.LETTER)
    assert report.attachment is None
    assert "Chưa có sáng kiến hợp lệ để lập hồ sơ." in said(report)
    nation, _ = read(made(DONE, ReportView.LETTER, NATION))
    assert nation[2:4] == [
        "Kính gửi: ……………………………………",
        "Căn cứ ……………………………… về việc tổ chức Chương trình “75 nghìn sáng kiến, vượt khó, phát triển”.",
    ]


def test_a_long_name_is_cut_where_word_allows_no_longer() -> None:
    """What the document says of itself has 255 characters at most; the letter says all of it."""
    long = Organisation(200, "04.045.dai", "Trường " + "Rất Dài " * 36, "union", 45, "public_admin")
    wanted = SendReport(ReportView.LETTER, (200,), is_dossier=True)
    tools = Tools(Directory((*ORGANISATIONS, long)), CATALOGUE.phrase)
    _, (top, *_) = read(compose(Figures(wanted, CAMPAIGN, DUE, FULL), tools))
    assert long.name.strip().upper() in top[0][0]


NAMED = {
    "Nghiệp đoàn nghề cá Phú Quý": ("union", "NGHIỆP ĐOÀN NGHỀ CÁ PHÚ QUÝ", "CĐCS"),
    "CĐCS Trạm Y tế xã": ("union", "CÔNG ĐOÀN CƠ SỞ TRẠM Y TẾ XÃ", "CĐCS"),
    "Công đoàn Viên chức tỉnh Cao Bằng": ("sector", "CÔNG ĐOÀN VIÊN CHỨC TỈNH CAO BẰNG", "……"),
}


@pytest.mark.parametrize("name", NAMED)
def test_who_writes(name: str) -> None:
    """By the full name; the sign of its letters stays blank where it is not known."""
    kind, issuer, symbol = NAMED[name]
    node = Organisation(200, "04.x", name, kind, 2)
    wanted = SendReport(ReportView.LETTER, (200,), is_dossier=True)
    _, (top, *_) = read(compose(Figures(wanted, CAMPAIGN, DUE, FULL), Tools(Directory((*ORGANISATIONS, node)), CATALOGUE.phrase)))
    assert [f"LIÊN ĐOÀN LAO ĐỘNG TỈNH CAO BẰNG\n{issuer}\n", f"Số: ……/TTr-{symbol}"] == [row[0] for row in top]


def test_columns_are_as_wide_in_word() -> None:
    """Word goes by each cell, LibreOffice by the column."""
    attachment = made(FULL, ReportView.LETTER).attachment
    assert attachment is not None
    for table in Document(io.BytesIO(attachment.content)).tables:
        for row in table.rows:
            assert [column.width for column in table.columns] == [cell.width for cell in row.cells]


def test_the_same_letter_is_the_same_file() -> None:
    """And says of nobody's machine who made it, nor when; Word is told that it is Vietnamese."""
    first, second = (made(FULL, ReportView.LETTER).attachment for _ in range(2))
    assert first == second
    assert first is not None
    document = Document(io.BytesIO(first.content))
    about = document.core_properties
    assert ("CÔNG ĐOÀN CƠ SỞ TRƯỜNG TIỂU HỌC BÌNH MINH", "", "") == (about.author, about.last_modified_by, about.comments)
    assert {DUE} == {at.date() for at in (about.created, about.modified) if at}
    page = document.sections[0]
    sides = [page.page_width, page.page_height, page.left_margin, page.right_margin, page.top_margin, page.bottom_margin]
    assert [210, 297, 30, 15, 20, 20] == [round(side.mm) for side in sides if side]
    with ZipFile(io.BytesIO(first.content)) as parts:
        assert {(2021, 4, 11, 0, 0, 0)} == {part.date_time for part in parts.infolist()}
        body, styles = parts.read("word/document.xml").decode(), parts.read("word/styles.xml").decode()
    assert 'w:val="vi-VN"' in styles
    assert 'w:val="en-US"' not in styles
    assert body.index("w:pBdr") < body.index("w:spacing", body.index("w:pBdr")) < body.index("w:jc", body.index("w:pBdr"))


@pytest.mark.parametrize("view", PAPERS)
def test_what_the_outbox_holds(view: ReportView) -> None:
    """A paper comes back as it was owed; a row of an older program is a report."""
    owed = SendReport(view, (101,), ReportFilter(status="valid"), chosen=Chosen(101, None), is_dossier=True)
    assert from_dict(to_dict(owed)) == owed
    plain = replace(owed, is_dossier=False)
    assert "is_dossier" not in to_dict(plain)
    assert from_dict(to_dict(plain)) == plain


@pytest.fixture
async def database(database: Database) -> Database:
    """Four at Hoa Mai: two valid ones, of them one with a benefit and a file; one without agreement, one that waits."""

    def fill(uow: UnitOfWork) -> None:
        ids = plant(uow)
        author, other = meet(uow, "author"), meet(uow, "other")
        executive = appoint(uow, "executive", Role.EXECUTIVE, ids["04.045.mn"])
        benefit = {"benefit": "1200000 year"}
        for code, who, more in zip(CODES, (author, other, author, author), (benefit, benefit, benefit, {}), strict=True):
            uow.submissions.add(initiative(code, who, ids, title=f"Tên {code[0]}", **more), world.CAMPAIGN.code, world.DAY)
        file = AttachedFile("f1", "b" * 64, "application/pdf", 4, "bản vẽ.pdf")
        uow.attachments.keep(file, author.id, NOON)
        uow.attachments.bind(CODES[0], ("f1",), 5)
        for number in range(3):
            uow.submissions.decide(
                CODES[number], 1, Decision.CONFIRM, by_id=executive.id, by_name="Trần Thị B", at=LATER,
                agreement=AGREED if number < 2 else None,
            )  # fmt: skip

    await database.write(fill)
    return database


async def asked(database: Database, view: ReportView, code: str = "04.045.mn", page: int = 1) -> Report:
    """A paper of a node."""

    def ask(uow: UnitOfWork) -> tuple[Figures, Tools]:
        directory = Directory(uow.organisations.all())
        node = directory.by_code(code)
        assert node is not None
        limits = ReportFilter(status="valid" if view in (ReportView.EXCEL, ReportView.BUNDLE) else None)
        wanted = SendReport(view, (node.id,), limits, page, is_dossier=True)
        return gather(uow, wanted, world.CAMPAIGN, NOON), Tools(directory, CATALOGUE.phrase, lambda _: b"%PDF")

    return compose(*await database.read(ask))


@pytest.mark.parametrize("code", ["04.045.mn", "04.045", "vn"])
async def test_from_the_database(database: Database, code: str) -> None:
    """Counted alike for a CĐCS, a district and the country: authors once, sums by how often they come."""
    checked = said(await asked(database, ReportView.CHECKLIST, code))
    assert "✅ 2 sáng kiến hợp lệ, được đưa vào hồ sơ\n🔴 1 sáng kiến còn chờ xác nhận\n" in checked
    assert "người sử dụng lao động: C7K2-9QXM\n📎 1/2 sáng kiến hợp lệ có tệp kèm theo\n" in checked
    paragraphs, (_, listed, _) = read(await asked(database, ReportView.LETTER, code))
    assert "3. Sáng kiến đề nghị xét chọn: 2, của 2 tác giả, gồm:" in paragraphs
    assert "Giá trị làm lợi do tác giả ước tính: 2.400.000 đồng mỗi năm." in paragraphs
    assert ["Tên A", "Tên B"] == [row[1] for row in listed[1:]]


async def test_all_of_it_in_one_file(database: Database) -> None:
    """Letter and table name the same initiatives, and only their files come along."""
    report = await asked(database, ReportView.BUNDLE)
    assert "Trọn bộ hồ sơ 2 sáng kiến hợp lệ: tờ trình, bảng tổng hợp, 1 tệp kèm theo và danh mục tệp." in said(report)
    assert ["c.hoso.kiemtra", "c.hoso.totrinh", "c.hoso.excel"] == [button.action for button in report.say.buttons]
    assert report.attachment is not None
    with ZipFile(io.BytesIO(report.attachment.content)) as archive:
        ours = [f"{name}-04.045.mn-2021-04-01.{ending}" for name, ending in (("to-trinh", "docx"), ("bang-tong-hop", "xlsx"))]
        assert [*ours, "tep-kem-theo/A7K2-9QXM/1-bản vẽ.pdf", "danh-muc-tep.csv"] == archive.namelist()
        too_far = (await asked(database, ReportView.BUNDLE, page=9)).attachment
        assert too_far is not None
        with ZipFile(io.BytesIO(too_far.content)) as last:
            assert archive.namelist() == last.namelist(), "a part too far is the last one, with its letter"
        letter = (await asked(database, ReportView.LETTER)).attachment
        assert letter is not None
        assert archive.read(ours[0]) == letter.content
        sheet = load_workbook(io.BytesIO(archive.read(ours[1]))).active
    assert sheet is not None
    assert ["Tên A", "Tên B"] == [row[6] for row in sheet.iter_rows(values_only=True) if isinstance(row[0], int)]
