"""Tables of applications."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Boolean, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ecosystem.accounts.models import Account
from ecosystem.applications.domain.fees import FeeState
from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.contests.models import Board, Contest, Question
from ecosystem.core.database import Addressable, Json, Model, SortKey, Timed, Versioned, choice
from ecosystem.payments.models import Order
from ecosystem.startups.models import Startup
from ecosystem.uploads.models import StoredFile


class GalleryState(StrEnum):
    """Whether an entry stands in the public gallery; the team asks, the organiser decides."""

    HIDDEN = "hidden"
    ASKED = "asked"
    SHOWN = "shown"
    REFUSED = "refused"


class Application(Addressable, Timed, Versioned, Model):
    """An entry. `state` is true at once; `announced_state` is what the applicant has been told.

    `number` and `code` are given at the first submission and stay. Answers, files and members have rows
    of their own, so that two people editing different fields never overwrite each other.
    """

    __table_args__ = (
        UniqueConstraint("contest_id", "number"),
        UniqueConstraint("contest_id", "create_key"),
        Index(None, "contest_id", "state"),
        Index(None, "contest_id", "sort_key"),
        Index(None, "contest_id", "gallery", "sort_key", "announced_state"),
    )

    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"))
    board_id: Mapped[int | None] = mapped_column(ForeignKey("board.id"), index=True)
    startup_id: Mapped[int | None] = mapped_column(ForeignKey("startup.id"), index=True)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    create_key: Mapped[str | None] = mapped_column(String(64))  # a double click makes one entry
    title: Mapped[str] = mapped_column(String(300), default="")
    summary: Mapped[str] = mapped_column(Text, default="")
    number: Mapped[int | None] = mapped_column(Integer)
    code: Mapped[str] = mapped_column(String(40), default="", index=True)
    state: Mapped[ApplicationState] = mapped_column(choice(ApplicationState), default=ApplicationState.DRAFT)
    announced_state: Mapped[ApplicationState] = mapped_column(choice(ApplicationState), default=ApplicationState.DRAFT)
    first_submitted_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    content_hash: Mapped[str] = mapped_column(String(64), default="")
    has_unsubmitted_changes: Mapped[bool] = mapped_column(Boolean, default=False)
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str] = mapped_column(Text, default="")
    returned_until: Mapped[datetime | None]
    returned_items: Mapped[list[Any]] = mapped_column(Json, default=list)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
    decision_reason: Mapped[str] = mapped_column(Text, default="")
    commitment_accepted_at: Mapped[datetime | None]
    gallery: Mapped[GalleryState] = mapped_column(choice(GalleryState), default=GalleryState.HIDDEN)
    is_test: Mapped[bool] = mapped_column(Boolean, default=False)
    last_edited_at: Mapped[datetime | None]
    sort_key: Mapped[str] = mapped_column(SortKey, default="")
    search_text: Mapped[str] = mapped_column(Text, default="")
    gallery_text: Mapped[str] = mapped_column(Text, default="")  # what the public may search: nobody's name

    contest: Mapped[Contest] = relationship()
    board: Mapped[Board | None] = relationship()
    startup: Mapped[Startup | None] = relationship()
    created_by: Mapped[Account] = relationship(foreign_keys=[created_by_id])
    members: Mapped[list["ApplicationMember"]] = relationship(
        back_populates="application", order_by="ApplicationMember.position", cascade="all, delete-orphan"
    )


class ApplicationMember(Versioned, Model):
    """A person on the team of an entry, with or without an account. The lead answers for the entry.

    For a member under 16 a guardian's consent is recorded; no birth date is kept.
    """

    __table_args__ = (UniqueConstraint("application_id", "account_id"),)

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id", ondelete="CASCADE"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254), default="")
    phone: Mapped[str] = mapped_column(String(20), default="")
    role: Mapped[str] = mapped_column(String(200), default="")
    organisation: Mapped[str] = mapped_column(String(200), default="")
    is_lead: Mapped[bool] = mapped_column(Boolean, default=False)
    may_edit: Mapped[bool] = mapped_column(Boolean, default=False)
    is_under_16: Mapped[bool] = mapped_column(Boolean, default=False)
    guardian_name: Mapped[str] = mapped_column(String(200), default="")
    guardian_contact: Mapped[str] = mapped_column(String(254), default="")
    guardian_consented_at: Mapped[datetime | None]
    invitation_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    invitation_expires_at: Mapped[datetime | None]
    position: Mapped[int] = mapped_column(Integer, default=0)

    application: Mapped[Application] = relationship(back_populates="members")
    account: Mapped[Account | None] = relationship()


class Answer(Model):
    """The answer to one question; `version` rises at each change, so that a stale edit is seen per field."""

    __table_args__ = (UniqueConstraint("application_id", "question_id"),)

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id", ondelete="CASCADE"))
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), index=True)
    value: Mapped[Any] = mapped_column(Json)
    version: Mapped[int] = mapped_column(Integer, default=1)
    updated_at: Mapped[datetime]
    updated_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))

    question: Mapped[Question] = relationship()


class ApplicationFile(Model):
    """A file given as (part of) the answer to a question."""

    __table_args__ = (Index(None, "application_id", "question_id"),)

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id", ondelete="CASCADE"))
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), unique=True)
    added_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    added_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]

    application: Mapped[Application] = relationship()
    file: Mapped[StoredFile] = relationship()
    question: Mapped[Question] = relationship()


class Submission(Addressable, Model):
    """What was handed in, frozen: the content, its hash, the server's time. One row a submission."""

    __table_args__ = (UniqueConstraint("application_id", "number"),)

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(Integer)
    submitted_at: Mapped[datetime]
    submitted_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    content: Mapped[dict[str, Any]] = mapped_column(Json)
    content_hash: Mapped[str] = mapped_column(String(64))

    submitted_by: Mapped[Account] = relationship()


