"""How somebody comes to an order: signed in as its buyer, or by the link of the mail."""

from dataclasses import dataclass, field

from flask import request

from ecosystem.payments.models import Order, Receipt
from ecosystem.payments.policies import Visit
from ecosystem.payments.queries.links import is_key_of
from ecosystem.payments.queries.orders import order_by_public_id, paper_of_order


def visit_of(order_id: str) -> Visit:
    """Load the order of an address, and look at the key the address carries. Raises NoSuchRecord."""
    order = order_by_public_id(order_id)
    return Visit(order, has_key=is_key_of(order, key_given()))


@dataclass(frozen=True)
class PaperVisit(Visit):
    """A visit for one of the order's papers."""

    paper: Receipt = field(kw_only=True)


def paper_visit(order_id: str, paper_id: str) -> PaperVisit:
    """Load a paper of an order. Raises NoSuchRecord when it is another order's."""
    paper = paper_of_order(order_id, paper_id)
    return PaperVisit(paper.order, has_key=is_key_of(paper.order, key_given()), paper=paper)


def key_given() -> str:
    """Return the key of the address, "" without one."""
    return request.args.get("key", "")


def key_for(order: Order) -> str | None:
    """Return the key to carry on in links of this page, None where nobody needs it."""
    given = key_given()
    return given if given and is_key_of(order, given) else None
