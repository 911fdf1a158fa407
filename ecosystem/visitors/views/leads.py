"""An exhibitor's leads: scan badges, note, look for, take out; its own figures."""

from datetime import UTC, datetime
from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    jsonify,
    redirect,
    render_template,
    request,
    send_from_directory,
    url_for,
)
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response as Answer

from ecosystem.accounts.policies import me
from ecosystem.audit.services import record
from ecosystem.core import clock
from ecosystem.core.access import requires
from ecosystem.core.database import transaction
from ecosystem.core.errors import Invalid, Refused
from ecosystem.core.pagination import page_of
from ecosystem.core.web.assets import asset
from ecosystem.core.web.responses import table_answer
from ecosystem.exhibitions.models import Exhibitor
from ecosystem.visitors.documents.lists import lead_rows
from ecosystem.visitors.domain.states import LeadState
from ecosystem.visitors.forms.leads import lead_form
from ecosystem.visitors.forms.organising import GatePageForm
from ecosystem.visitors.kinds import OUTCOMES, WARMTH_TITLES
from ecosystem.visitors.models import Lead
from ecosystem.visitors.policies import LeadAction
from ecosystem.visitors.queries import figures
from ecosystem.visitors.queries import leads as queries
from ecosystem.visitors.queries.leads import LeadFilter
from ecosystem.visitors.services.leads import Badge, BadgeResult, edit_lead, scan_badge
from ecosystem.visitors.views.blueprint import of_event

bp = of_event(Blueprint("leads", __name__, url_prefix="/leads/<exhibitor_id>"))
MOST_AT_ONCE = 100


def wanted_filter() -> LeadFilter:
    """Return what the address asks for."""
    get = request.args.get
    rating = get("rating", 0, int)
    today = clock.now().astimezone(clock.zone(clock.DEFAULT_ZONE)).date()
    return LeadFilter(
        query=get("q", "").strip()[:200],
        warmth=get("warmth", ""),
        rating=rating if rating in (1, 2, 3) else None,
        due=today if get("due") else None,
        sort=get("sort", ""),
    )


@bp.get("/")
@requires(LeadAction.VIEW, on=queries.exhibitor_with_event)
def index(exhibitor: Exhibitor) -> str:
    """Search, filter, sort, take out. Of those who do not agree only the number is told."""
    wanted, event = wanted_filter(), exhibitor.exhibition.event
    scans = figures.badge_scans(event, exhibitor_id=exhibitor.id)
    return render_template(
        "visitors/leads/index.html",
        exhibitor=exhibitor,
        event=event,
        hours=figures.leads_by_hour(event, scans),
        page=page_of(queries.leads_of(exhibitor, wanted), number=request.args.get("page", 1, int)),
        wanted=wanted,
        counts=queries.counts_of(exhibitor),
        states=LeadState,
        warmths=WARMTH_TITLES,
    )


@bp.get("/export.<any(csv,xlsx):kind>")
@requires(LeadAction.VIEW, on=queries.exhibitor_with_event)
def export(exhibitor: Exhibitor, kind: str) -> Response:
    """The leads as filtered; only those who agree now."""
    with transaction():
        record("visitors.leads_exported", exhibitor, by=me().id, scope=exhibitor, note=kind)
    rows = lead_rows(queries.all_leads(exhibitor, wanted_filter()), exhibitor.exhibition.event.timezone)
    return table_answer(rows, "leads", kind)


@bp.route("/of/<lead_id>", methods=["GET", "POST"])
@requires(LeadAction.VIEW, on=queries.lead_of_exhibitor)
def show(lead: Lead) -> Any:
    """One lead with the notes."""
    form = lead_form(lead)
    if form.validate_on_submit():
        try:
            edit_lead(lead, form.to_values(), shown=form.shown_version)
        except Refused as error:
            flash(str(error.message), "error")
        else:
            flash(_("Saved."), "success")
        return redirect(url_for(".index", exhibitor_id=lead.exhibitor.public_id))
    page = render_template(
        "visitors/leads/lead.html",
        lead=lead,
        exhibitor=lead.exhibitor,
        event=lead.exhibitor.exhibition.event,
        form=form,
    )
    return page, 400 if form.errors else 200


@bp.get("/scan")
@requires(LeadAction.SCAN, on=queries.exhibitor_with_event)
def scan(exhibitor: Exhibitor) -> str:
    """The scanner; it goes on without network and sends later."""
    return render_template(
        "visitors/leads/scan.html",
        exhibitor=exhibitor,
        event=exhibitor.exhibition.event,
        outcomes=OUTCOMES,
        form=GatePageForm(formdata=None),
        token=generate_csrf(),
    )


@bp.get("/worker.js")
@requires(LeadAction.SCAN, on=queries.exhibitor_with_event)
def worker(exhibitor: Exhibitor) -> Response:
    """The service worker of the check-in, for this scanner."""
    name = asset("check-in-worker.js").rpartition("/")[2]
    return send_from_directory(str(current_app.static_folder), name, mimetype="text/javascript")


@bp.post("/scans")
@requires(LeadAction.SCAN, on=queries.exhibitor_with_event)
def scans(exhibitor: Exhibitor) -> Response:
    """Take badges in, one or several; a badge scanned again is the same lead."""
    body = request.get_json(silent=True)
    found = body.get("scans") if isinstance(body, dict) else None
    if not isinstance(found, list) or not 0 < len(found) <= MOST_AT_ONCE or not all(isinstance(e, dict) for e in found):
        raise Invalid(_l("There is nothing to take in."))
    sent_at = _instant(body.get("sent_at") if isinstance(body, dict) else None)
    results = []
    for each in found:
        badge = Badge(str(each.get("text") or "")[:200], at=_instant(each.get("at")), sent_at=sent_at)
        results.append({"key": str(each.get("key", ""))[:40]} | _told(scan_badge(exhibitor, badge, by=me().id)))
    return jsonify(results=results, now=clock.now().isoformat())


def _told(result: BadgeResult) -> dict[str, Any]:
    """What the exhibitor is told: of somebody who does not agree nothing but that."""
    lead = result.lead
    if lead is None:
        return {"outcome": result.problem.value if result.problem else ""}
    if lead.state is not LeadState.GIVEN:
        return {"outcome": lead.state.value, "new": result.is_new}
    ticket = lead.ticket
    return {
        "outcome": lead.state.value,
        "new": result.is_new,
        "name": ticket.holder_name,
        "organisation": ticket.holder_organisation,
        "url": url_for(".show", exhibitor_id=lead.exhibitor.public_id, lead_id=lead.public_id),
    }


def _instant(text: object) -> datetime | None:
    if not isinstance(text, str) or not text:
        return None
    try:
        found = datetime.fromisoformat(text[:40])
        return found.astimezone(UTC) if found.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None


@bp.after_request
def keep_nowhere(response: Answer) -> Answer:
    """Contacts of people are kept by no cache."""
    response.headers["Cache-Control"] = "no-store"
    return response
