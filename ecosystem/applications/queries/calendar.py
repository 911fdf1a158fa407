"""Deadlines of a person's own entries, for their calendar."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.applications.models import Application, ApplicationMember
from ecosystem.applications.queries.deadlines import deadline_of
from ecosystem.core.database import scalars

_OPEN = (ApplicationState.DRAFT, ApplicationState.RETURNED)


def open_deadlines(account_id: int, since: datetime, until: datetime) -> Iterator[tuple[Application, datetime]]:
    """Yield the entries the person leads or edits that still have to be handed in between two instants, with when."""
    entries = scalars(
        select(Application)
        .join(ApplicationMember, ApplicationMember.application_id == Application.id)
        .where(
            ApplicationMember.account_id == account_id,
            or_(ApplicationMember.is_lead, ApplicationMember.may_edit),
            Application.announced_state.in_(_OPEN),
        )
        .options(joinedload(Application.contest))
        .order_by(Application.id)
    )
    for entry in entries:
        found = deadline_of(entry)
        if found.runs and found.closes_at is not None and since <= found.closes_at < until:
            yield entry, found.closes_at
