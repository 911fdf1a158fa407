"""Several tabs that pay one order: one session at Stripe, whatever each of them saw before."""

from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.core.database import session as current
from ecosystem.payments.gateway import stripe
from ecosystem.payments.models import Order, PaymentAttempt
from tests.payments.gateway.test_stripe import begin, order_seller
from tests.support.factories.payments import make_order
from tests.support.stripe_server import StandIn, use


@pytest.mark.both_databases
def test_two_tabs_at_once_get_one_session(
    committed_app: Flask, stripe_server: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(committed_app, stripe_server, monkeypatch)
    with committed_app.app_context():
        ident = make_order().id
    together, urls = Barrier(4), []

    def click() -> None:
        with committed_app.app_context():
            order = current().get_one(Order, ident)
            together.wait()
            urls.append(begin(order, order_seller(order)))

    threads = [Thread(target=click) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(urls) == 4
    assert len(set(urls)) == 1
    with committed_app.app_context():
        assert len(current().scalars(select(PaymentAttempt)).all()) == 1


def test_a_tab_that_looked_before_the_other_had_its_session_gets_that_one(
    session: Session, stripe_site: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = make_order()
    first = begin(order, order_seller(order))
    look, looked = stripe._last_attempt, []

    def too_early(of: Order) -> PaymentAttempt | None:
        looked.append(of)
        return look(of) if len(looked) > 1 else None

    monkeypatch.setattr(stripe, "_last_attempt", too_early)
    assert begin(order, order_seller(order)) == first
    assert len(session.scalars(select(PaymentAttempt)).all()) == 1
    assert len(stripe_site.account.sessions) == 1
