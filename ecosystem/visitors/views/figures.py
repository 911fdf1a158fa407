"""Figures of the visit for the staff: entries, occupancy, leads and booths by hour, day, hall and sector."""

from datetime import date

from flask import Blueprint, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ecosystem.core.access import requires
from ecosystem.core.documents.tables import XLSX, write_book
from ecosystem.core.web.responses import file_answer
from ecosystem.events.models import Event
from ecosystem.events.queries import event_of_organiser
from ecosystem.startups.domain.taxonomy import SECTORS
from ecosystem.visitors.documents.figures import book_of
from ecosystem.visitors.policies import VisitorAction
from ecosystem.visitors.queries import figures
from ecosystem.visitors.queries.booths import at_booths
from ecosystem.visitors.views.blueprint import of_event

bp = of_event(
    Blueprint("visitor_figures", __name__, url_prefix="/organise/<organiser_slug>/events/<event_slug>/visitors/figures")
)


def _day(event: Event) -> date | None:
    """The day asked for, if it is one of the event's."""
    try:
        day = date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        return None
    return day if event.starts_on <= day <= event.ends_on else None


@bp.get("/")
@requires(VisitorAction.VIEW, on=event_of_organiser)
def index(event: Event) -> str:
    """Who came when through which gate: charts with their tables, by day."""
    day = _day(event)
    return render_template(
        "visitors/desk/figures.html",
        event=event,
        organiser=event.organiser,
        day=day,
        days=figures.days_with_entries(event),
        totals=figures.totals(event, day),
        hours=figures.entries_by_hour(event, day),
        gates=figures.entries_by_gate(event, day),
        types=figures.by_type(event),
    )


@bp.get("/exhibitors")
@requires(VisitorAction.VIEW, on=event_of_organiser)
def exhibitors(event: Event) -> str:
    """Badges scanned and looks at booths, by exhibitor, hour and sector, by day and hall."""
    day, hall = _day(event), request.args.get("hall", "")[:16]
    scans = figures.badge_scans(event, day)
    booths = at_booths(event, figures.bounds(event, day))
    leads = figures.leads_by_booth(booths, scans, hall)
    listed = {row.exhibitor_id for row in leads}
    return render_template(
        "visitors/desk/figures_exhibitors.html",
        event=event,
        organiser=event.organiser,
        day=day,
        hall=hall,
        days=figures.days_with_entries(event),
        halls=figures.halls_of_event(event),
        leads=leads,
        lead_hours=figures.leads_by_hour(event, scans),
        sectors=[(SECTORS.get(code, _("No sector")), number) for code, number in figures.leads_by_sector(leads)],
        booths=[row for row in booths if row.exhibitor_id in listed],
    )


@bp.get("/figures.xlsx")
@requires(VisitorAction.VIEW, on=event_of_organiser)
def export(event: Event) -> Response:
    """The same figures as a workbook with a sheet for each chart."""
    book = book_of(event, _day(event), request.args.get("hall", "")[:16])
    return file_answer(write_book(book), f"{event.slug}-figures.xlsx", XLSX)
