"""What the stand-in for Stripe remembers: sessions, payments, refunds, events. Shapes are Stripe's own samples."""

import copy
import hashlib
import hmac
import json
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

Shape = dict[str, Any]
SAMPLES: Mapping[str, Shape] = json.loads((Path(__file__).parent / "data" / "stripe_fixtures3.json").read_text())[
    "resources"
]
API_VERSION = "2026-10-28.endive"
HALF_AN_HOUR, A_DAY = 30 * 60, 24 * 60 * 60
LEAST, MOST = 13_000, 99_999_999  # of VND: about half a US dollar, and eight digits


class Wrong(Exception):
    """An answer that is an error, in Stripe's shape."""

    def __init__(self, message: str, *, status: int = 400, kind: str = "invalid_request_error", **more: str) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"error": {"message": message, "type": kind, **more}}


def sample(resource: str, **values: Any) -> Shape:
    """Stripe's sample of a resource with other values; an unknown field is a mistake of the stand-in."""
    shape = copy.deepcopy(SAMPLES[resource])
    unknown = set(values) - set(shape)
    assert not unknown, f"{resource} has no {unknown}"
    return {**shape, **values}


class StripeAccount:
    """One account of the stand-in. `now` gives seconds since 1970; every change is made under one lock."""

    def __init__(self, now: Callable[[], float] = time.time) -> None:
        self.now = now
        self.lock = threading.RLock()
        self.base = ""
        self.sessions: dict[str, Shape] = {}
        self.intents: dict[str, Shape] = {}
        self.charges: dict[str, Shape] = {}
        self.refunds: dict[str, Shape] = {}
        self.events: list[Shape] = []
        self.refund_status = "succeeded"

    def make_session(self, asked: Mapping[str, Any]) -> Shape:
        currency, total = _total(asked)
        expires_at = int(asked.get("expires_at", self.now() + A_DAY))
        if not HALF_AN_HOUR - 60 <= expires_at - self.now() <= A_DAY + 60:
            raise Wrong(
                "The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation.",
                param="expires_at",
            )
        ident = f"cs_test_{secrets.token_hex(16)}"
        found = sample(
            "checkout.session",
            id=ident,
            amount_subtotal=total,
            amount_total=total,
            currency=currency,
            created=int(self.now()),
            expires_at=expires_at,
            client_reference_id=asked.get("client_reference_id"),
            customer_email=asked.get("customer_email"),
            metadata=dict(asked.get("metadata", {})),
            payment_intent=None,
            success_url=asked.get("success_url"),
            cancel_url=asked.get("cancel_url"),
            url=f"{self.base}/pay/{ident}",
        )
        with self.lock:
            self.sessions[ident] = found
        found["_intent"] = dict(asked.get("payment_intent_data", {}).get("metadata", {}))
        return found

    def session_named(self, ident: str) -> Shape:
        found = self.sessions.get(ident)
        if found is None:
            raise Wrong(f"No such checkout.session: {ident}", status=404, code="resource_missing", param="session")
        if found["status"] == "open" and found["expires_at"] <= self.now():
            self.expire(ident)
        return found

    def expire(self, ident: str) -> Shape:
        with self.lock:
            found = self.sessions[ident]
            if found["status"] != "open":
                raise Wrong('Only Checkout Sessions with a status in ["open"] can be expired.')
            found["status"], found["url"] = "expired", None
            self.tell("checkout.session.expired", found)
            return found

    def pay(self, ident: str, *, later: bool = False, amount: int | None = None, currency: str | None = None) -> Shape:
        """What the buyer does on the page. `later`: the money comes in another step (`settle`). `amount` and
        `currency` make the account report other ones than were asked for."""
        with self.lock:
            found = self.session_named(ident)
            if found["status"] != "open":
                raise Wrong("This Checkout Session is no longer open.", status=410)
            if amount is not None:
                found["amount_total"] = amount
            if currency is not None:
                found["currency"] = currency
            intent = self._intent(found)
            found.update(status="complete", url=None, payment_intent=intent["id"])
            if later:
                intent["status"] = "processing"
            else:
                self._charge(found, intent)
            self.tell("checkout.session.completed", found)
            return found

    def settle(self, ident: str, *, fails: bool = False) -> None:
        """The end of a payment that takes days: the money comes, or not."""
        with self.lock:
            found = self.sessions[ident]
            if not fails:
                self._charge(found, self.intents[found["payment_intent"]])
            self.tell(f"checkout.session.async_payment_{'failed' if fails else 'succeeded'}", found)

    def give_back(self, asked: Mapping[str, Any]) -> Shape:
        with self.lock:
            charge = self._charge_of(asked)
            left = charge["amount"] - charge["amount_refunded"]
            amount = int(asked.get("amount", left))
            if left == 0:
                raise Wrong(f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded")
            if not 0 < amount <= left:
                raise Wrong(
                    f"Refund amount ({amount}) is greater than unrefunded amount on charge ({left})", param="amount"
                )
            ident = f"re_{secrets.token_hex(12)}"
            found = self.refunds[ident] = sample(
                "refund",
                id=ident,
                amount=amount,
                charge=charge["id"],
                payment_intent=charge["payment_intent"],
                currency=charge["currency"],
                created=int(self.now()),
                metadata=dict(asked.get("metadata", {})),
                reason=asked.get("reason"),
                status=self.refund_status,
            )
            charge["amount_refunded"] += amount
            charge["refunded"] = charge["amount_refunded"] == charge["amount"]
            self.tell("charge.refunded", charge)
            self.tell("refund.created", found)
            return found

    def finish_refund(self, ident: str, status: str) -> None:
        """The end of a refund that was pending: succeeded or failed (the money is back with the account)."""
        with self.lock:
            found = self.refunds[ident]
            found["status"] = status
            if status == "failed":
                charge = self.charges[found["charge"]]
                charge["amount_refunded"] -= found["amount"]
                charge["refunded"] = False
            self.tell("refund.failed" if status == "failed" else "refund.updated", found)

    def dispute(self, session_id: str) -> Shape:
        """The buyer's bank takes the money back until the matter is settled."""
        intent = self.intents[self.sessions[session_id]["payment_intent"]]
        charge = self.charges[intent["latest_charge"]]
        charge["disputed"] = True
        return self.tell(
            "charge.dispute.created",
            sample(
                "dispute",
                id=f"dp_{secrets.token_hex(12)}",
                amount=charge["amount"],
                charge=charge["id"],
                payment_intent=intent["id"],
                currency=charge["currency"],
                reason="fraudulent",
                status="needs_response",
            ),
        )

    def tell(self, kind: str, about: Shape) -> Shape:
        """Note an event; who delivers it, and when, is up to the test."""
        event = sample(
            "event",
            id=f"evt_{secrets.token_hex(12)}",
            type=kind,
            created=int(self.now()),
            api_version=API_VERSION,
            data={"object": shown(about)},
        )
        self.events.append(event)
        return event

    def expanded(self, session: Shape, wanted: list[str]) -> Shape:
        """A session with its payment written out, as `expand` asks for."""
        found = shown(session)
        if any(each.startswith("payment_intent") for each in wanted) and found["payment_intent"]:
            intent = shown(self.intents[found["payment_intent"]])
            if "payment_intent.latest_charge" in wanted and intent["latest_charge"]:
                intent["latest_charge"] = shown(self.charges[intent["latest_charge"]])
            found["payment_intent"] = intent
        return found

    def _intent(self, session: Shape) -> Shape:
        ident = f"pi_{secrets.token_hex(12)}"
        self.intents[ident] = sample(
            "payment_intent",
            id=ident,
            amount=session["amount_total"],
            currency=session["currency"],
            created=int(self.now()),
            metadata=session["_intent"],
            last_payment_error=None,
            status="requires_payment_method",
        )
        return self.intents[ident]

    def _charge(self, session: Shape, intent: Shape) -> None:
        ident = f"ch_{secrets.token_hex(12)}"
        self.charges[ident] = sample(
            "charge",
            id=ident,
            amount=intent["amount"],
            amount_captured=intent["amount"],
            captured=True,
            currency=intent["currency"],
            created=int(self.now()),
            metadata=intent["metadata"],
            payment_intent=intent["id"],
        )
        intent.update(status="succeeded", amount_received=intent["amount"], latest_charge=ident)
        session["payment_status"] = "paid"

    def _charge_of(self, asked: Mapping[str, Any]) -> Shape:
        intent = self.intents.get(asked.get("payment_intent", ""))
        found = self.charges.get((intent or {}).get("latest_charge") or asked.get("charge", ""))
        if found is None:
            raise Wrong("No such payment_intent", status=404, code="resource_missing", param="payment_intent")
        return found


def shown(shape: Shape) -> Shape:
    """A copy without what the stand-in keeps for itself."""
    return copy.deepcopy({name: value for name, value in shape.items() if not name.startswith("_")})


def signature(payload: bytes, secret: str, at: float) -> str:
    """The header with which Stripe signs what it sends."""
    stamp = int(at)
    digest = hmac.new(secret.encode(), f"{stamp}.".encode() + payload, hashlib.sha256).hexdigest()
    return f"t={stamp},v1={digest}"


def _total(asked: Mapping[str, Any]) -> tuple[str, int]:
    if asked.get("mode") != "payment":
        raise Wrong("The stand-in knows the mode `payment` only.", param="mode")
    items = asked.get("line_items") or []
    if not items:
        raise Wrong("You must pass `line_items`.", param="line_items", code="parameter_missing")
    if not asked.get("success_url"):
        raise Wrong("Missing required param: success_url.", param="success_url", code="parameter_missing")
    currencies = {item["price_data"]["currency"] for item in items}
    total = sum(int(item["price_data"]["unit_amount"]) * int(item.get("quantity", 1)) for item in items)
    if currencies != {"vnd"}:
        raise Wrong("The stand-in takes VND only.", param="line_items")
    if total < LEAST:
        raise Wrong("The Checkout Session's total amount must convert to at least 50 cents.", code="amount_too_small")
    if total > MOST:
        raise Wrong(
            "The Checkout Session's total amount due must be no more than ₫99,999,999.", code="amount_too_large"
        )
    return currencies.pop(), total
