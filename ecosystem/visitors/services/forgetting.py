"""Forgetting a visitor: nothing of the person stays, the figures do."""

from sqlalchemy import update

from ecosystem.core.database import session
from ecosystem.visitors.domain.states import LeadState
from ecosystem.visitors.models import Lead, Registration
from ecosystem.visitors.services.consents import withdraw_all

NOBODY = "–"
ADDRESS = "erased"


def forget_visitor(registration: Registration) -> None:
    """Take names, addresses and answers out of a registration and its tickets. Inside a use case.

    Leads that rested on consent go with it; those that wait for an answer are declined.
    """
    registration.name = registration.sort_key = NOBODY
    registration.email = registration.email_key = ADDRESS
    registration.phone = registration.organisation = registration.search_text = ""
    registration.holders = [
        {**each, "name": NOBODY, "email": "", "organisation": "", "phone": ""} for each in registration.holders
    ]
    registration.answers = {}
    for ticket in registration.tickets:
        withdraw_all(ticket)
        ticket.holder_name = ticket.sort_key = NOBODY
        ticket.holder_email = ticket.holder_phone = ticket.holder_organisation = ticket.search_text = ""
        waiting = update(Lead).where(Lead.ticket_id == ticket.id, Lead.state == LeadState.ASKED)
        session().execute(waiting.values(state=LeadState.DECLINED, notes="", search_text=""))
    session().flush()
