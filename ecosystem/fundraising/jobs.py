"""What time brings about after meetings."""

from datetime import timedelta

from ecosystem.core import clock
from ecosystem.core.jobs import Job
from ecosystem.fundraising.domain.outcomes import REMINDERS
from ecosystem.fundraising.queries.meetings import sessions_to_follow_up
from ecosystem.fundraising.services import follow_up

SLACK = timedelta(weeks=2)  # the scheduler may have been away


def ask_what_came_of_it() -> str:
    """Remind both sides of sessions two, eight and twenty-six weeks ago; each person once a span."""
    today = clock.now().date()
    oldest, latest = today - timedelta(weeks=REMINDERS[-1]) - SLACK, today - timedelta(weeks=REMINDERS[0])
    asked = sum(follow_up.remind(held) for held in sessions_to_follow_up(oldest, latest))
    return f"{asked} asked" if asked else ""


JOBS = (Job("fundraising.follow_up", every=6 * 3600, run=ask_what_came_of_it),)
