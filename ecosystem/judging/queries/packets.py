"""What a judge's device keeps of a round: the assigned entries, and what tells that a copy of a page is old."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from ecosystem.applications.models import Application
from ecosystem.core.database import session
from ecosystem.judging.domain.life_cycle import SheetState
from ecosystem.judging.models import Assignment, ScoreSheet
from ecosystem.judging.queries.charges import standing
from ecosystem.judging.queries.desk import FINISHED


@dataclass(frozen=True)
class PacketItem:
    """An assigned entry. `changed_at` are the instants at which what its page shows changed last."""

    public_id: str
    is_finished: bool
    is_complete: bool
    changed_at: tuple[datetime | None, ...]


def packet_of(panelist_id: int) -> Sequence[PacketItem]:
    """Return a judge's charges in a round in the order of the queue; one statement."""
    rows = session().execute(
        select(
            Assignment.public_id,
            ScoreSheet.state,
            ScoreSheet.is_complete,
            Application.updated_at,
            ScoreSheet.updated_at,
        )
        .join(Assignment.panelist)
        .join(Assignment.application)
        .outerjoin(Assignment.sheet)
        .where(Assignment.panelist_id == panelist_id, standing())
        .order_by(Assignment.position, Assignment.id)
    )
    return [
        PacketItem(row[0], (row[1] or SheetState.DRAFT) in FINISHED, bool(row[2]), (row[3], row[4])) for row in rows
    ]
