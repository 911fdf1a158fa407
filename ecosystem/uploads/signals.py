"""What this feature asks of those above it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FilesInUse:
    """Which of these files (ids of StoredFile) do you hold other than by a foreign key? Answer with their ids."""

    file_ids: frozenset[int]
