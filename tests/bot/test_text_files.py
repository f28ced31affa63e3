"""Documents in place of typing: what is read of each kind, and that nothing hostile or broken does more than be refused."""

import zlib
from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.file_readers import NotReadable, ReceivedFile
from bot.text_files.contents import read_text
from bot.text_files.paragraphs import MOST_CHARACTERS
from bot.text_files.reader import READERS
from conversations.sent_files import TEXT
from conversations.text import normalise
from tests.builders import NOON
from tests.text_documents import SAMPLES, blank_pdf, by_hand, docx, locked, odt, packed, paragraph, pdf

LONG = "Trước đây tẽ ngô bằng tay, mất nhiều thời gian và công sức của anh chị em công nhân trong tổ sản xuất, mỗi ngày chỉ được hai tạ."
OFFICE = f"""Sáng kiến cải tiến máy tẽ ngô
{LONG}
Cách làm mới:
• dùng mô-tơ cũ 1,5 kW; “tận dụng” khung sắt
• lắp thêm sàng – không phải nhặt
• cấp hai
1. Bước một
2. Bước hai
Trước | 2 tạ/ngày
Sau | 6 tạ/ngày
Kết quả: nhanh gấp ba; ±5 °C
dòng dưới sau tab"""
LEVEL = '<w:lvl w:ilvl="{}"><w:start w:val="{}"/><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/></w:lvl>'
NUMBERING = (
    '<w:abstractNum w:abstractNumId="7">'
    + "".join(LEVEL.format(*one) for one in ((0, 1, "upperRoman", "%1."), (1, 3, "decimal", "%1.%2)"), (2, 1, "bullet", "-")))
    + '</w:abstractNum><w:abstractNum w:abstractNumId="8">'
    + "".join(LEVEL.format(*one) for one in ((0, 1, "bullet", "\uf0b7"), (1, 1, "lowerLetter", "%2)"), (2, 1, "none", "x")))
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="8"/><w:lvlOverride w:ilvl="0"><w:lvl w:ilvl="0"><w:numFmt w:val="lowerRoman"/>'
    '<w:lvlText w:val="(%1)"/></w:lvl></w:lvlOverride></w:num><w:num w:numId="3"><w:abstractNumId w:val="8"/></w:num>'
)
STYLES = (
    '<w:style w:styleId="Base"><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr></w:pPr></w:style>'
    '<w:style w:styleId="Child"><w:basedOn w:val="Base"/></w:style>'
    '<w:style w:styleId="Round"><w:basedOn w:val="Round"/></w:style>'
    '<w:style w:styleId="Secret"><w:rPr><w:vanish/></w:rPr></w:style>'
)


def item(text: str, number: int, depth: int = 0) -> str:
    """An item of a list."""
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')


def run(text: str, properties: str = "") -> str:
    """A paragraph whose run has properties."""
    return f"<w:p><w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def in_font(name: str) -> str:
    """A property of a run."""
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}"/>'


