"""Tables of fundraising: the pitch, confidential documents and who opened them, contacts, what came of meetings."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Boolean, CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ecosystem.accounts.models import Account
from ecosystem.core.database import Addressable, Json, Model, Timed, Versioned, choice
from ecosystem.fundraising.domain.outcomes import Outcome
from ecosystem.fundraising.domain.pitch import Audience, DocumentKind
from ecosystem.investors.models import InvestorProfile, InvestorSession, Meeting, Participant, Side
from ecosystem.startups.models import Startup
from ecosystem.uploads.models import StoredFile


class FundraisingProfile(Addressable, Timed, Versioned, Model):
    """What a startup raises, for verified investors' eyes only. Amounts in đồng, None where nothing is said."""

    __table_args__ = (
        CheckConstraint("ask IS NULL OR ask > 0", name="ask_positive"),
        CheckConstraint("valuation IS NULL OR valuation > 0", name="valuation_positive"),
        CheckConstraint("raised IS NULL OR raised >= 0", name="raised_not_negative"),
    )

    startup_id: Mapped[int] = mapped_column(ForeignKey("startup.id"), unique=True)
    is_raising: Mapped[bool] = mapped_column(Boolean, default=False)
    ask: Mapped[int | None] = mapped_column(BigInteger)
    valuation: Mapped[int | None] = mapped_column(BigInteger)  # before the money
    raised: Mapped[int | None] = mapped_column(BigInteger)
    instruments: Mapped[list[str]] = mapped_column(Json, default=list)
    closes_on: Mapped[date | None]
    summary: Mapped[str] = mapped_column(Text, default="")
    uses: Mapped[list[Any]] = mapped_column(Json, default=list)  # [purpose, percent]
    figures: Mapped[list[Any]] = mapped_column(Json, default=list)  # [label, value]

    startup: Mapped[Startup] = relationship()


class ConfidentialDocument(Addressable, Timed, Model):
    """A PDF of a startup that only some investors may open, each copy marked with the reader's name."""

    __table_args__ = (CheckConstraint("pages > 0", name="has_pages"),)

    startup_id: Mapped[int] = mapped_column(ForeignKey("startup.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    kind: Mapped[DocumentKind] = mapped_column(choice(DocumentKind))
    audience: Mapped[Audience] = mapped_column(choice(Audience), default=Audience.VERIFIED)
    pages: Mapped[int] = mapped_column(Integer)
    withdrawn_at: Mapped[datetime | None]

    startup: Mapped[Startup] = relationship()
    file: Mapped[StoredFile] = relationship()


class DocumentView(Addressable, Timed, Model):
    """Somebody outside the team opened a document; the public id is printed on every page of that copy."""

    __table_args__ = (Index(None, "document_id", "created_at"),)

    document_id: Mapped[int] = mapped_column(ForeignKey("confidential_document.id"))
    viewer_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    viewer_name: Mapped[str] = mapped_column(String(200))
    investor_id: Mapped[int | None] = mapped_column(ForeignKey("investor_profile.id"), index=True)
    session_id: Mapped[int | None] = mapped_column(ForeignKey("investor_session.id"))
    served: Mapped[int] = mapped_column(Integer, default=0)

    document: Mapped[ConfidentialDocument] = relationship()
    viewer: Mapped[Account] = relationship()
    investor: Mapped[InvestorProfile | None] = relationship()
    session: Mapped[InvestorSession | None] = relationship()


class ContactOffer(Timed, Model):
    """One participant lets another have their contact data; both see each other's once both offered."""

    __table_args__ = (UniqueConstraint("from_id", "to_id"), CheckConstraint("from_id <> to_id", name="to_another"))

    from_id: Mapped[int] = mapped_column(ForeignKey("participant.id"))
    to_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), index=True)

    giver: Mapped[Participant] = relationship(foreign_keys=[from_id])
    receiver: Mapped[Participant] = relationship(foreign_keys=[to_id])


class MeetingReport(Timed, Versioned, Model):
    """What one side tells came of a meeting; what it told before is in the audit log."""

    __table_args__ = (
        UniqueConstraint("meeting_id", "side"),
        CheckConstraint("amount IS NULL OR amount > 0", name="amount_positive"),
        CheckConstraint("outcome <> 'invested' OR amount IS NOT NULL", name="invested_has_amount"),
        CheckConstraint("outcome <> 'invested' OR committed_on IS NOT NULL", name="invested_has_a_day"),
    )

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    side: Mapped[Side] = mapped_column(choice(Side))
    outcome: Mapped[Outcome] = mapped_column(choice(Outcome))
    amount: Mapped[int | None] = mapped_column(BigInteger)
    committed_on: Mapped[date | None]
    next_step: Mapped[str] = mapped_column(String(500), default="")
    told_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    told_at: Mapped[datetime]

    meeting: Mapped[Meeting] = relationship()


class MeetingNote(Timed, Versioned, Model):
    """A side's own note about a meeting: never shown to the other side, nor to the organiser."""

    __table_args__ = (UniqueConstraint("meeting_id", "side"),)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    side: Mapped[Side] = mapped_column(choice(Side))
    text: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    meeting: Mapped[Meeting] = relationship()
