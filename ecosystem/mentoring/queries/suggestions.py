"""Which mentors suit a startup, and why. What mentors offer and startups need, as tags."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from ecosystem.core import clock
from ecosystem.core.database import session
from ecosystem.mentoring.domain.affinity import Fit, Tags, fit, free_parts, words_of
from ecosystem.mentoring.domain.life_cycle import MentorState
from ecosystem.mentoring.models import Availability, MentorProfile, ProgrammeMentor, ProgrammeStartup
from ecosystem.mentoring.queries.people import vetoes_among
from ecosystem.mentoring.queries.programmes import active_by_mentor, mentors_of


@dataclass(frozen=True)
class Suggestion:
    """A mentor's place in a programme, how well it fits, and how many seats are free there."""

    mentor: ProgrammeMentor
    fit: Fit
    free: int
    is_paused: bool

    @property
    def can_be_asked(self) -> bool:
        """Whether the mentor takes on somebody at present."""
        return self.free > 0 and not self.is_paused


def offer_of(profile: MentorProfile, free: frozenset[str] = frozenset()) -> Tags:
    """Return what a mentor offers, as tags; `free` are the parts of the week they are free in."""
    return Tags(
        sectors=frozenset(profile.sectors),
        topics=frozenset(profile.topics),
        stages=frozenset(profile.stages),
        languages=frozenset(profile.languages),
        free=free,
        words=words_of(profile.headline, profile.expertise),
    )


def need_of(participant: ProgrammeStartup) -> Tags:
    """Return what a startup needs, as tags."""
    startup = participant.startup
    return Tags(
        sectors=frozenset(startup.sectors),
        topics=frozenset(participant.topics),
        stages=frozenset([participant.stage.value]),
        languages=frozenset(participant.languages),
        free=frozenset(participant.free_times),
        words=words_of(participant.goals, startup.one_liner),
    )


def free_times_of(profile_ids: Collection[int]) -> Mapping[int, frozenset[str]]:
    """Return in which parts of the week each mentor can be booked, as far as they gave hours; one statement."""
    rows = session().execute(
        select(Availability.profile_id, Availability.weekly).where(Availability.profile_id.in_(profile_ids))
    )
    return {row.profile_id: free_parts(row.weekly) for row in rows}


def suggestions_for(participant: ProgrammeStartup) -> Sequence[Suggestion]:
    """Return all mentors of the programme whom the startup may ask, the best fit first. Four statements.

    Mentors who do not want this startup are left out, and so are those it does not want.
    """
    mentors = mentors_of(participant.programme, MentorState.ACCEPTED)
    profile_ids = [each.profile_id for each in mentors]
    vetoed = vetoes_among(profile_ids, [participant.startup_id])
    taken, free = active_by_mentor(participant.programme_id), free_times_of(profile_ids)
    need, now = need_of(participant), clock.now()
    found = [
        Suggestion(
            mentor,
            fit(offer_of(mentor.profile, free.get(mentor.profile_id, frozenset())), need),
            max(0, mentor.capacity - taken.get(mentor.id, 0)),
            mentor.profile.paused_until is not None and mentor.profile.paused_until > now,
        )
        for mentor in mentors
        if (mentor.profile_id, participant.startup_id) not in vetoed
    ]
    return sorted(found, key=lambda each: (-each.fit.points, each.mentor.profile.sort_key, each.mentor.id))
