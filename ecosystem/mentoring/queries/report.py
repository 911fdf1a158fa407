"""What came of a programme: matches, sessions, hours, absences, feedback."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select

from ecosystem.core import clock
from ecosystem.core.database import session
from ecosystem.mentoring.domain.life_cycle import MentorshipState, Side
from ecosystem.mentoring.domain.session_life import OVER, SessionState
from ecosystem.mentoring.kinds.programmes import MATCH_STATES, ORIGINS
from ecosystem.mentoring.models import MentoringSession, Mentorship, Programme, SessionFeedback
from ecosystem.mentoring.queries.matches import matches_in

ABSENT = (SessionState.NO_SHOW, SessionState.DISPUTED)


@dataclass
class Tally:
    """What was done, by a match, a mentor, or all; ratings as (sum, number) by the side that gave them."""

    matches: int = 0
    booked: int = 0
    held: int = 0
    minutes: int = 0
    absent: Counter[Side] = field(default_factory=Counter)
    ratings: dict[Side, tuple[int, int]] = field(default_factory=dict)

    @property
    def hours(self) -> float:
        """Hours logged."""
        return self.minutes / 60

    def rating(self, side: Side) -> float | None:
        """The mean of the ratings a side gave, from 1 to 5; None without any."""
        total, number = self.ratings.get(side, (0, 0))
        return total / number if number else None

    def add(self, other: "Tally") -> None:
        """Count another tally in."""
        self.matches += other.matches
        self.booked += other.booked
        self.held += other.held
        self.minutes += other.minutes
        self.absent.update(other.absent)
        for side, (total, number) in other.ratings.items():
            own = self.ratings.get(side, (0, 0))
            self.ratings[side] = (own[0] + total, own[1] + number)


@dataclass(frozen=True)
class Report:
    """A programme's report. `by_mentor` holds (name, tally), by name; `months` the sessions held in each month."""

    total: Tally
    states: Mapping[MentorshipState, int]
    by_mentor: Sequence[tuple[str, Tally]]
    by_match: Sequence[tuple[Mentorship, Tally]]
    months: Sequence[tuple[date, int]]


def report_of(programme: Programme) -> Report:
    """Return the report of a programme, in three statements whatever its size."""
    matches = matches_in(programme)
    tallies = {match.id: Tally(matches=1) for match in matches}
    months = _count_sessions(programme, tallies)
    _count_feedback(programme, tallies)
    by_mentor: dict[int, tuple[str, Tally]] = {}
    total = Tally()
    for match in matches:
        _name, own = by_mentor.setdefault(match.profile_id, (match.profile.account.name, Tally()))
        own.add(tallies[match.id])
        total.add(tallies[match.id])
    return Report(
        total,
        Counter(match.state for match in matches),
        list(by_mentor.values()),
        [(match, tallies[match.id]) for match in matches],
        sorted(months.items()),
    )


def _count_sessions(programme: Programme, tallies: Mapping[int, Tally]) -> Counter[date]:
    zone, months = clock.zone(programme.timezone), Counter[date]()
    rows = session().execute(
        select(
            MentoringSession.mentorship_id,
            MentoringSession.state,
            MentoringSession.absent,
            MentoringSession.minutes,
            MentoringSession.starts_at,
        )
        .join(Mentorship, Mentorship.id == MentoringSession.mentorship_id)
        .where(Mentorship.programme_id == programme.id, MentoringSession.state != SessionState.CANCELLED)
    )
    for mentorship_id, state, absent, minutes, starts_at in rows:
        own = tallies[mentorship_id]
        own.booked += state not in OVER
        if state is SessionState.HELD:
            own.held += 1
            own.minutes += minutes or 0
            months[starts_at.astimezone(zone).date().replace(day=1)] += 1
        if state in ABSENT and absent is not None:
            own.absent[absent] += 1
    return months


def _count_feedback(programme: Programme, tallies: Mapping[int, Tally]) -> None:
    rows = session().execute(
        select(
            MentoringSession.mentorship_id,
            SessionFeedback.side,
            func.sum(SessionFeedback.rating),
            func.count(),
        )
        .join(MentoringSession, MentoringSession.id == SessionFeedback.session_id)
        .join(Mentorship, Mentorship.id == MentoringSession.mentorship_id)
        .where(Mentorship.programme_id == programme.id)
        .group_by(MentoringSession.mentorship_id, SessionFeedback.side)
    )
    for mentorship_id, side, total, number in rows:
        tallies[mentorship_id].ratings[side] = (int(total), int(number))


def report_rows(report: Report) -> Iterator[Sequence[Any]]:
    """Yield the report as a table: a heading, then one row a match, without any contact data."""
    yield (
        _("Mentor"), _("Startup"), _("How they met"), _("Since"), _("Status"), _("Sessions held"), _("Sessions booked"),
        _("Hours"), _("Mentor absent"), _("Startup absent"), _("Rating by the startup"), _("Rating by the mentor"),
        _("Reason"),
    )  # fmt: skip
    for match, tally in report.by_match:
        yield (
            match.profile.account.name,
            match.startup.name,
            str(ORIGINS[match.origin]),
            match.began_at.date(),
            str(MATCH_STATES[match.state][0]),
            tally.held,
            tally.booked,
            round(tally.hours, 2),
            tally.absent[Side.MENTOR],
            tally.absent[Side.STARTUP],
            _rounded(tally.rating(Side.STARTUP)),
            _rounded(tally.rating(Side.MENTOR)),
            match.end_reason,
        )


def _rounded(value: float | None) -> float | str:
    return "" if value is None else round(value, 2)
