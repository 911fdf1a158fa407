"""Where the bytes lie. A folder today; an object store takes the same three verbs."""

import errno
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol
from uuid import uuid4

from flask_babel import lazy_gettext as _l

from ecosystem.core.errors import NoSuchRecord, StorageFull

_NO_SPACE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class Storage(Protocol):
    """Keeps files under keys. What `keep` acknowledged survives a power cut."""

    def draft(self) -> Path:
        """Return a path for a file in the making, on the same disk as what is kept."""

    def keep(self, draft: Path, key: str) -> None:
        """Make the draft the content of `key`, all of it or nothing. Raises StorageFull."""

    def open(self, key: str) -> BinaryIO:
        """Open the content of `key` for reading. Raises NoSuchRecord."""

    def delete(self, key: str) -> None:
        """Forget the content of `key`; no error when there is none."""


class LocalStorage:
    """Files in a folder outside the web root, spread over 1,024 subfolders by the first two letters of their keys."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path_of(self, key: str) -> Path:
        """Return where the content of `key` lies; a key is letters and digits only."""
        if not (key.isascii() and key.isalnum() and len(key) > 2):
            raise ValueError(f"not a key: {key!r}")
        return self.folder / key[:2] / key

    def draft(self) -> Path:
        """Return a path for a file in the making."""
        with full_disk_told():
            drafts = self.folder / "drafts"
            drafts.mkdir(parents=True, exist_ok=True)
        return drafts / uuid4().hex

    def keep(self, draft: Path, key: str) -> None:
        """Write through to the disk, then give the file its name: a crash leaves all of it or nothing."""
        target = self.path_of(key)
        with full_disk_told():
            target.parent.mkdir(parents=True, exist_ok=True)
            sync(draft)
            draft.replace(target)
            sync(target.parent)

    def open(self, key: str) -> BinaryIO:
        """Open the content of `key` for reading. Raises NoSuchRecord."""
        try:
            return self.path_of(key).open("rb")
        except FileNotFoundError as error:
            raise NoSuchRecord(_l("This file is no longer here.")) from error

    def delete(self, key: str) -> None:
        """Forget the content of `key`."""
        self.path_of(key).unlink(missing_ok=True)

    def drafts(self, before: datetime) -> list[Path]:
        """Return drafts last written before `before`."""
        return _older(self.folder.glob("drafts/*"), before)

    def keys(self, before: datetime) -> list[str]:
        """Return the keys of what was kept before `before`."""
        return [path.name for path in _older(self.folder.glob("??/*"), before)]


def _older(paths: Iterable[Path], before: datetime) -> list[Path]:
    limit = before.timestamp()
    return [path for path in paths if path.stat().st_mtime < limit]


@contextmanager
def full_disk_told() -> Iterator[None]:
    """Turn a full disk into StorageFull."""
    try:
        yield
    except OSError as error:
        if error.errno not in _NO_SPACE:
            raise
        raise StorageFull(
            _l("There is no space left for files at the moment. What you filled in is kept; please try again later.")
        ) from error


def sync(path: Path) -> None:
    """Make sure that a file, or the names in a folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
