"""Intervals of ranks: calibrated, reproducible, honest where nothing can be said."""

import numpy as np
import pytest

from ecosystem.judging.domain.fairness.additive import fit_additive
from ecosystem.judging.domain.fairness.intervals import RankIntervals, rank_intervals
from ecosystem.judging.domain.fairness.mixed import MixedFit, fit_mixed
from ecosystem.judging.domain.fairness.reviews import Review, ReviewTable, tabulate
from ecosystem.judging.domain.refusals import Reason, Refusal
from tests.judging.domain.fairness.tables import board, table_of


def made(reviews: list[Review]) -> ReviewTable:
    table = tabulate(reviews)
    assert isinstance(table, ReviewTable)
    return table


def intervals(reviews: list[Review], **options: object) -> RankIntervals:
    found = rank_intervals(fit_additive(made(reviews)), seed=7, **options)  # type: ignore[arg-type]
    assert isinstance(found, RankIntervals)
    return found


def test_the_same_seed_gives_the_same_bits() -> None:
    reviews = board(30, 6, 3)
    one, other = intervals(reviews, places_=5), intervals(reviews[::-1], places_=5)
    assert one.low.tobytes() == other.low.tobytes()
    assert one.chance is not None
    assert other.chance is not None
    assert one.chance.tobytes() == other.chance.tobytes()


def test_chances_add_up_to_the_places() -> None:
    found = intervals(board(30, 6, 3), places_=5)
    assert found.chance is not None
    assert found.chance.sum() == pytest.approx(5)
    assert ((found.low >= 1) & (found.low <= found.high) & (found.high <= 30)).all()


def test_who_fails_a_gate_takes_no_place() -> None:
    reviews = board(12, 4, 3, chance=1.0)
    best = int(np.argmax(fit_additive(made(reviews)).quality))
    found = intervals(reviews, places_=3, competes={best: False})
    assert found.chance is not None
    assert found.chance[best] == 0
    assert found.chance.sum() == pytest.approx(3)
    assert found.low[best] == 1


def test_more_places_than_entries() -> None:
    found = intervals(board(4, 3, 3), places_=9)
    assert found.chance is not None
    assert found.chance.tolist() == [1.0] * 4
    assert found.too_close() == []


def test_more_reviews_make_it_surer() -> None:
    few, many = intervals(board(30, 9, 2)), intervals(board(30, 9, 8))
    assert (many.high - many.low).mean() < (few.high - few.low).mean()
    assert many.error.mean() < few.error.mean()


def test_errors_are_those_of_theory() -> None:
    """In a complete table the error of a row is sigma ÷ √judges; chance's own spread adds √(df ÷ (df − 2))."""
    reviews = board(20, 5, 5)
    fit = fit_additive(made(reviews))
    found = rank_intervals(fit, seed=1, draws=4000)
    assert isinstance(found, RankIntervals)
    assert fit.sigma is not None
    expected = fit.sigma / 5**0.5 * (76 / 74) ** 0.5
    assert found.error.tolist() == pytest.approx([expected] * 20, rel=0.08)


def test_without_chance_ranks_are_certain_and_ties_span_their_places() -> None:
    found = rank_intervals(fit_additive(table_of([(9, 7), (8, 6), (8, 6), (5, 3)])), seed=1, places_=2)
    assert isinstance(found, RankIntervals)
    assert found.low.tolist() == [1, 2, 2, 4]
    assert found.high.tolist() == [1, 3, 3, 4]
    assert found.too_close() == [1, 2]


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([(7, 8)], Reason.ONE_ENTRY),
        ([(7,), (8,)], Reason.NO_REPEATS),
        ([(7, 8, None), (6, 6, None), (None, None, 3)], Reason.NOT_CONNECTED),
    ],
)
def test_what_cannot_be_told_is_refused(rows: list[tuple[float | None, ...]], reason: Reason) -> None:
    assert rank_intervals(fit_additive(table_of(rows)), seed=1) == Refusal(reason)


@pytest.mark.parametrize("mixed", [False, True])
def test_nine_in_ten_intervals_hold_the_truth(mixed: bool) -> None:
    """Simulation: boards drawn from the model, whose true order is known."""
    held = total = 0
    for seed in range(40):
        rng = np.random.default_rng(seed)
        quality, severity = rng.normal(70, 8, 15), rng.normal(0, 5, 5)
        rows = quality[:, None] + severity[None, :] + rng.normal(0, 6, (15, 5))
        fit = fit_additive(table_of(rows.tolist()))
        chosen = fit_mixed(fit.table) if mixed else fit
        assert not isinstance(chosen, Refusal)
        found = rank_intervals(chosen, seed=seed, draws=300)
        assert isinstance(found, RankIntervals)
        truth = 15 - np.argsort(np.argsort(quality))
        held += int(((found.low <= truth) & (truth <= found.high)).sum())
        total += 15
    assert 0.85 <= held / total <= 1.0


def test_the_mixed_model_gives_narrower_errors() -> None:
    table = made(board(60, 8, 2))
    fit = fit_mixed(table)
    assert isinstance(fit, MixedFit)
    shrunk, free = rank_intervals(fit, seed=1), rank_intervals(fit_additive(table), seed=1)
    assert isinstance(shrunk, RankIntervals)
    assert isinstance(free, RankIntervals)
    assert shrunk.error.mean() < free.error.mean()
