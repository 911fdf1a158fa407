"""Deleting what is needed no longer, some time after."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from ecosystem.core.database import locked, transaction
from ecosystem.core.signals import ask
from ecosystem.uploads import queries
from ecosystem.uploads.models import FileState, StoredFile
from ecosystem.uploads.services.storage import storage
from ecosystem.uploads.services.storing import remove_copy_of
from ecosystem.uploads.signals import FilesInUse

GRACE = timedelta(days=7)
DRAFT_GRACE = timedelta(hours=6)
AT_ONCE = 200
HELD_BY_MAILS = "attachment"  # the outbox names its attachments in a list, not by a foreign key


def delete_removed(now: datetime) -> int:
    """Delete the content of files removed more than a week before `now`; their rows stay. Return how many."""
    files = queries.removed_before(now - GRACE, most=AT_ONCE)
    return sum(_delete_content(file, now) for file in files)


def delete_orphans(now: datetime) -> int:
    """Remove files that no record came to point to within a week; return how many."""
    found = queries.pointed_at_by_nobody(now - GRACE, most=AT_ONCE)
    candidates = {file.id: file for file in found if file.purpose != HELD_BY_MAILS}
    held = set(ask(FilesInUse(frozenset(candidates))))
    return sum(_remove_orphan(file, now) for ident, file in candidates.items() if ident not in held)


def delete_leftovers(now: datetime) -> int:
    """Delete what uploads left that broke off: drafts, and content without a row; return how many."""
    place, before = storage(), now - DRAFT_GRACE
    drafts, keys = place.drafts(before), place.keys(before)
    for draft in drafts:
        draft.unlink(missing_ok=True)
    unknown = [key for batch in _batches(keys) for key in queries.unknown_among(batch)]
    for key in unknown:
        place.delete(key)
    return len(drafts) + len(unknown)


def _batches(keys: list[str]) -> Iterator[list[str]]:
    return (keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE))


def _remove_orphan(file: StoredFile, now: datetime) -> bool:
    with transaction():
        current = locked(StoredFile, file.id)
        current.state, current.removed_at = FileState.REMOVED, now
        remove_copy_of(file.id, at=now)
    return True


def _delete_content(file: StoredFile, now: datetime) -> bool:
    storage().delete(file.public_id)
    with transaction():
        locked(StoredFile, file.id).content_deleted_at = now
    return True
