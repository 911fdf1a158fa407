"""Looking at conflicts of interest again when what they rest on changed, in contests whose results are not all out."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from ecosystem.applications.models import Application, ApplicationMember
from ecosystem.contests.models import Round
from ecosystem.core.database import session
from ecosystem.judging.domain.life_cycle import PanelistState
from ecosystem.judging.models import Panelist, Publication
from ecosystem.judging.queries.conflicts import LOOKED_AT
from ecosystem.judging.services.conflicts import refresh_conflicts
from ecosystem.startups.models import StartupMember


def recheck_entry(application_id: int) -> None:
    """Look at one entry again; nothing to do while its contest has no judges."""
    _look_at(_entries(Application.id == application_id))


def recheck_person(account_id: int) -> None:
    """Look again at all entries of the contests the person judges in, and at all entries the person is on."""
    judged = _contests(Panelist.account_id == account_id)
    for contest_id in judged:
        refresh_conflicts(contest_id)
    on_team = exists().where(
        ApplicationMember.application_id == Application.id, ApplicationMember.account_id == account_id
    )
    _look_at(_entries(or_(Application.created_by_id == account_id, on_team)), without=judged)


def recheck_startup(startup_id: int) -> None:
    """Look again at the entries of a startup and of its members, and at the contests its members judge in."""
    recheck_startups([startup_id])


def recheck_startups(startup_ids: Collection[int]) -> None:
    """The same for many startups at once; a contest in which several entries are concerned is looked at as a whole."""
    of_these = StartupMember.startup_id.in_(startup_ids)
    members = list(session().scalars(select(StartupMember.account_id).where(of_these).distinct()))
    judged = _contests(Panelist.account_id.in_(members))
    for contest_id in judged:
        refresh_conflicts(contest_id)
    on_team = exists().where(
        ApplicationMember.application_id == Application.id, ApplicationMember.account_id.in_(members)
    )
    behind = or_(Application.startup_id.in_(startup_ids), Application.created_by_id.in_(members), on_team)
    _look_at(_entries(behind), without=judged)


def _look_at(entries: Iterable[tuple[int, int]], *, without: Iterable[int] = ()) -> None:
    concerned: dict[int, list[int]] = defaultdict(list)
    for contest_id, application_id in entries:
        if contest_id not in without:
            concerned[contest_id].append(application_id)
    for contest_id, idents in concerned.items():
        refresh_conflicts(contest_id, application_id=idents[0] if len(idents) == 1 else None)


def _contests(whose: ColumnElement[bool]) -> list[int]:
    """Contests under way on whose panels are people of whom `whose` holds."""
    statement = (
        select(Round.contest_id)
        .join(Panelist, Panelist.round_id == Round.id)
        .where(whose, Panelist.state == PanelistState.ACCEPTED, _is_under_way(Round.contest_id))
    )
    return sorted(set(session().scalars(statement)))


def _entries(condition: ColumnElement[bool]) -> list[tuple[int, int]]:
    """Entries of whom `condition` holds, in contests under way that have judges."""
    has_judges = exists().where(
        Panelist.round_id == Round.id,
        Round.contest_id == Application.contest_id,
        Panelist.state == PanelistState.ACCEPTED,
    )
    rows = session().execute(
        select(Application.contest_id, Application.id)
        .where(condition, Application.state.in_(LOOKED_AT), has_judges, _is_under_way(Application.contest_id))
        .order_by(Application.id)
    )
    return [(row[0], row[1]) for row in rows]


def _is_under_way(contest_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Condition: a round with judges has no published results yet. What came later does not touch results."""
    published = exists().where(Publication.round_id == Round.id, Publication.withdrawn_at.is_(None))
    judged = exists().where(Panelist.round_id == Round.id)
    return exists().where(Round.contest_id == contest_id, judged, ~published)
