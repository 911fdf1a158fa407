"""What waits for owners and managers of organisers: people who asked to take part, investors to be verified."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, exists, or_, select

from ecosystem.accounts.models import Account
from ecosystem.events.models import Event, Organiser, StaffMember
from ecosystem.events.policies import RUNNERS
from ecosystem.exhibitions.domain.life_cycle import ExhibitionState
from ecosystem.exhibitions.models import Exhibition, Exhibitor, ExhibitorState
from ecosystem.investors.domain.life_cycle import SessionState
from ecosystem.investors.models import (
    InvestorSession,
    InvestorVerification,
    Participant,
    ParticipantState,
    VerificationState,
)
from ecosystem.mentoring.domain.life_cycle import MentorState, ProgrammeState
from ecosystem.mentoring.domain.life_cycle import ParticipantState as StartupState
from ecosystem.mentoring.models import Programme, ProgrammeMentor, ProgrammeStartup
from ecosystem.portal.queries.kinds import waiting


def _run_by(me: Account) -> Select[int]:
    return select(StaffMember.organiser_id).where(StaffMember.account_id == me.id, StaffMember.role.in_(RUNNERS))


def _to_exhibitions(me: Account, _now: datetime) -> Select[Any]:
    applied = exists().where(Exhibitor.exhibition_id == Exhibition.id, Exhibitor.state == ExhibitorState.APPLIED)
    return (
        waiting("exhibitors", Exhibition.title, Exhibition.slug)
        .join(Event, Event.id == Exhibition.event_id)
        .where(Event.organiser_id.in_(_run_by(me)), Exhibition.state == ExhibitionState.PUBLISHED, applied)
    )


def _to_programmes(me: Account, now: datetime) -> Select[Any]:
    mentors = exists().where(ProgrammeMentor.programme_id == Programme.id, ProgrammeMentor.state == MentorState.APPLIED)
    startups = exists().where(
        ProgrammeStartup.programme_id == Programme.id, ProgrammeStartup.state == StartupState.APPLIED
    )
    return waiting("applied", Programme.title, Programme.slug).where(
        Programme.organiser_id.in_(_run_by(me)),
        Programme.state == ProgrammeState.OPEN,
        Programme.ends_at > now,
        or_(mentors, startups),
    )


def _to_sessions(me: Account, _now: datetime) -> Select[Any]:
    held = InvestorSession
    asked = exists().where(Participant.session_id == held.id, Participant.state == ParticipantState.ASKED)
    return (
        waiting("asked", held.title, held.public_id, held.wishes_close_at)
        .join(Event, Event.id == held.event_id)
        .where(Event.organiser_id.in_(_run_by(me)), held.state == SessionState.OPEN, asked)
    )


def _to_verify(me: Account, _now: datetime) -> Select[Any]:
    asked = exists().where(
        InvestorVerification.organiser_id == Organiser.id, InvestorVerification.state == VerificationState.ASKED
    )
    return waiting("verify", Organiser.name, Organiser.slug).where(Organiser.id.in_(_run_by(me)), asked)


OF_STAFF = (_to_exhibitions, _to_programmes, _to_sessions, _to_verify)
