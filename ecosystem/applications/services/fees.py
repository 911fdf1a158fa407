"""The fee of an entry: ordered, paid, waived, given back. The money itself is the business of payments."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from flask_babel import force_locale, gettext
from flask_babel import lazy_gettext as _l

from ecosystem.accounts.models import Account
from ecosystem.applications.domain.fees import FeeStanding, FeeState
from ecosystem.applications.models import Application, ApplicationMember, EntryFee
from ecosystem.applications.queries.deadlines import deadline_of
from ecosystem.applications.queries.entries import members_of
from ecosystem.applications.queries.fees import PURPOSE, Fee, fee_amount, fee_of, row_of
from ecosystem.applications.queries.working import working_copy
from ecosystem.audit.services import record
from ecosystem.contests.domain.fees import FeeRefund, FeeWhen
from ecosystem.core.database import locked, session, transaction
from ecosystem.core.errors import Invalid, Refused, Text
from ecosystem.core.web.formatting import format_money as money
from ecosystem.payments.domain.life_cycle import OrderState
from ecosystem.payments.domain.pricing import Buyer, NewLine
from ecosystem.payments.models import Order
from ecosystem.payments.services.orders import ask_refund, cancel_order, place_order


def obstacles_of(entry: Application, answers: Mapping[str, Any]) -> list[Text]:
    """Return the sentence that stands against handing in while a fee that comes first is not paid."""
    fee = fee_of(entry, answers)
    if fee.terms.when is not FeeWhen.BEFORE_SUBMISSION or fee.standing.is_settled:
        return []
    if fee.standing is FeeStanding.WAITING:
        return [_l("The money for the application fee of %(amount)s is not here yet.", amount=money(fee.amount))]
    return [_l("The application fee of %(amount)s is not paid yet.", amount=money(fee.amount))]


def order_fee(*, application: Application, by: Account, at: datetime) -> Order:
    """Order the entry's fee, or return the order that is there: what is ordered lasts until it must be paid.

    Raises Refused when nothing is to be paid now, or its time is over.
    """
    with transaction():
        entry = locked(Application, application.id)
        fee = fee_of(entry, working_copy(entry).values)
        if fee.standing is FeeStanding.WAITING and fee.row is not None and fee.row.order is not None:
            if fee.row.amount == fee_amount(entry):
                return fee.row.order
            cancel_order(fee.row.order, by=by.id, reason=gettext("The fee changed."))  # another board
        _ensure_payable(entry, fee, at)
        return _order(entry, fee, by=by.id, at=at)


def ask_fee(application_id: int, *, at: datetime) -> bool:
    """Send the order of a fee that eligible entries pay; False when there is nothing to ask for (any more)."""
    with transaction():
        entry = locked(Application, application_id)
        answers = working_copy(entry).values
        fee = fee_of(entry, answers)
        if fee.row is not None or fee.terms.when is not FeeWhen.AFTER_ELIGIBILITY:
            return False
        if fee.standing is FeeStanding.WAIVED:
            note_rule(entry, answers)
            return False
        if fee.standing is not FeeStanding.DUE:
            return False
        _order(entry, fee, by=None, at=at)
        return True


def waive_fee(*, application: Application, reason: str, by: Account) -> EntryFee:
    """Let an entry pay nothing, for a reason that stays on record. Raises Invalid without one, Refused once paid."""
    if not reason.strip():
        text = _l("Please give the reason for the waiver.")
        raise Invalid(text, details={"reason": text})
    with transaction():
        entry = locked(Application, application.id)
        fee = fee_of(entry)
        if fee.standing in (FeeStanding.PAID, FeeStanding.REFUNDED, FeeStanding.NONE):
            raise Refused(_l("There is no open fee of this entry. What was paid is given back from its order."))
        order = fee.row.order if fee.row is not None else None
        row = _row(entry)
        row.state, row.is_by_rule, row.reason, row.decided_by_id = FeeState.WAIVED, False, reason.strip(), by.id
        session().flush()
        if order is not None and order.state is OrderState.OPEN:
            cancel_order(order, by=by.id, reason=gettext("The fee is waived."))
        record("application.fee_waived", entry, by=by.id, scope=entry.contest, note=reason.strip())
        return row


def note_rule(entry: Application, answers: Mapping[str, Any]) -> None:
    """Keep with the entry that an answer frees it from the fee, or that it does not any more."""
    fee = fee_of(entry, answers)
    row = fee.row
    if fee.standing is FeeStanding.WAIVED and row is None:
        found = _row(entry)
        found.state, found.is_by_rule = FeeState.WAIVED, True
    elif row is not None and row.is_by_rule and not fee.terms.waives(answers):
        session().delete(row)


def note_paid(entry: Application, order: Order) -> None:
    """The money is here."""
    row = _row(entry)
    row.state, row.order_id, row.is_by_rule = FeeState.PAID, order.id, False
    row.amount = row.amount or order.total
    changes = {"fee": (None, order.total)}
    record("application.fee_paid", entry, by=None, scope=entry.contest, changes=changes, note=order.code)


def note_closed(entry: Application, order: Order) -> None:
    """The order expired or was called off: the fee is open again, and a late one overdue."""
    row = row_of(entry.id)
    if row is not None and row.state is FeeState.OPEN and row.order_id == order.id:
        row.state = FeeState.CLOSED


def note_refunded(entry: Application, order: Order) -> None:
    """All of it went back."""
    row = row_of(entry.id)
    if row is not None and row.order_id == order.id:
        row.state = FeeState.REFUNDED
        record("application.fee_refunded", entry, by=None, scope=entry.contest, note=order.code)


def give_back_withdrawn(entry: Application, *, by: Account, at: datetime) -> None:
    """An entry is withdrawn: an open order ends, and what was paid goes back as the rules say."""
    row = row_of(entry.id)
    if row is None or row.order is None:
        return
    if row.order.state is OrderState.OPEN:
        cancel_order(row.order, by=by.id, reason=gettext("The entry was withdrawn."))
        return
    refund, closes_at = fee_of(entry).terms.refund, entry.contest.closes_at
    in_time = closes_at is None or at < closes_at
    goes_back = refund is FeeRefund.ALWAYS or (refund is FeeRefund.BEFORE_DEADLINE and in_time)
    if goes_back and row.state is FeeState.PAID and row.order.left_to_refund:
        ask_refund(row.order, amount=None, reason=gettext("The entry was withdrawn."), by=by.id)


def why_too_late(entry: Application, at: datetime) -> Text | None:
    """Return why money that came late does not help the entry any more, None while it does."""
    fee = fee_of(entry)
    if fee.terms.when is FeeWhen.BEFORE_SUBMISSION and not deadline_of(entry).takes_submission(at):
        return _l("Entries are closed, and this one was not handed in. Give the money back, or extend its deadline.")
    return None


def _ensure_payable(entry: Application, fee: Fee, at: datetime) -> None:
    if fee.standing is FeeStanding.OVERDUE:
        raise Refused(_l("The time to pay the fee is over. Please write to the organiser."))
    if fee.standing not in (FeeStanding.DUE, FeeStanding.WAITING, FeeStanding.REFUNDED):
        raise Refused(_l("There is nothing to pay for this entry now."))
    if fee.terms.when is FeeWhen.BEFORE_SUBMISSION and not deadline_of(entry).takes_submission(at):
        raise Refused(_l("Entries are closed: nothing is paid for an entry that was not handed in."))


def _order(entry: Application, fee: Fee, *, by: int | None, at: datetime) -> Order:
    lead = next((member for member in members_of(entry.id) if member.is_lead), None)
    if lead is None or not lead.email:
        raise Refused(_l("The team leader has no e-mail address."))
    after = fee.terms.when is FeeWhen.AFTER_ELIGIBILITY
    due_at = at + timedelta(days=fee.terms.days) if after else deadline_of(entry).closes_at
    row = _row(entry)
    row.state, row.amount, row.due_at, row.is_by_rule = (
        FeeState.OPEN,
        fee_amount(entry),
        due_at if after else None,
        False,
    )
    session().flush()
    order = place_order(
        organiser=entry.contest.event.organiser,
        purpose=PURPOSE,
        subject=entry.public_id,
        title=_title(entry, "vi"),
        title_en=_title(entry, "en"),
        lines=[NewLine(_title(entry, "vi"), fee_amount(entry), text_en=_title(entry, "en"))],
        buyer=_buyer(entry, lead),
        expires_at=due_at,
        back=f"/entries/{entry.public_id}",
        by=by,
    )
    row.order_id = order.id
    return order


def _buyer(entry: Application, lead: ApplicationMember) -> Buyer:
    account = lead.account
    return Buyer(
        name=lead.name,
        email=account.email if account is not None else lead.email,
        account_id=lead.account_id,
        phone=lead.phone,
        organisation=entry.startup.name if entry.startup is not None else lead.organisation,
        language=(account.language if account is not None else None) or "vi",
    )


def _title(entry: Application, language: str) -> str:
    contest = entry.contest
    name = contest.title_en if language == "en" and contest.title_en else contest.title
    with force_locale(language):
        words = gettext("Application fee: %(contest)s", contest=name)
        return f"{words} – {entry.title}"[:300] if entry.title else str(words)[:300]


def _row(entry: Application) -> EntryFee:
    row = row_of(entry.id)
    if row is None:
        row = EntryFee(application_id=entry.id, state=FeeState.OPEN)
        session().add(row)
    return row
