"""Mails to visitors: confirm, pay, here are the tickets, a place came free, the event is cancelled."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from ecosystem.accounts.queries import recipient_of
from ecosystem.core.addresses import absolute
from ecosystem.notifications.kinds import NoticeKind, register, register_topic
from ecosystem.notifications.services import Recipient, send
from ecosystem.payments.queries.sellers import treasurers_of
from ecosystem.visitors.domain.tokens import shown_code
from ecosystem.visitors.models import Registration, Ticket
from ecosystem.visitors.queries.links import registration_path, ticket_path

register_topic(_l("Visitors"), "visit_")
CONFIRM = register(NoticeKind("visit_confirm", _l("Confirm a registration"), duty=True, secret=True))
TICKETS = register(NoticeKind("visit_tickets", _l("Your tickets"), duty=True, secret=True))
TICKET = register(NoticeKind("visit_ticket", _l("A ticket in your name"), duty=True, secret=True))
WAITING = register(NoticeKind("visit_waiting", _l("You are on the waiting list"), duty=True, secret=True))
OFFER = register(NoticeKind("visit_offer", _l("A place came free"), duty=True, secret=True))
CANCELLED = register(NoticeKind("visit_cancelled", _l("A registration was cancelled"), duty=True))
TICKET_CANCELLED = register(NoticeKind("visit_ticket_cancelled", _l("A ticket was cancelled"), duty=True))
GIVEN_UP = register(NoticeKind("visit_given_up", _l("A visitor cancelled paid tickets")))
EXPIRED = register(NoticeKind("visit_expired", _l("A registration expired"), duty=True))
MESSAGE = register(NoticeKind("visit_message", _l("A message from the organiser of an event"), duty=True))
ASKED = register(NoticeKind("visit_lead_asked", _l("An exhibitor asks for your contact"), secret=True))


def confirmation_asked(registration: Registration) -> None:
    """Send the link that proves the address; the mail is all the guest has."""
    _tell(CONFIRM, registration)


def tickets_ready(registration: Registration) -> None:
    """Send the tickets to whoever registered, and each other holder with an address theirs."""
    _tell(TICKETS, registration)
    for ticket in registration.tickets:
        if ticket.holder_email and ticket.holder_email != registration.email:
            ticket_ready(ticket)


def ticket_ready(ticket: Ticket) -> None:
    """Send one ticket to its holder."""
    event = ticket.event
    values = {"ticket": ticket, "event": event, "organiser": event.organiser, "shown_code": shown_code}
    registration = ticket.registration
    address = ticket.holder_email or registration.email
    to = Recipient(address, ticket.holder_name, registration.language, ticket.account_id, event.timezone)
    _send(TICKET, to, values, scope=event, url=absolute(ticket_path(ticket)))


def put_on_waiting_list(registration: Registration) -> None:
    """Say that there is no place now, and what happens next."""
    _tell(WAITING, registration)


def place_offered(registration: Registration) -> None:
    """Offer the place until it expires."""
    _tell(OFFER, registration, dedup_key=f"visit-offer:{registration.id}")


def registration_cancelled(registration: Registration, *, reason: str = "", refund: int = 0) -> None:
    """Say that it is over, why, and how much money comes back."""
    _tell(CANCELLED, registration, reason=reason, refund=refund)


def ticket_cancelled(ticket: Ticket, *, refund: int) -> None:
    """Tell whoever registered that one ticket is worth nothing any more, and its holder if that is somebody else."""
    registration = ticket.registration
    _tell(TICKET_CANCELLED, registration, ticket=ticket, refund=refund, to=registration.name)
    if ticket.holder_email and ticket.holder_email != registration.email:
        event = ticket.event
        holder = Recipient(
            ticket.holder_email, ticket.holder_name, registration.language, ticket.account_id, event.timezone
        )
        values = {"ticket": ticket, "event": event, "organiser": event.organiser, "refund": 0, "to": ticket.holder_name}
        _send(TICKET_CANCELLED, holder, values, scope=event, url=absolute(ticket_path(ticket)))


def given_up(registration: Registration, *, tickets: int, refund: int) -> None:
    """Tell those who run the organiser's money that a visitor cancelled paid tickets, and what goes back."""
    event = registration.event
    organiser = event.organiser
    values = {
        "registration": registration,
        "event": event,
        "organiser": organiser,
        "tickets": tickets,
        "refund": refund,
    }
    path = f"/organise/{organiser.slug}/events/{event.slug}/visitors/registrations/{registration.public_id}"
    for account in treasurers_of(organiser):
        send(GIVEN_UP, recipient_of(account), values, scope=event, url=absolute(path))


def registration_expired(registration: Registration) -> None:
    """Say that the place was given back."""
    _tell(EXPIRED, registration)


def message_sent(registration: Registration, *, subject: str, body: str, batch: str) -> None:
    """Send an organiser's own words; once for each batch and registration."""
    _tell(MESSAGE, registration, dedup_key=f"{batch}:{registration.id}", batch=batch, subject=subject, words=body)


def contact_asked(ticket: Ticket, exhibitor: str) -> None:
    """Ask the holder whether an exhibitor that scanned the badge may have the contact."""
    registration = ticket.registration
    address = ticket.holder_email or registration.email
    to = Recipient(address, ticket.holder_name, registration.language, ticket.account_id, ticket.event.timezone)
    values = {"ticket": ticket, "event": ticket.event, "exhibitor": exhibitor, "organiser": ticket.event.organiser}
    _send(ASKED, to, values, scope=ticket.event, url=absolute(ticket_path(ticket)))


def _tell(
    kind: NoticeKind, registration: Registration, *, dedup_key: str | None = None, batch: str = "", **values: object
) -> None:
    event = registration.event
    to = Recipient(
        registration.email, registration.name, registration.language, registration.account_id, event.timezone
    )
    known: dict[str, object] = {
        "registration": registration,
        "event": event,
        "organiser": event.organiser,
        "zone": event.timezone,
    }
    known["shown_code"] = shown_code
    url = absolute(registration_path(registration))
    _send(kind, to, {**known, **values}, scope=event, url=url, dedup_key=dedup_key, batch=batch)


def _send(kind: NoticeKind, to: Recipient, values: Mapping[str, object], **more: Any) -> None:
    """Write to nobody who has no address: people of a printed list, and those who were erased."""
    if "@" in to.address:
        send(kind, to, values, **more)
