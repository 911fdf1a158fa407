"""Tables of the showcase for spreadsheets."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from flask_babel import gettext as _

from ecosystem.core.web.formatting import format_date, format_datetime
from ecosystem.exhibitions.models import Booth
from ecosystem.showcase.domain.enquiries import ENQUIRY_KINDS, ENQUIRY_STATES
from ecosystem.showcase.domain.products import SEEKS
from ecosystem.showcase.models import Enquiry, Product, ProductState
from ecosystem.startups.domain.taxonomy import sector_titles


def enquiry_rows(enquiries: Iterable[Enquiry]) -> Iterator[Sequence[Any]]:
    """Yield the heading and a row for each enquiry; withdrawn ones without contact data."""
    yield (
        *(_("Sent"), _("Kind"), _("Status"), _("Product"), _("Name"), _("Organisation"), _("E-mail address")),
        *(_("Telephone"), _("Quantity"), _("Needed by"), _("Last message")),
    )
    for each in enquiries:
        yield (
            format_datetime(each.created_at),
            str(ENQUIRY_KINDS[each.kind]),
            str(ENQUIRY_STATES[each.state]),
            each.product.name if each.product is not None else "",
            each.name,
            each.organisation,
            each.email,
            each.phone,
            each.quantity,
            format_date(each.wanted_by) if each.wanted_by else "",
            format_datetime(each.last_at),
        )


def product_rows(products: Iterable[Product], booths: dict[int, list[Booth]]) -> Iterator[Sequence[Any]]:
    """Yield the heading and a row for each product; exhibitors are loaded, `booths` are theirs."""
    yield (
        *(_("Exhibitor"), _("Booth"), _("Product"), _("Name in English"), _("In one sentence"), _("Sectors")),
        *(_("We are looking for"), _("Lowest price (đồng)"), _("Highest price (đồng)"), _("Unit of sale")),
        *(_("OCOP stars"), _("OCOP certificate"), _("Year of recognition"), _("Status"), _("Hidden because")),
    )
    for each in products:
        yield (
            each.exhibitor.name,
            ", ".join(booth.number for booth in booths.get(each.exhibitor_id, ())),
            each.name,
            each.name_en,
            each.summary,
            ", ".join(str(title) for title in sector_titles(each.sectors)),
            ", ".join(str(SEEKS[code]) for code in each.seeks if code in SEEKS),
            each.price_low,
            each.price_high,
            each.unit,
            each.ocop_stars,
            each.ocop_number,
            each.ocop_year,
            _("Published") if each.state is ProductState.PUBLISHED else _("Draft"),
            each.hidden_reason,
        )