FONTS = (
    f'<w:docDefaults><w:rPrDefault><w:rPr>{in_font("Arial")}</w:rPr></w:rPrDefault></w:docDefaults>'
    f'<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:rPr>{in_font("VNI-Times")}</w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="New"><w:basedOn w:val="Normal"/></w:style>'
    f'<w:style w:type="character" w:styleId="Fine"><w:rPr>{in_font("Times New Roman")}</w:rPr></w:style>'
)
ODT_STYLES = (
    '<text:list-style style:name="L1"><text:list-level-style-bullet text:level="1" text:bullet-char="–"/>'
    '<text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")" text:start-value="2"/>'
    '<text:list-level-style-number text:level="3" style:num-format="1" style:num-suffix="." text:display-levels="2"/></text:list-style>'
)
READ: dict[str, tuple[bytes | Callable[[], bytes], str]] = {
    "LibreOffice: Word": ((SAMPLES / "libreoffice.docx").read_bytes(), OFFICE),
    "LibreOffice: OpenDocument": ((SAMPLES / "libreoffice.odt").read_bytes(), OFFICE),
    "LibreOffice: PDF": ((SAMPLES / "libreoffice.pdf").read_bytes(), OFFICE.replace(" | ", " ")),
    "python-docx": (
        lambda: docx("Một", "", "", "", ("List Bullet", "hai"), ("List Number", "ba"), ("List Number", "bốn"), "  năm  "),
        "Một\n\n• hai\n1. ba\n2. bốn\n  năm",
    ),
    "numbers and bullets": (
        by_hand(item("một", 1) + item("hai", 1, 1) + item("ba", 1, 1) + item("bốn", 1, 2) + item("năm", 1) + item("sáu", 1, 1), numbering=NUMBERING),
        "I. một\nI.3) hai\nI.4) ba\n- bốn\nII. năm\nII.3) sáu",
    ),
    "its own numbers, letters, none, of no list": (
        by_hand(item("một", 2) + item("hai", 3) + item("ba", 3, 1) + item("bốn", 3, 2) + item("năm", 3, 8) + item("sáu", 9) + item("bảy", 0), numbering=NUMBERING),
        "(i) một\n• hai\na) ba\nbốn\nnăm\nsáu\nbảy",
    ),
    "by a style, and one that is based on itself": (
        by_hand("".join(paragraph(text, f'<w:pStyle w:val="{style}"/>') for text, style in (("một", "Child"), ("hai", "Round"), ("ba", "None"))), numbering=NUMBERING, styles=STYLES),
        "• một\nhai\nba",
    ),
    "what is not in the text": (
        by_hand(
            "<w:p><w:ins><w:r><w:t>Thêm</w:t></w:r></w:ins><w:del><w:r><w:delText>xóa</w:delText><w:t>xóa</w:t></w:r></w:del>"
            "<w:moveFrom><w:r><w:t>chuyển</w:t></w:r></w:moveFrom><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
            + run("ẩn", "<w:vanish/>") + run("hiện", '<w:vanish w:val="0"/>') + run("kín", '<w:rStyle w:val="Secret"/>')
            + paragraph("thật", '<w:rPr><w:vanish/></w:rPr><w:pPrChange><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:pPrChange>'),
            numbering=NUMBERING, styles=STYLES,
        ),
        "Thêm\n\nhiện\n\nthật",
    ),
    "signs": (
        by_hand('<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t><w:sym w:font="Symbol" w:char="F0B1"/>'
                '<w:sym w:font="Wingdings" w:char="F0E0"/><w:sym w:font="Wingdings" w:char="F0A7"/><w:sym w:font="Arial" w:char="2192"/><w:sym w:char="xyz"/><w:softHyphen/></w:r></w:p>'),
        "a b\nc-d±→•→",
    ),
    "a box, drawn twice for two kinds of programs": (
        by_hand(f"<w:p><w:r><w:t>Ngoài</w:t></w:r><w:r><mc:AlternateContent><mc:Choice>{run('Trong')}</mc:Choice><mc:Fallback>{run('Trong')}</mc:Fallback></mc:AlternateContent></w:r></w:p>"),
        "Trong\nNgoài",
    ),
    "a table in a table": (
        by_hand(f"<w:tbl><w:tr><w:tc>{run('a')}{run('b')}</w:tc><w:tc><w:tbl><w:tr><w:tc>{run('c')}</w:tc><w:tc>{run('d')}</w:tc></w:tr></w:tbl></w:tc></w:tr><w:tr><w:tc/></w:tr></w:tbl>"),
        "a b | c | d",
    ),
    "old fonts beside Unicode, one of capitals, a word in three runs": (
        by_hand(run("Đề tài") + run("S¸ng kiÕn c¶i tiÕn m¸y", in_font(".VnTime")) + run("tÏ ng« n¨m 2021", in_font(".VnTimeH"))
                + "<w:p>" + "".join(run(text, in_font(".VnArial"))[5:-6] for text in ("n", "¨", "ng suÊt")) + "</w:p>" + run("x±y", in_font("Arial"))),
        "Đề tài\nSáng kiến cải tiến máy\nTẼ NGÔ NĂM 2021\nnăng suất\nx±y",
    ),
    "an old font by the styles": (
        by_hand(run("coâng nhaân") + paragraph("Saùng kieán", '<w:pStyle w:val="New"/>') + run("Đã, où", '<w:rStyle w:val="Fine"/>'), styles=FONTS),
        "công nhân\nSáng kiến\nĐã, où",
    ),
    "Unicode that is set in an old font": (by_hand(run("Hoà bình", in_font(".VnTime")) + run("Độ dày 5 µm", in_font("VNI-Times"))), "Hoà bình\nĐộ dày 5 µm"),
    "macros are not looked at": (packed({"word/document.xml": f"<d>{paragraph('Chữ').replace('w:', '')}</d>", "word/vbaProject.bin": b"\xd0\xcf\x11\xe0"}), "Chữ"),
    "links to elsewhere": (
        by_hand(run("Chữ"), links='<Relationship Id="r0" TargetMode="External" Type="x/officeDocument" Target="http://127.0.0.1:9/x"/><Relationship Type="x/officeDocument" Target="../../etc/passwd"/>'),
        "Chữ",
    ),
    "OpenDocument": (
        odt('<text:h>Đầu <text:s text:c="2"/>đề</text:h><text:tracked-changes><text:p>xóa</text:p></text:tracked-changes>'
            '<text:list text:style-name="L1"><text:list-item><text:p>một</text:p><text:p>thêm</text:p><text:list><text:list-item><text:p>hai</text:p>'
            '<text:list><text:list-item><text:p>ba</text:p></text:list-item></text:list></text:list-item></text:list></text:list-item></text:list>'
            '<text:p>x\n  y<text:note><text:note-body><text:p>chú thích</text:p></text:note-body></text:note><text:line-break/>z<text:tab/>t</text:p>'
            '<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell><text:p>b</text:p></table:table-cell></table:table-row></table:table>',
            ODT_STYLES),
        "Đầu   đề\n– một\nthêm\nb) hai\nb.1. ba\nx y\nz t\na | b",
    ),
    "PDF: lines are paragraphs again": (lambda: pdf((LONG, "• gạch đầu dòng", f"1. {LONG}"), ("Trang hai.",)), f"{LONG}\n• gạch đầu dòng\n1. {LONG}\nTrang hai."),
    "PDF: a bullet on a line of its own": (lambda: pdf(("•", "gạch đầu dòng", "•", "nữa")), "• gạch đầu dòng\n• nữa"),
    "PDF: one that only may not be printed": (lambda: locked(pdf(("Không in được.",)), ""), "Không in được."),
    "UTF-8": ("\ufeffMột\r\n\r\n- hai".encode(), "Một\n\n- hai"),
    "UTF-16": ("Một\r\nhai".encode("utf-16"), "Một\nhai"),
    "Windows-1258": (b"S\xe1ng ki\xea\xecn vi\xea\xf2c", "Sáng kiến việc"),
    "decomposed": ("Sa\u0301ng".encode(), "Sáng"),
    "TCVN3": ("S¸ng kiÕn c«ng nh©n ng\u00adêi".encode("latin-1"), "S¸ng kiÕn c«ng nh©n ngêi"),
}  # fmt: skip


