"""The file of published results, the papers given out about them, and the page that explains both."""

import gzip
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask_babel import get_locale
from sqlalchemy import Select, func, select
from sqlalchemy.orm import defer, joinedload

from ecosystem.contests.models import Contest, Round
from ecosystem.core.database import session
from ecosystem.events.models import Event
from ecosystem.judging.domain.results.bundle import RAW, published_rules
from ecosystem.judging.domain.results.snapshot import canonical
from ecosystem.judging.domain.scoring import Component, Sentence, describe
from ecosystem.judging.models import Bundle, IssuedDocument, Publication


@dataclass(frozen=True)
class NamedEntry:
    """An entry that was chosen or awarded, with its published figures."""

    rank: int | None
    code: str
    title: str
    jury: Decimal | None
    score: Decimal | None
    points: Sequence[Decimal | None]


@dataclass(frozen=True)
class ExplainedBoard:
    """A board as the page tells it: the rules in words, the entries that are named, how many there are."""

    name: str
    method: str
    sentences: Sequence[Sentence]
    places: int
    named: Sequence[NamedEntry]
    components: Sequence[Component]
    entries: int
    sheets: int


@dataclass(frozen=True)
class ResultsPage:
    """What the page of published results shows. `bundle` is None for results frozen before there were files."""

    publication: Publication
    bundle: Bundle | None
    file_hash: str
    boards: Sequence[ExplainedBoard]
    events: int
    head: str
    code: dict[str, str]

    @property
    def entries(self) -> int:
        """All entries."""
        return sum(board.entries for board in self.boards)

    @property
    def sheets(self) -> int:
        """All sheets that count."""
        return sum(board.sheets for board in self.boards)


def results_page(publication: Publication) -> ResultsPage:
    """Return what is told about a publication; one statement beside it."""
    document, bundle = publication.snapshot, bundle_of(publication)
    chain = document.get("chain", {"head": "", "length": 0})
    return ResultsPage(
        publication,
        bundle,
        bundle.file_hash if bundle is not None else publication.snapshot_hash,
        [_explained(board) for board in document["boards"]],
        chain["length"],
        chain["head"],
        document.get("code", {}),
    )


def _explained(board: dict[str, Any]) -> ExplainedBoard:
    method = board.get("method", {}).get("name", RAW)
    rules = published_rules(board["rules"], method=method)
    return ExplainedBoard(
        name=board["name"],
        method=method,
        sentences=describe(rules, in_english=str(get_locale()) == "en"),
        places=rules.places,
        named=[_named(entry, rules.components) for entry in board["entries"] if entry["title"]],
        components=rules.components,
        entries=len(board["entries"]),
        sheets=sum(len(entry["sheets"]) for entry in board["entries"]),
    )


def _named(entry: dict[str, Any], components: Sequence[Component]) -> NamedEntry:
    points = [_decimal(entry["components"][part.key]["points"]) for part in components]
    jury, score = _decimal(entry["jury"]), _decimal(entry["score"])
    return NamedEntry(entry["rank"], entry["code"], entry["title"], jury, score, points)


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def file_of(publication: Publication) -> tuple[bytes, str]:
    """Return the file that is downloaded and its SHA-256."""
    bundle = session().scalar(select(Bundle).where(Bundle.publication_id == publication.id))
    if bundle is None:
        return canonical(publication.snapshot), publication.snapshot_hash
    return gzip.decompress(bundle.content), bundle.file_hash


def bundle_of(publication: Publication) -> Bundle | None:
    """Return the file of a publication without its content; None for one that was frozen before there were files."""
    return session().scalar(select(Bundle).where(Bundle.publication_id == publication.id))


def file_hash_of(publication: Publication) -> str:
    """Return the SHA-256 of the file that is downloaded."""
    bundle = bundle_of(publication)
    return bundle.file_hash if bundle is not None else publication.snapshot_hash


def publication_of_file(file_hash: str) -> Publication | None:
    """Return the publication whose file has this SHA-256, withdrawn or not; None when no file of ours has it."""
    statement = (
        select(Publication)
        .outerjoin(Bundle, Bundle.publication_id == Publication.id)
        .where(func.coalesce(Bundle.file_hash, Publication.snapshot_hash) == file_hash)
        .options(joinedload(Publication.contest), joinedload(Publication.round), defer(Publication.snapshot))
    )
    return session().scalar(statement.limit(1))


def issued_by_code(code: str) -> IssuedDocument | None:
    """Return minutes or score sheets by the code printed on them, None when there is no such paper."""
    return session().scalar(_issued().where(IssuedDocument.public_id == code))


def issued_by_file(file_hash: str) -> IssuedDocument | None:
    """Return the paper whose PDF file has this SHA-256, None when we gave out no such file."""
    return session().scalar(_issued().where(IssuedDocument.file_hash == file_hash).limit(1))


def _issued() -> Select[IssuedDocument]:
    return select(IssuedDocument).options(
        joinedload(IssuedDocument.round)
        .joinedload(Round.contest)
        .joinedload(Contest.event)
        .joinedload(Event.organiser),
        joinedload(IssuedDocument.publication).defer(Publication.snapshot),
    )
