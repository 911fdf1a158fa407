"""What the judge's desk shows: my rounds and my queue."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, case, func, select
from sqlalchemy.orm import contains_eager

from ecosystem.applications.models import Application
from ecosystem.contests.domain.life_cycle import ContestState
from ecosystem.contests.models import Board, Contest, Round
from ecosystem.core.database import one_or_missing, session
from ecosystem.core.search import fold
from ecosystem.judging.domain.life_cycle import PanelistState, SheetState
from ecosystem.judging.models import Assignment, Panelist, ScoreSheet
from ecosystem.judging.queries.charges import standing

FINISHED = (SheetState.HANDED_IN, SheetState.ABSTAINED)


@dataclass(frozen=True)
class QueueItem:
    """One line of a judge's queue."""

    public_id: str
    code: str
    title: str
    board: str
    board_en: str
    state: SheetState
    is_complete: bool
    is_started: bool
    total: Decimal | None

    @property
    def is_finished(self) -> bool:
        """Whether nothing is left to do."""
        return self.state in FINISHED


@dataclass(frozen=True)
class Queue:
    """All of a judge's charges in a round, in order."""

    items: Sequence[QueueItem]

    @property
    def done(self) -> int:
        """How many are handed in or abstained from."""
        return sum(item.is_finished for item in self.items)

    @property
    def ready(self) -> Sequence[QueueItem]:
        """Complete sheets that are not handed in yet."""
        return [item for item in self.items if item.is_complete and not item.is_finished]

    def around(self, public_id: str) -> tuple[QueueItem | None, QueueItem | None, int]:
        """Return (previous, next, position from 1) of a charge; it must be one of the queue or is (None, None, 0)."""
        for index, item in enumerate(self.items):
            if item.public_id == public_id:
                after = self.items[index + 1] if index + 1 < len(self.items) else None
                return (self.items[index - 1] if index else None), after, index + 1
        return None, None, 0

    def next_open(self, public_id: str) -> QueueItem | None:
        """Return the next unfinished charge after this one, going round to the beginning."""
        ids = [item.public_id for item in self.items]
        start = ids.index(public_id) + 1 if public_id in ids else 0
        turned = [*self.items[start:], *self.items[: max(0, start - 1)]]
        return next((item for item in turned if not item.is_finished and not item.is_complete), None)


@dataclass(frozen=True)
class RoundWork:
    """A round on which an account sits on the panel, with how far it is."""

    round: Round
    panelist: Panelist
    charges: int = 0
    done: int = 0
    ready: int = 0

    @property
    def left(self) -> int:
        """How many are still to be handed in."""
        return self.charges - self.done


def rounds_of(account_id: int) -> list[RoundWork]:
    """Return the rounds the account judges, those that close first on top, with counts; two statements."""
    panelists = (
        session()
        .scalars(
            select(Panelist)
            .join(Panelist.round)
            .join(Round.contest)
            .where(
                Panelist.account_id == account_id,
                Panelist.state == PanelistState.ACCEPTED,
                Contest.state.in_([ContestState.PUBLISHED, ContestState.DECIDED]),
            )
            .options(contains_eager(Panelist.round).contains_eager(Round.contest))
            .order_by(Contest.state.desc(), Round.closes_at, Round.position, Round.id)
        )
        .unique()
        .all()
    )
    counts = {row[0]: row for row in session().execute(_counts(account_id))}
    return [RoundWork(p.round, p, *(counts[p.id][1:] if p.id in counts else ())) for p in panelists]


def _counts(account_id: int) -> Select[*tuple[Any, ...]]:
    finished = case((ScoreSheet.state.in_(FINISHED), 1), else_=0)
    ready = case((and_(ScoreSheet.state == SheetState.DRAFT, ScoreSheet.is_complete), 1), else_=0)
    return (
        select(Panelist.id, func.count(Assignment.id), func.sum(finished), func.sum(ready))
        .join(Assignment, Assignment.panelist_id == Panelist.id)
        .join(Assignment.application)
        .outerjoin(Assignment.sheet)
        .where(Panelist.account_id == account_id, standing())
        .group_by(Panelist.id)
    )


def panelist_of(round_public_id: str, account_id: int | None) -> Panelist:
    """Return the account's accepted place on the panel of a round. Raises NoSuchRecord."""
    return one_or_missing(
        session().scalars(_seat(), {"round_public_id": round_public_id, "account_id": account_id}).one_or_none()
    )


@cache
def _seat() -> Select[Panelist]:
    return (
        select(Panelist)
        .join(Panelist.round)
        .options(contains_eager(Panelist.round).joinedload(Round.contest))
        .where(
            Round.public_id == bindparam("round_public_id"),
            Panelist.account_id == bindparam("account_id"),
            Panelist.state == PanelistState.ACCEPTED,
        )
    )


def queue_of(panelist_id: int) -> Queue:
    """Return all charges of a judge in a round, in the order of the queue; one statement of plain rows."""
    rows = session().execute(_queue(), {"panelist_id": panelist_id})
    return Queue([_item(row) for row in rows])


def chosen_from(queue: Queue, *, show: str = "all", text: str = "") -> list[QueueItem]:
    """Return the charges to show: all, open, ready or done; `text` is looked for in code and title without marks.

    Only what a blind judge may know is searched, never the names on the entry.
    """
    words = fold(text).split()
    kept = [item for item in queue.items if all(word in fold(f"{item.code} {item.title}") for word in words)]
    if show == "done":
        return [item for item in kept if item.is_finished]
    if show in ("open", "ready"):
        return [item for item in kept if not item.is_finished and item.is_complete is (show == "ready")]
    return kept


@cache
def _queue() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Assignment.public_id,
            Application.code,
            Application.title,
            Board.name,
            Board.name_en,
            ScoreSheet.state,
            ScoreSheet.is_complete,
            ScoreSheet.id,
            ScoreSheet.total,
        )
        .join(Assignment.panelist)
        .join(Assignment.application)
        .outerjoin(Application.board)
        .outerjoin(Assignment.sheet)
        .where(Assignment.panelist_id == bindparam("panelist_id"), standing())
        .order_by(Assignment.position, Assignment.id)
    )


def _item(row: Any) -> QueueItem:
    return QueueItem(
        public_id=row[0],
        code=row[1],
        title=row[2],
        board=row[3] or "",
        board_en=row[4] or "",
        state=row[5] or SheetState.DRAFT,
        is_complete=bool(row[6]),
        is_started=row[7] is not None,
        total=row[8],
    )
