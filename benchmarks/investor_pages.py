"""How fast the pages of a large investor session are: `python -m benchmarks.investor_pages`.

A session of 300 founders, 100 investors and 24 slots on SQLite in a folder of its own: wishes, a proposal, published.
Every page is asked for in this process, so the figures hold no network: median, 95th percentile and processor time in
milliseconds (the latter tells even on a busy machine), statements, kilobytes.
"""

import argparse
import random
import statistics
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from ecosystem.app import create_app
from ecosystem.core import clock
from ecosystem.core.database import db, transaction
from ecosystem.core.settings import Mode, Settings
from ecosystem.investors.domain.life_cycle import SessionState
from ecosystem.investors.domain.plan import SessionPlan
from ecosystem.investors.domain.scheduling.engine import schedule
from ecosystem.investors.models import InvestorSession, Participant, Side, TimetableRun, Wish, WishKind
from ecosystem.investors.services import planning, publishing, sessions
from tests.support.factories.accounts import sign_in
from tests.support.factories.events import make_event
from tests.support.factories.investors import take_part
from tests.support.statements import count_statements


def build(founders: int, investors: int) -> tuple[InvestorSession, TimetableRun, list[Participant]]:
    """Fill the database; everybody wishes for eight to sixteen of the other side."""
    event = make_event()
    owner = event.organiser.staff[0].account
    plan = SessionPlan(
        "Phiên lớn",
        clock.now().date() + timedelta(days=20),
        starts_minute=480,
        ends_minute=480 + 24 * 20,
        tables=investors * 4 // 5,
        spare_tables=8,
        founder_minimum=4,
    )
    made = sessions.create_session(event, plan, by=owner)
    chance = random.Random(1)  # noqa: S311 - made-up data
    with transaction() as current:
        left = [take_part(made) for _ in range(founders)]
        right = [take_part(made, side=Side.INVESTOR) for _ in range(investors)]
        for giver, others, number in [(f, right, 8) for f in left] + [(i, left, 16) for i in right]:
            for target in chance.sample(others, number):
                current.add(Wish(session_id=made.id, from_id=giver.id, to_id=target.id, kind=WishKind.MEET))
            giver.wished_at = clock.now()
        made.state = SessionState.WISHES_CLOSED
    run = planning.ask_for_run(made, effort=1, seed=1, base=None, by=owner)
    planning.work_out(run, None, solve=lambda standing: schedule(standing.problem, effort=0))
    began = time.perf_counter()
    number = publishing.publish(run, by=owner)
    print(f"{number} meetings published, engaged and told in {time.perf_counter() - began:.1f} s")
    return made, run, left


def measure(client: Any, address: str, times: int) -> None:
    """Ask for one page so many times and print its figures."""
    with count_statements() as counted:
        answer = client.get(address)
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    seconds, worked = [], time.process_time()
    for _ in range(times):
        began = time.perf_counter()
        client.get(address)
        seconds.append(1000 * (time.perf_counter() - began))
    seconds.sort()
    worked = 1000 * (time.process_time() - worked) / times
    p95 = seconds[int(len(seconds) * 0.95) - 1]
    kilobytes = len(answer.data) // 1024
    print(
        f"{address[-46:]:<48}{statistics.median(seconds):>8.0f}{p95:>8.0f}{worked:>8.0f}{len(counted):>12}{kilobytes:>8}"
    )


def main() -> None:
    """Read the command line and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--founders", type=int, default=300)
    parser.add_argument("--investors", type=int, default=100)
    parser.add_argument("--times", type=int, default=20)
    told = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="investor-pages-"))
    settings = Settings(
        mode=Mode.TESTING,
        secret_key="x" * 40,
        database_url=f"sqlite:///{folder / 'pages.db'}",
        base_url="http://localhost",
        instance=folder,
    )
    app = create_app(settings)
    with app.app_context(), app.test_request_context():
        db.metadata.create_all(db.engine)
        made, run, left = build(told.founders, told.investors)
        owner, founder = made.event.organiser.staff[0].account, left[0].account
        desk, own = f"/organise/investor-sessions/{made.public_id}", f"/investor-sessions/{made.public_id}"
        db.session.commit()
        run_id = run.public_id
    client = app.test_client()
    print(f"{'page':<48}{'p50 ms':>8}{'p95 ms':>8}{'CPU ms':>8}{'statements':>12}{'KB':>8}")
    with app.app_context():
        sign_in(client, owner)
    for rest in (
        "/",
        "/people/",
        "/timetables/",
        f"/timetables/{run_id}",
        "/timetables/published?side=investor",
        "/live",
    ):
        measure(client, desk + rest, told.times)
    with app.app_context():
        sign_in(client, founder)
    for rest in ("", "/wishes", "/agenda", "/board"):
        measure(client, own + rest, told.times)


if __name__ == "__main__":
    main()
