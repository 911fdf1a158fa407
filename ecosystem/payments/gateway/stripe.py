"""Cards and wallets through Stripe Checkout: the buyer pays on Stripe's page, signed webhooks tell us.

The return page marks nothing paid. A session is begun under an idempotency key that is stored with its parameters
before Stripe is asked: a double click, a second tab or an answer that was lost on the way lead to the same session.
The đồng has no minor unit: 50.000 ₫ is sent as 50000. Stripe's sessions last from 30 minutes to 24 hours; the session
of an order that ends earlier is closed by a job (`services.stripe_sessions`); money that is faster is for a decision.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ecosystem.core import clock
from ecosystem.core.access import Denial, Verdict
from ecosystem.core.addresses import base_url
from ecosystem.core.database import locked, session, transaction
from ecosystem.payments.domain.life_cycle import RefundState
from ecosystem.payments.gateway import GatewayRefused, Held, Redirect, Returned, register
from ecosystem.payments.gateway.stripe_client import client, settings, told_in_words
from ecosystem.payments.models import Order, PaymentAttempt, Refund, Seller
from ecosystem.payments.queries.links import order_url

if TYPE_CHECKING:
    from stripe.checkout import Session

KEY = "stripe"
LEAST = 20_000  # Stripe asks for half a US dollar; this stays above it whatever the rate
MOST = 99_999_999
SHORTEST, LONGEST = timedelta(minutes=31), timedelta(hours=23, minutes=50)  # within Stripe's limits, with a margin
STALE = timedelta(seconds=50)  # an attempt whose answer never came is asked again under its key for so long
BACK = {RefundState.DONE: ("succeeded",), RefundState.SENT: ("pending", "requires_action")}


class StripeGateway:
    """See the module."""

    key = KEY
    title = _l("Card (Stripe)")
    is_manual = False
    can_reconcile = True

    def offered(self, seller: Seller, order: Order | None) -> Verdict:
        """Where the site has keys, the organiser chose it, and Stripe takes the amount."""
        if not settings().is_complete:
            return Denial(_l("Card payments are not set up on this site."))
        if self.key not in seller.providers:
            return Denial(_l("The organiser does not take cards."))
        if order is not None and order.total < LEAST:
            return Denial(_l("Cards are taken for 20.000 ₫ and more."))
        if order is not None and order.total > MOST:
            return Denial(_l("Cards are taken for up to 99.999.999 ₫."))
        return True

    def start(self, order: Order, *, seller: Seller) -> Redirect:
        """Lead to the order's open session at Stripe; a new one where there is none."""
        attempt = _last_attempt(order)
        if attempt is not None and not _is_pending(attempt) and not attempt.data.get("failed"):
            found = retrieve(attempt)
            if found.status == "complete":
                raise GatewayRefused(_l("Stripe has your payment already. This page tells as soon as it is through."))
            if found.status == "open" and found.url:
                return Redirect(found.url)
        if attempt is None or not _is_fresh(attempt):
            attempt = _new_attempt(order, seen=attempt)
        return Redirect(_begin(attempt, order))

    def refund(self, refund: Refund) -> Returned:
        """Give back under the refund's own key; one that was tried before is looked for first, as keys end."""
        with told_in_words():
            found = _known_refund(refund) if refund.tries else None
            found = found or client().v1.refunds.create(
                {
                    "payment_intent": refund.capture.reference,
                    "amount": refund.amount,
                    "reason": "requested_by_customer",
                    "metadata": {"refund": refund.public_id},
                },
                {"idempotency_key": f"refund-{refund.public_id}"},
            )
        for state, words in BACK.items():
            if found.status in words:
                return Returned(state, found.id, clock.now())
        raise GatewayRefused(_l("Stripe could not give the money back (%(why)s).", why=found.status or ""))

    def state_of(self, order: Order) -> Held | None:
        """Sum what Stripe took and gave back over the order's sessions."""
        attempts = [attempt for attempt in attempts_of(order) if not _is_pending(attempt)]
        if not attempts:
            return None
        captured = refunded = 0
        currency = order.currency
        for attempt in attempts:
            with told_in_words():
                found = client().v1.checkout.sessions.retrieve(
                    attempt.reference, {"expand": ["payment_intent.latest_charge"]}
                )
            taken, returned, currency = _moved(found, currency)
            captured, refunded = captured + taken, refunded + returned
        return Held(captured, refunded, currency)


