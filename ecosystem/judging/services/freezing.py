"""Freeze results: what is published as values, and the file that anybody can download and check."""

import gzip
from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from ecosystem.contests.models import Round
from ecosystem.core import clock
from ecosystem.core.database import session
from ecosystem.core.signals import ask
from ecosystem.judging.domain import scoring
from ecosystem.judging.domain.results.bundle import PublishedEntry, board_document
from ecosystem.judging.domain.results.snapshot import FORMAT, sealed
from ecosystem.judging.models import Award, Bundle, Publication
from ecosystem.judging.queries.decisions import Decided
from ecosystem.judging.queries.publication import BoardResult
from ecosystem.judging.queries.record import chain_of, record_document
from ecosystem.judging.signals import VotesOf


def snapshot_of(
    round_: Round, entries: Sequence[Decided], awards: Sequence[Award], results: Sequence[BoardResult]
) -> dict[str, Any]:
    """Return what is published of the round as plain values; seal the round's record before."""
    decided = {each.entry.id: each for each in entries}
    awarded: dict[int, list[str]] = {}
    for award in awards:
        awarded.setdefault(award.application_id, []).append(award.prize.name)
    contest, chain = round_.contest, chain_of(round_.id)
    return {
        "format": FORMAT,
        "code": code_version(),
        "contest": {"slug": contest.slug, "title": contest.title, "year": contest.year},
        "round": {"id": round_.public_id, "name": round_.name},
        "published_at": clock.now().isoformat(),
        "chain": {"head": chain.head, "length": chain.length} if chain else {"head": "", "length": 0},
        "boards": [_board(result, decided, awarded) for result in results],
        "votes": ask(VotesOf(contest.id, round_.id)),
        "awards": [
            {"code": decided[ident].entry.code, "prizes": names} for ident, names in awarded.items() if ident in decided
        ],
    }


def _board(result: BoardResult, decided: Mapping[int, Decided], awarded: Mapping[int, Sequence[str]]) -> dict[str, Any]:
    """One board. Only entries that were chosen or awarded are named; of the others, their code."""
    named = {
        ident: PublishedEntry(
            code=each.entry.code,
            decision=each.decision.value,
            title=each.entry.title if each.decision.value == "advance" or ident in awarded else "",
            judges=result.judges.get(ident, ()),
        )
        for ident, each in decided.items()
    }
    document = board_document(result.rules, result.inputs, result.ranking, named)
    rubric = {"name": result.rubric_name, "version": result.rubric_number}
    return {"key": result.board.key, "name": result.board.name, "rubric": rubric, **document}


def store_bundle(publication: Publication, round_: Round) -> Bundle:
    """Write the file of a publication, once and for all: the snapshot, the record behind it, the seal."""
    content = sealed({**publication.snapshot, "record": record_document(round_)})
    bundle = Bundle(
        publication=publication,
        file_hash=sha256(content).hexdigest(),
        size=len(content),
        content=gzip.compress(content, 1, mtime=0),  # mostly hashes: more effort saves little
    )
    session().add(bundle)
    return bundle


@cache
def code_version() -> dict[str, str]:
    """Return the product's version and the SHA-256 of the files that compute results."""
    folder = Path(str(scoring.__file__)).parent
    digest = sha256()
    for file in sorted(folder.glob("*.py")):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    try:
        number = version("ecosystem")
    except PackageNotFoundError:
        number = ""
    return {"version": number, "scoring": digest.hexdigest()}
