"""What stands on posters, what their files are called, and the ZIP of a federation read back."""

from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
from msgspec.structs import replace
from PIL import Image

from bot import posters
from bot.channels.protocol import Attachment
from bot.documents.poster import code_side
from bot.offered import join_links, labels
from bot.posters import Press, compose_qr, compose_set, file_name, typed_address
from bot.report_frame import Tools
from conversations import codes
from conversations.directory import Directory, Organisation
from conversations.effects import QrForm
from conversations.flows.posters import MOST_POSTERS
from storage.repositories.people import Address
from storage.repositories.poster_orders import PosterOrder
from storage.repositories.web import WebFile
from tests.builders import CAMPAIGN, CATALOGUE, DIRECTORY, ORGANISATIONS
from tests.documents.camera import pages, printed, seen, text_of
from tests.sending import Recorder

CODE = codes.with_check("A7K29QX")
PAGE, TELEGRAM = "https://sangkien.example.vn/q/{}", "https://t.me/sangkien_bot?start={}"
PRESS = Press(Tools(DIRECTORY, CATALOGUE.phrase), CAMPAIGN, PAGE.format, ("Zalo", "Telegram"))
UNIONS = [node.id for node in ORGANISATIONS if node.kind == "union"]


def file_of(form: QrForm, press: Press = PRESS) -> Attachment:
    """The file of a CĐCS's code."""
    made = compose_qr(press, 101, CODE, form)
    assert made.attachment is not None
    said = CATALOGUE.format(made.say.key, made.say.args)
    assert "Trường Tiểu học Bình Minh" in said
    assert f"Mã để gõ tay: {codes.shown(CODE)}" in said
    return made.attachment


def test_each_form() -> None:
    """A picture, a drawing, a sheet: each with its type, a name in plain letters, and the address inside."""
    png, svg, pdf = (file_of(form) for form in QrForm)
    stem = f"qr-truong-tieu-hoc-binh-minh-{CODE}"
    assert [(one.name, one.mime) for one in (png, svg, pdf)] == [
        (f"{stem}.png", "image/png"), (f"{stem}.svg", "image/svg+xml"), (f"{stem}.pdf", "application/pdf"),
    ]  # fmt: skip
    assert seen(Image.open(BytesIO(png.content)).convert("L")) == seen(printed(pdf.content)) == [PAGE.format(CODE)]
    assert svg.content.startswith(b"<svg ")


WAYS = {
    "our page": (PAGE, ("Zalo", "Telegram"), ("Chọn nơi trò chuyện: Zalo, Telegram hoặc trang web.", "sangkien.example.vn/q", "rồi gõ mã bên cạnh.")),
    "nothing but the web chat": (PAGE, (), ("Chọn nơi trò chuyện: ngay trên trang web.", "sangkien.example.vn/q")),
    "a channel alone": (TELEGRAM, ("Telegram",), ("Bấm vào đường dẫn hiện ra", "t.me/sangkien_bot", "rồi nhắn mã bên cạnh.")),
    "no address at all": ("{}", (), ("rồi nhắn mã bên cạnh.",)),
}  # fmt: skip


@pytest.mark.parametrize(("address", "channels", "expected"), WAYS.values(), ids=WAYS)
def test_what_a_poster_says(address: str, channels: tuple[str, ...], expected: tuple[str, ...]) -> None:
    """Programme, dates, unit, three steps, the code, and where to type it: nothing that is not offered."""
    press = replace(PRESS, address=address.format, channels=channels)
    shown = " ".join(text_of(file_of(QrForm.PDF, press).content).split())
    about = (CAMPAIGN.name, "từ 10/3/2021 đến 24h ngày 22/4/2021", "Trường Tiểu học Bình Minh", "LĐLĐ huyện Hà Quảng")
    for text in (*about, codes.shown(CODE), *expected):
        assert text in shown
    assert ("Zalo, Telegram" in shown) == (len(channels) == 2)
    assert code_side(press.poster(101, CODE)) > 120


NAMES = {
    "Trường Mầm non Hoa Mai": f"truong-mam-non-hoa-mai-{CODE}",
    "Đội 1 / ..\\..\\etc <b>": f"doi-1-etc-b-{CODE}",
    "Công ty TNHH “Thành Công”": f"cong-ty-tnhh-thanh-cong-{CODE}",
    "工会": CODE,
    "Ệ" * 300: f"{'e' * 60}-{CODE}",
}


@pytest.mark.parametrize("name", NAMES, ids=["plain", "path", "quotes", "no letters", "long"])
def test_names_of_files(name: str) -> None:
    """Letters without marks, digits and hyphens: fit for every disk, and for a ZIP of any age."""
    assert file_name(name, CODE) == NAMES[name]


