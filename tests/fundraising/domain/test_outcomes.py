"""What both sides' words come to, what counts as committed, and who is asked again."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.fundraising.domain.outcomes import (
    FINAL,
    Committed,
    Outcome,
    Standing,
    Told,
    by_year,
    funnel,
    invested,
    needs_reminding,
    reminder_due,
    standing_of,
)

MET = datetime(2026, 11, 30, 3, tzinfo=UTC)
told = st.one_of(st.none(), st.builds(Told, st.sampled_from(Outcome), st.integers(1, 10**12), st.dates()))


@pytest.mark.parametrize(
    ("founder", "investor", "wanted"),
    [
        (None, None, Standing(None)),
        (Outcome.TERM_SHEET, None, Standing(Outcome.TERM_SHEET)),
        (Outcome.SECOND_TALK, Outcome.SECOND_TALK, Standing(Outcome.SECOND_TALK, is_confirmed=True)),
        (Outcome.INVESTED, Outcome.DUE_DILIGENCE, Standing(Outcome.DUE_DILIGENCE, differs=True)),
        (Outcome.SECOND_TALK, Outcome.NO_FIT, Standing(Outcome.NO_FIT, differs=True)),
    ],
)
def test_the_nearer_stage_counts(founder: Outcome | None, investor: Outcome | None, wanted: Standing) -> None:
    assert standing_of(Told(founder) if founder else None, Told(investor) if investor else None) == wanted


@given(told, told)
def test_sides_count_alike(one: Told | None, other: Told | None) -> None:
    assert standing_of(one, other) == standing_of(other, one)
    assert invested(one, other)[:2] == invested(other, one)[:2]


@given(told, told)
def test_confirmed_and_claimed_are_the_larger_amount(one: Told | None, other: Told | None) -> None:
    amounts = [each.amount or 0 for each in (one, other) if each is not None and each.outcome is Outcome.INVESTED]
    confirmed, claimed, _day = invested(one, other)
    assert confirmed + claimed == max(amounts, default=0)
    assert confirmed == (min(amounts) if len(amounts) == 2 else 0)


def test_money_is_summed_by_the_year_of_the_day() -> None:
    both = (
        Told(Outcome.INVESTED, 2_000_000_000, date(2027, 1, 5)),
        Told(Outcome.INVESTED, 1_500_000_000, date(2026, 12, 30)),
    )
    one = (None, Told(Outcome.INVESTED, 300_000_000, date(2027, 3, 1)))
    talk = (Told(Outcome.TERM_SHEET, 9_000_000_000), Told(Outcome.TERM_SHEET, 9_000_000_000))
    assert by_year([both, one, talk]) == [
        Committed(2026, confirmed=1_500_000_000, claimed=500_000_000),  # the investor's day counts
        Committed(2027, claimed=300_000_000),
    ]


def test_whoever_signed_had_a_second_talk() -> None:
    reached = funnel(
        [Standing(Outcome.TERM_SHEET), Standing(Outcome.SECOND_TALK), Standing(Outcome.NO_FIT), Standing(None)]
    )
    assert reached == {
        Outcome.NO_FIT: 1,
        Outcome.SECOND_TALK: 2,
        Outcome.DUE_DILIGENCE: 1,
        Outcome.TERM_SHEET: 1,
        Outcome.INVESTED: 0,
    }


@pytest.mark.parametrize(
    ("after", "weeks"),
    [
        (timedelta(weeks=2, seconds=-1), None),
        (timedelta(weeks=2), 2),
        (timedelta(weeks=7, days=6), 2),
        (timedelta(weeks=8), 8),
        (timedelta(weeks=26), 26),
        (timedelta(weeks=60), 26),
    ],
)
def test_reminders_come_after_two_eight_and_twentysix_weeks(after: timedelta, weeks: int | None) -> None:
    assert reminder_due(MET, MET + after) == weeks


@pytest.mark.parametrize("outcome", Outcome)
def test_only_the_silent_are_asked(outcome: Outcome) -> None:
    now = MET + timedelta(weeks=8)
    assert needs_reminding(None, None, now)
    assert not needs_reminding(Told(outcome), now - timedelta(days=7), now)
    assert needs_reminding(Told(outcome), now - timedelta(days=8), now) is (outcome not in FINAL)