class EntryFee(Timed, Versioned, Model):
    """The fee of an entry: its order, or why nothing is paid. No row: nothing was asked for or decided yet.

    `amount` is the board's fee when it was ordered. `is_by_rule`: waived by the answer in the form.
    """

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id", ondelete="CASCADE"), unique=True)
    state: Mapped[FeeState] = mapped_column(choice(FeeState), index=True)
    amount: Mapped[int] = mapped_column(BigInteger, default=0)
    order_id: Mapped[int | None] = mapped_column(ForeignKey("payment_order.id"), index=True)
    due_at: Mapped[datetime | None]
    is_by_rule: Mapped[bool] = mapped_column(Boolean, default=False)
    reason: Mapped[str] = mapped_column(Text, default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    order: Mapped[Order | None] = relationship()
    decided_by: Mapped[Account | None] = relationship()


class Resemblance(StrEnum):
    """What the organiser's staff made of two entries that resemble each other."""

    OPEN = "open"
    DIFFERENT = "different"
    SAME_IDEA = "same_idea"


class SimilarPair(Addressable, Model):
    """Two entries that resemble each other, found by the machine and judged by people.

    `entry` is the later one, and the pair is shown in its contest. The measures are thousandths of `core.likeness`.
    `compared` names the two contents compared, so that a later change of either asks the question again.
    """

    __table_args__ = (UniqueConstraint("entry_id", "other_id"), Index(None, "contest_id", "state"))

    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("application.id", ondelete="CASCADE"))
    other_id: Mapped[int] = mapped_column(ForeignKey("application.id", ondelete="CASCADE"), index=True)
    strength: Mapped[int] = mapped_column(Integer)
    likeness: Mapped[int] = mapped_column(Integer)
    copied: Mapped[int] = mapped_column(Integer)
    compared: Mapped[str] = mapped_column(String(140))
    found_at: Mapped[datetime]
    state: Mapped[Resemblance] = mapped_column(choice(Resemblance), default=Resemblance.OPEN)
    note: Mapped[str] = mapped_column(Text, default="")
    judged_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    judged_at: Mapped[datetime | None]

    contest: Mapped[Contest] = relationship()
    entry: Mapped[Application] = relationship(foreign_keys=[entry_id])
    other: Mapped[Application] = relationship(foreign_keys=[other_id])
    judged_by: Mapped[Account | None] = relationship()


class Comparison(Model):
    """When the entries of a contest were last compared, and with how many."""

    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), unique=True)
    compared_at: Mapped[datetime]
    entries: Mapped[int] = mapped_column(Integer)
    others: Mapped[int] = mapped_column(Integer)


class ApplicationNote(Timed, Model):
    """A remark of the organiser's staff about an entry; applicants and judges never see it."""

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id", ondelete="CASCADE"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    text: Mapped[str] = mapped_column(Text)

    account: Mapped[Account] = relationship()
