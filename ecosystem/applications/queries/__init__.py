"""Reads of applications, named by what they return."""

from ecosystem.applications.queries.dossiers import (
    Preview,
    dossier_of,
    last_submission,
    preview_of,
    submission_numbered,
    submissions_of,
)
from ecosystem.applications.queries.entries import (
    answers_of,
    entries_of_account,
    entry_by_public_id,
    entry_in_contest,
    file_of_entry,
    files_of_entry,
)

__all__ = [
    "Preview",
    "answers_of",
    "dossier_of",
    "entries_of_account",
    "entry_by_public_id",
    "entry_in_contest",
    "file_of_entry",
    "files_of_entry",
    "last_submission",
    "preview_of",
    "submission_numbered",
    "submissions_of",
]
