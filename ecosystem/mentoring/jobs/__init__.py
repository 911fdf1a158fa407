"""Work of mentoring for the scheduler."""

from ecosystem.core.jobs import Job
from ecosystem.mentoring.jobs import requests, sessions

JOBS: tuple[Job, ...] = (*requests.JOBS, *sessions.JOBS)
