"""Housekeeping of the showcase."""

from ecosystem.core.jobs import Job
from ecosystem.showcase.services.withdrawing import forget_unconfirmed

AN_HOUR = 3600


def forget_enquiries() -> str:
    """Delete enquiries whose address nobody proved."""
    forgotten = forget_unconfirmed()
    return f"{forgotten} enquiries forgotten" if forgotten else ""


JOBS: tuple[Job, ...] = (Job("showcase.forget_enquiries", AN_HOUR, forget_enquiries),)
