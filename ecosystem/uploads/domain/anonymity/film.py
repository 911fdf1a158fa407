"""MP4: the boxes in which cameras and programs note author, device and place are emptied where they stand."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from ecosystem.uploads.domain.anonymity import CannotAnonymise

_INSIDE = (b"moov", b"trak", b"mdia", b"minf", b"moof", b"traf")
_NOTES = (b"udta", b"meta", b"uuid")
PIECE = 1024 * 1024
DEEPEST = 8


def blank_notes(source: Path, target: Path) -> None:
    """Copy the film; its size and the places of its frames stay, the notes become empty space.

    Raises CannotAnonymise when its boxes do not fit into each other.
    """
    try:
        shutil.copyfile(source, target)
        with target.open("r+b") as film:
            for start, size in list(_notes(film, 0, target.stat().st_size, 0)):
                film.seek(start + 4)
                film.write(b"free")
                _blank(film, size - 8)
    except OSError as error:
        raise CannotAnonymise(f"{type(error).__name__}: {error}") from error


def _notes(film: BinaryIO, start: int, end: int, deep: int) -> Iterator[tuple[int, int]]:
    """Yield (start, size) of every box of notes between `start` and `end`."""
    while start + 8 <= end:
        film.seek(start)
        head = film.read(16)
        size, kind, length = int.from_bytes(head[:4], "big"), head[4:8], 8
        if size == 1:
            size, length = int.from_bytes(head[8:16], "big"), 16
        elif size == 0:  # to the end of the file
            size = end - start
        if size < length or start + size > end:
            raise CannotAnonymise("its boxes do not fit")
        if kind in _NOTES:
            yield start, size
        elif kind in _INSIDE and deep < DEEPEST:
            yield from _notes(film, start + length, start + size, deep + 1)
        start += size


def _blank(film: BinaryIO, size: int) -> None:
    while size > 0:
        film.write(b"\0" * min(size, PIECE))
        size -= PIECE
