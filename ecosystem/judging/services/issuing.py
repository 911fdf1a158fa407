"""Put papers on record that leave the house: minutes and score sheets of published rounds."""

from hashlib import sha256

from sqlalchemy import select

from ecosystem.accounts.models import Account
from ecosystem.contests.models import Round
from ecosystem.core import clock
from ecosystem.core.database import locked, session, transaction
from ecosystem.judging.models import IssuedDocument, Publication


class PaperTrail:
    """One paper on its way out: first its text is recorded, then its file, each in a transaction of its own."""

    def __init__(self, round_: Round, publication: Publication, kind: str, *, by: Account) -> None:
        self.round, self.publication, self.kind, self.by = round_, publication, kind, by
        self._row: IssuedDocument | None = None

    def issue(self, printed: str, pages: int) -> IssuedDocument:
        """Return the record of a paper with this text (the SHA-256 of it), the one from before if it was given out."""
        with transaction() as current:
            locked(Round, self.round.id)
            text = sha256(f"{self.kind}:{self.publication.id}:{printed}".encode()).hexdigest()
            wanted = (IssuedDocument.round_id == self.round.id, IssuedDocument.content_hash == text)
            self._row = session().scalar(select(IssuedDocument).where(*wanted))
            if self._row is None:
                self._row = IssuedDocument(
                    round_id=self.round.id,
                    kind=self.kind,
                    is_final=True,
                    publication_id=self.publication.id,
                    content_hash=text,
                    pages=pages,
                    issued_at=clock.now(),
                    issued_by_id=self.by.id,
                )
                current.add(self._row)
                current.flush()
            return self._row

    def given_out(self, content: bytes) -> None:
        """Remember the SHA-256 of the file, so that the file itself can be checked too."""
        if self._row is not None:
            with transaction():
                locked(IssuedDocument, self._row.id).file_hash = sha256(content).hexdigest()
