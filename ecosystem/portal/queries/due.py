"""What waits for one person in all features: invitations, requests, wishes, orders, reports. One statement."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, exists, func, or_, select, union_all
from sqlalchemy.orm import aliased

from ecosystem.accounts.models import Account
from ecosystem.contests.models import Contest, Round
from ecosystem.core.database import session
from ecosystem.events.models import Organiser, StaffInvitation
from ecosystem.exhibitions.domain.life_cycle import ExhibitionState
from ecosystem.exhibitions.models import BoothClaim, ClaimState, Exhibition, Exhibitor, ExhibitorState
from ecosystem.exhibitions.policies import own_exhibitors
from ecosystem.fundraising.models import MeetingReport
from ecosystem.fundraising.queries.meetings import TOOK_PLACE
from ecosystem.investors.domain.life_cycle import WITH_TIMETABLE
from ecosystem.investors.domain.life_cycle import SessionState as InvestorSessionState
from ecosystem.investors.models import (
    InvestorProfile,
    InvestorSession,
    Meeting,
    Participant,
    ParticipantState,
    SessionSlot,
    Side,
)
from ecosystem.judging.domain.life_cycle import PanelistState
from ecosystem.judging.models import Panelist
from ecosystem.mentoring.domain.life_cycle import MentorState, ProgrammeState, RequestState
from ecosystem.mentoring.domain.session_life import SessionState
from ecosystem.mentoring.models import (
    MentoringRequest,
    MentoringSession,
    MentorProfile,
    Mentorship,
    Programme,
    ProgrammeMentor,
    ProgrammeStartup,
    SessionAttendee,
)
from ecosystem.payments.domain.life_cycle import OrderState
from ecosystem.payments.models import Order
from ecosystem.portal.queries.decisions import OF_STAFF
from ecosystem.portal.queries.kinds import Kind, waiting
from ecosystem.startups.domain.invitations import InvitationState
from ecosystem.startups.models import Startup, StartupInvitation
from ecosystem.startups.policies import startup_ids

PENDING = InvitationState.PENDING
MEETING = timedelta(minutes=10)  # a meeting that began this long ago has happened
REMEMBERED = timedelta(days=60)  # after which nobody is asked any more how a meeting went


KINDS = {
    "judge": Kind(_l("Answer the invitation to judge"), "gavel", "judge_invitations.invited", "public_id"),
    "startup": Kind(_l("Answer the invitation to a team"), "rocket", "startups.invited", "public_id"),
    "staff": Kind(_l("Answer the invitation to a staff"), "building-2", "events.invited_staff", "public_id"),
    "mentor": Kind(_l("Answer the invitation to be a mentor"), "compass", "mentoring.served", "place_id"),
    "request": Kind(_l("Answer the request for mentoring"), "compass", "mentoring.request_page", "request_id"),
    "session": Kind(_l("Tell whether the session was held"), "compass", "mentoring_sessions.show", "session_id"),
    "wish": Kind(_l("Say whom you want to meet"), "handshake", "investor_sessions.wish", "session_id"),
    "meeting": Kind(_l("Tell what came of the meeting"), "handshake", "meetings.show", "public_id"),
    "booth": Kind(_l("Choose your booth"), "store", "exhibiting_choice.plan", "exhibitor_id"),
    "offer": Kind(_l("Take the booth offered to you"), "store", "exhibiting.home", "exhibitor_id"),
    "exhibitors": Kind(_l("Decide who exhibits"), "store", "exhibitions_exhibitors.index", "slug"),
    "applied": Kind(_l("Decide who takes part"), "compass", "mentoring_desk.show", "programme_slug"),
    "asked": Kind(_l("Decide who takes part"), "handshake", "investor_people.index", "session_id"),
    "verify": Kind(_l("Verify investors who ask for it"), "hand-coins", "investors_desk.index", "organiser_slug"),
    "order": Kind(_l("Pay the order"), "receipt", "orders.show", "order_id"),
}


@dataclass(frozen=True)
class Due:
    """Something that waits for a person: what to do, about what, until when (None: no end), and where."""

    kind: Kind
    about: str
    until: datetime | None
    url: str


def due_of(me: Account, now: datetime, *, limit: int = 30) -> list[Due]:
    """Return what waits for the person, what ends first in front."""
    rows = union_all(*(each(me, now) for each in (*_SOURCES, *OF_STAFF))).subquery()
    until = rows.c.until
    ordered = select(rows).order_by(until.is_(None), until, rows.c.kind, rows.c.address).limit(limit)
    return [_due(row) for row in session().execute(ordered)]


def _due(row: Any) -> Due:
    kind = KINDS[row.kind]
    return Due(kind, row.about, row.until, kind.path(row.address))


def _to_judge(me: Account, now: datetime) -> Select[Any]:
    return (
        waiting("judge", Contest.title, Panelist.public_id, Panelist.expires_at)
        .select_from(Panelist)
        .join(Round, Round.id == Panelist.round_id)
        .join(Contest, Contest.id == Round.contest_id)
        .where(
            or_(Panelist.account_id == me.id, func.lower(Panelist.email) == me.email.lower()),
            Panelist.state == PanelistState.INVITED,
            Panelist.expires_at > now,
        )
    )


def _into_teams(me: Account, now: datetime) -> Select[Any]:
    invitation = StartupInvitation
    return (
        waiting("startup", Startup.name, invitation.public_id, invitation.expires_at)
        .join(Startup, Startup.id == invitation.startup_id)
        .where(invitation.email_key == me.email_key, invitation.state == PENDING, invitation.expires_at > now)
    )


def _onto_staffs(me: Account, now: datetime) -> Select[Any]:
    invitation = StaffInvitation
    return (
        waiting("staff", Organiser.name, invitation.public_id, invitation.expires_at)
        .join(Organiser, Organiser.id == invitation.organiser_id)
        .where(invitation.email_key == me.email_key, invitation.state == PENDING, invitation.expires_at > now)
    )


def _to_mentor(me: Account, now: datetime) -> Select[Any]:
    return (
        waiting("mentor", Programme.title, ProgrammeMentor.public_id, Programme.closes_at)
        .select_from(ProgrammeMentor)
        .join(MentorProfile, MentorProfile.id == ProgrammeMentor.profile_id)
        .join(Programme, Programme.id == ProgrammeMentor.programme_id)
        .where(
            MentorProfile.account_id == me.id,
            ProgrammeMentor.state == MentorState.INVITED,
            Programme.state.in_([ProgrammeState.DRAFT, ProgrammeState.OPEN]),
            Programme.closes_at > now,
        )
    )


def _requests(me: Account, now: datetime) -> Select[Any]:
    return (
        waiting("request", Startup.name, MentoringRequest.public_id, MentoringRequest.expires_at)
        .select_from(MentoringRequest)
        .join(ProgrammeMentor, ProgrammeMentor.id == MentoringRequest.programme_mentor_id)
        .join(MentorProfile, MentorProfile.id == ProgrammeMentor.profile_id)
        .join(ProgrammeStartup, ProgrammeStartup.id == MentoringRequest.programme_startup_id)
        .join(Startup, Startup.id == ProgrammeStartup.startup_id)
        .where(
            MentorProfile.account_id == me.id,
            MentoringRequest.state == RequestState.WAITING,
            MentoringRequest.muted.is_(False),
            MentoringRequest.expires_at > now,
        )
    )


def _mentoring_held(me: Account, now: datetime) -> Select[Any]:
    return (
        waiting("session", Startup.name, MentoringSession.public_id)
        .select_from(MentoringSession)
        .join(SessionAttendee, SessionAttendee.session_id == MentoringSession.id)
        .join(Mentorship, Mentorship.id == MentoringSession.mentorship_id)
        .join(Startup, Startup.id == Mentorship.startup_id)
        .where(
            SessionAttendee.account_id == me.id,
            MentoringSession.state == SessionState.BOOKED,
            MentoringSession.ends_at.between(now - REMEMBERED, now),
        )
    )


def _wishes(me: Account, now: datetime) -> Select[Any]:
    held = InvestorSession
    return (
        waiting("wish", held.title, held.public_id, held.wishes_close_at)
        .join(Participant, Participant.session_id == held.id)
        .where(
            or_(Participant.account_id == me.id, Participant.startup_id.in_(startup_ids(me))),
            Participant.state == ParticipantState.APPROVED,
            Participant.wished_at.is_(None),
            held.state == InvestorSessionState.OPEN,
            or_(held.wishes_close_at.is_(None), held.wishes_close_at > now),
        )
        .distinct()
    )


def _meetings_held(me: Account, now: datetime, side: Side) -> Select[Any]:
    """Meetings of the person's own side that took place and about which it has not told anything."""
    founder, investor = aliased(Participant), aliased(Participant)
    mine = founder if side is Side.FOUNDER else investor
    about = InvestorProfile.name if side is Side.FOUNDER else Startup.name
    told = exists().where(MeetingReport.meeting_id == Meeting.id, MeetingReport.side == side)
    return (
        waiting("meeting", about, Meeting.public_id)
        .select_from(Meeting)
        .join(SessionSlot, SessionSlot.id == Meeting.slot_id)
        .join(InvestorSession, InvestorSession.id == Meeting.session_id)
        .join(founder, founder.id == Meeting.founder_id)
        .join(investor, investor.id == Meeting.investor_id)
        .join(Startup, Startup.id == founder.startup_id)
        .join(InvestorProfile, InvestorProfile.id == investor.investor_id)
        .where(
            or_(mine.account_id == me.id, mine.startup_id.in_(startup_ids(me))),
            Meeting.state.in_(TOOK_PLACE),
            InvestorSession.state.in_(WITH_TIMETABLE),
            SessionSlot.starts_at.between(now - REMEMBERED, now - MEETING),
            ~told,
        )
    )


