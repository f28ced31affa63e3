"""Documents for tests: honest ones by python-docx, reportlab and LibreOffice, and parts put together by hand to lie."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from docx import Document
from pypdf import PdfReader, PdfWriter
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate

from bot.documents.fonts import dejavu_sans

SAMPLES = Path(__file__).parent / "data"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_COMPATIBLE = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
MAIN_PART = f'<Relationship Id="r1" Type="{_LINKS}/officeDocument" Target="word/document.xml"/>'


def docx(*paragraphs: str | tuple[str, str]) -> bytes:
    """By python-docx: paragraphs, or pairs of a style and a paragraph."""
    document, file = Document(), BytesIO()
    for one in paragraphs:
        style, text = one if isinstance(one, tuple) else (None, one)
        document.add_paragraph(text, style)
    document.save(file)
    return file.getvalue()


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """A package with these parts."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def by_hand(body: str, before: str = "", links: str = MAIN_PART, **parts: str) -> bytes:
    """A .docx with this body. before: what stands before the root. parts: others in the folder word."""
    root = f'<w:document xmlns:w="{WORD}" xmlns:mc="{_COMPATIBLE}"><w:body>{body}</w:body></w:document>'
    return packed(
        {
            "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}">{links}</Relationships>',
            "word/document.xml": f'<?xml version="1.0" encoding="UTF-8"?>{before}{root}',
            **{f"word/{name}.xml": f'<w:part xmlns:w="{WORD}">{content}</w:part>' for name, content in parts.items()},
        }
    )


def paragraph(text: str, properties: str = "") -> str:
    """A paragraph of WordprocessingML."""
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def odt(body: str, styles: str = "", mimetype: str = "application/vnd.oasis.opendocument.text", **parts: str) -> bytes:
    """An .odt with this body and these automatic styles."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "table", "style")
    )
    content = (
        f"<office:document-content {spaces}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    names = {"manifest": "META-INF/manifest.xml"}
    return packed({"mimetype": mimetype, "content.xml": content, **{names[name]: one for name, one in parts.items()}})


def pdf(*pages: tuple[str, ...]) -> bytes:
    """By reportlab: pages of paragraphs that are broken into lines."""
    registerFont(TTFont("DejaVu", dejavu_sans()))
    file = BytesIO()
    style = ParagraphStyle("plain", fontName="DejaVu", fontSize=12, leading=16)
    story: list[Flowable] = []
    for number, page in enumerate(pages):
        story += [PageBreak()] if number else []
        story += [Paragraph(text, style) for text in page]
    SimpleDocTemplate(file).build(story)
    return file.getvalue()


def blank_pdf() -> bytes:
    """A page without a word, like one that was scanned."""
    writer, file = PdfWriter(), BytesIO()
    writer.add_blank_page(595, 842)
    writer.write(file)
    return file.getvalue()


def locked(content: bytes, password: str) -> bytes:
    """A PDF that opens with a password; '' only forbids printing and copying."""
    writer, file = PdfWriter(clone_from=PdfReader(BytesIO(content))), BytesIO()
    writer.encrypt(password, "owner", algorithm="AES-256")
    writer.write(file)
    return file.getvalue()
