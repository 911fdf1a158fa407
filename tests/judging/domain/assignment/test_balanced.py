"""The balanced assignment keeps every promise, on made-up contests of all shapes."""

from collections import Counter
from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ecosystem.judging.domain.assignment import Entry, Judge, Pair, Problem, Proposal, Shortage, solve_balanced


def contest(judges: int, entries: int, per_entry: int = 3, **values: object) -> Problem:
    return Problem(
        tuple(Judge(n) for n in range(1, judges + 1)),
        tuple(Entry(n) for n in range(101, 101 + entries)),
        per_entry,
        **values,  # type: ignore[arg-type]
    )


def judges_of(made: Proposal, entry: int) -> set[int]:
    return {pair.judge for pair in made.pairs if pair.entry == entry}


def test_everybody_gets_the_same_share() -> None:
    made = solve_balanced(contest(7, 20))
    assert made.is_complete
    assert sorted(made.loads.values()) == [8, 8, 8, 9, 9, 9, 9]


def test_the_same_seed_gives_the_same_answer_another_seed_another() -> None:
    problem = contest(6, 30)
    assert solve_balanced(problem) == solve_balanced(problem)
    assert solve_balanced(problem).pairs != solve_balanced(replace(problem, seed=2)).pairs


def test_names_what_is_short_and_by_how_many() -> None:
    barred = frozenset(Pair(judge, 101) for judge in (1, 2))
    made = solve_balanced(contest(4, 2, barred=barred))
    assert made.shortages == (Shortage(101, 1),)
    assert judges_of(made, 101) == {3, 4}
    assert len(judges_of(made, 102)) == 3


def test_no_judges_at_all() -> None:
    assert solve_balanced(contest(0, 2, 1)).shortages == (Shortage(101, 1), Shortage(102, 1))


def test_moves_others_out_of_the_way_before_leaving_an_entry_short() -> None:
    """Judge 1 may take one entry and is the only one for 101; a greedy choice could have given 1 to 102."""
    judges = (Judge(1, max_load=1), Judge(2, max_load=1))
    barred = frozenset({Pair(2, 101)})
    problem = Problem(judges, (Entry(101), Entry(102)), 1, barred=barred, current=frozenset({Pair(1, 102)}))
    made = solve_balanced(problem)
    assert made.pairs == {Pair(1, 101), Pair(2, 102)}
    assert made.removed == {Pair(1, 102)}


def test_judges_who_know_the_sector_come_first() -> None:
    judges = tuple(Judge(n, sectors=frozenset({"agri" if n <= 3 else "it"})) for n in range(1, 7))
    entries = tuple(Entry(100 + n, sectors=frozenset({"agri" if n % 2 else "it"})) for n in range(20))
    made = solve_balanced(Problem(judges, entries, 3))
    assert set(made.loads.values()) == {10}
    assert made.fitting == 60


def test_a_judge_of_one_board_scores_that_board_only() -> None:
    judges = (Judge(1, boards=frozenset({7})), Judge(2), Judge(3))
    made = solve_balanced(Problem(judges, (Entry(101, board=7), Entry(102, board=8)), 2))
    assert made.is_complete
    assert judges_of(made, 102) == {2, 3}


def test_a_run_again_changes_nothing() -> None:
    problem = contest(5, 12)
    first = solve_balanced(problem)
    again = solve_balanced(replace(problem, current=first.pairs, seed=99))
    assert (again.added, again.removed) == (frozenset(), frozenset())


def test_a_new_conflict_moves_only_what_it_must() -> None:
    problem = contest(6, 20)
    first = solve_balanced(problem)
    gone = min(first.pairs)
    again = solve_balanced(replace(problem, current=first.pairs, barred=frozenset({gone})))
    assert again.is_complete
    assert gone in again.removed
    assert len(again.removed) <= 2


