"""From the stream of a request to a checked file with its row."""

import hashlib
import shlex
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, BinaryIO

from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update

from ecosystem.core import clock
from ecosystem.core.database import locked, session, transaction
from ecosystem.core.errors import Invalid, NoSuchRecord, Refused, TooLarge, Unavailable
from ecosystem.core.identifiers import public_id
from ecosystem.core.storage import full_disk_told
from ecosystem.uploads.domain.inspection import Inspected, inspect
from ecosystem.uploads.domain.names import normalise_name
from ecosystem.uploads.models import FileAnonymity, FileState, StoredFile
from ecosystem.uploads.services.storage import storage

PIECE = 256 * 1024
SCAN_SECONDS = 120
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Content:
    """Size in bytes and SHA-256 of what a file holds."""

    size: int
    sha256: str


def store(
    stream: IO[bytes],
    *,
    name: str,
    purpose: str,
    by: int | None,
    accept: Sequence[str],
    largest: int,
    longest_side: int | None = None,
) -> StoredFile:
    """Take a file in, check what it really is, and keep it; return its row, stored.

    Call it before the use case that attaches the file, not inside: checking takes time in which no lock should be
    held. A file that no row comes to point to is deleted after a grace time.
    `accept` names formats (pdf, docx, pptx, xlsx, png, jpg, webp, mp4), `largest` is in bytes, `longest_side`
    in pixels: larger pictures are made smaller. `by` is the account's id.
    Raises Invalid (wrong kind, empty, damaged, macros), TooLarge, Refused (a virus; on record without its content),
    StorageFull, Unavailable (the virus scanner does not answer). After an error nothing of it is kept.
    """
    place, key, shown = storage(), public_id(), normalise_name(name)
    draft = place.draft()
    try:
        content = _receive(stream, draft, largest)
        with full_disk_told():
            found = inspect(draft, shown, accept, longest_side=longest_side)
        if found.width is not None:  # painted anew
            content = measure(draft)
        row = row_of(shown, purpose, by, found, content, key=key)
        if not _is_clean(draft):
            _put_infected_on_record(row)
            raise Refused(_l("The virus scanner found something in this file, so it was not kept."))
        place.keep(draft, key)
    finally:
        draft.unlink(missing_ok=True)
    with transaction() as current:
        current.add(row)
    return row


def copy_of(file: StoredFile, *, purpose: str, by: int | None) -> StoredFile:
    """Keep the same content a second time under a row of its own, so that either can be removed alone."""
    place, key = storage(), public_id()
    draft = place.draft()
    try:
        with place.open(file.public_id) as source:
            content = _receive(source, draft, file.size)
        place.keep(draft, key)
    finally:
        draft.unlink(missing_ok=True)
    found = Inspected("", file.media_type, file.width, file.height)
    row = row_of(file.name, purpose, by, found, content, key=key)
    with transaction() as current:
        current.add(row)
    return row


def remove(file: StoredFile) -> None:
    """Mark a file as removed: it is served no longer; a job deletes its content after a grace time.

    The use case that calls this puts it on record.
    """
    with transaction():
        current = locked(StoredFile, file.id)
        if current.state is FileState.REMOVED:
            return
        current.state = FileState.REMOVED
        current.removed_at = clock.now()
        remove_copy_of(file.id, at=current.removed_at)


def remove_copy_of(file_id: int, *, at: datetime) -> None:
    """Mark the anonymous copy as removed together with its original, inside the transaction that removes that."""
    copy = select(FileAnonymity.copy_id).where(FileAnonymity.file_id == file_id).scalar_subquery()
    gone = update(StoredFile).where(StoredFile.id == copy, StoredFile.state == FileState.STORED)
    session().execute(gone.values(state=FileState.REMOVED, removed_at=at))


def open_stored(file: StoredFile) -> BinaryIO:
    """Open the content of a file. Raises NoSuchRecord when it was removed or found infected."""
    _ensure_served(file)
    return storage().open(file.public_id)


def path_of(file: StoredFile) -> Path:
    """Return where the content of a file lies. Raises NoSuchRecord when it was removed or found infected."""
    _ensure_served(file)
    return storage().path_of(file.public_id)


def _ensure_served(file: StoredFile) -> None:
    if file.state is not FileState.STORED:
        raise NoSuchRecord(_l("This file is no longer here."))


def _receive(stream: IO[bytes], draft: Path, largest: int) -> Content:
    """Write the stream to `draft`, giving up as soon as it is too large."""
    size, digest = 0, hashlib.sha256()
    with full_disk_told(), draft.open("wb") as target:
        while piece := stream.read(PIECE):
            size += len(piece)
            if size > largest:
                raise TooLarge(_l("This file is too large; at most %(most)s MB, please.", most=_in_megabytes(largest)))
            digest.update(piece)
            target.write(piece)
    if not size:
        raise Invalid(_l("This file is empty. Please choose another one."))
    return Content(size, digest.hexdigest())


def measure(path: Path) -> Content:
    """Return size and hash of a file."""
    with path.open("rb") as file:
        return Content(path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())


def _in_megabytes(size: int) -> str:
    return f"{size / MEGABYTE:.1f}".removesuffix(".0").replace(".", ",")


def row_of(name: str, purpose: str, by: int | None, found: Inspected, content: Content, *, key: str = "") -> StoredFile:
    """Return the row of a file, not stored yet; its content is kept under its public id."""
    return StoredFile(
        public_id=key or public_id(),
        account_id=by,
        name=name,
        media_type=found.media_type,
        size=content.size,
        sha256=content.sha256,
        purpose=purpose,
        width=found.width,
        height=found.height,
    )


def _is_clean(draft: Path) -> bool:
    """Ask the virus scanner of the deployment, if there is one."""
    command = shlex.split(current_app.config["SETTINGS"].virus_scanner)
    if not command:
        return True
    try:
        answer = subprocess.run(  # noqa: S603 - the operator's own command, without a shell
            [*command, str(draft)], stdin=subprocess.DEVNULL, capture_output=True, timeout=SCAN_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Unavailable(_l("The virus scanner does not answer. Please try again in a few minutes.")) from error
    return answer.returncode == 0


def _put_infected_on_record(row: StoredFile) -> None:
    row.state = FileState.INFECTED
    with transaction():
        session().add(row)
