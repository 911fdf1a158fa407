"""Who may read and change what founders raise, and what came of meetings.

A startup's team writes; an investor reads in a session that both take part in, once its organiser verified the
investor, and only while the founders have not said "no thanks" to them. The organiser sees outcomes, never notes.
"""

from flask_babel import lazy_gettext as _l

from ecosystem.core.access import Action, Actor, Denial, Verdict, rule
from ecosystem.core.database import remembered
from ecosystem.events.models import StaffRole
from ecosystem.events.policies import has_role
from ecosystem.fundraising.models import ConfidentialDocument, DocumentView
from ecosystem.fundraising.policies.rights import Reading, reading_of, reading_of_document
from ecosystem.investors.models import InvestorSession, Meeting, Participant, Side
from ecosystem.startups.models import Startup
from ecosystem.startups.policies import is_member

OVERSEERS = (StaffRole.OWNER, StaffRole.MANAGER, StaffRole.OBSERVER)


class FundraisingAction(Action):
    """What can be done with pitches, papers and outcomes."""

    LIST_MEETINGS = "fundraising:list_meetings"
    EDIT = "fundraising:edit"  # on a startup
    SEE_LOG = "fundraising:see_log"  # on a startup
    READ_OWN = "fundraising:read_own"  # on a document of the own team
    READ_PITCH = "fundraising:read_pitch"  # on a participant of the founders' side
    OPEN_DOCUMENT = "fundraising:open_document"
    SEE_COPY = "fundraising:see_copy"
    FOLLOW_UP = "fundraising:follow_up"  # on a meeting
    SEE_OUTCOMES = "fundraising:see_outcomes"  # on a session


@rule(FundraisingAction.LIST_MEETINGS)
def list_meetings(actor: Actor, _resource: object) -> Verdict:
    return actor.is_authenticated


@rule(FundraisingAction.SEE_LOG)
def see_log(actor: Actor, startup: Startup) -> Verdict:
    return is_member(actor, startup.id)


@rule(FundraisingAction.EDIT, see=FundraisingAction.SEE_LOG)
def edit(actor: Actor, startup: Startup) -> Verdict:
    if not is_member(actor, startup.id):
        return False
    return startup.archived_at is None or Denial(
        _l("This startup is archived. Take it out of the archive to change it.")
    )


@rule(FundraisingAction.READ_OWN)
def read_own(actor: Actor, document: ConfidentialDocument) -> Verdict:
    return is_member(actor, document.startup_id)


@rule(FundraisingAction.READ_PITCH)
def read_pitch(actor: Actor, founder: Participant) -> Verdict:
    return reading(actor, founder) is not None


@rule(FundraisingAction.OPEN_DOCUMENT)
def open_document(actor: Actor, document: ConfidentialDocument) -> Verdict:
    return actor.id is not None and reading_of_document(actor.id, document) is not None


@rule(FundraisingAction.SEE_COPY)
def see_copy(actor: Actor, view: DocumentView) -> Verdict:
    """Whoever opened it, while the right to read still stands."""
    return actor.id == view.viewer_id and open_document(actor, view.document)


@rule(FundraisingAction.FOLLOW_UP)
def follow_up(actor: Actor, meeting: Meeting) -> Verdict:
    return side_of(actor, meeting) is not None


@rule(FundraisingAction.SEE_OUTCOMES)
def see_outcomes(actor: Actor, held: InvestorSession) -> Verdict:
    return has_role(actor, held.event.organiser_id, *OVERSEERS)


def reading(actor: Actor, founder: Participant) -> Reading | None:
    """Return the actor's right to read what these founders raise; None without one."""
    if actor.id is None:
        return None
    account_id = actor.id
    return remembered(("reading", account_id, founder.id), lambda: reading_of(account_id, founder))


def side_of(actor: Actor, meeting: Meeting) -> Side | None:
    """Return the side of the meeting on which the actor is: the whole team of the startup, or the investor."""
    if actor.id is None:
        return None
    if meeting.investor.account_id == actor.id:
        return Side.INVESTOR
    startup_id = meeting.founder.startup_id
    in_team = startup_id is not None and is_member(actor, startup_id)
    return Side.FOUNDER if in_team or meeting.founder.account_id == actor.id else None
