"""The door for Stripe's reports.

The signature over the raw body is the key: no session, no form token. Nothing is written before it is checked, so that
a flood of made-up reports costs a hash each and is held by the general limit of requests for an address; Stripe itself
comes back with what was turned away. Answers: 200 for what was understood, known, or none of our business; 400 for
what Stripe did not sign; 413 for what is too large to be an event; an error of ours lets Stripe try again.
"""

from flask import Blueprint, request
from flask.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response

from ecosystem.core.access import public
from ecosystem.core.errors import NoSuchRecord, TooLarge
from ecosystem.core.logs import log
from ecosystem.payments.gateway.stripe_client import Forged, read_event, settings
from ecosystem.payments.services.stripe_events import take_event

LARGEST = 512 * 1024

bp = Blueprint("stripe_webhook", __name__)
blueprints = (bp,)


@bp.post("/webhooks/stripe")
@public
def receive() -> Response:
    """Take one signed event."""
    if not settings().is_complete:
        raise NoSuchRecord
    if (request.content_length or 0) > LARGEST:
        raise TooLarge
    try:
        event = read_event(request.get_data(cache=False), request.headers.get("Stripe-Signature", ""))
    except Forged as error:
        log.warning("forged event", reason=str(error))
        return Response("not signed by Stripe\n", 400, mimetype="text/plain")
    said = take_event(event)
    log.info("stripe event", event_id=event.id, kind=event.kind, outcome=said)
    return Response(f"{said}\n", 200, mimetype="text/plain")


@bp.record_once
def let_stripe_in(state: BlueprintSetupState) -> None:
    """Stripe knows no token of a form; its signature is the key."""
    state.app.extensions["csrf"].exempt(receive)
