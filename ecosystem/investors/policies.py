"""Who may do what with investors and their sessions."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import or_, select

from ecosystem.accounts.models import Account
from ecosystem.core.access import Action, Actor, Denial, Verdict, rule
from ecosystem.core.database import remembered, session
from ecosystem.events.models import Event, Organiser, StaffRole
from ecosystem.events.policies import has_role
from ecosystem.events.policies import is_public as event_is_public
from ecosystem.investors.models import (
    InvestorProfile,
    InvestorSession,
    InvestorVerification,
    Meeting,
    Participant,
    ParticipantState,
    SessionState,
    SessionTable,
)
from ecosystem.startups.models import StartupMember
from ecosystem.startups.policies import is_member

RUNNERS = (StaffRole.OWNER, StaffRole.MANAGER)


class InvestorAction(Action):
    """What can be done with investors' profiles."""

    LIST_MINE = "investor:list_mine"
    FOUND = "investor:found"
    VIEW = "investor:view"
    EDIT = "investor:edit"
    LIST = "investor:list"  # on an organiser: those who asked it to be verified
    VERIFY = "investor:verify"


@rule(InvestorAction.LIST_MINE)
def list_mine(actor: Actor, _resource: object) -> Verdict:
    return actor.is_authenticated


@rule(InvestorAction.FOUND)
def found(actor: Actor, _resource: object) -> Verdict:
    if isinstance(actor, Account) and (actor.is_verified or actor.is_operator):
        return True
    return Denial(_l("Please confirm your e-mail address first; then you can create an investor's profile."))


@rule(InvestorAction.VIEW)
def view(actor: Actor, investor: InvestorProfile) -> Verdict:
    """Everybody, once it is verified and listed; else its account, who is to verify it, who is in a session with it."""
    if is_public(investor) or actor.is_operator or owns(actor, investor):
        return True
    if any(has_role(actor, organiser_id) for organiser_id in _asked_organisers(investor)):
        return True
    return bool(_remembered_sessions(actor) & _sessions_joined(investor))


@rule(InvestorAction.EDIT, see=InvestorAction.VIEW)
def edit(actor: Actor, investor: InvestorProfile) -> Verdict:
    return owns(actor, investor) or Denial(_l("Only the investor can change this profile."))


@rule(InvestorAction.LIST)
def list_investors(actor: Actor, organiser: Organiser) -> Verdict:
    return has_role(actor, organiser.id)


@rule(InvestorAction.VERIFY, see=InvestorAction.LIST)
def verify(actor: Actor, organiser: Organiser) -> Verdict:
    allowed = has_role(actor, organiser.id, *RUNNERS)
    return allowed or Denial(_l("Only owners and managers of the organiser can do this."))


def owns(actor: Actor, investor: InvestorProfile) -> bool:
    """Tell whether the actor speaks for the investor."""
    return actor.id is not None and actor.id == investor.account_id


def is_public(investor: InvestorProfile) -> bool:
    """Tell whether anybody may see the profile."""
    return investor.is_listed and investor.verified_at is not None


def _sessions_joined(investor: InvestorProfile) -> frozenset[int]:
    statement = select(Participant.session_id).where(
        Participant.investor_id == investor.id, Participant.state == ParticipantState.APPROVED
    )
    return frozenset(session().scalars(statement))


def _asked_organisers(investor: InvestorProfile) -> list[int]:
    statement = select(InvestorVerification.organiser_id).where(InvestorVerification.investor_id == investor.id)
    return remembered(("investor_organisers", investor.id), lambda: list(session().scalars(statement)))


# --- sessions --------------------------------------------------------------------------------------


class SessionAction(Action):
    """What can be done with investor sessions."""

    LIST_MINE = "investor_session:list_mine"
    VIEW = "investor_session:view"
    JOIN = "investor_session:join"
    SEE_DESK = "investor_session:see_desk"
    RUN = "investor_session:run"
    CHECK = "investor_session:check"  # say who came, on the day
    SEE_BOARD = "investor_session:see_board"


class ParticipantAction(Action):
    """What participants can do with their part in a session."""

    VIEW = "participant:view"
    ACT = "participant:act"


class MeetingAction(Action):
    """What can be done with a meeting at its table."""

    CHECK = "meeting:check"


class TableAction(Action):
    """What the code at a table opens."""

    VIEW = "session_table:view"


