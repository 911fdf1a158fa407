"""The dossier of an entry: what a reader sees of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import joinedload

from ecosystem.applications.domain.content import Content
from ecosystem.applications.domain.dossier import Dossier, Sight, dossier_from
from ecosystem.applications.models import Application, Submission
from ecosystem.contests.models import Question
from ecosystem.core.database import one_or_missing, remembered, scalars, session


@dataclass(frozen=True)
class Preview:
    """The content as it would be handed in now."""

    content: Content
    dossier: Dossier


def dossier_of(
    application: Application, *, viewer_sees_team: bool, sees_hidden: bool, submission: Submission | None = None
) -> Dossier | None:
    """Return the entry as last handed in (or `submission`), as a reader with that sight sees it; two statements.

    None when nothing was ever handed in. Names, hidden answers and file names are decided in
    `domain.dossier.dossier_from` and nowhere else; serve files under the names the dossier gives.
    """
    chosen = submission or last_submission(application.id)
    if chosen is None:
        return None
    return dossier_from(
        chosen.content,
        sight=Sight(team=viewer_sees_team, hidden_answers=sees_hidden),
        hidden_keys=keys_hidden_from_judges(application.contest_id),
        code=application.code,
        number=chosen.number,
        content_hash=chosen.content_hash,
    )


def preview_of(application: Application, content: Content, *, sight: Sight) -> Preview:
    """Return `content` (not handed in yet) as a reader with `sight` would see it."""
    hidden = keys_hidden_from_judges(application.contest_id)
    return Preview(content, dossier_from(content, sight=sight, hidden_keys=hidden, code=application.code))


def keys_hidden_from_judges(contest_id: int) -> frozenset[str]:
    """Return the keys of the questions that are hidden from judges now; remembered within the request."""
    chosen = {"contest_id": contest_id}
    return remembered(("hidden_keys", contest_id), lambda: frozenset(session().scalars(_hidden_keys(), chosen)))


@cache
def _hidden_keys() -> Select[str]:
    return select(Question.key).where(Question.contest_id == bindparam("contest_id"), Question.is_hidden_from_judges)


def last_submission(application_id: int) -> Submission | None:
    """Return what was handed in last, None for an entry that never was."""
    return session().scalar(_last_submission(), {"application_id": application_id})


@cache
def _last_submission() -> Select[Submission]:
    own = select(Submission).where(Submission.application_id == bindparam("application_id"))
    return own.order_by(Submission.number.desc()).limit(1)


def submission_numbered(application_id: int, number: int) -> Submission:
    """Return one submission of the entry. Raises NoSuchRecord."""
    statement = select(Submission).where(Submission.application_id == application_id, Submission.number == number)
    return one_or_missing(session().scalar(statement))


def submissions_of(application_id: int) -> Sequence[Submission]:
    """Return all that was handed in, newest first, with who did it."""
    rows: Sequence[Submission] = scalars(
        select(Submission)
        .where(Submission.application_id == application_id)
        .options(joinedload(Submission.submitted_by))
        .order_by(Submission.number.desc())
    )
    return rows
