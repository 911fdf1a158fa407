"""How fast the pages of a large investor session are, over HTTP: `make bench-investors`.

    python -m benchmarks.investor_pages [--database both] [--founders 300] [--investors 100] [--clients 1 4]

A session of 300 founders, 100 investors and 24 slots that runs now: everybody wished for eight to sixteen of the other
side, one proposal is published, another one waits. The product runs under gunicorn with 2 workers; the organiser, a
founder and an investor ask for their pages, from one client and from several at once, each as fast as it can. Told
are p50 and p95 of an answer in milliseconds as the client waits for it, the processor time of the workers for an
answer (it tells even on a busy machine), statements and kilobytes. Target: 15 statements, p95 at most 150 ms.

It also tells how long publishing holds the one writer of SQLite.
"""

import argparse
import contextlib
import http.client
import io
import os
import random
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask
from sqlalchemy import event as events
from sqlalchemy import insert

from benchmarks.databases import database
from benchmarks.figures import percentile
from benchmarks.pages import Asked
from benchmarks.product import Person, Server, application, environment, serving, sign_in
from benchmarks.statements import Cost, cost_of
from ecosystem.core import clock
from ecosystem.core.database import Model, db, transaction
from ecosystem.investors.domain.life_cycle import SessionState
from ecosystem.investors.domain.plan import SessionPlan
from ecosystem.investors.domain.scheduling.engine import schedule
from ecosystem.investors.models import InvestorSession, Participant, Side, TimetableRun, Wish, WishKind
from ecosystem.investors.services import planning, publishing, sessions
from tests.support.factories.events import make_event
from tests.support.factories.investors import take_part

SLOTS, MINUTES = 24, 20
WARM = 6
OWN = {
    "session": "",
    "wishes": "/wishes",
    "agenda": "/agenda",
    "agenda on paper": "/agenda/print",
    "board of the hall": "/board",
}


@dataclass(frozen=True)
class Page:
    """A page as somebody asks for it."""

    name: str
    asked: Asked


def prepare(app: Flask, founders: int, investors: int) -> list[Page]:
    """Fill the database and sign in; return the pages. Tells what publishing took."""
    with app.app_context(), app.test_request_context():
        Model.metadata.create_all(db.engine)
        made, left, right = people(founders, investors)
        owner = made.event.organiser.staff[0].account
        runs = [propose(made, owner, seed) for seed in (1, 2)]
        publish(runs[0], owner)
        sessions.take_step(made, "start", by=owner)
        organiser, founder, investor = (sign_in(app, each) for each in (owner, left[0].account, right[0].account))
        desk, own = f"/organise/investor-sessions/{made.public_id}", f"/investor-sessions/{made.public_id}"
        waiting = runs[1].public_id
        names = {"proposal": f"{desk}/timetables/{waiting}", "published": f"{desk}/timetables/published"}
        named = f"{desk}/people/{left[0].public_id}"
        db.session.remove()
        db.engine.dispose()
    return [
        *(page(f"organiser: {name}", organiser, path) for name, path in {
            "overview": f"{desk}/",
            "participants": f"{desk}/people/",
            "one participant": named,
            "proposals": f"{desk}/timetables/",
            "proposal, founders": names["proposal"],
            "proposal, investors": f"{names['proposal']}?side=investor",
            "proposal, only problems": f"{names['proposal']}?show=wrong",
            "published, founders": names["published"],
            "published, investors": f"{names['published']}?side=investor",
            "the day": f"{desk}/live",
            "tables": f"{desk}/tables",
            "outcomes": f"{desk}/outcomes",
        }.items()),
        *(page(f"{who}: {name}", person, own + rest) for who, person in (("founder", founder), ("investor", investor))
          for name, rest in OWN.items()),
    ]  # fmt: skip


def page(name: str, person: Person, path: str) -> Page:
    return Page(name, Asked(path, headers={"Cookie": person.cookie}))


