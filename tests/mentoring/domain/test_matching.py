"""Both ways of matching keep the rules of the market, whatever the market is."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from ecosystem.mentoring.domain.matching import (
    Market,
    Pair,
    WhyLeft,
    blocking_pairs,
    figures_of,
    market,
    match_by_flow,
    match_stably,
    objective,
)
from ecosystem.mentoring.domain.matching.flow import penalty, rewards


@st.composite
def markets(draw: st.DrawFn) -> Market:
    """Small markets with every irregularity: vetoes, seats from 0 to 3, fixed pairs, people who ranked nobody."""
    mentors = {m: draw(st.integers(0, 3)) for m in range(1, draw(st.integers(1, 5)) + 1)}
    startups = {s: draw(st.integers(1, 2)) for s in range(1, draw(st.integers(1, 6)) + 1)}
    pairs = [(m, s) for m in mentors for s in startups]
    vetoes = draw(st.sets(st.sampled_from(pairs), max_size=4))
    fixed = _fixed(draw, mentors, startups, [pair for pair in pairs if pair not in vetoes])
    some = st.lists(st.sampled_from(sorted(mentors)), unique=True, max_size=4)
    others = st.lists(st.sampled_from(sorted(startups)), unique=True, max_size=5)
    points = draw(st.dictionaries(st.sampled_from(pairs), st.integers(0, 1000), max_size=12))
    return market(
        mentors=mentors,
        startups=startups,
        startup_rankings={s: draw(some) for s in startups},
        mentor_rankings={m: draw(others) for m in mentors},
        points=points,
        vetoes=vetoes,
        fixed=fixed,
        seed=draw(st.integers(0, 3)),
    )


def _fixed(draw: st.DrawFn, mentors: dict[int, int], startups: dict[int, int], pairs: list[Pair]) -> set[Pair]:
    chosen: set[Pair] = set()
    for mentor, startup in draw(st.lists(st.sampled_from(pairs), max_size=2)) if pairs else ():
        taken_m = sum(1 for m, _ in chosen if m == mentor)
        taken_s = sum(1 for _, s in chosen if s == startup)
        if taken_m < mentors[mentor] and taken_s < startups[startup]:
            chosen.add((mentor, startup))
    return chosen


def assert_lawful(given_market: Market, pairs: frozenset[Pair]) -> None:
    assert not pairs & given_market.vetoes
    assert given_market.fixed <= pairs
    assert pairs <= given_market.fixed | set(given_market.candidates())
    for mentor, seats in given_market.mentors.items():
        assert sum(m == mentor for m, _ in pairs) <= seats
    for startup, seats in given_market.startups.items():
        assert sum(s == startup for _, s in pairs) <= seats


@given(markets())
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=150)
def test_both_ways_keep_vetoes_capacities_and_fixed_pairs(drawn: Market) -> None:
    assert_lawful(drawn, match_stably(drawn))
    assert_lawful(drawn, match_by_flow(drawn))


@given(markets())
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=200)
def test_a_stable_matching_has_no_blocking_pair(drawn: Market) -> None:
    assert blocking_pairs(drawn, match_stably(drawn)) == []


@given(markets())
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60)
def test_the_flow_reaches_the_bound_of_the_linear_programme(drawn: Market) -> None:
    by_flow = objective(drawn, match_by_flow(drawn))
    assert by_flow == bound(drawn)
    assert by_flow >= objective(drawn, match_stably(drawn))


def bound(drawn: Market) -> int:
    """The best possible objective, worked out by another method: a linear programme over pairs and extra seats."""
    pairs = sorted(drawn.candidates())
    first, further = rewards(drawn)
    startups = sorted(drawn.startups)
    mentor_seats, startup_seats = drawn.free_seats()
    placed = {s for _, s in drawn.fixed}
    # Columns: the pairs, then for each startup whether any of its pairs counts as the first.
    cost = [penalty(drawn, pair) - further for pair in pairs] + [further - first] * len(startups)
    rows, limits = [], []
    for mentor in sorted(drawn.mentors):
        rows.append([float(m == mentor) for m, _ in pairs] + [0.0] * len(startups))
        limits.append(mentor_seats[mentor])
    for number, startup in enumerate(startups):
        own = [float(s == startup) for _, s in pairs]
        rows.append(own + [0.0] * len(startups))
        limits.append(startup_seats[startup])
        rows.append([-each for each in own] + [float(i == number) for i in range(len(startups))])
        limits.append(0)
    bounds = [(0, 1)] * len(pairs) + [(0, 0 if s in placed else 1) for s in startups]
    best = linprog(cost, A_ub=np.array(rows), b_ub=limits, bounds=bounds, method="highs")
    fixed_worth = objective(drawn, drawn.fixed)
    return round(-best.fun) + fixed_worth


@given(markets())
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=40)
def test_the_order_of_the_input_changes_nothing(drawn: Market) -> None:
    turned = market(
        mentors=dict(reversed(drawn.mentors.items())),
        startups=dict(reversed(drawn.startups.items())),
        startup_rankings=rankings(drawn, of_startups=True),
        mentor_rankings=rankings(drawn, of_startups=False),
        points=dict(reversed(drawn.points.items())),
        vetoes=drawn.vetoes,
        fixed=drawn.fixed,
        seed=drawn.seed,
    )
    assert match_by_flow(turned) == match_by_flow(drawn)
    assert match_stably(turned) == match_stably(drawn)


def rankings(drawn: Market, *, of_startups: bool) -> dict[int, list[int]]:
    ranks = drawn.rank_by_startup if of_startups else drawn.rank_by_mentor
    found: dict[int, list[int]] = {}
    for (mentor, startup), _ in sorted(ranks.items(), key=lambda item: item[1]):
        who, whom = (startup, mentor) if of_startups else (mentor, startup)
        found.setdefault(who, []).append(whom)
    return dict(reversed(found.items()))


def simple(**values: object) -> Market:
    default = {
        "mentors": {1: 1, 2: 1},
        "startups": {1: 1, 2: 1},
        "startup_rankings": {1: [1, 2], 2: [1]},
        "mentor_rankings": {1: [1, 2], 2: []},
        "points": {},
    }
    return market(**(default | values))  # type: ignore[arg-type]


def test_the_flow_leaves_nobody_out_where_the_stable_way_must() -> None:
    given_market = simple()
    assert match_stably(given_market) == {(1, 1)}
    assert match_by_flow(given_market) == {(2, 1), (1, 2)}
    figures = figures_of(given_market, match_by_flow(given_market))
    assert (figures.placed, figures.left, figures.blocking) == (2, (), 1)


def test_two_third_choices_are_better_than_a_first_and_a_sixth() -> None:
    """The penalty is convex: nobody pays for all."""
    first = simple(startup_rankings={1: [1, 3, 2], 2: [1, 4, 5, 6, 3, 2]}, mentors={1: 1, 2: 1}, mentor_rankings={})
    assert match_by_flow(first) == {(2, 1), (1, 2)}


def test_who_is_left_and_why() -> None:
    given_market = simple(
        mentors={1: 1, 2: 0},
        startups={1: 1, 2: 1, 3: 1, 4: 1},
        startup_rankings={1: [1], 2: [1], 3: [2], 4: []},
        mentor_rankings={1: [1, 2]},
    )
    figures = figures_of(given_market, match_stably(given_market))
    assert [(left.startup, left.why) for left in figures.left] == [
        (2, WhyLeft.ALL_FULL),
        (3, WhyLeft.NO_SEAT),
        (4, WhyLeft.NO_CANDIDATE),
    ]
    assert figures.ranks[0] == 1
    assert figures.top == 1.0


def test_a_fixed_pair_takes_its_seats_first() -> None:
    given_market = simple(fixed={(1, 2)})
    assert match_stably(given_market) == {(1, 2), (2, 1)}
    assert match_by_flow(given_market) == {(1, 2), (2, 1)}


def test_fixed_pairs_must_fit() -> None:
    with pytest.raises(ValueError, match="more fixed pairs than seats"):
        simple(fixed={(1, 1), (1, 2)})
    with pytest.raises(ValueError, match="both fixed and vetoed"):
        simple(fixed={(1, 1)}, vetoes={(1, 1)})


def test_a_market_of_nobody_is_matched_with_nobody() -> None:
    empty = market(mentors={}, startups={}, startup_rankings={}, mentor_rankings={}, points={})
    assert match_by_flow(empty) == match_stably(empty) == frozenset()
    assert figures_of(empty, ()).top is None
