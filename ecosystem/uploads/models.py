"""Table of stored files."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ecosystem.core.database import Addressable, Model, Timed, choice


class FileState(StrEnum):
    """A file found infected stays on record and is never served."""

    STORED = "stored"
    INFECTED = "infected"
    REMOVED = "removed"


class Anonymity(StrEnum):
    """Whether a copy can be served to those who must not learn whose file it is. `needless`: the file is one itself."""

    MADE = "made"
    NEEDLESS = "needless"
    IMPOSSIBLE = "impossible"


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


class FileAnonymity(Model):
    """What came of making a copy of a file that does not tell who made it; `state` None: nobody is done looking.

    The row does not keep the file: it goes with it.
    """

    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), unique=True)
    state: Mapped[Anonymity | None] = mapped_column(choice(Anonymity))
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    copy_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"), unique=True)

    copy: Mapped[StoredFile | None] = relationship(foreign_keys=[copy_id])
