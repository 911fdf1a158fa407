"""One charge: a judge, an entry, the sheet between them, and all that decides whether it may be scored."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, exists, func, select
from sqlalchemy.orm import contains_eager
from sqlalchemy.orm.attributes import set_committed_value

from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.applications.models import Application
from ecosystem.contests.models import Contest, Round
from ecosystem.core.database import one_or_missing, session
from ecosystem.judging.domain.life_cycle import AssignmentState, PanelistState, SheetState
from ecosystem.judging.domain.scoring import RubricRules
from ecosystem.judging.models import (
    Assignment,
    Criterion,
    Panelist,
    Publication,
    RoundRubric,
    RubricVersion,
    Score,
    ScoreEvent,
    ScoreSheet,
)
from ecosystem.judging.queries.bars import stands_between
from ecosystem.judging.queries.rubrics import from_version


@dataclass(frozen=True)
class Charge:
    """A judge's charge with all that decides whether and how it may be scored."""

    assignment: Assignment
    sheet: ScoreSheet | None
    version: RubricVersion | None
    is_conflicted: bool
    is_published: bool

    @property
    def round(self) -> Round:
        """The round it belongs to."""
        return self.assignment.round

    @property
    def panelist(self) -> Panelist:
        """The judge's place on the panel."""
        return self.assignment.panelist

    @property
    def application(self) -> Application:
        """The entry to score."""
        return self.assignment.application

    @property
    def contest(self) -> Contest:
        """The contest of the round."""
        return self.round.contest

    @property
    def state(self) -> AssignmentState:
        """The state of the assignment itself, as the rules of access ask for it."""
        return self.assignment.state

    @property
    def sheet_state(self) -> SheetState:
        """The state of the sheet; a draft before its first save."""
        return self.sheet.state if self.sheet is not None else SheetState.DRAFT

    @property
    def is_live(self) -> bool:
        """Whether the charge stands: not recused, still on the panel, no conflict, the entry still takes part."""
        return (
            self.assignment.state is AssignmentState.ACTIVE
            and self.panelist.state is PanelistState.ACCEPTED
            and self.application.state is ApplicationState.ELIGIBLE
            and not self.is_conflicted
        )


@dataclass(frozen=True)
class Line:
    """A criterion with what the judge gave it so far."""

    criterion: Criterion
    value: Decimal | None
    comment: str
    score_id: int | None


@dataclass(frozen=True)
class Sheet:
    """A charge's sheet, whole. `is_replay` tells that the idempotency key asked about was used before."""

    rules: RubricRules
    lines: Sequence[Line]
    is_replay: bool = False

    @property
    def scores(self) -> dict[str, Decimal | None]:
        """The scores by the criterion's key."""
        return {line.criterion.key: line.value for line in self.lines}

    @property
    def comments(self) -> dict[str, str]:
        """The comments by the criterion's key."""
        return {line.criterion.key: line.comment for line in self.lines}


def standing() -> ColumnElement[bool]:
    """Condition over Assignment, Panelist and Application: the charge stands."""
    return and_(
        Assignment.state == AssignmentState.ACTIVE,
        Panelist.state == PanelistState.ACCEPTED,
        Application.state == ApplicationState.ELIGIBLE,
        ~stands_between(Panelist.account_id, Assignment.application_id),
    )


def charge_by_public_id(public_id: str) -> Charge:
    """Load a charge for reading, in one statement. Raises NoSuchRecord."""
    return _charge(_charge_to_read(), {"public_id": public_id})


def charge_for_writing(assignment_id: int) -> Charge:
    """Load a charge again under its lock, inside a transaction. Raises NoSuchRecord."""
    # The lock by itself and first: PostgreSQL reads the other tables of a locking statement as they were when it began
    # to wait, so the sheet would be that of before somebody else's save. SQLite lets one transaction write at a time.
    if session().get_bind().dialect.name == "postgresql":
        session().execute(select(Assignment.id).where(Assignment.id == assignment_id).with_for_update())
    return _charge(_charge_to_write(), {"ident": assignment_id})


# Built once each: a judge's every save asks both, and to build and to know again so large a statement takes longer than
# the database takes to answer it.
@cache
def _charge_to_read() -> Select[*tuple[Any, ...]]:
    return _charge_statement().where(Assignment.public_id == bindparam("public_id"))


