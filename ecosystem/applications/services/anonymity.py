"""What a reader who must not learn who stands behind an entry gets in place of a file."""

from flask_babel import lazy_gettext as _l

from ecosystem.applications.models import ApplicationFile
from ecosystem.core.background import ask_for
from ecosystem.core.errors import NotAllowed, Unavailable
from ecosystem.uploads.models import StoredFile
from ecosystem.uploads.services import anonymous_copy

TASK = "applications.anonymous_files"


def ask_for_copies() -> None:
    """Have the copies made that are missing where a round is blind."""
    ask_for(TASK, subject="all", by=None)


def ask_for_copy(file: StoredFile) -> None:
    """Have the copy of one file made, whatever the round: calibrations are read blind too."""
    ask_for(TASK, subject=f"file:{file.id}", payload={"file_id": file.id}, by=None)


def file_without_names(attached: ApplicationFile) -> StoredFile:
    """Return the copy that tells nothing of who made it; never the original, unless that is one itself.

    Raises Unavailable while it is being made, NotAllowed when none can be made.
    """
    try:
        copy = anonymous_copy(attached.file)
    except Unavailable as error:
        ask_for_copy(attached.file)
        raise Unavailable(
            _l("This file is being prepared for reading without names. Please load the page again in a minute.")
        ) from error
    if copy is None:
        raise NotAllowed(
            _l(
                "This file cannot be shown in a blind round: it is protected or damaged, so names inside it cannot be "
                "taken out. The organiser is told."
            )
        )
    return copy