def test_typed_addresses() -> None:
    """Without what nobody would type."""
    assert typed_address("https://a.vn/chuong-trinh/q/AB", "AB") == "a.vn/chuong-trinh/q"
    assert typed_address("http://127.0.0.1:8080/chat?c=AB", "AB") == "127.0.0.1:8080/chat"
    assert typed_address("AB", "AB") == ""


# -- the set ------------------------------------------------------------------------------------------------------
def test_a_set() -> None:
    """Two files for each CĐCS, all sheets in one, and a list; every code is read back and stands in the list."""
    drawn = [codes.with_check(f"B7K29Q{symbol}") for symbol in "WXYZ"]
    sheets = [posters.sheet(PRESS, n, union, code) for n, (union, code) in enumerate(zip(UNIONS, drawn, strict=True), 1)]
    archive = ZipFile(BytesIO(posters.packed(PRESS, sheets)))
    assert archive.testzip() is None
    assert len(archive.namelist()) == 2 + 2 * len(UNIONS)
    assert all(name.isascii() and "/" not in name for name in archive.namelist())
    rows = list(openpyxl.load_workbook(BytesIO(archive.read("danh-sach.xlsx"))).worksheets[0].values)
    assert rows[0] == ("STT", "Mã CĐCS", "Tên CĐCS", "Công đoàn cấp trên", "Mã ngắn", "Địa chỉ", "Tệp")
    assert rows[1] == (1, "04.045.mn", "Trường Mầm non Hoa Mai", "LĐLĐ huyện Hà Quảng", codes.shown(drawn[0]),
                       PAGE.format(drawn[0]), f"001-truong-mam-non-hoa-mai-{drawn[0]}.pdf")  # fmt: skip
    everything = archive.read("in-tat-ca.pdf")
    assert pages(everything) == len(UNIONS)
    for place, (_, _, name, _, _, address, file) in enumerate(rows[1:]):
        stem = str(file).removesuffix(".pdf")
        assert seen(Image.open(BytesIO(archive.read(f"{stem}.png"))).convert("L")) == [address]
        assert seen(printed(archive.read(f"{stem}.pdf"), dpi=100)) == seen(printed(everything, place, 100)) == [address]
        assert "".join(str(name).split()) in "".join(text_of(everything, place).split())


def test_a_part_of_a_set() -> None:
    """The message says which part it is and leads to the next one."""
    many = Directory([*ORGANISATIONS, *(Organisation(1000 + n, f"04.043.{n}", f"Tổ {n}", "union", 43) for n in range(MOST_POSTERS))])
    press = replace(PRESS, tools=replace(PRESS.tools, directory=many))
    order = PosterOrder(1, 7, Address("telegram", "a"), 2, 1, 5, 1, MOST_POSTERS, b"x")
    first, last = (compose_set(press, replace(order, part=part), WebFile("a", "b", b"c")) for part in (1, 2))
    assert "(phần 1/2)" in CATALOGUE.format(first.say.key, first.say.args)
    assert [button.action for button in first.say.buttons] == ["c.qr.zip 04 phan 2"]
    assert last.say.buttons == ()
    assert first.attachment is not None
    assert first.attachment.name == "to-qr-ldld-tinh-cao-bang-phan-1.zip"


# -- what is offered ----------------------------------------------------------------------------------------------
OFFERED = {
    "everything": (("telegram", "web", "zalo-bot", "zalo-oa"), "", ("Zalo", "Zalo Bot", "Telegram")),
    "one Zalo": (("telegram", "web", "zalo-bot"), "", ("Zalo", "Telegram")),
    "one hidden": (("telegram", "web", "zalo-bot", "zalo-oa"), "zalo-oa", ("Zalo", "Telegram")),
    "all hidden": (("telegram", "zalo-oa"), "zalo-oa,telegram", ()),
    "nothing": (("web",), "telegram", ()),
}


@pytest.mark.parametrize(("names", "hidden", "expected"), OFFERED.values(), ids=OFFERED)
def test_labels(names: tuple[str, ...], hidden: str, expected: tuple[str, ...]) -> None:
    """Zalo first, then Telegram; two of one name are told apart; what is hidden is left out."""
    assert labels(names, hidden.split(",")) == expected


def test_hidden_channels_are_no_way_in() -> None:
    """An invitation leads to our page and to what is offered."""

    class Linked(Recorder):
        def link(self, code: str) -> str | None:
            return f"https://{self.name}.example/{code}"

    channels = {name: Linked(name) for name in ("telegram", "web")}
    shown = [[way.url for way in join_links(channels, "https://a.vn", "X", hidden)] for hidden in ((), ("telegram",))]
    assert shown == [
        ["https://a.vn/q/X", "https://telegram.example/X", "https://web.example/X"],
        ["https://a.vn/q/X", "https://web.example/X"],
    ]
