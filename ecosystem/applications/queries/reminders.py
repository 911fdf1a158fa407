"""What the jobs look for."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.applications.models import Application, ApplicationFile
from ecosystem.contests.domain.life_cycle import ContestState
from ecosystem.contests.models import Contest, Extension
from ecosystem.core.database import scalars
from ecosystem.events.models import Event

HORIZON = timedelta(days=7)


def unfinished_entries(now: datetime) -> Sequence[Application]:
    """Return drafts and returned entries whose deadline may be within a week; the use case looks at it exactly."""
    soon = (now, now + HORIZON)
    extended = select(Extension.contest_id).where(Extension.revoked_at.is_(None), Extension.closes_at.between(*soon))
    draft_due = (Application.announced_state == ApplicationState.DRAFT) & or_(
        Contest.closes_at.between(*soon), Contest.id.in_(extended)
    )
    returned_due = (Application.announced_state == ApplicationState.RETURNED) & Application.returned_until.between(
        *soon
    )
    rows: Sequence[Application] = scalars(
        select(Application)
        .join(Contest, Application.contest_id == Contest.id)
        .where(Contest.state == ContestState.PUBLISHED, Application.is_test.is_(False), or_(draft_due, returned_due))
        .options(
            joinedload(Application.contest).joinedload(Contest.event).joinedload(Event.organiser),
            joinedload(Application.board),
            joinedload(Application.startup),
        )
        .order_by(Application.id)
    )
    return rows


def entries_with_removed_files(before: datetime) -> Sequence[int]:
    """Return the ids of entries that hold files taken out before then."""
    rows: Sequence[int] = scalars(
        select(ApplicationFile.application_id).where(ApplicationFile.removed_at < before).distinct().limit(500)
    )
    return rows
