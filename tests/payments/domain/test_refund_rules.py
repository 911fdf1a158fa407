"""What goes back when something paid is given up."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ecosystem.payments.domain.refund_rules import (
    SimpleRule,
    last_days,
    part_of,
    refund_of,
    share_given_back,
    share_owed,
    simple_rule,
)

FIRST = date(2027, 5, 31)
STEPS = [[30, 100], [7, 50]]


def test_everything_then_a_part_then_nothing() -> None:
    days = [date(2027, 5, day) for day in (1, 2, 24, 25)]
    assert [share_given_back(STEPS, today=day, first_day=FIRST) for day in days] == [100, 50, 50, 0]
    assert last_days(STEPS, first_day=FIRST) == [(date(2027, 5, 1), 100), (date(2027, 5, 24), 50)]
    assert refund_of(999, percent=50) == 499


def test_the_kinder_of_the_two_rules_holds() -> None:
    today = FIRST - timedelta(days=10)
    assert share_owed(STEPS, [], today=today, first_day=FIRST) == 50
    assert share_owed([], [[5, 100]], today=today, first_day=FIRST) == 100
    assert share_owed(None, STEPS, today=today, first_day=FIRST) == 50


def test_the_last_day_of_a_step_is_the_last_on_which_it_holds() -> None:
    for day, percent in last_days(STEPS, first_day=FIRST):
        assert share_given_back(STEPS, today=day, first_day=FIRST) == percent
        assert share_given_back(STEPS, today=day + timedelta(days=1), first_day=FIRST) < percent


@given(paid=st.integers(0, 10**12), pieces=st.integers(1, 200), data=st.data())
def test_the_parts_of_a_price_are_together_the_price(paid: int, pieces: int, data: st.DataObject) -> None:
    gone, parts = 0, []
    while gone < pieces:
        ending = data.draw(st.integers(1, pieces - gone))
        parts.append(part_of(paid, pieces=pieces, gone=gone, ending=ending))
        gone += ending
    assert sum(parts) == paid
    assert min(parts) >= 0


@given(st.builds(SimpleRule, st.none() | st.integers(500, 999), st.integers(1, 99), st.integers(0, 499)))
def test_a_simple_rule_is_read_as_it_was_written(rule: SimpleRule) -> None:
    assert simple_rule(rule.steps()) == rule
