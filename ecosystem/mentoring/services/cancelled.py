"""Wishes that came to nothing because something else happened first."""

from collections.abc import Collection

from ecosystem.core import clock
from ecosystem.core.database import session
from ecosystem.mentoring.domain.life_cycle import REQUEST_STEPS
from ecosystem.mentoring.models import MentoringRequest, ProgrammeStartup
from ecosystem.mentoring.queries.requests import live_wishes


def close(request: MentoringRequest, step: str) -> None:
    """Take a request out of play by a step of its life, inside a transaction."""
    request.state = REQUEST_STEPS.after(request.state, step)
    request.live, request.answered_at = None, clock.now()


def drop_wishes(participant: ProgrammeStartup) -> None:
    """Drop all live requests of a startup: it found its mentor, or left."""
    drop_wishes_of([participant.id])


def drop_wishes_of(participant_ids: Collection[int]) -> None:
    """Drop all live requests of these startups' places."""
    for request in live_wishes(participant_ids):
        close(request, "drop")
    session().flush()
