"""The ranking of a board, computed at every view from compact rows: one row a sheet, one an entry."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import DateTime, and_, null, select, type_coerce
from sqlalchemy.orm import joinedload

from ecosystem.applications.models import Application
from ecosystem.contests.models import Round
from ecosystem.core.database import session
from ecosystem.judging.domain.life_cycle import Decision, SheetState
from ecosystem.judging.domain.results.compact import Board, Figures, Tally
from ecosystem.judging.domain.results.marks import SCALE, Marks, unpack_all
from ecosystem.judging.domain.scoring import RubricRules, TieBreakBy
from ecosystem.judging.models import (
    Assignment,
    ComponentValue,
    Criterion,
    RoundEntry,
    RoundRubric,
    RubricVersion,
    Score,
    ScoreSheet,
)
from ecosystem.judging.queries.charges import standing
from ecosystem.judging.queries.rounds import takes_part
from ecosystem.judging.queries.rubrics import from_version


class EntryHead(NamedTuple):
    """What a list says of an entry without its dossier. A tuple, since a ranking makes a thousand of them."""

    id: int
    public_id: str
    code: str
    title: str
    submitted_at: datetime | None
    decision: Decision
    chair_rank: int | None
    is_announced: bool
    version: int | None


@dataclass(frozen=True)
class BoardRanking:
    """A board of a round, ranked: the rules, every entry's figures in order, what the entries are called."""

    rules: RubricRules
    version_id: int
    rows: Sequence[Figures]
    heads: Mapping[int, EntryHead]

    @property
    def ranked(self) -> list[Figures]:
        """The entries with a result."""
        return [row for row in self.rows if row.rank is not None]

    @property
    def unit(self) -> int:
        """Figures are whole numbers of a `unit`-th of a point."""
        return int(10**self.rules.places)

    def score(self, row: Figures) -> Decimal | None:
        """Return an entry's score in points."""
        return None if row.score is None else Decimal(row.score) / self.unit


def rubric_of(round_: Round, board_id: int) -> RubricVersion | None:
    """Return the version the board is scored with in the round, criteria loaded; None when none is set."""
    return (
        session()
        .scalars(
            select(RubricVersion)
            .join(RoundRubric, RoundRubric.rubric_version_id == RubricVersion.id)
            .where(RoundRubric.round_id == round_.id, RoundRubric.board_id == board_id)
            .options(joinedload(RubricVersion.criteria), joinedload(RubricVersion.rubric))
        )
        .unique()
        .one_or_none()
    )


def ranking_of(
    round_: Round, board_id: int, *, version: RubricVersion | None = None, raw: bool = False
) -> BoardRanking | None:
    """Rank a board as it stands now; None while it has no rubric. Four or five statements, whatever its size.

    `version` is what `rubric_of` gave, if that was asked before. `raw`: by the plain means, whatever the round says.
    """
    version = version or rubric_of(round_, board_id)
    if version is None:
        return None
    rules = from_version(version, round_=None if raw else round_)
    by_time = any(step.by is TieBreakBy.EARLIER_SUBMISSION for step in rules.tie_break)
    heads = heads_of(round_, board_id, with_times=by_time)
    marks = marks_of(round_, board_id, version)
    entered = components_of(round_) if rules.components else {}
    tallies = [
        Tally(
            head.id,
            [sheet for _, sheet in marks.get(head.id, ())],
            entered.get(head.id),
            head.chair_rank,
            head.submitted_at,
            [judge for judge, _ in marks.get(head.id, ())],
        )
        for head in heads
    ]
    return BoardRanking(rules, version.id, Board(rules, tallies).ranking(), {head.id: head for head in heads})


def heads_of(
    round_: Round, board_id: int, *, with_times: bool = True, only: Sequence[int] | None = None
) -> list[EntryHead]:
    """Return the entries of a board that take part, or those of them with the ids `only`, in plain rows.

    Submission times come only where asked for.
    """
    submitted_at = type_coerce(Application.first_submitted_at, DateTime(timezone=True)) if with_times else null()
    rows = session().execute(
        select(
            Application.id,
            Application.public_id,
            Application.code,
            Application.title,
            submitted_at,
            RoundEntry.decision,
            RoundEntry.chair_rank,
            RoundEntry.announced_at.is_not(None),
            RoundEntry.version,
        )
        .outerjoin(RoundEntry, and_(RoundEntry.application_id == Application.id, RoundEntry.round_id == round_.id))
        .where(
            takes_part(round_),
            Application.board_id == board_id,
            *([] if only is None else [Application.id.in_(only)]),
        )
    )
    return [_head(row) for row in rows]


def _head(row: Any) -> EntryHead:
    submitted_at = row[4].replace(tzinfo=UTC) if row[4] is not None and row[4].tzinfo is None else row[4]
    ident, public_id, code, title = row[:4]
    decision = row[5] or Decision.PENDING
    return EntryHead(ident, public_id, code, title, submitted_at, decision, row[6], bool(row[7]), row[8])


def marks_of(round_: Round, board_id: int, version: RubricVersion) -> dict[int, list[tuple[int, Marks]]]:
    """Map each entry of a board to the sheets that count, handed in by judges who may score it: (judge, marks)."""
    rows = (
        session()
        .execute(
            select(Assignment.application_id, ScoreSheet.marks, ScoreSheet.id, Assignment.panelist_id)
            .join(ScoreSheet, ScoreSheet.assignment_id == Assignment.id)
            .join(Assignment.panelist)
            .join(Assignment.application)
            .where(
                Assignment.round_id == round_.id,
                Application.board_id == board_id,
                ScoreSheet.state == SheetState.HANDED_IN,
                ScoreSheet.rubric_version_id == version.id,
                standing(),
            )
        )
        .all()
    )
    found: dict[int, list[tuple[int, Marks]]] = defaultdict(list)
    unmarked = {row[2]: row for row in rows if not row[1]}
    for row, marks in zip(rows, unpack_all([row[1] for row in rows]), strict=True):
        if marks:
            found[row[0]].append((row[3], marks))
    for sheet_id, marks in marks_from_scores(list(unmarked), version).items():
        found[unmarked[sheet_id][0]].append((unmarked[sheet_id][3], marks))
    return found


def marks_from_scores(sheet_ids: Sequence[int], version: RubricVersion) -> dict[int, Marks]:
    """Sheets stored without marks are read score by score."""
    if not sheet_ids:
        return {}
    criteria = [criterion.id for criterion in version.criteria]
    rows = session().execute(
        select(Score.sheet_id, Score.criterion_id, Score.value)
        .join(Criterion, Criterion.id == Score.criterion_id)
        .where(Score.sheet_id.in_(sheet_ids), Criterion.rubric_version_id == version.id)
    )
    values: dict[int, dict[int, Decimal | None]] = {sheet_id: {} for sheet_id in sheet_ids}
    for sheet_id, criterion_id, value in rows:
        values[sheet_id][criterion_id] = value
    return {sheet_id: tuple(_mark(given.get(each)) for each in criteria) for sheet_id, given in values.items()}


def _mark(value: Decimal | None) -> int | None:
    return None if value is None else int(value.scaleb(SCALE))


def components_of(round_: Round) -> dict[int, dict[str, Decimal | None]]:
    """Map each entry to what was entered for each component."""
    rows = session().execute(
        select(ComponentValue.application_id, ComponentValue.key, ComponentValue.value).where(
            ComponentValue.round_id == round_.id
        )
    )
    found: dict[int, dict[str, Decimal | None]] = defaultdict(dict)
    for entry_id, key, value in rows:
        found[entry_id][key] = value
    return found
