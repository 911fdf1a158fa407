"""Signs for booths: number, name, QR code; one a page, A4 or A5."""

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import segno
from flask_babel import gettext as _

from ecosystem.core.documents.paper import ACCENT, GREY, INK, LINE, Paper
from ecosystem.exhibitions.models import Booth, Exhibitor
from ecosystem.showcase.models import BoothPage

HEIGHTS = {"A4": 297.0, "A5": 210.0}
SIZES: dict[str, tuple[float, float]] = {"A4": (210.0, 297.0), "A5": (148.0, 210.0)}
QR_PIXELS = 12  # of a PNG, for each square


@dataclass(frozen=True)
class Sign:
    """What stands on a sign. `numbers` are the booth's numbers, empty for an online booth."""

    name: str
    name_en: str
    tagline: str
    numbers: Sequence[str]
    hall: str
    exhibition: str
    url: str


def sign_of(exhibitor: Exhibitor, page: BoothPage | None, booths: Sequence[Booth], url: str) -> Sign:
    """Return the sign of an exhibitor."""
    halls = sorted({booth.hall.name for booth in booths if booth.hall is not None})
    return Sign(
        name=exhibitor.name,
        name_en=page.name_en if page is not None else "",
        tagline=page.tagline if page is not None else "",
        numbers=[booth.number for booth in booths if booth.hall is not None],
        hall=", ".join(halls),
        exhibition=exhibitor.exhibition.title,
        url=url,
    )


def signs_document(signs: Iterable[Sign], size: str = "A4", told: Callable[[int], None] | None = None) -> bytes:
    """Return a PDF with one sign a page; `size` is "A4" or "A5"."""
    paper = Paper(margin=14 if size == "A4" else 10)
    scale = HEIGHTS[size] / HEIGHTS["A4"]
    for number, sign in enumerate(signs, 1):
        paper.add_page(format=SIZES[size])
        _draw(paper, sign, scale)
        if told is not None:
            told(number)
    return paper.finish()


def qr_file(url: str, kind: str) -> bytes:
    """Return the QR code of `url` as an "svg" or "png" file, error level M, with its quiet zone."""
    target = io.BytesIO()
    code = segno.make(url, error="m", micro=False)
    if kind == "svg":
        code.save(target, kind="svg", scale=8, border=4)
    else:
        code.save(target, kind="png", scale=QR_PIXELS, border=4)
    return target.getvalue()


def _draw(paper: Paper, sign: Sign, scale: float) -> None:
    width = paper.w - paper.l_margin - paper.r_margin
    paper.set_fill_color(*ACCENT)
    paper.rect(0, 0, paper.w, 5 * scale, style="F")
    paper.set_y(16 * scale)
    paper.say(sign.exhibition, size=13 * scale, align="C", colour=GREY, after=6 * scale)
    if sign.numbers:
        number = " · ".join(sign.numbers)
        paper.say(number, size=_fitting(number, 110, 9) * scale, style="B", align="C", colour=ACCENT)
        paper.say(sign.hall, size=15 * scale, align="C", colour=GREY, after=8 * scale)
    else:
        paper.say(_("Online booth"), size=34 * scale, style="B", align="C", colour=ACCENT, after=8 * scale)
    paper.say(sign.name, size=_fitting(sign.name, 40, 34) * scale, style="B", align="C", colour=INK, after=2 * scale)
    if sign.name_en and sign.name_en != sign.name:
        paper.say(sign.name_en, size=15 * scale, style="I", align="C", colour=GREY, after=2 * scale)
    if sign.tagline:
        paper.say(sign.tagline, size=14 * scale, align="C", colour=GREY)
    side = 78 * scale
    top = paper.h - paper.b_margin - side - 26 * scale
    paper.set_draw_color(*LINE)
    left = (paper.w - side) / 2
    paper.rect(left - 5 * scale, top - 5 * scale, side + 10 * scale, side + 10 * scale, style="D")
    paper.qr(sign.url, left, top, side)
    paper.set_xy(paper.l_margin, top + side + 8 * scale)
    paper.write_in(12 * scale, "B")
    paper.multi_cell(
        width, 6 * scale, _("Scan to see our products and ask us"), align="C", new_x="LMARGIN", new_y="NEXT"
    )
    paper.write_in(9 * scale, colour=GREY)
    paper.multi_cell(width, 5 * scale, sign.url, align="C")


def _fitting(text: str, largest: float, letters: int) -> float:
    """A size in points at which `text` stays on about a line or two: smaller the longer it is."""
    return max(largest * 0.42, min(largest, largest * letters / max(len(text), 1)))
