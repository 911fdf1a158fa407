"""What the holder of a ticket agrees to: which text, when, taken back when. Rows are never changed but for that."""

from flask_babel import force_locale
from sqlalchemy import select

from ecosystem.core import clock
from ecosystem.core.database import locked, session, transaction
from ecosystem.core.signals import announce
from ecosystem.visitors.domain.states import ConsentPurpose
from ecosystem.visitors.kinds import CONSENTS
from ecosystem.visitors.models import Ticket, TicketConsent
from ecosystem.visitors.signals import ConsentWithdrawn


def give_consent(
    ticket: Ticket, purpose: ConsentPurpose, *, channel: str, language: str, audience: str = ""
) -> TicketConsent:
    """Log that the holder agrees, with the words they read; the present consent if there is one."""
    with transaction() as current:
        locked(Ticket, ticket.id)
        present = live_consent(ticket.id, purpose, audience)
        if present is not None:
            return present
        with force_locale(language):
            text = str(CONSENTS[purpose].text)
        given = TicketConsent(
            ticket_id=ticket.id,
            purpose=purpose,
            audience=audience,
            text_version=CONSENTS[purpose].version,
            text=text,
            channel=channel,
            given_at=clock.now(),
        )
        current.add(given)
        current.flush()
        return given


def withdraw_consent(ticket: Ticket, purpose: ConsentPurpose, *, audience: str = "") -> bool:
    """Take a consent back and with it what rests on it; tell whether there was one."""
    with transaction() as current:
        locked(Ticket, ticket.id)
        present = live_consent(ticket.id, purpose, audience)
        if present is None:
            return False
        _end(present)
        current.flush()
        return True


def withdraw_all(ticket: Ticket) -> None:
    """End every consent of a ticket whose holder changes or is forgotten. Inside a use case."""
    statement = select(TicketConsent).where(TicketConsent.ticket_id == ticket.id, TicketConsent.live.is_(True))
    for present in session().scalars(statement).all():
        _end(present)
    session().flush()


def live_consent(ticket_id: int, purpose: ConsentPurpose, audience: str = "") -> TicketConsent | None:
    """Return the consent that stands."""
    return session().scalar(
        select(TicketConsent).where(
            TicketConsent.ticket_id == ticket_id,
            TicketConsent.purpose == purpose,
            TicketConsent.audience == audience,
            TicketConsent.live.is_(True),
        )
    )


def _end(present: TicketConsent) -> None:
    present.live, present.withdrawn_at = None, clock.now()
    announce(ConsentWithdrawn(present.id, present.ticket_id))
