"""Files that tell who made them, wherever their format has a place for it."""

import io
import zipfile

from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    StreamObject,
    TextStringObject,
)

from tests.support.factories.files import CONTENT_TYPES

AUTHOR = "Ksor Bun Tac Gia"  # plain letters, so that it is found in any encoding
FOLDER = "C:/Users/KsorBun"
_CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    f' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{AUTHOR}</dc:creator>'
    f"<cp:lastModifiedBy>{AUTHOR}</cp:lastModifiedBy></cp:coreProperties>"
)


def telling_pdf(*, password: str = "") -> bytes:
    """A page with a text, and the author in every corner of the file."""
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    writer.add_metadata({"/Author": AUTHOR, "/Creator": AUTHOR, "/Company": AUTHOR})
    writer.root_object[NameObject("/Metadata")] = writer._add_object(_xmp())
    page[NameObject("/PieceInfo")] = DictionaryObject({NameObject("/Private"): TextStringObject(AUTHOR)})
    page[NameObject("/Annots")] = ArrayObject([writer._add_object(_comment()), _comment()])
    writer.add_attachment("author.txt", AUTHOR.encode())
    signature = {"/Type": NameObject("/Sig"), "/Name": TextStringObject(AUTHOR), "/Contents": ByteStringObject(b"x")}
    field = DictionaryObject({NameObject("/FT"): NameObject("/Sig")})
    field[NameObject("/V")] = writer._add_object(DictionaryObject({NameObject(k): v for k, v in signature.items()}))
    form = DictionaryObject({NameObject("/Fields"): ArrayObject([writer._add_object(field)])})
    writer.root_object[NameObject("/AcroForm")] = form
    if password:
        writer.encrypt(password)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def told_by_pdf(content: bytes) -> str:
    """All that a document's objects say, streams unpacked."""
    reader = PdfReader(io.BytesIO(content))
    said = [str(reader.trailer.get("/Info", "")), str(reader.metadata)]
    for number in range(1, reader.trailer["/Size"]):
        held = reader.get_object(number)
        said.append(str(held))
        if isinstance(held, StreamObject):
            said.append(held.get_data().decode("latin-1"))
    return "\n".join(said)


def _xmp() -> StreamObject:
    stream = StreamObject()
    stream.set_data(f"<x:xmpmeta><dc:creator>{AUTHOR}</dc:creator></x:xmpmeta>".encode())
    stream[NameObject("/Type")], stream[NameObject("/Subtype")] = NameObject("/Metadata"), NameObject("/XML")
    return stream


def _comment() -> DictionaryObject:
    place = ArrayObject([FloatObject(each) for each in (10, 10, 50, 50)])
    values = {"/Type": NameObject("/Annot"), "/Subtype": NameObject("/Text"), "/Rect": place}
    values |= {"/T": TextStringObject(AUTHOR), "/Contents": TextStringObject("Xem lai so lieu")}
    return DictionaryObject({NameObject(key): value for key, value in values.items()})


def telling_picture() -> bytes:
    """A JPEG whose EXIF names its photographer."""
    exif = Image.Exif()
    exif[0x013B] = AUTHOR
    target = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(target, "JPEG", exif=exif)
    return target.getvalue()


def telling_office(kind: str = "docx") -> bytes:
    """A Word, PowerPoint or Excel file with authors of comments and changes, own folders, a photograph."""
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": CONTENT_TYPES,
        "docProps/core.xml": _CORE,
        "docProps/app.xml": f"<Properties><Company>{AUTHOR}</Company><Manager>{AUTHOR}</Manager></Properties>",
        "docProps/custom.xml": f"<Properties><lpwstr>{AUTHOR}</lpwstr></Properties>",
    }
    parts |= {"docx": _word, "pptx": _powerpoint, "xlsx": _excel}[kind]()
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def _word() -> dict[str, bytes | str]:
    change = f'<w:ins w:id="1" w:author="{AUTHOR}" w:date="2026-11-01T00:00:00Z"><w:t>Giữ nguyên</w:t></w:ins>'
    return {
        "word/document.xml": f"<w:document>{change}</w:document>",
        "word/comments.xml": f"<w:comment w:author='{AUTHOR}' w:initials=\"{AUTHOR}\"><w:t>Ý</w:t></w:comment>",
        "word/people.xml": f'<w15:person w15:author="{AUTHOR}"><w15:presenceInfo w15:userId="{AUTHOR}"/></w15:person>',
        "word/_rels/settings.xml.rels": f'<Relationship Target="file:///{FOLDER}/mau.dotx" TargetMode="External"/>',
        "word/media/image1.jpeg": telling_picture(),
        "word/embeddings/bang.xlsx": telling_office("xlsx"),
    }


def _powerpoint() -> dict[str, bytes | str]:
    return {
        "ppt/presentation.xml": "<p:presentation><a:t>Giữ nguyên</a:t></p:presentation>",
        "ppt/commentAuthors.xml": f'<p:cmAuthor id="1" name="{AUTHOR}" initials="{AUTHOR}"/>',
        "ppt/authors.xml": f'<p188:author id="{{1}}" name="{AUTHOR}" initials="K" userId="{AUTHOR}" providerId="AD"/>',
    }


def _excel() -> dict[str, bytes | str]:
    return {
        "xl/workbook.xml": f'<workbook><x15ac:absPath url="{FOLDER}"/><fileSharing userName="{AUTHOR}"/>'
        "<t>Giữ nguyên</t></workbook>",
        "xl/comments1.xml": f"<comments><authors><author>{AUTHOR}</author></authors></comments>",
        "xl/persons/person.xml": f'<person displayName="{AUTHOR}" userId="{AUTHOR}" providerId="AD"/>',
    }


def told_by_office(content: bytes) -> bytes:
    """All parts of a container one after the other, those of containers in it too."""
    said = b""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            part = archive.read(name)
            said += told_by_office(part) if name.endswith(".xlsx") else part
    return said


def telling_film() -> bytes:
    """An MP4 whose notes name its author."""

    def box(kind: bytes, content: bytes) -> bytes:
        return (8 + len(content)).to_bytes(4, "big") + kind + content

    notes = box(b"udta", box(b"meta", AUTHOR.encode()))
    movie = box(b"moov", box(b"mvhd", b"\0" * 100) + box(b"trak", box(b"udta", AUTHOR.encode())) + notes)
    return box(b"ftyp", b"mp42\0\0\0\0mp42isom") + movie + box(b"mdat", b"frames") + box(b"uuid", AUTHOR.encode() * 2)
