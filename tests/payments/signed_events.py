"""Events as Stripe signs and sends them, and what became of one."""

from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.payments.gateway.stripe import STRIPE
from ecosystem.payments.models import (
    EventOutcome,
    Order,
    ProviderEvent,
)
from ecosystem.payments.queries.sellers import seller_of
from tests.support.stripe_account import Shape
from tests.support.stripe_server import StandIn

Event = Shape


def send(client: FlaskClient, stand_in: StandIn, event: Event, **signing: Any) -> tuple[int, str]:
    payload, header = stand_in.signed(event, **signing)
    answer = client.post("/webhooks/stripe", data=payload, headers={"Stripe-Signature": header})
    return answer.status_code, answer.text.strip()


def begun(order: Order) -> str:
    """Begin to pay; return the session's id."""
    seller = seller_of(order.organiser)
    assert seller is not None
    return STRIPE.start(order, seller=seller).url.rsplit("/", 1)[1]


def paid(order: Order, stand_in: StandIn, **how: Any) -> Event:
    """Pay at Stripe; return the event that tells of it."""
    stand_in.account.pay(begun(order), **how)
    return stand_in.account.events[-1]


def outcome(session: Session, event: Event) -> EventOutcome:
    session.expire_all()
    return session.scalars(select(ProviderEvent.outcome).where(ProviderEvent.event == event["id"])).one()
