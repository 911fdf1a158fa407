"""Reads of panels: who judges a round, how much, under which invitation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, case, exists, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from ecosystem.accounts.models import Account
from ecosystem.accounts.queries import hash_of
from ecosystem.contests.models import Contest, Round
from ecosystem.core.database import one_or_missing, scalars, session
from ecosystem.core.search import person_sort_key
from ecosystem.events.models import Event
from ecosystem.judging.domain.life_cycle import AssignmentState, PanelistState, SheetState
from ecosystem.judging.models import Assignment, JudgeProfile, Panelist, ScoreSheet

ON_THE_PANEL = (PanelistState.INVITED, PanelistState.ACCEPTED)


@dataclass(frozen=True)
class PanelLine:
    """A judge on the list of the panel: charges that stand, and how many sheets of them are handed in."""

    panelist: Panelist
    load: int
    done: int


def panel_lines(round_: Round) -> list[PanelLine]:
    """Return everybody ever invited onto the panel with their loads, in one statement: chair first, then by name."""
    active = Assignment.state == AssignmentState.ACTIVE
    handed_in = (ScoreSheet.state == SheetState.HANDED_IN) & active
    rows = session().execute(
        select(Panelist, func.count(case((active, 1))), func.count(case((handed_in, 1))))
        .outerjoin(Assignment, Assignment.panelist_id == Panelist.id)
        .outerjoin(ScoreSheet, ScoreSheet.assignment_id == Assignment.id)
        .where(Panelist.round_id == round_.id)
        .group_by(Panelist.id)
    )
    lines = [PanelLine(*row) for row in rows]
    return sorted(lines, key=lambda line: _order(line.panelist))


def _order(panelist: Panelist) -> tuple[bool, bool, str, int]:
    gone = panelist.state not in ON_THE_PANEL
    return (gone, not panelist.is_chair, person_sort_key(panelist.name), panelist.id)


def judges_of(round_: Round) -> Sequence[Panelist]:
    """Return the judges who accepted, chair first, then by name."""
    statement = select(Panelist).where(Panelist.round_id == round_.id, Panelist.state == PanelistState.ACCEPTED)
    return sorted(scalars(statement), key=_order)


def panel_sizes(contest: Contest) -> dict[int, tuple[int, int, int]]:
    """Map each round's id to (accepted, invited, chairs among the accepted), in one statement."""
    accepted = Panelist.state == PanelistState.ACCEPTED
    rows = session().execute(
        select(
            Panelist.round_id,
            func.count(case((accepted, 1))),
            func.count(case((Panelist.state == PanelistState.INVITED, 1))),
            func.count(case((accepted & Panelist.is_chair, 1))),
        )
        .join(Round, Round.id == Panelist.round_id)
        .where(Round.contest_id == contest.id)
        .group_by(Panelist.round_id)
    )
    return {row[0]: (row[1], row[2], row[3]) for row in rows}


def has_judges(contest_id: int) -> bool:
    """Tell whether anybody judges in the contest by now."""
    seat = exists().where(
        Panelist.round_id == Round.id, Round.contest_id == contest_id, Panelist.state == PanelistState.ACCEPTED
    )
    return bool(session().scalar(select(seat)))


def panelist_in(round_: Round, public_id: str) -> Panelist:
    """Return the panelist of this round. Raises NoSuchRecord."""
    return one_or_missing(
        session().scalar(select(Panelist).where(Panelist.round_id == round_.id, Panelist.public_id == public_id))
    )


def panelist_by_token(token: str) -> Panelist:
    """Return the panelist an invitation's link belongs to, whatever became of it. Raises NoSuchRecord."""
    found: Panelist | None = session().scalar(_with_contest().where(Panelist.token_hash == hash_of(token)))
    return one_or_missing(found)


def panelist_by_public_id(public_id: str) -> Panelist:
    """Return the panelist with round, contest, event and organiser. Raises NoSuchRecord."""
    found: Panelist | None = session().scalar(_with_contest().where(Panelist.public_id == public_id))
    return one_or_missing(found)


def invitations_to(account: Account) -> Sequence[Panelist]:
    """Return the invitations to this person's proved address that wait for an answer, newest first."""
    if not account.is_verified:
        return ()
    statement = _with_contest().where(Panelist.email == account.email_key, Panelist.state == PanelistState.INVITED)
    rows: Sequence[Panelist] = scalars(statement.order_by(Panelist.invited_at.desc()))
    return rows


def unanswered(now: datetime, *, for_at_least: timedelta) -> Sequence[Panelist]:
    """Return open invitations without an answer for so long, never reminded, while their round is not over."""
    statement = _with_contest().where(
        Panelist.state == PanelistState.INVITED,
        Panelist.reminded_at.is_(None),
        Panelist.invited_at <= now - for_at_least,
        Panelist.expires_at > now,
        or_(Round.closes_at.is_(None), Round.closes_at > now),
    )
    rows: Sequence[Panelist] = scalars(statement.order_by(Panelist.id))
    return rows


def seats_kept(account_id: int) -> Sequence[Panelist]:
    """Return every place on a panel this person ever took, with round and contest."""
    rows: Sequence[Panelist] = scalars(_with_contest().where(Panelist.account_id == account_id).order_by(Panelist.id))
    return rows


def open_charges(panelist: Panelist) -> Sequence[Assignment]:
    """Return the charges of a judge that stand, with their entries and sheets."""
    rows: Sequence[Assignment] = scalars(
        select(Assignment)
        .where(Assignment.panelist_id == panelist.id, Assignment.state == AssignmentState.ACTIVE)
        .options(joinedload(Assignment.application), joinedload(Assignment.sheet))
        .order_by(Assignment.position, Assignment.id)
    )
    return rows


def profile_of(account_id: int) -> JudgeProfile | None:
    """Return what the person told about themself as a judge."""
    return session().scalar(select(JudgeProfile).where(JudgeProfile.account_id == account_id))


def _with_contest() -> Select[Any]:
    return (
        select(Panelist)
        .join(Panelist.round)
        .join(Round.contest)
        .join(Contest.event)
        .options(
            contains_eager(Panelist.round)
            .contains_eager(Round.contest)
            .contains_eager(Contest.event)
            .joinedload(Event.organiser)
        )
    )


def seat_of(round_: Round, email_key: str) -> Panelist | None:
    """Return whoever was invited onto this panel at that address, in whatever state."""
    return session().scalar(select(Panelist).where(Panelist.round_id == round_.id, Panelist.email == email_key))
