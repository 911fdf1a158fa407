"""What is said of a judge is true of made-up judges of whom it is known."""

import numpy as np

from ecosystem.judging.domain.fairness.additive import fit_additive
from ecosystem.judging.domain.judges.profiles import Profile, Trait, mean_correlation, profiles
from tests.judging.domain.fairness.tables import table_of


def panel(*special: np.ndarray, entries: int = 24, ordinary: int = 5) -> list[Profile]:
    """Ordinary judges, then special ones, who all see all entries."""
    rng = np.random.default_rng(2)
    columns = [quality() + rng.normal(0, 3, entries) for _ in range(ordinary)]
    return profiles(fit_additive(table_of(np.column_stack([*columns, *special]).tolist())), full_marks=100)


def quality(entries: int = 24) -> np.ndarray:
    return np.linspace(30, 90, entries)


def test_an_ordinary_panel_has_no_traits() -> None:
    assert [profile.traits for profile in panel()] == [()] * 5


def test_a_strict_judge() -> None:
    rng = np.random.default_rng(8)
    strict = panel(quality() - 15 + rng.normal(0, 3, 24))[-1]
    assert Trait.STRICT in strict.traits
    assert strict.severity is not None
    assert -14 < strict.severity < -11  # 15 below the others is 12.5 below the mean of six
    assert strict.error is not None
    assert strict.error < 2


def test_a_judge_who_gave_everybody_the_same() -> None:
    constant = panel(np.full(24, 100.0))[-1]
    assert Trait.CONSTANT in constant.traits
    assert constant.spread == 0
    assert constant.agreement is None


def test_a_judge_who_stays_in_the_middle() -> None:
    rng = np.random.default_rng(9)
    middling = panel(50 + 0.2 * (quality() - 60) + rng.normal(0, 1, 24))[-1]
    assert {Trait.CENTRAL, Trait.NARROW} <= set(middling.traits)


def test_a_judge_who_orders_the_other_way_round() -> None:
    assert Trait.APART in panel(quality()[::-1].copy())[-1].traits


def test_halo_is_seen_beside_the_others() -> None:
    rng = np.random.default_rng(5)
    table = table_of([[50.0, 52.0, 51.0]] * 1 + [[60.0 + i, 61.0 - i, 59.0] for i in range(9)])
    sheets = {
        (judge, entry): tuple(rng.normal(5, 1, 4)) if judge else (float(entry),) * 4
        for judge in range(3)
        for entry in range(10)
    }
    found = profiles(fit_additive(table), criteria=sheets, full_marks=100)
    assert Trait.HALO in found[0].traits
    assert found[0].halo is not None
    assert found[0].halo > 0.99
    assert Trait.HALO not in found[1].traits


def test_little_is_said_of_two_reviews() -> None:
    one = profiles(fit_additive(table_of([(5, 6), (9, None)])), full_marks=10)
    assert [p.traits for p in one] == [(), ()]
    assert [p.spread for p in one] == [None, None]


def test_a_lone_judge_has_no_severity() -> None:
    assert [p.severity for p in profiles(fit_additive(table_of([(5,), (9,)])), full_marks=10)] == [None]


def test_columns_that_do_not_vary_have_no_correlation() -> None:
    assert mean_correlation(np.array([[1.0, 2.0], [1.0, 3.0]])) is None
