"""Figures of the visit: entries by hour, gate and day, who is inside when, leads by booth, hour and sector."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from ecosystem.core import clock
from ecosystem.core.database import session
from ecosystem.events.models import Event
from ecosystem.exhibitions.models import Booth, Exhibition, Hall
from ecosystem.exhibitions.queries.exhibitions import booths_by_exhibitor
from ecosystem.showcase.queries.figures import BoothFigures
from ecosystem.visitors.domain.occupancy import Presence, by_hour
from ecosystem.visitors.domain.states import LeadState, Outcome, RegistrationState, TicketState
from ecosystem.visitors.models import Entry, Gate, Lead, Registration, ScanAttempt, Ticket, TicketType


@dataclass(frozen=True)
class Totals:
    """The whole of an event: valid tickets, people who came (tickets with an entry), entries, scans, refused ones."""

    tickets: int
    came: int
    entries: int
    scans: int
    refused: int


@dataclass(frozen=True)
class BoothLeads:
    """Scans of badges by one exhibitor, and of them the contacts it may see now."""

    exhibitor_id: int
    name: str
    sectors: tuple[str, ...]
    booths: str
    scans: int
    contacts: int


def days_with_entries(event: Event) -> list[date]:
    """Return the days of the event."""
    length = min(60, (event.ends_on - event.starts_on).days + 1)
    return [event.starts_on + timedelta(number) for number in range(length)]


def bounds(event: Event, day: date | None) -> tuple[datetime, datetime]:
    """Return the instants between which is counted: a day in the event's zone, or all its days."""
    first, last = (day, day) if day is not None else (event.starts_on, event.ends_on)
    since = clock.local(datetime.combine(first, time.min), event.timezone)
    return since, clock.local(datetime.combine(last + timedelta(days=1), time.min), event.timezone)


def totals(event: Event, day: date | None = None) -> Totals:
    """Return the sums; three statements."""
    since, until = bounds(event, day)
    tickets = session().scalar(
        select(func.count()).where(Ticket.event_id == event.id, Ticket.state == TicketState.VALID)
    )
    came = (
        session()
        .execute(select(func.count(func.distinct(Entry.ticket_id)), func.count()).where(*_counted(event, since, until)))
        .one()
    )
    refused = func.count().filter(ScanAttempt.outcome.not_in((Outcome.ADMITTED, Outcome.LEFT)))
    scans = (
        session()
        .execute(
            select(func.count(), refused).where(
                ScanAttempt.event_id == event.id, ScanAttempt.at >= since, ScanAttempt.at < until
            )
        )
        .one()
    )
    return Totals(tickets or 0, came[0], came[1], scans[0], scans[1])


def _counted(event: Event, since: datetime, until: datetime) -> tuple[ColumnElement[bool], ...]:
    return Entry.event_id == event.id, Entry.period.is_not(None), Entry.entered_at >= since, Entry.entered_at < until


def entries_by_hour(event: Event, day: date | None = None) -> list[tuple[datetime, int, int]]:
    """Return (hour, entries in it, people inside at its end), in order; one statement.

    Whoever left without a scan counts as inside until the end of the day.
    """
    since, until = bounds(event, day)
    rows = session().execute(select(Entry.entered_at, Entry.left_at).where(*_counted(event, since, until)))
    return by_hour([Presence(entered, left) for entered, left in rows], event.timezone)


def entries_by_gate(event: Event, day: date | None = None) -> list[tuple[str, int]]:
    """Return (gate, entries), in the order of the gates; one statement."""
    since, until = bounds(event, day)
    rows = session().execute(
        select(Gate.name, func.count(Entry.id))
        .join(Entry, Entry.gate_id == Gate.id)
        .where(*_counted(event, since, until))
        .group_by(Gate.id, Gate.name, Gate.position)
        .order_by(Gate.position, Gate.id)
    )
    return [(row[0], row[1]) for row in rows]


