"""Reading files."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import joinedload

from ecosystem.core.database import Model, one_or_missing, session
from ecosystem.uploads.models import FileAnonymity, FileState, StoredFile


def stored_file(public_id: str) -> StoredFile:
    """Return the file that is served under `public_id`. Raises NoSuchRecord."""
    found = session().scalar(
        select(StoredFile).where(StoredFile.public_id == public_id, StoredFile.state == FileState.STORED)
    )
    return one_or_missing(found)


def removed_before(instant: datetime, *, most: int) -> Sequence[StoredFile]:
    """Return files that were removed before `instant` and whose content is still there, oldest first."""
    statement = (
        select(StoredFile)
        .where(StoredFile.state == FileState.REMOVED, StoredFile.removed_at < instant)
        .where(StoredFile.content_deleted_at.is_(None))
        .order_by(StoredFile.removed_at, StoredFile.id)
        .limit(most)
    )
    return session().scalars(statement).all()


def unknown_among(keys: Sequence[str]) -> set[str]:
    """Return those of the `keys` of the storage that belong to no row."""
    known = session().scalars(select(StoredFile.public_id).where(StoredFile.public_id.in_(keys)))
    return set(keys) - set(known)


def pointed_at_by_nobody(instant: datetime, *, most: int) -> Sequence[StoredFile]:
    """Return files stored before `instant` to which no foreign key of any table points, oldest first."""
    statement = (
        select(StoredFile)
        .where(StoredFile.state == FileState.STORED, StoredFile.created_at < instant, *_unreferenced())
        .order_by(StoredFile.created_at, StoredFile.id)
        .limit(most)
    )
    return session().scalars(statement).all()


def _unreferenced() -> list[ColumnElement[bool]]:
    """One condition for each column of the schema that points to a file; new tables count by themselves."""
    target = StoredFile.__table__
    columns = [
        column
        for table in Model.metadata.sorted_tables
        for column in table.columns
        if any(key.references(target) for key in column.foreign_keys)  # type: ignore[arg-type]
        and column is not FileAnonymity.__table__.c.file_id
    ]
    return [~exists(select(1).where(column == StoredFile.id)) for column in columns]


def anonymity_of(file: StoredFile) -> FileAnonymity | None:
    """Return what is known of the file's anonymous copy, with the copy."""
    statement = select(FileAnonymity).where(FileAnonymity.file_id == file.id).options(joinedload(FileAnonymity.copy))
    return session().scalar(statement)
