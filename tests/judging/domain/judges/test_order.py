"""A trend that was put in is found; none is found where there is none."""

import numpy as np
import pytest

from ecosystem.judging.domain.fairness.additive import AdditiveFit, fit_additive
from ecosystem.judging.domain.judges.order import OrderEffect, order_effect
from ecosystem.judging.domain.refusals import Reason, Refusal
from tests.judging.domain.fairness.tables import table_of


def scored(trend: float) -> tuple[AdditiveFit, dict[tuple[int, int], float]]:
    rng = np.random.default_rng(11)
    rows = np.linspace(40, 80, 20)[:, None] + np.array([0.0, 5.0, -4.0, 2.0]) + rng.normal(0, 2, (20, 4))
    positions = {}
    for judge in range(4):
        for place, entry in enumerate(rng.permutation(20)):
            positions[judge, int(entry)] = float(place)
            rows[entry, judge] += trend * place / 19
    return fit_additive(table_of(rows.tolist())), positions


def found(trend: float) -> OrderEffect:
    effect = order_effect(*scored(trend))
    assert isinstance(effect, OrderEffect)
    return effect


def test_a_trend_is_found() -> None:
    effect = found(8.0)
    assert effect.slope == pytest.approx(8, abs=2)
    assert effect.stands_out


def test_no_trend_is_found_where_there_is_none() -> None:
    effect = found(0.0)
    assert abs(effect.slope) < 3 * effect.error
    assert effect.p > 0.01


def test_the_same_order_for_everybody_cannot_be_told_from_the_entries() -> None:
    fit, _ = scored(0.0)
    positions = {(judge, entry): float(entry) for judge in range(4) for entry in range(20)}
    assert order_effect(fit, positions) == Refusal(Reason.SAME_ORDER)


def test_too_few_positions() -> None:
    fit, _ = scored(0.0)
    assert order_effect(fit, {}) == Refusal(Reason.TOO_FEW)
    assert order_effect(fit_additive(table_of([(5,), (6,)])), {(0, 0): 1, (0, 1): 2}) == Refusal(Reason.TOO_FEW)
