"""Orders of the lead of a startup, who buys from the organiser."""

from typing import Any

from ecosystem.payments.domain.pricing import Buyer
from ecosystem.payments.models import Order
from ecosystem.payments.queries.orders import papers_of
from ecosystem.payments.services.refunds import ask_refund
from ecosystem.payments.services.runs import ask_refunds
from tests.house_rules.parts import LEAD, NO_ONE, SIGNED_IN, TREASURERS, Matrix
from tests.house_rules.worlds import Scene
from tests.support.factories.payments import make_code, make_order, make_seller, pay

FINANCE = "ecosystem.payments.queries.finance"
MATRIX: Matrix = {
    "order:list_mine": (SIGNED_IN, NO_ONE),
    "order:see": (LEAD | TREASURERS, NO_ONE),
    "order:pay": (LEAD, TREASURERS),
    "finance:see": (TREASURERS, NO_ONE),
    "finance:run": (TREASURERS, NO_ONE),
    "finance:edit_banks": (frozenset(("operator",)), NO_ONE),
}
WORDS = frozenset(("provider", "button", "decision", "how"))
"""Neither the key of a way to pay nor a button or a decision names a record."""


def records(scene: Scene) -> dict[str, dict[str, str]]:
    """A paid order with its receipt."""
    order = _paid(scene)
    here = {"order_id": order.public_id}
    desk = {"organiser_slug": scene.organiser.slug}
    found = _waiting(scene, order)
    return {
        f"{FINANCE}.order_of": {**desk, **here},
        "ecosystem.payments.queries.sellers.code_of": {**desk, "code_id": found["code"]},
        f"{FINANCE}.refund_of": {**desk, "refund_id": found["refund"], "how": "retry"},
        f"{FINANCE}.discrepancy_of": {**desk, "discrepancy_id": found["held"], "decision": "accept"},
        f"{FINANCE}.run_of": {**desk, "run_id": found["run"]},
        "visit_of": {**here, "provider": "fake", "button": "fail"},
        "paper_visit": {**here, "paper_id": papers_of(order)[0].public_id},
    }


def family(scene: Scene) -> dict[str, str]:
    """The same, by the ends of addresses."""
    order = _paid(scene)
    found = _waiting(scene, order)
    return {
        "/finance/codes/<code_id>": found["code"],
        "/refunds/<refund_id>": found["refund"],
        "/discrepancies/<discrepancy_id>": found["held"],
        "/finance/runs/<run_id>": found["run"],
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


def _waiting(scene: Scene, order: Order) -> dict[str, str]:
    """What waits for the treasurer: a second payment, a refund, a run of refunds; and a discount code."""
    held = pay(order).discrepancy
    (refund,) = ask_refund(order, amount=1000, reason="", by=None)
    run = ask_refunds([order], "Hủy", by=None)
    assert held is not None
    assert run is not None
    code = make_code(scene.organiser)
    return {"held": held.public_id, "refund": refund.public_id, "run": run.public_id, "code": code.public_id}
