"""Who may do what with money: buyers see their own orders; owners, managers and the treasurer see an organiser's."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from ecosystem.core.access import Action, Actor, Denial, Verdict, rule
from ecosystem.events.models import Organiser, StaffRole
from ecosystem.events.policies import RUNNERS, has_role
from ecosystem.payments.models import Discrepancy, Order, Refund

TREASURERS = (*RUNNERS, StaffRole.FINANCE)


class PaymentAction(Action):
    """What can be done with orders, and with an organiser's finance."""

    SEE = "order:see"  # on a visit
    PAY = "order:pay"
    LIST_MINE = "order:list_mine"
    SEE_FINANCE = "finance:see"
    RUN_FINANCE = "finance:run"
    EDIT_BANKS = "finance:edit_banks"


@dataclass(frozen=True)
class Visit:
    """An order as somebody comes to it; `has_key`: by the signed link of the mail, which needs no account."""

    order: Order
    has_key: bool = False


def runs_finance(actor: Actor, organiser_id: int) -> bool:
    """Tell whether the actor sees and moves an organiser's money."""
    return has_role(actor, organiser_id, *TREASURERS)


@rule(PaymentAction.LIST_MINE)
def list_mine(actor: Actor, _resource: object) -> Verdict:
    return actor.is_authenticated


@rule(PaymentAction.SEE)
def see(actor: Actor, visit: Visit) -> Verdict:
    """The buyer, whoever holds the link, and those who run the organiser's finance."""
    return visit.has_key or is_buyer(actor, visit.order) or runs_finance(actor, visit.order.organiser_id)


@rule(PaymentAction.PAY, see=PaymentAction.SEE)
def pay(actor: Actor, visit: Visit) -> Verdict:
    return visit.has_key or is_buyer(actor, visit.order) or Denial(_l("Only the buyer can do this."))


def is_buyer(actor: Actor, order: Order) -> bool:
    """Tell whether the order is the actor's."""
    return actor.id is not None and actor.id == order.account_id


@rule(PaymentAction.SEE_FINANCE)
def see_finance(actor: Actor, subject: Organiser | Order | Refund | Discrepancy) -> Verdict:
    """Nobody else on the staff: who has no business with money gets no such page."""
    if isinstance(subject, Organiser):
        return runs_finance(actor, subject.id)
    if subject.organiser_id is None:
        return actor.is_operator
    return runs_finance(actor, subject.organiser_id)


@rule(PaymentAction.RUN_FINANCE, see=PaymentAction.SEE_FINANCE)
def run_finance(actor: Actor, subject: Organiser | Order | Refund | Discrepancy) -> Verdict:
    return see_finance(actor, subject)


@rule(PaymentAction.EDIT_BANKS)
def edit_banks(actor: Actor, _resource: object) -> Verdict:
    return actor.is_operator
