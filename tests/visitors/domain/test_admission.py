"""Whether a ticket lets in."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ecosystem.visitors.domain.admission import LONGEST_LINK, Stay, days_of, decide, moment_of_scan
from ecosystem.visitors.domain.states import Direction, EntryPolicy, Outcome, TicketState

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
BOTH = frozenset((MONDAY, TUESDAY))


def outcome(
    policy: EntryPolicy = EntryPolicy.DAILY,
    stays: tuple[Stay, ...] = (),
    *,
    state: TicketState = TicketState.VALID,
    direction: Direction = Direction.IN,
    day: date = MONDAY,
) -> Outcome:
    return decide(state, policy, BOTH, stays, direction=direction, day=day).outcome


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (TicketState.CANCELLED, Outcome.CANCELLED),
        (TicketState.REFUNDED, Outcome.REFUNDED),
        (TicketState.HANDED_OVER, Outcome.HANDED_OVER),
    ],
)
def test_a_ticket_that_ended_says_why(state: TicketState, expected: Outcome) -> None:
    assert outcome(state=state) is expected


def test_another_day_is_told() -> None:
    assert outcome(day=date(2026, 11, 25)) is Outcome.OTHER_DAY


@pytest.mark.parametrize(
    ("policy", "stays", "day", "expected"),
    [
        (EntryPolicy.ONCE, (), MONDAY, Outcome.ADMITTED),
        (EntryPolicy.ONCE, (Stay("once", True),), TUESDAY, Outcome.ALREADY_IN),
        (EntryPolicy.DAILY, (Stay("2026-11-23", False),), MONDAY, Outcome.ALREADY_IN),
        (EntryPolicy.DAILY, (Stay("2026-11-23", False),), TUESDAY, Outcome.ADMITTED),
        (EntryPolicy.REENTRY, (Stay("stay-1", False),), MONDAY, Outcome.ALREADY_IN),
        (EntryPolicy.REENTRY, (Stay("stay-1", True),), MONDAY, Outcome.ADMITTED),
        (EntryPolicy.REENTRY, (Stay("stay-1", True), Stay("stay-2", False)), MONDAY, Outcome.ALREADY_IN),
    ],
)
def test_policies(policy: EntryPolicy, stays: tuple[Stay, ...], day: date, expected: Outcome) -> None:
    assert outcome(policy, stays, day=day) is expected


def test_whoever_is_inside_may_leave_whatever_became_of_the_ticket() -> None:
    inside = (Stay("once", False),)
    assert outcome(stays=inside, state=TicketState.REFUNDED, direction=Direction.OUT) is Outcome.LEFT
    assert outcome(stays=(Stay("once", True),), direction=Direction.OUT) is Outcome.NOT_INSIDE


def test_without_chosen_days_all_days_of_the_event_count() -> None:
    assert days_of(MONDAY, TUESDAY, []) == BOTH
    assert days_of(MONDAY, TUESDAY, ["2026-11-24"]) == {TUESDAY}


moves = st.lists(st.sampled_from([Direction.IN, Direction.OUT]), max_size=30)


@given(moves, st.sampled_from(EntryPolicy))
def test_nobody_is_inside_twice_and_no_period_counts_twice(directions: list[Direction], policy: EntryPolicy) -> None:
    stays: list[Stay] = []
    for direction in directions:
        decision = decide(TicketState.VALID, policy, BOTH, stays, direction=direction, day=MONDAY)
        if decision.outcome is Outcome.ADMITTED:
            stays.append(Stay(decision.period, has_left=False))
        elif decision.outcome is Outcome.LEFT:
            assert decision.stay is not None
            stays[stays.index(decision.stay)] = Stay(decision.stay.period, has_left=True)
    assert sum(not stay.has_left for stay in stays) <= 1
    assert len({stay.period for stay in stays}) == len(stays)
    if policy is not EntryPolicy.REENTRY:
        assert len(stays) <= 1


RECEIVED = datetime(2026, 11, 23, 1, 14, tzinfo=UTC)


@given(st.integers(-(10**9), 10**9), st.integers(0, 240 * 3600))
def test_a_wrong_clock_does_not_move_a_scan(wrong_by: int, seconds_ago: int) -> None:
    wrong, ago = timedelta(seconds=wrong_by), timedelta(seconds=seconds_ago)
    assert moment_of_scan(RECEIVED + wrong - ago, RECEIVED + wrong, RECEIVED) == RECEIVED - ago


def test_a_clock_set_back_meanwhile_makes_no_scan_of_the_future() -> None:
    assert moment_of_scan(RECEIVED + timedelta(hours=3), RECEIVED, RECEIVED) == RECEIVED


@given(st.datetimes(timezones=st.just(UTC)), st.datetimes(timezones=st.just(UTC)))
@example(datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC))
@example(datetime(1970, 1, 1, tzinfo=UTC), RECEIVED)  # an empty battery, then the time of the network
def test_whatever_a_device_says_no_scan_is_older_than_its_link(at: datetime, sent_at: datetime) -> None:
    assert RECEIVED - LONGEST_LINK <= moment_of_scan(at, sent_at, RECEIVED) <= RECEIVED
