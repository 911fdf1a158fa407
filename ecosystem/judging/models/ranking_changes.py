"""Every write to what a ranking is computed from leaves a `RankingChange` in the same transaction.

What the organiser chooses (the rubric and its rules, the rule of the round, its places) is part of the input hash
instead. The names of the entries and the decisions are read anew for every page.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, event, false, insert, inspect, or_, select
from sqlalchemy.orm import ORMExecuteState, Session

from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.applications.models import Application
from ecosystem.contests.models import Round
from ecosystem.judging.domain.life_cycle import SheetState
from ecosystem.judging.models.panels import Assignment, Conflict, EntryBar, Panelist
from ecosystem.judging.models.rankings import RankingChange
from ecosystem.judging.models.results import ComponentValue, RoundEntry
from ecosystem.judging.models.sheets import ScoreSheet

MOST_NAMED = 500


@dataclass(frozen=True)
class Watched:
    """When a row matters: these columns change, or it comes or goes; `counts` limits it to rows that count.

    `scope` names the rows of `Round` it belongs to, by the value of the column `by` of all the rows changed.
    """

    columns: frozenset[str]
    by: str
    scope: Callable[[Iterable[int]], ColumnElement[bool]]
    counts: Callable[[Any], bool] = field(default=lambda _row: True)
    when_new: bool = True


def _in_rounds(ids: Iterable[int]) -> ColumnElement[bool]:
    return Round.id.in_(ids)


def _of_charges(ids: Iterable[int]) -> ColumnElement[bool]:
    return Round.id.in_(select(Assignment.round_id).where(Assignment.id.in_(ids)))


def _of_contests(ids: Iterable[int]) -> ColumnElement[bool]:
    return Round.contest_id.in_(ids)


def _of_entries(ids: Iterable[int]) -> ColumnElement[bool]:
    return Round.contest_id.in_(select(Application.contest_id).where(Application.id.in_(ids)))


def _ever(state: Any) -> Callable[[Any], bool]:
    """Tell whether a row is in `state` or may have been until now: what was never loaded is not known."""

    def check(row: Any) -> bool:
        if row.state is state:
            return True
        known = inspect(row)
        history = known.attrs.state.history
        is_old = known.key is not None
        return is_old and bool(history.added) and (not history.deleted or state in history.deleted)

    return check


WATCHED: dict[type, Watched] = {
    ScoreSheet: Watched(
        frozenset({"state", "marks", "rubric_version_id"}), "assignment_id", _of_charges, _ever(SheetState.HANDED_IN)
    ),
    Assignment: Watched(frozenset({"state", "panelist_id", "application_id"}), "round_id", _in_rounds, when_new=False),
    Panelist: Watched(frozenset({"state", "account_id"}), "round_id", _in_rounds, when_new=False),
    Application: Watched(
        frozenset({"state", "board_id", "contest_id", "first_submitted_at"}),
        "contest_id",
        _of_contests,
        _ever(ApplicationState.ELIGIBLE),
    ),
    Conflict: Watched(frozenset({"account_id", "application_id", "lifted_at"}), "application_id", _of_entries),
    EntryBar: Watched(frozenset({"application_id", "lifted_at"}), "application_id", _of_entries),
    RoundEntry: Watched(frozenset({"round_id", "application_id", "chair_rank"}), "round_id", _in_rounds),
    ComponentValue: Watched(frozenset({"key", "value", "application_id"}), "round_id", _in_rounds),
}


@event.listens_for(Session, "after_flush")
def _note_rows(flushed: Session, _context: Any) -> None:
    found: dict[type, set[int]] = {}
    for row in (*flushed.new, *flushed.dirty, *flushed.deleted):
        watched = WATCHED.get(type(row))
        if watched is not None and watched.counts(row) and _matters(flushed, watched, row):
            found.setdefault(type(row), set()).add(getattr(row, watched.by))
    if found:
        named = max(len(ids) for ids in found.values()) <= MOST_NAMED
        _note(flushed, or_(*(WATCHED[kind].scope(ids) for kind, ids in found.items())) if named else ~false())


def _matters(flushed: Session, watched: Watched, row: Any) -> bool:
    if row in flushed.new:
        return watched.when_new
    if row in flushed.deleted:
        return True
    changed = inspect(row).attrs
    return any(changed[name].history.has_changes() for name in watched.columns)


@event.listens_for(Session, "do_orm_execute")
def _note_statement(executed: ORMExecuteState) -> None:
    """A statement over many rows does not say which: it counts for all rounds."""
    if not (executed.is_update or executed.is_delete or executed.is_insert):
        return
    kind = executed.bind_mapper.class_ if executed.bind_mapper is not None else None
    watched = WATCHED.get(kind) if kind is not None else None
    if watched is None or (executed.is_insert and not watched.when_new):
        return
    if executed.is_update and not _changes(executed.statement, watched):
        return
    _note(executed.session, ~false())


def _changes(statement: Any, watched: Watched) -> bool:
    values = statement._values  # there is no other way to ask which columns are set
    return not values or not watched.columns.isdisjoint(getattr(column, "key", column) for column in values)


def _note(current: Session, which: ColumnElement[bool]) -> None:
    changed = select(Round.id).where(which)
    current.connection().execute(insert(RankingChange).from_select(["round_id"], changed))
