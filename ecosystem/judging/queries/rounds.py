"""The rounds in which judges score, and which entries take part in them.

Every eligible entry takes part in the first such round. Into a later one comes who has a `RoundEntry` in it, which is
made when it is decided that the entry goes on.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import aliased, contains_eager, joinedload, selectinload

from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.applications.models import Application
from ecosystem.contests.models import Contest, Round
from ecosystem.core.database import one_or_missing, session
from ecosystem.events.models import Event
from ecosystem.judging.models import RoundEntry


def judged_rounds(contest: Contest) -> list[Round]:
    """Return the rounds of the contest in which judges score, in order."""
    return [round_ for round_ in contest.rounds if round_.kind.is_judged]


def current_round(contest: Contest, now: datetime) -> Round | None:
    """Return the round to look at first: the one whose work goes on, else the last that began, else the first."""
    rounds = judged_rounds(contest)
    begun = [each for each in rounds if each.opens_at is None or each.opens_at <= now]
    running = [each for each in begun if each.window.accepts(now)]
    return next(iter(running), None) or (begun[-1] if begun else None) or next(iter(rounds), None)


def is_first(round_: Round) -> bool:
    """Tell whether no judged round of the contest comes before this one."""
    return judged_rounds(round_.contest)[:1] == [round_]


def next_round(round_: Round) -> Round | None:
    """Return the judged round after this one, None after the last."""
    rounds = judged_rounds(round_.contest)
    after = rounds[rounds.index(round_) + 1 :] if round_ in rounds else []
    return next(iter(after), None)


def takes_part(round_: Round) -> ColumnElement[bool]:
    """Condition over Application: the entry takes part in the round."""
    eligible = and_(Application.contest_id == round_.contest_id, Application.state == ApplicationState.ELIGIBLE)
    if is_first(round_):
        return eligible
    place = aliased(RoundEntry)  # a name of its own: the statement around it may read the table too
    return and_(eligible, exists().where(place.round_id == round_.id, place.application_id == Application.id))


def round_in_contest(slug: str, public_id: str) -> Round:
    """Return a judged round of the contest `slug` with what its pages need; one statement. Raises NoSuchRecord.

    Loaded are the contest with its event, organiser, boards and rounds, and the round's quotas.
    """
    return _judged(Round.public_id == public_id, Contest.slug == slug)


def round_by_id(round_id: int) -> Round:
    """Return a judged round with the same; one statement. Raises NoSuchRecord."""
    return _judged(Round.id == round_id)


def _judged(*conditions: ColumnElement[bool]) -> Round:
    statement = (
        select(Round)
        .join(Round.contest)
        .where(*conditions)
        .options(
            contains_eager(Round.contest).joinedload(Contest.event).joinedload(Event.organiser),
            contains_eager(Round.contest).joinedload(Contest.rounds),
            contains_eager(Round.contest).joinedload(Contest.boards),
            joinedload(Round.quotas),
        )
    )
    found = one_or_missing(session().scalars(statement).unique().one_or_none())
    return one_or_missing(found if found.kind.is_judged else None)


def contest_with_rounds(slug: str) -> Contest:
    """Return the contest with event, organiser, rounds and boards; three statements. Raises NoSuchRecord."""
    statement = (
        select(Contest)
        .where(Contest.slug == slug)
        .options(
            joinedload(Contest.event).joinedload(Event.organiser),
            selectinload(Contest.rounds),
            selectinload(Contest.boards),
        )
    )
    return one_or_missing(session().scalars(statement).one_or_none())


def entries_in(round_: Round, application_ids: Sequence[int] | None = None) -> Sequence[Application]:
    """Return the entries that take part, in order of their numbers; only those of `application_ids` if given."""
    statement = select(Application).where(takes_part(round_)).order_by(Application.number, Application.id)
    if application_ids is not None:
        statement = statement.where(Application.id.in_(application_ids))
    return session().scalars(statement.options(joinedload(Application.board))).unique().all()
