"""Fees of a contest: what each board costs, when and by whom it is paid."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from ecosystem.contests.domain.fees import LARGEST_FEE, FeeTerms, terms_from
from ecosystem.contests.models import Board, Contest
from ecosystem.contests.queries.definitions import form_of
from ecosystem.contests.services.changes import changing
from ecosystem.core.database import locked
from ecosystem.core.errors import Invalid


def set_fees(
    contest: Contest,
    *,
    amounts: Mapping[int, int],
    terms: FeeTerms,
    by: int,
    for_all: int = 0,
    amendment: str = "",
    version: int | None = None,
) -> None:
    """Say what each board costs (by its id, in đồng, 0 for nothing), or `for_all` in a contest without boards.

    Orders that were placed keep their amount. Raises Invalid for a board or question of another contest or an amount
    that cannot be paid, AmendmentNeeded once the rules are locked.
    """
    with changing(contest.id, by=by, amendment=amendment, version=version) as change:
        boards = {board.id: board for board in change.contest.boards}
        asked = (*amounts.values(), for_all)
        if not set(amounts) <= set(boards) or any(not 0 <= each <= LARGEST_FEE for each in asked):
            raise Invalid(_l("A fee is an amount from 0 to 99.999.999 ₫ for a board of this contest."))
        if terms.waived_if is not None and not form_of(contest).has(terms.waived_if.question):
            raise Invalid(_l("The question of the waiver is not in the form any more."))
        before = terms_from(change.contest.fee_terms)
        changed = {"fee_terms": (before.stored(), terms.stored())} if before != terms else {}
        whole = 0 if boards else for_all
        if change.contest.fee != whole:
            changed["fee"] = (change.contest.fee, whole)  # type: ignore[assignment]
        change.contest.fee = whole
        for ident, amount in amounts.items():
            board = locked(Board, ident)
            if board.fee != amount:
                changed[f"fee:{board.key}"] = (board.fee, amount)  # type: ignore[assignment]
            board.fee = amount
        change.contest.fee_terms = terms.stored()
        change.noting("contest.fees_edited", change.contest, changed)
