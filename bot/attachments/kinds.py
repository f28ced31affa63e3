"""What a file is by its content, and the form in which it is kept; runs in a process of its own, see bot/apart.py.

Pictures are drawn anew: where and with what they were taken is gone, and so is whatever was hidden in the file.
Papers are kept as they are, if they open, have no password and carry no macros.
"""

import io
import struct
import warnings
import zipfile
from collections.abc import Mapping
from typing import TYPE_CHECKING

from bot.channels.file_types import DOCX, ODP, ODS, ODT, PDF, PPTX, XLSX
from bot.file_readers import NotReadable
from bot.text_files.parts import opened

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_POINTS = 50_000_000  # of a picture; drawn, four bytes each
MOST_DRAWN = 20_000_000  # bytes of a picture as it is kept: small files unfold
MOST_MANIFEST = 1 << 20
JPEG_QUALITY, COARSE_QUALITY = 90, 60
JPEG, PNG = "image/jpeg", "image/png"
# The part that makes a package what it is → its type and ending.
_PACKAGES: Mapping[str, tuple[str, str]] = {
    "word/document.xml": (DOCX, ".docx"), "xl/workbook.xml": (XLSX, ".xlsx"), "ppt/presentation.xml": (PPTX, ".pptx"),
}  # fmt: skip
_OPEN = {ODT: ".odt", ODS: ".ods", ODP: ".odp"}  # OpenDocument says by its first part what it is
ENDINGS: Mapping[str, str] = {JPEG: ".jpg", PNG: ".png", PDF: ".pdf", **dict(_PACKAGES.values()), **_OPEN}
_DRAWN = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
_WITH_ALPHA = frozenset(("RGBA", "LA", "PA"))
_ZIP, _OLE, _PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF-"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PDF_WITHIN = 1024  # bytes before its mark
_HEIC = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypheim", b"ftyphevc")


def cleaned(content: bytes, _: str) -> bytes:
    """The type of a file, a line break, and its content as it is kept. Raises: NotReadable."""
    mime, kept = _kept(content)
    return mime.encode() + b"\n" + kept


def _kept(content: bytes) -> tuple[str, bytes]:
    if content.startswith(_ZIP):
        return _package(content), content
    if content.startswith(_OLE):
        raise NotReadable("attachment-locked" if _ENCRYPTED in content else "attachment-old-office")
    if _PDF in content[:_PDF_WITHIN]:
        _look_at_pdf(content)
        return PDF, content
    if content[4:12] in _HEIC:
        raise NotReadable("attachment-heic")
    return _picture(content)


def _package(content: bytes) -> str:
    try:
        return _packaged(content)
    except NotReadable as problem:  # those of a description say what to do with a text
        raise NotReadable(problem.key.replace("text-file", "attachment")) from None


def _packaged(content: bytes) -> str:
    with opened(content) as archive:
        names = frozenset(archive.namelist())
        if any(name.rpartition("/")[2].casefold() == "vbaproject.bin" for name in names):
            raise NotReadable("attachment-macros")
        for name, (mime, _) in _PACKAGES.items():
            if name in names and "[Content_Types].xml" in names:
                return mime
        if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
            said = archive.read("mimetype").decode("ascii", "replace").strip()
            if said in _OPEN:
                return _checked_open(archive, said)
    raise NotReadable("attachment-kind")


def _checked_open(archive: zipfile.ZipFile, mime: str) -> str:
    manifest = "META-INF/manifest.xml"
    if manifest in archive.namelist():
        if archive.getinfo(manifest).file_size > MOST_MANIFEST:
            raise NotReadable("attachment-broken")
        if b"encryption-data" in archive.read(manifest):
            raise NotReadable("attachment-locked")
    if any(name.startswith(("Basic/", "Scripts/")) for name in archive.namelist()):
        raise NotReadable("attachment-macros")
    return mime


def _look_at_pdf(content: bytes) -> None:
    from pypdf import PdfReader  # noqa: PLC0415 - heavy
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise NotReadable("attachment-locked")
        is_whole = bool(reader.pages)
    except NotImplementedError:  # locked for certain people, by a certificate
        raise NotReadable("attachment-locked") from None
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        is_whole = False
    if not is_whole:
        raise NotReadable("attachment-broken")


