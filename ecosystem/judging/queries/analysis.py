"""What an analysis is made from, what was stored of it, and whether it is out of date."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import ColumnElement, and_, case, func, select

from ecosystem.applications.models import Application
from ecosystem.contests.models import Board, Round
from ecosystem.core.database import session
from ecosystem.judging.domain.analysis.answer import Answer
from ecosystem.judging.domain.analysis.board import BoardInput, Candidate, SheetScores
from ecosystem.judging.domain.life_cycle import AssignmentState, PanelistState, SheetState
from ecosystem.judging.domain.results.marks import Marks, unpack_all
from ecosystem.judging.domain.scoring.sheets import total_of_units
from ecosystem.judging.models import (
    Analysis,
    Assignment,
    ComponentValue,
    Panelist,
    RoundRubric,
    RubricVersion,
    ScoreSheet,
)
from ecosystem.judging.queries.assignment import barred_pairs
from ecosystem.judging.queries.charges import standing
from ecosystem.judging.queries.ranking import EntryHead, heads_of, marks_from_scores, ranking_of, rubric_of
from ecosystem.judging.queries.rounds import takes_part
from ecosystem.judging.queries.rubrics import from_version
from ecosystem.judging.queries.standings import quota_of

UNIT = 10_000  # marks are ten-thousandths of a point


@dataclass(frozen=True)
class Pulse:
    """The state of a board's scores in one line. `seen` changes whenever an analysis could; `newer` counts the sheets
    that changed after `since`, `changed_at` is the last change of a sheet or a charge."""

    seen: str
    newer: int
    changed_at: datetime | None


@dataclass(frozen=True)
class BoardAnalysis:
    """A stored analysis with what its pages need."""

    analysis: Analysis
    answer: Answer
    pulse: Pulse
    heads: Mapping[int, EntryHead]
    judges: Mapping[int, Panelist]

    @property
    def is_current(self) -> bool:
        """Whether nothing it rests on has changed."""
        return self.analysis.seen == self.pulse.seen


def stored_analysis(round_: Round, board: Board) -> Analysis | None:
    """Return the board's analysis, None when none was made yet."""
    statement = select(Analysis).where(Analysis.round_id == round_.id, Analysis.board_id == board.id)
    return session().scalars(statement.execution_options(populate_existing=True)).one_or_none()


def analysis_page(round_: Round, board: Board) -> BoardAnalysis | None:
    """Return the stored analysis with entries, judges and whether it is current; four statements. None without one."""
    analysis = stored_analysis(round_, board)
    if analysis is None:
        return None
    pulse = pulse_of(round_, board, since=analysis.computed_at)
    heads = {head.id: head for head in heads_of(round_, board.id, with_times=False)}
    return BoardAnalysis(analysis, Answer(analysis.result), pulse, heads, judges_by_id(round_))


def judges_by_id(round_: Round) -> dict[int, Panelist]:
    """Return everybody on the panel of the round, those taken off too, by id."""
    found = session().scalars(select(Panelist).where(Panelist.round_id == round_.id))
    return {judge.id: judge for judge in found}


def pulse_of(round_: Round, board: Board, *, since: datetime | None = None) -> Pulse:
    """Look at the board's scores in one statement. What only a rank depends on (a chair's vote) is not looked at."""
    entries = select(func.count(Application.id)).where(takes_part(round_), Application.board_id == board.id)
    parts = select(func.max(ComponentValue.updated_at)).where(ComponentValue.round_id == round_.id)
    panel = select(func.max(Panelist.updated_at)).where(Panelist.round_id == round_.id)
    rubric = select(RoundRubric.rubric_version_id).where(
        RoundRubric.round_id == round_.id, RoundRubric.board_id == board.id
    )
    counts = ScoreSheet.state == SheetState.HANDED_IN
    newer: ColumnElement[bool] = ScoreSheet.updated_at > since if since is not None else counts
    row = (
        session()
        .execute(
            select(
                func.count(case((counts, 1))),
                func.max(ScoreSheet.updated_at),
                func.max(Assignment.updated_at),
                func.count(case((newer, 1))),
                entries.scalar_subquery(),
                parts.scalar_subquery(),
                panel.scalar_subquery(),
                rubric.scalar_subquery(),
            )
            .select_from(Assignment)
            .join(Application, Application.id == Assignment.application_id)
            .outerjoin(ScoreSheet, ScoreSheet.assignment_id == Assignment.id)
            .where(Assignment.round_id == round_.id, Application.board_id == board.id)
        )
        .one()
    )
    state = (row[0], *row[1:3], *row[4:], quota_of(round_, board))
    times = [value for value in row[1:3] if value is not None]
    seen = hashlib.sha256("|".join(str(value) for value in state).encode()).hexdigest()
    return Pulse(seen, row[3], max(times, default=None))


