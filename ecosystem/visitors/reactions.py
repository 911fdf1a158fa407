"""What visitors answer the features below: payments, events, accounts; and themselves."""

from collections.abc import Iterator

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select, update

from ecosystem.accounts.signals import AccountErased, PersonalData, PersonalRecords
from ecosystem.calendar.kinds import CalendarKind, register
from ecosystem.calendar.signals import CalendarAsked, CalendarItem
from ecosystem.core import clock
from ecosystem.core.background import ask_for
from ecosystem.core.database import locked, scalars, session
from ecosystem.core.signals import reacts_to
from ecosystem.events.models import Event, EventState
from ecosystem.events.signals import EventCancelled, EventCloned, Held, HeldInEvent, StaffChanged
from ecosystem.payments.models import Order
from ecosystem.payments.services.runs import ask_refunds
from ecosystem.payments.signals import MayReinstate, OrderCancelled, OrderExpired, OrderPaid, OrderRefunded
from ecosystem.visitors.domain.life_cycle import LIVE
from ecosystem.visitors.domain.states import LeadState, TicketState
from ecosystem.visitors.domain.states import RegistrationState as State
from ecosystem.visitors.models import Gate, Lead, Registration, Ticket, TicketType, VisitorQuestion
from ecosystem.visitors.queries.calendar import tickets_held_by, visits_of
from ecosystem.visitors.services.consents import withdraw_all
from ecosystem.visitors.services.ending import end_registration
from ecosystem.visitors.services.forgetting import forget_visitor
from ecosystem.visitors.services.gates import revoke_devices_of
from ecosystem.visitors.services.issuing import issue_tickets
from ecosystem.visitors.services.leads import withdraw_lead
from ecosystem.visitors.services.paying import PURPOSE
from ecosystem.visitors.services.places import take_places
from ecosystem.visitors.signals import ConsentWithdrawn

VISITS = register(CalendarKind("visit", _l("Visits to events"), "ticket", 7))


def _bought(purpose: str, subject: str) -> Registration | None:
    """The registration an order pays for, locked."""
    if purpose != PURPOSE:
        return None
    ident = session().scalar(select(Registration.id).where(Registration.public_id == subject))
    return None if ident is None else locked(Registration, ident)


@reacts_to(OrderPaid)
def paid(fact: OrderPaid) -> None:
    """The tickets are made. Money that came late takes the places anew: `may_reinstate` said that they are free."""
    registration = _bought(fact.purpose, fact.subject)
    if registration is None or registration.state is State.CONFIRMED:
        return
    if registration.state in (State.EXPIRED, State.CANCELLED):
        if not take_places(registration.ticket_type_id, registration.quantity):
            return
        registration.holds, registration.state = registration.quantity, State.AWAITING_PAYMENT
    registration.ended_at = None
    issue_tickets(registration)


@reacts_to(OrderExpired)
def not_paid_in_time(fact: OrderExpired) -> None:
    """The places go to the next in line."""
    _end_unpaid(_bought(fact.purpose, fact.subject), "expire")


@reacts_to(OrderCancelled)
def called_off(fact: OrderCancelled) -> None:
    """The same when the buyer or the seller calls the order off."""
    _end_unpaid(_bought(fact.purpose, fact.subject), "cancel")


def _end_unpaid(registration: Registration | None, step: str) -> None:
    if registration is None or _is_told_by_task(registration):
        return
    if registration.state is State.AWAITING_PAYMENT:
        end_registration(registration, step, by=None)


def _is_told_by_task(registration: Registration) -> bool:
    """Registrations of a cancelled event end one by one in a task that tells their holders."""
    return registration.event.state is EventState.CANCELLED and registration.state in LIVE


@reacts_to(OrderRefunded)
def paid_back(fact: OrderRefunded) -> None:
    """Tickets whose whole price went back let nobody in; the gate says why."""
    registration = _bought(fact.purpose, fact.subject)
    if registration is None or not fact.whole:
        return
    if registration.state is State.CONFIRMED and not _is_told_by_task(registration):
        end_registration(registration, "cancel", by=None)
    for ticket in registration.tickets:
        if ticket.state is TicketState.CANCELLED:
            ticket.state = TicketState.REFUNDED


@reacts_to(MayReinstate)
def may_reinstate(question: MayReinstate) -> Iterator[str]:
    """Late money finds its places taken or free."""
    if question.purpose != PURPOSE:
        return
    row = session().scalar(select(Registration).where(Registration.public_id == question.subject))
    if row is None or row.event.state is not EventState.PUBLISHED:
        yield _("The event takes no visitors any more.")
    elif row.ticket_type.left is not None and row.ticket_type.left < row.quantity:
        yield _("The places went to somebody else meanwhile.")


@reacts_to(ConsentWithdrawn)
def consent_withdrawn(fact: ConsentWithdrawn) -> None:
    """Leads that rest on it lose the person."""
    for lead in scalars(select(Lead).where(Lead.consent_id == fact.consent_id, Lead.state == LeadState.GIVEN)):
        withdraw_lead(lead)


