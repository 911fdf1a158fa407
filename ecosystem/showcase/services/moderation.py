"""What the organiser does about products that cannot stay, and about reported enquiries."""

from flask_babel import lazy_gettext as _l

from ecosystem.accounts.models import Account
from ecosystem.audit import services as audit
from ecosystem.core import clock
from ecosystem.core.database import locked, transaction
from ecosystem.core.errors import Invalid, Refused
from ecosystem.showcase import notices
from ecosystem.showcase.domain.enquiries import EnquiryState, ReportState
from ecosystem.showcase.models import Enquiry, EnquiryReport, Product


def hide_product(product: Product, *, reason: str, by: Account) -> None:
    """Take a product from public pages, with a reason its exhibitor is told. Hiding again changes the reason."""
    text = _needed(reason)
    with transaction():
        present = locked(Product, product.id)
        changes = {"hidden_reason": (present.hidden_reason, text)}
        present.hidden_at, present.hidden_reason, present.hidden_by_id = clock.now(), text, by.id
        audit.record(
            "product.hidden", present, by=by.id, scope=product.exhibitor.exhibition, changes=changes, note=text
        )
        notices.product_hidden(present, reason=text)


def show_product_again(product: Product, *, by: Account) -> None:
    """Let a hidden product be seen again. Twice is once."""
    with transaction():
        present = locked(Product, product.id)
        if present.hidden_at is not None:
            present.hidden_at, present.hidden_reason, present.hidden_by_id = None, "", None
            audit.record("product.shown_again", present, by=by.id, scope=product.exhibitor.exhibition)
            notices.product_shown_again(present)


def decide_report(report: EnquiryReport, *, upheld: bool, note: str, by: Account) -> None:
    """Decide on a report: upheld closes the thread for good. Raises Refused when it was decided before."""
    with transaction():
        enquiry = locked(Enquiry, report.enquiry_id)
        present = locked(EnquiryReport, report.id)
        if present.state is not ReportState.OPEN:
            raise Refused(_l("This report was decided already."))
        present.state = ReportState.UPHELD if upheld else ReportState.DISMISSED
        present.decided_at, present.decided_by_id, present.decision_note = clock.now(), by.id, note.strip()[:2_000]
        if upheld:
            enquiry.state = EnquiryState.CLOSED
        changes = {"state": (ReportState.OPEN.value, present.state.value)}
        audit.record("enquiry.report_decided", enquiry, by=by.id, scope=enquiry.exhibitor.exhibition, changes=changes)


def _needed(text: str) -> str:
    found = text.strip()[:2_000]
    if not found:
        raise Invalid(_l("Please give a reason."), details={"reason": _l("Please give a reason.")})
    return found
