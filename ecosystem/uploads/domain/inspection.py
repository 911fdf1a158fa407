"""What a file really is: content decides, and the name must agree with it."""

import mmap
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import puremagic
from flask_babel import lazy_gettext as _l

from ecosystem.core.errors import Invalid
from ecosystem.uploads.domain import containers, formats
from ecosystem.uploads.domain.names import extension_of

_MARKUP = re.compile(rb"<\s*(!doctype\s+html|html|head|body|script|svg|iframe|object|embed)\b", re.IGNORECASE)
_UNWANTED_BY_NAME = {".svg", ".html", ".htm", ".xhtml", ".exe", ".js", ".php", ".jar", ".apk"}


@dataclass(frozen=True)
class Inspected:
    """What a file was found to be. Pictures have a size in pixels."""

    format: str
    media_type: str
    width: int | None = None
    height: int | None = None


def inspect(path: Path, name: str, accept: Sequence[str], *, longest_side: int | None = None) -> Inspected:
    """Tell what the file at `path`, called `name`, is; pictures are painted anew in place.

    Raises Invalid, saying what to do, unless its content is one of the formats `accept` and its name agrees.
    """
    said = formats.format_of(extension_of(name))
    if said not in accept:
        raise Invalid(_l("Please upload one of these kinds of files: %(kinds)s.", kinds=formats.in_words(accept)))
    with path.open("rb") as file:
        head = file.read(formats.HEAD)
    if not head:
        raise Invalid(_l("This file is empty. Please choose another one."))
    _check_agreement(said, head, path)
    if said in formats.IMAGES:
        from ecosystem.uploads.domain import pictures  # Pillow: 3 MB that most processes never need

        size = pictures.repaint(path, said, longest_side=longest_side)
        return Inspected(said, formats.MEDIA_TYPES[said], size.width, size.height)
    if said in formats.OFFICE:
        containers.check_container(path, said)
    elif said == "pdf":
        _check_pdf(path)
    return Inspected(said, formats.MEDIA_TYPES[said])


def _check_agreement(said: str, head: bytes, path: Path) -> None:
    found = formats.signature_of(head)
    agrees = found == said or (found == "ooxml" and said in formats.OFFICE)
    if not agrees or _library_disagrees(head, path):
        raise Invalid(_l("This is not a %(kind)s file, whatever its name says.", kind=said.upper()))


def _library_disagrees(head: bytes, path: Path) -> bool:
    """A second opinion from a library that knows many more formats than we take."""
    try:
        found = puremagic.from_string(head, filename=path.name)
    except puremagic.PureError:
        return False
    return str(found).casefold() in _UNWANTED_BY_NAME


def _check_pdf(path: Path) -> None:
    """A PDF that is a web page at the same time has markup before its first object or after its end."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        end = content.rfind(b"%%EOF")
        if end < 0:
            raise Invalid(_l("This PDF file is damaged. Please save it anew and upload it again."))
        first_object = content.find(b" obj", 0, formats.HEAD)
        before = content[: first_object if first_object >= 0 else formats.HEAD]
        after = content[end : end + 1_000_000]
    if _MARKUP.search(before) or _MARKUP.search(after) or b"PK\x03\x04" in after:
        raise Invalid(
            _l("This PDF file holds something else beside the document. Please save it anew and upload it again.")
        )
