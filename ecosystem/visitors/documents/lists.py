"""Lists of visitors and leads as rows for spreadsheets."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from flask_babel import gettext as _

from ecosystem.core.web.formatting import format_date, format_datetime, in_language
from ecosystem.events.models import Event
from ecosystem.visitors.domain.tokens import shown_code
from ecosystem.visitors.kinds import STATE_TITLES, TICKET_TITLES, WARMTH_TITLES
from ecosystem.visitors.models import Lead, Registration, Ticket, VisitorQuestion
from ecosystem.visitors.queries.news import NewsReader
from ecosystem.visitors.queries.registrations import entered_at


def visitor_rows(
    event: Event, pairs: Iterable[tuple[Ticket | None, Registration]], questions: Sequence[VisitorQuestion]
) -> Iterator[list[Any]]:
    """Yield the heading and a row for each ticket; a registration without tickets has one row."""
    yield [
        _("Name"),
        _("Organisation"),
        _("E-mail address"),
        _("Telephone"),
        _("Ticket"),
        _("Ticket code"),
        _("State of the ticket"),
        _("Came in first"),
        _("Registered by"),
        _("State"),
        _("Price"),
        _("Registered on"),
        *(in_language(question, "text") for question in questions),
    ]
    for piece in _pieces(pairs):
        came = entered_at([ticket.id for ticket, _registration in piece if ticket is not None])
        for ticket, registration in piece:
            yield _visitor(event, ticket, registration, came.get(ticket.id) if ticket else None, questions)


def news_rows(event: Event, readers: Iterable[NewsReader]) -> Iterator[list[Any]]:
    """Yield the heading and a row for each address that agreed to news, with the proof and the way out of it."""
    yield [
        _("Name"),
        _("E-mail address"),
        _("Consent given on"),
        _("To these words"),
        _("Version of the words"),
        _("Agreed through"),
        _("Link to take it back (put it into every mail)"),
    ]
    for each in readers:
        when = format_datetime(each.given_at, event.timezone)
        yield [each.name, each.email, when, each.text, each.text_version, each.channel, each.link]


def _pieces(
    pairs: Iterable[tuple[Ticket | None, Registration]], size: int = 400
) -> Iterator[list[tuple[Ticket | None, Registration]]]:
    piece: list[tuple[Ticket | None, Registration]] = []
    for pair in pairs:
        piece.append(pair)
        if len(piece) == size:
            yield piece
            piece = []
    if piece:
        yield piece


def _visitor(
    event: Event, ticket: Ticket | None, registration: Registration, came: Any, questions: Sequence[VisitorQuestion]
) -> list[Any]:
    holder = ticket or registration
    name = ticket.holder_name if ticket else registration.name
    return [
        name,
        ticket.holder_organisation if ticket else registration.organisation,
        (ticket.holder_email if ticket else "") or registration.email,
        (ticket.holder_phone if ticket else "") or registration.phone,
        in_language(registration.ticket_type, "name"),
        shown_code(ticket.code) if ticket else "",
        str(TICKET_TITLES[ticket.state]) if ticket else "",
        format_datetime(came, event.timezone) if came else "",
        registration.name,
        str(STATE_TITLES[registration.state]),
        registration.unit_price,
        format_datetime(holder.created_at, event.timezone),
        *(_answer(registration.answers.get(question.public_id)) for question in questions),
    ]


def _answer(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return _("Yes") if value is True else str(value or "")


def lead_rows(leads: Iterable[Lead], zone: str) -> Iterator[list[Any]]:
    """Yield the heading and a row for each lead."""
    yield [
        _("Name"),
        _("Organisation"),
        _("E-mail address"),
        _("Telephone"),
        _("Stars"),
        _("How warm"),
        _("Tags"),
        _("Notes"),
        _("Follow up on"),
        _("Scanned on"),
    ]
    for lead in leads:
        ticket = lead.ticket
        yield [
            ticket.holder_name,
            ticket.holder_organisation,
            ticket.holder_email,
            ticket.holder_phone,
            lead.rating if lead.rating is not None else "",
            str(WARMTH_TITLES[lead.warmth]) if lead.warmth else "",
            ", ".join(lead.tags),
            lead.notes,
            format_date(lead.follow_up_on) if lead.follow_up_on else "",
            format_datetime(lead.scanned_at, zone),
        ]
