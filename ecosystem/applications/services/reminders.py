"""Reminding a team of its deadline."""

from datetime import datetime, timedelta

from ecosystem.applications import notices
from ecosystem.applications.models import Application
from ecosystem.applications.queries.deadlines import deadline_of
from ecosystem.applications.queries.working import working_copy
from ecosystem.applications.services.submission import obstacles_of
from ecosystem.core.database import transaction

DAYS_BEFORE = (1, 3, 7)


def remind(application: Application, *, at: datetime) -> int:
    """Write a reminder to each editor of an entry that is not handed in; return how many were written.

    Seven, three and one day before the deadline that holds for the entry, each once a person and deadline; whoever runs
    late (a scheduler that stood still) sends the nearest one only.
    """
    found = deadline_of(application)
    closes_at = found.closes_at
    if closes_at is None or closes_at <= at or not found.takes_submission(at):
        return 0
    days = next((days for days in DAYS_BEFORE if closes_at - at <= timedelta(days=days)), None)
    if days is None:
        return 0
    copy = working_copy(application)
    editors = [member for member in copy.members if member.account is not None and (member.is_lead or member.may_edit)]
    with transaction():
        missing = len(obstacles_of(copy))
        sent = [
            notices.deadline_near(application, member.account, closes_at=closes_at, missing=missing, days=days)
            for member in editors
            if member.account is not None and member.account.is_active
        ]
    return sum(sent)
