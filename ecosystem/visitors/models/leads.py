"""Tables of leads: whom an exhibitor met, as far as the visitor agrees."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ecosystem.core.database import Addressable, Json, Model, Timed, Versioned, choice
from ecosystem.exhibitions.models import Exhibitor
from ecosystem.visitors.domain.states import LeadState, Warmth
from ecosystem.visitors.models.tickets import Ticket, TicketConsent


class Lead(Addressable, Timed, Versioned, Model):
    """A scan of a visitor's badge by an exhibitor. Shown with the person only while `state` is given; a declined or
    withdrawn one is counted, and nothing else of it is left.
    """

    __table_args__ = (
        UniqueConstraint("exhibitor_id", "ticket_id"),
        CheckConstraint("(state = 'given') = (consent_id IS NOT NULL)", name="consent_while_given"),
        CheckConstraint("rating IS NULL OR rating BETWEEN 1 AND 3", name="rating_in_stars"),
        Index(None, "exhibitor_id", "state"),
    )

    exhibitor_id: Mapped[int] = mapped_column(ForeignKey("exhibitor.id"))
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), index=True)
    consent_id: Mapped[int | None] = mapped_column(ForeignKey("ticket_consent.id"), index=True)
    state: Mapped[LeadState] = mapped_column(choice(LeadState), default=LeadState.ASKED)
    scanned_at: Mapped[datetime]
    scanned_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    answered_at: Mapped[datetime | None]
    rating: Mapped[int | None] = mapped_column(Integer)
    warmth: Mapped[Warmth | None] = mapped_column(choice(Warmth))
    notes: Mapped[str] = mapped_column(Text, default="")
    tags: Mapped[list[Any]] = mapped_column(Json, default=list)
    follow_up_on: Mapped[date | None]
    search_text: Mapped[str] = mapped_column(Text, default="")

    exhibitor: Mapped[Exhibitor] = relationship()
    ticket: Mapped[Ticket] = relationship()
    consent: Mapped[TicketConsent | None] = relationship()
