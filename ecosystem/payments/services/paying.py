"""Ways to pay an order: which are offered, why others are not, and the first step of one."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from ecosystem.core import clock
from ecosystem.core.access import Denial
from ecosystem.core.errors import Refused, Text
from ecosystem.events.models import Organiser
from ecosystem.payments.domain.life_cycle import OrderState
from ecosystem.payments.gateway import Gateway, Redirect, ShowPage, gateways
from ecosystem.payments.models import Order, Seller
from ecosystem.payments.queries.sellers import seller_of, seller_of_order


@dataclass(frozen=True)
class Way:
    """A way to pay as the buyer sees it: `why_not` is empty for one that is offered; `page` is shown at once."""

    gateway: Gateway
    why_not: Text = ""
    page: ShowPage | None = None


def ways_to_pay(order: Order) -> list[Way]:
    """Return all ways, the offered ones first; those that need no provider come with the page that shows them."""
    seller = seller_of_order(order)
    found = [_way(gateway, seller, order) for gateway in gateways().values()]
    return sorted(found, key=lambda way: bool(way.why_not))


def _way(gateway: Gateway, seller: Seller, order: Order) -> Way:
    verdict = gateway.offered(seller, order)
    if not verdict:
        why = verdict.reason if isinstance(verdict, Denial) else _l("Not offered for this order.")
        return Way(gateway, why)
    page = gateway.start(order, seller=seller) if gateway.is_manual and is_payable(order) else None
    return Way(gateway, page=page if isinstance(page, ShowPage) else None)


def ways_of(organiser: Organiser) -> list[Gateway]:
    """Return the ways in which buyers of the organiser can pay; one statement."""
    seller = seller_of(organiser)
    return [gateway for gateway in gateways().values() if seller is not None and gateway.offered(seller, None) is True]


def is_payable(order: Order) -> bool:
    """Tell whether the order waits for money and its time is not over."""
    return order.state is OrderState.OPEN and (order.expires_at is None or order.expires_at > clock.now())


def start_payment(order: Order, provider: str) -> Redirect | ShowPage:
    """Begin to pay through a provider, outside of any transaction.

    Raises Refused when the order cannot be paid (any more) or not in this way, GatewayAway, GatewayRefused.
    """
    if not is_payable(order):
        raise Refused(_l("This order cannot be paid any more. Nothing was charged."))
    seller = seller_of_order(order)
    gateway = gateways().get(provider)
    if gateway is None or not gateway.offered(seller, order):
        raise Refused(_l("This way to pay is not offered for this order. Please choose another one."))
    return gateway.start(order, seller=seller)
