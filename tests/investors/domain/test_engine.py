"""The engine keeps every promise on made-up sessions of all shapes, and reaches the best on small ones."""

from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.timetable import problem as large_problem
from ecosystem.investors.domain.scheduling import Guest, Placed, Problem, Timetable, broken_rules, value_of
from ecosystem.investors.domain.scheduling.engine import repair, schedule
from ecosystem.investors.domain.scheduling.exact import linear_bound, solve_exactly
from ecosystem.investors.domain.scheduling.flow import choose
from ecosystem.investors.domain.scheduling.grid import Grid, instance_of
from tests.investors.domain.problems import problems


def whole_day(founders: int, investors: int, slots: int, **values: object) -> Problem:
    """Everybody comes all day and every founder wishes for every investor."""
    hours = frozenset(range(slots))
    given = Problem(
        slots,
        tuple(range(1, 1 + investors)),
        tuple(Guest(key, hours) for key in range(founders)),
        tuple(Guest(100 + key, hours) for key in range(investors)),
        {(f, 100 + i): 4 for f in range(founders) for i in range(investors)},
    )
    return replace(given, **values)  # type: ignore[arg-type]


def unlocked(answer: Timetable) -> list[Placed]:
    return [each for each in answer.meetings if not each.locked]


@settings(max_examples=120, deadline=None)
@given(problems(), st.integers(0, 2))
def test_no_rule_is_broken_and_the_bound_holds(problem: Problem, effort: int) -> None:
    answer = schedule(problem, effort=min(effort, 1))
    fresh = set(unlocked(answer))
    assert [broken for broken in broken_rules(problem, answer.meetings) if broken[1] in fresh] == []
    assert set(problem.locked) <= set(answer.meetings)
    assert {each.table for each in fresh} <= set(problem.tables)
    assert answer.value == value_of(problem, answer.meetings) <= answer.bound
    assert answer.idle <= answer.idle_before


@settings(max_examples=60, deadline=None)
@given(problems())
def test_small_sessions_are_solved_to_the_end(problem: Problem) -> None:
    """No other timetable serves more minima, nor the same with more worth (CP-SAT, run to its proof)."""
    instance = instance_of(problem)
    best = solve_exactly(instance, Grid(instance), seed=1, limit=60)
    answer = schedule(problem)
    assert best is not None
    lacking = sum(max(0, need - best.taken[f].bit_count()) for f, need in enumerate(instance.need))
    assert sum(answer.missing.values()) == lacking
    assert answer.value == best.value() + instance.locked_value <= answer.bound


@settings(max_examples=60, deadline=None)
@given(problems(), st.integers(0, 1000))
def test_neither_order_nor_repetition_changes_the_answer(problem: Problem, seed: int) -> None:
    chance = Random(seed)

    def shuffled(things: tuple[Guest, ...]) -> tuple[Guest, ...]:
        return tuple(chance.sample(things, len(things)))

    pairs = list(problem.weights.items())
    chance.shuffle(pairs)
    other = replace(
        problem, founders=shuffled(problem.founders), investors=shuffled(problem.investors), weights=dict(pairs)
    )
    assert schedule(problem, seed=seed) == schedule(other, seed=seed)


@settings(max_examples=60, deadline=None)
@given(problems())
def test_the_flow_is_the_linear_program_where_everybody_comes_all_day(problem: Problem) -> None:
    """Hours put aside, the flow's worth is what HiGHS proves for founder × investor × slot."""
    hours = frozenset(range(problem.slots))
    easy = replace(
        problem,
        founders=tuple(Guest(each.key, hours) for each in problem.founders),
        investors=tuple(Guest(each.key, hours) for each in problem.investors),
        minimum=0,
        locked=(),
    )
    instance = instance_of(easy)
    assert choose(instance).value == linear_bound(instance, with_minimum=False)
    assert schedule(easy, effort=1).value == choose(instance).value


@settings(max_examples=60, deadline=None)
@given(problems(with_locked=False), st.data())
def test_repair_moves_nothing_and_breaks_nothing(problem: Problem, data: st.DataObject) -> None:
    before = schedule(problem, effort=0)
    gone = data.draw(st.frozensets(st.sampled_from([g.key for g in problem.founders + problem.investors] or [0])))
    staying = tuple(
        replace(each, locked=True) for each in before.meetings if each.founder not in gone and each.investor not in gone
    )
    hole = replace(
        problem,
        founders=tuple(each for each in problem.founders if each.key not in gone),
        investors=tuple(each for each in problem.investors if each.key not in gone),
        locked=staying,
    )
    after = repair(hole)
    assert set(staying) <= set(after.meetings)
    assert broken_rules(hole, after.meetings) == []
    assert after.value <= after.bound


def test_everybody_meets_everybody_where_there_is_time() -> None:
    answer = schedule(whole_day(8, 8, 8))
    assert len(answer.meetings) == 64
    assert answer.value == answer.bound == 256
    assert answer.idle == 0


def test_one_investor_everybody_wants_serves_as_many_as_there_are_slots() -> None:
    problem = whole_day(20, 1, 6, minimum=1)
    answer = schedule(problem)
    assert len(answer.meetings) == 6
    assert sum(answer.missing.values()) == 14
    assert answer.share == 100


def test_nobody_available_gives_an_empty_timetable() -> None:
    problem = replace(whole_day(3, 3, 3, minimum=1), founders=tuple(Guest(key, frozenset()) for key in range(3)))
    answer = schedule(problem)
    assert answer.meetings == ()
    assert answer.missing == {0: 1, 1: 1, 2: 1}
    assert (answer.value, answer.bound, answer.share) == (0, 0, 100)


def test_a_founder_nobody_wished_for_is_lifted_to_the_minimum() -> None:
    problem = replace(whole_day(3, 3, 3), weights={(0, 100): 19, (1, 101): 4}, minimum=2)
    answer = schedule(problem)
    assert answer.missing == {}
    assert answer.value == 23 == answer.bound


def test_an_investor_keeps_one_table() -> None:
    answer = schedule(whole_day(10, 4, 6))
    tables = {investor: {m.table for m in answer.meetings if m.investor == investor} for investor in range(100, 104)}
    assert all(len(found) == 1 for found in tables.values())


def test_few_tables_are_shared() -> None:
    answer = schedule(whole_day(10, 6, 5, tables=(7, 8)))
    assert len(answer.meetings) == 10
    assert {each.table for each in answer.meetings} == {7, 8}
    assert answer.share == 100


def test_the_sizes_of_a_provincial_day() -> None:
    """40 × 15 × 12 with hours, vetoes and too few tables: nearly the best, no minimum missed, less waiting."""
    answer = schedule(large_problem(40, 15, 12, minimum=2))
    assert answer.share >= 98.3
    assert answer.missing == {}
    assert answer.idle <= answer.idle_before / 2
