"""Work of investor sessions for the scheduler."""

from ecosystem.core.jobs import Job
from ecosystem.investors.services.sessions import close_wishes_due

A_MINUTE = 60


def close_wishes() -> str:
    """Close the wishes whose time is over."""
    closed = close_wishes_due()
    return f"{closed} sessions closed for wishes" if closed else ""


JOBS: tuple[Job, ...] = (Job("close_investor_wishes", A_MINUTE, close_wishes),)
