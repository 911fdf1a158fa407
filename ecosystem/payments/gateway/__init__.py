"""Ways to pay behind one protocol.

A gateway talks to its provider *outside* of transactions and decides nothing: what arrived is told to
`services.captures.record_capture`, what went back to `services.refunds`. Each module of this package registers its
gateway; `gateways()` loads them at first use, because their libraries are slow to load.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Protocol

from ecosystem.core.access import Verdict
from ecosystem.core.errors import EcosystemError, Text
from ecosystem.payments.domain.life_cycle import RefundState
from ecosystem.payments.models import Order, Refund, Seller

MODULES = ("vietqr", "stripe", "fake")
"""In the order in which they are offered."""


@dataclass(frozen=True)
class Redirect:
    """The buyer goes on at `url`: a path of ours or an address of the provider."""

    url: str


@dataclass(frozen=True)
class ShowPage:
    """The buyer stays: `template` (a file of templates/payments/ways) is shown within the order's page."""

    template: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Returned:
    """What the provider made of a refund: SENT (on its way) or DONE, and its name of it."""

    state: RefundState
    reference: str
    at: datetime | None = None


@dataclass(frozen=True)
class Held:
    """What a provider says it took and gave back for an order, in minor units of `currency`."""

    captured: int
    refunded: int
    currency: str = "VND"


class GatewayAway(EcosystemError):
    """The provider does not answer or asks for patience: try again later."""

    status = 503


class GatewayRefused(EcosystemError):
    """The provider says no for good; the message says why."""

    status = 409


class Gateway(Protocol):
    """A way to pay."""

    key: str
    title: Text
    is_manual: bool  # refunds are sent by the treasurer, there is nobody to ask
    can_reconcile: bool  # `state_of` gets an answer from the provider

    def offered(self, seller: Seller, order: Order | None) -> Verdict:
        """Tell whether `seller` can be paid this way (for `order`, None: at all); a Denial says why not."""
        ...

    def start(self, order: Order, *, seller: Seller) -> Redirect | ShowPage:
        """Begin to pay. Called outside a transaction; again for the same order it leads to the same payment.

        Raises GatewayAway, GatewayRefused.
        """
        ...

    def refund(self, refund: Refund) -> Returned:
        """Give `refund.amount` of `refund.capture` back, once for a `refund.public_id` however often it is called.

        Called outside a transaction, never for a manual gateway. Raises GatewayAway, GatewayRefused.
        """
        ...

    def state_of(self, order: Order) -> Held | None:
        """Ask the provider what it holds for the order; None when it knows nothing. Raises GatewayAway."""
        ...


_known: dict[str, Gateway] = {}
_loaded: list[bool] = []


def register(gateway: Gateway) -> Gateway:
    """Make a gateway known under its key."""
    _known[gateway.key] = gateway
    return gateway


def gateways() -> dict[str, Gateway]:
    """Return all gateways by key, in the order of MODULES."""
    if not _loaded:
        for name in MODULES:
            if find_spec(f"{__name__}.{name}") is not None:
                import_module(f"{__name__}.{name}")
        _loaded.append(True)
    return dict(_known)


def gateway_named(key: str) -> Gateway | None:
    """Return the gateway of that key, None when there is none (any more)."""
    return gateways().get(key)


def provider_title(key: str) -> Text:
    """Return what people call a provider; a key nobody knows is its own name."""
    found = gateway_named(key)
    return found.title if found is not None else key
