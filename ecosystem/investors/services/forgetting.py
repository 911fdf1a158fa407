"""What becomes of investors and of places in sessions when the person behind them is erased."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import aliased

from ecosystem.audit.services import record
from ecosystem.calendar.queries import engagement_of
from ecosystem.core.database import scalars, session
from ecosystem.core.search import fold, sort_key
from ecosystem.investors.domain.life_cycle import SessionState
from ecosystem.investors.domain.profile import InvestorType
from ecosystem.investors.domain.terms import MEETING
from ecosystem.investors.models import (
    InvestorProfile,
    InvestorSession,
    InvestorVerification,
    Meeting,
    Participant,
    ParticipantState,
    VerificationState,
)
from ecosystem.startups.models import Startup
from ecosystem.uploads.services import remove

ERASED = "–"
FOUNDER, INVESTOR = aliased(Participant), aliased(Participant)
COMING = (ParticipantState.INVITED, ParticipantState.ASKED, ParticipantState.APPROVED)
BEFORE_PUBLISHING = (
    SessionState.DRAFT,
    SessionState.OPEN,
    SessionState.WISHES_CLOSED,
    SessionState.DRAFT_TIMETABLE,
)
_WHY = _l("The account was closed.")


def forget_person(account_id: int) -> None:
    """Take an erased person's profiles out of sight, without what leads to the person, and their places free again.

    A fund keeps its name, so that past meetings can be told; a business angel's is the person's own and goes. Sessions
    with a published timetable are no matter: they keep the account from being erased (`ErasureObstacles`). Inside a
    use case; again changes nothing.
    """
    for investor in scalars(select(InvestorProfile).where(InvestorProfile.account_id == account_id)):
        _forget(investor)
    coming = (
        select(Participant)
        .join(InvestorSession, InvestorSession.id == Participant.session_id)
        .where(
            Participant.account_id == account_id,
            Participant.state.in_(COMING),
            InvestorSession.state.in_(BEFORE_PUBLISHING),
        )
    )
    for participant in scalars(coming):
        changes = {"state": (participant.state, ParticipantState.DECLINED)}
        participant.state, participant.approved_at, participant.note = ParticipantState.DECLINED, None, ""
        organiser = participant.session.event.organiser
        record("participant.answered", participant, by=None, scope=organiser, changes=changes, note=str(_WHY))
    session().flush()


def _forget(investor: InvestorProfile) -> None:
    if investor.type is InvestorType.ANGEL:
        investor.name = ERASED
        _forget_name(investor)
    for name in ("thesis", "thesis_en", "website", "contact_email", "phone"):
        setattr(investor, name, "")
    investor.is_listed = False
    investor.sort_key, investor.search_text = sort_key(investor.name), fold(investor.name)
    old, investor.logo = investor.logo, None
    session().flush()
    if old is not None:
        remove(old)
    investor.verified_at = None
    for told in scalars(select(InvestorVerification).where(InvestorVerification.investor_id == investor.id)):
        told.evidence = ""
        if told.state in (VerificationState.ASKED, VerificationState.VERIFIED):  # nobody waits for an answer any more
            told.state = VerificationState.WITHDRAWN


def _forget_name(investor: InvestorProfile) -> None:
    """The name goes from the calendars of those whom the investor met."""
    met = session().execute(
        select(Meeting.public_id, Startup.name)
        .join(INVESTOR, INVESTOR.id == Meeting.investor_id)
        .join(FOUNDER, FOUNDER.id == Meeting.founder_id)
        .join(Startup, Startup.id == FOUNDER.startup_id)
        .where(INVESTOR.investor_id == investor.id)
    )
    for subject, startup in met.all():
        engagement = engagement_of(MEETING, subject)
        if engagement is not None:
            engagement.title = f"{startup} – {ERASED}"[:200]