@rule(TableAction.VIEW)
def view_table(actor: Actor, table: SessionTable) -> Verdict:
    """Those who sit there or keep order there; which meetings they see is decided for each."""
    return takes_part(actor, table.session) or has_role(actor, table.session.event.organiser_id)


def _organiser_id(subject: Event | InvestorSession) -> int:
    return subject.organiser_id if isinstance(subject, Event) else subject.event.organiser_id


@rule(SessionAction.LIST_MINE)
def list_my_sessions(actor: Actor, _resource: object) -> Verdict:
    return actor.is_authenticated


@rule(SessionAction.VIEW)
def view_session(actor: Actor, session_: InvestorSession) -> Verdict:
    """Everybody once it was opened in a public event; before, its staff and those invited."""
    if session_.state is not SessionState.DRAFT and event_is_public(session_.event):
        return True
    return has_role(actor, session_.event.organiser_id) or takes_part(actor, session_)


@rule(SessionAction.JOIN, see=SessionAction.VIEW)
def join_session(actor: Actor, session_: InvestorSession) -> Verdict:
    if not isinstance(actor, Account) or not actor.is_verified:
        return Denial(_l("Please confirm your e-mail address first; then you can join."))
    if session_.state is not SessionState.OPEN:
        return Denial(_l("This session is not open for joining."))
    return True


@rule(SessionAction.SEE_DESK)
def see_session_desk(actor: Actor, subject: Event | InvestorSession) -> Verdict:
    return has_role(actor, _organiser_id(subject))


@rule(SessionAction.RUN, see=SessionAction.SEE_DESK)
def run_session(actor: Actor, subject: Event | InvestorSession) -> Verdict:
    allowed = has_role(actor, _organiser_id(subject), *RUNNERS)
    return allowed or Denial(_l("Only owners and managers of the organiser can do this."))


@rule(SessionAction.CHECK, see=SessionAction.SEE_DESK)
def check_in_session(actor: Actor, session_: InvestorSession) -> Verdict:
    allowed = has_role(actor, session_.event.organiser_id, *RUNNERS, StaffRole.CHECK_IN)
    return allowed or Denial(_l("Your role does not allow this."))


@rule(SessionAction.SEE_BOARD)
def see_board(actor: Actor, session_: InvestorSession) -> Verdict:
    """Who meets whom is for those in the hall: the staff and those who take part."""
    return has_role(actor, session_.event.organiser_id) or takes_part(actor, session_)


@rule(ParticipantAction.VIEW)
def view_participant(actor: Actor, participant: Participant) -> Verdict:
    """The person, the rest of the startup's team, and the organiser's staff."""
    if actor.id is not None and actor.id == participant.account_id:
        return True
    in_team = participant.startup_id is not None and is_member(actor, participant.startup_id)
    return in_team or has_role(actor, participant.session.event.organiser_id)


@rule(ParticipantAction.ACT, see=ParticipantAction.VIEW)
def act_as_participant(actor: Actor, participant: Participant) -> Verdict:
    if actor.id is not None and actor.id == participant.account_id:
        return True
    in_team = participant.startup_id is not None and is_member(actor, participant.startup_id)
    return in_team or Denial(_l("Only those who take part can do this."))


@rule(MeetingAction.CHECK)
def check_meeting(actor: Actor, meeting: Meeting) -> Verdict:
    """The two who meet, and the staff at the door."""
    if actor.id is not None and actor.id in (meeting.founder.account_id, meeting.investor.account_id):
        return True
    return has_role(actor, meeting.session.event.organiser_id, *RUNNERS, StaffRole.CHECK_IN)


def takes_part(actor: Actor, session_: InvestorSession) -> bool:
    """Tell whether the actor, or a startup in whose team the actor is, takes part or is invited."""
    if actor.id is None:
        return False
    return session_.id in _remembered_sessions(actor)


def _remembered_sessions(actor: Actor) -> frozenset[int]:
    if actor.id is None:
        return frozenset()
    return remembered(("investor_sessions_of", actor.id), lambda: _sessions_of(actor))


def _sessions_of(actor: Actor) -> frozenset[int]:
    """One statement, because every page asks it for its menu."""
    teams = select(StartupMember.startup_id).where(StartupMember.account_id == actor.id)
    condition = or_(Participant.account_id == actor.id, Participant.startup_id.in_(teams))
    statement = select(Participant.session_id).where(condition, Participant.state != ParticipantState.DECLINED)
    return frozenset(session().scalars(statement))
