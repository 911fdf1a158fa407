"""Talking to Stripe: the client, what its errors mean to us, its signed events. The library loads at first use."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from flask import current_app
from flask_babel import lazy_gettext as _l

from ecosystem.core.logs import log
from ecosystem.core.settings import StripeSettings
from ecosystem.payments.gateway import GatewayAway, GatewayRefused

if TYPE_CHECKING:
    import stripe

CONNECTS, ANSWERS = 4.0, 12.0  # seconds; a buyer waits for it
RETRIES = 2
TOLERANCE = 300  # seconds between the signature and its arrival

AWAY = _l("Stripe does not answer at the moment. Nothing was charged: try again in a few minutes, or pay another way.")
OUT_OF_ORDER = _l("Card payments are out of order on this site. Please pay another way; the operator was told.")


class Forged(ValueError):
    """The signature is missing, old or not Stripe's, or what it signs is no event."""


@dataclass(frozen=True)
class Event:
    """A signed event. `about` is the object as Stripe sent it, plain values."""

    id: str
    kind: str
    at: datetime
    about: Mapping[str, Any]


def settings() -> StripeSettings:
    """Return the deployment's keys."""
    found: StripeSettings = current_app.config["SETTINGS"].stripe
    return found


def client() -> "stripe.StripeClient":
    """Return the client of this deployment's account, with short timeouts and retries under idempotency keys."""
    import stripe

    chosen = settings()
    kept: dict[StripeSettings, stripe.StripeClient] = current_app.extensions.setdefault("stripe_clients", {})
    if chosen not in kept:
        kept[chosen] = stripe.StripeClient(
            chosen.secret_key,
            base_addresses={"api": chosen.api} if chosen.api else {},
            max_network_retries=RETRIES,
            http_client=stripe.RequestsClient(timeout=(CONNECTS, ANSWERS)),
        )
    return kept[chosen]


@contextmanager
def told_in_words() -> Iterator[None]:
    """Turn the errors of the library into ours: away (worth another try) or refused for good."""
    import stripe

    try:
        yield
    except (stripe.APIConnectionError, stripe.RateLimitError) as error:
        log.warning("stripe away", error=type(error).__name__)
        raise GatewayAway(AWAY) from error
    except (stripe.AuthenticationError, stripe.PermissionError) as error:
        log.error("stripe refuses our key", error=type(error).__name__)
        raise GatewayRefused(OUT_OF_ORDER) from error
    except (stripe.InvalidRequestError, stripe.CardError, stripe.IdempotencyError) as error:
        log.error("stripe refuses", code=error.code, parameter=getattr(error, "param", None), said=error.user_message)
        why = error.code or type(error).__name__
        text = _l("Stripe refuses this (%(why)s). Please choose another way.", why=why)
        raise GatewayRefused(text, details={"code": error.code, "param": getattr(error, "param", None)}) from error
    except stripe.StripeError as error:
        log.warning("stripe fails", error=type(error).__name__, status=error.http_status)
        raise GatewayAway(AWAY) from error


def read_event(payload: bytes, signature: str) -> Event:
    """Return the event that Stripe signed. Raises Forged for anything that Stripe did not sign a moment ago."""
    import stripe

    secret = settings().webhook_secret
    try:
        found = client().construct_event(payload, signature, secret, TOLERANCE).to_dict()
        return Event(
            id=str(found["id"]),
            kind=str(found["type"]),
            at=datetime.fromtimestamp(int(found["created"]), UTC),
            about=dict(found["data"]["object"]),
        )
    except (stripe.SignatureVerificationError, ValueError, KeyError, TypeError, OverflowError) as error:
        raise Forged(type(error).__name__) from error
