"""Who may do what with products, booth pages and enquiries.

Everybody sees what is published in a public exhibition. The people of an exhibitor write its pages and read what is
asked of it; the organiser's staff hides products with a reason and reads an enquiry only once one side reported it.
"""

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_

from ecosystem.core.access import Action, Actor, Denial, Verdict, rule
from ecosystem.events.policies import RUNNERS
from ecosystem.exhibitions.models import Exhibition, ExhibitionState, Exhibitor, ExhibitorState
from ecosystem.exhibitions.policies import acts_for, is_public, is_staff, view, view_exhibitor
from ecosystem.showcase.models import BoothPage, Enquiry, EnquiryState, Product, ProductState

PREPARING = (ExhibitorState.APPLIED, ExhibitorState.ACCEPTED)


class ShowcaseAction(Action):
    """What can be done with what exhibitors show."""

    BROWSE = "showcase:browse"  # on an exhibition
    SEE_BOOTH = "showcase:see_booth"  # on an exhibitor
    SEE_COVER = "showcase:see_cover"  # on a booth page
    SEE_PRODUCT = "showcase:see_product"
    SEE_DASHBOARD = "showcase:see_dashboard"  # on an exhibitor
    WRITE = "showcase:write"  # on an exhibitor
    EDIT_PRODUCT = "showcase:edit_product"
    KEEP = "showcase:keep"  # favourites of one's own
    SEE_MODERATION = "showcase:see_moderation"  # on an exhibition
    MODERATE = "showcase:moderate"  # on an exhibition
    HIDE_PRODUCT = "showcase:hide_product"


class EnquiryAction(Action):
    """What can be done with enquiries."""

    ASK = "enquiry:ask"  # on an exhibitor
    LIST_MINE = "enquiry:list_mine"
    READ_OWN = "enquiry:read_own"  # as the visitor
    LIST = "enquiry:list"  # on an exhibitor
    ANSWER = "enquiry:answer"  # as the exhibitor
    READ_REPORTED = "enquiry:read_reported"
    DECIDE_REPORT = "enquiry:decide_report"


@rule(ShowcaseAction.BROWSE)
def browse(actor: Actor, exhibition: Exhibition) -> Verdict:
    return view(actor, exhibition)


@rule(ShowcaseAction.SEE_BOOTH)
def see_booth(actor: Actor, exhibitor: Exhibitor) -> Verdict:
    return view_exhibitor(actor, exhibitor)


@rule(ShowcaseAction.SEE_COVER)
def see_cover(actor: Actor, page: BoothPage) -> Verdict:
    return view_exhibitor(actor, page.exhibitor)


@rule(ShowcaseAction.SEE_PRODUCT)
def see_product(actor: Actor, product: Product) -> Verdict:
    """What is shown, whoever sees the booth; the rest its exhibitor, and the staff what was published once."""
    if product.removed_at is not None:
        return False
    if product.is_shown:
        return view_exhibitor(actor, product.exhibitor)
    if acts_for(actor, product.exhibitor):
        return True
    return product.state is ProductState.PUBLISHED and is_staff(actor, product.exhibitor.exhibition)


@rule(ShowcaseAction.SEE_DASHBOARD)
def see_dashboard(actor: Actor, exhibitor: Exhibitor) -> Verdict:
    return acts_for(actor, exhibitor) or is_staff(actor, exhibitor.exhibition)


@rule(ShowcaseAction.WRITE, see=ShowcaseAction.SEE_DASHBOARD)
def write(actor: Actor, exhibitor: Exhibitor) -> Verdict:
    if not acts_for(actor, exhibitor):
        return Denial(_l("Only the people of this exhibitor can do this."))
    if exhibitor.state not in PREPARING or exhibitor.exhibition.state is ExhibitionState.CANCELLED:
        return Denial(_l("This exhibitor does not take part, so there is nothing to show."))
    return True


@rule(ShowcaseAction.EDIT_PRODUCT, see=ShowcaseAction.SEE_PRODUCT)
def edit_product(actor: Actor, product: Product) -> Verdict:
    return write(actor, product.exhibitor)


@rule(ShowcaseAction.KEEP)
def keep(actor: Actor, exhibition: Exhibition) -> Verdict:
    return actor.is_authenticated and view(actor, exhibition)


@rule(ShowcaseAction.SEE_MODERATION)
def see_moderation(actor: Actor, exhibition: Exhibition) -> Verdict:
    return is_staff(actor, exhibition)


@rule(ShowcaseAction.MODERATE, see=ShowcaseAction.SEE_MODERATION)
def moderate(actor: Actor, exhibition: Exhibition) -> Verdict:
    allowed = is_staff(actor, exhibition, *RUNNERS)
    return allowed or Denial(_l("Only owners and managers of the organiser can do this."))


@rule(ShowcaseAction.HIDE_PRODUCT, see=ShowcaseAction.SEE_PRODUCT)
def hide_product(actor: Actor, product: Product) -> Verdict:
    return moderate(actor, product.exhibitor.exhibition)


@rule(EnquiryAction.ASK, see=ShowcaseAction.SEE_BOOTH)
def ask(actor: Actor, exhibitor: Exhibitor) -> Verdict:
    """Everybody asks whoever takes part in a public exhibition; whether it is over does not matter."""
    if exhibitor.state is not ExhibitorState.ACCEPTED or not is_public(exhibitor.exhibition):
        return Denial(_l("This exhibitor takes no enquiries yet."))
    if acts_for(actor, exhibitor):
        return Denial(_l("This is your own booth: visitors ask here."))
    return True


@rule(EnquiryAction.LIST_MINE)
def list_mine(actor: Actor, _resource: object) -> Verdict:
    return actor.is_authenticated


@rule(EnquiryAction.READ_OWN)
def read_own(actor: Actor, enquiry: Enquiry) -> Verdict:
    return actor.id is not None and enquiry.account_id == actor.id


@rule(EnquiryAction.LIST, see=ShowcaseAction.SEE_DASHBOARD)
def list_enquiries(actor: Actor, exhibitor: Exhibitor) -> Verdict:
    """The organiser's staff does not read along."""
    return acts_for(actor, exhibitor) or Denial(_l("Enquiries are between visitors and the exhibitor."))


@rule(EnquiryAction.ANSWER)
def answer(actor: Actor, enquiry: Enquiry) -> Verdict:
    return enquiry.state is not EnquiryState.UNCONFIRMED and acts_for(actor, enquiry.exhibitor)


@rule(EnquiryAction.READ_REPORTED)
def read_reported(actor: Actor, enquiry: Enquiry) -> Verdict:
    """The organiser's staff, once one side asked for it."""
    return bool(enquiry.reports) and is_staff(actor, enquiry.exhibitor.exhibition)


@rule(EnquiryAction.DECIDE_REPORT, see=EnquiryAction.READ_REPORTED)
def decide_report(actor: Actor, enquiry: Enquiry) -> Verdict:
    return bool(enquiry.reports) and moderate(actor, enquiry.exhibitor.exhibition)


def shown_products() -> ColumnElement[bool]:
    """Condition: products that everybody sees who sees their exhibition; Exhibitor must be joined."""
    return and_(
        Product.state == ProductState.PUBLISHED,
        Product.hidden_at.is_(None),
        Product.removed_at.is_(None),
        Exhibitor.state == ExhibitorState.ACCEPTED,
    )
