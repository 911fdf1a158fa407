"""Tables of investors' profiles."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Boolean, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ecosystem.accounts.models import Account
from ecosystem.core.database import Addressable, Json, Model, SortKey, Timed, Versioned, choice
from ecosystem.events.models import Organiser
from ecosystem.investors.domain.profile import InvestorType as InvestorType
from ecosystem.uploads.models import StoredFile


class InvestorProfile(Addressable, Timed, Versioned, Model):
    """A person or a fund that invests, spoken for by one account. Amounts in đồng, None where nothing is said.

    `sectors` and `stages` are codes of `startups.domain.taxonomy`, `places` codes of provinces, empty for anywhere,
    `instruments` codes of `investors.domain.profile`. `verified_at` is when the first organiser verified the investor,
    None while none does; who did, and what each decided, stands in `InvestorVerification`.
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
    places: Mapped[list[str]] = mapped_column(Json, default=list)
    instruments: Mapped[list[str]] = mapped_column(Json, default=list)
    website: Mapped[str] = mapped_column(String(300), default="")
    contact_email: Mapped[str] = mapped_column(String(254), default="")
    phone: Mapped[str] = mapped_column(String(20), default="")
    is_listed: Mapped[bool] = mapped_column(Boolean, default=False)  # in the public directory, once verified
    logo_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    verified_at: Mapped[datetime | None]
    sort_key: Mapped[str] = mapped_column(SortKey, default="", index=True)
    search_text: Mapped[str] = mapped_column(Text, default="")

    account: Mapped[Account] = relationship()
    logo: Mapped[StoredFile | None] = relationship()


class VerificationState(StrEnum):
    """How far an organiser is in making sure that an investor is one."""

    ASKED = "asked"
    VERIFIED = "verified"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class InvestorVerification(Addressable, Timed, Versioned, Model):
    """What one organiser found out about an investor. `evidence` is for the organiser's eyes only."""

    __table_args__ = (UniqueConstraint("investor_id", "organiser_id"), Index(None, "organiser_id", "state"))

    investor_id: Mapped[int] = mapped_column(ForeignKey("investor_profile.id"))
    organiser_id: Mapped[int] = mapped_column(ForeignKey("organiser.id"))
    state: Mapped[VerificationState] = mapped_column(choice(VerificationState), default=VerificationState.ASKED)
    evidence: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")  # told to the investor
    asked_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    investor: Mapped[InvestorProfile] = relationship()
    organiser: Mapped[Organiser] = relationship()
    decided_by: Mapped[Account | None] = relationship()
