"""Reports of payments replayed in random order: is every order paid exactly once, and how fast?

    python -m benchmarks.payments [--database both] [--orders 1000] [--times 3] [--threads 4]

Each report is the call that every provider's webhook or statement ends in. For one order in ten there is also a report
of a đồng too little under a reference of its own, which must be held. At the end the invariants are asked; anything but
"exactly once" ends the run with an error.
"""

import argparse
import random
import tempfile
import threading
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from benchmarks.databases import database
from benchmarks.figures import percentile
from ecosystem.accounts.models import Account
from ecosystem.app import create_app
from ecosystem.cli import broken_invariants
from ecosystem.core import clock
from ecosystem.core.database import Model, db, transaction
from ecosystem.core.settings import Mode, Settings
from ecosystem.events.models import Organiser
from ecosystem.payments.domain.pricing import Buyer, NewLine
from ecosystem.payments.models import Capture, Discrepancy, Order, OrderState, Receipt
from ecosystem.payments.services.captures import record_capture
from ecosystem.payments.services.orders import place_order

PRICE = 1_080_000


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--orders", type=int, default=1000)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--threads", type=int, default=4)
    return parser.parse_args()


def application(url: str, instance: Path) -> Flask:
    settings = Settings(
        mode=Mode.TESTING, secret_key="x" * 40, database_url=url, base_url="http://localhost", instance=instance
    )
    return create_app(settings)


def place(number: int) -> list[str]:
    """Place the orders; return their codes."""
    with transaction() as current:
        account = Account(name="Người mua", email="a@example.vn", email_key="a@example.vn")
        organiser = Organiser(slug="bench", name="Ban tổ chức", approved_at=clock.now())
        current.add_all([account, organiser])
    buyer = Buyer("Người mua", "a@example.vn", account_id=account.id)
    codes = []
    for at in range(number):
        order = place_order(
            organiser=organiser,
            purpose="booth",
            subject=f"s{at}",
            title=f"Gian hàng {at}",
            lines=[NewLine("Gian hàng", PRICE)],
            buyer=buyer,
            expires_at=None,
            back="/",
            by=None,
        )
        codes.append(order.code)
    return codes


def replay(app: Flask, reports: list[tuple[str, int, str]], threads: int) -> tuple[float, list[float], Counter[str]]:
    """Tell all reports by so many threads; return the time, the time of each, and what became of them."""
    times: list[float] = []
    outcomes: Counter[str] = Counter()
    lock = threading.Lock()

    def work(part: list[tuple[str, int, str]]) -> None:
        with app.app_context():
            for code, amount, reference in part:
                begin = time.perf_counter()
                told = record_capture(
                    provider="bench",
                    reference=reference,
                    order_code=code,
                    amount=amount,
                    currency="VND",
                    at=clock.now(),
                )
                with lock:
                    times.append(time.perf_counter() - begin)
                    outcomes[told.outcome.value] += 1
                db.session.remove()

    workers = [threading.Thread(target=work, args=(reports[start::threads],)) for start in range(threads)]
    begin = time.perf_counter()
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    return time.perf_counter() - begin, times, outcomes


def ensure_exactly_once(orders: int, held: int) -> None:
    """Raise AssertionError unless every order is paid once, and every odd report is held once."""
    rows = db.session.execute(select(Order.state, Order.captured, func.count()).group_by(Order.state, Order.captured))
    assert [tuple(row) for row in rows] == [(OrderState.PAID, PRICE, orders)]
    counted = db.session.scalar(select(func.count()).select_from(Capture).where(Capture.counts))
    assert counted == orders, counted
    assert db.session.scalar(select(func.count()).select_from(Discrepancy)) == held
    numbers = db.session.scalars(select(Receipt.number).order_by(Receipt.number)).all()
    assert list(numbers) == list(range(1, orders + 1)), "numbers of receipts have a gap"
    broken = broken_invariants()
    assert not broken, broken


def main() -> None:
    options = arguments()
    print(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {options.orders:,} orders, each report {options.times} times")
    for kind in ("sqlite", "postgresql") if options.database == "both" else (options.database,):
        with database(kind) as url, tempfile.TemporaryDirectory() as folder:
            app = application(url, Path(folder))
            with app.app_context():
                Model.metadata.create_all(db.engine)
                begin = time.perf_counter()
                codes = place(options.orders)
                placed = time.perf_counter() - begin
                odd = codes[::10]
            reports = [(code, PRICE, f"of-{code}") for code in codes] + [
                (code, PRICE - 1, f"odd-{code}") for code in odd
            ]
            told = reports * options.times
            random.Random(2026).shuffle(told)  # noqa: S311 - an order, no secret
            took, times, outcomes = replay(app, told, options.threads)
            with app.app_context():
                ensure_exactly_once(len(codes), len(odd))
                db.session.remove()
                db.engine.dispose()
            times.sort()
            print(
                f"{kind}: {len(codes):,} orders placed in {placed:.1f} s; {len(told):,} reports by {options.threads} "
                f"threads in {took:.1f} s ({len(told) / took:.0f} a second), "
                f"median {percentile(times, 50) * 1000:.1f} ms, 95 % within {percentile(times, 95) * 1000:.1f} ms; "
                f"{dict(outcomes)}; every order exactly once"
            )


if __name__ == "__main__":
    main()
