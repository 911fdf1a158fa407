"""Who may do what with visitors: everybody registers, doorkeepers scan, the staff looks on, managers run it."""

from flask_babel import lazy_gettext as _l

from ecosystem.core.access import Action, Actor, Denial, Verdict, rule
from ecosystem.events.models import Event, EventState, StaffRole
from ecosystem.events.policies import RUNNERS, has_role, is_public
from ecosystem.exhibitions.models import Exhibitor, ExhibitorState
from ecosystem.exhibitions.policies import acts_for
from ecosystem.visitors.models import Gate, Lead, Registration, TicketType

DOORKEEPERS = (*RUNNERS, StaffRole.CHECK_IN)
READERS = (*RUNNERS, StaffRole.CHECK_IN, StaffRole.FINANCE, StaffRole.OBSERVER)


class VisitorAction(Action):
    """What can be done with the visitors of an event."""

    REGISTER = "visitors:register"
    LIST_MINE = "visitors:list_mine"
    VIEW = "visitors:view"  # registrations and figures, for the staff
    RUN = "visitors:run"  # ticket types, registrations, mails
    CHECK_IN = "visitors:check_in"


@rule(VisitorAction.REGISTER)
def register(actor: Actor, event: Event) -> Verdict:
    """Everybody sees the page of a public event; what is open, the use case decides."""
    return (is_public(event) and event.state is not EventState.ARCHIVED) or has_role(actor, event.organiser_id)


@rule(VisitorAction.LIST_MINE)
def list_mine(actor: Actor, _resource: object) -> Verdict:
    return actor.is_authenticated


def _organiser_id(subject: Event | Registration | TicketType | Gate) -> int:
    return (subject if isinstance(subject, Event) else subject.event).organiser_id


@rule(VisitorAction.VIEW)
def view(actor: Actor, subject: Event | Registration | TicketType | Gate) -> Verdict:
    return has_role(actor, _organiser_id(subject), *READERS)


@rule(VisitorAction.RUN, see=VisitorAction.VIEW)
def run(actor: Actor, subject: Event | Registration | TicketType | Gate) -> Verdict:
    allowed = has_role(actor, _organiser_id(subject), *RUNNERS)
    return allowed or Denial(_l("Only owners and managers can change this."))


@rule(VisitorAction.CHECK_IN, see=VisitorAction.VIEW)
def check_in(actor: Actor, subject: Event | Registration | TicketType | Gate) -> Verdict:
    allowed = has_role(actor, _organiser_id(subject), *DOORKEEPERS)
    return allowed or Denial(_l("Only owners, managers and the staff of the check-in can do this."))


class LeadAction(Action):
    """What can be done with an exhibitor's leads. The organiser sees figures, never the people."""

    VIEW = "leads:view"
    SCAN = "leads:scan"


@rule(LeadAction.VIEW)
def view_leads(actor: Actor, subject: Exhibitor | Lead) -> Verdict:
    return acts_for(actor, subject if isinstance(subject, Exhibitor) else subject.exhibitor)


@rule(LeadAction.SCAN, see=LeadAction.VIEW)
def scan_badges(actor: Actor, exhibitor: Exhibitor) -> Verdict:
    if not acts_for(actor, exhibitor):
        return False
    if exhibitor.state is not ExhibitorState.ACCEPTED:
        return Denial(_l("Badges can be scanned once the organiser has accepted the application."))
    return True
