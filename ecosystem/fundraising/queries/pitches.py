"""Reads of pitches, confidential documents and who opened them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from ecosystem.core.database import one_or_missing, scalars, session
from ecosystem.core.finding import matches
from ecosystem.events.models import Event
from ecosystem.fundraising.domain.pitch import Figure, Pitch, Use
from ecosystem.fundraising.models import ConfidentialDocument, DocumentView, FundraisingProfile
from ecosystem.investors.models import InvestorProfile, InvestorSession, Participant, Side
from ecosystem.startups.models import Startup


@dataclass(frozen=True)
class ViewCount:
    """How often a document was opened by how many people, and last when."""

    views: int
    people: int
    last: datetime


def pitch_row(startup_id: int) -> FundraisingProfile | None:
    """Return what is stored of a startup's pitch, None before the first time."""
    return session().scalar(select(FundraisingProfile).where(FundraisingProfile.startup_id == startup_id))


def pitch_of(row: FundraisingProfile | None) -> Pitch | None:
    """Return a stored pitch as a value."""
    if row is None:
        return None
    return Pitch(
        is_raising=row.is_raising,
        ask=row.ask,
        valuation=row.valuation,
        raised=row.raised,
        instruments=tuple(row.instruments),
        closes_on=row.closes_on,
        summary=row.summary,
        uses=tuple(Use(*each) for each in row.uses),
        figures=tuple(Figure(*each) for each in row.figures),
    )


def documents_of(startup_id: int) -> Sequence[ConfidentialDocument]:
    """Return a startup's confidential documents that were not withdrawn, oldest first, with their files."""
    return scalars(
        select(ConfidentialDocument)
        .where(ConfidentialDocument.startup_id == startup_id, ConfidentialDocument.withdrawn_at.is_(None))
        .options(joinedload(ConfidentialDocument.file))
        .order_by(ConfidentialDocument.id)
    )


def document_by_public_id(public_id: str) -> ConfidentialDocument:
    """Return a document that was not withdrawn, with file and startup. Raises NoSuchRecord."""
    statement = (
        select(ConfidentialDocument)
        .where(ConfidentialDocument.public_id == public_id, ConfidentialDocument.withdrawn_at.is_(None))
        .options(joinedload(ConfidentialDocument.file), joinedload(ConfidentialDocument.startup))
    )
    found: ConfidentialDocument | None = session().scalar(statement)
    return one_or_missing(found)


def document_of_startup(startup: Startup, public_id: str) -> ConfidentialDocument:
    """Return one of this startup's documents. Raises NoSuchRecord."""
    found = next((each for each in documents_of(startup.id) if each.public_id == public_id), None)
    return one_or_missing(found)


def view_by_public_id(public_id: str) -> DocumentView:
    """Return one opening of a document, with what it needs to be served. Raises NoSuchRecord."""
    statement = (
        select(DocumentView)
        .where(DocumentView.public_id == public_id)
        .options(
            joinedload(DocumentView.document).joinedload(ConfidentialDocument.file),
            joinedload(DocumentView.document).joinedload(ConfidentialDocument.startup),
            joinedload(DocumentView.investor),
        )
    )
    found: DocumentView | None = session().scalar(statement)
    return one_or_missing(found)


def founder_by_public_id(public_id: str) -> Participant:
    """Return a founders' participant with startup and session. Raises NoSuchRecord."""
    statement = (
        select(Participant)
        .where(Participant.public_id == public_id, Participant.side == Side.FOUNDER)
        .options(
            joinedload(Participant.startup).joinedload(Startup.logo),
            joinedload(Participant.session).joinedload(InvestorSession.event).joinedload(Event.organiser),
        )
    )
    found: Participant | None = session().scalar(statement)
    return one_or_missing(found)


def view_log(startup_id: int, *, document: str = "", words: str = "") -> Select[Any]:
    """Statement: who opened the startup's documents, latest first."""
    statement = (
        select(DocumentView)
        .join(DocumentView.document)
        .outerjoin(DocumentView.investor)
        .where(ConfidentialDocument.startup_id == startup_id)
        .options(
            contains_eager(DocumentView.document),
            contains_eager(DocumentView.investor),
            joinedload(DocumentView.session),
        )
        .order_by(DocumentView.created_at.desc(), DocumentView.id.desc())
    )
    if document:
        statement = statement.where(ConfidentialDocument.public_id == document)
    if words:
        statement = statement.where(matches(InvestorProfile.search_text, words))
    return statement


def view_counts(startup_id: int) -> dict[int, ViewCount]:
    """Return how often each document was opened, by the document's id; those never opened are left out."""
    rows = session().execute(
        select(
            DocumentView.document_id,
            func.count(),
            func.count(DocumentView.viewer_id.distinct()),
            func.max(DocumentView.created_at),
        )
        .join(DocumentView.document)
        .where(ConfidentialDocument.startup_id == startup_id)
        .group_by(DocumentView.document_id)
    )
    return {row[0]: ViewCount(row[1], row[2], row[3]) for row in rows}
