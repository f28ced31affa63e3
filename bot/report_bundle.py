"""The bundle behind /report hoso: the summary table, the files that go with its initiatives, and a list of them."""

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from bot.channels.protocol import Attachment
from bot.exports import harmless
from bot.report_frame import Bundle, BundledFile, Dossier, Figures, Report, Table, Tools, buttons, head
from bot.report_table import excel, file_name, which
from conversations import codes
from conversations.attached import AttachedFile
from conversations.effects import Arg, Say, Text
from storage.blobs import BlobGone
from storage.errors import Unsealable
from storage.figures import Page
from storage.unit_of_work import UnitOfWork

MOST_BYTES = 40_000_000  # of files in one bundle: with the table it stays below what Telegram carries
_AT_ONCE = 500  # codes in one question
COLUMNS = ("code", "title", "author", "file", "size", "sha256")


def read(uow: UnitOfWork, table: Table, page: int, dossier: Dossier | None = None) -> Bundle:
    """The files of the initiatives of a table, as far as they belong into the part of that number."""
    have = [row.code for row in table.rows if row.attached]
    found: dict[str, list[AttachedFile]] = {}
    for begin in range(0, len(have), _AT_ONCE):
        found |= uow.attachments.of(have[begin : begin + _AT_ONCE])
    files = [BundledFile(code, number, one) for code in have for number, one in enumerate(found.get(code, ()), start=1)]
    parts = _parts(files)
    place = min(max(page, 1), len(parts))
    first = 1 + sum(map(len, parts[: place - 1]))
    return Bundle(table, Page(tuple(parts[place - 1]), place, len(parts), len(files), first), dossier)


def _parts(files: Sequence[BundledFile]) -> list[list[BundledFile]]:
    """Files as they fit into one bundle each; at least one, which may be empty."""
    parts: list[list[BundledFile]] = [[]]
    size = 0
    for one in files:
        if parts[-1] and size + one.file.size > MOST_BYTES:
            parts.append([])
            size = 0
        parts[-1].append(one)
        size += one.file.size
    return parts


def bundle(figures: Figures, body: Bundle, tools: Tools) -> Report:
    """One part as a ZIP, or why there is none."""
    made = excel(figures, body.table, tools)
    if made.attachment is None:
        return made
    files, page = body.files.rows, body.files
    args: dict[str, Arg] = {
        "head": head(figures, tools), "count": body.table.count, "files": page.total, "part": page.number,
        "parts": page.pages, "which": which(figures),
    }  # fmt: skip
    papers = [made.attachment] if body.files.number == 1 else []
    if body.dossier is not None and papers:
        from bot.report_letter import paper  # noqa: PLC0415 - loads what writes for Word

        papers.insert(0, paper(figures, body.dossier, tools))
    content = _zipped(papers, body, files, tools, figures.today)
    key = "report-bundle-valid" if figures.wanted.is_dossier else "report-bundle"
    name = file_name(figures, tools, "ho-so", f"-{page.number}.zip" if page.pages > 1 else ".zip")
    return Report(Say(key, args, buttons(figures, page=page)), Attachment(name, "application/zip", content))


def _zipped(
    papers: Iterable[Attachment], body: Bundle, files: Iterable[BundledFile], tools: Tools, today: date
) -> bytes:
    made = io.BytesIO()
    with ZipFile(made, "w") as archive:
        for one in papers:
            archive.writestr(_entry(one.name, today), one.content, ZIP_DEFLATED)
        listed = list(_packed(archive, body, files, tools, today))
        name = tools.phrase(Text("bundle-list-name"))
        archive.writestr(_entry(name, today), _list(listed, tools), ZIP_DEFLATED)
    return made.getvalue()


def _entry(name: str, today: date) -> ZipInfo:
    """A file in the ZIP, dated by the day of the report: the same part is the same file whenever it is made."""
    entry = ZipInfo(name, (today.year, today.month, today.day, 0, 0, 0))
    entry.external_attr = 0o600 << 16  # or who unpacks it may not read it
    return entry


def _packed(
    archive: ZipFile, body: Bundle, files: Iterable[BundledFile], tools: Tools, today: date
) -> Iterator[tuple[str, ...]]:
    """Put the files in. Yields: the line of each in the list."""
    rows = {row.code: row for row in body.table.rows}
    for one in files:
        row, code = rows[one.code], codes.shown(one.code)
        try:
            content = tools.content(one.file.blob)
        except (BlobGone, Unsealable):
            yield code, row.title, row.full_name, tools.phrase(Text("bundle-file-gone")), "", ""
            continue
        place = f"{tools.phrase(Text('bundle-folder'))}/{code}/{one.number}-{one.file.name}"
        archive.writestr(_entry(place, today), content, ZIP_STORED)  # pictures and papers are packed already
        yield code, row.title, row.full_name, place, str(len(content)), hashlib.sha256(content).hexdigest()


def _list(lines: Iterable[tuple[str, ...]], tools: Tools) -> bytes:
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow([tools.phrase(Text(f"bundle-column-{name}")) for name in COLUMNS])
    writer.writerows([harmless(cell) for cell in line] for line in lines)
    return written.getvalue().encode("utf-8-sig")  # the mark tells Excel what it is
