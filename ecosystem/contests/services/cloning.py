"""Cloning a contest: its structure with the dates moved, without anybody's data."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import selectinload

from ecosystem.audit.services import record
from ecosystem.contests.domain.life_cycle import ContestState
from ecosystem.contests.models import (
    Board,
    Contest,
    ContestQuery,
    EligibilityRule,
    FormSection,
    Prize,
    Question,
    Round,
    RoundQuota,
)
from ecosystem.contests.services.basics import free_slug, index
from ecosystem.contests.signals import ContestCloned
from ecosystem.core.database import Model, scalars, session, transaction
from ecosystem.core.signals import announce
from ecosystem.events.models import Event

OWN = frozenset({"id", "public_id", "version", "created_at", "updated_at"})
NOT_CLONED = OWN | {
    "slug",
    "event_id",
    "next_number",
    "state",
    "is_test",
    "published_at",
    "rules_locked_at",
    "results_published_at",
    "cancelled_reason",
    "cloned_from_id",
}


def clone_contest(source: Contest, *, event: Event, title: str, shift: timedelta, by: int | None) -> Contest:
    """Make a draft in `event` with the structure of `source`; every date moves by `shift`.

    Boards, rounds, prizes, form, rules and public answers are cloned; people's data, amendments and
    extensions are not. Higher features clone rubrics and the like in the same transaction.
    """
    with transaction() as current:
        copy = Contest(**_columns(source, NOT_CLONED), event_id=event.id, slug=free_slug(title))
        copy.title, copy.state, copy.cloned_from_id = title, ContestState.DRAFT, source.id
        copy.title_en = source.title_en if title == source.title else ""
        copy.opens_at, copy.closes_at = _moved(source.opens_at, shift), _moved(source.closes_at, shift)
        copy.year = copy.opens_at.year if copy.opens_at else source.year
        index(copy)
        current.add(copy)
        current.flush()
        fact = _clone_children(source, copy, shift, by)
        record("contest.cloned", copy, by=by, scope=copy, note=source.slug)
        announce(fact)
        return copy


def _clone_children(source: Contest, copy: Contest, shift: timedelta, by: int | None) -> ContestCloned:
    boards = _clone_rows(Board, source, copy)
    rounds = _clone_rounds(source, copy, boards, shift)
    prizes = _clone_rows(Prize, source, copy, boards=boards)
    sections = _clone_rows(FormSection, source, copy)
    questions = _clone_questions(source, copy, sections)
    _clone_rows(EligibilityRule, source, copy)
    _clone_answers(source, copy)
    return ContestCloned(source.id, copy.id, by, shift, boards, rounds, questions, prizes)


def _clone_rows(kind: Any, source: Contest, copy: Contest, boards: dict[int, int] | None = None) -> dict[int, int]:
    rows = scalars(select(kind).where(kind.contest_id == source.id).order_by(kind.id))
    pairs = []
    for row in rows:
        twin = kind(**_columns(row, OWN | {"contest_id", "board_id"}), contest_id=copy.id)
        if boards is not None and row.board_id is not None:
            twin.board_id = boards[row.board_id]
        pairs.append((row, twin))
    return _stored(pairs)


def _clone_rounds(source: Contest, copy: Contest, boards: dict[int, int], shift: timedelta) -> dict[int, int]:
    statement = select(Round).where(Round.contest_id == source.id).options(selectinload(Round.quotas))
    pairs = []
    for row in scalars(statement.order_by(Round.id)):
        twin = Round(**_columns(row, OWN | {"contest_id"}), contest_id=copy.id)
        twin.opens_at, twin.closes_at = _moved(row.opens_at, shift), _moved(row.closes_at, shift)
        twin.quotas.extend(RoundQuota(board_id=boards[quota.board_id], places=quota.places) for quota in row.quotas)
        pairs.append((row, twin))
    return _stored(pairs)


def _clone_questions(source: Contest, copy: Contest, sections: dict[int, int]) -> dict[int, int]:
    statement = select(Question).where(Question.contest_id == source.id, Question.retired_at.is_(None))
    pairs = []
    for row in scalars(statement.order_by(Question.id)):
        values = _columns(row, OWN | {"contest_id", "section_id"})
        pairs.append((row, Question(**values, contest_id=copy.id, section_id=sections[row.section_id])))
    return _stored(pairs)


def _clone_answers(source: Contest, copy: Contest) -> None:
    """Public answers hold for next year too; who asked does not go along."""
    statement = select(ContestQuery).where(ContestQuery.contest_id == source.id, ContestQuery.is_public)
    for row in scalars(statement.order_by(ContestQuery.id)):
        values = _columns(row, OWN | {"contest_id", "asked_by_id"})
        session().add(ContestQuery(**values, contest_id=copy.id))


def _stored(pairs: list[tuple[Any, Any]]) -> dict[int, int]:
    session().add_all(twin for _, twin in pairs)
    session().flush()
    return {row.id: twin.id for row, twin in pairs}


def _columns(row: Model, without: frozenset[str] | set[str]) -> dict[str, Any]:
    names = [attribute.key for attribute in inspect(type(row)).column_attrs]
    return {name: getattr(row, name) for name in names if name not in without}


def _moved(at: datetime | None, shift: timedelta) -> datetime | None:
    return None if at is None else at + shift
