"""Housekeeping of background tasks."""

from ecosystem.core import clock
from ecosystem.core.background import delete_expired
from ecosystem.core.jobs import Job


def clean() -> str:
    """Delete result files whose time is over."""
    number = delete_expired(clock.now())
    return f"deleted {number} files" if number else ""


JOBS = (Job("tasks.clean", every=600, run=clean),)
