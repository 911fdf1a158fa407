"""Registering for an event: places are taken at once, tickets made once the address is proved and the price paid."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ecosystem.accounts.domain.addresses import address_key
from ecosystem.accounts.models import Account
from ecosystem.accounts.services.throttling import Origin, begin_attempt
from ecosystem.audit.services import record
from ecosystem.core import clock
from ecosystem.core.database import locked, session, transaction, unique_or
from ecosystem.core.errors import AlreadyTaken, Invalid, Refused
from ecosystem.core.search import fold, person_sort_key
from ecosystem.core.web.formatting import format_money as money
from ecosystem.core.windows import Phase
from ecosystem.events.models import Event, EventState
from ecosystem.visitors import notices
from ecosystem.visitors.domain.life_cycle import HOLDING, LIFE
from ecosystem.visitors.domain.people import Person
from ecosystem.visitors.domain.states import RegistrationState as State
from ecosystem.visitors.models import InvitationCode, Registration, TicketType
from ecosystem.visitors.queries.registrations import places_of_address
from ecosystem.visitors.services.issuing import issue_tickets
from ecosystem.visitors.services.paying import ask_to_pay, ensure_discount
from ecosystem.visitors.services.places import take_code_uses, take_places
from ecosystem.visitors.services.terms import steps_of

CONFIRM_WITHIN = timedelta(hours=2)
LARGEST_GROUP = 200


@dataclass(frozen=True)
class NewRegistration:
    """What somebody sends. `request_key` came with the form; `people` are the holders, the first is whoever registers.

    `consents` are the ticked purposes, for the first ticket only: nobody agrees for somebody else. `may_wait`: if no
    place is free, put it on the waiting list.
    """

    name: str
    email: str
    request_key: str
    people: Sequence[Person]
    phone: str = ""
    organisation: str = ""
    language: str = "vi"
    answers: Mapping[str, Any] = field(default_factory=dict)
    consents: Sequence[str] = ()
    invitation_code: str = ""
    discount_code: str = ""
    may_wait: bool = False


def register(
    ticket_type: TicketType, wanted: NewRegistration, *, account: Account | None, origin: Origin
) -> Registration:
    """Take the places and go on as far as it goes: to the mail that proves a guest's address, to the payment, to the
    tickets. The same form sent twice gives the same registration.

    Raises Refused when registration is closed, the code is not good or the address has its tickets; Invalid for a
    group too small or too large; AlreadyTaken when the places are gone.
    """
    present = _by_request_key(wanted.request_key)
    if present is not None:
        return present
    _ensure_open(ticket_type)
    _ensure_size(ticket_type, wanted)
    begin_attempt("mail", {"network": origin.address})
    with transaction():
        present = _by_request_key(wanted.request_key)
        if present is not None:
            return present
        code = _code(ticket_type, wanted.invitation_code)
        quantity = len(wanted.people)
        has_place = take_places(ticket_type.id, quantity)  # from here on registrations of this type wait for each other
        if not has_place and not wanted.may_wait:
            raise AlreadyTaken(_l("There are not enough places left. You can put yourself on the waiting list."))
        _ensure_share(ticket_type, wanted)
        if code is not None and has_place and not take_code_uses(code.id, quantity):
            raise Refused(_l("This invitation code has been used up."))
        registration = _new(ticket_type, wanted, account, code)
        registration.holds = quantity if has_place else 0
        if not has_place:
            registration.state, registration.expires_at = State.WAITING, None
        ensure_discount(registration)  # now, while it can be typed anew: the price may be asked for days later
        session().add(registration)
        with unique_or(_l("This form was sent already.")):
            session().flush()
        record("visitors.registered", registration, by=account.id if account else None, scope=ticket_type.event)
        _begin(registration, has_place=has_place, is_proved=_is_proved(account, registration))
        return registration


def confirm_address(registration: Registration) -> Registration:
    """The guest opened the link in the mail: go on to the payment or the tickets. Again changes nothing.

    Raises Refused when the time is over, or the discount code no longer applies: then without it, the next time.
    """
    with _at_full_price_next(registration), transaction():
        row = locked(Registration, registration.id)
        if row.state is State.UNVERIFIED:
            proceed(row)
        elif row.state in (State.EXPIRED, State.CANCELLED):
            raise Refused(_l("This registration is no longer open. Please register again."))
        return row


def accept_offer(registration: Registration) -> Registration:
    """Take the place that came free. Again changes nothing.

    Raises Refused when it is no longer kept, or the discount code no longer applies: then without it, the next time.
    """
    with _at_full_price_next(registration), transaction():
        row = locked(Registration, registration.id)
        if row.state is State.OFFERED:
            if row.expires_at is not None and row.expires_at <= clock.now():
                raise Refused(_l("The place was kept for a while and has gone to the next in line."))
            proceed(row)
        elif row.state not in HOLDING:
            raise Refused(_l("The place was kept for a while and has gone to the next in line."))
        return row


@contextmanager
def _at_full_price_next(registration: Registration) -> Iterator[None]:
    """A code may run out while somebody waits: they are told, and may then go on without it instead of being stuck."""
    try:
        yield
    except Invalid as error:
        if "discount_code" not in error.details:
            raise
        with transaction():
            row = locked(Registration, registration.id)
            row.discount_code = ""
        price = money(row.unit_price * row.quantity)
        raise Refused(_l("%(why)s You can go on without it for %(price)s.", why=error.message, price=price)) from error


def proceed(registration: Registration) -> None:
    """Go on with a locked registration that holds its places: to the payment if there is a price, else to tickets."""
    if registration.unit_price > 0:
        registration.state = LIFE.after(registration.state, "ask_to_pay")
        ask_to_pay(registration)
    else:
        issue_tickets(registration)


def _begin(registration: Registration, *, has_place: bool, is_proved: bool) -> None:
    if not has_place:
        notices.put_on_waiting_list(registration)
    elif is_proved:
        proceed(registration)
    else:
        notices.confirmation_asked(registration)


def _new(
    ticket_type: TicketType, wanted: NewRegistration, account: Account | None, code: InvitationCode | None
) -> Registration:
    registration = Registration(
        event_id=ticket_type.event_id,
        event=ticket_type.event,
        ticket_type=ticket_type,
        account_id=account.id if account else None,
        invitation_code_id=code.id if code else None,
        name=wanted.name,
        email=wanted.email.strip(),
        email_key=address_key(wanted.email),
        phone=wanted.phone,
        organisation=wanted.organisation,
        language=wanted.language,
        quantity=len(wanted.people),
        unit_price=ticket_type.price,
        refund_steps=steps_of(ticket_type.event) if ticket_type.price else None,
        discount_code=wanted.discount_code.strip(),
        holders=[vars(person) for person in wanted.people],
        answers=dict(wanted.answers),
        consents=list(wanted.consents),
        request_key=wanted.request_key,
        state=State.UNVERIFIED,
        expires_at=clock.now() + CONFIRM_WITHIN,
    )
    index(registration)
    return registration


def index(registration: Registration) -> None:
    """Derive what a registration is sorted and found by: whoever registered, and every holder."""
    registration.sort_key = person_sort_key(registration.name)
    holders = " ".join(f"{each['name']} {each['email']}" for each in registration.holders)
    words = f"{registration.name} {registration.email} {registration.organisation} {registration.phone} {holders}"
    registration.search_text = fold(words)[:20_000]


def _is_proved(account: Account | None, registration: Registration) -> bool:
    return account is not None and account.is_verified and account.email_key == registration.email_key


def _by_request_key(key: str) -> Registration | None:
    return session().scalar(select(Registration).where(Registration.request_key == key))


def _ensure_open(ticket_type: TicketType) -> None:
    event: Event = ticket_type.event
    if event.state is not EventState.PUBLISHED or not ticket_type.is_open:
        raise Refused(_l("Registration is closed."))
    if not ticket_type.window.accepts(clock.now()):
        upcoming = ticket_type.window.phase(clock.now()) is Phase.UPCOMING
        raise Refused(_l("Registration has not begun yet.") if upcoming else _l("Registration is closed."))


def _ensure_size(ticket_type: TicketType, wanted: NewRegistration) -> None:
    quantity = len(wanted.people)
    if quantity < ticket_type.group_min:
        text = _l("This ticket is for groups of at least %(number)s people.", number=ticket_type.group_min)
        raise Invalid(text, details={"people": text})
    if quantity > min(ticket_type.per_person, LARGEST_GROUP):
        most = min(ticket_type.per_person, LARGEST_GROUP)
        text = _l("At most %(number)s tickets of this type for one address.", number=most)
        raise Invalid(text, details={"people": text})


def _ensure_share(ticket_type: TicketType, wanted: NewRegistration) -> None:
    has = places_of_address(ticket_type.id, address_key(wanted.email))
    if has + len(wanted.people) > ticket_type.per_person:
        raise Refused(
            _l(
                "This address has %(has)s tickets of this type already; at most %(most)s are given to one address.",
                has=has,
                most=ticket_type.per_person,
            )
        )


def _code(ticket_type: TicketType, typed: str) -> InvitationCode | None:
    text = typed.strip().upper()
    if not text:
        if ticket_type.needs_code:
            words = _l("This ticket needs an invitation code.")
            raise Invalid(words, details={"invitation_code": words})
        return None
    found = session().scalar(
        select(InvitationCode).where(InvitationCode.ticket_type_id == ticket_type.id, InvitationCode.code == text)
    )
    if found is None or (found.expires_at is not None and found.expires_at <= clock.now()):
        words = _l("This invitation code is not known for this ticket, or too old.")
        raise Invalid(words, details={"invitation_code": words})
    return found
