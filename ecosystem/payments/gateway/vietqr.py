"""Bank transfers: a VietQR code with the amount and a note of its own. No bank tells us anything: the treasurer
imports the account's statement, in which the note and the amount name the order."""

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from ecosystem.core.access import Denial, Verdict
from ecosystem.payments.domain.vietqr import Misprinted, Transfer, build, note_with
from ecosystem.payments.gateway import GatewayRefused, Held, Returned, ShowPage, register
from ecosystem.payments.kinds import purpose_title
from ecosystem.payments.models import Order, Refund, Seller
from ecosystem.payments.queries.sellers import bank_of


class VietQrGateway:
    """See the module."""

    key = "vietqr"
    title = _l("Bank transfer (VietQR)")
    is_manual = True
    can_reconcile = False

    def offered(self, seller: Seller, order: Order | None) -> Verdict:
        """Where the organiser chose it and gave an account that a code can hold."""
        if self.key not in seller.providers:
            return Denial(_l("The organiser does not take bank transfers."))
        try:
            transfer_of(seller, order)
        except Misprinted:
            return Denial(_l("The organiser's bank account is not complete yet."))
        return True

    def start(self, order: Order, *, seller: Seller) -> ShowPage:
        """Show the code and everything in it, to be typed by those who cannot scan."""
        try:
            transfer = transfer_of(seller, order)
        except Misprinted as error:
            raise GatewayRefused(_l("The organiser's bank account is not complete yet.")) from error
        values = {"transfer": transfer, "payload": build(transfer), "bank": bank_of(seller), "seller": seller}
        return ShowPage("vietqr.html", values)

    def refund(self, refund: Refund) -> Returned:
        """Never asked: the treasurer sends it."""
        raise GatewayRefused(_l("A transfer is given back by the treasurer, from the bank account."))

    def state_of(self, order: Order) -> Held | None:
        """Nobody to ask."""
        return None


def transfer_of(seller: Seller, order: Order | None) -> Transfer:
    """Return the transfer that pays `order`, or the receiver alone. Raises Misprinted where no code can hold it."""
    if order is None:
        found = Transfer(seller.bank_bin, seller.bank_account, once=False)
    else:
        found = Transfer(seller.bank_bin, seller.bank_account, order.total, note_of(order))
    build(found)
    return found


def note_of(order: Order) -> str:
    """Return the note by which a transfer is recognised; the words are for Vietnamese banks."""
    with force_locale("vi"):
        return note_with(order.note_code, str(purpose_title(order.purpose)))


VIETQR = register(VietQrGateway())
