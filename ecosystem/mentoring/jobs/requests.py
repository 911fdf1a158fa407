"""Work of mentoring for the scheduler: requests that expire, reminders."""

from ecosystem.core.jobs import Job
from ecosystem.mentoring.services import requests

A_MINUTE = 60
A_QUARTER = 900


def expire_requests() -> str:
    """End requests nobody answered, and send the next wishes."""
    done = requests.expire_due()
    return f"{done} mentoring requests ended" if done else ""


def remind_mentors() -> str:
    """Remind mentors of requests that expire within a day."""
    done = requests.remind_due()
    return f"{done} mentors reminded of requests" if done else ""


JOBS: tuple[Job, ...] = (
    Job("expire_mentoring_requests", A_MINUTE, expire_requests),
    Job("remind_of_mentoring_requests", A_QUARTER, remind_mentors),
)
