"""Copies of files that do not tell who made them: the content stays, what programs noted about people goes.

What stands in the text or the pictures themselves is not looked for: that is the author's to leave out.
"""

from collections.abc import Callable
from pathlib import Path

from ecosystem.uploads.domain.formats import MEDIA_TYPES


class CannotAnonymise(Exception):
    """The file cannot be opened or written anew, so nobody knows what it tells."""


FORMATS = {media_type: kind for kind, media_type in MEDIA_TYPES.items()}
PAINTED_ANEW = frozenset({"image/png", "image/jpeg", "image/webp"})  # at upload already: pixels and nothing else


def tells_nobody(media_type: str) -> bool:
    """Tell whether files of this type hold nothing about people as they are stored."""
    return media_type in PAINTED_ANEW


def anonymise(source: Path, target: Path, media_type: str) -> None:
    """Write the file at `source` anew to `target`, without names, organisations, devices and places of its making.

    Raises CannotAnonymise for what is encrypted, damaged or of an unknown kind.
    """
    kind = FORMATS.get(media_type, "")
    if kind not in ("pdf", "docx", "pptx", "xlsx", "mp4"):
        raise CannotAnonymise(f"no way for {media_type}")
    _way(kind)(source, target)


def _way(kind: str) -> Callable[[Path, Path], None]:
    if kind == "pdf":
        from ecosystem.uploads.domain.anonymity.pdf import rewrite_pdf  # loads a library that few processes need

        return rewrite_pdf
    if kind == "mp4":
        from ecosystem.uploads.domain.anonymity.film import blank_notes

        return blank_notes
    from ecosystem.uploads.domain.anonymity.office import rewrite_container

    return rewrite_container
