"""Posters and QR files of CĐCS: what is written on them, what their files are called, and all of a federation as a ZIP.

Everything here computes and may take a second: run it in a thread.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from io import BytesIO
from urllib.parse import urlsplit
from zipfile import ZIP_STORED, ZipFile
from zoneinfo import ZoneInfo

from msgspec import Struct

from bot.channels.protocol import Attachment, Way
from bot.documents.poster import Poster, poster_pdf
from bot.documents.qr import qr_png, qr_svg
from bot.facts import FactLoader, current_campaign
from bot.report_frame import Report, Tools
from conversations import cards, codes
from conversations.domain import Campaign
from conversations.effects import Arg, QrForm, Say, Text
from conversations.flows.posters import part_button, parts_of, unions_below
from conversations.text import words
from storage.repositories.poster_orders import PosterOrder
from storage.repositories.web import WebFile
from storage.unit_of_work import UnitOfWork

ZIP_MIME = "application/zip"
_MIMES = {QrForm.PNG: "image/png", QrForm.SVG: "image/svg+xml", QrForm.PDF: "application/pdf"}
_LONGEST_NAME = 60  # characters of a CĐCS's name in the name of a file
COLUMNS = ("number", "organisation", "name", "above", "code", "address", "file")
_WIDTHS = (6, 18, 48, 32, 14, 48, 60)
_LIST, _ALL = "danh-sach.xlsx", "in-tat-ca.pdf"


class Press(Struct, frozen=True):
    """What all posters share."""

    tools: Tools
    campaign: Campaign
    address: Callable[[str], str]  # where a short code leads
    channels: tuple[str, ...]  # what the offered platforms are called

    def poster(self, organisation_id: int, code: str) -> Poster:
        """The sheet of a CĐCS."""
        directory, phrase = self.tools.directory, self.tools.phrase
        node, url = directory.get(organisation_id), self.address(code)
        typed = typed_address(url, code)
        is_page = url.endswith(f"/q/{code}")
        choose = Text("poster-choose", {"ways": self._ways()}) if is_page else Text("poster-open")
        foot = phrase(Text("poster-type-code" if is_page else "poster-send-code"))
        return Poster(
            call=phrase(Text("poster-call")),
            programme=self.campaign.name,
            period=phrase(Text("poster-period", _period(self.campaign))),
            name=directory.label(organisation_id),
            above=directory.label(node.parent_id) if node and node.parent_id else "",
            url=url,
            steps=(phrase(Text("poster-scan")), phrase(choose), phrase(Text("poster-answer"))),
            code_label=phrase(Text("poster-code")),
            code=codes.shown(code),
            typed=(phrase(Text("poster-type-there")), typed, foot) if typed else (foot,),
        )

    def _ways(self) -> str:
        ways = Text("poster-ways", {"ways": ", ".join(self.channels)}) if self.channels else Text("poster-web")
        return self.tools.phrase(ways)


PressMaker = Callable[[UnitOfWork], Press]


def press_maker(
    facts: FactLoader,
    phrase: Callable[[Text], str],
    ways: Callable[[str], Sequence[Way]],
    channels: Callable[[], Sequence[str]],
) -> PressMaker:
    """What reads, in a transaction, all that posters of this moment share."""

    def address(code: str) -> str:
        return next((way.url for way in ways(code) if way.carries_code), code)

    def make(uow: UnitOfWork) -> Press:
        return Press(Tools(facts.directory(uow), phrase), current_campaign(uow), address, tuple(channels()))

    return make


def typed_address(url: str, code: str) -> str:
    """An address as people type it, without scheme and code; '' if it is none."""
    parts = urlsplit(url)
    return f"{parts.netloc}{parts.path.removesuffix(f'/{code}')}".rstrip("/") if parts.netloc else ""


def compose_set(press: Press, order: PosterOrder, content: WebFile) -> Report:
    """The ZIP of a node with what is in it, and a button for the next part."""
    directory, total = press.tools.directory, len(unions_below(press.tools.directory, order.organisation_id))
    node, parts = directory.get(order.organisation_id), max(parts_of(total), order.part)
    args: dict[str, Arg] = {"place": directory.label(order.organisation_id), "count": order.sheets or 0}
    buttons = (part_button(node.code, order.part + 1, parts),) if node and order.part < parts else ()
    name = "-".join(("to-qr", *words(directory.label(order.organisation_id))))[:_LONGEST_NAME]
    name = f"{name}.zip" if parts == 1 else f"{name}-phan-{order.part}.zip"
    say = Say("posters-ready", args | {"part": order.part, "parts": parts}, buttons)
    return Report(say, Attachment(name, ZIP_MIME, content.content))


def compose_qr(press: Press, organisation_id: int, code: str, form: QrForm) -> Report:
    """A CĐCS's QR code as a message with its file."""
    say = Say(f"qr-{form.value}", {"place": press.tools.directory.label(organisation_id), "code": codes.shown(code)})
    name = f"qr-{file_name(press.tools.directory.label(organisation_id), code)}.{form.value}"
    return Report(say, Attachment(name, _MIMES[form], qr_file(press, organisation_id, code, form)))


