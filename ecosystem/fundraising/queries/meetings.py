"""Reads of what came of meetings: one's own, and an organiser's funnel without the notes."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from ecosystem.core.access import Actor
from ecosystem.core.database import one_or_missing, scalars, session
from ecosystem.events.models import Event
from ecosystem.fundraising.domain.outcomes import Outcome, Standing, Told, standing_of
from ecosystem.fundraising.models import ContactOffer, MeetingNote, MeetingReport
from ecosystem.investors.domain.life_cycle import WITH_TIMETABLE
from ecosystem.investors.models import (
    InvestorProfile,
    InvestorSession,
    Meeting,
    MeetingState,
    Participant,
    SessionSlot,
    Side,
)
from ecosystem.startups.models import Startup
from ecosystem.startups.policies import startup_ids

FounderSide, InvestorSide = aliased(Participant), aliased(Participant)
TOOK_PLACE = (MeetingState.PLANNED, MeetingState.HELD)
"""A meeting nobody checked at the table may well have been held."""

Reports = Mapping[Side, MeetingReport]


@dataclass(frozen=True)
class MeetingLine:
    """A meeting with what both sides told of it."""

    meeting: Meeting
    reports: Reports

    def told(self, side: Side) -> Told | None:
        """Return what a side told, as a value."""
        return told_in(self.reports.get(side))

    @property
    def standing(self) -> Standing:
        """What both sides' words come to."""
        return standing_of(self.told(Side.FOUNDER), self.told(Side.INVESTOR))


def told_in(report: MeetingReport | None) -> Told | None:
    """Return a stored report as a value."""
    return None if report is None else Told(report.outcome, report.amount, report.committed_on)


def meeting_by_public_id(public_id: str) -> Meeting:
    """Return a meeting with both sides, slot, table and session. Raises NoSuchRecord."""
    found: Meeting | None = session().scalar(_meetings().where(Meeting.public_id == public_id))
    return one_or_missing(found)


def meetings_of(actor: Actor) -> Select[Any]:
    """Statement: the published meetings of the actor, as investor or in the team of a startup; latest first."""
    teams = startup_ids(actor)
    own: list[ColumnElement[bool]] = [
        InvestorSide.account_id == actor.id,
        FounderSide.account_id == actor.id,
    ]
    if teams:
        own.append(FounderSide.startup_id.in_(teams))
    return (
        _meetings()
        .where(or_(*own), Meeting.state != MeetingState.CANCELLED, InvestorSession.state.in_(WITH_TIMETABLE))
        .order_by(SessionSlot.starts_at.desc(), Meeting.id)
    )


def meetings_in(held: InvestorSession) -> Select[Any]:
    """Statement: the meetings of a session that may have been held, in order of hours and tables."""
    return (
        _meetings()
        .where(Meeting.session_id == held.id, Meeting.state.in_(TOOK_PLACE))
        .order_by(SessionSlot.starts_at, Meeting.table_id)
    )


def lines_of(meetings: Iterable[Meeting]) -> list[MeetingLine]:
    """Return the meetings with their reports, in one statement more."""
    listed = list(meetings)
    reports: dict[int, dict[Side, MeetingReport]] = {}
    wanted = [meeting.id for meeting in listed]
    for report in session().scalars(select(MeetingReport).where(MeetingReport.meeting_id.in_(wanted))):
        reports.setdefault(report.meeting_id, {})[report.side] = report
    return [MeetingLine(meeting, reports.get(meeting.id, {})) for meeting in listed]


def note_of(meeting: Meeting, side: Side) -> MeetingNote | None:
    """Return a side's own note about a meeting."""
    statement = select(MeetingNote).where(MeetingNote.meeting_id == meeting.id, MeetingNote.side == side)
    return session().scalar(statement)


def offers_between(one: Participant, other: Participant) -> frozenset[int]:
    """Return the ids of those of the two who let the other have their contact data."""
    statement = select(ContactOffer.from_id).where(
        or_(
            and_(ContactOffer.from_id == one.id, ContactOffer.to_id == other.id),
            and_(ContactOffer.from_id == other.id, ContactOffer.to_id == one.id),
        )
    )
    return frozenset(session().scalars(statement))


def sessions_to_follow_up(first: date, last: date) -> Sequence[InvestorSession]:
    """Return the sessions with a published timetable that were held between two days."""
    return scalars(
        select(InvestorSession)
        .where(InvestorSession.held_on.between(first, last), InvestorSession.state.in_(WITH_TIMETABLE))
        .options(joinedload(InvestorSession.event).joinedload(Event.organiser))
        .order_by(InvestorSession.id)
    )


def own_side(meeting: Meeting, side: Side) -> Participant:
    """Return who sits on that side of the meeting."""
    return meeting.founder if side is Side.FOUNDER else meeting.investor


def other_side(meeting: Meeting, side: Side) -> Participant:
    """Return whom that side met."""
    return meeting.investor if side is Side.FOUNDER else meeting.founder


def investments_among(startup_ids: Collection[int], account_ids: Collection[int]) -> list[tuple[int, int]]:
    """Return (account, startup) of those investors who tell that they invested in one of the startups."""
    statement = (
        select(InvestorSide.account_id, FounderSide.startup_id)
        .select_from(MeetingReport)
        .join(Meeting, Meeting.id == MeetingReport.meeting_id)
        .join(FounderSide, FounderSide.id == Meeting.founder_id)
        .join(InvestorSide, InvestorSide.id == Meeting.investor_id)
        .where(
            MeetingReport.side == Side.INVESTOR,
            MeetingReport.outcome == Outcome.INVESTED,
            FounderSide.startup_id.in_(startup_ids),
            InvestorSide.account_id.in_(account_ids),
        )
        .distinct()
        .order_by(InvestorSide.account_id, FounderSide.startup_id)
    )
    return [(account_id, startup_id) for account_id, startup_id in session().execute(statement) if startup_id]


def _meetings() -> Select[Any]:
    return (
        select(Meeting)
        .join(Meeting.slot)
        .join(Meeting.session)
        .join(FounderSide, FounderSide.id == Meeting.founder_id)
        .join(InvestorSide, InvestorSide.id == Meeting.investor_id)
        .options(
            contains_eager(Meeting.slot),
            contains_eager(Meeting.session).joinedload(InvestorSession.event).joinedload(Event.organiser),
            joinedload(Meeting.table),
            _with_side(Meeting.founder),
            _with_side(Meeting.investor),
        )
    )


def _with_side(link: Any) -> Any:
    return joinedload(link).options(
        joinedload(Participant.account),
        joinedload(Participant.startup).load_only(Startup.name, Startup.slug, Startup.public_id),
        joinedload(Participant.investor).load_only(InvestorProfile.name, InvestorProfile.public_id),
    )
