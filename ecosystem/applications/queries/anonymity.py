"""Files of entries that blind judges will read."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, select

from ecosystem.applications.models import Application, ApplicationFile
from ecosystem.contests.models import Round
from ecosystem.core.database import session
from ecosystem.uploads.domain.anonymity import PAINTED_ANEW
from ecosystem.uploads.models import Anonymity, FileAnonymity, FileState, StoredFile


def files_to_make_anonymous(*, most: int) -> Sequence[StoredFile]:
    """Return files of entries handed in to contests with a blind round that nobody looked at yet, oldest first."""
    return session().scalars(_waiting().order_by(StoredFile.id).limit(most)).all()


def count_to_make_anonymous() -> int:
    """Return how many there are."""
    return session().scalar(select(func.count()).select_from(_waiting().subquery())) or 0


def files_not_for_the_blind(application: Application) -> Sequence[str]:
    """Return the names of the entry's files of which no anonymous copy could be made, where a round is blind."""
    names = (
        select(StoredFile.name)
        .join(ApplicationFile, ApplicationFile.file_id == StoredFile.id)
        .join(FileAnonymity, FileAnonymity.file_id == StoredFile.id)
        .where(
            ApplicationFile.application_id == application.id,
            ApplicationFile.removed_at.is_(None),
            FileAnonymity.state == Anonymity.IMPOSSIBLE,
            _has_blind_round(application.contest_id),
        )
        .order_by(StoredFile.id)
    )
    return session().scalars(names).all()


def _waiting() -> Select[Any]:
    return (
        select(StoredFile)
        .join(ApplicationFile, ApplicationFile.file_id == StoredFile.id)
        .join(Application, ApplicationFile.application_id == Application.id)
        .outerjoin(FileAnonymity, FileAnonymity.file_id == StoredFile.id)
        .where(
            StoredFile.state == FileState.STORED,
            StoredFile.media_type.not_in(PAINTED_ANEW),
            FileAnonymity.state.is_(None),
            Application.number.is_not(None),
            _has_blind_round(Application.contest_id),
        )
    )


def _has_blind_round(contest_id: Any) -> Any:
    return select(Round.id).where(Round.contest_id == contest_id, Round.is_blind.is_(True)).exists()
