"""A page tells that it was looked at.

A GET must not write (it may be a program's, it is repeated, and it would queue with all writers), so the page sends a
small message of its own once it is shown: `navigator.sendBeacon`, a POST without a body that matters. It is free of the
form token, because public pages carry none and no cookie is set for counting; it can do nothing but raise a count, and
is taken from our own pages only.
"""

from urllib.parse import urlsplit

from flask import Blueprint, request
from flask.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response

from ecosystem.core.access import actor, requires
from ecosystem.exhibitions.models import Exhibitor
from ecosystem.exhibitions.policies import acts_for
from ecosystem.exhibitions.queries.exhibitions import exhibitor_by_public_id
from ecosystem.showcase.domain.visiting import source_named
from ecosystem.showcase.policies import ShowcaseAction
from ecosystem.showcase.services.visits import count_visit

bp = Blueprint("showcase_visits", __name__)


@bp.record
def free_of_tokens(state: BlueprintSetupState) -> None:
    """Let the message come without a form token."""
    state.app.extensions["csrf"].exempt(bp)


@bp.post("/booths/<exhibitor_id>/visit")
@requires(ShowcaseAction.SEE_BOOTH, on=exhibitor_by_public_id, anonymous=True)
def visit(exhibitor: Exhibitor) -> Response:
    """Count a look at the booth's page, unless it is the exhibitor's own."""
    if _is_ours() and not acts_for(actor(), exhibitor):
        count_visit(
            exhibitor,
            source=source_named(request.args.get("from", "")[:16]),
            address=request.remote_addr or "",
            user_agent=request.headers.get("User-Agent", "")[:300],
        )
    return Response(status=204)


def _is_ours() -> bool:
    """Browsers say by which page a message was sent."""
    site = request.headers.get("Sec-Fetch-Site")
    sender = request.headers.get("Origin", "")
    return (site in (None, "same-origin")) and (not sender or urlsplit(sender).netloc == request.host)
