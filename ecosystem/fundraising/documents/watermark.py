"""A copy of a PDF with the reader's name across every page.

The mark is drawn once for each size of page, as a form that every page refers to after its own content. The content
itself is neither decoded nor parsed, so that a hostile or huge document costs no more than its pages are many.
"""

import io
from typing import Any, BinaryIO

from ecosystem.core.errors import Invalid

MOST_PAGES = 200
_MARK = "/EcoMark"


class CannotMark(Invalid):
    """The PDF is damaged or protected: no copy of it can bear a name."""


def count_pages(source: BinaryIO) -> int:
    """Return how many pages a PDF has. Raises CannotMark where no marked copy could be made."""
    reader = _reader(source)
    try:
        count = len(reader.pages)
        if count:
            _size(reader.pages[0])
    except _errors() as error:
        raise CannotMark("the pages cannot be read") from error
    if not 0 < count <= MOST_PAGES:
        raise CannotMark("no page, or too many")
    return count


def marked(source: BinaryIO, *, lines: tuple[str, str]) -> bytes:
    """Return the PDF with `lines` on every page: the first across it and faint, both small at its foot.

    What the document tells about its authors is left out. Raises CannotMark for what is no readable PDF.
    """
    from pypdf import PdfWriter

    try:
        writer = PdfWriter(clone_from=_reader(source))
        writer.metadata = None
        marks: dict[tuple[int, int], Any] = {}
        for page in writer.pages:
            left, bottom, width, height = _size(page)
            size = (round(width), round(height))
            if size not in marks:
                marks[size] = writer._add_object(_form(writer, _drawn(size, lines), size))
            _append(writer, page, marks[size], left, bottom)
        target = io.BytesIO()
        writer.write(target)
    except _errors() as error:
        raise CannotMark("the document cannot be written anew") from error
    return target.getvalue()


def _errors() -> tuple[type[Exception], ...]:
    from pypdf.errors import PyPdfError

    return (PyPdfError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


def _reader(source: BinaryIO) -> Any:
    from pypdf import PdfReader

    try:
        reader = PdfReader(source, strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise CannotMark("a password protects it")
    except _errors() as error:
        raise CannotMark("it is no PDF that can be read") from error
    return reader


def _size(page: Any) -> tuple[float, float, float, float]:
    box = page.mediabox
    width, height = float(box.width), float(box.height)
    if not (10 <= abs(width) <= 20_000 and 10 <= abs(height) <= 20_000):
        raise ValueError("a page of no sensible size")
    return float(box.left), float(box.bottom), abs(width), abs(height)


def _drawn(size: tuple[int, int], lines: tuple[str, str]) -> bytes:
    """One page of that size, in points, with nothing on it but the mark."""
    from ecosystem.core.documents.lettering import FAMILY, LetteredPdf

    width, height = size
    pdf = LetteredPdf(unit="pt", format=(width, height))
    pdf.set_auto_page_break(False)
    pdf.set_margin(0)
    pdf.add_page()
    across = max(10, min(width, height) // 18)
    with pdf.local_context(fill_opacity=0.13):
        pdf.set_font(FAMILY, size=across)
        pdf.set_text_color(60, 60, 60)
        for part in (0.25, 0.5, 0.75):
            with pdf.rotation(35, width / 2, height * part):
                pdf.text((width - pdf.get_string_width(lines[0])) / 2, height * part, lines[0])
    with pdf.local_context(fill_opacity=0.6):
        pdf.set_font(FAMILY, size=max(5, min(width, height) // 80))
        pdf.text(12, height - 8, " · ".join(lines))
    return bytes(pdf.output())


def _form(writer: Any, page_of_mark: bytes, size: tuple[int, int]) -> Any:
    """The page of the mark as a form that other pages can show."""
    from pypdf import PdfReader
    from pypdf.generic import ArrayObject, DecodedStreamObject, FloatObject, NameObject

    page = PdfReader(io.BytesIO(page_of_mark)).pages[0]
    content = page.get_contents()
    assert content is not None  # we drew it
    form = DecodedStreamObject()
    form.set_data(content.get_data())
    form[NameObject("/Type")] = NameObject("/XObject")
    form[NameObject("/Subtype")] = NameObject("/Form")
    form[NameObject("/BBox")] = ArrayObject([FloatObject(0), FloatObject(0), *(FloatObject(side) for side in size)])
    form[NameObject("/Resources")] = page["/Resources"].clone(writer)
    return form


def _append(writer: Any, page: Any, mark: Any, left: float, bottom: float) -> None:
    from pypdf.generic import ArrayObject, DictionaryObject, NameObject

    resources = DictionaryObject(page.get("/Resources", DictionaryObject()).get_object())
    forms = DictionaryObject(resources.get("/XObject", DictionaryObject()).get_object())
    forms[NameObject(_MARK)] = mark
    resources[NameObject("/XObject")] = forms
    page[NameObject("/Resources")] = resources
    present = page.get("/Contents")
    present = present.get_object() if present is not None else None
    own = list(present) if isinstance(present, ArrayObject) else [page.raw_get("/Contents")] if present else []
    before = writer._add_object(_stream(b"q\n"))
    after = writer._add_object(_stream(f"\nQ\nq 1 0 0 1 {left:.2f} {bottom:.2f} cm {_MARK} Do Q\n".encode()))
    page[NameObject("/Contents")] = ArrayObject([before, *own, after])


def _stream(content: bytes) -> Any:
    from pypdf.generic import DecodedStreamObject

    stream = DecodedStreamObject()
    stream.set_data(content)
    return stream
