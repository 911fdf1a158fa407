"""What the tests of the set-up share."""

from datetime import timedelta

from ecosystem.contests.domain.life_cycle import ContestState
from ecosystem.contests.models import Contest
from ecosystem.core import clock
from ecosystem.core.database import transaction


def at(contest: Contest, page: str) -> str:
    return f"/organise/contests/{contest.slug}/setup/{page}"


def opened(contest: Contest) -> None:
    """Let the contest be public and open."""
    with transaction():
        contest.state, contest.published_at = ContestState.PUBLISHED, clock.now()
        contest.opens_at = clock.now() - timedelta(days=1)
