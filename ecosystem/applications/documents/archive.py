"""All dossiers of a contest as one ZIP, made while it is sent."""

import io
import zipfile
from collections.abc import Iterable, Iterator

from ecosystem.applications.documents.dossier import dossier_document
from ecosystem.applications.domain.content import files_of
from ecosystem.applications.domain.dossier import EVERYTHING, dossier_from
from ecosystem.applications.queries.exports import HandedIn, stored_files
from ecosystem.contests.models import Contest
from ecosystem.core.errors import NoSuchRecord
from ecosystem.core.identifiers import slugify
from ecosystem.uploads.services import open_stored

PIECE = 256 * 1024


class _Pipe(io.RawIOBase):
    """What the archive writes is taken out again piece by piece; it cannot seek, and the format needs no seeking."""

    def __init__(self) -> None:
        self._held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        piece = bytes(data)  # type: ignore[call-overload]
        self._held += piece
        return len(piece)

    def take(self) -> bytes:
        """Return what was written since the last call."""
        taken = bytes(self._held)
        self._held.clear()
        return taken


def stream_dossiers(contest: Contest, entries: Iterable[HandedIn]) -> Iterator[bytes]:
    """Yield a ZIP with a folder for each entry: its PDF and its files as handed in. One dossier in memory at a time.

    A file that is no longer kept is named in a note in its folder.
    """
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        for entry in entries:
            folder = f"{entry.code}-{slugify(entry.title, longest=60)}".rstrip("-")
            for _part in _add(archive, folder, contest, entry):
                if taken := pipe.take():
                    yield taken
    yield pipe.take()


def _add(archive: zipfile.ZipFile, folder: str, contest: Contest, entry: HandedIn) -> Iterator[None]:
    content = entry.content
    dossier = dossier_from(
        content, sight=EVERYTHING, code=entry.code, number=entry.number, content_hash=entry.content_hash
    )
    document = dossier_document(dossier, contest, submitted_at=entry.submitted_at)
    archive.writestr(f"{folder}/{entry.code}.pdf", document)
    yield
    kept = stored_files([file["id"] for _question, file in files_of(content)])
    lost: list[str] = []
    for number, (question, file) in enumerate(files_of(content), 1):
        stored = kept.get(file["id"])
        try:
            if stored is None:
                raise NoSuchRecord(file["name"])
            name = f"{folder}/{number:02d}-{question['key']}-{file['name']}"
            with open_stored(stored) as source, archive.open(name, "w", force_zip64=True) as target:
                while piece := source.read(PIECE):
                    target.write(piece)
                    yield
        except NoSuchRecord:
            lost.append(file["name"])
    if lost:
        archive.writestr(f"{folder}/missing.txt", "\n".join(lost))
    yield
