"""Reading matches."""

from collections.abc import Collection, Sequence

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from ecosystem.core.access import Actor
from ecosystem.core.database import one_or_missing, scalars, session
from ecosystem.mentoring.domain.life_cycle import MentorshipState, Origin
from ecosystem.mentoring.models import MentorProfile, Mentorship, Programme, ProgrammeStartup
from ecosystem.startups.models import Startup, StartupMember
from ecosystem.startups.policies import startup_ids


def _matches() -> Select[Mentorship]:
    return (
        select(Mentorship)
        .join(Mentorship.programme)
        .join(Mentorship.profile)
        .join(Mentorship.startup)
        .options(
            contains_eager(Mentorship.programme).joinedload(Programme.organiser),
            contains_eager(Mentorship.profile).joinedload(MentorProfile.account),
            contains_eager(Mentorship.startup),
            joinedload(Mentorship.participant).joinedload(ProgrammeStartup.contact),
            joinedload(Mentorship.programme_mentor),
        )
    )


def mentorship_by_id(mentorship_id: str) -> Mentorship:
    """Return a match with both sides, the startup's team among them. Raises NoSuchRecord."""
    statement = _matches().where(Mentorship.public_id == mentorship_id)
    team = contains_eager(Mentorship.startup).selectinload(Startup.members).joinedload(StartupMember.account)
    return one_or_missing(session().scalar(statement.options(team)))


def matches_of(actor: Actor) -> Sequence[Mentorship]:
    """Return the actor's matches on either side, active ones first, the newest before."""
    statement = _matches().where(
        or_(MentorProfile.account_id == actor.id, Mentorship.startup_id.in_(startup_ids(actor)))
    )
    return scalars(statement.order_by(Mentorship.live.is_(None), Mentorship.began_at.desc(), Mentorship.id))


def matches_in(programme: Programme) -> Sequence[Mentorship]:
    """Return the matches of a programme, active ones first, by mentor."""
    statement = _matches().where(Mentorship.programme_id == programme.id)
    return scalars(statement.order_by(Mentorship.live.is_(None), MentorProfile.sort_key, Startup.sort_key))


def matches_of_round(programme: Programme) -> Sequence[Mentorship]:
    """Return the matches that the programme's matching round made, in the order they were made."""
    made = (Mentorship.programme_id == programme.id, Mentorship.origin == Origin.ROUND)
    return scalars(_matches().where(*made).order_by(Mentorship.id))


def mentors_of_startups(startup_ids: Collection[int], account_ids: Collection[int]) -> Sequence[Mentorship]:
    """Return the matches, also past ones, between these people and these startups. One statement."""
    if not startup_ids or not account_ids:
        return []
    statement = _matches().where(Mentorship.startup_id.in_(startup_ids), MentorProfile.account_id.in_(account_ids))
    return scalars(statement.order_by(Mentorship.id))


def active_pairs(programme_id: int) -> frozenset[tuple[int, int]]:
    """Return the (mentor's place, startup's place) of a programme's active matches."""
    rows = session().execute(
        select(Mentorship.programme_mentor_id, Mentorship.programme_startup_id).where(
            Mentorship.programme_id == programme_id, Mentorship.state == MentorshipState.ACTIVE
        )
    )
    return frozenset((row[0], row[1]) for row in rows)
