"""All of a judge's scores in a round, side by side in the order of presentation."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import and_, func, select

from ecosystem.applications.models import Application
from ecosystem.core.database import scalars, session
from ecosystem.judging.domain.life_cycle import SheetState
from ecosystem.judging.models import Assignment, Criterion, Panelist, RoundRubric, Score, ScoreSheet
from ecosystem.judging.queries.charges import standing
from ecosystem.judging.queries.pitching import positions_of


@dataclass(frozen=True)
class RevisitRow:
    """One entry with the scores given; `number` is its place in the programme, None without one."""

    public_id: str
    code: str
    title: str
    number: int | None
    is_locked: bool
    total: Decimal | None
    values: Mapping[int, Decimal | None]


@dataclass(frozen=True)
class RevisitGroup:
    """Entries scored by the same rubric."""

    criteria: Sequence[Criterion]
    rows: Sequence[RevisitRow]


def revisit_of(panelist: Panelist) -> list[RevisitGroup]:
    """Return the judge's sheets grouped by rubric, each group in the order of the pitches; four statements."""
    version = func.coalesce(ScoreSheet.rubric_version_id, RoundRubric.rubric_version_id)
    charges = session().execute(
        select(
            Assignment.public_id,
            Assignment.position,
            Application.id,
            Application.code,
            Application.title,
            ScoreSheet.id,
            ScoreSheet.state,
            ScoreSheet.total,
            version,
        )
        .join(Assignment.panelist)
        .join(Assignment.application)
        .outerjoin(Assignment.sheet)
        .outerjoin(
            RoundRubric,
            and_(RoundRubric.round_id == Assignment.round_id, RoundRubric.board_id == Application.board_id),
        )
        .where(Assignment.panelist_id == panelist.id, standing())
        .order_by(Assignment.position, Assignment.id)
    )
    found = charges.all()
    numbers, values = positions_of(panelist.round_id), _values([row[5] for row in found if row[5] is not None])
    groups: dict[int, list[RevisitRow]] = defaultdict(list)
    for public_id, _at, entry, code, title, sheet, state, total, rubric in found:
        locked = state is not None and state is not SheetState.DRAFT
        row = RevisitRow(public_id, code or "", title, numbers.get(entry), locked, total, values.get(sheet, {}))
        if rubric is not None:
            groups[rubric].append(row)
    criteria = _criteria(list(groups))
    return [RevisitGroup(criteria[rubric], sorted(rows, key=_in_order)) for rubric, rows in groups.items()]


def _in_order(row: RevisitRow) -> tuple[bool, int]:
    return (row.number is None, row.number or 0)


def _values(sheets: Sequence[int]) -> dict[int, dict[int, Decimal | None]]:
    found: dict[int, dict[int, Decimal | None]] = defaultdict(dict)
    rows = session().execute(select(Score.sheet_id, Score.criterion_id, Score.value).where(Score.sheet_id.in_(sheets)))
    for sheet, criterion, value in rows:
        found[sheet][criterion] = value
    return found


def _criteria(versions: Sequence[int]) -> dict[int, list[Criterion]]:
    found: dict[int, list[Criterion]] = defaultdict(list)
    statement = select(Criterion).where(Criterion.rubric_version_id.in_(versions))
    for criterion in scalars(statement.order_by(Criterion.position, Criterion.id)):
        found[criterion.rubric_version_id].append(criterion)
    return found