def text_of(content: bytes) -> str:
    """What is stored of a file."""
    return normalise(orjson.loads(read_text(content, ""))["text"])


@pytest.mark.parametrize("name", READ)
def test_what_is_read(name: str) -> None:
    """Paragraphs, bullets, numbers and tables are kept; what is deleted, hidden or elsewhere is not read."""
    content, expected = READ[name]
    assert expected == text_of(content() if callable(content) else content)


def test_what_is_told_of_a_font() -> None:
    """Of a short text also how it was stored, for whoever wants that; in one font throughout, which is not named, nothing."""
    words = "S¸ng kiÕn c¶i tiÕn"
    found = orjson.loads(read_text(by_hand(run("Đề tài") + run(words, in_font(".VnTime"))), ""))
    assert {"text": "Đề tài\nSáng kiến cải tiến", "before": f"Đề tài\n{words}", "font": "TCVN3 (.VnTime)"} == found
    long = by_hand(run("Đề tài") + run(f"{words} " * 300, in_font(".VnTime")))
    assert {"text"} == orjson.loads(read_text(long, "")).keys()
    assert {"text": words} == orjson.loads(read_text(by_hand(run(words)), ""))


def entities(kind: str) -> bytes:
    """A document that declares entities, of its own or from elsewhere."""
    many = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
    doctype = {"file": '<!ENTITY e9 SYSTEM "file:///etc/passwd">', "many": f'<!ENTITY e0 "ha">{many}', "dtd": "", "par": '<!ENTITY % p SYSTEM "http://127.0.0.1:9/x">%p;'}[kind]
    system = 'SYSTEM "http://127.0.0.1:9/x"' if kind == "dtd" else ""
    return by_hand(run("&e9;" if kind in ("file", "many") else "Chữ"), f"<!DOCTYPE d {system}[{doctype}]>")