def test_a_judge_more_takes_a_share_and_the_rest_stays() -> None:
    problem = contest(4, 20, 1)
    first = solve_balanced(problem)
    made = solve_balanced(replace(problem, judges=(*problem.judges, Judge(5)), current=first.pairs))
    assert made.loads[5] == 4
    assert len(made.removed) == 4


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    judge_ids = list(range(1, draw(st.integers(1, 6)) + 1))
    entry_ids = list(range(101, 101 + draw(st.integers(1, 8))))
    pairs = st.sampled_from([Pair(j, e) for j in judge_ids for e in entry_ids])
    some = st.frozensets(pairs, max_size=8)
    boards = st.sampled_from([frozenset[int](), frozenset({1}), frozenset({1, 2})])
    sectors = st.frozensets(st.sampled_from("ab"))
    judges = tuple(Judge(j, draw(st.none() | st.integers(0, 6)), draw(boards), draw(sectors)) for j in judge_ids)
    entries = tuple(Entry(e, draw(st.sampled_from([1, 2])), draw(sectors)) for e in entry_ids)
    current = draw(some)
    fixed = frozenset(sorted(current)[: draw(st.integers(0, 2))])
    return Problem(judges, entries, draw(st.integers(1, 3)), draw(some), fixed, current, draw(st.integers(1, 3)))


@given(problems())
def test_every_promise_holds(problem: Problem) -> None:
    made = solve_balanced(problem)
    assert problem.fixed <= made.pairs
    assert made.added == made.pairs - problem.current
    assert made.removed == problem.current - made.pairs
    fresh = made.pairs - problem.fixed
    assert all(problem.allows(pair) for pair in fresh)
    per_entry = Counter(pair.entry for pair in made.pairs)
    fixed_on = Counter(pair.entry for pair in problem.fixed)
    assert all(per_entry[e] <= max(problem.per_entry, fixed_on[e]) for e in per_entry)
    for judge in problem.judges:
        fixed_load = sum(pair.judge == judge.id for pair in problem.fixed)
        assert judge.max_load is None or made.loads[judge.id] <= max(judge.max_load, fixed_load)


@given(problems())
def test_no_assignment_whatever_serves_more(problem: Problem) -> None:
    """The number of charges is the greatest flow, found here the slow and simple way."""
    made = solve_balanced(problem)
    assert len(made.pairs) == len(problem.fixed) + greatest_flow(problem)


def greatest_flow(problem: Problem) -> int:
    """Ford and Fulkerson on source 0 → entry → judge → sink -1."""
    load = Counter(pair.judge for pair in problem.fixed)
    done = Counter(pair.entry for pair in problem.fixed)
    room: Counter[tuple[int, int]] = Counter()
    for entry in problem.entries:
        room[0, entry.id] = max(0, problem.per_entry - done[entry.id])
    for judge in problem.judges:
        room[judge.id, -1] = 99 if judge.max_load is None else max(0, judge.max_load - load[judge.id])
        for entry in problem.entries:
            pair = Pair(judge.id, entry.id)
            room[entry.id, judge.id] = int(problem.allows(pair) and pair not in problem.fixed)
    flow = 0
    while path := way_through(room, [0], {0}):
        flow += 1
        for step in pairwise(path):
            room[step] -= 1
            room[step[::-1]] += 1
    return flow


def way_through(room: Counter[tuple[int, int]], path: list[int], seen: set[int]) -> list[int]:
    if path[-1] == -1:
        return path
    for start, end in sorted(room):
        if start == path[-1] and end not in seen and room[start, end] > 0:
            seen.add(end)
            if found := way_through(room, [*path, end], seen):
                return found
    return []


@given(problems())
def test_loads_are_even_where_nothing_forbids(problem: Problem) -> None:
    free = replace(
        problem,
        judges=tuple(Judge(j.id) for j in problem.judges),
        barred=frozenset(),
        fixed=frozenset(),
    )
    loads = solve_balanced(free).loads.values()
    assert max(loads) - min(loads) <= 1
