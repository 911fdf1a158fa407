"""Judges are linked by common entries wherever conflicts and boards let them."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from ecosystem.judging.domain.assignment import Entry, Judge, Problem
from ecosystem.judging.domain.assignment.flow import solve, worth_of
from ecosystem.judging.domain.assignment.linking import link, links_of
from ecosystem.judging.domain.assignment.optimal import solve_optimal
from tests.judging.domain.assignment.tables import table


def two_worlds(per_entry: int = 2, boards: bool = False) -> Problem:
    """Two sectors with judges of their own: the greatest affinity never mixes them."""
    return Problem(
        tuple(
            Judge(n, boards=frozenset({n % 2 + 1}) if boards else frozenset(), sectors=frozenset("ab"[n % 2]))
            for n in range(1, 9)
        ),
        tuple(Entry(n, n % 2 + 1, frozenset("ab"[n % 2])) for n in range(101, 141)),
        per_entry,
    )


def test_two_worlds_are_joined_by_one_exchange() -> None:
    apart = solve_optimal(two_worlds(), linked=False)
    joined = solve_optimal(two_worlds())
    assert apart.quality is not None
    assert joined.quality is not None
    assert apart.quality.parts == 2
    assert joined.quality.parts == 1
    assert joined.quality.best == apart.quality.total
    assert joined.quality.total >= joined.quality.best - 2 * 100
    assert joined.loads == apart.loads


def test_parts_that_nothing_can_join_are_told() -> None:
    by_boards = solve_optimal(two_worlds(boards=True))
    assert by_boards.is_complete
    assert by_boards.quality is not None
    assert by_boards.quality.parts == 2
    alone = solve_optimal(two_worlds(per_entry=1))  # nobody shares an entry, whatever is exchanged
    assert alone.quality is not None
    assert alone.quality.parts == 8


@given(st.integers(4, 14), st.integers(2, 6), st.integers(1, 3), st.integers(0, 10**6))
def test_linking_breaks_no_promise(entries: int, judges: int, per_entry: int, seed: int) -> None:
    problem = table(entries, judges, per_entry, seed, "crowded")
    before = solve(problem, worth_of(problem)).chosen
    after = link(problem, before)
    assert not (after & ~problem.allowed).any()
    assert (after.sum(axis=1) == before.sum(axis=1)).all()
    first, last = links_of(problem, before), links_of(problem, after)
    assert last.parts <= first.parts
    assert (after.sum(axis=0) == before.sum(axis=0)).all()


def test_what_stood_is_not_moved_for_links() -> None:
    problem = two_worlds()
    first = solve_optimal(problem, linked=False)
    again = solve_optimal(replace(problem, current=first.pairs))
    assert again.pairs == first.pairs
