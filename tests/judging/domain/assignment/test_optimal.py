"""The optimal assignment keeps its promises on any problem, and no linear program finds a better one."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from ecosystem.judging.domain.assignment import Entry, Judge, Pair, Problem, Proposal
from ecosystem.judging.domain.assignment.affinity import affinity_of
from ecosystem.judging.domain.assignment.optimal import Step, solve_optimal
from ecosystem.judging.domain.assignment.problem import Remedy
from ecosystem.judging.domain.assignment.table import even_share, table_of
from tests.judging.domain.assignment.problems import problems

FULL = frozenset("abc")


def contest(judges: int, entries: int, per_entry: int = 3, **more: object) -> Problem:
    panel = tuple(Judge(j, sectors=frozenset("abc"[j % 3])) for j in range(1, judges + 1))
    field = tuple(Entry(e, 1, frozenset("abc"[e % 3])) for e in range(101, 101 + entries))
    return Problem(panel, field, per_entry, **more)  # type: ignore[arg-type]


def points(problem: Problem, made: Proposal) -> int:
    known = [p for p in made.pairs if p.judge in problem.judge and p.entry in problem.entry]
    return sum(affinity_of(problem.judge[p.judge], problem.entry[p.entry]).points for p in known)


@given(problems(), st.booleans(), st.booleans())
def test_every_promise_holds(problem: Problem, fair: bool, linked: bool) -> None:
    made = solve_optimal(problem, fair=fair, linked=linked)
    assert problem.fixed <= made.pairs
    assert all(problem.allows(pair) for pair in made.pairs - problem.fixed)
    on_entry, fixed_on = Counter(p.entry for p in made.pairs), Counter(p.entry for p in problem.fixed)
    assert all(on_entry[e] <= max(problem.per_entry, fixed_on[e]) for e in on_entry)
    short = {s.entry: s.missing for s in made.shortages}
    assert all(short.get(e.id, 0) == max(0, problem.per_entry - on_entry[e.id]) for e in problem.entries)
    for judge in problem.judges:
        done = sum(pair.judge == judge.id for pair in problem.fixed)
        limits = [limit for limit in (judge.max_load, problem.highest) if limit is not None]
        assert made.loads[judge.id] <= max(min(limits, default=99), done)
    assert made.quality is not None
    assert made.quality.total == points(problem, made)


@given(problems(), st.randoms(use_true_random=False))
def test_the_order_of_judges_and_entries_changes_nothing(problem: Problem, chance) -> None:  # type: ignore[no-untyped-def]
    judges, entries = list(problem.judges), list(problem.entries)
    chance.shuffle(judges)
    chance.shuffle(entries)
    mixed = replace(problem, judges=tuple(judges), entries=tuple(entries))
    assert solve_optimal(problem, fair=True).pairs == solve_optimal(mixed, fair=True).pairs


def most_by_program(problem: Problem) -> tuple[int, int]:
    """The most charges, and the greatest affinity with that many, by HiGHS on the same bounds."""
    table = table_of(problem)
    rows, columns = np.nonzero(table.allowed)
    if not len(rows):
        return 0, 0
    every = np.arange(len(rows))
    marks = np.zeros((sum(table.affinity.shape), len(rows)))
    marks[rows, every] = 1
    marks[len(table.entries) + columns, every] = 1
    limits = np.concatenate([table.need, table.limit])
    most = linprog(-np.ones(len(rows)), A_ub=marks, b_ub=limits, bounds=(0, 1), method="highs")
    worth = table.affinity[rows, columns].astype(float)
    best = linprog(
        -worth, A_ub=marks, b_ub=limits, A_eq=np.ones((1, len(rows))), b_eq=[round(-most.fun)], bounds=(0, 1)
    )
    return round(-most.fun), round(-best.fun)


@given(problems(standing=False))
def test_no_program_serves_more_or_finds_more_affinity(problem: Problem) -> None:
    # Without a lowest load, and with a highest that is a wall, the program has the same bounds as the flow.
    problem = replace(problem, lowest=0, highest=6 if problem.highest is None else problem.highest)
    made = solve_optimal(problem, linked=False)
    most, best = most_by_program(problem)
    assert len(made.pairs) == most
    spread = Counter(s.missing for s in made.shortages)
    if not spread:  # where entries are short, evenness of the lack goes before affinity
        assert made.quality is not None
        assert made.quality.best == made.quality.total == best


@given(problems())
def test_no_assignment_whatever_serves_more_than_this(problem: Problem) -> None:
    made = solve_optimal(problem)
    assert len(made.pairs) == len(problem.fixed) + most_by_program(problem)[0]


@given(problems(standing=False, judges=2, entries=2))
def test_lowest_loads_are_met_where_they_can_be(problem: Problem) -> None:
    judges = tuple(replace(j, max_load=None, boards=frozenset()) for j in problem.judges)
    problem = replace(problem, judges=judges, lowest=2, highest=None)
    table = table_of(problem)
    made = solve_optimal(problem, linked=False)
    assume(made.is_complete)
    rows, columns = np.nonzero(table.allowed)
    every = np.arange(len(rows))
    on_entry, of_judge = np.zeros((len(problem.entries), len(rows))), np.zeros((len(judges), len(rows)))
    on_entry[rows, every] = of_judge[columns, every] = 1
    possible = linprog(
        np.zeros(len(rows)),
        A_ub=np.vstack([of_judge, -of_judge]),
        b_ub=np.concatenate([table.limit, -table.lower]),
        A_eq=on_entry,
        b_eq=table.need,
        bounds=(0, 1),
    )
    assert made.quality is not None
    assert bool(made.quality.under) == (not possible.success)


@given(problems())
def test_nothing_moves_on_a_second_run(problem: Problem) -> None:
    first = solve_optimal(problem)
    again = solve_optimal(replace(problem, current=first.pairs))
    assert again.pairs == first.pairs


@given(problems())
@settings(max_examples=60)
def test_each_remedy_helps(problem: Problem) -> None:
    made = solve_optimal(problem, linked=False)
    assume(not made.is_complete)
    missing = sum(s.missing for s in made.shortages)
    for remedy in made.help:
        changed, served = helped(problem, remedy)
        after = sum(s.missing for s in solve_optimal(changed, linked=False).shortages)
        assert after <= missing - (missing if served is None else served), remedy


def helped(problem: Problem, help_):  # type: ignore[no-untyped-def]
    if help_.remedy is Remedy.MORE_JUDGES:
        new = tuple(Judge(1000 + n, help_.load) for n in range(help_.number))
        highest = None if problem.highest is None else max(problem.highest, help_.load)
        return replace(problem, judges=(*problem.judges, *new), highest=highest), None
    if help_.remedy is Remedy.LIFT_CONFLICT:
        return replace(problem, barred=problem.barred - {Pair(help_.judge, help_.entry)}), 1
    judge = problem.judge[help_.judge]
    others = tuple(j for j in problem.judges if j.id != judge.id)
    if help_.remedy is Remedy.WIDEN_BOARDS:
        return replace(problem, judges=(*others, replace(judge, boards=frozenset()))), 1
    done = sum(p.judge == judge.id for p in problem.fixed)
    full = max(done, min(x for x in (judge.max_load, problem.highest, 99) if x is not None)) + help_.number
    highest = None if problem.highest is None else 99
    capped = tuple(
        replace(j, max_load=min(x for x in (j.max_load, problem.highest) if x is not None))
        if problem.highest is not None
        else j
        for j in others
    )
    return replace(problem, judges=(*capped, replace(judge, max_load=full)), highest=highest), help_.number


@pytest.mark.parametrize("fair", [False, True])
def test_answers_to_empty_and_impossible_problems(fair: bool) -> None:
    nobody = contest(0, 4)
    assert [s.missing for s in solve_optimal(nobody, fair=fair).shortages] == [3, 3, 3, 3]
    assert solve_optimal(contest(5, 0), fair=fair).pairs == frozenset()
    assert solve_optimal(contest(0, 0), fair=fair).is_complete
    lone = solve_optimal(contest(1, 4, 1), fair=fair)
    assert lone.is_complete
    assert lone.quality is not None
    assert lone.quality.parts == 1
    too_many = solve_optimal(contest(2, 3, 5), fair=fair)
    assert [s.missing for s in too_many.shortages] == [3, 3, 3]
    everybody = contest(3, 3)
    barred = replace(everybody, barred=frozenset(Pair(j.id, e.id) for j in everybody.judges for e in everybody.entries))
    assert solve_optimal(barred, fair=fair).pairs == frozenset()
    idle = replace(everybody, judges=tuple(replace(j, max_load=0) for j in everybody.judges))
    assert solve_optimal(idle, fair=fair).pairs == frozenset()


def test_a_lack_is_spread_over_the_entries() -> None:
    judges = tuple(Judge(j, max_load=4) for j in (1, 2, 3))
    made = solve_optimal(replace(contest(3, 6), judges=judges))
    assert [s.missing for s in made.shortages] == [1] * 6


def test_the_same_seed_the_same_answer_and_another_seed_another() -> None:
    drawn = [solve_optimal(contest(12, 30, seed=seed)).pairs for seed in (1, 1, 2)]
    assert drawn[0] == drawn[1]
    assert drawn[0] != drawn[2]


def test_loads_stay_near_an_even_share() -> None:
    made = solve_optimal(contest(9, 60))
    assert set(made.loads.values()) <= set(range(18, 23))
    assert even_share(np.array([5, 100, 100]), 60) == 28


def test_a_recusal_moves_one_charge() -> None:
    problem = contest(9, 30)
    first = solve_optimal(problem)
    gone = min(first.pairs)
    again = solve_optimal(replace(problem, current=first.pairs - {gone}, barred=frozenset({gone})))
    assert again.is_complete
    assert again.removed == frozenset()
    assert len(again.added) == 1


def test_a_late_judge_takes_the_lowest_load_from_others_and_no_more_moves() -> None:
    problem = contest(9, 30)
    first = solve_optimal(problem)
    late = replace(problem, judges=(*problem.judges, Judge(10, sectors=FULL)), current=first.pairs)
    again = solve_optimal(late)
    assert again.is_complete
    assert again.loads[10] == 8  # the even share is 9, one less is aimed at
    assert len(again.removed) <= 8 + 3  # and those above 10 give what they have too much


def test_a_scored_pair_stays_whatever_stands_against_it() -> None:
    scored = Pair(1, 101)
    problem = contest(4, 6, barred=frozenset({scored}), fixed=frozenset({scored}), current=frozenset({scored}))
    assert scored in solve_optimal(problem).pairs


def test_the_steps_are_told() -> None:
    heard: list[Step] = []
    solve_optimal(contest(4, 6), fair=True, told=heard.append)
    assert heard == [Step.WEIGHING, Step.SOLVING, Step.LIFTING, Step.LINKING]
