"""Work of public votes for the scheduler: the watch, and forgetting people."""

from ecosystem.core.jobs import Job
from ecosystem.voting.services import polls, watching

A_MINUTE = 60
AN_HOUR = 3600


def watch_votes() -> str:
    """Hold ballots that came too close together."""
    held = watching.watch_all()
    return f"{held} ballots held" if held else ""


def forget_voters() -> str:
    """Erase addresses of voters some time after a vote."""
    forgotten = polls.forget_voters()
    return f"{forgotten} voters forgotten" if forgotten else ""


JOBS: tuple[Job, ...] = (Job("watch_votes", A_MINUTE, watch_votes), Job("forget_voters", AN_HOUR, forget_voters))
