"""Tables of tickets: types, registrations and their questions, the tickets, what their holders agreed to."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Boolean, CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ecosystem.core.database import Addressable, Json, JsonOrNull, Model, SortKey, Timed, Versioned, choice
from ecosystem.core.windows import Window
from ecosystem.events.models import Event
from ecosystem.visitors.domain.states import ConsentPurpose, EntryPolicy, QuestionKind, RegistrationState, TicketState


class TicketType(Addressable, Timed, Versioned, Model):
    """A kind of ticket of an event. `price` in đồng, 0 is free; `capacity` None is without limit.

    `taken` counts the places held by registrations; the check constraint is what keeps the last place from being
    sold twice. `valid_days` are ISO dates in the event's zone, empty for every day of the event. `needs_code`: only
    with an invitation code.
    """

    __table_args__ = (
        CheckConstraint("price >= 0", name="price_not_negative"),
        CheckConstraint("taken >= 0 AND (capacity IS NULL OR taken <= capacity)", name="taken_within_capacity"),
        CheckConstraint("per_person >= group_min AND group_min >= 1", name="group_fits"),
        UniqueConstraint("event_id", "name"),
    )

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    name: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120), default="")
    description: Mapped[str] = mapped_column(String(500), default="")
    price: Mapped[int] = mapped_column(BigInteger, default=0)
    capacity: Mapped[int | None] = mapped_column(Integer)
    taken: Mapped[int] = mapped_column(Integer, default=0)
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    per_person: Mapped[int] = mapped_column(Integer, default=5)  # tickets of one address
    group_min: Mapped[int] = mapped_column(Integer, default=1)  # fewest tickets of one registration
    entry_policy: Mapped[EntryPolicy] = mapped_column(choice(EntryPolicy), default=EntryPolicy.DAILY)
    valid_days: Mapped[list[Any]] = mapped_column(Json, default=list)
    needs_code: Mapped[bool] = mapped_column(Boolean, default=False)
    is_open: Mapped[bool] = mapped_column(Boolean, default=True)
    position: Mapped[int] = mapped_column(Integer, default=0)

    event: Mapped[Event] = relationship()

    @property
    def window(self) -> Window:
        """When registrations are taken."""
        return Window(self.opens_at, self.closes_at)

    @property
    def left(self) -> int | None:
        """How many places are free; None without a limit."""
        return None if self.capacity is None else max(0, self.capacity - self.taken)


class VisitTerms(Timed, Versioned, Model):
    """What holds for all tickets of an event. `refund_steps`: see `payments.domain.refund_rules`."""

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), unique=True)
    refund_steps: Mapped[list[Any]] = mapped_column(Json, default=list)

    event: Mapped[Event] = relationship()


class InvitationCode(Addressable, Timed, Model):
    """A code that opens a ticket type to those invited, so many times."""

    __table_args__ = (
        UniqueConstraint("event_id", "code"),
        CheckConstraint("used >= 0 AND used <= uses", name="used_within_uses"),
    )

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    ticket_type_id: Mapped[int] = mapped_column(ForeignKey("ticket_type.id"), index=True)
    code: Mapped[str] = mapped_column(String(40))
    note: Mapped[str] = mapped_column(String(200), default="")
    uses: Mapped[int] = mapped_column(Integer, default=1)
    used: Mapped[int] = mapped_column(Integer, default=0)
    expires_at: Mapped[datetime | None]

    ticket_type: Mapped[TicketType] = relationship()


class VisitorQuestion(Addressable, Timed, Model):
    """A question the organiser adds to the registration form; a removed one keeps its answers."""

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    text: Mapped[str] = mapped_column(String(300))
    text_en: Mapped[str] = mapped_column(String(300), default="")
    kind: Mapped[QuestionKind] = mapped_column(choice(QuestionKind))
    choices: Mapped[list[Any]] = mapped_column(Json, default=list)
    is_required: Mapped[bool] = mapped_column(Boolean, default=False)
    position: Mapped[int] = mapped_column(Integer, default=0)
    removed_at: Mapped[datetime | None]


class Registration(Addressable, Timed, Versioned, Model):
    """Somebody registers, for themselves or for a group. `holders` are the people as typed, until tickets exist.

    `request_key` comes with the form, so that a form sent twice is one registration. `holds` counts the places it
    holds of its ticket type. `order_id` is the order that pays for it. `refund_steps` is the rule for giving it back as
    it stood when somebody registered (None: registered before there were rules).
    """

    __table_args__ = (
        CheckConstraint("quantity >= 1 AND holds >= 0 AND holds <= quantity", name="holds_within_quantity"),
        UniqueConstraint("request_key"),
        Index(None, "event_id", "state"),
        Index(None, "event_id", "email_key"),
        Index(None, "state", "expires_at"),
    )

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    ticket_type_id: Mapped[int] = mapped_column(ForeignKey("ticket_type.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    invitation_code_id: Mapped[int | None] = mapped_column(ForeignKey("invitation_code.id"))
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(254))
    phone: Mapped[str] = mapped_column(String(20), default="")
    organisation: Mapped[str] = mapped_column(String(200), default="")
    language: Mapped[str] = mapped_column(String(5), default="vi")
    quantity: Mapped[int] = mapped_column(Integer, default=1)
    holds: Mapped[int] = mapped_column(Integer, default=0)
    unit_price: Mapped[int] = mapped_column(BigInteger, default=0)
    discount_code: Mapped[str] = mapped_column(String(40), default="")
    holders: Mapped[list[Any]] = mapped_column(Json, default=list)
    answers: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    consents: Mapped[list[Any]] = mapped_column(Json, default=list)
    state: Mapped[RegistrationState] = mapped_column(choice(RegistrationState))
    request_key: Mapped[str] = mapped_column(String(40))
    order_id: Mapped[int | None] = mapped_column(ForeignKey("payment_order.id"), index=True)
    refund_steps: Mapped[list[Any] | None] = mapped_column(JsonOrNull)
    expires_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    sort_key: Mapped[str] = mapped_column(SortKey, default="")
    search_text: Mapped[str] = mapped_column(Text, default="")

    event: Mapped[Event] = relationship()
    ticket_type: Mapped[TicketType] = relationship()
    tickets: Mapped[list["Ticket"]] = relationship(back_populates="registration", order_by="Ticket.id")


class Ticket(Addressable, Timed, Model):
    """Lets one person in. `code` cannot be guessed and is never used again; handing over makes another ticket."""

    __table_args__ = (
        Index(None, "event_id", "sort_key"),
        CheckConstraint("length(code) >= 12", name="code_is_long"),
    )

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    ticket_type_id: Mapped[int] = mapped_column(ForeignKey("ticket_type.id"), index=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    successor_of_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id"), unique=True)
    code: Mapped[str] = mapped_column(String(16), unique=True)
    holder_name: Mapped[str] = mapped_column(String(200))
    holder_email: Mapped[str] = mapped_column(String(254), default="")
    holder_phone: Mapped[str] = mapped_column(String(20), default="")
    holder_organisation: Mapped[str] = mapped_column(String(200), default="")
    state: Mapped[TicketState] = mapped_column(choice(TicketState), default=TicketState.VALID)
    ended_at: Mapped[datetime | None]
    sort_key: Mapped[str] = mapped_column(SortKey, default="")
    search_text: Mapped[str] = mapped_column(Text, default="")

    event: Mapped[Event] = relationship()
    ticket_type: Mapped[TicketType] = relationship()
    registration: Mapped[Registration] = relationship(back_populates="tickets")


class TicketConsent(Model):
    """What the holder of a ticket agreed to: which text, when, through what, withdrawn when. `live` is True or None,
    so that a purpose has one consent at a time; rows are never changed but for the withdrawal.

    `audience` names the exhibitor (public id) of a consent to one exhibitor, else "".
    """

    __table_args__ = (
        UniqueConstraint("ticket_id", "purpose", "audience", "live"),
        CheckConstraint("(live IS NULL) = (withdrawn_at IS NOT NULL)", name="live_until_withdrawn"),
    )

    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"))
    purpose: Mapped[ConsentPurpose] = mapped_column(choice(ConsentPurpose))
    audience: Mapped[str] = mapped_column(String(16), default="")
    text_version: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    channel: Mapped[str] = mapped_column(String(20), default="registration")
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    live: Mapped[bool | None] = mapped_column(Boolean, default=True)

    ticket: Mapped[Ticket] = relationship()
