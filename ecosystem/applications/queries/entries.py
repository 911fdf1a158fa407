"""Loading entries and what belongs to them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from ecosystem.applications.models import Answer, Application, ApplicationFile, ApplicationMember
from ecosystem.applications.policies import on_team_of
from ecosystem.contests.models import Contest
from ecosystem.core.database import one_or_missing, scalars, session
from ecosystem.events.models import Event
from ecosystem.uploads.models import FileState, StoredFile

_TO_ORGANISER = joinedload(Application.contest).joinedload(Contest.event).joinedload(Event.organiser)


def entry_by_public_id(public_id: str) -> Application:
    """Return the entry with its contest, event, board and startup, in one statement. Raises NoSuchRecord."""
    found: Application | None = session().scalar(_whole().where(Application.public_id == public_id))
    return one_or_missing(found)


def entry_in_contest(slug: str, public_id: str) -> Application:
    """Return the entry of the contest `slug`. Raises NoSuchRecord also when it belongs to another contest."""
    statement = (
        _whole()
        .join(Contest, Application.contest_id == Contest.id)
        .where(Application.public_id == public_id, Contest.slug == slug)
    )
    found: Application | None = session().scalar(statement)
    return one_or_missing(found)


def entries_of_account(account_id: int) -> Select[Any]:
    """Statement: the entries whose team the account is on, last touched first."""
    return _whole().where(on_team_of(account_id)).order_by(Application.updated_at.desc(), Application.id.desc())


def members_of(application_id: int) -> Sequence[ApplicationMember]:
    """Return the team in order, with accounts."""
    rows: Sequence[ApplicationMember] = scalars(
        select(ApplicationMember)
        .where(ApplicationMember.application_id == application_id)
        .options(joinedload(ApplicationMember.account))
        .order_by(ApplicationMember.position, ApplicationMember.id)
    )
    return rows


def answers_of(application_id: int) -> dict[int, Answer]:
    """Map each answered question's id to its answer."""
    rows = session().scalars(select(Answer).where(Answer.application_id == application_id))
    return {row.question_id: row for row in rows}


def files_of_entry(application_id: int) -> dict[int, list[ApplicationFile]]:
    """Map each question's id to its present files, in the order they were added."""
    found: dict[int, list[ApplicationFile]] = {}
    statement = (
        select(ApplicationFile)
        .join(StoredFile, ApplicationFile.file_id == StoredFile.id)
        .where(
            ApplicationFile.application_id == application_id,
            ApplicationFile.removed_at.is_(None),
            StoredFile.state == FileState.STORED,
        )
        .options(joinedload(ApplicationFile.file))
        .order_by(ApplicationFile.id)
    )
    for row in session().scalars(statement):
        found.setdefault(row.question_id, []).append(row)
    return found


def file_of_entry(public_id: str, file_id: str) -> ApplicationFile:
    """Return a file of the entry by the public ids of both, removed ones too. Raises NoSuchRecord."""
    statement = (
        select(ApplicationFile)
        .join(StoredFile, ApplicationFile.file_id == StoredFile.id)
        .join(Application, ApplicationFile.application_id == Application.id)
        .where(Application.public_id == public_id, StoredFile.public_id == file_id)
        .options(
            joinedload(ApplicationFile.file),
            joinedload(ApplicationFile.question),
            joinedload(ApplicationFile.application).options(_TO_ORGANISER),
        )
    )
    return one_or_missing(session().scalar(statement))


def _whole() -> Select[Any]:
    return select(Application).options(_TO_ORGANISER, joinedload(Application.board), joinedload(Application.startup))
