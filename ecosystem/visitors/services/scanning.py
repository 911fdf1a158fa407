"""Scans at the gate: decided once, whoever sends them how often and when.

A scan has a key made on the device; sent again it gives the answer it got the first time. Which of two scans of one
ticket counts is decided by the unique constraint of entries, not by what a device believed without network.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import contains_eager

from ecosystem.audit.services import record
from ecosystem.core import clock
from ecosystem.core.database import session, transaction, unique_or
from ecosystem.core.errors import AlreadyTaken, NoSuchRecord
from ecosystem.visitors.domain.admission import Decision, Stay, days_of, decide, moment_of_scan
from ecosystem.visitors.domain.states import Direction, Outcome
from ecosystem.visitors.domain.tokens import Scanned, event_tag, is_genuine, read_scan
from ecosystem.visitors.models import Entry, Gate, GateDevice, ScanAttempt, Ticket
from ecosystem.visitors.queries.gates import inside_now
from ecosystem.visitors.queries.links import signing_key

SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class Scan:
    """What a device sends: `text` from the QR code or typed, or `ticket_id` (public) chosen from the list.

    `at` and `sent_at` are by the device's clock, however wrong. `force` lets somebody into a full place.
    """

    key: str
    text: str = ""
    ticket_id: str = ""
    direction: Direction = Direction.IN
    at: datetime | None = None
    sent_at: datetime | None = None
    was_offline: bool = False
    force: bool = False


@dataclass(frozen=True)
class ScanResult:
    """What a scan came to, and about whom. `since` and `gate`: the entry made, ended or in the way."""

    key: str
    outcome: Outcome
    at: datetime
    ticket: Ticket | None = None
    since: datetime | None = None
    gate: str = ""


def scan(device: GateDevice, sent: Scan) -> ScanResult:
    """Decide a scan and keep it, or return what it was decided before. About six statements."""
    received = clock.now()
    moment = _moment(sent, received)
    with transaction():
        ticket, problem = _find(device, sent)
        stays = _stays(ticket) if ticket is not None and problem is None else []
        decision = Decision(problem) if problem is not None else _decide(device, ticket, stays, sent, moment)
        try:
            with unique_or(""):
                entry = _carry_out(device, ticket, decision, sent, moment)
                attempt = _attempt(device, ticket, entry, decision.outcome, sent, moment=moment, received=received)
                session().add(attempt)
                session().flush()
        except AlreadyTaken:
            return _again(device, ticket, sent, moment)
        _seen(device, sent, received)
        return _result(attempt, ticket, entry)


def _moment(sent: Scan, received: datetime) -> datetime:
    if sent.at is None or sent.sent_at is None:
        return received
    return moment_of_scan(sent.at, sent.sent_at, received)


def _find(device: GateDevice, sent: Scan) -> tuple[Ticket | None, Outcome | None]:
    """The ticket that was scanned, or what is wrong with what was scanned."""
    if sent.ticket_id:
        ticket = _locked_ticket(Ticket.public_id == sent.ticket_id)
        return (ticket, None) if ticket and ticket.event_id == device.event_id else (None, Outcome.UNKNOWN)
    scanned = read_scan(sent.text)
    if scanned is None:
        return None, Outcome.UNKNOWN
    if not is_genuine(scanned, key=signing_key()):
        return None, Outcome.FORGED
    return _of_this_event(device, scanned)


def _of_this_event(device: GateDevice, scanned: Scanned) -> tuple[Ticket | None, Outcome | None]:
    if scanned.tag and scanned.tag != event_tag(device.event.public_id):
        return None, Outcome.OTHER_EVENT
    ticket = _locked_ticket(Ticket.code == scanned.code)
    if ticket is None:
        return None, Outcome.UNKNOWN
    return (ticket, None) if ticket.event_id == device.event_id else (None, Outcome.OTHER_EVENT)


def _locked_ticket(condition: object) -> Ticket | None:
    """The ticket with its type, re-read; scans of one ticket wait for each other."""
    statement = (
        select(Ticket)
        .join(Ticket.ticket_type)
        .where(condition)  # type: ignore[arg-type]
        .options(contains_eager(Ticket.ticket_type))
        .with_for_update(of=Ticket)
        .execution_options(populate_existing=True)
    )
    return session().scalar(statement)


def _stays(ticket: Ticket) -> list[Stay]:
    rows = session().execute(
        select(Entry.period, Entry.left_at, Entry.id)
        .where(Entry.ticket_id == ticket.id, Entry.period.is_not(None))
        .order_by(Entry.id)
    )
    return [Stay(period or "", left is not None, ident) for period, left, ident in rows]


def _decide(device: GateDevice, ticket: Ticket | None, stays: Sequence[Stay], sent: Scan, moment: datetime) -> Decision:
    assert ticket is not None
    event, kind = device.event, ticket.ticket_type
    local = moment.astimezone(clock.zone(event.timezone))
    days = days_of(event.starts_on, event.ends_on, kind.valid_days)
    decision = decide(ticket.state, kind.entry_policy, days, stays, direction=sent.direction, day=local.date())
    if decision.outcome is Outcome.ADMITTED and _is_full(device, sent, local):
        return Decision(Outcome.FULL)
    return decision


def _is_full(device: GateDevice, sent: Scan, local: datetime) -> bool:
    """Somebody let in without network is in: only who stands at the gate now can be asked to wait."""
    gate = device.gate
    if gate.capacity is None or sent.force or sent.was_offline:
        return False
    return inside_now(gate, local.replace(hour=0, minute=0, second=0, microsecond=0)) >= gate.capacity


def _carry_out(
    device: GateDevice, ticket: Ticket | None, decision: Decision, sent: Scan, moment: datetime
) -> Entry | None:
    """Make the entry, or end it; else return the one in the way."""
    if ticket is None:
        return None
    if decision.outcome is Outcome.ADMITTED:
        entry = Entry(
            event_id=device.event_id,
            ticket_id=ticket.id,
            gate_id=device.gate_id,
            device_id=device.id,
            period=decision.period,
            entered_at=moment,
        )
        session().add(entry)
        session().flush()
        return entry
    found = session().get(Entry, decision.stay.ident) if decision.stay else None
    if found is not None and decision.outcome is Outcome.LEFT:
        found.left_at, found.left_gate_id = max(moment, found.entered_at), device.gate_id
    return found


def _attempt(
    device: GateDevice,
    ticket: Ticket | None,
    entry: Entry | None,
    outcome: Outcome,
    sent: Scan,
    *,
    moment: datetime,
    received: datetime,
) -> ScanAttempt:
    return ScanAttempt(
        event_id=device.event_id,
        gate_id=device.gate_id,
        device_id=device.id,
        ticket_id=ticket.id if ticket else None,
        entry_id=entry.id if entry else None,
        key=sent.key,
        direction=sent.direction,
        outcome=outcome,
        at=moment,
        device_at=sent.at or received,
        received_at=received,
        was_offline=sent.was_offline,
    )


def _again(device: GateDevice, ticket: Ticket | None, sent: Scan, moment: datetime) -> ScanResult:
    """The answer this scan got before; if there is none, another scan of the ticket was faster."""
    found = session().scalar(select(ScanAttempt).where(ScanAttempt.device_id == device.id, ScanAttempt.key == sent.key))
    if found is not None:
        entry = session().get(Entry, found.entry_id) if found.entry_id else None
        return _result(found, session().get(Ticket, found.ticket_id) if found.ticket_id else None, entry)
    assert ticket is not None
    newest = select(Entry).where(Entry.ticket_id == ticket.id, Entry.period.is_not(None)).order_by(Entry.id.desc())
    entry = session().scalar(newest.limit(1))
    attempt = _attempt(device, ticket, entry, Outcome.ALREADY_IN, sent, moment=moment, received=clock.now())
    session().add(attempt)
    session().flush()
    return _result(attempt, ticket, entry)


def _result(attempt: ScanAttempt, ticket: Ticket | None, entry: Entry | None) -> ScanResult:
    gate = session().get(Gate, entry.gate_id) if entry is not None else None
    return ScanResult(
        attempt.key,
        attempt.outcome,
        attempt.at,
        ticket,
        since=entry.entered_at if entry is not None else None,
        gate=gate.name if gate is not None else "",
    )


def _seen(device: GateDevice, sent: Scan, received: datetime) -> None:
    """Keep when the device was heard of and how wrong its clock is; now and then, not at each scan."""
    if device.seen_at is not None and received - device.seen_at < SEEN_EVERY:
        return
    values: dict[str, object] = {"seen_at": received}
    if sent.sent_at is not None:
        values["clock_offset_ms"] = int((received - sent.sent_at).total_seconds() * 1000)
    session().execute(update(GateDevice).where(GateDevice.id == device.id).values(**values))


def undo(device: GateDevice, key: str) -> bool:
    """Take back a scan of this device: the entry no longer counts, or the exit did not happen.

    Tells whether there was something to take back; again changes nothing. Raises NoSuchRecord for an unknown scan.
    """
    with transaction():
        attempt = session().scalar(
            select(ScanAttempt).where(ScanAttempt.device_id == device.id, ScanAttempt.key == key).with_for_update()
        )
        if attempt is None:
            raise NoSuchRecord("")
        entry = session().get(Entry, attempt.entry_id) if attempt.entry_id else None
        if attempt.undone_at is not None or entry is None or entry.period is None:
            return False
        if attempt.outcome is Outcome.ADMITTED:
            entry.period, entry.undone_at = None, clock.now()
        elif attempt.outcome is Outcome.LEFT and not _came_again(entry):
            entry.left_at = entry.left_gate_id = None
        else:
            return False
        attempt.undone_at = clock.now()
        record("visitors.scan_undone", entry, by=device.account_id, scope=device.event, note=device.label)
        return True


def _came_again(entry: Entry) -> bool:
    later = select(Entry.id).where(Entry.ticket_id == entry.ticket_id, Entry.period.is_not(None), Entry.id > entry.id)
    return session().scalar(later.limit(1)) is not None
