"""What acts and fields of the showcase are called in histories."""

from flask_babel import lazy_gettext as _l

from ecosystem.core.errors import Text

ACTS: dict[str, Text] = {
    "product.created": _l("Product written"),
    "product.edited": _l("Product changed"),
    "product.published": _l("Product published"),
    "product.withdrawn": _l("Product made a draft again"),
    "product.removed": _l("Product removed"),
    "product.moved": _l("Order of the products changed"),
    "product.copied": _l("Product copied from an earlier exhibition"),
    "product.picture_added": _l("Picture added"),
    "product.picture_described": _l("Picture described"),
    "product.picture_removed": _l("Picture removed"),
    "product.pictures_ordered": _l("Order of the pictures changed"),
    "product.certificate_added": _l("Certificate added"),
    "product.certificate_removed": _l("Certificate removed"),
    "product.document": _l("Brochure or OCOP certificate changed"),
    "product.hidden": _l("Product hidden by the organiser"),
    "product.shown_again": _l("Hidden product shown again"),
    "booth_page.edited": _l("Booth page changed"),
    "exhibitor.logo_replaced": _l("Logo of the booth changed"),
    "booth_page.cover_replaced": _l("Cover of the booth page changed"),
    "enquiry.close": _l("Enquiry closed"),
    "enquiry.reopen": _l("Enquiry opened again"),
    "enquiry.consent_withdrawn": _l("Consent to an enquiry withdrawn"),
    "enquiry.reported": _l("Enquiry reported"),
    "enquiry.report_decided": _l("Report of an enquiry decided"),
    "enquiry.exported": _l("Enquiries exported"),
    "showcase.exported": _l("Products exported"),
}
FIELDS: dict[str, Text] = {
    "summary": _l("In one sentence"),
    "price_kind": _l("Kind of price"),
    "price_low": _l("Price, or the lowest one"),
    "price_high": _l("Highest price"),
    "unit": _l("Unit of sale"),
    "ocop_stars": _l("OCOP stars"),
    "ocop_number": _l("Number of the decision or certificate"),
    "ocop_year": _l("Year of recognition"),
    "tags": _l("Key words"),
    "seeks": _l("We are looking for"),
    "hidden_reason": _l("Hidden because"),
    "tagline": _l("In one sentence"),
    "story": _l("Your story"),
    "cover": _l("Cover picture"),
    "brochure": _l("Brochure"),
    "ocop_file": _l("OCOP certificate"),
    "alt": _l("What is to be seen"),
}
