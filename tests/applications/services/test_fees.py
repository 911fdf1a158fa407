"""The fee of an entry: before handing in or once eligible, waived, late, given back."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.accounts.models import Account
from ecosystem.applications.domain.fees import FeeStanding
from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.applications.models import Application
from ecosystem.applications.queries.exports import exported_rows
from ecosystem.applications.queries.fees import entries_owing_fees, fee_of
from ecosystem.applications.queries.lists import EntryFilter
from ecosystem.applications.queries.working import working_copy
from ecosystem.applications.services.fees import ask_fee, order_fee, waive_fee
from ecosystem.applications.services.submission import obstacles_of, submit, withdraw
from ecosystem.cli import broken_invariants
from ecosystem.contests.domain.fees import FeeRefund, FeeTerms, FeeWhen, terms_from
from ecosystem.contests.domain.form.definition import Condition
from ecosystem.contests.domain.kinds import QuestionKind
from ecosystem.contests.models import Contest
from ecosystem.contests.queries.rules import rules_of
from ecosystem.contests.services.changes import AmendmentNeeded
from ecosystem.contests.services.cloning import clone_contest
from ecosystem.contests.services.fees import set_fees
from ecosystem.core import clock
from ecosystem.core.database import session as current
from ecosystem.core.errors import Invalid, Refused
from ecosystem.core.signals import ask
from ecosystem.payments.domain.life_cycle import DiscrepancyKind, OrderState
from ecosystem.payments.models import Discrepancy, Order, Refund
from ecosystem.payments.services.orders import expire_due
from ecosystem.payments.services.refunds import finish_refund
from ecosystem.payments.signals import MayReinstate
from tests.support.factories.accounts import account
from tests.support.factories.applications import make_application
from tests.support.factories.contests import make_contest, make_question
from tests.support.factories.payments import make_seller, pay
from tests.support.held_clock import HeldClock

FEE = 200_000


@pytest.fixture
def contest(session: Session) -> Iterator[Contest]:
    """A contest whose entries cost 200.000 ₫ before they are handed in."""
    found = make_contest()
    make_seller(found.event.organiser)
    with force_locale("en"):
        yield charged(found)


def charged(contest: Contest, *, fee: int = FEE, **terms: Any) -> Contest:
    set_fees(
        contest,
        amounts={contest.boards[0].id: fee},
        terms=FeeTerms(**terms),
        by=contest.event.organiser.staff[0].account_id,
        amendment="Lệ phí",
    )
    return contest


def draft(contest: Contest, **answers: Any) -> tuple[Application, Account]:
    """A draft that lacks nothing but its fee, and its lead."""
    lead = account("Trần Mẫu Lan")
    entry = make_application(contest, by=lead, board=contest.boards[0], answers={"problem": "x" * 40, **answers})
    return entry, lead


def standing(entry: Application) -> FeeStanding:
    return fee_of(entry, working_copy(entry).values).standing


def in_the_way(entry: Application) -> list[str]:
    return [str(each.message) for each in obstacles_of(working_copy(entry)) if each.part == "fee"]


def test_an_entry_is_handed_in_once_its_fee_is_paid(contest: Contest) -> None:
    entry, lead = draft(contest)
    assert standing(entry) is FeeStanding.DUE
    assert "200,000" in in_the_way(entry)[0]
    with pytest.raises(Refused):
        submit(application=entry, commitment=True, by=lead, at=clock.now())
    order = order_fee(application=entry, by=lead, at=clock.now())
    assert (order.total, order.purpose, order.account_id) == (FEE, "entry_fee", lead.id)
    assert order.expires_at == contest.closes_at
    assert standing(entry) is FeeStanding.WAITING
    assert order_fee(application=entry, by=lead, at=clock.now()) is order
    assert "not here yet" in in_the_way(entry)[0]
    pay(order)
    assert standing(entry) is FeeStanding.PAID
    assert in_the_way(entry) == []
    assert submit(application=entry, commitment=True, by=lead, at=clock.now()).number == 1
    with pytest.raises(Refused, match="nothing to pay"):
        order_fee(application=entry, by=lead, at=clock.now())
    assert broken_invariants() == []


def test_a_board_without_a_fee_asks_for_nothing(session: Session) -> None:
    entry, lead = draft(make_contest())
    assert standing(entry) is FeeStanding.NONE
    assert submit(application=entry, commitment=True, by=lead, at=clock.now()).number == 1
    with pytest.raises(Refused):
        order_fee(application=entry, by=lead, at=clock.now())


def test_a_changed_fee_makes_a_new_order_while_nothing_is_paid(contest: Contest) -> None:
    entry, lead = draft(contest)
    first = order_fee(application=entry, by=lead, at=clock.now())
    charged(contest, fee=300_000)
    second = order_fee(application=entry, by=lead, at=clock.now())
    assert (first.state, second.total) == (OrderState.CANCELLED, 300_000)
    pay(second)
    charged(contest, fee=500_000)
    assert standing(entry) is FeeStanding.PAID, "what is paid stays paid"


def test_students_pay_nothing_by_rule(contest: Contest) -> None:
    section = contest.sections[0]
    make_question(section, key="student", kind=QuestionKind.YES_NO, label="Là sinh viên?")
    charged(contest, waived_if=Condition("student", frozenset(("yes",))))
    payer, _lead = draft(contest, student=False)
    free, lead = draft(contest, student=True)
    assert (standing(payer), standing(free)) == (FeeStanding.DUE, FeeStanding.WAIVED)
    submit(application=free, commitment=True, by=lead, at=clock.now())
    row = fee_of(free).row
    assert row is not None
    assert row.is_by_rule
    words = " ".join(item.text for section in rules_of(contest, "vi").sections for item in section.items)
    assert "Là sinh viên?" in words


def test_a_waiver_by_name_needs_a_reason_and_ends_the_order(contest: Contest) -> None:
    entry, lead = draft(contest)
    order = order_fee(application=entry, by=lead, at=clock.now())
    staff = contest.event.organiser.staff[0].account
    with pytest.raises(Invalid):
        waive_fee(application=entry, reason=" ", by=staff)
    waive_fee(application=entry, reason="Hộ nghèo", by=staff)
    assert (standing(entry), order.state) == (FeeStanding.WAIVED, OrderState.CANCELLED)
    assert submit(application=entry, commitment=True, by=lead, at=clock.now()).number == 1


def test_what_is_paid_is_not_waived(contest: Contest) -> None:
    entry, lead = draft(contest)
    pay(order_fee(application=entry, by=lead, at=clock.now()))
    with pytest.raises(Refused):
        waive_fee(application=entry, reason="x", by=contest.event.organiser.staff[0].account)


def test_money_after_the_deadline_is_held_and_does_not_reopen_the_entry(
    contest: Contest, held_clock: HeldClock
) -> None:
    entry, lead = draft(contest)
    order = order_fee(application=entry, by=lead, at=clock.now())
    held_clock.advance(days=8)
    assert expire_due() == 1
    assert standing(entry) is FeeStanding.DUE
    pay(order)
    assert [each.kind for each in _discrepancies()] == [DiscrepancyKind.LATE]
    reasons = ask(MayReinstate(order.id, order.purpose, order.subject))
    assert "was not handed in" in str(reasons[0])
    with pytest.raises(Refused, match="Entries are closed"):
        order_fee(application=entry, by=lead, at=clock.now())


def test_eligible_entries_are_asked_once(contest: Contest, held_clock: HeldClock) -> None:
    charged(contest, when=FeeWhen.AFTER_ELIGIBILITY, days=5)
    held_clock.set(clock.now())
    entry, lead = draft(contest)
    assert standing(entry) is FeeStanding.LATER
    assert in_the_way(entry) == []
    submit(application=entry, commitment=True, by=lead, at=clock.now())
    assert list(entries_owing_fees()) == []
    other = make_application(contest, board=contest.boards[0], state=ApplicationState.ELIGIBLE)
    assert list(entries_owing_fees()) == [other.id]
    assert ask_fee(other.id, at=clock.now())
    assert not ask_fee(other.id, at=clock.now())
    assert list(entries_owing_fees()) == []
    order = _order_of(other)
    assert order.expires_at == clock.now() + timedelta(days=5)
    assert standing(other) is FeeStanding.WAITING
    held_clock.advance(days=6)
    expire_due()
    assert standing(other) is FeeStanding.OVERDUE
    with pytest.raises(Refused, match="write to the organiser"):
        order_fee(application=other, by=lead, at=clock.now())


@pytest.mark.parametrize(
    ("refund", "days", "goes_back"),
    [
        (FeeRefund.ALWAYS, 0, True),
        (FeeRefund.ALWAYS, 8, True),
        (FeeRefund.BEFORE_DEADLINE, 0, True),
        (FeeRefund.BEFORE_DEADLINE, 8, False),
        (FeeRefund.NEVER, 0, False),
    ],
)
def test_a_withdrawn_entry_gets_back_what_the_rules_say(
    contest: Contest, held_clock: HeldClock, refund: FeeRefund, days: int, goes_back: bool
) -> None:
    charged(contest, refund=refund)
    entry, lead = draft(contest)
    order = order_fee(application=entry, by=lead, at=clock.now())
    pay(order)
    submit(application=entry, commitment=True, by=lead, at=clock.now())
    held_clock.advance(days=days)
    withdraw(application=entry, reason="", by=lead, at=clock.now())
    refunds = _refunds(order)
    assert [each.amount for each in refunds] == ([FEE] if goes_back else [])
    for each in refunds:
        finish_refund(each, reference="r1", at=clock.now())
    assert standing(entry) is (FeeStanding.REFUNDED if goes_back else FeeStanding.PAID)
    assert broken_invariants() == []


def test_withdrawing_ends_an_open_order(contest: Contest) -> None:
    entry, lead = draft(contest)
    order = order_fee(application=entry, by=lead, at=clock.now())
    withdraw(application=entry, reason="", by=lead, at=clock.now())
    assert order.state is OrderState.CANCELLED


def test_the_rules_say_the_fee_and_a_change_is_an_amendment(contest: Contest) -> None:
    words = {section.key: section for section in rules_of(contest, "vi").sections}["fee"]
    assert "200.000 đồng" in words.items[0].text
    by = contest.event.organiser.staff[0].account_id
    with pytest.raises(AmendmentNeeded) as needed:
        set_fees(contest, amounts={contest.boards[0].id: 250_000}, terms=FeeTerms(), by=by)
    assert any("250.000" in change.after for change in needed.value.changes)
    with pytest.raises(Invalid):
        set_fees(contest, amounts={contest.boards[0].id: -1}, terms=FeeTerms(), by=by, amendment="x")
    with pytest.raises(Invalid):
        set_fees(contest, amounts={contest.boards[0].id + 999: 1}, terms=FeeTerms(), by=by, amendment="x")


def test_a_contest_without_boards_has_one_fee_for_all(session: Session) -> None:
    contest = make_contest(bare=True)
    make_seller(contest.event.organiser)
    by = contest.event.organiser.staff[0].account_id
    set_fees(contest, amounts={}, for_all=FEE, terms=FeeTerms(when=FeeWhen.AFTER_ELIGIBILITY), by=by, amendment="x")
    entry = make_application(contest, state=ApplicationState.ELIGIBLE, announced_state=ApplicationState.ELIGIBLE)
    with clock.at(clock.now()) as now:
        assert entries_owing_fees() == [entry.id]
        assert ask_fee(entry.id, at=now)
    order = session.scalars(select(Order)).one()
    assert order.total == FEE
    pay(order)
    assert fee_of(entry).standing is FeeStanding.PAID
    with force_locale("vi"):
        rows = list(exported_rows(contest, EntryFilter()))
        words = {section.key: section for section in rules_of(contest, "vi").sections}["fee"]
    assert rows[0][-3:] == ["Lệ phí", "Lệ phí (đồng)", "Thời điểm nộp lệ phí"]
    assert rows[1][-2] == FEE
    assert rows[1][-1]
    assert "200.000 đồng" in words.items[0].text
    copy = clone_contest(contest, event=contest.event, title="Năm sau", shift=timedelta(days=365), by=None)
    assert copy.fee == FEE


def test_a_clone_has_the_fees(contest: Contest) -> None:
    charged(contest, when=FeeWhen.AFTER_ELIGIBILITY, days=3)
    copy = clone_contest(contest, event=contest.event, title="Năm sau", shift=timedelta(days=365), by=None)
    assert [board.fee for board in copy.boards] == [FEE]
    assert terms_from(copy.fee_terms) == FeeTerms(when=FeeWhen.AFTER_ELIGIBILITY, days=3)


def test_fictional_entries_pay_nothing(contest: Contest) -> None:
    entry = make_application(contest, board=contest.boards[0], is_test=True)
    assert standing(entry) is FeeStanding.NONE


def _order_of(entry: Application) -> Order:
    return current().scalars(select(Order).where(Order.subject == entry.public_id)).one()


def _refunds(order: Order) -> list[Refund]:
    return list(current().scalars(select(Refund).where(Refund.order_id == order.id)))


def _discrepancies() -> list[Discrepancy]:
    return list(current().scalars(select(Discrepancy)))