def by_type(event: Event) -> list[tuple[str, int, int, int]]:
    """Return (ticket type, valid tickets, people who came, đồng of confirmed registrations); three statements."""
    valid = _numbers(
        select(Ticket.ticket_type_id, func.count())
        .where(Ticket.event_id == event.id, Ticket.state == TicketState.VALID)
        .group_by(Ticket.ticket_type_id)
    )
    came = _numbers(
        select(Ticket.ticket_type_id, func.count(func.distinct(Entry.ticket_id)))
        .join(Entry, Entry.ticket_id == Ticket.id)
        .where(Ticket.event_id == event.id, Entry.period.is_not(None))
        .group_by(Ticket.ticket_type_id)
    )
    types = session().execute(
        select(
            TicketType.id,
            TicketType.name,
            func.coalesce(func.sum(Registration.unit_price * Registration.holds), 0),
        )
        .outerjoin(
            Registration,
            (Registration.ticket_type_id == TicketType.id) & (Registration.state == RegistrationState.CONFIRMED),
        )
        .where(TicketType.event_id == event.id)
        .group_by(TicketType.id, TicketType.name, TicketType.position)
        .order_by(TicketType.position, TicketType.id)
    )
    return [(name, valid.get(ident, 0), came.get(ident, 0), int(money)) for ident, name, money in types]


def _numbers(statement: Select[Any, Any]) -> dict[int, int]:
    return {row[0]: row[1] for row in session().execute(statement)}


def halls_of_event(event: Event) -> list[tuple[str, str]]:
    """Return (public id, name) of the halls of the event's exhibitions."""
    rows = session().execute(
        select(Hall.public_id, Hall.name)
        .join(Exhibition, Exhibition.id == Hall.exhibition_id)
        .where(Exhibition.event_id == event.id)
        .order_by(Hall.exhibition_id, Hall.position, Hall.id)
    )
    return [(row[0], row[1]) for row in rows]


@dataclass(frozen=True)
class BadgeScan:
    """One badge scanned by an exhibitor, without the person."""

    exhibitor_id: int
    at: datetime
    is_shared: bool


def badge_scans(event: Event, day: date | None = None, exhibitor_id: int | None = None) -> list[BadgeScan]:
    """Return the badges scanned at the event, by all or by one exhibitor; one statement."""
    since, until = bounds(event, day)
    statement = (
        select(Lead.exhibitor_id, Lead.scanned_at, Lead.state)
        .join(Ticket, Ticket.id == Lead.ticket_id)
        .where(Ticket.event_id == event.id, Lead.scanned_at >= since, Lead.scanned_at < until)
    )
    if exhibitor_id is not None:
        statement = statement.where(Lead.exhibitor_id == exhibitor_id)
    return [BadgeScan(ident, at, state is LeadState.GIVEN) for ident, at, state in session().execute(statement)]


def leads_by_booth(found: Sequence[BoothFigures], scans: Sequence[BadgeScan], hall: str = "") -> list[BoothLeads]:
    """Return the scans of the exhibitors of `found` (those with a booth in the hall), most first; one statement."""
    scanned = Counter(scan.exhibitor_id for scan in scans)
    shared = Counter(scan.exhibitor_id for scan in scans if scan.is_shared)
    booths = booths_by_exhibitor([row.exhibitor_id for row in found])
    rows = []
    for each in found:
        own = [booth for booth in booths.get(each.exhibitor_id, ()) if not hall or _is_in(booth, hall)]
        if own or not hall:
            ident = each.exhibitor_id
            numbers = ", ".join(booth.number for booth in own)
            rows.append(BoothLeads(ident, each.name, each.sectors, numbers, scanned[ident], shared[ident]))
    return sorted(rows, key=lambda row: -row.scans)


def _is_in(booth: Booth, hall: str) -> bool:
    return booth.hall is not None and booth.hall.public_id == hall


def leads_by_hour(event: Event, scans: Sequence[BadgeScan]) -> list[tuple[datetime, int]]:
    """Return (hour, scans of badges), in order."""
    zone = clock.zone(event.timezone)
    hours = Counter(scan.at.astimezone(zone).replace(minute=0, second=0, microsecond=0) for scan in scans)
    return sorted(hours.items())


def leads_by_sector(rows: Sequence[BoothLeads]) -> list[tuple[str, int]]:
    """Return (sector code, scans); an exhibitor of two sectors counts in both, one of none under ""."""
    sums: Counter[str] = Counter()
    for row in rows:
        for code in row.sectors or ("",):
            sums[code] += row.scans
    return [(code, number) for code, number in sums.most_common() if number]
