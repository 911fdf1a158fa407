"""Storing, reading and removing files."""

from ecosystem.uploads.services.anonymity import anonymous_copy, make_anonymous
from ecosystem.uploads.services.cleaning import delete_leftovers, delete_orphans, delete_removed
from ecosystem.uploads.services.renditions import rendition_of
from ecosystem.uploads.services.storing import copy_of, open_stored, path_of, remove, store

__all__ = [
    "anonymous_copy",
    "copy_of",
    "delete_leftovers",
    "delete_orphans",
    "delete_removed",
    "make_anonymous",
    "open_stored",
    "path_of",
    "remove",
    "rendition_of",
    "store",
]
