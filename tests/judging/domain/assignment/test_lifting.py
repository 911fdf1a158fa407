"""The worst-off entry comes up to what a linear program, which may split charges, cannot exceed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.judging.domain.assignment.flow import solve, worth_of
from ecosystem.judging.domain.assignment.lifting import lift, sums, watched_entries
from ecosystem.judging.domain.assignment.maximin import maximin_bound, maximin_by_program
from ecosystem.judging.domain.assignment.table import Table
from tests.judging.domain.assignment.tables import table


def check_promises(given_: Table, before: np.ndarray, after: np.ndarray) -> None:
    assert not (after & ~given_.allowed).any()
    assert (after.sum(axis=1) == before.sum(axis=1)).all()
    loads = after.sum(axis=0)
    assert (loads <= np.maximum(given_.upper, before.sum(axis=0))).all()
    assert (loads >= np.minimum(given_.lower, before.sum(axis=0))).all()
    if before.any():
        assert given_.affinity[after].min() >= given_.affinity[before].min()


@pytest.mark.parametrize("kind", ["skewed", "alike", "crowded"])
@pytest.mark.parametrize("size", [(60, 10, 3), (200, 20, 3), (120, 30, 5)])
def test_near_the_bound_of_the_program(kind: str, size: tuple[int, int, int]) -> None:
    for seed in range(2):
        problem = table(*size, seed, kind)
        flow = solve(problem, worth_of(problem))
        watched = watched_entries(problem, flow.chosen)
        bound = maximin_bound(problem, flow.chosen)
        assert bound is not None
        lifted = lift(problem, flow.chosen, bound=bound)
        check_promises(problem, flow.chosen, lifted)
        best = maximin_by_program(problem, flow.chosen)
        assert best <= bound + 1e-6
        assert sums(problem, lifted)[watched].min() >= 0.99 * int(best + 1e-6)


@given(st.integers(1, 12), st.integers(1, 6), st.integers(1, 4), st.integers(0, 10**6))
def test_nobody_is_made_worse_than_the_worst(entries: int, judges: int, per_entry: int, seed: int) -> None:
    problem = table(entries, judges, per_entry, seed, "skewed")
    flow = solve(problem, worth_of(problem))
    bound = maximin_bound(problem, flow.chosen)
    if bound is None:
        assert not watched_entries(problem, flow.chosen).any()
        return
    lifted = lift(problem, flow.chosen, bound=bound)
    check_promises(problem, flow.chosen, lifted)
    watched = watched_entries(problem, flow.chosen)
    before, after = (sums(problem, each)[watched] for each in (flow.chosen, lifted))
    assert before.min() <= after.min() <= bound
