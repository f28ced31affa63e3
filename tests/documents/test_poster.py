"""The A4 sheet: read by a real reader as a phone, a copier and a crooked notice board show it; its words and its room."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace
from PIL import Image

from bot.documents.poster import HEIGHT, WIDTH, Poster, code_side, poster_pdf
from bot.documents.qr import QUIET_ZONE, qr_matrix, qr_svg
from tests.documents.camera import black_or_white, blurred, from_afar, pages, printed, seen, text_of, turned

LONG = "Trường Phổ thông Dân tộc bán trú Tiểu học và Trung học cơ sở xã vùng cao Lũng Nặm, điểm trường Cả Poóc. "
SHORT_URL, LONG_URL = "https://sangkien.example.vn/q/A7K29QXM", "https://sangkien.lien-doan-lao-dong.caobang.example.vn/q/A7K29QXM"
POSTER = Poster(
    call="Quét mã để nộp sáng kiến",
    programme="75 nghìn sáng kiến, vượt khó, phát triển",
    period="Nhận sáng kiến từ 10/3/2021 đến 24h ngày 22/4/2021",
    name="Trường Mầm non Hoa Mai",
    above="LĐLĐ huyện Hà Quảng",
    url=SHORT_URL,
    steps=("Mở Zalo hoặc máy ảnh.", "Chọn nơi trò chuyện: Zalo, Telegram hoặc trang web.", "Trả lời từng câu."),
    code_label="Mã đơn vị",
    code="A7K2-9QXM",
    typed=("Không quét được? Mở trang", "sangkien.example.vn/q", "rồi gõ mã bên cạnh."),
)
NAMES = {"short": "Trường Mầm non Hoa Mai", "long": (LONG * 3)[:300], "one word": "Ệ" * 300, "signs": "$x_1$ \\alpha (A) 🙂", "A": "A"}
SEEN: dict[str, Callable[[Image.Image], Image.Image]] = {
    "as it is": lambda page: page,
    "copied": black_or_white,
    "askew": lambda page: turned(page, 7),
    "on its side": lambda page: turned(page, 90),
    "on its head": lambda page: turned(page, 180),
    "blurred": lambda page: blurred(page, 6),
    "from 2 m": lambda page: from_afar(page, 2),
    "copied, askew, from 2 m, and blurred": lambda page: blurred(from_afar(turned(black_or_white(page), 7), 2), 0.8),
}


@pytest.mark.parametrize("url", [SHORT_URL, LONG_URL], ids=["short", "long"])
def test_a_reader_reads_it(url: str) -> None:
    """At 300 dpi, in one bit, turned, blurred, and with the pixels that a phone has of it from two metres."""
    page = printed(poster_pdf([replace(POSTER, url=url, name=LONG.strip())]))
    assert {name: seen(look(page)) for name, look in SEEN.items()} == {name: [url] for name in SEEN}


def test_the_drawing_is_read_too() -> None:
    """An SVG has the modules that a reader reads; here it is drawn by hand, for a browser draws it elsewhere."""
    matrix, scale = qr_matrix(SHORT_URL), 8
    picture = Image.new("L", (len(matrix), len(matrix)), 255)
    for command in qr_svg(SHORT_URL).decode().split('d="')[1].split('"')[0].split("z")[:-1]:
        x, rest = command.removeprefix("M").split(" ")
        y, length = rest.split("h")[0], int(rest.split("h")[1].split("v")[0])
        picture.paste(0, (int(x), int(y), int(x) + length, int(y) + 1))
    assert seen(picture.resize((len(matrix) * scale,) * 2, Image.Resampling.NEAREST)) == [SHORT_URL]


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_whole_names(name: str) -> None:
    """However long: nothing is cut, the code stays larger than 12 cm, and what is around it stays white."""
    poster = replace(POSTER, name=name)
    pdf = poster_pdf([poster])
    shown = "".join(text_of(pdf).split())
    for text in (name.replace("🙂", ""), poster.programme, poster.period, poster.above, poster.code, *poster.steps, *poster.typed):
        assert "".join(text.split()) in shown
    assert code_side(poster) >= 120
    page = printed(pdf, dpi=72)
    assert seen(printed(pdf, dpi=150)) == [SHORT_URL]
    edge = [page.getpixel((x, y)) for x in range(page.width) for y in (2, page.height - 3)]
    edge += [page.getpixel((x, y)) for y in range(page.height) for x in (2, page.width - 3)]
    assert set(edge) == {255}, "something runs off the page"


def test_the_quiet_zone_is_quiet() -> None:
    """Four modules around the code are white, whatever stands above and below."""
    page = black_or_white(printed(poster_pdf([replace(POSTER, name=NAMES["long"])]), dpi=150))
    dark = page.point(lambda value: 255 - value)
    side = code_side(replace(POSTER, name=NAMES["long"])) / 25.4 * 150
    modules = len(qr_matrix(SHORT_URL))
    left, quiet = round((page.width - side) / 2), side / (modules - 2 * QUIET_ZONE) * QUIET_ZONE
    column = dark.crop((left, 0, left + 4, page.height)).getbbox()
    rows = [y for y in range(page.height) if dark.getpixel((left + 3, y))]
    assert column is not None
    finder = [y for y in rows if all(dark.getpixel((left + 3, y + step)) for step in range(round(quiet * 1.6)) if y + step < page.height)]
    top = finder[0]
    zone = dark.crop((round(left - quiet) + 2, round(top - quiet) + 3, round(left + side + quiet) - 2, top - 2))
    assert zone.getbbox() is None
    below = dark.crop((round(left - quiet) + 2, round(top + side) + 3, round(left + side + quiet) - 2, round(top + side + quiet) - 3))
    assert below.getbbox() is None


def test_black_on_white_alone() -> None:
    """No colour carries a meaning, for no printer has to have any."""
    import pypdfium2

    page = pypdfium2.PdfDocument(poster_pdf([POSTER]))[0].render(scale=1).to_pil().convert("RGB")
    assert {pixel for _, pixel in page.getcolors(1 << 20) or [] if len(set(pixel)) > 1} == set()


def test_it_is_a4_with_its_fonts_inside() -> None:
    """One page a poster; the same input makes the same file; both fonts are in it."""
    import pypdfium2

    pdf = poster_pdf([POSTER, replace(POSTER, name="Hợp tác xã Đồng Tiến")])
    document = pypdfium2.PdfDocument(pdf)
    assert [tuple(round(points / 72 * 25.4) for points in page.get_size()) for page in document] == [(WIDTH, HEIGHT)] * 2
    assert pages(pdf) == 2
    assert pdf.count(b"/FontFile2") >= 2
    assert pdf == poster_pdf([POSTER, replace(POSTER, name="Hợp tác xã Đồng Tiến")])


def test_an_address_that_no_code_carries_is_refused() -> None:
    """See there."""
    with pytest.raises(ValueError, match="characters"):
        poster_pdf([replace(POSTER, url="https://" + "x" * 300)])
