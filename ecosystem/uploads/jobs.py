"""Housekeeping of files."""

from ecosystem.core import clock
from ecosystem.core.jobs import Job
from ecosystem.uploads import services


def clean() -> str:
    """Delete what was removed, what nobody points to and what broke off; say how many of each."""
    now = clock.now()
    done = {
        "removed": services.delete_removed(now),
        "orphans": services.delete_orphans(now),
        "drafts": services.delete_leftovers(now),
    }
    return ", ".join(f"{number} {what}" for what, number in done.items() if number)


JOBS = (Job("files.clean", every=3600, run=clean),)
