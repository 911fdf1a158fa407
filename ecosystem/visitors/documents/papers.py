"""Tickets and badges as PDF."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from flask_babel import gettext as _

from ecosystem.core.documents.paper import ACCENT, GREY, LINE, Paper
from ecosystem.core.web.formatting import format_date, format_range, in_language
from ecosystem.visitors.domain.tokens import shown_code
from ecosystem.visitors.models import Ticket
from ecosystem.visitors.queries.links import qr_text

COLUMNS, ROWS = 2, 4
BADGE_WIDTH, BADGE_HEIGHT = 90.0, 66.0


def tickets_document(tickets: Iterable[Ticket]) -> bytes:
    """Return a page for each ticket: the ticket in the upper half of A4, to be folded to A6."""
    pdf = Paper(margin=18)
    pdf.set_title(_("Tickets"))
    for ticket in tickets:
        pdf.add_page()
        _ticket(pdf, ticket)
    return pdf.finish()


def _ticket(pdf: Paper, ticket: Ticket) -> None:
    event = ticket.event
    pdf.set_draw_color(*LINE)
    pdf.rect(12, 12, pdf.w - 24, 124)
    pdf.qr(qr_text(ticket), pdf.w - 18 - 62, 40, 58)
    pdf.set_right_margin(88)
    pdf.set_y(20)
    pdf.say(in_language(event.organiser, "name"), size=9.5, colour=GREY, after=1)
    pdf.say(in_language(event, "title"), size=17, style="B", colour=ACCENT, after=3)
    pdf.say(ticket.holder_name, size=20, style="B", after=1)
    if ticket.holder_organisation:
        pdf.say(ticket.holder_organisation, size=12, after=1)
    pdf.say(in_language(ticket.ticket_type, "name"), size=12, style="B", after=4)
    pdf.say(format_range(event.starts_on, event.ends_on), size=11.5, after=1)
    if ticket.ticket_type.valid_days:
        pdf.say(_("Valid on: %(days)s", days=days_words(ticket)), size=11.5, after=1)
    for line in (event.venue_name, event.venue_address):
        if line:
            pdf.say(line, size=11, after=0.5)
    pdf.set_right_margin(18)
    pdf.set_xy(pdf.w - 18 - 62, 100)
    pdf.write_in(13, "B")
    pdf.cell(58, 8, shown_code(ticket.code), align="C")
    pdf.set_y(124)
    pdf.say(_("Please show this code at the gate. It lets in one person."), size=9.5, colour=GREY)


def days_words(ticket: Ticket) -> str:
    """Return the days a ticket is chosen for, in words."""
    return ", ".join(format_date(date.fromisoformat(text)) for text in ticket.ticket_type.valid_days)


def badges_document(tickets: Sequence[Ticket], told: Callable[[int], None] | None = None) -> bytes:
    """Return badges of 90 × 66 mm, eight on a page of A4, to be cut along the lines; `told` is called with how many are
    done.
    """
    pdf = Paper(margin=8)
    pdf.set_title(_("Badges"))
    pdf.set_auto_page_break(False)
    left, top = (pdf.w - COLUMNS * BADGE_WIDTH) / 2, (pdf.h - ROWS * BADGE_HEIGHT) / 2
    for number, ticket in enumerate(tickets):
        place = number % (COLUMNS * ROWS)
        if place == 0:
            pdf.add_page()
        _badge(pdf, ticket, left + (place % COLUMNS) * BADGE_WIDTH, top + (place // COLUMNS) * BADGE_HEIGHT)
        if told is not None and number % 50 == 49:
            told(number + 1)
    return pdf.finish()


def _badge(pdf: Paper, ticket: Ticket, x: float, y: float) -> None:
    pdf.set_draw_color(*LINE)
    pdf.set_line_width(0.2)
    pdf.rect(x, y, BADGE_WIDTH, BADGE_HEIGHT)
    _line(pdf, in_language(ticket.event, "title"), x, y + 4, size=8.5, colour=GREY)
    size = 20 if len(ticket.holder_name) <= 18 else 15 if len(ticket.holder_name) <= 32 else 11.5
    pdf.set_xy(x + 4, y + 13)
    pdf.write_in(size, "B")
    pdf.multi_cell(BADGE_WIDTH - 8, size * 0.45, ticket.holder_name, align="C", max_line_height=size * 0.45)
    _line(pdf, ticket.holder_organisation, x, y + 33, size=10)
    pdf.qr(qr_text(ticket), x + 6, y + 40, 22)
    pdf.set_xy(x + 32, y + 44)
    pdf.write_in(11, "B", ACCENT)
    pdf.multi_cell(
        BADGE_WIDTH - 36, 5.5, in_language(ticket.ticket_type, "name"), align="L", new_x="LEFT", new_y="NEXT"
    )
    pdf.set_xy(x + 32, y + 58)
    pdf.write_in(8, "", GREY)
    pdf.cell(BADGE_WIDTH - 36, 4, shown_code(ticket.code))


def _line(
    pdf: Paper, text: str, x: float, y: float, *, size: float, colour: tuple[int, int, int] = (20, 24, 31)
) -> None:
    """One line in the middle, shortened until it fits."""
    pdf.write_in(size, "", colour)
    whole = text
    while text and pdf.get_string_width(text) > BADGE_WIDTH - 8:
        text = text[:-1]
    pdf.set_xy(x + 4, y)
    pdf.cell(BADGE_WIDTH - 8, 5, text if text == whole else text[:-1] + "…", align="C")
