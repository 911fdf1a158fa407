"""Who may do what with visitors: everybody registers, doorkeepers scan, the staff looks on, managers run it."""

from flask_babel import lazy_gettext as _l

from ecosystem.core.access import Action, Actor, Denial, Verdict, rule
from ecosystem.events.models import Event, EventState, StaffRole
from ecosystem.events.policies import RUNNERS, has_role, is_public

DOORKEEPERS = (*RUNNERS, StaffRole.CHECK_IN)
READERS = (*RUNNERS, StaffRole.CHECK_IN, StaffRole.FINANCE, StaffRole.OBSERVER)


class VisitorAction(Action):
    """What can be done with the visitors of an event."""

    REGISTER = "visitors:register"
    VIEW = "visitors:view"  # registrations and figures, for the staff
    RUN = "visitors:run"  # ticket types, registrations, mails
    CHECK_IN = "visitors:check_in"


@rule(VisitorAction.REGISTER)
def register(actor: Actor, event: Event) -> Verdict:
    """Everybody sees the page of a public event; what is open, the use case decides."""
    return (is_public(event) and event.state is not EventState.ARCHIVED) or has_role(actor, event.organiser_id)


@rule(VisitorAction.VIEW)
def view(actor: Actor, event: Event) -> Verdict:
    return has_role(actor, event.organiser_id, *READERS)


@rule(VisitorAction.RUN, see=VisitorAction.VIEW)
def run(actor: Actor, event: Event) -> Verdict:
    allowed = has_role(actor, event.organiser_id, *RUNNERS)
    return allowed or Denial(_l("Only owners and managers can change this."))


@rule(VisitorAction.CHECK_IN, see=VisitorAction.VIEW)
def check_in(actor: Actor, event: Event) -> Verdict:
    allowed = has_role(actor, event.organiser_id, *DOORKEEPERS)
    return allowed or Denial(_l("Only owners, managers and the staff of the check-in can do this."))
