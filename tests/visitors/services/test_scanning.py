"""Scans at the gate."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ecosystem.core import clock
from ecosystem.core.database import db
from ecosystem.core.errors import NoSuchRecord, Refused
from ecosystem.visitors.domain.people import Person
from ecosystem.visitors.domain.states import Direction, EntryPolicy, Outcome, TicketState
from ecosystem.visitors.domain.tokens import ticket_token
from ecosystem.visitors.models import Entry, GateDevice, ScanAttempt, Ticket
from ecosystem.visitors.queries.gates import device_by_token
from ecosystem.visitors.queries.links import qr_text
from ecosystem.visitors.services.ending import cancel_ticket
from ecosystem.visitors.services.issuing import hand_over
from ecosystem.visitors.services.scanning import Scan, ScanResult, scan, undo
from tests.support.factories.visitors import make_device, make_gate, make_running_event, make_ticket, make_ticket_type
from tests.support.statements import count_statements

_keys = count(1)


def key() -> str:
    return f"scan-{next(_keys):08}"


def scanned(device: GateDevice, ticket: Ticket, **values: object) -> ScanResult:
    return scan(device, Scan(key=key(), text=qr_text(ticket), **values))  # type: ignore[arg-type]


def at_gate(policy: EntryPolicy = EntryPolicy.DAILY) -> tuple[GateDevice, Ticket]:
    kind = make_ticket_type(entry_policy=policy)
    device, _ = make_device(make_gate(kind.event))
    return device, make_ticket(kind)


def entries() -> int:
    return db.session().scalar(select(func.count()).where(Entry.period.is_not(None))) or 0


def test_a_ticket_lets_in_once(session: Session) -> None:
    device, ticket = at_gate()
    other, _ = make_device(make_gate(ticket.event, "Cổng B"))
    first = scanned(device, ticket)
    second = scanned(other, ticket)
    assert (first.outcome, second.outcome) == (Outcome.ADMITTED, Outcome.ALREADY_IN)
    assert (second.gate, second.since) == (device.gate.name, first.at)
    assert entries() == 1


def test_the_same_scan_sent_twice_gets_the_same_answer(session: Session) -> None:
    device, ticket = at_gate()
    sent = Scan(key=key(), text=qr_text(ticket))
    assert [scan(device, sent).outcome for _ in range(3)] == [Outcome.ADMITTED] * 3
    assert entries() == 1
    assert db.session().scalar(select(func.count()).select_from(ScanAttempt)) == 1


def test_in_and_out_and_in_again(session: Session) -> None:
    device, ticket = at_gate(EntryPolicy.REENTRY)
    outcomes = [
        scanned(device, ticket, direction=way).outcome
        for way in (Direction.IN, Direction.IN, Direction.OUT, Direction.OUT, Direction.IN)
    ]
    assert outcomes == [
        Outcome.ADMITTED,
        Outcome.ALREADY_IN,
        Outcome.LEFT,
        Outcome.NOT_INSIDE,
        Outcome.ADMITTED,
    ]


def test_each_bad_ticket_has_its_own_words(session: Session) -> None:
    device, ticket = at_gate()
    event = ticket.event
    elsewhere = make_ticket()
    old = make_ticket(ticket.ticket_type)
    gone = make_ticket(ticket.ticket_type)
    cancel_ticket(gone, by=None)
    new = hand_over(old, Person("Lê Mẫu Hà"), by=None)
    forged = qr_text(ticket)[:-1] + ("A" if qr_text(ticket)[-1] != "A" else "B")
    made_up = ticket_token(event.public_id, ticket.code, key="another key")
    other_day = make_ticket(make_ticket_type(event, valid_days=[(event.ends_on + timedelta(days=1)).isoformat()]))
    answers = [
        scan(device, Scan(key=key(), text=text)).outcome
        for text in (
            qr_text(elsewhere),
            elsewhere.code,
            qr_text(gone),
            qr_text(old),
            forged,
            made_up,
            qr_text(other_day),
            "K3M9P2QRTZ7H",
            "https://example.vn",
        )
    ]
    assert answers == [
        Outcome.OTHER_EVENT,
        Outcome.OTHER_EVENT,
        Outcome.CANCELLED,
        Outcome.HANDED_OVER,
        Outcome.FORGED,
        Outcome.FORGED,
        Outcome.OTHER_DAY,
        Outcome.UNKNOWN,
        Outcome.UNKNOWN,
    ]
    assert old.state is TicketState.HANDED_OVER
    assert scanned(device, new).outcome is Outcome.ADMITTED


def test_a_ticket_of_the_list_and_a_typed_code(session: Session) -> None:
    device, ticket = at_gate()
    assert scan(device, Scan(key=key(), ticket_id=ticket.public_id)).outcome is Outcome.ADMITTED
    assert scan(device, Scan(key=key(), text=ticket.code.lower())).outcome is Outcome.ALREADY_IN
    assert scan(device, Scan(key=key(), ticket_id=make_ticket().public_id)).outcome is Outcome.UNKNOWN


def test_a_scan_without_network_counts_when_it_was_made(session: Session) -> None:
    device, ticket = at_gate()
    wrong = timedelta(hours=-7, minutes=11)
    now = clock.now()
    result = scanned(device, ticket, at=now + wrong - timedelta(minutes=5), sent_at=now + wrong, was_offline=True)
    assert abs(result.at - (now - timedelta(minutes=5))) < timedelta(seconds=5)
    db.session().expire_all()
    assert abs(device.clock_offset_ms + wrong.total_seconds() * 1000) < 5000


def test_a_copied_ticket_at_two_gates_without_network_counts_once_however_wrong_their_clocks(session: Session) -> None:
    """The copy was scanned ten minutes later by a telephone an hour behind, and reaches the server first."""
    device, ticket = at_gate()
    other, _ = make_device(make_gate(ticket.event, "Cổng B"))
    now, hour = clock.now(), timedelta(hours=1)
    copy = Scan(
        key=key(), text=qr_text(ticket), at=now - timedelta(minutes=5) - hour, sent_at=now - hour, was_offline=True
    )
    true = Scan(
        key=key(), text=qr_text(ticket), at=now - timedelta(minutes=15) + hour, sent_at=now + hour, was_offline=True
    )
    first, second = scan(other, copy), scan(device, true)
    assert [each.outcome for each in (first, second)] == [Outcome.ADMITTED, Outcome.ALREADY_IN]
    assert abs(first.at - (now - timedelta(minutes=5))) < timedelta(seconds=5)
    assert abs(second.at - (now - timedelta(minutes=15))) < timedelta(seconds=5)  # the figures show which came first
    assert entries() == 1
    assert [scan(other, copy).outcome, scan(device, true).outcome] == [Outcome.ADMITTED, Outcome.ALREADY_IN]


def test_an_entry_by_mistake_is_taken_back(session: Session) -> None:
    device, ticket = at_gate()
    sent = Scan(key=key(), text=qr_text(ticket))
    scan(device, sent)
    assert undo(device, sent.key)
    assert not undo(device, sent.key)
    assert entries() == 0
    assert scanned(device, ticket).outcome is Outcome.ADMITTED


def test_an_exit_by_mistake_is_taken_back_unless_they_came_again(session: Session) -> None:
    device, ticket = at_gate(EntryPolicy.REENTRY)
    scanned(device, ticket)
    leaving = Scan(key=key(), text=qr_text(ticket), direction=Direction.OUT)
    scan(device, leaving)
    assert undo(device, leaving.key)
    assert scanned(device, ticket).outcome is Outcome.ALREADY_IN
    again = Scan(key=key(), text=qr_text(ticket), direction=Direction.OUT)
    scan(device, again)
    scanned(device, ticket)
    assert not undo(device, again.key)


def test_a_device_undoes_its_own_scans_only(session: Session) -> None:
    device, ticket = at_gate()
    other, _ = make_device(device.gate)
    sent = Scan(key=key(), text=qr_text(ticket))
    scan(device, sent)
    with pytest.raises(NoSuchRecord):
        undo(other, sent.key)


def test_a_full_place_waits_unless_somebody_decides(session: Session) -> None:
    kind = make_ticket_type()
    gate = make_gate(kind.event, capacity=1)
    device, _ = make_device(gate)
    first, second, third = (make_ticket(kind) for _ in range(3))
    assert scanned(device, first).outcome is Outcome.ADMITTED
    assert scanned(device, second).outcome is Outcome.FULL
    assert scanned(device, second, force=True).outcome is Outcome.ADMITTED
    assert scanned(device, third, was_offline=True).outcome is Outcome.ADMITTED


def test_a_scan_takes_few_statements(session: Session) -> None:
    kind = make_ticket_type()
    _, token = make_device(make_gate(kind.event))
    tickets = [make_ticket(kind) for _ in range(2)]
    scanned(device_by_token(token), tickets[0])
    text = qr_text(tickets[1])
    db.session().expire_all()
    with count_statements() as counted:
        scan(device_by_token(token), Scan(key=key(), text=text))
    counted.at_most(8)


@pytest.mark.both_databases
def test_one_of_many_scans_at_the_same_time_counts(committed_app: Flask) -> None:
    with committed_app.app_context():
        event = make_running_event()
        kind = make_ticket_type(event, entry_policy=EntryPolicy.ONCE)
        texts = [qr_text(make_ticket(kind, f"Khách {number}")) for number in range(3)]
        tokens = [make_device(make_gate(event, f"Cổng {number}"))[1] for number in range(4)]
        db.session.remove()

    def scans(token: str) -> list[str]:
        with committed_app.app_context():
            device = device_by_token(token)
            found = [
                scan(device, Scan(key=f"{token[:8]}-{number}", text=text)).outcome for number, text in enumerate(texts)
            ]
            db.session.remove()
            return [each.value for each in found]

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(scans, tokens))
    for number in range(3):
        assert sorted(answer[number] for answer in answers) == ["admitted", "already_in", "already_in", "already_in"]
    with committed_app.app_context():
        assert entries() == 3


def test_a_telephone_whose_clock_was_put_forward_by_years_scans_today(session: Session) -> None:
    device, ticket = at_gate()
    now = clock.now()
    found = scanned(device, ticket, at=now.replace(year=1970), sent_at=now, was_offline=True)
    assert found.outcome is Outcome.ADMITTED, "the empty battery said 1970, the network then told the time"


def test_a_ticket_somebody_came_in_with_is_handed_to_nobody(session: Session) -> None:
    device, ticket = at_gate()
    scanned(device, ticket)
    with pytest.raises(Refused):
        hand_over(ticket, Person("Nguyễn Mẫu Bạn"), by=None)
    assert ticket.state is TicketState.VALID
