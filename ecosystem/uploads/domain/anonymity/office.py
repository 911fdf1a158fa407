"""Word, PowerPoint, Excel: properties, authors of comments and tracked changes, folders, notes in pictures."""

import io
import re
import zipfile
from pathlib import Path

from PIL import Image

from ecosystem.core.errors import Invalid
from ecosystem.uploads.domain.anonymity import CannotAnonymise
from ecosystem.uploads.domain.pictures import repaint

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
PROPERTIES = {
    "docprops/core.xml": f'{_XML}<cp:coreProperties xmlns:cp="{_PACKAGE}"/>',
    "docprops/app.xml": f'{_XML}<Properties xmlns="{_OFFICE}/extended-properties"/>',
    "docprops/custom.xml": f'{_XML}<Properties xmlns="{_OFFICE}/custom-properties"/>',
}
NOBODY = "–"
# w:author of comments and tracked changes, w15:author of people, userId and names of PowerPoint's and Excel's authors.
_NAMED = (
    "author", "initials", "userId", "userName", "displayName", "providerId", "lastModifiedBy", "creator", "lastEditedBy"
)  # fmt: skip
_ATTRIBUTE = re.compile(rf"""((?<![\w-])(?:\w+:)?(?:{"|".join(_NAMED)})\s*=\s*)("[^"]*"|'[^']*')""")
_AUTHOR_NAME = re.compile(r"""(<(?:\w+:)?(?:cmAuthor|author)\b[^>]*?\sname\s*=\s*)("[^"]*"|'[^']*')""")
_AUTHOR_ELEMENT = re.compile(r"(<(?:\w+:)?author>)[^<]*(</(?:\w+:)?author>)")
_OWN_FOLDER = re.compile(r"""(\surl\s*=\s*)("[^"]*"|'[^']*')""")
_FILE_ADDRESS = re.compile(r"""(\bTarget\s*=\s*)("file:[^"]*"|'file:[^']*')""", re.IGNORECASE)
_PICTURES = {"jpg": "jpg", "jpeg": "jpg", "png": "png", "webp": "webp"}
_CONTAINERS = ("docx", "pptx", "xlsx")
LONG_AGO = (1980, 1, 1, 0, 0, 0)
DEEPEST = 3


def rewrite_container(source: Path, target: Path) -> None:
    """Write the container anew part by part. Raises CannotAnonymise when a part cannot be read."""
    try:
        with source.open("rb") as given, target.open("wb") as made:
            _rewrite(given, made, deep=0)
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        EOFError,
        OSError,
        RuntimeError,
        UnicodeError,
        ValueError,
    ) as error:
        raise CannotAnonymise(f"{type(error).__name__}: {error}") from error


def _rewrite(given: io.BufferedIOBase, made: io.BufferedIOBase, *, deep: int) -> None:
    with zipfile.ZipFile(given) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            plain = zipfile.ZipInfo(entry.filename, LONG_AGO)
            plain.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(plain, _part(entry.filename.casefold(), old.read(entry), deep))


def _part(name: str, content: bytes, deep: int) -> bytes:
    if name in PROPERTIES:
        return PROPERTIES[name].encode()
    ending = name.rpartition(".")[2]
    if ending in ("xml", "rels", "vml"):
        return _without_names(content, name)
    if ending in _PICTURES:
        return _plain_picture(content, _PICTURES[ending])
    if ending in _CONTAINERS and deep < DEEPEST:
        inner = io.BytesIO()
        _rewrite(io.BytesIO(content), inner, deep=deep + 1)
        return inner.getvalue()
    return content


def _without_names(content: bytes, name: str) -> bytes:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return (
            _without_names(content.decode("utf-16").encode(), name)
            .replace(b"UTF-16", b"UTF-8")
            .replace(b"utf-16", b"UTF-8")
        )
    text = content.decode("utf-8-sig")
    text = _ATTRIBUTE.sub(_nobody, text)
    text = _AUTHOR_NAME.sub(_nobody, text)
    text = _AUTHOR_ELEMENT.sub(rf"\g<1>{NOBODY}\g<2>", text)
    if name.endswith(".rels"):
        text = _FILE_ADDRESS.sub(r'\g<1>"file:///-"', text)
    elif name == "xl/workbook.xml":
        text = _OWN_FOLDER.sub(_nobody, text)
    return text.encode()


def _nobody(found: re.Match[str]) -> str:
    return f'{found.group(1)}"{NOBODY}"'


def _plain_picture(content: bytes, kind: str) -> bytes:
    """Paint a picture anew only if it says more than its pixels, so that most keep their quality."""
    try:
        with Image.open(io.BytesIO(content)) as picture:
            if not picture.getexif() and not {"xmp", "comment", "exif", "photoshop"} & {
                str(k).lower() for k in picture.info
            }:
                return content
        return _painted(content, kind)
    except (Invalid, OSError, SyntaxError) as error:
        raise ValueError(f"a picture in it cannot be read: {error}") from error


def _painted(content: bytes, kind: str) -> bytes:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        path = Path(folder) / f"picture.{kind}"
        path.write_bytes(content)
        repaint(path, kind)
        return path.read_bytes()