def attempts_of(order: Order) -> list[PaymentAttempt]:
    """Return the order's sessions, oldest first."""
    chosen = select(PaymentAttempt).where(PaymentAttempt.order_id == order.id, PaymentAttempt.provider == KEY)
    return list(session().scalars(chosen.order_by(PaymentAttempt.id)).all())


def retrieve(attempt: PaymentAttempt) -> "Session":
    """Ask Stripe about a session. Raises GatewayAway, GatewayRefused."""
    with told_in_words():
        return client().v1.checkout.sessions.retrieve(attempt.reference)


def close(attempt: PaymentAttempt) -> bool:
    """Let nobody pay in a session any more; False when it was paid or over before."""
    found = retrieve(attempt)
    if found.status != "open":
        return False
    with told_in_words():
        client().v1.checkout.sessions.expire(attempt.reference)
    return True


def parameters(order: Order, expires_at: datetime) -> dict[str, Any]:
    """Return what a session of the order is made of. The total is one line: shares of discounts and VAT stay ours."""
    page = order_url(order)
    joined = "&" if "?" in page else "?"
    return {
        "mode": "payment",
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": order.currency.lower(),
                    "unit_amount": order.total,
                    "product_data": {"name": f"{order.code} · {order.title}"[:250]},
                },
            }
        ],
        "client_reference_id": order.code,
        "customer_email": order.buyer_email,
        "locale": "vi" if order.language == "vi" else "en",
        "metadata": {"order": order.code, "site": _site()},
        "payment_intent_data": {"metadata": {"order": order.code, "site": _site()}, "description": order.code},
        "success_url": f"{page}{joined}returned=1",
        "cancel_url": page,
        "expires_at": int(expires_at.timestamp()),
    }


def is_ours(about: Any) -> bool:
    """Tell whether a session was begun here: one Stripe account may serve other sites too."""
    return dict(about.get("metadata") or {}).get("site") == _site()


def _site() -> str:
    return base_url()[:200]


def _last_attempt(order: Order) -> PaymentAttempt | None:
    chosen = select(PaymentAttempt).where(PaymentAttempt.order_id == order.id, PaymentAttempt.provider == KEY)
    return session().scalar(chosen.order_by(PaymentAttempt.id.desc()).limit(1))


def _is_pending(attempt: PaymentAttempt) -> bool:
    """Whether Stripe's name of the session is not known yet."""
    return attempt.reference.startswith("pending:")


def _is_fresh(attempt: PaymentAttempt) -> bool:
    return _is_pending(attempt) and clock.now() - attempt.created_at < STALE


def _new_attempt(order: Order, seen: PaymentAttempt | None) -> PaymentAttempt:
    """Store key and parameters of a new attempt after `seen`; who finds a newer one under the lock takes that."""
    with transaction() as current:
        locked(Order, order.id)
        made = attempts_of(order)
        if made and (seen is None or made[-1].id != seen.id):
            return made[-1]  # another tab was faster, and may have its session already
        number = 1 + len(made)
        now = clock.now()
        ends = min(max(order.expires_at or now + LONGEST, now + SHORTEST), now + LONGEST)
        attempt = PaymentAttempt(
            order_id=order.id,
            provider=KEY,
            reference=f"pending:{order.public_id}:{number}",
            data={"key": f"order-{order.public_id}-{number}", "asked": parameters(order, ends)},
            expires_at=ends,
        )
        current.add(attempt)
        return attempt


def _begin(attempt: PaymentAttempt, order: Order) -> str:
    """Ask Stripe for the session of a stored attempt; return its address."""
    if not _is_pending(attempt):
        return attempt.url
    with told_in_words():
        found = client().v1.checkout.sessions.create(attempt.data["asked"], {"idempotency_key": attempt.data["key"]})
    with transaction():
        present = locked(PaymentAttempt, attempt.id)
        present.reference, present.url = found.id, found.url or ""
        present.data = {"key": present.data["key"]}
    return present.url


def _known_refund(refund: Refund) -> Any:
    listed = client().v1.refunds.list({"payment_intent": refund.capture.reference, "limit": 100})
    for each in listed.data:
        about = each.metadata
        if about is not None and "refund" in about and about["refund"] == refund.public_id:
            return each
    return None


def _moved(found: Any, currency: str) -> tuple[int, int, str]:
    """What a session took and gave back, and in what."""
    intent = found.payment_intent
    if intent is None:
        return 0, 0, currency
    charge = intent.latest_charge
    refunded = charge.amount_refunded if charge is not None else 0
    return intent.amount_received, refunded, str(intent.currency).upper()


STRIPE = register(StripeGateway())