def bomb(piece: bytes) -> bytes:
    """Small, and a hundred megabytes when it is unpacked."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=1) as archive, archive.open("word/document.xml", "w") as part:
        part.write(b"<d>")
        for _ in range(100):
            part.write(piece * (1_000_000 // len(piece)))
    return file.getvalue()


def encrypted_entry() -> bytes:
    """A package whose entries say that they are encrypted."""
    content = bytearray(docx("Chữ"))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + place] |= 1
            at = content.find(mark, at + 4)
    return bytes(content)


def pdf_bomb() -> bytes:
    """A page whose content is 80 MB of spaces."""
    stream = zlib.compress(b" " * 80_000_000, 1)
    parts = (
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%b\nendstream" % (len(stream), stream),
    )  # fmt: skip
    content, places = b"%PDF-1.4\n", list[int]()
    for number, part in enumerate(parts, 1):
        places.append(len(content))
        content += b"%d 0 obj%b endobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return content + b"xref\n0 5\n0000000000 65535 f \n%btrailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (table, len(content))


WORKBOOK = packed({"xl/workbook.xml": "<x/>", "[Content_Types].xml": "<x/>"})
REFUSED: dict[str, tuple[bytes | Callable[[], bytes], str]] = {
    "an entity of a file": (lambda: entities("file"), "text-file-broken"),
    "entities without end": (lambda: entities("many"), "text-file-broken"),
    "a document type elsewhere": (lambda: entities("dtd"), "text-file-broken"),
    "an entity of the type": (lambda: entities("par"), "text-file-broken"),
    "a bomb of spaces": (lambda: bomb(b" "), "text-file-bomb"),
    "a bomb of paragraphs": (lambda: bomb(b"<p/>"), "text-file-too-long"),
    "a locked package": (encrypted_entry, "text-file-locked"),
    "locked by Word": (b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "text-file-locked"),
    "locked by LibreOffice": (odt("<text:p>x</text:p>", manifest="<m><encryption-data/></m>"), "text-file-locked"),
    "a locked PDF": (lambda: locked(pdf(("Chữ",)), "secret"), "text-file-locked"),
    "Word of before 2007": (b"\xd0\xcf\x11\xe0" + bytes(600), "text-file-old-word"),
    "rich text": (rb"{\rtf1\ansi S\'e1ng}", "text-file-old-word"),
    "a PDF of pictures": (blank_pdf, "text-file-scanned"),
    "a PDF that is a bomb": (pdf_bomb, "text-file-scanned"),
    "a PDF that is none": (b"%PDF-1.7\n" + bytes(2000), "text-file-broken"),
    "a PDF that says it is encrypted": (b"%PDF-1.4\ntrailer<</Encrypt 1 0 R/Root 2 0 R>>\nstartxref\n9\n%%EOF", "text-file-broken"),
    "a photo": (b"\xff\xd8\xff\xe0" + bytes(50), "text-file-picture"),
    "a photo of an iPhone": (b"\0\0\0\x18ftypheic" + bytes(50), "text-file-picture"),
    "a program": (b"MZ" + bytes(50), "text-file-kind"),
    "a workbook": (WORKBOOK, "text-file-kind"),
    "an OpenDocument workbook": (odt("", mimetype="application/vnd.oasis.opendocument.spreadsheet"), "text-file-kind"),
    "a page of the web": (b"<html><body>Ch</body></html>", "text-file-kind"),
    "anything": (bytes(range(256)), "text-file-kind"),
    "half of UTF-16": (b"\xff\xfeab\xd8", "text-file-kind"),
    "an unknown encoding": ("Größe für".encode("latin-1"), "text-file-encoding"),
    "no document in it": (packed({"word/styles.xml": "<x/>"}), "text-file-broken"),
    "no words": (lambda: docx("", " ", "123 …"), "text-file-empty"),
    "no words in a text": (b" \r\n ", "text-file-empty"),
    "far too long": (lambda: docx(*["chữ " * 1000] * 12), "text-file-too-long"),
    "far too long, plain": (b"a" * (MOST_CHARACTERS + 1), "text-file-too-long"),
    "too many pages": (lambda: pdf(*[("x",)] * 61), "text-file-too-long"),
    "cut off": (lambda: docx("Chữ")[:-30], "text-file-broken"),
    "cut off, PDF": (lambda: pdf((LONG,))[:700], "text-file-broken"),
    "XML that ends early": (packed({"word/document.xml": "<d><p>"}), "text-file-broken"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused(name: str) -> None:
    """Each with its own sentence, which says what to do."""
    content, key = REFUSED[name]
    with pytest.raises(NotReadable) as refused:
        read_text(content() if callable(content) else content, "")
    assert key == refused.value.key


ORIGINALS = (
    (SAMPLES / "libreoffice.docx").read_bytes(), (SAMPLES / "libreoffice.odt").read_bytes(), (SAMPLES / "libreoffice.pdf").read_bytes(),
    by_hand(item("một", 1), numbering=NUMBERING, styles=STYLES), "S¸ng kiÕn".encode("latin-1"),
)  # fmt: skip


def read_or_refused(content: bytes) -> None:
    """Nothing else comes of it."""
    key = ""
    try:
        assert orjson.loads(read_text(content, ""))["text"]
    except NotReadable as refused:
        key = refused.key
    assert not key or key.startswith("text-file-")


@settings(max_examples=150)
@given(st.sampled_from(ORIGINALS), st.integers(0, 1 << 16), st.binary(max_size=40), st.booleans())
def test_whatever_is_sent(original: bytes, place: int, put: bytes, is_cut: bool) -> None:
    """A file that is cut anywhere, or overwritten in between, is read or refused; nothing else comes of it."""
    place %= len(original)
    read_or_refused(original[:place] + put + (b"x" if is_cut else original[place + len(put) :]))


@settings(max_examples=150)
@given(st.lists(st.sampled_from(("<p>", "</p>", "<r>", "</r>", "<t>", "</t>", "chữ", "<tr>", "</tr>", "<tc>", "</tc>", "<del>", "</del>", "<br/>",
                                 '<numId val="1"/>', '<ilvl val="-1"/>', "<pPr>", "</pPr>", "<list>", "</list>", "<list-item/>", "<table-row>", "</table-row>", "<h/>"))))  # fmt: skip
def test_whatever_stands_where(pieces: list[str]) -> None:
    """Elements in any order are no mistake of ours."""
    body = "".join(pieces)
    for content in (
        packed({"word/document.xml": f"<d>{body}</d>", "word/numbering.xml": f"<d>{body}</d>", "word/styles.xml": f"<d>{body}</d>"}),
        packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": f"<d>{body}</d>"}),
    ):
        read_or_refused(content)


async def test_apart() -> None:
    """The reader, as it is called: in a process that may use little, which is enough for a PDF under AES."""
    file = ReceivedFile("f1", TEXT, 1, locked(pdf((LONG,)), ""), "a.pdf", "", NOON)
    assert {"text": LONG} == (await READERS[TEXT].read(file)).found
