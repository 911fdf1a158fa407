"""Who agreed to get word of later events, with the link by which each takes that back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from ecosystem.accounts.domain.addresses import address_key
from ecosystem.core.addresses import absolute
from ecosystem.core.database import one_or_missing, session
from ecosystem.events.models import Event
from ecosystem.visitors.domain import tokens
from ecosystem.visitors.domain.states import ConsentPurpose
from ecosystem.visitors.models import Registration, Ticket, TicketConsent
from ecosystem.visitors.queries.links import id_in_link, signing_key

NEWS = "news"


@dataclass(frozen=True)
class NewsReader:
    """Somebody whose consent stands: which words, when; `link` takes it back without signing in."""

    name: str
    email: str
    given_at: datetime
    text: str
    text_version: str
    channel: str
    link: str


def news_path(ticket: Ticket) -> str:
    """Return the path of the page that takes the consent back, and can do nothing else."""
    return f"/tickets/news/{tokens.link_key(NEWS, ticket.public_id, key=signing_key())}"


def ticket_by_news_key(key: str) -> Ticket:
    """Return the ticket of such a path. Raises NoSuchRecord."""
    return one_or_missing(session().scalar(select(Ticket).where(Ticket.public_id == id_in_link(NEWS, key))))


def news_readers(event: Event) -> Iterator[NewsReader]:
    """Yield those who agreed at this event and did not take it back, one an address, newest first; one statement."""
    statement = (
        select(TicketConsent)
        .join(TicketConsent.ticket)
        .join(Ticket.registration)
        .where(Ticket.event_id == event.id, TicketConsent.purpose == ConsentPurpose.NEWS, TicketConsent.live.is_(True))
        .options(contains_eager(TicketConsent.ticket).contains_eager(Ticket.registration))
        .order_by(TicketConsent.given_at.desc(), TicketConsent.id.desc())
    )
    seen: set[str] = set()
    for consent in session().scalars(statement):
        ticket, registration = consent.ticket, consent.ticket.registration
        email = ticket.holder_email or _own(ticket, registration)
        if email.count("@") != 1 or address_key(email) in seen:
            continue
        seen.add(address_key(email))
        yield NewsReader(
            ticket.holder_name,
            email,
            consent.given_at,
            consent.text,
            consent.text_version,
            consent.channel,
            absolute(news_path(ticket)),
        )


def _own(ticket: Ticket, registration: Registration) -> str:
    """The address of whoever registered is theirs only: nobody agrees for somebody else."""
    return registration.email if ticket.holder_name == registration.name else ""
