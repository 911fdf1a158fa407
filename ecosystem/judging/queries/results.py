"""Every review of an entry, and all reviews of a board in plain rows for downloads."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload

from ecosystem.applications.models import Application
from ecosystem.contests.models import Contest, Round
from ecosystem.core.database import one_or_missing, session
from ecosystem.events.models import Event
from ecosystem.judging.domain.life_cycle import AssignmentState, PanelistState, SheetState
from ecosystem.judging.domain.results.marks import Marks, points, unpack_all
from ecosystem.judging.models import Assignment, Panelist, RubricVersion, Score, ScoreEvent, ScoreSheet
from ecosystem.judging.queries.rounds import takes_part


@dataclass(frozen=True)
class Review:
    """One judge's charge for an entry with what was scored so far."""

    assignment: Assignment
    sheet: ScoreSheet | None
    values: dict[int, Decimal | None]
    comments: dict[int, str]

    @property
    def counts(self) -> bool:
        """Whether the sheet counts in the ranking."""
        return (
            self.sheet is not None
            and self.sheet.state is SheetState.HANDED_IN
            and self.assignment.state is AssignmentState.ACTIVE
            and self.assignment.panelist.state is PanelistState.ACCEPTED
        )


def entry_in_round(round_: Round, public_id: str) -> Application:
    """Return an entry that takes part in the round, with board and contest. Raises NoSuchRecord."""
    statement = (
        select(Application)
        .where(Application.public_id == public_id, takes_part(round_))
        .options(joinedload(Application.board), joinedload(Application.contest))
    )
    return one_or_missing(session().scalars(statement).one_or_none())


def reviews_of(round_: Round, application_id: int) -> list[Review]:
    """Return all charges for an entry with their sheets and scores, recused ones too; two statements."""
    assignments = (
        session()
        .scalars(
            select(Assignment)
            .join(Assignment.panelist)
            .outerjoin(Assignment.sheet)
            .where(Assignment.round_id == round_.id, Assignment.application_id == application_id)
            .options(
                contains_eager(Assignment.panelist),
                contains_eager(Assignment.sheet).selectinload(ScoreSheet.scores),
            )
            .order_by(Panelist.name, Assignment.id)
        )
        .unique()
        .all()
    )
    return [_review(assignment) for assignment in assignments]


def _review(assignment: Assignment) -> Review:
    sheet = assignment.sheet
    scores: Sequence[Score] = sheet.scores if sheet is not None else ()
    values = {score.criterion_id: score.value for score in scores}
    return Review(assignment, sheet, values, {s.criterion_id: s.comment for s in scores if s.comment})


def sheet_to_reopen(slug: str, public_id: str, assignment_id: str) -> ScoreSheet:
    """Return the sheet of a charge in a round of the contest, by public ids. Raises NoSuchRecord."""
    statement = (
        select(ScoreSheet)
        .join(ScoreSheet.assignment)
        .join(Assignment.round)
        .join(Round.contest)
        .where(Contest.slug == slug, Round.public_id == public_id, Assignment.public_id == assignment_id)
        .options(
            contains_eager(ScoreSheet.assignment)
            .contains_eager(Assignment.round)
            .contains_eager(Round.contest)
            .joinedload(Contest.event)
            .joinedload(Event.organiser)
        )
    )
    return one_or_missing(session().scalars(statement).unique().one_or_none())


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One sheet as a line of a download. `marks` stand in the order of the rubric's criteria."""

    code: str
    title: str
    judge: str
    state: SheetState
    handed_in_at: str
    marks: Marks
    total: Decimal | None
    comment: str
    reasons: dict[int, str]


def review_rows(round_: Round, board_id: int, version: RubricVersion) -> Iterator[ReviewRow]:
    """Yield the sheets of a board scored with `version`, by entry and judge; two statements."""
    rows = (
        session()
        .execute(
            select(
                ScoreSheet.id,
                Application.code,
                Application.title,
                Panelist.name,
                ScoreSheet.state,
                ScoreSheet.handed_in_at,
                ScoreSheet.marks,
                ScoreSheet.total,
                ScoreSheet.comment,
            )
            .join(Assignment, ScoreSheet.assignment_id == Assignment.id)
            .join(Assignment.panelist)
            .join(Assignment.application)
            .where(
                Assignment.round_id == round_.id,
                Application.board_id == board_id,
                ScoreSheet.rubric_version_id == version.id,
                takes_part(round_),
            )
            .order_by(Application.number, Panelist.name, ScoreSheet.id)
        )
        .all()
    )
    reasons = _reasons(round_, version)
    for row, marks in zip(rows, unpack_all([row[6] for row in rows]), strict=True):
        handed_in_at = row[5].isoformat(timespec="seconds") if row[5] is not None else ""
        yield ReviewRow(*row[1:5], handed_in_at, marks, row[7], row[8], reasons.get(row[0], {}))


def _reasons(round_: Round, version: RubricVersion) -> dict[int, dict[int, str]]:
    """Map each sheet to its comments on single criteria; most have none."""
    rows = session().execute(
        select(Score.sheet_id, Score.criterion_id, Score.comment)
        .join(ScoreSheet, Score.sheet_id == ScoreSheet.id)
        .join(Assignment, ScoreSheet.assignment_id == Assignment.id)
        .where(Assignment.round_id == round_.id, ScoreSheet.rubric_version_id == version.id, Score.comment != "")
    )
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for sheet_id, criterion_id, comment in rows:
        found[sheet_id][criterion_id] = comment
    return found


def count_charges(round_: Round) -> int:
    """Return how many charges the round has: no table of its scores has many more rows."""
    return session().scalar(select(func.count(Assignment.id)).where(Assignment.round_id == round_.id)) or 0


def review_cells(row: ReviewRow, version: RubricVersion) -> list[object]:
    """Return a sheet as the cells of a table: a score that is missing stays empty, never 0."""
    values = [points(mark) for mark in row.marks] or [None] * len(version.criteria)
    reasons = [row.reasons.get(criterion.id, "") for criterion in version.criteria]
    head = [row.code, row.title, row.judge, row.state.value, row.handed_in_at]
    return [*head, *values, row.total, row.comment, *reasons]


def history_of(sheet_ids: Sequence[int]) -> dict[int, list[ScoreEvent]]:
    """Map each sheet to its history, oldest first."""
    found: dict[int, list[ScoreEvent]] = defaultdict(list)
    if not sheet_ids:
        return found
    for event in session().scalars(
        select(ScoreEvent).where(ScoreEvent.sheet_id.in_(sheet_ids)).order_by(ScoreEvent.id)
    ):
        found[event.sheet_id].append(event)
    return found
