"""The organiser's lists of a programme: mentors, startups, requests, matches, sessions; on pages and as tables."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from ecosystem.accounts.models import Account
from ecosystem.core import clock
from ecosystem.core.database import scalars, session
from ecosystem.core.finding import matches
from ecosystem.core.web.formatting import format_datetime
from ecosystem.mentoring.domain.life_cycle import MentorshipState, MentorState, ParticipantState, RequestState
from ecosystem.mentoring.domain.session_life import SessionState
from ecosystem.mentoring.kinds import programmes as words
from ecosystem.mentoring.kinds.sessions import SESSION_STATES
from ecosystem.mentoring.models import (
    MentoringRequest,
    MentoringSession,
    MentorProfile,
    Mentorship,
    Programme,
    ProgrammeMentor,
    ProgrammeStartup,
)
from ecosystem.mentoring.queries.programmes import active_by_mentor, active_by_startup
from ecosystem.startups.domain.taxonomy import stage_title
from ecosystem.startups.models import Startup

Rows = Iterator[Sequence[Any]]


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


def _at(moment: datetime | None, programme: Programme) -> str:
    return format_datetime(moment, programme.timezone) if moment is not None else ""


def _table_of_mentors(programme: Programme, found: Select[Any]) -> Rows:
    taken = active_by_mentor(programme.id)
    yield _("Mentor"), _("E-mail address"), _("Headline"), _("Status"), _("Taken"), _("Places"), _("break until")
    for each in scalars(found):
        profile = each.profile
        paused = profile.paused_until if profile.paused_until and profile.paused_until > clock.now() else None
        yield (
            profile.account.name,
            profile.account.email,
            profile.headline,
            str(words.MENTOR_STATES[each.state][0]),
            taken.get(each.id, 0),
            each.capacity,
            _at(paused, programme),
        )


def _table_of_startups(programme: Programme, found: Select[Any]) -> Rows:
    taken = active_by_startup(programme.id)
    yield (
        _("Startup"), _("Contact"), _("E-mail address"), _("Status"), _("Mentors"), _("Stage"), _("Topics"), _("Goals"),
    )  # fmt: skip
    for each in scalars(found):
        yield (
            each.startup.name,
            each.contact.name,
            each.contact.email,
            str(words.PARTICIPANT_STATES[each.state][0]),
            taken.get(each.id, 0),
            str(stage_title(each.stage)),
            ", ".join(str(title) for title in words.topic_titles(each.topics)),
            each.goals,
        )


def _table_of_requests(programme: Programme, found: Select[Any]) -> Rows:
    yield _("Startup"), _("Mentor"), _("Wish"), _("Sent"), _("Answered"), _("Status")
    for each in scalars(found):
        yield (
            each.participant.startup.name,
            each.mentor.profile.account.name,
            each.position,
            _at(each.sent_at, programme),
            _at(each.answered_at, programme),
            str(words.REQUEST_STATES[each.state][0]),
        )


def _table_of_matches(programme: Programme, found: Select[Any]) -> Rows:
    yield _("Mentor"), _("Startup"), _("Since"), _("How"), _("Status"), _("Until"), _("Reason")
    for each in scalars(found):
        yield (
            each.profile.account.name,
            each.startup.name,
            _at(each.began_at, programme),
            str(words.ORIGINS[each.origin]),
            str(words.MATCH_STATES[each.state][0]),
            _at(each.ended_at, programme),
            each.end_reason,
        )


def _table_of_sessions(programme: Programme, found: Select[Any]) -> Rows:
    yield _("Begins"), _("Ends"), _("Mentor"), _("Startup"), _("Status"), _("Minutes"), _("cancelled late")
    for each in scalars(found):
        yield (
            _at(each.starts_at, programme),
            _at(each.ends_at, programme),
            each.mentorship.profile.account.name,
            each.mentorship.startup.name,
            str(SESSION_STATES[each.state][0]),
            each.minutes if each.minutes is not None else "",
            _("yes") if each.is_late else "",
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
        _table_of_mentors,
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
        _table_of_startups,
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
        _table_of_requests,
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
        _table_of_matches,
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
        _table_of_sessions,
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
