"""How far the judges of a round are, and which entries lack reviews."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, case, func, or_, select
from sqlalchemy.orm import joinedload

from ecosystem.accounts.models import Account
from ecosystem.applications.models import Application
from ecosystem.contests.models import Board, Contest, Round
from ecosystem.core.database import scalars, session
from ecosystem.core.finding import matches
from ecosystem.core.pagination import Page, page_of
from ecosystem.events.models import StaffMember, StaffRole
from ecosystem.judging.domain.life_cycle import AssignmentState, PanelistState, SheetState
from ecosystem.judging.domain.results.pace import Pace, pace
from ecosystem.judging.models import Assignment, Panelist, ScoreSheet
from ecosystem.judging.queries.charges import standing
from ecosystem.judging.queries.desk import FINISHED
from ecosystem.judging.queries.rounds import takes_part

DECIDERS = (StaffRole.OWNER, StaffRole.MANAGER)


@dataclass(frozen=True)
class JudgeProgress:
    """How far one judge is in a round."""

    panelist: Panelist
    pace: Pace
    ready: int
    last_at: datetime | None


@dataclass(frozen=True)
class EntryProgress:
    """How many reviews an entry has. `assigned` are charges that stand, `recused` those given back."""

    id: int
    public_id: str
    code: str
    title: str
    board: str
    assigned: int
    handed_in: int
    abstained: int
    recused: int


def judges_of(round_: Round, now: datetime) -> list[JudgeProgress]:
    """Return every judge of the panel with counts, those furthest behind first; two statements."""
    panel = scalars(
        select(Panelist)
        .where(Panelist.round_id == round_.id, Panelist.state == PanelistState.ACCEPTED)
        .options(joinedload(Panelist.account))
        .order_by(Panelist.name, Panelist.id)
    )
    counts = {row.panelist_id: row for row in session().execute(_counts().where(Assignment.round_id == round_.id))}
    found = []
    for panelist in panel:
        row = counts.get(panelist.id)
        charges, done, ready, last_at = (row.charges, row.done, row.ready, row.last_at) if row else (0, 0, 0, None)
        found.append(JudgeProgress(panelist, pace(done, charges, round_.window, now), ready, last_at))
    return sorted(found, key=lambda each: (each.pace.done - each.pace.expected, -each.pace.left))


def _counts() -> Select[Any]:
    return (
        select(
            Assignment.panelist_id,
            func.count(Assignment.id).label("charges"),
            func.coalesce(func.sum(case((ScoreSheet.state.in_(FINISHED), 1), else_=0)), 0).label("done"),
            func.coalesce(
                func.sum(case((and_(ScoreSheet.state == SheetState.DRAFT, ScoreSheet.is_complete), 1), else_=0)), 0
            ).label("ready"),
            func.max(ScoreSheet.updated_at).label("last_at"),
        )
        .join(Assignment.panelist)
        .join(Assignment.application)
        .outerjoin(Assignment.sheet)
        .where(standing())
        .group_by(Assignment.panelist_id)
    )


@dataclass(frozen=True)
class RoundTotals:
    """The round as a whole: sheets wanted, handed in, and entries with fewer charges than the round asks for."""

    entries: int
    short: int
    charges: int
    done: int


def totals_of(round_: Round) -> RoundTotals:
    """Return the sums of the round; one statement."""
    per_entry = _per_entry(round_).subquery()
    row = (
        session()
        .execute(
            select(
                func.count(per_entry.c.id),
                func.coalesce(func.sum(case((per_entry.c.assigned < round_.reviews_per_entry, 1), else_=0)), 0),
                func.coalesce(func.sum(per_entry.c.assigned), 0),
                func.coalesce(func.sum(per_entry.c.handed_in + per_entry.c.abstained), 0),
            )
        )
        .one()
    )
    return RoundTotals(*(int(value) for value in row))


def entries_page(round_: Round, *, show: str = "all", text: str = "", number: int = 1) -> Page[EntryProgress]:
    """Return one page of entries with their reviews. `show`: all, short (of charges) or waiting (for sheets)."""
    if show not in ("short", "waiting") and not text:
        return _plain_page(round_, number)
    rows = _per_entry(round_).subquery()
    statement = select(rows).order_by(rows.c.number, rows.c.id)
    if show == "short":
        statement = statement.where(rows.c.assigned < round_.reviews_per_entry)
    if show == "waiting":
        statement = statement.where(rows.c.handed_in + rows.c.abstained < rows.c.assigned)
    if text:
        found = select(Application.id).where(matches(Application.search_text, text))
        statement = statement.where(or_(rows.c.id.in_(found), rows.c.code.icontains(text, autoescape=True)))
    page = page_of(statement, number=number, scalars=False)
    return Page([_entry(row) for row in page.items], page.number, page.per_page, page.total)


def _plain_page(round_: Round, number: int) -> Page[EntryProgress]:
    """All entries are listed by number, so only those of the page need counting."""
    order = (Application.number, Application.id)
    page = page_of(select(Application.id).where(takes_part(round_)).order_by(*order), number=number)
    rows = session().execute(_per_entry(round_).where(Application.id.in_(page.items)).order_by(*order))
    return Page([_entry(row) for row in rows], page.number, page.per_page, page.total)


def _entry(row: Any) -> EntryProgress:
    named = row._mapping
    return EntryProgress(*(named[name] for name in _ENTRY))


_ENTRY = ("id", "public_id", "code", "title", "board", "assigned", "handed_in", "abstained", "recused")


def _per_entry(round_: Round) -> Select[Any]:
    def counted(condition: Any, name: str) -> Any:
        return func.coalesce(func.sum(case((condition, 1), else_=0)), 0).label(name)

    stands = and_(Assignment.state == AssignmentState.ACTIVE, Panelist.state == PanelistState.ACCEPTED)
    return (
        select(
            Application.id,
            Application.public_id,
            Application.number,
            Application.code,
            Application.title,
            func.coalesce(Board.name, "").label("board"),
            counted(stands, "assigned"),
            counted(and_(stands, ScoreSheet.state == SheetState.HANDED_IN), "handed_in"),
            counted(and_(stands, ScoreSheet.state == SheetState.ABSTAINED), "abstained"),
            counted(Assignment.state == AssignmentState.RECUSED, "recused"),
        )
        .outerjoin(Application.board)
        .outerjoin(Assignment, and_(Assignment.application_id == Application.id, Assignment.round_id == round_.id))
        .outerjoin(Panelist, Panelist.id == Assignment.panelist_id)
        .outerjoin(ScoreSheet, ScoreSheet.assignment_id == Assignment.id)
        .where(takes_part(round_))
        .group_by(Application.id, Board.name)
    )


def deciders_of(contest: Contest) -> Sequence[Account]:
    """Return the owners and managers of the contest's organiser, who are told what needs a decision."""
    accounts: Sequence[Account] = scalars(
        select(Account)
        .join(StaffMember, StaffMember.account_id == Account.id)
        .where(
            StaffMember.organiser_id == contest.event.organiser_id,
            StaffMember.role.in_(DECIDERS),
            Account.erased_at.is_(None),
        )
        .order_by(Account.id)
    )
    return accounts
