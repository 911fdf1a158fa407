"""Deadlines, decided in one place."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ecosystem.core.windows import GRACE, Phase, Window

OPENS = datetime(2027, 1, 18, 1, tzinfo=UTC)
CLOSES = datetime(2027, 3, 19, 17, tzinfo=UTC)
WINDOW = Window(OPENS, CLOSES)
SECOND = timedelta(seconds=1)


def test_the_phase_is_told_without_the_grace():
    assert WINDOW.phase(OPENS - SECOND) is Phase.UPCOMING
    assert WINDOW.phase(OPENS) is Phase.OPEN
    assert WINDOW.phase(CLOSES - SECOND) is Phase.OPEN
    assert WINDOW.phase(CLOSES) is Phase.CLOSED


def test_the_grace_is_granted_to_the_second():
    assert not WINDOW.accepts(OPENS - SECOND)
    assert WINDOW.accepts(CLOSES)
    assert WINDOW.accepts(CLOSES + GRACE - timedelta(microseconds=1))
    assert not WINDOW.accepts(CLOSES + GRACE)


def test_an_extension_never_shortens():
    assert WINDOW.extended_to(CLOSES - timedelta(days=1)) == WINDOW
    assert WINDOW.extended_to(None) == WINDOW
    assert WINDOW.extended_to(CLOSES + timedelta(days=1)).closes_at == CLOSES + timedelta(days=1)


@given(st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2028, 1, 1)))  # noqa: DTZ001
def test_whoever_is_told_open_is_accepted(naive):
    at = naive.replace(tzinfo=UTC)
    if WINDOW.phase(at) is Phase.OPEN:
        assert WINDOW.accepts(at)
