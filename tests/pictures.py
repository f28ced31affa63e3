"""Photos of invented identity cards and posters: how a phone takes them, near and far, askew, in bad light."""

from collections.abc import Callable, Mapping
from io import BytesIO

import qrcode
from PIL import Image, ImageChops, ImageDraw, ImageFilter
from qrcode.constants import ERROR_CORRECT_L, ERROR_CORRECT_M

from tests.builders import LINK

NAME, NUMBER = "Nguyễn Văn A", "004085000123"
ADDRESS = "Xóm Bản Mới, Xã Quý Quân, Huyện Hà Quảng, Tỉnh Cao Bằng"
RELATIVE = "Nguyễn Văn Ông"
OLD_CARD = f"{NUMBER}|080888999|{NAME}|01021985|Nam|{ADDRESS}|01032021"  # of 2021, of somebody who had a CMND
FIRST_CARD = f"{NUMBER}||{NAME}|01021985|Nam|{ADDRESS}|01032021"
NEW_CARD = f"{FIRST_CARD}||{RELATIVE}|004055000321|||"  # of 2024: relatives follow
OTHER_CARD = f"004185000456||Trần Thị B|05061985|Nữ|{ADDRESS}|01032021"
POSTER_URL = f"https://bot.example/q/{LINK}"
BANK = "00020101021238570010A000000727012700069704030113000123456789020208QRIBFTTA53037045802VN6304ABCD"
Picture = Image.Image


def qr(text: str, module: int = 6, *, is_dense: bool = False) -> Picture:
    """A code with its quiet zone, in grey."""
    level = ERROR_CORRECT_L if is_dense else ERROR_CORRECT_M
    code = qrcode.QRCode(error_correction=level, border=4, box_size=module)
    code.add_data(text.encode())
    code.make(fit=True)
    return code.make_image().get_image().convert("L")


def photo(*codes: Picture, size: tuple[int, int] = (1280, 960)) -> Picture:
    """The codes side by side on a grey table, each on its card, with letters around that are none."""
    picture = Image.new("L", size, 150)
    draw = ImageDraw.Draw(picture)
    step = size[0] // (len(codes) + 1)
    for place, code in enumerate(codes, start=1):
        left, top = place * step - code.width // 2, (size[1] - code.height) // 2
        draw.rectangle((left - 60, top - 60, left + code.width + 60, top + code.height + 60), fill=225)
        for line in range(5):
            draw.rectangle((left - 50, top - 55 + 9 * line, left + 90, top - 52 + 9 * line), fill=60)
        picture.paste(code, (left, top))
    return picture


def jpeg(picture: Picture, **options: object) -> bytes:
    """As a phone sends it."""
    return saved(picture, "JPEG", quality=80, **options)


def saved(picture: Picture, kind: str, **options: object) -> bytes:
    """The bytes of a file."""
    file = BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def turned(degrees: float) -> Callable[[Picture], Picture]:
    """The phone was held so."""
    return lambda picture: picture.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=150)


def askew(picture: Picture) -> Picture:
    """From the side: what is far is small."""
    wide, high = picture.size
    corners = (0, 0, -0.10 * wide, high, 1.06 * wide, 0.94 * high, wide, 0.08 * high)
    return picture.transform(picture.size, Image.Transform.QUAD, corners, Image.Resampling.BICUBIC, fillcolor=150)


def blurred(radius: float) -> Callable[[Picture], Picture]:
    """Out of focus."""
    return lambda picture: picture.filter(ImageFilter.GaussianBlur(radius))


def glaring(picture: Picture) -> Picture:
    """A lamp in the laminate: a corner of the code and all around it is bright, the rest in shadow."""
    light = Image.radial_gradient("L").resize((picture.width * 3 // 2, picture.height * 3 // 2))
    spot = light.point([max(0, 200 - 2 * value) for value in range(256)])
    lamp = Image.new("L", picture.size, 0)
    lamp.paste(spot, (-picture.width // 2, -picture.height // 2))
    return ImageChops.add(picture.point([value * 2 // 3 for value in range(256)]), lamp)


def shadowed(picture: Picture) -> Picture:
    """Light from one side, half of it in the shadow of the phone."""
    ramp = Image.linear_gradient("L").rotate(90).resize(picture.size).point([70 + v * 185 // 255 for v in range(256)])
    return ImageChops.multiply(picture, ramp)


def faint(part: int) -> Callable[[Picture], Picture]:
    """Low contrast: a worn card in the dusk. part: of the contrast that is left, one by so much."""
    return lambda picture: picture.point([90 + value // part for value in range(256)])


def grainy(picture: Picture) -> Picture:
    """A dark room."""
    noise = Image.effect_noise(picture.size, 70)
    return ImageChops.add(picture.point([value // 2 for value in range(256)]), noise, scale=2.0)


DISTORTIONS: Mapping[str, Callable[[Picture], Picture]] = {
    "as it is": lambda picture: picture,
    "turned by 90": turned(90),
    "upside down": turned(180),
    "turned by 13": turned(13),
    "turned by 45": turned(45),
    "askew": askew,
    "askew and turned": lambda picture: turned(-30)(askew(picture)),
    "mirrored": lambda picture: picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
    "out of focus": blurred(3.2),
    "glare": glaring,
    "shadow": shadowed,
    "low contrast": faint(30),
    "low contrast and glare": lambda picture: glaring(faint(13)(picture)),
    "grain": grainy,
    "light on dark": ImageChops.invert,
    "far away": lambda picture: picture.resize((picture.width * 2 // 9, picture.height * 2 // 9), Image.Resampling.BOX),
}
