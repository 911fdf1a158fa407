"""Work of visitors for the scheduler: registrations whose time is over."""

from ecosystem.core.jobs import Job
from ecosystem.visitors.queries.registrations import expired_registrations
from ecosystem.visitors.services.ending import expire_registration


def expire_registrations() -> str:
    """Give back the places of those who did not confirm or answer in time."""
    ended = sum(expire_registration(ident) for ident in expired_registrations())
    return f"{ended} registrations expired" if ended else ""


JOBS: tuple[Job, ...] = (Job("expire_registrations", 60, expire_registrations),)
