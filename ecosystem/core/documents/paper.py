"""The paper of printed documents: fonts with every Vietnamese and Central Highlands letter, tables, signatures."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

import segno
from flask_babel import gettext as _
from fpdf.fonts import FontFace

from ecosystem.core.documents.lettering import FAMILY, LetteredPdf

INK, GREY, LINE, ACCENT = (20, 24, 31), (92, 100, 112), (200, 205, 213), (38, 66, 150)
STAMPED = 39.0
"""Where the text of a page begins that bears a stamp across its top, in millimetres."""


@dataclass(frozen=True)
class Stamp:
    """What makes a paper checkable: its code, the address the QR code leads to, when it was first given out."""

    code: str
    url: str
    at: datetime


Issue = Callable[[str, int], Stamp]
"""Puts a paper on record: the hash of all that is printed, the number of pages."""


class Paper(LetteredPdf):
    """A page with our fonts; `foot` stands at the bottom of every page beside its number, if given."""

    def __init__(self, *, landscape: bool = False, margin: float = 18, foot: str | None = None) -> None:
        super().__init__(orientation="landscape" if landscape else "portrait", format="A4")
        self.foot = foot
        self.set_margin(margin)
        self.set_auto_page_break(foot is not None, margin=margin)
        self.alias_nb_pages()
        self.set_creator("Ecosystem")
        self._printed = sha256()

    def footer(self) -> None:
        """What the document is, and the page of how many."""
        if self.foot is None:
            return
        self.set_y(-13)
        self.write_in(8, colour=GREY)
        self.cell(0, 5, self.foot)
        self.set_x(self.l_margin)
        self.cell(0, 5, f"{self.page_no()}/{{nb}}", align="R")

    def write_in(self, size: float, style: str = "", colour: tuple[int, int, int] = INK) -> None:
        """Choose letters and colour for what follows."""
        self.set_font(FAMILY, style=style, size=size)
        self.set_text_color(*colour)

    def say(
        self,
        text: str,
        *,
        size: float = 10.5,
        style: str = "",
        align: str = "L",
        colour: tuple[int, int, int] = INK,
        after: float = 0,
    ) -> None:
        """A paragraph; lines are high enough for stacked marks."""
        self._printed.update(text.encode() + b"\0")
        self.write_in(size, style, colour)
        self.multi_cell(0, size * 0.55, text, align=align, new_x="LMARGIN", new_y="NEXT")
        if after:
            self.ln(after)

    def grid(
        self, head: Sequence[str], rows: Sequence[Sequence[Any]], widths: Sequence[int], aligns: Sequence[str]
    ) -> None:
        """A table whose head is repeated on every page."""
        self.write_in(9)
        self.set_draw_color(*LINE)
        heading = FontFace(emphasis="BOLD", fill_color=(238, 241, 246))
        with self.table(
            col_widths=tuple(widths), text_align=tuple(aligns), headings_style=heading, line_height=5, padding=1.2
        ) as table:
            for row in (head, *rows):
                line = table.row()
                for cell in row:
                    self._printed.update(str(cell).encode() + b"\0")
                    line.cell(str(cell))
        self.ln(4)

    def signatures(self, places: Sequence[tuple[str, str]]) -> None:
        """Places to sign beside each other, (office, name), kept on one page; an empty office leaves its place free."""
        if self.get_y() > self.h - 75:
            self.add_page()
        self.ln(6)
        width = (self.w - self.l_margin - self.r_margin) / max(1, len(places))
        top = self.get_y()
        for number, (office, name) in enumerate(places):
            if office:
                self._signature(self.l_margin + number * width, top, width, office, name)
        self.set_xy(self.l_margin, top + 44)

    def _signature(self, left: float, top: float, width: float, office: str, name: str) -> None:
        self.set_xy(left, top)
        self.write_in(10, "B")
        self.multi_cell(width, 6, office, align="C", new_x="LEFT", new_y="NEXT")
        self.write_in(8.5, "I", GREY)
        self.multi_cell(width, 5, _("(signature, full name)"), align="C", new_x="LEFT", new_y="NEXT")
        self.set_xy(left, top + 34)
        self.write_in(10, "B")
        self.multi_cell(width, 6, name, align="C", new_x="LEFT", new_y="NEXT")

    def qr(self, text: str, x: float, y: float, size: float) -> None:
        """A QR code of vector squares, error level M; leave white around it."""
        before = self.fill_color  # a colour left behind would fill the cells of tables that come later
        matrix = segno.make(text, error="m", micro=False).matrix
        step = size / len(matrix)
        self.set_fill_color(*INK)
        for line, row in enumerate(matrix):
            start = None
            for column, dark in enumerate([*row, 0]):
                if dark and start is None:
                    start = column
                elif not dark and start is not None:
                    self.rect(x + start * step, y + line * step, (column - start) * step, step, style="F")
                    start = None
        self.set_fill_color(before)  # type: ignore[arg-type]  # the stubs know no colour objects

    def stamp(self, issue: Issue) -> None:
        """Put the paper on record and print what it can be checked by: a QR code on page one, its code on every page.

        Call it last. The same text gets the same stamp and so makes the same file.
        """
        pages = self.page_no()
        given = issue(self._printed.hexdigest(), pages)
        self.set_creation_date(given.at)
        self.set_auto_page_break(False)
        for number in range(1, pages + 1):
            self.page = number
            self.set_xy(self.l_margin, self.h - 9)
            self.write_in(7, colour=GREY)
            self.cell(0, 4, f"{given.code} · {given.url}", align="C")
        self.page = 1
        self.qr(given.url, self.w - self.r_margin - 20, 12, 20)
        self.set_xy(self.w - self.r_margin - 30, 33)
        self.write_in(7, colour=GREY)
        self.multi_cell(40, 3.4, _("Scan to check"), align="C")
        self.page = pages

    def finish(self) -> bytes:
        """Return the document."""
        return bytes(self.output())
