"""What came of the meetings of a session, for its organiser: thousands of meetings as light rows, never a note."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from ecosystem.core.database import session
from ecosystem.core.finding import matches
from ecosystem.fundraising.domain.outcomes import Standing, Told, standing_of
from ecosystem.fundraising.models import MeetingReport
from ecosystem.fundraising.queries.meetings import TOOK_PLACE
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

FEW = 200
UNTOLD = Standing(None)
FounderSide, InvestorSide = aliased(Participant), aliased(Participant)


@dataclass(frozen=True)
class Tale:
    """A meeting that may have been held, with what both sides told of it."""

    meeting_id: int
    state: MeetingState
    founder: Told | None = None
    investor: Told | None = None

    @cached_property
    def standing(self) -> Standing:
        """What both sides' words come to."""
        return standing_of(self.founder, self.investor) if self.founder or self.investor else UNTOLD

    @property
    def code(self) -> str:
        """What it is found under: an outcome, "differs", or "nothing"."""
        if self.standing.differs:
            return "differs"
        return self.standing.outcome.value if self.standing.outcome else "nothing"


@dataclass(frozen=True)
class Named:
    """A tale with when it was and the names of both sides."""

    tale: Tale
    starts_at: datetime
    founder: str
    investor: str


def tales_of(held: InvestorSession) -> list[Tale]:
    """Return the tales of a session in the order of hours and tables; two statements."""
    told: dict[int, dict[Side, Told]] = {}
    reports = (
        select(
            MeetingReport.meeting_id,
            MeetingReport.side,
            MeetingReport.outcome,
            MeetingReport.amount,
            MeetingReport.committed_on,
        )
        .join(Meeting, Meeting.id == MeetingReport.meeting_id)
        .where(Meeting.session_id == held.id)
    )
    for ident, side, outcome, amount, day in session().execute(reports).all():
        told.setdefault(ident, {})[side] = Told(outcome, amount, day)
    meetings = (
        select(Meeting.id, Meeting.state)
        .join(SessionSlot, SessionSlot.id == Meeting.slot_id)
        .where(Meeting.session_id == held.id, Meeting.state.in_(TOOK_PLACE))
        .order_by(SessionSlot.starts_at, Meeting.table_id)
    )
    tales = []
    for ident, state in session().execute(meetings).all():
        sides = told.get(ident, {})
        tales.append(Tale(ident, state, sides.get(Side.FOUNDER), sides.get(Side.INVESTOR)))
    return tales


def named(held: InvestorSession, tales: Iterable[Tale]) -> list[Named]:
    """Return the tales with their names, in the order given; one statement."""
    wanted = list(tales)
    idents = {tale.meeting_id for tale in wanted}
    statement = (
        select(Meeting.id, SessionSlot.starts_at, Startup.name, InvestorProfile.name)
        .join(SessionSlot, SessionSlot.id == Meeting.slot_id)
        .join(FounderSide, FounderSide.id == Meeting.founder_id)
        .join(Startup, Startup.id == FounderSide.startup_id)
        .join(InvestorSide, InvestorSide.id == Meeting.investor_id)
        .join(InvestorProfile, InvestorProfile.id == InvestorSide.investor_id)
        .where(Meeting.session_id == held.id)
    )
    if len(idents) <= FEW:  # a page; a table of all asks for the whole session
        statement = statement.where(Meeting.id.in_(idents))
    found = {row[0]: row for row in session().execute(statement).all()}
    return [Named(tale, *found[tale.meeting_id][1:]) for tale in wanted]


def between(held: InvestorSession, query: str) -> Collection[int]:
    """Return the ids of the meetings of a startup or an investor that `query` names."""
    statement = (
        select(Meeting.id)
        .join(FounderSide, FounderSide.id == Meeting.founder_id)
        .join(Startup, Startup.id == FounderSide.startup_id)
        .join(InvestorSide, InvestorSide.id == Meeting.investor_id)
        .join(InvestorProfile, InvestorProfile.id == InvestorSide.investor_id)
        .where(
            Meeting.session_id == held.id,
            or_(matches(Startup.search_text, query), matches(InvestorProfile.search_text, query)),
        )
    )
    return frozenset(session().scalars(statement))