@reacts_to(EventCancelled)
def event_cancelled(fact: EventCancelled) -> None:
    """Everybody gets the money back, by a run of payments, and is told, by a task: there may be thousands."""
    has_any = session().scalar(select(func.count()).where(Registration.event_id == fact.event_id))
    if has_any:
        event = session().get_one(Event, fact.event_id)
        live = select(Order).join(Registration, Registration.order_id == Order.id)
        live = live.where(Registration.event_id == event.id, Registration.state.in_(LIVE)).order_by(Order.id)
        run = ask_refunds(scalars(live), _("The event was cancelled."), by=None)
        ask_for(
            "visitors.cancel_event",
            subject=f"event:{fact.event_id}",
            by=None,
            payload={"event_id": fact.event_id, "run_id": run.id if run is not None else None},
            about=event.title,
        )


@reacts_to(EventCloned)
def event_cloned(fact: EventCloned) -> None:
    """Ticket types, questions and gates go along, moved in time; nobody's data do."""
    for each in scalars(select(TicketType).where(TicketType.event_id == fact.old_event_id).order_by(TicketType.id)):
        session().add(_copy(each, fact))
    for asked in scalars(
        select(VisitorQuestion).where(
            VisitorQuestion.event_id == fact.old_event_id, VisitorQuestion.removed_at.is_(None)
        )
    ):
        names = ("text", "text_en", "kind", "choices", "is_required", "position")
        session().add(VisitorQuestion(event_id=fact.new_event_id, **{name: getattr(asked, name) for name in names}))
    for gate in scalars(select(Gate).where(Gate.event_id == fact.old_event_id)):
        copy = Gate(event_id=fact.new_event_id, name=gate.name, capacity=gate.capacity, position=gate.position)
        session().add(copy)


def _copy(each: TicketType, fact: EventCloned) -> TicketType:
    names = (
        "name",
        "name_en",
        "description",
        "price",
        "capacity",
        "per_person",
        "group_min",
        "entry_policy",
        "needs_code",
        "is_open",
        "position",
    )
    copy = TicketType(event_id=fact.new_event_id, **{name: getattr(each, name) for name in names})
    copy.opens_at = each.opens_at + fact.shift if each.opens_at else None
    copy.closes_at = each.closes_at + fact.shift if each.closes_at else None
    return copy


@reacts_to(StaffChanged)
def staff_changed(fact: StaffChanged) -> None:
    """Devices of somebody who left the staff, or lost the part, end."""
    ids = list(session().scalars(select(Event.id).where(Event.organiser_id == fact.organiser_id)))
    if ids:
        revoke_devices_of(fact.account_id, ids)


@reacts_to(HeldInEvent)
def held(question: HeldInEvent) -> Iterator[Held]:
    """The registration on the event's page."""
    event = session().get(Event, question.event_id)
    types = scalars(select(TicketType).where(TicketType.event_id == question.event_id, TicketType.is_open))
    if event is None or not types:
        return
    now = clock.now()
    is_open = event.state is EventState.PUBLISHED and any(each.window.accepts(now) for each in types)
    closes = [each.closes_at for each in types if each.closes_at is not None]
    url = url_for("visits.register", event_slug=event.slug)
    if question.for_staff:
        url = url_for("visitors.index", organiser_slug=event.organiser.slug, event_slug=event.slug)
    yield Held(
        kind=_l("Visitors"),
        title=_("Register as a visitor"),
        url=url,
        summary=", ".join(each.name for each in types[:4]),
        state=_l("Registration is open") if is_open else _l("Registration is closed"),
        tone="success" if is_open else "neutral",
        icon="ticket",
        call=_("Register as a visitor") if is_open else "",
        closes_at=max(closes) if closes and len(closes) == len(types) else None,
    )


@reacts_to(PersonalData)
def personal_data(question: PersonalData) -> Iterator[PersonalRecords]:
    """The person's registrations and tickets."""
    rows = scalars(select(Registration).where(Registration.account_id == question.account_id))
    yield PersonalRecords(
        "visits",
        [
            {
                "event": each.event.title,
                "ticket_type": each.ticket_type.name,
                "name": each.name,
                "email": each.email,
                "phone": each.phone,
                "organisation": each.organisation,
                "state": each.state.value,
                "holders": each.holders,
                "answers": each.answers,
            }
            for each in rows
        ],
    )


@reacts_to(AccountErased)
def forget(fact: AccountErased) -> None:
    """Names and addresses go from registrations, tickets, leads; entries stay as numbers."""
    for row in scalars(select(Registration).where(Registration.account_id == fact.account_id)):
        forget_visitor(row)
    for ticket in scalars(select(Ticket).where(Ticket.account_id == fact.account_id)):
        withdraw_all(ticket)
    session().execute(update(Lead).where(Lead.scanned_by_id == fact.account_id).values(scanned_by_id=None))


@reacts_to(CalendarAsked)
def visits(question: CalendarAsked) -> Iterator[CalendarItem]:
    """The days of events for which the person has tickets."""
    for event, days in visits_of(tickets_held_by(question.account_id, *question.days)).items():
        for starts_at, ends_at in question.stretches(days, event.timezone):
            yield CalendarItem(
                kind=VISITS.name,
                uid=f"visit-{event.public_id}-{starts_at:%Y%m%d}",
                title=event.title,
                title_en=event.title_en,
                starts_at=starts_at,
                ends_at=ends_at,
                where=", ".join(part for part in (event.venue_name, event.venue_address) if part),
                address="/visits",
                timezone=event.timezone,
                all_day=True,
                is_cancelled=event.state is EventState.CANCELLED,
                sequence=event.version,
                changed_at=event.updated_at,
            )
