"""The files that tasks make: kept for a while below the instance folder, outside the web root."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update

from ecosystem.core.background.models import BackgroundTask
from ecosystem.core.database import session, transaction
from ecosystem.core.errors import NoSuchRecord
from ecosystem.core.identifiers import public_id
from ecosystem.core.storage import LocalStorage, full_disk_told

BROKEN_OFF_FOR = timedelta(hours=6)  # a worker that was killed leaves a draft, or a file without a task
KEPT_ON_RECORD = timedelta(days=90)
AT_ONCE = 500


@dataclass
class MadeFile:
    """A file that was made. Its size is known when it is complete."""

    name: str
    media_type: str
    key: str
    size: int = 0


def storage() -> LocalStorage:
    """Return where the results of this deployment are kept."""
    return LocalStorage(current_app.config["SETTINGS"].results)


@contextmanager
def made(name: str, media_type: str) -> Iterator[tuple[BinaryIO, MadeFile]]:
    """Open a new file for writing; keep it when the block ends well, else leave nothing. Raises StorageFull."""
    place, result = storage(), MadeFile(name, media_type, public_id())
    draft = place.draft()
    try:
        with full_disk_told(), draft.open("wb") as target:
            yield target, result
        result.size = draft.stat().st_size
        place.keep(draft, result.key)
    finally:
        draft.unlink(missing_ok=True)


def discard(key: str) -> None:
    """Throw a file away."""
    storage().delete(key)


def path_of(task: BackgroundTask) -> Path:
    """Return where the file of a task lies. Raises NoSuchRecord when there is none any more."""
    path = storage().path_of(task.file_key) if task.file_key else None
    if path is None or not path.is_file():
        raise NoSuchRecord(_l("This file was kept for a while only and is no longer here. Please ask for it again."))
    return path


def delete_expired(now: datetime) -> int:
    """Delete the files whose time is over and what broken-off work left; return how many files."""
    expired = session().execute(
        select(BackgroundTask.id, BackgroundTask.file_key)
        .where(BackgroundTask.file_key.is_not(None), BackgroundTask.file_until < now)
        .limit(AT_ONCE)
    )
    return sum(_delete(ident, str(key)) for ident, key in expired.all()) + _delete_leftovers(now - BROKEN_OFF_FOR)


def _delete(ident: int, key: str) -> bool:
    discard(key)
    with transaction() as current:
        current.execute(update(BackgroundTask).where(BackgroundTask.id == ident).values(file_key=None))
    return True


def _delete_leftovers(before: datetime) -> int:
    place = storage()
    drafts, keys = place.drafts(before), place.keys(before)
    known = {key for start in range(0, len(keys), AT_ONCE) for key in _known(keys[start : start + AT_ONCE])}
    for draft in drafts:
        draft.unlink(missing_ok=True)
    for key in set(keys) - known:
        place.delete(key)
    return len(drafts) + len(set(keys) - known)


def _known(keys: list[str]) -> list[str | None]:
    return list(session().scalars(select(BackgroundTask.file_key).where(BackgroundTask.file_key.in_(keys))))
