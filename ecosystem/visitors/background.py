"""Work with thousands of visitors: telling all that an event is cancelled, badges for printing."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import select

from ecosystem.core.access import Actor
from ecosystem.core.background import BackgroundTask, Running, background
from ecosystem.core.database import scalars, session
from ecosystem.events.models import Event
from ecosystem.visitors.domain.life_cycle import LIVE
from ecosystem.visitors.domain.states import TicketState
from ecosystem.visitors.models import Registration, Ticket, TicketType
from ecosystem.visitors.policies import view
from ecosystem.visitors.queries.registrations import whole_ticket
from ecosystem.visitors.services.ending import cancel_with_event


def sees(actor: Actor, task: BackgroundTask) -> bool:
    """Whoever sees the visitors of the event."""
    event = session().get(Event, task.payload.get("event_id"))
    return event is not None and bool(view(actor, event))


@background("visitors.cancel_event", title=_l("Telling visitors that an event is cancelled"), see=sees)
def cancel_event(task: Running) -> str:
    """Cancel every registration, one transaction each: begun again, it goes on where it stopped."""
    event_id, run_id = task.payload["event_id"], task.payload.get("run_id")
    ids = (
        session()
        .scalars(
            select(Registration.id)
            .where(Registration.event_id == event_id, Registration.state.in_(LIVE))
            .order_by(Registration.id)
        )
        .all()
    )
    for number, ident in enumerate(ids):
        task.progress(number, len(ids))
        registration = session().get_one(Registration, ident)
        cancel_with_event(registration, run_id=run_id, reason=_("The event was cancelled."))
    return str(ngettext("%(num)s registration was cancelled.", "%(num)s registrations were cancelled.", len(ids)))


@background("visitors.badges", title=_l("Badges for printing"), see=sees)
def make_badges(task: Running) -> str:
    """All badges, or those of one ticket type, in the order of names."""
    from ecosystem.visitors.documents.papers import badges_document  # loads the PDF library

    statement = select(Ticket).where(Ticket.event_id == task.payload["event_id"], Ticket.state == TicketState.VALID)
    if task.payload.get("type"):
        statement = statement.join(Ticket.ticket_type).where(TicketType.public_id == task.payload["type"])
    tickets = scalars(statement.options(*whole_ticket()).order_by(Ticket.sort_key, Ticket.id))
    content = badges_document(tickets, lambda done: task.progress(done, len(tickets)))
    with task.file("badges.pdf", "application/pdf") as target:
        target.write(content)
    return str(ngettext("%(num)s badge.", "%(num)s badges.", len(tickets)))
