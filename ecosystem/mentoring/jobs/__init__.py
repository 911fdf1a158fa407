"""Work of mentoring for the scheduler."""

from ecosystem.core.jobs import Job
from ecosystem.mentoring.jobs import sessions

JOBS: tuple[Job, ...] = (*sessions.JOBS,)
