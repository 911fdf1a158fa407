"""What time brings about for startups."""

from datetime import timedelta

from ecosystem.core import clock
from ecosystem.core.jobs import Job
from ecosystem.startups import queries, services

LOOKS_BACK = timedelta(days=3)  # the scheduler may have been away


def tell_expired_invitations() -> str:
    """Tell who invited that nobody answered; each invitation once."""
    now = clock.now()
    expired = queries.invitations_expired_between(now - LOOKS_BACK, now)
    for invitation in expired:
        services.tell_expired(invitation)
    return f"{len(expired)} expired" if expired else ""


JOBS = (Job("startups.expired_invitations", every=3600, run=tell_expired_invitations),)
