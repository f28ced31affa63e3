"""What goes with an initiative: known by its content, without where and with what it was taken, kept and swept."""

import dataclasses
import os
import struct
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ExifTags, Image, ImageCms, ImageOps

from bot.attachments.desk import carry_out, fetched
from bot.attachments.kinds import ENDINGS, JPEG, MOST_DRAWN, MOST_MANIFEST, PNG, cleaned
from bot.attachments.reader import named, reader
from bot.attachments.sweeping import forget_left_over, sweep
from bot.channels import file_types
from bot.file_readers import NotReadable, ReceivedFile
from conversations import attached
from conversations.attached import AttachedFile, AttachFiles, SendAttachment
from conversations.state import Frame, State
from storage.blobs import Blobs
from storage.database import Database
from storage.unit_of_work import UnitOfWork
from storage.vault import Vault
from tests.storage.world import CAMPAIGN, DAY, NOON, SECRET, drafted_files, initiative, meet, plant
from tests.text_documents import SAMPLES, docx, locked, packed, pdf
from tests.workbooks import workbook

PLACE, MAKER = "Xom Ban Moi", "May anh thu"


def drawn(form: str, size: tuple[int, int] = (60, 40), mode: str = "RGB", grey: int = 0, **more: object) -> bytes:
    """A picture that is red at the top left."""
    picture = Image.new(mode, size, (255, 255, 255, 90) if mode == "RGBA" else grey or "white")
    picture.paste("red" if mode in ("RGB", "RGBA") else 0, (0, 0, size[0] // 3, size[1] // 3))
    made = BytesIO()
    picture.save(made, form, **more)
    return made.getvalue()


def taken_by_phone(orientation: int = 1) -> bytes:
    """A photo that says where and with what it was taken."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make], exif[ExifTags.Base.Orientation] = MAKER, orientation
    exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (22.0, 40.0, 30.0), 3: "E", 4: (106.0, 15.0, 10.0), 29: PLACE})
    return drawn("JPEG", exif=exif.tobytes(), comment=PLACE.encode())


def kept(content: bytes) -> tuple[str, bytes]:
    """Type and content as they are kept."""
    mime, _, made = cleaned(content, "").partition(b"\n")
    return mime.decode(), made


PICTURES = {
    "JPEG": (drawn("JPEG"), JPEG), "PNG": (drawn("PNG"), PNG), "WEBP": (drawn("WEBP"), JPEG), "GIF": (drawn("GIF"), JPEG),
    "BMP": (drawn("BMP"), JPEG), "TIFF": (drawn("TIFF"), JPEG), "grey": (drawn("JPEG", mode="L"), JPEG),
    "CMYK": (drawn("JPEG", mode="CMYK"), JPEG), "see-through": (drawn("WEBP", mode="RGBA"), PNG),
}  # fmt: skip


@pytest.mark.parametrize(("content", "mime"), PICTURES.values(), ids=PICTURES)
def test_pictures(content: bytes, mime: str) -> None:
    """Drawn anew as what every phone opens; the size stays."""
    said, made = kept(content)
    with Image.open(BytesIO(made)) as picture:
        assert (mime, (60, 40)) == (said, picture.size)
    assert kept(made)[0] == mime


def test_where_a_photo_was_taken_is_gone() -> None:
    """Place, maker, comment; it stands upright by its points alone."""
    content = taken_by_phone(orientation=6)
    _, made = kept(content)
    for secret in (PLACE.encode(), MAKER.encode(), b"Exif"):
        assert secret in content
        assert secret not in made
    with Image.open(BytesIO(made)) as picture:
        assert ((40, 60), {}) == (picture.size, dict(picture.getexif()))
        corner = picture.convert("HSV").getpixel((38, 2))
        assert isinstance(corner, tuple)
        assert corner[1] > 200, "what was red at the top left of the sensor is at the top right"


def test_colours_stay_and_their_profile_goes() -> None:
    """It names the camera and has room for more; those of a printing press are those of a screen."""
    usual = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for mode, profile in (("RGB", usual + PLACE.encode()), ("RGB", PLACE.encode()), ("CMYK", usual)):
        _, made = kept(drawn("JPEG", mode=mode, icc_profile=profile))
        with Image.open(BytesIO(made)) as picture:
            assert ("RGB", False) == (picture.mode, "icc_profile" in picture.info)
        assert PLACE.encode() not in made
    wide = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
    assert kept(drawn("PNG", icc_profile=wide))[0] == PNG


@pytest.mark.parametrize("orientation", range(1, 9))
def test_upright(orientation: int) -> None:
    """However the telephone was held."""
    content = taken_by_phone(orientation)
    with Image.open(BytesIO(content)) as was, Image.open(BytesIO(kept(content)[1])) as made:
        expected = ImageOps.exif_transpose(was)
        assert expected.size == made.size
        spots = ((2, 2), (made.width - 3, 2), (2, made.height - 3), (made.width - 3, made.height - 3))
        assert [spot for spot in spots if is_red(expected, spot)] == [spot for spot in spots if is_red(made, spot)]


def is_red(picture: Image.Image, spot: tuple[int, int]) -> bool:
    """Rather than white."""
    return picture.convert("RGB").crop((*spot, spot[0] + 1, spot[1] + 1)).tobytes()[1] < 128


def test_a_photo_with_damaged_notes() -> None:
    """Is a photo: cheap telephones write what no program can write again."""
    maker, width = (struct.pack(">HH", tag, 2) for tag in (ExifTags.Base.Make, ExifTags.Base.ImageWidth))
    content = taken_by_phone(6).replace(maker, width)  # words, where a number should be
    mime, made = kept(content)
    with Image.open(BytesIO(made)) as picture:
        assert (JPEG, (40, 60)) == (mime, picture.size)


@pytest.mark.parametrize("form", ["PNG", "TIFF"])
def test_greys_of_sixteen_bits(form: str) -> None:
    """Scanners and microscopes make them: they stay grey."""
    _, made = kept(drawn(form, mode="I;16", grey=32_000))
    with Image.open(BytesIO(made)) as picture:
        assert abs(picture.convert("L").crop((50, 30, 51, 31)).tobytes()[0] - 125) < 3


def test_a_small_file_that_unfolds() -> None:
    """Drawn anew it is no larger than what may be sent: coarser, without what shines through, or refused."""
    noise = Image.merge("RGBA", [Image.effect_noise((2600, 2300), 80)] * 4)
    made = BytesIO()
    noise.save(made, "WEBP", quality=5, method=0)
    mime, drawn_anew = kept(made.getvalue())
    assert (JPEG, True) == (mime, len(drawn_anew) <= MOST_DRAWN)


PAPERS = {
    "docx": (docx("Quy trình mới"), ".docx"), "xlsx": (workbook(["Số", "Máy"], ["1", "2"]), ".xlsx"),
    "pptx": (packed({"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<p/>"}), ".pptx"),
    "odt": ((SAMPLES / "libreoffice.odt").read_bytes(), ".odt"), "pdf": (pdf(("Bản vẽ",)), ".pdf"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "ending"), PAPERS.values(), ids=PAPERS)
def test_papers(content: bytes, ending: str) -> None:
    """Kept as they are."""
    mime, made = kept(content)
    assert (ending, content) == (ENDINGS[mime], made)


def huge() -> bytes:
    """A small file of 56 million points."""
    return drawn("PNG", size=(7500, 7500), mode="L")


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "a program": (lambda: b"MZ" + b"\0" * 200, "attachment-kind"),
    "words": ("Bản thuyết minh".encode, "attachment-kind"),
    "a page with a script": (lambda: b"<html><script>alert(1)</script>", "attachment-kind"),
    "a drawing with a script": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "attachment-kind"),
    "a package of nothing known": (lambda: packed({"a.exe": "MZ"}), "attachment-kind"),
    "half a package": (lambda: docx("x")[:-40], "attachment-broken"),
    "macros": (lambda: packed({"[Content_Types].xml": "", "word/document.xml": "", "word/vbaProject.bin": "x"}), "attachment-macros"),
    "macros in OpenDocument": (lambda: packed({"mimetype": "application/vnd.oasis.opendocument.text", "Basic/a.xml": ""}), "attachment-macros"),
    "a password in OpenDocument": (
        lambda: packed({"mimetype": "application/vnd.oasis.opendocument.text", "META-INF/manifest.xml": "<encryption-data/>"}),
        "attachment-locked",
    ),
    "a bomb in OpenDocument": (
        lambda: packed({"mimetype": "application/vnd.oasis.opendocument.text", "META-INF/manifest.xml": " " * (MOST_MANIFEST + 1)}),
        "attachment-broken",
    ),
    "old Word": (lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 600, "attachment-old-office"),
    "Word with a password": (lambda: b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "attachment-locked"),
    "PDF with a password": (lambda: locked(pdf(("x",)), "mật khẩu"), "attachment-locked"),
    "PDF for certain people": (
        lambda: pdf(("x",)).replace(b"/Root", b"/Encrypt << /Filter /Adobe.PubSec /V 4 /R 4 >> /Root"), "attachment-locked",
    ),
    "half a PDF": (lambda: pdf(("x",))[:300], "attachment-broken"),
    "a mere mark": (lambda: b"%PDF-1.4", "attachment-broken"),
    "half a photo": (lambda: drawn("JPEG", (600, 400))[:700], "attachment-broken"),
    "an iPhone's photo": (lambda: b"\0\0\0\x18ftypheic" + b"\0" * 100, "attachment-heic"),
    "a scan of several pages": (
        lambda: drawn("TIFF", save_all=True, append_images=[Image.new("L", (9, 9))]), "attachment-many-pages",
    ),
    "too many points": (huge, "attachment-too-many-points"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "problem"), HOSTILE.values(), ids=HOSTILE)
def test_what_is_not_taken(content: Callable[[], bytes], problem: str) -> None:
    """Each has its sentence."""
    with pytest.raises(NotReadable) as refused:
        kept(content())
    assert problem == refused.value.key


@given(st.sampled_from([drawn("JPEG"), drawn("PNG"), docx("x"), pdf(("x",)), b""]), st.binary(max_size=40), st.integers(0, 400))
def test_no_content_does_more_than_be_refused(whole: bytes, noise: bytes, place: int) -> None:
    """Whatever is changed in a file."""
    with suppress(NotReadable):
        assert kept(whole[:place] + noise + whole[place + len(noise) :])[0] in ENDINGS


NAMES = {
    "": ".jpg", "a.jpg": "a.jpg", "a.JPEG": "a.JPEG", "a.png": "a.jpg", "a.pdf": "a.jpg", "Máy số 3": "Máy số 3.jpg",
    "v1.2 mới": "v1.2 mới.jpg", "a.": "a..jpg",
}  # fmt: skip


@pytest.mark.parametrize(("name", "expected"), NAMES.items())
def test_names(name: str, expected: str) -> None:
    """End in what the file is."""
    assert expected == named(name, JPEG)


def test_every_kind_has_its_ending() -> None:
    """For which a telephone has a program."""
    assert {".jpg", ".png", ".pdf", ".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp"} == set(ENDINGS.values())
    assert ENDINGS.keys() == file_types.PAPERS | {JPEG, PNG}


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs(str(tmp_path / "attachments"), Vault([SECRET]))


async def test_the_reader_stores_what_it_cleaned(blobs: Blobs) -> None:
    """Apart, whatever the file calls itself; the same photo twice lies there once."""
    read = reader(blobs, 20).read
    first, second = [
        (await read(ReceivedFile(f"f{n}", "attachment", 1, taken_by_phone(), "x.png", "", NOON))).found for n in (1, 2)
    ]
    assert ("x.jpg", JPEG, first["blob"]) == (first["name"], first["mime"], second["blob"])
    content = blobs.get(bytes.fromhex(first["blob"]))
    assert (first["size"], False) == (len(content), PLACE.encode() in content)


async def test_a_camera_of_fifty_megapixels(blobs: Blobs) -> None:
    """Within the bounds of time and memory, upright too."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    content = drawn("JPEG", size=(8150, 6130), exif=exif.tobytes())
    found = (await reader(blobs, 20).read(ReceivedFile("f", "attachment", 1, content, "", "", NOON))).found
    assert ".jpg" == found["name"]


async def test_a_content_that_comes_again_while_it_is_swept(database: Database, tmp_path: Path) -> None:
    """Its row is committed after the sweeper has asked for it: it stays."""
    blobs, now = Blobs(str(tmp_path), Vault([SECRET])), datetime.now(UTC)
    blob = blobs.put(b"abc")
    path = tmp_path / blob.hex()[:2] / blob.hex()
    os.utime(path, (0, 0))

    class Slow(Blobs):
        def remove(self, name: bytes, before: datetime | None = None) -> bool:
            blobs.put(b"abc")
            return super().remove(name, before)

    assert 0 == await sweep(database, Slow(str(tmp_path), Vault([SECRET])), now)
    assert blobs.has(blob)


def filed(uow: UnitOfWork, blob: bytes) -> None:
    """An initiative with one photo, and a draft's."""
    author, ids = meet(uow, "a"), plant(uow)
    uow.submissions.add(initiative("A7K29QXM", author, ids), CAMPAIGN.code, DAY)
    for number in (1, 2):
        file = AttachedFile(f"f{number}", blob.hex(), JPEG, 3, f"Ảnh {number}.jpg")
        uow.attachments.keep(file, author.id, NOON)
    uow.attachments.bind("A7K29QXM", ("f1",), 5)


async def test_a_file_is_fetched_when_it_is_sent(database: Database, blobs: Blobs) -> None:
    """What is gone by then, or changed, is said to be so."""
    blob = blobs.put(b"abc")
    await database.write(lambda uow: filed(uow, blob))
    made = await fetched(database, blobs, SendAttachment("A7K29QXM", 1))
    assert made.attachment is not None
    assert ("attachment-shown", "Ảnh 1.jpg", b"abc") == (made.say.key, made.attachment.name, made.attachment.content)
    for number in (0, 2):
        assert "attachment-gone" == (await fetched(database, blobs, SendAttachment("A7K29QXM", number))).say.key
    blobs.remove(blob)
    gone = await fetched(database, blobs, SendAttachment("A7K29QXM", 1))
    assert ("attachment-gone", None) == (gone.say.key, gone.attachment)


async def test_files_that_do_not_go_along(database: Database, blobs: Blobs) -> None:
    """Gone, or more than there is room for: whoever was told that they do hears it at once."""
    blob = blobs.put(b"abc")

    def bound(uow: UnitOfWork, most: int) -> list[tuple[str, object]]:
        effect = AttachFiles("A7K29QXM", ("f2", "never noted"))
        return [(say.key, say.args["count"]) for say in carry_out(uow, 1, effect, most, NOON)]

    await database.write(lambda uow: filed(uow, blob))
    assert [("attachments-missing", 2)] == await database.write(lambda uow: bound(uow, 1))
    assert [("attachments-missing", 1)] == await database.write(lambda uow: bound(uow, 5))


async def test_what_a_form_means_stays(database: Database, blobs: Blobs) -> None:
    """However old: also in a form about what was filed. What none means goes."""
    blob = blobs.put(b"abc")

    def work(uow: UnitOfWork) -> None:
        filed(uow, blob)
        author = uow.submissions.get("A7K29QXM")
        assert author is not None
        meant = AttachedFile("f2", blob.hex(), JPEG, 3, "Ảnh 2.jpg")
        uow.attachments.keep(dataclasses.replace(meant, id="f3"), author.author_id, NOON)
        form = Frame("attaching", 1, "attachments", {"attachments": attached.packed((meant,))}, {"code": "A7K29QXM", "attached": "1"})
        uow.conversations.put(author.author_id, State((form,), 1), 0, NOON)
        assert 1 == forget_left_over(uow, NOON + timedelta(days=1))
        assert ["f2"] == [one.id for one in drafted_files(uow, author.author_id, ("f2", "f3"))]

    await database.write(work)


async def test_sweeping(database: Database, blobs: Blobs) -> None:
    """What no row means goes after a day; what a draft means stays."""
    meant, left = blobs.put(b"abc"), blobs.put(b"left over")
    await database.write(lambda uow: filed(uow, meant))
    now = datetime.now(UTC)
    assert 0 == await sweep(database, blobs, now)
    assert 1 == await sweep(database, blobs, now + timedelta(days=2))
    assert (True, False) == (blobs.has(meant), blobs.has(left))
