"""Rubrics: from rows to the rules that compute, and which rubric is used where."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import joinedload, selectinload

from ecosystem.contests.domain.kinds import RankingMethod
from ecosystem.contests.models import Board, Contest, Round
from ecosystem.core.database import one_or_missing, scalars, session
from ecosystem.judging.domain.scoring import (
    Aggregation,
    Anchor,
    Component,
    CriterionRule,
    Formula,
    RubricRules,
    Scale,
    TieBreak,
    TieBreakBy,
)
from ecosystem.judging.models import Criterion, RoundRubric, Rubric, RubricVersion, ScoreSheet

WITH_CRITERIA = selectinload(RubricVersion.criteria)


def from_version(version: RubricVersion, *, round_: Round | None = None) -> RubricRules:
    """Return the rules that a stored version stands for, in `round_` if one is named; its criteria should be loaded."""
    return RubricRules(
        criteria=tuple(criterion_rule(criterion) for criterion in version.criteria),
        scale=Scale(version.scale),
        total=version.total,
        places=version.places,
        aggregation=Aggregation(version.aggregation),
        trim_from_judges=version.trim_from_judges,
        min_judges=version.min_judges,
        pass_mark=version.pass_mark,
        no_zero=version.no_zero,
        tie_break=tuple(TieBreak(TieBreakBy(step["by"]), step.get("key", "")) for step in version.tie_break or ()),
        components=tuple(component(part) for part in version.components or ()),
        adjusts=round_ is not None and round_.ranking_method is RankingMethod.ADJUSTED,
    )


def criterion_rule(criterion: Criterion) -> CriterionRule:
    """Return one stored criterion as a value."""
    return CriterionRule(
        id=criterion.id,
        key=criterion.key,
        name=criterion.name,
        name_en=criterion.name_en or "",
        description=criterion.description or "",
        maximum=criterion.maximum,
        weight=criterion.weight,
        step=criterion.step,
        comment_below=criterion.comment_below,
        comment_above=criterion.comment_above,
        minimum_to_pass=criterion.minimum_to_pass,
        is_required=criterion.is_required,
        anchors=tuple(
            Anchor(Decimal(str(a["from"])), Decimal(str(a["to"])), a.get("text", "")) for a in criterion.anchors or ()
        ),
    )


def component(stored: Mapping[str, Any]) -> Component:
    """Return one stored component as a value."""
    return Component(
        key=stored["key"],
        name=stored["name"],
        name_en=stored.get("name_en", ""),
        maximum=Decimal(str(stored["maximum"])),
        formula=Formula(stored.get("formula", Formula.VOTES)),
        places=int(stored.get("places", 1)),
    )


@dataclass(frozen=True)
class RubricLine:
    """A rubric on a list: its newest version, and where versions of it are used, as (round, board)."""

    rubric: Rubric
    version: RubricVersion
    uses: tuple[tuple[Round, Board], ...]


def latest_version(rubric_id: int) -> RubricVersion:
    """Return the newest version with its criteria. Raises NoSuchRecord."""
    statement = select(RubricVersion).where(RubricVersion.rubric_id == rubric_id).options(WITH_CRITERIA)
    return one_or_missing(session().scalar(statement.order_by(RubricVersion.number.desc()).limit(1)))


def rubric_by_public_id(public_id: str) -> Rubric:
    """Return the rubric with its organiser. Raises NoSuchRecord."""
    statement = select(Rubric).where(Rubric.public_id == public_id).options(joinedload(Rubric.organiser))
    return one_or_missing(session().scalar(statement))


def version_of(rubric: Rubric, number: int) -> RubricVersion:
    """Return one version with its criteria. Raises NoSuchRecord."""
    statement = select(RubricVersion).where(RubricVersion.rubric_id == rubric.id, RubricVersion.number == number)
    return one_or_missing(session().scalar(statement.options(WITH_CRITERIA, joinedload(RubricVersion.rubric))))


def version_by_id(version_id: int) -> RubricVersion:
    """Return the version with criteria and rubric. Raises NoSuchRecord."""
    statement = select(RubricVersion).where(RubricVersion.id == version_id)
    return one_or_missing(session().scalar(statement.options(WITH_CRITERIA, joinedload(RubricVersion.rubric))))


def uses_of(version: RubricVersion) -> Sequence[RoundRubric]:
    """Return the rounds and boards scored with this version."""
    return session().scalars(select(RoundRubric).where(RoundRubric.rubric_version_id == version.id)).all()


def is_frozen(version: RubricVersion) -> bool:
    """Tell whether somebody was scored with this version, so that it never changes again."""
    if version.frozen_at is not None:
        return True
    return bool(session().scalar(select(exists().where(ScoreSheet.rubric_version_id == version.id))))


def rubrics_of_contest(contest: Contest) -> list[RubricLine]:
    """Return the contest's rubrics with their newest versions and uses, in three statements, by name."""
    return _lines(select(Rubric).where(Rubric.contest_id == contest.id, Rubric.archived_at.is_(None)))


def templates_of(organiser_id: int) -> list[RubricLine]:
    """Return the organiser's templates, by name."""
    own = (Rubric.organiser_id == organiser_id, Rubric.contest_id.is_(None), Rubric.archived_at.is_(None))
    return _lines(select(Rubric).where(*own))


def _lines(statement: Select[Any]) -> list[RubricLine]:
    rubrics: Sequence[Rubric] = scalars(
        statement.options(selectinload(Rubric.versions).selectinload(RubricVersion.criteria)).order_by(
            Rubric.name, Rubric.id
        )
    )
    rows = session().execute(
        select(RubricVersion.rubric_id, Round, Board)
        .join(RoundRubric, RoundRubric.rubric_version_id == RubricVersion.id)
        .join(Round, Round.id == RoundRubric.round_id)
        .join(Board, Board.id == RoundRubric.board_id)
        .where(RubricVersion.rubric_id.in_([rubric.id for rubric in rubrics]))
        .order_by(Round.position, Board.position, Board.id)
    )
    uses: dict[int, list[tuple[Round, Board]]] = {}
    for rubric_id, round_, board in rows:
        uses.setdefault(rubric_id, []).append((round_, board))
    return [RubricLine(r, r.versions[-1], tuple(uses.get(r.id, ()))) for r in rubrics if r.versions]


def chosen_versions(contest: Contest) -> dict[tuple[int, int], RubricVersion]:
    """Map (round id, board id) to the version chosen, with criteria and rubric, in two statements."""
    rows = session().execute(
        select(RoundRubric.round_id, RoundRubric.board_id, RubricVersion)
        .join(RubricVersion, RubricVersion.id == RoundRubric.rubric_version_id)
        .join(Round, Round.id == RoundRubric.round_id)
        .where(Round.contest_id == contest.id)
        .options(WITH_CRITERIA, joinedload(RubricVersion.rubric))
    )
    return {(row[0], row[1]): row[2] for row in rows.unique()}