def people(founders: int, investors: int) -> tuple[InvestorSession, list[Participant], list[Participant]]:
    """A session that runs now; everybody wishes for eight to sixteen of the other side."""
    event = make_event()
    here = clock.now().astimezone(clock.zone(clock.DEFAULT_ZONE))
    length = SLOTS * MINUTES
    begins = min(max(0, (here.hour * 60 + here.minute) // MINUTES * MINUTES - length // 2), 24 * 60 - length)
    plan = SessionPlan(
        "Phiên lớn",
        here.date(),
        starts_minute=begins,
        ends_minute=begins + length,
        slot_minutes=MINUTES,
        tables=investors * 4 // 5,
        spare_tables=investors * 2 // 25,
        founder_minimum=4,
    )
    made = sessions.create_session(event, plan, by=event.organiser.staff[0].account)
    chance = random.Random(1)  # noqa: S311 - made-up data
    with transaction() as current:
        left = [take_part(made) for _ in range(founders)]
        right = [take_part(made, side=Side.INVESTOR) for _ in range(investors)]
        chosen = [(giver, chance.sample(right, min(8, len(right)))) for giver in left]
        chosen += [(giver, chance.sample(left, min(16, len(left)))) for giver in right]
        wish = {"session_id": made.id, "kind": WishKind.MEET, "created_at": clock.now(), "updated_at": clock.now()}
        current.execute(
            insert(Wish), [wish | {"from_id": giver.id, "to_id": to.id} for giver, targets in chosen for to in targets]
        )
        for giver in [*left, *right]:
            giver.wished_at = clock.now()
        made.state = SessionState.WISHES_CLOSED
    return made, left, right


def propose(made: InvestorSession, owner: object, seed: int) -> TimetableRun:
    run = planning.ask_for_run(made, effort=1, seed=seed, base=None, by=owner)
    planning.work_out(run, None, solve=lambda standing: schedule(standing.problem, effort=0, seed=seed))
    return run


def publish(run: TimetableRun, owner: object) -> None:
    """Publish, and tell for how long nobody else could write."""
    held: list[float] = []
    began: dict[object, float] = {}

    def wrote(connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith(("BEGIN IMMEDIATE", "INSERT", "UPDATE")) or "FOR UPDATE" in statement:
            began.setdefault(id(connection), time.perf_counter())

    def ended(connection: object) -> None:
        if (since := began.pop(id(connection), None)) is not None:
            held.append(time.perf_counter() - since)

    events.listen(db.engine, "before_cursor_execute", wrote)
    events.listen(db.engine, "commit", ended)
    whole = time.perf_counter()
    number = publishing.publish(run, by=owner)
    whole = time.perf_counter() - whole
    events.remove(db.engine, "before_cursor_execute", wrote)
    events.remove(db.engine, "commit", ended)
    print(f"{number:,} meetings published in {whole:.1f} s; the writer was held {max(held):.2f} s at a time\n")


def ask(server: Server, asked: Asked, times: int, waits: list[float], wrong: list[int]) -> None:
    """Ask so many times over one connection."""
    parts = urlsplit(server.url)
    line = http.client.HTTPConnection(parts.hostname or "", parts.port or 80, timeout=60)
    for _ in range(times):
        began = time.perf_counter()
        line.request("GET", asked.path, headers=dict(asked.headers) | {"Accept-Encoding": "gzip"})
        answer = line.getresponse()
        answer.read()
        waits.append(1000 * (time.perf_counter() - began))
        if answer.status != 200:
            wrong.append(answer.status)
    line.close()


def press(server: Server, asked: Asked, *, clients: int, times: int) -> tuple[list[float], float, list[int]]:
    """Let so many clients ask at the same time; return the waits, processor ms for an answer, wrong answers."""
    waits: list[float] = []
    wrong: list[int] = []
    threads = [
        threading.Thread(target=ask, args=(server, asked, max(1, times // clients), waits, wrong))
        for _ in range(clients)
    ]
    before = server.processor_seconds()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return waits, 1000 * (server.processor_seconds() - before) / len(waits), wrong


def measure(url: str, instance: Path, told: argparse.Namespace) -> None:
    """Measure everything on one database and print the table."""
    app = application(url, instance)
    with contextlib.redirect_stderr(io.StringIO()):  # the application's own log lines
        pages = [each for each in prepare(app, told.founders, told.investors) if told.only in each.name]
        costs = {each.name: cost_of(app, [each.asked]) for each in pages}
    env = environment(url, instance)
    heads = ["page", "statements", "KB (gzip)", "CPU ms"]
    heads += [f"{number} at once: p50, p95" for number in told.clients]
    print("| " + " | ".join(heads) + " |\n|" + " --- |" * len(heads))
    with serving("wsgi:app", env, threads=4) as ours, serving("benchmarks.hello:app", env, threads=4) as hello:
        print(row("reference: bare Flask hello", None, hello, Asked("/"), told))
        for each in pages:
            print(row(each.name, costs[each.name], ours, each.asked, told), flush=True)
        print("\nworker memory MB:", ", ".join(f"{size:.0f}" for size in ours.memory()))


def row(name: str, cost: Cost | None, server: Server, asked: Asked, told: argparse.Namespace) -> str:
    """Ask in rounds; return a line of the table."""
    press(server, asked, clients=2, times=WARM)
    used: list[float] = []
    seen: dict[int, list[float]] = {number: [] for number in told.clients}
    wrong: list[int] = []
    for _ in range(told.rounds):
        for number in told.clients:
            waits, worked, failed = press(server, asked, clients=number, times=told.times)
            seen[number] += waits
            used.append(worked)
            wrong += failed
    size = f"{cost.plain_bytes / 1024:.0f} ({cost.gzip_bytes / 1024:.0f})" if cost else "–"
    cells = [name, str(cost.statements) if cost else "–", size, f"{sorted(used)[len(used) // 2]:.1f}"]
    for waits in seen.values():
        ordered = sorted(waits)
        cells.append(f"{percentile(ordered, 50):.0f}, {percentile(ordered, 95):.0f}")
    failed_too = f" **{len(wrong)} failed: {wrong[0]}**" if wrong else ""
    return "| " + " | ".join(cells) + " |" + failed_too


def main() -> None:
    """Read the command line and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--founders", type=int, default=300)
    parser.add_argument("--investors", type=int, default=100)
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 4])
    parser.add_argument("--times", type=int, default=40, help="answers in a round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default="", help="measure pages whose name holds this word")
    told = parser.parse_args()
    print(f"{clock.now():%Y-%m-%d %H:%M} UTC, {os.cpu_count()} cores, load before {os.getloadavg()[0]:.1f}")
    for kind in ("sqlite", "postgresql") if told.database == "both" else (told.database,):
        print(f"\n## {kind}: {told.founders} founders, {told.investors} investors, {SLOTS} slots, 2 workers\n")
        with database(kind) as url, tempfile.TemporaryDirectory(prefix="investor-pages-") as folder:
            measure(url, Path(folder), told)
    print(f"load after {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