def _booths_to_choose(me: Account, now: datetime) -> Select[Any]:
    has_booth = exists().where(BoothClaim.exhibitor_id == Exhibitor.id)
    return (
        waiting("booth", Exhibition.title, Exhibitor.public_id, Exhibition.choose_closes_at)
        .select_from(Exhibitor)
        .join(Exhibition, Exhibition.id == Exhibitor.exhibition_id)
        .where(
            own_exhibitors(me),
            Exhibitor.state == ExhibitorState.ACCEPTED,
            Exhibition.state == ExhibitionState.PUBLISHED,
            or_(Exhibition.choose_opens_at.is_(None), Exhibition.choose_opens_at <= now),
            or_(Exhibition.choose_closes_at.is_(None), Exhibition.choose_closes_at > now),
            ~has_booth,
        )
    )


def _booths_offered(me: Account, now: datetime) -> Select[Any]:
    return (
        waiting("offer", Exhibition.title, Exhibitor.public_id, BoothClaim.held_until)
        .select_from(BoothClaim)
        .join(Exhibitor, Exhibitor.id == BoothClaim.exhibitor_id)
        .join(Exhibition, Exhibition.id == Exhibitor.exhibition_id)
        .where(own_exhibitors(me), BoothClaim.state == ClaimState.OFFERED, BoothClaim.held_until > now)
    )


def _orders(me: Account, now: datetime) -> Select[Any]:
    return waiting("order", Order.code + ": " + Order.title, Order.public_id, Order.expires_at).where(
        Order.account_id == me.id,
        Order.state == OrderState.OPEN,
        or_(Order.expires_at.is_(None), Order.expires_at > now),
    )


_SOURCES: tuple[Callable[[Account, datetime], Select[Any]], ...] = (
    _to_judge,
    _into_teams,
    _onto_staffs,
    _to_mentor,
    _requests,
    _mentoring_held,
    _wishes,
    partial(_meetings_held, side=Side.FOUNDER),
    partial(_meetings_held, side=Side.INVESTOR),
    _booths_to_choose,
    _booths_offered,
    _orders,
)
