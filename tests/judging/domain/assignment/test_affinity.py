"""Affinity in points and reasons, one pair at a time and all at once."""

import numpy as np
from hypothesis import given

from ecosystem.judging.domain.assignment import Entry, Judge, Problem
from ecosystem.judging.domain.assignment.affinity import MOST, Reason, affinity_of
from ecosystem.judging.domain.assignment.table import affinities
from tests.judging.domain.assignment.problems import problems


def test_who_knows_sector_language_and_board_suits_best() -> None:
    judge = Judge(1, None, frozenset({1}), frozenset("ab"), frozenset({"vi"}), frozenset("a"))
    best = affinity_of(judge, Entry(1, 1, frozenset("ab"), "vi"))
    assert best.points == MOST
    assert best.reasons == (
        Reason.KNOWS_SECTORS,
        Reason.READS_LANGUAGE,
        Reason.PRACTISED,
        Reason.NAMED_FOR_BOARD,
    )
    assert affinity_of(judge, Entry(2, 2, frozenset("c"), "en")).reasons == (Reason.FOREIGN_LANGUAGE,)
    assert affinity_of(Judge(2), Entry(2, 2, frozenset("c"), "en")).reasons == (Reason.LANGUAGE_UNKNOWN,)


@given(problems())
def test_all_at_once_is_the_same(problem: Problem) -> None:
    table = affinities(problem.judges, problem.entries)
    one_by_one = [[affinity_of(judge, entry).points for judge in problem.judges] for entry in problem.entries]
    assert table.tolist() == one_by_one
    assert table.dtype == np.int64
