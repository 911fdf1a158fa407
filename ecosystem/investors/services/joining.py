"""Use cases of participants: invite, ask, answer, approve, hours, keep a pair apart."""

from collections.abc import Collection

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ecosystem.accounts.models import Account
from ecosystem.audit import services as audit
from ecosystem.core import clock
from ecosystem.core.database import locked, session, transaction, unique_or
from ecosystem.core.errors import Invalid, Refused
from ecosystem.investors import notices
from ecosystem.investors.domain.life_cycle import SessionState
from ecosystem.investors.models import (
    InvestorProfile,
    InvestorSession,
    JoinRule,
    Participant,
    ParticipantState,
    SessionSlot,
    Side,
    Veto,
)
from ecosystem.startups.models import Startup

TAKEN = _l("This person, startup or investor takes part already.")
CAN_CHANGE = (SessionState.DRAFT, SessionState.OPEN, SessionState.WISHES_CLOSED, SessionState.DRAFT_TIMETABLE)
ANSWERS = {
    "approve": (ParticipantState.ASKED, ParticipantState.INVITED, ParticipantState.DECLINED),
    "accept": (ParticipantState.INVITED,),
    "decline": (ParticipantState.INVITED, ParticipantState.ASKED, ParticipantState.APPROVED),
}


def invite(
    session_: InvestorSession, profile: Startup | InvestorProfile, account: Account, *, by: Account
) -> Participant:
    """Invite a startup or an investor; `account` comes to the table for it. Asked again it gives what is there."""
    with transaction():
        present = _open(session_, CAN_CHANGE)
        found = _present(present, profile)
        if found is not None and found.state is ParticipantState.ASKED:
            return _answer(found, "approve", by)
        if found is not None and found.state is not ParticipantState.DECLINED:
            return found
        participant = found or _new(present, profile, account)
        participant.account_id, participant.account = account.id, account  # who came for it before may be gone
        participant.state = ParticipantState.INVITED
        _store(participant)
        audit.record("participant.invited", participant, by=by.id, scope=present.event.organiser)
        notices.invited(participant)
        return participant


def ask_to_join(session_: InvestorSession, profile: Startup | InvestorProfile, *, by: Account) -> Participant:
    """Ask to take part for a startup or as an investor; where the session says so, a startup is in at once.

    Raises Refused where only the invited may join, AlreadyTaken where the person takes part for somebody else.
    """
    with transaction():
        present = _open(session_, (SessionState.OPEN,))
        found = _present(present, profile)
        if found is not None and found.state is ParticipantState.INVITED:
            return _answer(found, "accept", by)
        if found is not None:
            return found
        if present.join_rule is JoinRule.INVITED:
            raise Refused(_l("Only those whom the organiser invites can join this session."))
        participant = _new(present, profile, by)
        at_once = present.join_rule is JoinRule.OPEN and participant.side is Side.FOUNDER
        participant.state = ParticipantState.APPROVED if at_once else ParticipantState.ASKED
        participant.approved_at = clock.now() if at_once else None
        _store(participant)
        audit.record("participant.asked", participant, by=by.id, scope=present.event.organiser)
        return participant


def answer(participant: Participant, step: str, *, by: Account) -> Participant:
    """Approve or decline (the organiser), accept or decline (the invited). Asked twice, the second changes nothing.

    Raises Refused once the timetable is published: then people drop out instead.
    """
    with transaction():
        _open(participant.session, CAN_CHANGE if step != "approve" else (*CAN_CHANGE, SessionState.PUBLISHED))
        return _answer(locked(Participant, participant.id), step, by)


def _answer(participant: Participant, step: str, by: Account) -> Participant:
    target = ParticipantState.DECLINED if step == "decline" else ParticipantState.APPROVED
    if participant.state is target:
        return participant
    if participant.state not in ANSWERS[step]:
        raise Refused(_l("This changed meanwhile. Please look at it again."))
    changes = {"state": (participant.state, target)}
    participant.state = target
    participant.approved_at = clock.now() if target is ParticipantState.APPROVED else None
    organiser = participant.session.event.organiser
    audit.record("participant.answered", participant, by=by.id, scope=organiser, changes=changes)
    if by.id != participant.account_id:
        notices.answered(participant)
    return participant


def set_away(participant: Participant, positions: Collection[int], *, by: Account) -> Participant:
    """Say in which slots somebody cannot come. Published meetings stay; the organiser sees that they clash."""
    with transaction() as current:
        present = locked(Participant, participant.id)
        statement = select(SessionSlot.position).where(
            SessionSlot.session_id == present.session_id, SessionSlot.is_break.is_(False)
        )
        away = sorted(set(current.scalars(statement)) & set(positions))
        changes = audit.assign(present, {"away": away})
        if changes:
            organiser = participant.session.event.organiser
            audit.record("participant.away", present, by=by.id, scope=organiser, changes=changes)
        return present


def keep_apart(
    session_: InvestorSession, founder: Participant, investor: Participant, reason: str, *, by: Account
) -> Veto:
    """Never let a pair meet. Asked again it gives what is there; raises Invalid for two of one side."""
    if {founder.side, investor.side} != {Side.FOUNDER, Side.INVESTOR} or founder.side is not Side.FOUNDER:
        raise Invalid(_l("Choose a founder and an investor."))
    with transaction() as current:
        present = locked(InvestorSession, session_.id)
        if {founder.session_id, investor.session_id} != {present.id}:
            raise Invalid(_l("Choose a founder and an investor."))
        pair = (Veto.founder_id == founder.id, Veto.investor_id == investor.id)
        found = current.scalar(select(Veto).where(*pair))
        if found is not None:
            return found
        veto = Veto(
            session_id=present.id, founder_id=founder.id, investor_id=investor.id, reason=reason[:300], by_id=by.id
        )
        current.add(veto)
        current.flush()
        audit.record("participant.kept_apart", veto, by=by.id, scope=present.event.organiser)
        return veto


def _open(session_: InvestorSession, states: Collection[SessionState]) -> InvestorSession:
    present = locked(InvestorSession, session_.id)
    if present.state not in states:
        raise Refused(_l("This is not possible in the present state of the session."))
    return present


def _present(session_: InvestorSession, profile: Startup | InvestorProfile) -> Participant | None:
    column = Participant.startup_id if isinstance(profile, Startup) else Participant.investor_id
    statement = select(Participant).where(Participant.session_id == session_.id, column == profile.id)
    return session().scalar(statement)


def _new(session_: InvestorSession, profile: Startup | InvestorProfile, account: Account) -> Participant:
    is_startup = isinstance(profile, Startup)
    return Participant(
        session_id=session_.id,
        session=session_,
        side=Side.FOUNDER if is_startup else Side.INVESTOR,
        account_id=account.id,
        account=account,
        startup=profile if isinstance(profile, Startup) else None,
        investor=profile if isinstance(profile, InvestorProfile) else None,
    )


def _store(participant: Participant) -> None:
    with unique_or(TAKEN):
        session().add(participant)
        session().flush()