def _picture(content: bytes) -> tuple[str, bytes]:
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - heavy

    Image.MAX_IMAGE_PIXELS = None  # our own bound is looked at first
    warnings.simplefilter("ignore")
    try:
        with Image.open(io.BytesIO(content), formats=_DRAWN) as picture:
            if picture.width * picture.height > MOST_POINTS:
                raise NotReadable("attachment-too-many-points", {"most": MOST_POINTS // 1_000_000})
            if picture.format == "TIFF" and getattr(picture, "n_frames", 1) > 1:  # a scan: only the first would be kept
                raise NotReadable("attachment-many-pages")
            picture.load()
            return _drawn(_upright(picture), picture.format or "")
    except UnidentifiedImageError:
        raise NotReadable("attachment-kind") from None
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, TypeError):
        raise NotReadable("attachment-broken") from None


def _upright(picture: "Image") -> "Image":
    """A copy as the camera was held. Notes that are damaged, which is not rare, are no reason to refuse a photo."""
    from PIL import ExifTags  # noqa: PLC0415
    from PIL.Image import Transpose  # noqa: PLC0415

    turns = {
        2: Transpose.FLIP_LEFT_RIGHT, 3: Transpose.ROTATE_180, 4: Transpose.FLIP_TOP_BOTTOM, 5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270, 7: Transpose.TRANSVERSE, 8: Transpose.ROTATE_90,
    }  # fmt: skip
    try:
        turn = turns.get(picture.getexif().get(ExifTags.Base.Orientation, 1))
    except (SyntaxError, ValueError, LookupError, TypeError, OSError, struct.error):
        turn = None
    return picture.copy() if turn is None else picture.transpose(turn)


def _drawn(picture: "Image", was: str) -> tuple[str, bytes]:
    """Drawn anew, without anything but its points; upright."""
    is_clear = picture.mode in _WITH_ALPHA or "transparency" in picture.info
    bare = _bare(picture, is_clear)
    if was == "PNG" or is_clear:
        made = _saved(bare, "PNG")
        if len(made) <= MOST_DRAWN:
            return PNG, made
    plain = bare if bare.mode in ("L", "RGB") else bare.convert("RGB")
    for quality in (JPEG_QUALITY, COARSE_QUALITY):
        made = _saved(plain, "JPEG", quality=quality)
        if len(made) <= MOST_DRAWN:
            return JPEG, made
    raise NotReadable("file-too-large", {"most": MOST_DRAWN // 1_000_000})


def _saved(picture: "Image", form: str, **how: int) -> bytes:
    made = io.BytesIO()
    picture.save(made, form, **how)
    return made.getvalue()


def _bare(picture: "Image", is_clear: bool) -> "Image":
    """Grey, RGB or RGBA of eight bits in the colours of every screen, and nothing beside the points.

    Args: picture: ours alone; it is changed.
    """
    profile = picture.info.get("icc_profile")
    if picture.mode.startswith("I;16"):  # of a scanner; a mere conversion makes nearly all of it white
        picture = picture.point(lambda value: value * (1 / 256)).convert("L")
    if picture.mode not in ("L", "RGB", "RGBA", "CMYK"):
        picture = picture.convert("RGBA" if is_clear else "RGB")
    if profile and picture.mode != "L":
        picture = _in_usual_colours(picture, profile)
    if picture.mode == "CMYK":
        picture = picture.convert("RGB")
    picture.info.clear()
    return picture


def _in_usual_colours(picture: "Image", profile: bytes) -> "Image":
    """A profile names the camera, and has room for whatever one likes: its colours are kept without it."""
    from PIL import ImageCms  # noqa: PLC0415

    try:
        known, usual = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
        mode = "RGBA" if picture.mode == "RGBA" else "RGB"
        changed = ImageCms.profileToProfile(picture, known, usual, outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):  # no profile, or one of other colours
        return picture
    return changed or picture
