"""Contents of files: good ones of every kind, and the bad ones people and attackers send."""

import io
import zipfile

from PIL import Image

from ecosystem.uploads.models import StoredFile
from ecosystem.uploads.services import store

CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + b"\x00\x00\x00\x08mdat" + b"\x00" * 64


def picture(kind: str = "PNG", size: tuple[int, int] = (64, 48), colour: str = "teal", **options: object) -> bytes:
    """A picture of one colour."""
    target = io.BytesIO()
    Image.new("RGB", size, colour).save(target, kind, **options)
    return target.getvalue()


def container(parts: dict[str, bytes | str] | None = None, **more: bytes | str) -> bytes:
    """A Word file with the least parts it needs; `parts` replaces them."""
    target = io.BytesIO()
    least: dict[str, bytes | str] = {"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": "<document/>"}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in ({**least, **more} if parts is None else parts).items():
            archive.writestr(name, content)
    return target.getvalue()


def make_file(content: bytes = PDF, name: str = "thuyet-minh.pdf", purpose: str = "test") -> StoredFile:
    """A stored file; by default a PDF of one empty page."""
    accept = (name.rpartition(".")[2],)
    return store(io.BytesIO(content), name=name, purpose=purpose, by=None, accept=accept, largest=5_000_000)
