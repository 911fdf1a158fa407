"""The ends of enquiries that nobody wished for: consent withdrawn, a report, an address nobody proved."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select

from ecosystem.accounts.models import Account
from ecosystem.audit import services as audit
from ecosystem.core import clock
from ecosystem.core.database import locked, session, transaction
from ecosystem.core.errors import Invalid
from ecosystem.notifications.services import forget_batch
from ecosystem.showcase import notices
from ecosystem.showcase.domain.enquiries import EnquiryState, Side
from ecosystem.showcase.models import Enquiry, EnquiryMessage, EnquiryReport
from ecosystem.showcase.services.enquiries import CONFIRM_WITHIN


def withdraw_consent(enquiry: Enquiry, *, by: Account | None) -> None:
    """Erase the visitor's contact data and close the thread; the mails about it are emptied. Twice is once."""
    with transaction():
        present = locked(Enquiry, enquiry.id)
        if present.withdrawn_at is not None:
            return
        present.name = present.email = present.phone = present.organisation = ""
        present.account_id = None
        present.withdrawn_at, present.state = clock.now(), EnquiryState.CLOSED
        present.unread_by_exhibitor = present.unread_by_visitor = 0
        present.search_text = ""
        for message in present.messages:
            if message.side is Side.VISITOR:
                message.author_id = None
        forget_batch(notices.batch_of(present))
        audit.record("enquiry.consent_withdrawn", present, by=by.id if by else None, scope=present.exhibitor.exhibition)


def report(enquiry: Enquiry, *, side: Side, reason: str, by: Account | None) -> None:
    """Report the other side to the organiser, who may read the thread from then on. Once a side.

    Raises Invalid without a reason.
    """
    text = reason.strip()[:2_000]
    if not text:
        raise Invalid(_l("Please give a reason."), details={"reason": _l("Please give a reason.")})
    with transaction() as current:
        present = locked(Enquiry, enquiry.id)
        if any(each.side is side for each in present.reports):
            return
        row = EnquiryReport(enquiry_id=present.id, side=side, reason=text)
        current.add(row)
        current.flush()
        audit.record(
            "enquiry.reported", present, by=by.id if by else None, scope=present.exhibitor.exhibition, note=side.value
        )
        notices.enquiry_reported(present)


def forget_unconfirmed() -> int:
    """Delete enquiries whose address was never proved, and the mails that asked for it; return how many."""
    old = select(Enquiry).where(
        Enquiry.state == EnquiryState.UNCONFIRMED, Enquiry.created_at < clock.now() - CONFIRM_WITHIN - CONFIRM_WITHIN
    )
    found: Sequence[Enquiry] = session().scalars(old.limit(500)).all()
    with transaction() as current:
        for enquiry in found:
            forget_batch(notices.batch_of(enquiry))
            current.execute(delete(EnquiryMessage).where(EnquiryMessage.enquiry_id == enquiry.id))
            current.delete(enquiry)
    return len(found)
