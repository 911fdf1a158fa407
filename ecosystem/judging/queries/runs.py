"""Reads of assignment runs."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, undefer

from ecosystem.contests.models import Round
from ecosystem.core.background import BackgroundTask
from ecosystem.core.database import one_or_missing, session
from ecosystem.judging.models import AssignmentRun

LATEST = 10


def latest_runs(round_: Round) -> Sequence[AssignmentRun]:
    """Return the last runs of a round with who asked for them, newest first, without their pairs."""
    return (
        session()
        .scalars(
            select(AssignmentRun)
            .where(AssignmentRun.round_id == round_.id)
            .options(joinedload(AssignmentRun.asked_by))
            .order_by(AssignmentRun.id.desc())
            .limit(LATEST)
        )
        .all()
    )


def run_in(round_: Round, public_id: str) -> AssignmentRun:
    """Return a run of the round with its pairs. Raises NoSuchRecord."""
    return one_or_missing(
        session().scalar(
            select(AssignmentRun)
            .where(AssignmentRun.round_id == round_.id, AssignmentRun.public_id == public_id)
            .options(
                undefer(AssignmentRun.pairs),
                joinedload(AssignmentRun.asked_by),
                joinedload(AssignmentRun.applied_by),
            )
        )
    )


def task_of(run: AssignmentRun) -> BackgroundTask | None:
    """Return the background task of a run, None for one that was worked out at once."""
    return session().get(BackgroundTask, run.task_id) if run.task_id is not None else None
