"""The next pair: beliefs move the right way, and chosen pairs find an order faster than drawn ones."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.judging.domain.ballots.crowd import Crowd, Trust, learn, next_pair, order_of


def test_a_win_lifts_the_winner_and_narrows_both() -> None:
    after = learn(Crowd(), "j", winner="a", loser="b")
    assert after.belief("a").mean == -after.belief("b").mean > 0
    assert after.belief("a").variance < 1
    assert after.trust("j").agree + after.trust("j").differ > 0


def test_the_first_answer_of_a_reliable_judge_moves_by_the_formula() -> None:
    """Chen et al. 2013, eq. 12: μ += σ² (αe^μ/(αe^μ + βe^μ) − 1/2) = 10/11 − 1/2 from equal beliefs."""
    assert learn(Crowd(), "j", winner="a", loser="b").belief("a").mean == pytest.approx(10 / 11 - 1 / 2)


def test_who_answers_by_chance_teaches_nothing() -> None:
    crowd = Crowd(judges={"coin": Trust(5.0, 5.0)})
    after = learn(crowd, "coin", winner="a", loser="b")
    assert after.belief("a").mean == pytest.approx(0)
    assert after.belief("a").variance == pytest.approx(1)


def test_an_entry_is_not_compared_with_itself() -> None:
    with pytest.raises(ValueError, match="itself"):
        learn(Crowd(), "j", winner="a", loser="a")


def test_unknown_entries_come_before_known_ones() -> None:
    crowd = Crowd()
    for _ in range(6):
        crowd = learn(crowd, "j", winner="a", loser="b")
    assert next_pair(crowd, "other", "abcd") == ("c", "d")


def test_barred_and_seen_pairs_are_left_out() -> None:
    assert next_pair(Crowd(), "j", "abc", barred="a") == ("b", "c")
    assert next_pair(Crowd(), "j", "abc", barred="a", seen=[frozenset("bc")]) is None
    assert next_pair(Crowd(), "j", "a") is None


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)).filter(lambda p: p[0] != p[1]), max_size=40))
def test_beliefs_stay_numbers(answers: list[tuple[int, int]]) -> None:
    crowd = Crowd()
    for winner, loser in answers:
        crowd = learn(crowd, "j", winner=winner, loser=loser)
    assert all(np.isfinite((b.mean, b.variance)).all() and b.variance > 0 for b in crowd.entries.values())
    assert all(t.agree > 0 and t.differ > 0 for t in crowd.judges.values())
    assert next_pair(crowd, "j", range(5)) is not None


def test_chosen_pairs_find_the_order() -> None:
    rng = np.random.default_rng(3)
    crowd, entries = Crowd(), list(range(12))
    for _ in range(150):
        pair = next_pair(crowd, "j", entries)
        assert pair is not None
        one, other = pair
        wins = rng.random() < 1 / (1 + np.exp((one - other) * 0.8))  # 0 is the best
        crowd = learn(crowd, "j", winner=one if wins else other, loser=other if wins else one)
    found = order_of(crowd, entries)
    assert np.corrcoef(found, entries)[0, 1] > 0.85
