from decimal import Decimal

from ecosystem.judging.domain.results.awarding import PrizeSlots, propose
from ecosystem.judging.domain.results.selection import Standing

FIRST, SECOND, THIRD = PrizeSlots(11, 1, 1), PrizeSlots(12, 2, 2), PrizeSlots(13, 3, 3)


def ranked(*ranks: int | None) -> list[Standing]:
    return [Standing(number, r, None if r is None else Decimal(100 - r)) for number, r in enumerate(ranks, 1)]


def test_prizes_go_to_the_best_until_they_run_out() -> None:
    proposal = propose([SECOND, FIRST], ranked(1, 2, 3, 4))
    assert proposal.given == ((11, 1), (12, 2), (12, 3))
    assert proposal.open_tie is None


def test_a_tie_inside_one_prize_is_no_question() -> None:
    assert propose([FIRST, SECOND], ranked(1, 2, 2)).given == ((11, 1), (12, 2), (12, 3))


def test_a_tie_over_two_prizes_stays_open_with_all_below() -> None:
    proposal = propose([FIRST, SECOND, THIRD], ranked(1, 1, 3))
    assert (proposal.given, proposal.open_tie) == ((), (11, (1, 2)))


def test_a_tie_at_the_last_prize_stays_open() -> None:
    proposal = propose([FIRST], ranked(1, 1))
    assert (proposal.given, proposal.open_tie) == ((), (11, (1, 2)))


def test_no_result_or_a_failed_gate_gets_no_prize() -> None:
    field = [Standing(1, 1, Decimal(90), passes=False), Standing(2, None, None), Standing(3, 2, Decimal(80))]
    assert propose([FIRST], field).given == ((11, 3),)


def test_more_prizes_than_entries_and_no_prizes() -> None:
    assert propose([FIRST, SECOND], ranked(1)).given == ((11, 1),)
    assert propose([], ranked(1)).given == ()
    assert propose([FIRST], []).given == ()
