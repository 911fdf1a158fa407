"""Adjusted scores: the same digits by two ways, the known model, and nothing where nothing links the judges."""

import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.judging.domain.fairness.additive import fit_additive
from ecosystem.judging.domain.fairness.reviews import Review, ReviewTable, tabulate
from ecosystem.judging.domain.scoring import half_up
from ecosystem.judging.domain.scoring.adjusted import Reading, adjusted_points, missing_link, parts_of
from ecosystem.judging.domain.verification import adjusted
from ecosystem.judging.domain.verification.adjusted import qualities
from ecosystem.judging.domain.verification.document import Malformed
from ecosystem.judging.domain.verification.recompute import half_up as verified_half_up


@st.composite
def boards(draw: st.DrawFn) -> list[Reading]:
    """Few judges and coarse points: many ties, and many boards that fall apart."""
    judges = draw(st.integers(1, 6))
    found: list[Reading] = []
    for entry in range(draw(st.integers(1, 9))):
        readers = draw(st.sets(st.integers(0, judges - 1), min_size=1, max_size=4))
        found += [
            Reading(f"e{entry}", f"J{judge}", Fraction(draw(st.integers(0, 40)), draw(st.sampled_from((2, 3, 7)))))
            for judge in sorted(readers)
        ]
    return found


def by_the_check(readings: list[Reading]) -> dict[str, Fraction] | None:
    return qualities([(each.entry, each.judge, each.points) for each in readings])


@given(boards())
def test_what_is_published_and_what_checks_it_agree_to_the_last_digit(readings: list[Reading]) -> None:
    published, checked = adjusted_points(readings), by_the_check(readings)
    if published is None or checked is None:
        assert published is checked
        return
    assert published.keys() == checked.keys()
    for entry, points in published.items():
        for places in (0, 1, 2, 4, 8):
            assert Fraction(half_up(points, places)) == verified_half_up(checked[entry], places)


@pytest.mark.parametrize("exact", [1, adjusted.EXACT])
def test_a_large_board_is_checked_by_another_way_to_the_same_digit(monkeypatch: pytest.MonkeyPatch, exact: int) -> None:
    monkeypatch.setattr(adjusted, "EXACT", exact)
    chain = [Reading(f"e{n}", f"J{n + k:03}", Fraction(7 * n % 19 + 3 * k, 3)) for n in range(60) for k in range(2)]
    for readings in (drawn(random.Random(5), entries=200, judges=30), chain):
        published, checked = adjusted_points(readings), by_the_check(readings)
        assert published is not None
        assert checked is not None
        assert all(half_up(published[entry], 8) == half_up(checked[entry], 8) for entry in published)


def test_a_file_made_up_to_keep_the_check_busy_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adjusted, "MOST_WORK", 10_000)
    chain = [Reading(f"e{n}", f"J{n + k:04}", Fraction(n % 7 + k)) for n in range(500) for k in range(2)]
    with pytest.raises(Malformed):
        by_the_check(chain)


@given(boards(), st.randoms())
def test_order_and_a_constant_of_one_judge_change_nothing(readings: list[Reading], generator: random.Random) -> None:
    before = adjusted_points(readings)
    shuffled = [Reading(r.entry, r.judge, r.points + 5 * (r.judge == "J0")) for r in readings]
    generator.shuffle(shuffled)
    after = adjusted_points(shuffled)
    if before is None or after is None:
        assert before is after
        return
    assert len({half_up(after[entry] - before[entry], 12) for entry in before}) == 1


def test_it_is_the_model_of_the_analysis() -> None:
    readings = drawn(random.Random(4), entries=60, judges=9)
    table = tabulate([Review(r.entry, r.judge, float(r.points)) for r in readings])
    assert isinstance(table, ReviewTable)
    fit, found = fit_additive(table), adjusted_points(readings)
    assert found is not None
    assert [float(found[entry]) for entry in table.entries] == pytest.approx(list(fit.quality), abs=1e-9)


def drawn(generator: random.Random, *, entries: int, judges: int) -> list[Reading]:
    return [
        Reading(f"e{entry:03}", f"J{judge:02}", Fraction(generator.randrange(201), 2))
        for entry in range(entries)
        for judge in generator.sample(range(judges), 3)
    ]


def test_a_strict_judge_costs_nobody_a_rank() -> None:
    strictness = {"mild": 0, "strict": 20}
    read = {"a": ("mild", "strict"), "b": ("strict",), "c": ("mild",)}
    worth = {"a": 70, "b": 80, "c": 60}
    readings = [Reading(e, j, Fraction(worth[e] - strictness[j])) for e, judges in read.items() for j in judges]
    assert adjusted_points(readings) == {"a": 60, "b": 70, "c": 50}
    assert by_the_check(readings) == {"a": 60, "b": 70, "c": 50}


def test_groups_without_a_common_entry_are_not_compared_and_the_link_is_named() -> None:
    readings = [Reading(e, j, Fraction(7)) for e, j in (("a", "J1"), ("b", "J1"), ("c", "J2"))]
    parts = parts_of(readings)
    assert [part.entries for part in parts] == [("a", "b"), ("c",)]
    assert adjusted_points(readings) is by_the_check(readings) is None
    assert missing_link(parts) == ("J1", "c")
    assert missing_link(parts, {("J1", "c")}) == ("J2", "a")
    assert missing_link(parts, {("J1", "c"), ("J2", "a"), ("J2", "b")}) is None
    assert adjusted_points([*readings, Reading("c", "J1", Fraction(5))]) is not None


def test_nothing_scored_gives_nothing() -> None:
    assert adjusted_points([]) == by_the_check([]) == {}
