"""Each payment once: the events of Stripe, each delivered several times, in random order, by several senders at once.

    python -m benchmarks.webhooks [--orders 1000] [--times 3] [--senders 4] [DATABASE_URL]

The stand-in of the tests signs the events; the application answers them through its whole stack in this process. At the
end every order must be paid exactly once, with one receipt, and all invariants must hold. Without an address a SQLite
file in a temporary folder is used.
"""

import argparse
import json
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from benchmarks.figures import percentile
from ecosystem.app import create_app
from ecosystem.cli import broken_invariants
from ecosystem.core.database import Model, db
from ecosystem.core.settings import Mode, Settings, StripeSettings
from ecosystem.payments.models import Capture, Order, Receipt
from tests.support.factories.payments import make_order, make_seller
from tests.support.stripe_account import StripeAccount, signature

SECRET = "whsec_benchmark"  # noqa: S105  signs nothing of value


def application(url: str, instance: Path) -> Flask:
    settings = Settings(
        mode=Mode.TESTING, secret_key="x" * 40, database_url=url, base_url="http://localhost", instance=instance
    )
    stripe = StripeSettings("sk_test_benchmark", SECRET, "http://127.0.0.1:9")
    app = create_app(replace(settings, stripe=stripe))
    with app.app_context():
        Model.metadata.drop_all(db.engine)
        Model.metadata.create_all(db.engine)
    return app


def paid_orders(app: Flask, number: int) -> list[bytes]:
    """Place orders and pay them at the stand-in; return the events."""
    account = StripeAccount()
    with app.app_context():
        seller = make_seller()
        for _ in range(number):
            order = make_order(seller)
            found = account.make_session(
                {
                    "mode": "payment",
                    "line_items": [{"price_data": {"currency": "vnd", "unit_amount": order.total}, "quantity": 1}],
                    "success_url": "http://localhost/",
                    "client_reference_id": order.code,
                    "metadata": {"order": order.code, "site": "http://localhost"},
                }
            )
            account.pay(found["id"])
    return [json.dumps(event).encode() for event in account.events if event["type"] == "checkout.session.completed"]


def deliver(app: Flask, part: list[bytes], said: list[str], seconds: list[float]) -> None:
    client = app.test_client()
    for payload in part:
        header = {"Stripe-Signature": signature(payload, SECRET, time.time())}
        began = time.perf_counter()
        answer = client.post("/webhooks/stripe", data=payload, headers=header)
        seconds.append(time.perf_counter() - began)
        said.append(f"{answer.status_code} {answer.text.strip()}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--orders", type=int, default=1000)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--senders", type=int, default=4)
    parser.add_argument("database", nargs="?", help="is emptied first")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = options.database or f"sqlite:///{folder}/webhooks.db"
        app = application(url, Path(folder) / "instance")
        told = paid_orders(app, options.orders) * options.times
        random.Random(2026).shuffle(told)  # noqa: S311  an order, no secret
        said: list[str] = []
        seconds: list[float] = []
        began = time.perf_counter()
        threads = [
            threading.Thread(target=deliver, args=(app, told[at :: options.senders], said, seconds))
            for at in range(options.senders)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        took = time.perf_counter() - began
        sys.exit(report(app, options.orders, Counter(said), seconds, took))


def report(app: Flask, orders: int, said: Counter[str], seconds: list[float], took: float) -> int:
    """Print what came of it; 0 when every order was paid exactly once."""
    with app.app_context():
        states = dict(db.session.execute(select(Order.state, func.count()).group_by(Order.state)).all())
        captures = db.session.scalar(select(func.count(Capture.id)))
        receipts = db.session.scalar(select(func.count(Receipt.id)))
        broken = broken_invariants()
    print(f"answers: {dict(said)}")
    told = {state.value: number for state, number in states.items()}
    print(f"orders: {told}, captures {captures}, receipts {receipts}")
    print(f"broken invariants: {broken}")
    print(
        f"{len(seconds)} events in {took:.1f} s, {len(seconds) / took:.0f} a second; "
        f"p50 {1000 * percentile(sorted(seconds), 50):.1f} ms, p99 {1000 * percentile(sorted(seconds), 99):.1f} ms"
    )
    right = said == {"200 counted": orders, "200 repeated": sum(said.values()) - orders}
    return 0 if right and captures == receipts == orders and len(states) == 1 and not broken else 1


if __name__ == "__main__":
    main()
