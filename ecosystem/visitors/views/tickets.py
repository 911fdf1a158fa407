"""One ticket behind its link: the QR code for the gate, handing over, what its holder agrees to, who scanned it."""

from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    send_from_directory,
    url_for,
)
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from ecosystem.core.access import actor, public
from ecosystem.core.errors import Refused
from ecosystem.core.web.assets import asset
from ecosystem.core.web.responses import file_answer
from ecosystem.visitors.domain.states import ConsentPurpose, TicketState
from ecosystem.visitors.forms.registering import OFFERED_CONSENTS, HandOverForm
from ecosystem.visitors.kinds import CONSENTS
from ecosystem.visitors.models import Ticket
from ecosystem.visitors.queries.leads import lead_of_ticket, leads_of_ticket
from ecosystem.visitors.queries.news import ticket_by_news_key
from ecosystem.visitors.queries.registrations import live_consents, ticket_by_key
from ecosystem.visitors.services.consents import give_consent, live_consent, withdraw_consent
from ecosystem.visitors.services.ending import cancel_ticket
from ecosystem.visitors.services.issuing import hand_over
from ecosystem.visitors.services.leads import answer_request
from ecosystem.visitors.views.blueprint import of_event

bp = of_event(Blueprint("tickets", __name__, url_prefix="/tickets"))


@bp.get("/worker.js")
@public
def worker() -> Response:
    """The service worker of the check-in, for tickets: its address decides which pages it serves."""
    name = asset("check-in-worker.js").rpartition("/")[2]
    response = send_from_directory(str(current_app.static_folder), name, mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return response


@bp.get("/<key>")
@public
def show(key: str) -> str:
    """The ticket. The page opens without network once it was opened with it."""
    return _page(ticket_by_key(key), key, HandOverForm(formdata=None))


def _page(ticket: Ticket, key: str, form: HandOverForm) -> str:
    given = {each.purpose: each for each in live_consents(ticket.id) if not each.audience}
    return render_template(
        "visitors/ticket.html",
        ticket=ticket,
        event=ticket.event,
        key=key,
        form=form,
        purposes=[(purpose, CONSENTS[purpose], given.get(purpose)) for purpose in OFFERED_CONSENTS],
        leads=leads_of_ticket(ticket),
        is_valid=ticket.state is TicketState.VALID,
        can_cancel=ticket.registration.unit_price == 0,
    )


@bp.post("/<key>/hand-over")
@public
def give_to(key: str) -> Any:
    """Give the ticket to somebody else, who gets a new one by mail."""
    ticket, form = ticket_by_key(key), HandOverForm()
    if not form.validate_on_submit():
        return _page(ticket, key, form), 400
    try:
        hand_over(ticket, form.to_value(), by=actor().id)
    except Refused as error:
        flash(str(error.message), "error")
    else:
        flash(_("%(name)s has the ticket now and gets it by mail.", name=form.name.data), "success")
    return redirect(url_for(".show", key=key))


@bp.post("/<key>/cancel")
@public
def cancel(key: str) -> Answer:
    """Give a free ticket back."""
    ticket = ticket_by_key(key)
    try:
        if ticket.registration.unit_price > 0:
            raise Refused(_("A paid ticket is cancelled by whoever bought it, on the page of the registration."))
        cancel_ticket(ticket, by=actor().id)
    except Refused as error:
        flash(str(error.message), "error")
    else:
        flash(_("The ticket is cancelled. Thank you for giving the place to somebody else."), "success")
    return redirect(url_for(".show", key=key))


@bp.post("/<key>/consents/<any(badge_scan,news):purpose>/<any(give,withdraw):step>")
@public
def consent(key: str, purpose: str, step: str) -> Answer:
    """Agree to a purpose, or take it back."""
    ticket, wanted = ticket_by_key(key), ConsentPurpose(purpose)
    if step == "give" and ticket.state is TicketState.VALID:
        give_consent(ticket, wanted, channel="ticket", language=str(get_locale()))
        flash(_("Your consent is noted."), "success")
    elif withdraw_consent(ticket, wanted):
        flash(_("Your consent is withdrawn. What rested on it is gone."), "success")
    return redirect(url_for(".show", key=key))


@bp.route("/news/<key>", methods=["GET", "POST"])
@public
def news(key: str) -> Any:
    """Where the link in an organiser's news leads: take the consent back, without signing in; again is no harm."""
    ticket = ticket_by_news_key(key)
    if request.method == "POST":
        if withdraw_consent(ticket, ConsentPurpose.NEWS):
            flash(_("Your consent is withdrawn. What rested on it is gone."), "success")
        return redirect(url_for(".news", key=key))
    given = live_consent(ticket.id, ConsentPurpose.NEWS)
    return render_template("visitors/news.html", event=ticket.event, given=given)


@bp.post("/<key>/scans/<lead_id>/<any(share,refuse):step>")
@public
def answer(key: str, lead_id: str, step: str) -> Answer:
    """Share the contact with an exhibitor that scanned the badge, or refuse it, also later."""
    lead = lead_of_ticket(ticket_by_key(key), lead_id)
    name = lead.exhibitor.name
    answer_request(lead, agrees=step == "share", language=str(get_locale()))
    if step == "share":
        flash(_("%(name)s has your contact now.", name=name), "success")
    else:
        flash(_("%(name)s does not have your contact.", name=name), "success")
    return redirect(url_for(".show", key=key))


@bp.get("/<key>/ticket.pdf")
@public
def paper(key: str) -> Response:
    """The ticket on paper."""
    from ecosystem.visitors.documents.papers import tickets_document  # loads the PDF library

    ticket = ticket_by_key(key)
    return file_answer(tickets_document([ticket]), "ticket.pdf", "application/pdf")


@bp.after_request
def keep_private(response: Response) -> Response:
    """A ticket is nobody else's; the holder's own device keeps the page by its service worker."""
    if request.endpoint != "tickets.worker":
        response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
