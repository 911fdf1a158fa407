"""Sending again what somebody lost, and an organiser's own words to everybody of a kind."""

from flask_babel import lazy_gettext as _l

from ecosystem.accounts.services.throttling import Origin, begin_attempt
from ecosystem.audit.services import record
from ecosystem.core.database import session, transaction
from ecosystem.core.errors import Refused
from ecosystem.events.models import Event
from ecosystem.visitors import notices
from ecosystem.visitors.domain.states import RegistrationState as State
from ecosystem.visitors.models import Registration


def send_again(registration: Registration, *, origin: Origin | None = None) -> None:
    """Send the mail that belongs to the present state. Raises Refused for one that is over, TooMany for impatience.

    `origin` is given where the visitor asks, not the staff.
    """
    if origin is not None:
        begin_attempt("mail", {"network": origin.address, "account": f"visit:{registration.public_id}"})
    with transaction():
        if registration.state is State.CONFIRMED:
            notices.tickets_ready(registration)
        elif registration.state is State.UNVERIFIED:
            notices.confirmation_asked(registration)
        elif registration.state is State.WAITING:
            notices.put_on_waiting_list(registration)
        else:
            raise Refused(_l("There is nothing to send again."))


def send_message(event: Event, ids: list[int], *, subject: str, body: str, batch: str, by: int) -> int:
    """Send an organiser's words to registrations (their ids), once each whatever how often asked; return how many."""
    with transaction() as current:
        sent = 0
        for ident in ids:
            registration = current.get(Registration, ident)
            if registration is not None and registration.event_id == event.id:
                notices.message_sent(registration, subject=subject, body=body, batch=batch)
                sent += 1
        record("visitors.mailed", event, by=by, scope=event, note=f"{subject} ({sent})")
        session().flush()
        return sent
