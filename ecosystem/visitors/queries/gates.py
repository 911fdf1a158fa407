"""Gates, devices, and who is inside."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from hashlib import sha256
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from ecosystem.core import clock
from ecosystem.core.database import one_or_missing, scalars, session
from ecosystem.core.finding import matches
from ecosystem.events.models import Event, Organiser
from ecosystem.visitors.domain.admission import days_of
from ecosystem.visitors.domain.states import TicketState
from ecosystem.visitors.domain.tokens import list_hash
from ecosystem.visitors.models import Entry, Gate, GateDevice, ScanAttempt, Ticket, TicketType


@dataclass(frozen=True)
class GateCount:
    """What passed a gate: entries that count, those inside now, and today's entries."""

    gate: Gate
    entries: int
    inside: int
    today: int


def gates_of(event: Event) -> Sequence[Gate]:
    """Return the gates in their order."""
    return scalars(select(Gate).where(Gate.event_id == event.id).order_by(Gate.position, Gate.id))


def gate_of_event(organiser_slug: str, event_slug: str, gate_id: str) -> Gate:
    """Return a gate with its event and organiser. Raises NoSuchRecord."""
    statement = (
        select(Gate)
        .join(Gate.event)
        .join(Event.organiser)
        .where(Gate.public_id == gate_id, Event.slug == event_slug, Organiser.slug == organiser_slug)
        .options(contains_eager(Gate.event).contains_eager(Event.organiser))
    )
    return one_or_missing(session().scalar(statement))


def devices_of(event: Event) -> Sequence[GateDevice]:
    """Return the devices whose links still work, with gate and account, the newest first."""
    statement = select(GateDevice).where(
        GateDevice.event_id == event.id, GateDevice.revoked_at.is_(None), GateDevice.expires_at > clock.now()
    )
    options = (joinedload(GateDevice.gate), joinedload(GateDevice.account))
    return scalars(statement.options(*options).order_by(GateDevice.id.desc()))


def device_by_token(token: str) -> GateDevice:
    """Return the device of a link with gate and event. Raises NoSuchRecord for one that ended or never was."""
    statement = (
        select(GateDevice)
        .where(
            GateDevice.token_hash == sha256(token.encode()).hexdigest(),
            GateDevice.revoked_at.is_(None),
            GateDevice.expires_at > clock.now(),
        )
        .options(joinedload(GateDevice.gate), joinedload(GateDevice.event))
    )
    return one_or_missing(session().scalar(statement))


def counts_by_gate(event: Event, today: date) -> list[GateCount]:
    """Return what passed each gate; two statements."""
    opens = clock.local(datetime.combine(today, time.min), event.timezone)
    inside = and_(Entry.left_at.is_(None), Entry.entered_at >= opens)
    rows = session().execute(
        select(
            Entry.gate_id,
            func.count(),
            func.count().filter(inside),
            func.count().filter(Entry.entered_at >= opens),
        )
        .where(Entry.event_id == event.id, Entry.period.is_not(None))
        .group_by(Entry.gate_id)
    )
    counted = {row[0]: row[1:] for row in rows}
    return [GateCount(gate, *counted.get(gate.id, (0, 0, 0))) for gate in gates_of(event)]


def inside_now(gate: Gate, since: datetime) -> int:
    """Return how many who came in through a gate since then have not left; one statement."""
    return (
        session().scalar(
            select(func.count()).where(
                Entry.gate_id == gate.id,
                Entry.period.is_not(None),
                Entry.left_at.is_(None),
                Entry.entered_at >= since,
            )
        )
        or 0
    )


def ticket_list(device: GateDevice, since: datetime | None) -> list[dict[str, Any]]:
    """Return what a device keeps to work without network: of each ticket (changed since `since`) the hash of its code,
    name, type, state, days and the entries that count. Two statements.
    """
    event = device.event
    entries = _entries_of(event.id)
    statement = (
        select(
            Ticket.id,
            Ticket.public_id,
            Ticket.code,
            Ticket.holder_name,
            Ticket.holder_organisation,
            Ticket.state,
            TicketType.public_id,
        )
        .join(TicketType, TicketType.id == Ticket.ticket_type_id)
        .where(Ticket.event_id == event.id)
        .order_by(Ticket.sort_key, Ticket.id)
    )
    if since is not None:
        touched = select(Entry.ticket_id).where(
            Entry.event_id == event.id,
            or_(Entry.entered_at >= since, Entry.left_at >= since, Entry.undone_at >= since),
        )
        scanned = select(ScanAttempt.ticket_id).where(
            ScanAttempt.event_id == event.id, ScanAttempt.received_at >= since, ScanAttempt.ticket_id.is_not(None)
        )
        statement = statement.where(or_(Ticket.updated_at >= since, Ticket.id.in_(touched), Ticket.id.in_(scanned)))
    return [
        {
            "i": public_id,
            "h": list_hash(event.public_id, code),
            "n": name,
            "o": organisation,
            "s": state.value,
            "t": type_id,
            "e": entries.get(ident, []),
        }
        for ident, public_id, code, name, organisation, state, type_id in session().execute(statement)
    ]


def _entries_of(event_id: int) -> dict[int, list[dict[str, Any]]]:
    """The entries that count, as a device keeps them: period, when, where, whether it ended."""
    rows = session().execute(
        select(Entry.ticket_id, Entry.period, Entry.entered_at, Entry.left_at, Gate.name)
        .join(Gate, Gate.id == Entry.gate_id)
        .where(Entry.event_id == event_id, Entry.period.is_not(None))
        .order_by(Entry.id)
    )
    found: dict[int, list[dict[str, Any]]] = {}
    for ticket_id, period, entered, left, gate in rows:
        stay = {"p": period, "a": entered.isoformat(), "g": gate, "l": left is not None}
        found.setdefault(ticket_id, []).append(stay)
    return found


def types_for_device(event: Event) -> dict[str, dict[str, Any]]:
    """Return the ticket types as a device keeps them: name, policy and days."""
    types = scalars(select(TicketType).where(TicketType.event_id == event.id))
    return {
        each.public_id: {
            "name": each.name,
            "name_en": each.name_en or each.name,
            "policy": each.entry_policy.value,
            "days": sorted(day.isoformat() for day in days_of(event.starts_on, event.ends_on, each.valid_days)),
        }
        for each in types
    }


def valid_tickets(event: Event) -> int:
    """Return how many tickets are valid."""
    statement = select(func.count()).where(Ticket.event_id == event.id, Ticket.state == TicketState.VALID)
    return session().scalar(statement) or 0


def search_tickets(event: Event, query: str, limit: int = 20) -> Sequence[Ticket]:
    """Return tickets whose holder, address, organisation or code fits, with their types."""
    statement = select(Ticket).where(Ticket.event_id == event.id, matches(Ticket.search_text, query))
    return scalars(statement.options(joinedload(Ticket.ticket_type)).order_by(Ticket.sort_key).limit(limit))
