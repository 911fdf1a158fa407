"""What is kept about one person."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.applications.models import Application, ApplicationMember
from ecosystem.core.database import scalars

_UNDER_WAY = (ApplicationState.SUBMITTED, ApplicationState.RETURNED, ApplicationState.ELIGIBLE)


def memberships_of(account_id: int) -> list[ApplicationMember]:
    """Return the person's places on teams, with entry and contest."""
    return list(
        scalars(
            select(ApplicationMember)
            .where(ApplicationMember.account_id == account_id)
            .options(joinedload(ApplicationMember.application).joinedload(Application.contest))
            .order_by(ApplicationMember.id)
        )
    )


def records_about(account_id: int) -> list[dict[str, Any]]:
    """Return the person's entries and what is kept about the person on each, as plain values."""
    return [_record(member) for member in memberships_of(account_id)]


def led_entries_under_way(account_id: int) -> list[Application]:
    """Return entries that, as far as was announced, are in a contest and would lose the one who answers for them."""
    return [
        member.application
        for member in memberships_of(account_id)
        if member.is_lead
        and member.application.announced_state in _UNDER_WAY
        and not member.application.is_test
        and member.application.contest.results_published_at is None
    ]


def _record(member: ApplicationMember) -> dict[str, Any]:
    entry = member.application
    return {
        "contest": entry.contest.title,
        "title": entry.title,
        "code": entry.code,
        "state": entry.announced_state.value,
        "submitted_at": entry.submitted_at.isoformat() if entry.submitted_at else None,
        "name": member.name,
        "email": member.email,
        "phone": member.phone,
        "role": member.role,
        "organisation": member.organisation,
        "leads": member.is_lead,
        "may_edit": member.may_edit,
        "is_under_16": member.is_under_16,
        "guardian_name": member.guardian_name,
        "guardian_contact": member.guardian_contact,
    }
