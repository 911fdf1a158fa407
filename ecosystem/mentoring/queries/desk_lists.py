"""The organiser's lists of a programme: mentors, startups, requests, matches, sessions; on pages and as tables."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from ecosystem.accounts.models import Account
from ecosystem.core.database import scalars, session
from ecosystem.core.finding import matches
from ecosystem.mentoring.domain.life_cycle import MentorshipState, MentorState, ParticipantState, RequestState
from ecosystem.mentoring.domain.session_life import SessionState
from ecosystem.mentoring.models import (
    MentoringRequest,
    MentoringSession,
    MentorProfile,
    Mentorship,
    Programme,
    ProgrammeMentor,
    ProgrammeStartup,
)
from ecosystem.mentoring.queries.desk_tables import (
    Rows,
    table_of_matches,
    table_of_mentors,
    table_of_requests,
    table_of_sessions,
    table_of_startups,
)
from ecosystem.startups.models import Startup


@dataclass(frozen=True)
class Wanted:
    """What is looked for in a list: words of names, a state, an order ("key", "-key" descending)."""

    query: str = ""
    state: str = ""
    sort: str = ""

    @property
    def is_on(self) -> bool:
        """Whether anything is looked for at all."""
        return bool(self.query or self.state)


@dataclass(frozen=True)
class DeskList:
    """One list: its statement for a programme, the columns names are found in, its states, orders and table."""

    kind: Any
    statement: Callable[[], Select[Any]]
    found_in: tuple[Any, ...]
    states: type[StrEnum]
    orders: Mapping[str, Any]
    usual: str
    table: Callable[[Programme, Select[Any]], Rows]

    def fitting(self, programme: Programme, wanted: Wanted) -> Select[Any]:
        """Statement: what of the programme fits, in the order that is wanted."""
        statement = self._of(self.statement(), programme)
        if wanted.query:
            statement = statement.where(or_(*(matches(column, wanted.query) for column in self.found_in)))
        if wanted.state in {each.value for each in self.states}:
            statement = statement.where(self.kind.state == self.states(wanted.state))
        return statement.order_by(*self._order(wanted.sort), self.kind.id)

    def counts(self, programme: Programme) -> dict[str, int]:
        """Count what stands in each state."""
        statement = self._of(select(self.kind.state, func.count()).select_from(self.kind), programme)
        return {row[0].value: row[1] for row in session().execute(statement.group_by(self.kind.state))}

    def _of(self, statement: Select[Any], programme: Programme) -> Select[Any]:
        if self.kind is MentoringSession:
            of_it = select(Mentorship.id).where(Mentorship.programme_id == programme.id)
            return statement.where(MentoringSession.mentorship_id.in_(of_it))
        return statement.where(self.kind.programme_id == programme.id)

    def _order(self, sort: str) -> tuple[Any, ...]:
        wish = sort if sort.lstrip("-") in self.orders else self.usual
        column = self.orders[wish.lstrip("-")]
        return (column.desc() if wish.startswith("-") else column,)


def _mentors() -> Select[Any]:
    return (
        select(ProgrammeMentor)
        .join(ProgrammeMentor.profile)
        .join(MentorProfile.account)
        .options(contains_eager(ProgrammeMentor.profile).contains_eager(MentorProfile.account))
    )


def _startups() -> Select[Any]:
    return (
        select(ProgrammeStartup)
        .join(ProgrammeStartup.startup)
        .options(contains_eager(ProgrammeStartup.startup), joinedload(ProgrammeStartup.contact))
    )


def _requests() -> Select[Any]:
    mentor, participant = MentoringRequest.mentor, MentoringRequest.participant
    return (
        select(MentoringRequest)
        .join(mentor)
        .join(ProgrammeMentor.profile)
        .join(MentorProfile.account)
        .join(participant)
        .join(ProgrammeStartup.startup)
        .options(
            contains_eager(mentor).contains_eager(ProgrammeMentor.profile).contains_eager(MentorProfile.account),
            contains_eager(participant).contains_eager(ProgrammeStartup.startup),
        )
    )


def _matches() -> Select[Any]:
    return (
        select(Mentorship)
        .join(Mentorship.profile)
        .join(MentorProfile.account)
        .join(Mentorship.startup)
        .options(
            contains_eager(Mentorship.profile).contains_eager(MentorProfile.account),
            contains_eager(Mentorship.startup),
        )
    )


def _sessions() -> Select[Any]:
    match = contains_eager(MentoringSession.mentorship)
    return (
        select(MentoringSession)
        .join(MentoringSession.mentorship)
        .join(Mentorship.profile)
        .join(MentorProfile.account)
        .join(Mentorship.startup)
        .options(
            match.contains_eager(Mentorship.profile).contains_eager(MentorProfile.account),
            match.contains_eager(Mentorship.startup),
        )
    )


_NAMES = (Account.search_text, Startup.search_text)
LISTS: Mapping[str, DeskList] = {
    "mentors": DeskList(
        ProgrammeMentor,
        _mentors,
        (Account.search_text, MentorProfile.search_text),
        MentorState,
        {
            "name": MentorProfile.sort_key,
            "state": ProgrammeMentor.state,
            "places": ProgrammeMentor.capacity,
            "taken": select(func.count())
            .where(Mentorship.programme_mentor_id == ProgrammeMentor.id, Mentorship.live.is_(True))
            .correlate(ProgrammeMentor)
            .scalar_subquery(),
        },
        "name",
        table_of_mentors,
    ),
    "startups": DeskList(
        ProgrammeStartup,
        _startups,
        (Startup.search_text,),
        ParticipantState,
        {
            "name": Startup.sort_key,
            "state": ProgrammeStartup.state,
            "mentors": select(func.count())
            .where(Mentorship.programme_startup_id == ProgrammeStartup.id, Mentorship.live.is_(True))
            .correlate(ProgrammeStartup)
            .scalar_subquery(),
        },
        "name",
        table_of_startups,
    ),
    "requests": DeskList(
        MentoringRequest,
        _requests,
        _NAMES,
        RequestState,
        {
            "startup": Startup.sort_key,
            "mentor": MentorProfile.sort_key,
            "sent": MentoringRequest.id,
            "state": MentoringRequest.state,
        },
        "-sent",
        table_of_requests,
    ),
    "matches": DeskList(
        Mentorship,
        _matches,
        _NAMES,
        MentorshipState,
        {
            "mentor": MentorProfile.sort_key,
            "startup": Startup.sort_key,
            "since": Mentorship.began_at,
            "state": Mentorship.state,
        },
        "mentor",
        table_of_matches,
    ),
    "sessions": DeskList(
        MentoringSession,
        _sessions,
        _NAMES,
        SessionState,
        {
            "time": MentoringSession.starts_at,
            "mentor": MentorProfile.sort_key,
            "startup": Startup.sort_key,
            "state": MentoringSession.state,
            "minutes": MentoringSession.minutes,
        },
        "-time",
        table_of_sessions,
    ),
}


def without_mentor(programme: Programme) -> Sequence[ProgrammeStartup]:
    """Return the startups that take part and have no mentor, by name."""
    placed = and_(Mentorship.programme_startup_id == ProgrammeStartup.id, Mentorship.live.is_(True))
    statement = _startups().where(
        ProgrammeStartup.programme_id == programme.id,
        ProgrammeStartup.state == ParticipantState.JOINED,
        ~select(Mentorship.id).where(placed).exists(),
    )
    return scalars(statement.order_by(Startup.sort_key, ProgrammeStartup.id))
