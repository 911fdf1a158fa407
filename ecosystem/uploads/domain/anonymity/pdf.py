"""PDF: the document's information, XMP, authors of comments, signatures, attachments, earlier revisions."""

import io
from pathlib import Path

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NullObject

from ecosystem.uploads.domain.anonymity import CannotAnonymise

# Notes that programs leave on any object, and the dates by which one file can be told from another.
_NOTES = ("/Metadata", "/PieceInfo", "/LastModified", "/Thumb")
_OF_COMMENTS = ("/T", "/CreationDate", "/M", "/NM")
_OF_CATALOGUE = ("/Perms", "/DSS", "/AF", "/Collection", "/Legal")
_OF_NAMES = ("/EmbeddedFiles", "/JavaScript")
_KINDS_OF_COMMENTS = (
    *("Text", "FreeText", "Line", "Square", "Circle", "Polygon", "PolyLine", "Highlight", "Underline", "Squiggly"),
    *("StrikeOut", "Stamp", "Caret", "Ink", "Popup", "FileAttachment", "Sound", "Redact"),
)
COMMENTS = frozenset(f"/{kind}" for kind in _KINDS_OF_COMMENTS)


def rewrite_pdf(source: Path, target: Path) -> None:
    """Write the document anew from its pages, so that nothing of an earlier revision is left either.

    Raises CannotAnonymise when it is encrypted with a password or damaged beyond reading.
    """
    try:
        reader = PdfReader(source, strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise CannotAnonymise("a password protects it")
        stripped = io.BytesIO()
        _stripped(reader).write(stripped)
        again = PdfWriter(clone_from=PdfReader(stripped, strict=False))  # takes along what is still referred to only
        again.metadata = None
        with target.open("wb") as file:
            again.write(file)
    except (
        PyPdfError,
        ArithmeticError,
        AttributeError,
        LookupError,
        OSError,
        RecursionError,
        TypeError,
        ValueError,
    ) as e:
        raise CannotAnonymise(f"{type(e).__name__}: {e}") from e


def _stripped(reader: PdfReader) -> PdfWriter:
    writer = PdfWriter(clone_from=reader)
    writer.metadata = None
    _strip_catalogue(writer.root_object)
    for held in writer._objects:  # the library has no public way to all objects
        if isinstance(held, DictionaryObject):
            _strip(held)
    return writer


def _strip_catalogue(root: DictionaryObject) -> None:
    for key in _OF_CATALOGUE:
        root.pop(NameObject(key), None)
    names = root.get("/Names")
    names = names.get_object() if names is not None else None
    if isinstance(names, DictionaryObject):
        for key in _OF_NAMES:
            names.pop(NameObject(key), None)


def _strip(held: DictionaryObject) -> None:
    for key in _NOTES:
        held.pop(NameObject(key), None)
    if held.get("/Subtype") in COMMENTS:
        for key in _OF_COMMENTS:
            held.pop(NameObject(key), None)
        if held.get("/Subtype") == "/FileAttachment":
            held.pop(NameObject("/FS"), None)
    elif held.get("/Type") in ("/Sig", "/DocTimeStamp") or "/ByteRange" in held:
        _empty(held)
    annotations = held.get("/Annots", NullObject()).get_object()
    for each in annotations if isinstance(annotations, ArrayObject) else ():
        direct = each.get_object()
        if isinstance(direct, DictionaryObject) and direct is not held:
            _strip_direct(direct)


def _strip_direct(annotation: DictionaryObject) -> None:
    """Comments that stand inside the page itself are no objects of their own."""
    if annotation.get("/Subtype") in COMMENTS:
        for key in (*_NOTES, *_OF_COMMENTS):
            annotation.pop(NameObject(key), None)


def _empty(held: DictionaryObject) -> None:
    """A signature names who signed, in its fields and in its certificate."""
    for key in list(held):
        held[NameObject(key)] = NullObject()
