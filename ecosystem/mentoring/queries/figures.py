"""Figures of a programme for its desk."""

from dataclasses import dataclass

from sqlalchemy import func, select

from ecosystem.core.database import session
from ecosystem.mentoring.domain.life_cycle import MentorshipState, MentorState, ParticipantState, RequestState
from ecosystem.mentoring.models import MentoringRequest, Mentorship, Programme, ProgrammeMentor, ProgrammeStartup


@dataclass(frozen=True)
class ProgrammeFigures:
    """How many take part, are matched, and wait."""

    mentors: int
    seats: int
    invited: int
    startups: int
    active: int
    placed: int
    waiting: int
    finished: int
    ended: int

    @property
    def unplaced(self) -> int:
        """Startups without a mentor at present."""
        return max(0, self.startups - self.placed)


def figures_of(programme: Programme) -> ProgrammeFigures:
    """Return the figures of a programme, in four statements."""
    current = session()
    mentors = {
        row[0]: (row[1], row[2])
        for row in current.execute(
            select(ProgrammeMentor.state, func.count(), func.coalesce(func.sum(ProgrammeMentor.capacity), 0))
            .where(ProgrammeMentor.programme_id == programme.id)
            .group_by(ProgrammeMentor.state)
        )
    }
    joined = current.scalar(
        select(func.count())
        .select_from(ProgrammeStartup)
        .where(ProgrammeStartup.programme_id == programme.id, ProgrammeStartup.state == ParticipantState.JOINED)
    )
    made = {
        row[0]: (row[1], row[2])
        for row in current.execute(
            select(Mentorship.state, func.count(), func.count(Mentorship.programme_startup_id.distinct()))
            .where(Mentorship.programme_id == programme.id)
            .group_by(Mentorship.state)
        )
    }
    waiting = current.scalar(
        select(func.count())
        .select_from(MentoringRequest)
        .where(MentoringRequest.programme_id == programme.id, MentoringRequest.state == RequestState.WAITING)
    )
    none = (0, 0)
    return ProgrammeFigures(
        mentors=mentors.get(MentorState.ACCEPTED, none)[0],
        seats=int(mentors.get(MentorState.ACCEPTED, none)[1]),
        invited=mentors.get(MentorState.INVITED, none)[0],
        startups=joined or 0,
        active=made.get(MentorshipState.ACTIVE, none)[0],
        placed=made.get(MentorshipState.ACTIVE, none)[1],
        waiting=waiting or 0,
        finished=made.get(MentorshipState.FINISHED, none)[0],
        ended=made.get(MentorshipState.ENDED, none)[0],
    )
