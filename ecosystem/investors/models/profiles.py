"""Tables of investors' profiles."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ecosystem.accounts.models import Account
from ecosystem.core.database import Addressable, Json, Model, SortKey, Timed, Versioned, choice


class InvestorType(StrEnum):
    """What sort of investor it is."""

    ANGEL = "angel"
    CLUB = "club"
    VENTURE = "venture"
    IMPACT = "impact"
    CORPORATE = "corporate"
    STATE = "state"
    BANK = "bank"


class InvestorProfile(Addressable, Timed, Versioned, Model):
    """A person or a fund that invests, spoken for by one account. Amounts in đồng, None where nothing is said.

    `sectors` and `stages` are codes of `startups.domain.taxonomy`.
    """

    __table_args__ = (
        CheckConstraint("ticket_min IS NULL OR ticket_min >= 0", name="ticket_not_negative"),
        CheckConstraint("ticket_min IS NULL OR ticket_max IS NULL OR ticket_max >= ticket_min", name="ticket_in_order"),
    )

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    type: Mapped[InvestorType] = mapped_column(choice(InvestorType), default=InvestorType.ANGEL)
    thesis: Mapped[str] = mapped_column(Text, default="")
    thesis_en: Mapped[str] = mapped_column(Text, default="")
    sectors: Mapped[list[str]] = mapped_column(Json, default=list)
    stages: Mapped[list[str]] = mapped_column(Json, default=list)
    ticket_min: Mapped[int | None] = mapped_column(BigInteger)
    ticket_max: Mapped[int | None] = mapped_column(BigInteger)
    verified_at: Mapped[datetime | None]
    sort_key: Mapped[str] = mapped_column(SortKey, default="", index=True)
    search_text: Mapped[str] = mapped_column(Text, default="")

    account: Mapped[Account] = relationship()
