"""Why a pair does not meet, in the order of what is plainest."""

from dataclasses import replace

import pytest

from ecosystem.investors.domain.scheduling import Guest, Placed, Problem
from ecosystem.investors.domain.scheduling.reasons import Lack, Why, why_below, why_not

BASE = Problem(
    3,
    (1,),
    (Guest(1, frozenset({0, 1, 2})), Guest(2, frozenset({0}))),
    (Guest(11, frozenset({0, 1, 2})), Guest(12, frozenset({1}))),
    {(1, 11): 4, (2, 11): 4, (1, 12): 6},
)


def meeting(slot: int, founder: int, investor: int, table: int = 1) -> Placed:
    return Placed(slot, founder, investor, table)


@pytest.mark.parametrize(
    ("problem", "meetings", "pair", "why", "slots"),
    [
        (BASE, [meeting(2, 1, 11)], (1, 11), Why.MEETS, (2,)),
        (BASE, [], (3, 11), Why.ABSENT, ()),
        (replace(BASE, vetoes=frozenset({(1, 11)})), [], (1, 11), Why.VETO, ()),
        (replace(BASE, founders=(Guest(1, frozenset()),)), [], (1, 11), Why.FOUNDER_AWAY, ()),
        (replace(BASE, investors=(Guest(11, frozenset()),)), [], (1, 11), Why.INVESTOR_AWAY, ()),
        (BASE, [], (2, 12), Why.NO_COMMON_SLOT, ()),
        (BASE, [meeting(1, 1, 11)], (1, 12), Why.FOUNDER_FULL, (1,)),
        (BASE, [meeting(0, 1, 11)], (2, 11), Why.INVESTOR_FULL, (0,)),
        (
            replace(BASE, founders=(Guest(1, frozenset({0, 1})), Guest(2, frozenset({0, 1, 2})))),
            [meeting(0, 1, 12), meeting(1, 2, 11)],
            (1, 11),
            Why.NEVER_OPEN_TOGETHER,
            (0, 1),
        ),
        (BASE, [meeting(0, 2, 13), meeting(1, 3, 13), meeting(2, 4, 13)], (1, 11), Why.NO_TABLE, (0, 1, 2)),
        (replace(BASE, weights={}), [], (1, 11), Why.NO_WISH, (0, 1, 2)),
        (BASE, [meeting(0, 2, 11)], (1, 11), Why.POSSIBLE, (1, 2)),
    ],
)
def test_the_first_thing_that_keeps_a_pair_apart(
    problem: Problem, meetings: list[Placed], pair: tuple[int, int], why: Why, slots: tuple[int, ...]
) -> None:
    reason = why_not(problem, meetings, *pair)
    assert (reason.why, reason.slots) == (why, slots)


def test_why_a_founder_is_below_the_minimum() -> None:
    assert why_below(replace(BASE, minimum=2), 2) is Lack.AWAY
    assert why_below(replace(BASE, minimum=3), 1) is Lack.FEW_PARTNERS
    crowd = tuple(Guest(key, frozenset({0, 1, 2})) for key in range(1, 8))
    assert why_below(replace(BASE, minimum=1, founders=crowd), 1) is Lack.FEW_SEATS
    assert why_below(replace(BASE, minimum=1), 1) is Lack.CROWDED
