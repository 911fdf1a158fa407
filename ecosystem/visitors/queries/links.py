"""The texts of QR codes and of links in mails, with the key of this deployment."""

from flask import current_app

from ecosystem.core.errors import NoSuchRecord
from ecosystem.visitors.domain import tokens
from ecosystem.visitors.models import Registration, Ticket

REGISTRATION, TICKET = "registration", "ticket"


def signing_key() -> str:
    """Return the secret tickets and links are signed with."""
    return f"visitors|{current_app.config['SETTINGS'].secret_key}"


def qr_text(ticket: Ticket) -> str:
    """Return what the QR code of a ticket holds."""
    return tokens.ticket_token(ticket.event.public_id, ticket.code, key=signing_key())


def registration_path(registration: Registration) -> str:
    """Return the path of a registration's page; whoever has it may act on the registration."""
    return f"/visits/{tokens.link_key(REGISTRATION, registration.public_id, key=signing_key())}"


def ticket_path(ticket: Ticket) -> str:
    """Return the path of a ticket's page; whoever has it is taken for the holder."""
    return f"/tickets/{tokens.link_key(TICKET, ticket.public_id, key=signing_key())}"


def id_in_link(kind: str, text: str) -> str:
    """Return the public id in a link. Raises NoSuchRecord for a link that is not ours."""
    public_id = tokens.read_link(kind, text, key=signing_key())
    if public_id is None:
        raise NoSuchRecord("")
    return public_id