def qr_file(press: Press, organisation_id: int, code: str, form: QrForm) -> bytes:
    """The content of a QR file of that form."""
    match form:
        case QrForm.PNG:
            return qr_png(press.address(code))
        case QrForm.SVG:
            return qr_svg(press.address(code))
        case QrForm.PDF:
            return poster_pdf([press.poster(organisation_id, code)])


def file_name(name: str, code: str) -> str:
    """A CĐCS in the name of a file, in plain ASCII: "truong-mam-non-hoa-mai-A7K29QXM"."""
    letters = "-".join(words(name))[:_LONGEST_NAME].strip("-")
    return f"{letters}-{code}" if letters else code


class Sheet(Struct, frozen=True):
    """What one CĐCS adds to the ZIP."""

    poster: Poster
    name: str  # of its files, without their ending
    organisation_code: str
    code: str
    pdf: bytes
    png: bytes


def sheet(press: Press, number: int, organisation_id: int, code: str) -> Sheet:
    """Draw one CĐCS; *number* is its place in the list."""
    node = press.tools.directory.get(organisation_id)
    poster = press.poster(organisation_id, code)
    name = f"{number:03}-{file_name(poster.name, code)}"
    return Sheet(poster, name, node.code if node else "", code, poster_pdf([poster]), qr_png(poster.url))


def packed(press: Press, sheets: Sequence[Sheet]) -> bytes:
    """The ZIP: everything to print at once, the list, and two files for each CĐCS."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_STORED) as archive:  # drawings and pictures are packed already
        archive.writestr(_ALL, poster_pdf([one.poster for one in sheets]))
        archive.writestr(_LIST, _listed(press, sheets))
        for one in sheets:
            archive.writestr(f"{one.name}.pdf", one.pdf)
            archive.writestr(f"{one.name}.png", one.png)
    return file.getvalue()


def _listed(press: Press, sheets: Sequence[Sheet]) -> bytes:
    from xlsxwriter import Workbook  # noqa: PLC0415 - heavy

    file = BytesIO()
    with Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        page, bold = book.add_worksheet(press.tools.phrase(Text("posters-sheet"))), book.add_format({"bold": True})
        for column, (name, width) in enumerate(zip(COLUMNS, _WIDTHS, strict=True)):
            page.set_column(column, column, width)
            page.write_string(0, column, press.tools.phrase(Text(f"posters-column-{name}")), bold)
        page.freeze_panes(1, 0)
        for row, one in enumerate(sheets, start=1):
            page.write_number(row, 0, row)
            shown = (one.organisation_code, one.poster.name, one.poster.above, codes.shown(one.code), one.poster.url,
                     f"{one.name}.pdf")  # fmt: skip
            for column, text in enumerate(shown, start=1):
                page.write_string(row, column, text)
    return file.getvalue()


def _period(campaign: Campaign) -> dict[str, str]:
    return {"opens": _begin(campaign, campaign.opens), "closes": cards.deadline(campaign, campaign.closes)}


def _begin(campaign: Campaign, at: datetime) -> str:
    """An instant, at midnight as the day alone."""
    local = at.astimezone(ZoneInfo(campaign.time_zone))
    is_midnight = (local.hour, local.minute) == (0, 0)
    return f"{local.day}/{local.month}/{local.year}" if is_midnight else cards.moment(campaign, at)
