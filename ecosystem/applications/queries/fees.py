"""Reading the fees of entries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, not_, or_, select
from sqlalchemy.orm import aliased, joinedload

from ecosystem.applications.domain.fees import FeeFacts, FeeStanding, FeeState, standing
from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.applications.models import Application, EntryFee
from ecosystem.contests.domain.fees import FeeTerms, FeeWhen, terms_from
from ecosystem.contests.domain.life_cycle import ContestState
from ecosystem.contests.models import Board, Contest
from ecosystem.core import clock
from ecosystem.core.database import scalars, session

PURPOSE = "entry_fee"
FEE_FILTERS = ("unpaid", "paid", "waived", "refunded")
AT_ONCE = 100
_NO_FEE = (FeeState.PAID, FeeState.WAIVED, FeeState.REFUNDED)


@dataclass(frozen=True)
class Fee:
    """The fee of one entry as it stands; `amount` is what is (or was) to be paid, in đồng."""

    standing: FeeStanding
    amount: int
    terms: FeeTerms
    row: EntryFee | None = None

    @property
    def paid_at(self) -> datetime | None:
        """When it was paid."""
        order = self.row.order if self.row is not None else None
        return order.paid_at if order is not None else None


def fees_asked(contest: Contest) -> bool:
    """Tell whether the contest, or any of its boards, costs something."""
    return any(board.fee for board in contest.boards) if contest.boards else contest.fee > 0


def fee_of(entry: Application, answers: Mapping[str, Any] | None = None) -> Fee:
    """Return the fee of an entry. With `answers` (question key to value) the waiver by rule is looked at too.

    No statement where nothing was ever to be paid; one otherwise.
    """
    amount = fee_amount(entry)
    terms = terms_from(entry.contest.fee_terms)
    if entry.is_test or (amount == 0 and not fees_asked(entry.contest)):
        return Fee(FeeStanding.NONE, 0, terms)
    row = row_of(entry.id)
    by_rule = terms.waives(answers) if answers is not None else False
    return _fee(entry, terms, amount, row, by_rule)


def fee_amount(entry: Application) -> int:
    """Return what an entry costs now: the fee of its board, or of a contest that has none."""
    if entry.board is not None:
        return entry.board.fee
    return entry.contest.fee if entry.contest.fee and not entry.contest.boards else 0


def row_of(application_id: int) -> EntryFee | None:
    """Return what is stored of an entry's fee."""
    chosen = select(EntryFee).where(EntryFee.application_id == application_id).options(joinedload(EntryFee.order))
    return session().scalar(chosen)


def standings_of(entries: Sequence[Application]) -> Mapping[int, Fee]:
    """Return the fees of several entries of a list by id, in one statement; rules are as noted at submission."""
    idents = [entry.id for entry in entries]
    whole = (joinedload(EntryFee.decided_by), joinedload(EntryFee.order))
    rows = scalars(select(EntryFee).where(EntryFee.application_id.in_(idents)).options(*whole))
    by_entry = {row.application_id: row for row in rows}
    return {
        entry.id: _fee(entry, terms_from(entry.contest.fee_terms), fee_amount(entry), by_entry.get(entry.id), False)
        for entry in entries
    }


def fee_condition(wanted: str) -> ColumnElement[bool]:
    """Condition of the staff's list: entries whose fee is "unpaid", "paid", "waived" or "refunded"."""

    def stored(*states: FeeState) -> ColumnElement[bool]:
        return exists().where(EntryFee.application_id == Application.id, EntryFee.state.in_(states))

    if wanted != "unpaid":
        return stored(FeeState(wanted))
    return and_(_costs(), not_(stored(*_NO_FEE)))


def _costs() -> ColumnElement[bool]:
    """Condition on entries: their board has a fee, or the contest has one and no boards."""
    own, contest, board = aliased(Board), aliased(Contest), aliased(Board)
    by_board = exists().where(own.id == Application.board_id, own.fee > 0)
    for_all = exists().where(contest.id == Application.contest_id, contest.fee > 0)
    boards = exists().where(board.contest_id == Application.contest_id)
    return or_(by_board, and_(for_all, not_(boards)))


def entries_owing_fees() -> Sequence[int]:
    """Return the eligible entries, announced, that were not asked for their fee yet."""
    chosen = (
        select(Application.id, Contest.fee_terms)
        .join(Contest, Contest.id == Application.contest_id)
        .where(
            Contest.state == ContestState.PUBLISHED,
            Contest.fee_terms.is_not(None),
            _costs(),
            Application.announced_state == ApplicationState.ELIGIBLE,
            Application.is_test.is_(False),
            ~exists().where(EntryFee.application_id == Application.id),
        )
        .order_by(Application.id)
        .limit(AT_ONCE)
    )
    rows = session().execute(chosen).all()
    return [ident for ident, terms in rows if terms_from(terms).when is FeeWhen.AFTER_ELIGIBILITY]


def entry_of_fee(public_id: str) -> Application | None:
    """Return the entry an order of a fee is for."""
    return session().scalar(select(Application).where(Application.public_id == public_id))


def _fee(entry: Application, terms: FeeTerms, amount: int, row: EntryFee | None, by_rule: bool) -> Fee:
    facts = FeeFacts(
        amount=amount,
        when=terms.when,
        stored=row.state if row is not None else None,
        waived_by_rule=by_rule,
        is_eligible=entry.announced_state is ApplicationState.ELIGIBLE,
        due_at=row.due_at if row is not None else None,
    )
    found = standing(facts, clock.now())
    paid = row.amount if row is not None and found in (FeeStanding.PAID, FeeStanding.REFUNDED) else amount
    return Fee(found, paid, terms, row)
