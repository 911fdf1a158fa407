"""Loaders: from what stands in an address to the record, or NoSuchRecord."""

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from ecosystem.contests.models import Contest, ContestQuery, Question, Round
from ecosystem.core.database import one_or_missing, session
from ecosystem.events.models import Event

_WITH_ORGANISER = joinedload(Contest.event).joinedload(Event.organiser)


def contest_by_slug(slug: str) -> Contest:
    """Return the contest with its event and organiser, in one statement. Raises NoSuchRecord."""
    statement = (
        select(Contest).where(Contest.slug == slug).options(joinedload(Contest.event).joinedload(Event.organiser))
    )
    return one_or_missing(session().scalars(statement).one_or_none())


def contest_by_id(contest_id: int) -> Contest:
    """Return the contest with its event and organiser. Raises NoSuchRecord."""
    statement = select(Contest).where(Contest.id == contest_id).options(_WITH_ORGANISER)
    return one_or_missing(session().scalars(statement).one_or_none())


def round_by_public_id(public_id: str) -> Round:
    """Return the round with its contest, event and organiser. Raises NoSuchRecord."""
    path = joinedload(Round.contest).joinedload(Contest.event).joinedload(Event.organiser)
    return one_or_missing(
        session().scalars(select(Round).where(Round.public_id == public_id).options(path)).one_or_none()
    )


def contest_of_round(round_id: int) -> Contest:
    """Return the contest a round belongs to. Raises NoSuchRecord."""
    statement = (
        select(Contest)
        .join(Round, Round.contest_id == Contest.id)
        .join(Contest.event)
        .where(Round.id == round_id)
        .options(contains_eager(Contest.event).joinedload(Event.organiser))
    )
    return one_or_missing(session().scalars(statement).one_or_none())


def round_in(contest: Contest, public_id: str) -> Round:
    """Return the round of this contest. Raises NoSuchRecord."""
    return one_or_missing(next((each for each in contest.rounds if each.public_id == public_id), None))


def question_in(contest: Contest, public_id: str) -> Question:
    """Return the question of this contest, retired or not. Raises NoSuchRecord."""
    statement = select(Question).where(Question.contest_id == contest.id, Question.public_id == public_id)
    return one_or_missing(session().scalars(statement).one_or_none())


def query_in(contest: Contest, public_id: str) -> ContestQuery:
    """Return the question somebody asked about this contest. Raises NoSuchRecord."""
    statement = select(ContestQuery).where(ContestQuery.contest_id == contest.id, ContestQuery.public_id == public_id)
    return one_or_missing(session().scalars(statement).one_or_none())
