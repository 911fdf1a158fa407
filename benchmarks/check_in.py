"""Scans at the gate: several telephones scan different tickets as fast as they can, 10,000 tickets, 2 workers.

    python -m benchmarks.check_in [--database sqlite|postgresql] [--telephones 8] [--seconds 5] [--rounds 3]

Every fifth scan is of a ticket that is in already. Told are scans a second, p50, p95, p99 of an answer as the telephone
waits for it, and the processor time of the workers for a scan. Target: at least 50 a second, p95 at most 100 ms.
"""

import argparse
import http.client
import json
import tempfile
import threading
import time
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import insert

from benchmarks.databases import database
from benchmarks.figures import percentile
from benchmarks.product import application, environment, serving
from ecosystem.core import clock
from ecosystem.core.database import Model, db, session, transaction
from ecosystem.core.identifiers import public_id
from ecosystem.events.models import Event, EventState, Organiser
from ecosystem.visitors.domain.states import EntryPolicy, RegistrationState, TicketState
from ecosystem.visitors.models import Gate, Registration, Ticket, TicketType
from ecosystem.visitors.queries.links import qr_text
from ecosystem.visitors.services.gates import link_device


def prepare(url: str, instance: Path, *, tickets: int, telephones: int) -> tuple[list[str], list[str]]:
    """Make an event with so many tickets; return the texts of their QR codes and the tokens of the telephones."""
    app = application(url, instance, "demo")
    with app.app_context():
        Model.metadata.create_all(db.engine)
        today = clock.now().astimezone(clock.zone(clock.DEFAULT_ZONE)).date()
        with transaction() as current:
            organiser = Organiser(slug="bench", name="Bench", approved_at=clock.now())
            event = Event(
                organiser=organiser,
                slug="bench",
                title="Bench",
                starts_on=today,
                ends_on=today + timedelta(days=1),
                state=EventState.PUBLISHED,
                published_at=clock.now(),
            )
            current.add(event)
            current.flush()
            kind = TicketType(event_id=event.id, name="Vé", taken=tickets, entry_policy=EntryPolicy.DAILY)
            gate = Gate(event_id=event.id, name="Cổng chính", capacity=tickets * 2)
            current.add_all([kind, gate])
            current.flush()
            registration = Registration(
                event_id=event.id,
                ticket_type_id=kind.id,
                name="Khách Mẫu",
                email="khach@example.vn",
                email_key="khach@example.vn",
                quantity=tickets,
                holds=tickets,
                request_key="bench",
                state=RegistrationState.CONFIRMED,
            )
            current.add(registration)
            current.flush()
            codes = [public_id(12).upper() for _ in range(tickets)]
            rows = [
                {
                    "event_id": event.id,
                    "ticket_type_id": kind.id,
                    "registration_id": registration.id,
                    "code": code,
                    "holder_name": f"Khách Mẫu {number}",
                    "state": TicketState.VALID,
                }
                for number, code in enumerate(codes)
            ]
            current.execute(insert(Ticket), rows)
        texts = [qr_text(Ticket(event=event, code=code)) for code in codes]
        session().expunge_all()
        by = None
        tokens = [
            link_device(session().get_one(Gate, gate.id), label=f"Máy {n}", lasts=timedelta(hours=2), by=by)[1]
            for n in range(telephones)
        ]
        db.session.remove()
        db.engine.dispose()
    return texts, tokens


def telephone(url: str, token: str, texts: list[str], seconds: float, waits: list[float], wrong: list[str]) -> None:
    """Scan one ticket after the other; every fifth once more."""
    parts = urlsplit(url)
    line = http.client.HTTPConnection(parts.hostname or "", parts.port or 80, timeout=30)
    end = time.perf_counter() + seconds
    number = 0
    while (began := time.perf_counter()) < end and number < len(texts):
        again = number % 5 == 4
        text = texts[number - 1] if again else texts[number]
        body = json.dumps({"scans": [{"key": public_id(16), "text": text}]})
        line.request("POST", f"/check-in/{token}/scans", body, {"Content-Type": "application/json"})
        answer = line.getresponse()
        content = answer.read()
        waits.append(time.perf_counter() - began)
        outcome = json.loads(content)["results"][0]["outcome"] if answer.status == 200 else str(answer.status)
        if outcome != ("already_in" if again else "admitted"):
            wrong.append(outcome)
        number += 1
    line.close()


def measure(url: str, tokens: list[str], texts: list[str], seconds: float) -> tuple[list[float], list[str], float]:
    """Let all telephones scan at the same time; return the waits, the wrong answers and how long it took."""
    waits: list[float] = []
    wrong: list[str] = []
    share = len(texts) // len(tokens)
    threads = [
        threading.Thread(target=telephone, args=(url, token, texts[n * share : (n + 1) * share], seconds, waits, wrong))
        for n, token in enumerate(tokens)
    ]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return waits, wrong, time.perf_counter() - began


def main() -> None:
    """Measure in rounds and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--tickets", type=int, default=10_000)
    parser.add_argument("--telephones", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="check-in-") as folder, database(options.database) as url:
        instance = Path(folder)
        texts, tokens = prepare(url, instance, tickets=options.tickets, telephones=options.telephones)
        env = environment(url, instance)
        with serving("wsgi:app", env, threads=4) as server:
            measure(server.url, tokens, texts[:400], 2)  # warm
            rest = texts[400:]
            size = len(rest) // options.rounds
            print(
                "| round | scans/s | p50 ms | p95 ms | p99 ms | CPU ms a scan | wrong |\n"
                "| --- | --- | --- | --- | --- | --- | --- |"
            )
            for number in range(options.rounds):
                before = server.processor_seconds()
                part = rest[number * size : (number + 1) * size]
                waits, wrong, took = measure(server.url, tokens, part, options.seconds)
                used = 1000 * (server.processor_seconds() - before) / len(waits)
                ordered = sorted(wait * 1000 for wait in waits)
                shares = " | ".join(f"{percentile(ordered, share):.1f}" for share in (50, 95, 99))
                print(f"| {number + 1} | {len(waits) / took:.0f} | {shares} | {used:.1f} | {len(wrong)} |")
            print("worker memory MB:", ", ".join(f"{size:.0f}" for size in server.memory()))


if __name__ == "__main__":
    main()
