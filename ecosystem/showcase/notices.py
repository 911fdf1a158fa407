"""Mails of the showcase: enquiries and their answers, reports, products the organiser hid.

Mails to visitors and about enquiries have no scope: the organiser's staff does not read along.
"""

from flask_babel import lazy_gettext as _l

from ecosystem.accounts.queries import recipient_of
from ecosystem.core.addresses import absolute
from ecosystem.notifications.kinds import NoticeKind, register, register_topic
from ecosystem.notifications.services import Recipient, send
from ecosystem.showcase.domain.enquiries import Side
from ecosystem.showcase.models import Enquiry, EnquiryMessage, Product
from ecosystem.showcase.queries.enquiries import deciding_staff, link_token, people_of

register_topic(_l("Showcase"), "enquiry_", "product_")
ASKED = register(NoticeKind("enquiry_asked", _l("A visitor asks about your booth")))
CONFIRM = register(NoticeKind("enquiry_confirm", _l("Confirm an enquiry"), duty=True, secret=True, in_inbox=False))
ANSWERED = register(NoticeKind("enquiry_answered", _l("An exhibitor answered your enquiry"), duty=True, secret=True))
REPORTED = register(NoticeKind("enquiry_reported", _l("An enquiry was reported")))
HIDDEN = register(NoticeKind("product_hidden", _l("A product of yours was hidden"), duty=True))
SHOWN_AGAIN = register(NoticeKind("product_shown_again", _l("A hidden product of yours is shown again")))


def batch_of(enquiry: Enquiry) -> str:
    """Name all mails about an enquiry, which are emptied when consent is withdrawn."""
    return f"enquiry:{enquiry.public_id}"


def enquiry_asked(enquiry: Enquiry, text: str) -> None:
    """Tell the exhibitor's people that somebody asks, without the visitor's contact data."""
    for account in people_of(enquiry.exhibitor):
        send(
            ASKED,
            recipient_of(account),
            _about(enquiry) | {"text": text},
            batch=batch_of(enquiry),
            dedup_key=f"enquiry:{enquiry.id}:{account.id}",
            url=_exhibitors_page(enquiry),
        )


def enquiry_to_confirm(enquiry: Enquiry) -> None:
    """Ask the visitor to prove the address by opening a link; the mail holds the only copy of it."""
    send(CONFIRM, _visitor(enquiry), _about(enquiry), batch=batch_of(enquiry), url=_visitors_link(enquiry))


def enquiry_replied(enquiry: Enquiry, message: EnquiryMessage) -> None:
    """Tell the other side of a new message."""
    values = _about(enquiry) | {"text": message.text, "message": message}
    if message.side is Side.EXHIBITOR:
        url = _visitors_link(enquiry)
        send(ANSWERED, _visitor(enquiry), values, batch=batch_of(enquiry), url=url)
        return
    for account in people_of(enquiry.exhibitor):
        send(ASKED, recipient_of(account), values, batch=batch_of(enquiry), url=_exhibitors_page(enquiry))


def enquiry_reported(enquiry: Enquiry) -> None:
    """Tell the staff who decide that an enquiry was reported."""
    exhibition = enquiry.exhibitor.exhibition
    for account in deciding_staff(exhibition):
        send(
            REPORTED,
            recipient_of(account),
            _about(enquiry),
            dedup_key=f"enquiry_reported:{enquiry.id}:{len(enquiry.reports)}:{account.id}",
            url=absolute(f"/organise/exhibitions/{exhibition.slug}/showcase/reports"),
        )


def product_hidden(product: Product, *, reason: str) -> None:
    """Tell the exhibitor's people why a product is hidden."""
    for account in people_of(product.exhibitor):
        send(HIDDEN, recipient_of(account), _of(product) | {"reason": reason}, url=_products_page(product))


def product_shown_again(product: Product) -> None:
    """Tell the exhibitor's people that a product is shown again."""
    for account in people_of(product.exhibitor):
        send(SHOWN_AGAIN, recipient_of(account), _of(product), url=_products_page(product))


def _about(enquiry: Enquiry) -> dict[str, object]:
    return {"enquiry": enquiry, "exhibitor": enquiry.exhibitor, "product": enquiry.product, "message": None}


def _of(product: Product) -> dict[str, object]:
    return {"product": product, "exhibitor": product.exhibitor, "exhibition": product.exhibitor.exhibition}


def _visitor(enquiry: Enquiry) -> Recipient:
    return Recipient(enquiry.email, enquiry.name, enquiry.language, enquiry.account_id)


def _visitors_link(enquiry: Enquiry) -> str:
    """By account where there is one, else by the link that proves the address."""
    if enquiry.account_id is not None and enquiry.confirmed_at is not None:
        return absolute(f"/enquiries/{enquiry.public_id}")
    return absolute(f"/enquiries/link/{link_token(enquiry)}")


def _exhibitors_page(enquiry: Enquiry) -> str:
    return absolute(f"/exhibitors/{enquiry.exhibitor.public_id}/enquiries/{enquiry.public_id}")


def _products_page(product: Product) -> str:
    return absolute(f"/exhibitors/{product.exhibitor.public_id}/products/{product.public_id}")
