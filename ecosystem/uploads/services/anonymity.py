"""Copies for readers who must not learn who made a file, kept beside the original."""

from sqlalchemy import update

from ecosystem.core.database import locked, transaction
from ecosystem.core.errors import Unavailable
from ecosystem.core.identifiers import public_id
from ecosystem.core.logs import log
from ecosystem.uploads.domain.anonymity import CannotAnonymise, anonymise, tells_nobody
from ecosystem.uploads.models import Anonymity, FileAnonymity, FileState, StoredFile
from ecosystem.uploads.queries import anonymity_of
from ecosystem.uploads.services.storage import storage
from ecosystem.uploads.services.storing import measure, path_of

MOST_ATTEMPTS = 3  # a file that killed whoever opened it so often is not opened again
PURPOSE = "anonymous"


def make_anonymous(file: StoredFile) -> Anonymity:
    """Keep a copy without what programs noted about people; say what came of it, the same when asked again.

    A process that dies in the middle leaves an attempt counted. Raises NoSuchRecord for a file that is not served,
    StorageFull.
    """
    with transaction() as current:
        locked(StoredFile, file.id)
        row = anonymity_of(file)
        if row is None:
            row = FileAnonymity(file_id=file.id, attempts=0)
            current.add(row)
        if row.state is not None:
            return row.state
        row.attempts += 1
    if tells_nobody(file.media_type):
        return _note(file, Anonymity.NEEDLESS)
    if row.attempts > MOST_ATTEMPTS:
        return _note(file, Anonymity.IMPOSSIBLE)
    return _copy(file)


def anonymous_copy(file: StoredFile) -> StoredFile | None:
    """Return what may be served in place of `file`; None when it cannot be made anonymous.

    Raises Unavailable when nobody looked yet: `make_anonymous` does.
    """
    if tells_nobody(file.media_type):
        return file
    row = anonymity_of(file)
    if row is None or row.state is None:
        raise Unavailable
    return row.copy


def _copy(file: StoredFile) -> Anonymity:
    place, key = storage(), public_id()
    draft = place.draft()
    try:
        anonymise(path_of(file), draft, file.media_type)
        content = measure(draft)
        place.keep(draft, key)
    except CannotAnonymise as error:
        log.info("file not made anonymous", file=file.public_id, reason=str(error)[:200])
        return _note(file, Anonymity.IMPOSSIBLE)
    finally:
        draft.unlink(missing_ok=True)
    with transaction() as current:
        original, row = locked(StoredFile, file.id), anonymity_of(file)
        if row is None or row.state is not None or original.state is not FileState.STORED:
            return (row and row.state) or Anonymity.IMPOSSIBLE  # somebody was faster: a job deletes what we made
        row.copy = StoredFile(
            public_id=key,
            account_id=file.account_id,
            name=file.name,
            media_type=file.media_type,
            size=content.size,
            sha256=content.sha256,
            purpose=PURPOSE,
        )
        row.state = Anonymity.MADE
        current.flush()
        return row.state


def _note(file: StoredFile, found: Anonymity) -> Anonymity:
    with transaction() as current:
        current.execute(update(FileAnonymity).where(FileAnonymity.file_id == file.id).values(state=found))
    return found
