"""The wait after wrong tries."""

from datetime import UTC, datetime, timedelta

import pytest

from ecosystem.accounts.domain.throttle import Limit, wait

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
LIMIT = Limit(free=3, first=timedelta(seconds=2), longest=timedelta(seconds=60), window=timedelta(hours=1))


@pytest.mark.parametrize(
    ("tries", "seconds"), [(0, 0), (2, 0), (3, 2), (4, 4), (5, 8), (7, 32), (8, 60), (9, 60), (10_000, 60)]
)
def test_each_further_try_waits_twice_as_long_up_to_the_longest(tries: int, seconds: int) -> None:
    assert wait(LIMIT, tries=tries, last=NOON, now=NOON) == timedelta(seconds=seconds)


def test_time_that_passed_counts() -> None:
    assert wait(LIMIT, tries=5, last=NOON, now=NOON + timedelta(seconds=5)) == timedelta(seconds=3)
    assert wait(LIMIT, tries=5, last=NOON, now=NOON + timedelta(seconds=8)) == timedelta(0)


def test_without_a_try_there_is_no_wait() -> None:
    assert wait(LIMIT, tries=0, last=None, now=NOON) == timedelta(0)
