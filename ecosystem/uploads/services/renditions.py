"""Smaller copies of stored pictures, for pages that show many of them."""

from flask_babel import lazy_gettext as _l

from ecosystem.core.database import transaction
from ecosystem.core.errors import Invalid
from ecosystem.core.storage import full_disk_told
from ecosystem.uploads.domain.formats import IMAGES, MEDIA_TYPES
from ecosystem.uploads.domain.inspection import Inspected
from ecosystem.uploads.models import StoredFile
from ecosystem.uploads.services.storage import storage
from ecosystem.uploads.services.storing import measure, path_of, row_of


def rendition_of(file: StoredFile, *, purpose: str, longest_side: int, quality: int = 75, by: int | None) -> StoredFile:
    """Keep a WebP copy of a stored picture, at most `longest_side` pixels wide and high, under a row of its own.

    Call it before the use case that attaches the copy, as `store`. Raises Invalid (no picture), NoSuchRecord (the
    file was removed), StorageFull.
    """
    kind = next((name for name in IMAGES if MEDIA_TYPES[name] == file.media_type), "")
    if not kind:
        raise Invalid(_l("This picture cannot be read. Please save it anew as JPG or PNG."))
    from ecosystem.uploads.domain.pictures import write_smaller  # Pillow: 3 MB that most processes never need

    place = storage()
    draft = place.draft()
    try:
        with full_disk_told():
            size = write_smaller(path_of(file), draft, kind, longest_side=longest_side, quality=quality)
        stem = file.name.rpartition(".")[0] or file.name
        found = Inspected("webp", MEDIA_TYPES["webp"], size.width, size.height)
        row = row_of(f"{stem}.webp", purpose, by, found, measure(draft))
        place.keep(draft, row.public_id)
    finally:
        draft.unlink(missing_ok=True)
    with transaction() as current:
        current.add(row)
    return row
