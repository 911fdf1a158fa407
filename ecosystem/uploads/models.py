"""Table of stored files."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from ecosystem.core.database import Addressable, Model, Timed, choice


class FileState(StrEnum):
    """A file found infected stays on record and is never served."""

    STORED = "stored"
    INFECTED = "infected"
    REMOVED = "removed"


class StoredFile(Addressable, Timed, Model):
    """One file. `name` is the normalised name people see; the path on disk derives from `public_id`."""

    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(120))
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    purpose: Mapped[str] = mapped_column(String(40))
    state: Mapped[FileState] = mapped_column(choice(FileState), default=FileState.STORED)
    width: Mapped[int | None] = mapped_column(Integer)
    height: Mapped[int | None] = mapped_column(Integer)
    removed_at: Mapped[datetime | None]
    content_deleted_at: Mapped[datetime | None]  # the row goes on telling that there was a file
