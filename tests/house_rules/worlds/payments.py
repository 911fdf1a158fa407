"""Orders of the lead of a startup, who buys from the organiser."""

from typing import Any

from ecosystem.payments.domain.pricing import Buyer
from ecosystem.payments.models import Order
from ecosystem.payments.queries.orders import papers_of
from tests.house_rules.parts import LEAD, NO_ONE, SIGNED_IN, TREASURERS, Matrix
from tests.house_rules.worlds import Scene
from tests.support.factories.payments import make_order, make_seller, pay

MATRIX: Matrix = {
    "order:list_mine": (SIGNED_IN, NO_ONE),
    "order:see": (LEAD | TREASURERS, NO_ONE),
    "order:pay": (LEAD, TREASURERS),
}
WORDS = frozenset(("provider", "button"))
"""Neither the key of a way to pay nor a button names a record."""


def records(scene: Scene) -> dict[str, dict[str, str]]:
    """A paid order with its receipt."""
    order = _paid(scene)
    here = {"order_id": order.public_id}
    return {
        "visit_of": {**here, "provider": "fake", "button": "fail"},
        "paper_visit": {**here, "paper_id": papers_of(order)[0].public_id},
    }


def family(scene: Scene) -> dict[str, str]:
    """The same, by the ends of addresses."""
    order = _paid(scene)
    return {
        "/orders/<order_id>": order.public_id,
        "/test-payment/<order_id>": order.public_id,
        "/papers/<paper_id>": papers_of(order)[0].public_id,
    }


def _paid(scene: Scene) -> Order:
    lead: Any = scene.person("lead")
    seller = make_seller(scene.organiser)
    order = make_order(seller, buyer=Buyer(lead.name, lead.email, account_id=lead.id))
    pay(order)
    return order
