"""The figures of a visit as sheets of a workbook."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _

from ecosystem.core.web.formatting import format_datetime
from ecosystem.events.models import Event
from ecosystem.startups.domain.taxonomy import SECTORS
from ecosystem.visitors.queries import figures
from ecosystem.visitors.queries.booths import at_booths

Sheets = dict[str, Iterable[Sequence[Any]]]


def book_of(event: Event, day: date | None, hall: str) -> Sheets:
    """Return the sheets by their names."""
    zone = event.timezone
    scans = figures.badge_scans(event, day)
    booths = at_booths(event, figures.bounds(event, day))
    leads = figures.leads_by_booth(booths, scans, hall)
    listed = {row.exhibitor_id for row in leads}
    return {
        _("By hour"): [
            [_("Hour"), _("Entries at the gates"), _("Inside at its end")],
            *(
                [format_datetime(hour, zone), came, inside]
                for hour, came, inside in figures.entries_by_hour(event, day)
            ),
        ],
        _("Gates"): [[_("Gate"), _("Entries at the gates")], *figures.entries_by_gate(event, day)],
        _("Tickets"): [
            [_("Ticket"), _("Valid tickets"), _("Have come"), _("Price in all (đồng)")],
            *figures.by_type(event),
        ],
        _("Leads"): [
            [_("Exhibitor"), _("Booths"), _("Badges scanned"), _("Contacts shared")],
            *([row.name, row.booths, row.scans, row.contacts] for row in leads),
        ],
        _("Leads by hour"): [
            [_("Hour"), _("Badges scanned")],
            *([format_datetime(hour, zone), number] for hour, number in figures.leads_by_hour(event, scans)),
        ],
        _("Leads by sector"): [
            [_("Sector"), _("Badges scanned")],
            *([str(SECTORS.get(code, "–")), number] for code, number in figures.leads_by_sector(leads)),
        ],
        _("Booth pages"): [
            [_("Exhibitor"), _("Visits"), _("By QR code"), _("Favourites"), _("Enquiries")],
            *(
                [row.name, row.visits, row.scans, row.favourites, row.enquiries]
                for row in booths
                if row.exhibitor_id in listed
            ),
        ],
    }