@cache
def _charge_to_write() -> Select[*tuple[Any, ...]]:
    return _charge_statement().where(Assignment.id == bindparam("ident")).execution_options(populate_existing=True)


def _charge_statement() -> Select[*tuple[Any, ...]]:
    published = exists().where(Publication.round_id == Assignment.round_id, Publication.withdrawn_at.is_(None))
    return (
        select(Assignment, RubricVersion, stands_between(Panelist.account_id, Assignment.application_id), published)
        .join(Assignment.panelist)
        .join(Assignment.round)
        .join(Round.contest)
        .join(Assignment.application)
        .outerjoin(Application.board)
        .outerjoin(Assignment.sheet)
        .outerjoin(
            RoundRubric,
            and_(RoundRubric.round_id == Assignment.round_id, RoundRubric.board_id == Application.board_id),
        )
        .outerjoin(
            RubricVersion,
            RubricVersion.id == func.coalesce(ScoreSheet.rubric_version_id, RoundRubric.rubric_version_id),
        )
        .options(
            contains_eager(Assignment.panelist),
            contains_eager(Assignment.round).contains_eager(Round.contest).load_only(*_CONTEST_COLUMNS),
            contains_eager(Assignment.application).load_only(*_APPLICATION_COLUMNS).contains_eager(Application.board),
            contains_eager(Assignment.sheet),
        )
    )


_CONTEST_COLUMNS = (
    Contest.event_id,
    Contest.slug,
    Contest.title,
    Contest.title_en,
    Contest.state,
    Contest.timezone,
    Contest.feedback,
    Contest.version,
)
_APPLICATION_COLUMNS = (
    Application.contest_id,
    Application.board_id,
    Application.public_id,
    Application.title,
    Application.code,
    Application.state,
    Application.version,
)


def _charge(statement: Select[*tuple[Any, ...]], chosen: dict[str, Any]) -> Charge:
    row = session().execute(statement, chosen).unique().one_or_none()
    found = one_or_missing(row[0] if row is not None else None)
    assert row is not None
    return Charge(found, found.sheet, row[1], bool(row[2]), bool(row[3]))


def sheet_of(charge: Charge, *, key: str | None = None) -> Sheet:
    """Load the criteria with the scores given, in one statement. Raises NoSuchRecord when the round has no rubric.

    `key` asks whether a save with this idempotency key was stored before.
    """
    version = one_or_missing(charge.version)
    sheet_id = charge.sheet.id if charge.sheet is not None else 0
    found = session().execute(_lines(), {"sheet_id": sheet_id, "version_id": version.id, "key": key or ""}).all()
    set_committed_value(version, "criteria", [row[0] for row in found])
    lines = [Line(row[0], row[2], row[3] or "", row[1]) for row in found]
    return Sheet(from_version(version), lines, bool(found and found[0][4]))


@cache
def _lines() -> Select[*tuple[Any, ...]]:
    sheet_id: BindParameter[int] = bindparam("sheet_id")
    replayed = exists().where(ScoreEvent.sheet_id == sheet_id, ScoreEvent.key == bindparam("key"))
    return (
        select(Criterion, Score.id, Score.value, Score.comment, replayed)
        .outerjoin(Score, and_(Score.criterion_id == Criterion.id, Score.sheet_id == sheet_id))
        .where(Criterion.rubric_version_id == bindparam("version_id"))
        .order_by(Criterion.position, Criterion.id)
    )


def history_of(sheet_id: int) -> Sequence[ScoreEvent]:
    """Return the history of a sheet, oldest first."""
    return session().scalars(select(ScoreEvent).where(ScoreEvent.sheet_id == sheet_id).order_by(ScoreEvent.id)).all()


def access_to_entry(account_id: int, application_id: int) -> Sequence[bool]:
    """For every charge of this person with the entry that stands: whether its round is blind. One statement."""
    return (
        session()
        .scalars(
            select(Round.is_blind)
            .select_from(Assignment)
            .join(Assignment.panelist)
            .join(Assignment.application)
            .join(Assignment.round)
            .where(Panelist.account_id == account_id, Application.id == application_id, standing())
        )
        .all()
    )
