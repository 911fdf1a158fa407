"""Tickets, gates and devices."""

from datetime import timedelta
from itertools import count
from typing import Any

from ecosystem.accounts.domain.addresses import address_key
from ecosystem.core import clock
from ecosystem.core.database import session, transaction
from ecosystem.core.identifiers import public_id
from ecosystem.events.models import Event
from ecosystem.exhibitions.models import Exhibitor
from ecosystem.visitors.domain.states import ConsentPurpose, LeadState, QuestionKind, RegistrationState
from ecosystem.visitors.models import (
    Gate,
    GateDevice,
    InvitationCode,
    Lead,
    Registration,
    Ticket,
    TicketType,
    VisitorQuestion,
)
from ecosystem.visitors.services.consents import give_consent
from ecosystem.visitors.services.gates import link_device
from ecosystem.visitors.services.issuing import issue_tickets
from ecosystem.visitors.services.places import take_places
from ecosystem.visitors.services.registering import index
from tests.support.factories.events import make_event, make_organiser

_numbers = count(1)


def make_running_event(**values: Any) -> Event:
    """A published event that is on today and tomorrow."""
    today = clock.now().astimezone(clock.zone(clock.DEFAULT_ZONE)).date()
    return make_event(
        values.pop("organiser", None) or make_organiser(), starts_on=today, ends_on=today + timedelta(1), **values
    )


def make_ticket_type(event: Event | None = None, **values: Any) -> TicketType:
    """A free ticket, open now, good once a day, five for an address."""
    event = event or make_running_event()
    row = TicketType(event=event, event_id=event.id, **{"name": f"Vé {next(_numbers)}"} | values)
    with transaction():
        session().add(row)
    return row


def make_registration(ticket_type: TicketType | None = None, *names: str, **values: Any) -> Registration:
    """A confirmed registration with a ticket for each name; `state` for one that is not confirmed."""
    ticket_type = ticket_type or make_ticket_type()
    people = names or (values.get("name", "Trần Mẫu Lan"),)
    number = next(_numbers)
    state = values.pop("state", RegistrationState.CONFIRMED)
    email = values.pop("email", f"khach{number}@example.vn")
    is_confirmed = state is RegistrationState.CONFIRMED
    row = Registration(
        **{
            "event": ticket_type.event,
            "event_id": ticket_type.event_id,
            "ticket_type": ticket_type,
            "name": people[0],
            "email": email,
            "email_key": address_key(email),
            "quantity": len(people),
            "unit_price": 0,
            "holders": [{"name": each, "email": "", "organisation": "", "phone": ""} for each in people],
            "request_key": public_id(),
            "state": RegistrationState.UNVERIFIED if is_confirmed else state,
        }
        | values
    )
    index(row)
    with transaction():
        if state is not RegistrationState.WAITING:
            assert take_places(ticket_type.id, row.quantity)
            row.holds = row.quantity
        session().add(row)
        session().flush()
        if is_confirmed:
            issue_tickets(row, tell=False)
    return row


def make_ticket(ticket_type: TicketType | None = None, name: str = "Trần Mẫu Lan", **values: Any) -> Ticket:
    """A valid ticket."""
    return make_registration(ticket_type, name, **values).tickets[0]


def make_gate(event: Event | None = None, name: str = "", **values: Any) -> Gate:
    """A gate."""
    event = event or make_running_event()
    gate = Gate(event=event, event_id=event.id, name=name or f"Cổng {next(_numbers)}", **values)
    with transaction():
        session().add(gate)
    return gate


def make_device(gate: Gate | None = None, **values: Any) -> tuple[GateDevice, str]:
    """A helper's telephone at a gate, and the token of its link."""
    gate = gate or make_gate()
    given = {"label": "Máy 1", "lasts": timedelta(hours=12), "by": gate.event.organiser.staff[0].account_id}
    return link_device(gate, **given | values)


def make_code(ticket_type: TicketType, code: str = "VIP2026", **values: Any) -> InvitationCode:
    """An invitation code for one ticket."""
    row = InvitationCode(event_id=ticket_type.event_id, ticket_type=ticket_type, code=code, **{"uses": 1} | values)
    with transaction():
        session().add(row)
    return row


def make_question(event: Event, **values: Any) -> VisitorQuestion:
    """A question of the registration form."""
    row = VisitorQuestion(
        event_id=event.id, **{"text": "Bạn biết sự kiện qua đâu?", "kind": QuestionKind.SHORT} | values
    )
    with transaction():
        session().add(row)
    return row


def make_lead(exhibitor: Exhibitor, ticket: Ticket, **values: Any) -> Lead:
    """A lead whose visitor agreed to badge scans."""
    consent = give_consent(ticket, ConsentPurpose.BADGE_SCAN, channel="registration", language="vi")
    with transaction():
        lead = Lead(
            **{
                "exhibitor": exhibitor,
                "ticket": ticket,
                "consent_id": consent.id,
                "state": LeadState.GIVEN,
                "scanned_at": clock.now(),
            }
            | values
        )
        session().add(lead)
    return lead