def board_input(round_: Round, board: Board) -> BoardInput | None:
    """Gather all an analysis rests on; None while the board has no rubric. About ten statements, whatever its size."""
    version = rubric_of(round_, board.id)
    ranking = ranking_of(round_, board.id, raw=True)
    if ranking is None or version is None:
        return None
    candidates = tuple(
        Candidate(row.id, row.rank, float(sum((p for p in row.components if p is not None), Decimal(0))), row.passes)
        for row in ranking.rows
    )
    taken, load = _charges(round_)
    judges = judges_by_id(round_)
    return BoardInput(
        candidates=candidates,
        sheets=tuple(_sheets(round_, board, version)),
        criteria=tuple(rule.key for rule in ranking.rules.criteria),
        full_marks=float(ranking.rules.total),
        places=quota_of(round_, board),
        seed=seed_of(round_, board),
        barred=frozenset((pair.judge, pair.entry) for pair in barred_pairs(round_)) | taken,
        room={
            judge.id: max(judge.max_load - load.get(judge.id, 0), 0)
            for judge in judges.values()
            if judge.max_load is not None and judge.state is PanelistState.ACCEPTED
        },
    )


def seed_of(round_: Round, board: Board) -> int:
    """Return the seed of a board's analysis: nobody chooses it, and it stays the same."""
    text = f"{round_.public_id}/{board.key}"
    return int(hashlib.sha256(text.encode()).hexdigest()[:8], 16) % 1_000_000


def _sheets(round_: Round, board: Board, version: RubricVersion) -> list[SheetScores]:
    """The sheets that count, as the ranking takes them, with who wrote them."""
    rules = from_version(version)
    rows = (
        session()
        .execute(
            select(
                Assignment.application_id,
                Assignment.panelist_id,
                ScoreSheet.marks,
                ScoreSheet.id,
                ScoreSheet.created_at,
            )
            .join(ScoreSheet, ScoreSheet.assignment_id == Assignment.id)
            .join(Assignment.panelist)
            .join(Assignment.application)
            .where(
                Assignment.round_id == round_.id,
                Application.board_id == board.id,
                takes_part(round_),
                ScoreSheet.state == SheetState.HANDED_IN,
                ScoreSheet.rubric_version_id == version.id,
                standing(),
            )
        )
        .all()
    )
    marks: Sequence[Marks] = unpack_all([row[2] for row in rows])
    by_score = marks_from_scores([row[3] for row in rows if not row[2]], version)
    found = []
    for row, packed in zip(rows, marks, strict=True):
        values = packed or by_score.get(row[3], ())
        total = total_of_units(rules, list(values)) if values else None
        if total is not None:
            points = tuple(None if mark is None else mark / UNIT for mark in values)
            found.append(SheetScores(row[0], row[1], float(total), points, row[4].timestamp()))
    return found


def _charges(round_: Round) -> tuple[frozenset[tuple[int, int]], dict[int, int]]:
    """Pairs that are charged already or were recused, and how many entries each judge has."""
    rows = session().execute(
        select(Assignment.panelist_id, Assignment.application_id, Assignment.state).where(
            and_(Assignment.round_id == round_.id, Assignment.state != AssignmentState.WITHDRAWN)
        )
    )
    taken, load = set(), dict[int, int]()
    for judge, entry, state in rows:
        taken.add((judge, entry))
        load[judge] = load.get(judge, 0) + (state is AssignmentState.ACTIVE)
    return frozenset(taken), load


def boards_scored_since(moment: datetime) -> list[tuple[int, int]]:
    """Return (round, board) where a sheet changed since."""
    rows = session().execute(
        select(Assignment.round_id, Application.board_id)
        .join(ScoreSheet, ScoreSheet.assignment_id == Assignment.id)
        .join(Application, Application.id == Assignment.application_id)
        .where(ScoreSheet.updated_at > moment, Application.board_id.is_not(None))
        .distinct()
        .order_by(Assignment.round_id, Application.board_id)
    )
    return [(round_id, board_id) for round_id, board_id in rows if board_id is not None]
