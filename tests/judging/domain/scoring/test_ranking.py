"""Who stands where."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from ecosystem.judging.domain.scoring import EntryInput, Missing, RankedEntry, TieBreak, TieBreakBy, rank
from tests.judging.domain.scoring.rubrics import plain, sheet

D = Decimal
NOON = datetime(2026, 11, 2, 5, tzinfo=UTC)
CHAIN = (TieBreak(TieBreakBy.CRITERION, "a"), TieBreak(TieBreakBy.CHAIR), TieBreak(TieBreakBy.EARLIER_SUBMISSION))


def entry(name: int, *values: object, **more: object) -> EntryInput:
    return EntryInput(name, [sheet(plain(10, 10), *values)] if values else [], **more)  # type: ignore[arg-type]


def places(ranked: list[RankedEntry]) -> list[tuple[object, int | None]]:
    return [(row.id, row.rank) for row in ranked]


def test_ties_are_shown_as_ties() -> None:
    ranked = rank(plain(10, 10), [entry(1, 5, 5), entry(2, 6, 4), entry(3, 9, 9), entry(4, 1, 1)])
    assert places(ranked) == [(3, 1), (1, 2), (2, 2), (4, 4)]
    assert [row.is_tied for row in ranked] == [False, True, True, False]


def test_the_chain_breaks_ties_step_by_step() -> None:
    rules = plain(10, 10, tie_break=CHAIN)
    entries = [
        entry(1, 5, 5, chair_rank=2, submitted_at=NOON),
        entry(2, 6, 4, chair_rank=9),
        entry(3, 5, 5, chair_rank=1, submitted_at=NOON + timedelta(days=1)),
        entry(4, 5, 5, submitted_at=NOON),
        entry(5, 5, 5, submitted_at=NOON - timedelta(seconds=1)),
    ]
    ranked = rank(rules, entries)
    assert places(ranked) == [(2, 1), (3, 2), (1, 3), (5, 4), (4, 5)]
    assert [row.broken_by.by if row.broken_by else None for row in ranked] == [
        TieBreakBy.CRITERION,
        TieBreakBy.CRITERION,
        TieBreakBy.CHAIR,
        TieBreakBy.CHAIR,
        TieBreakBy.EARLIER_SUBMISSION,
    ]


def test_a_chain_that_cannot_part_leaves_the_tie() -> None:
    ranked = rank(plain(10, 10, tie_break=CHAIN), [entry(1, 5, 5), entry(2, 5, 5)])
    assert places(ranked) == [(1, 1), (2, 1)]
    assert all(row.broken_by is None for row in ranked)


def test_published_scores_that_look_equal_are_equal() -> None:
    rules = plain(10, places=1)
    entries = [
        EntryInput(1, [{"a": D(7)}, {"a": D(7)}, {"a": D("6.5")}]),  # 6.83…
        EntryInput(2, [{"a": D("6.8")}]),
    ]
    assert [row.rank for row in rank(rules, entries)] == [1, 1]


def test_entries_without_a_score_stand_apart_with_why() -> None:
    ranked = rank(plain(10, 10), [entry(1), entry(2, 3, None), entry(3, 0, 0)])
    assert [(row.id, row.rank, row.why_unranked) for row in ranked] == [
        (3, 1, None),
        (1, None, Missing.NO_SHEETS),
        (2, None, Missing.NO_COMPLETE_SHEET),
    ]


def test_nothing_to_rank() -> None:
    assert rank(plain(10), []) == []


scores = st.integers(0, 6).map(D)
fields = st.lists(st.lists(st.tuples(scores, st.none() | scores), max_size=3), min_size=1, max_size=8)


@given(fields, st.randoms(use_true_random=False))
def test_the_order_of_entries_and_judges_changes_nothing(
    field: list[list[tuple[object, object]]], random: Random
) -> None:
    rules = plain(10, 10, tie_break=CHAIN[:1])
    entries = [EntryInput(n, [sheet(rules, *values) for values in drawn]) for n, drawn in enumerate(field)]
    shuffled = [EntryInput(e.id, random.sample(e.sheets, len(e.sheets))) for e in entries]
    random.shuffle(shuffled)
    assert rank(rules, entries) == rank(rules, shuffled)


@given(fields)
def test_a_rank_is_one_more_than_the_number_of_better_entries(field: list[list[tuple[object, object]]]) -> None:
    rules = plain(10, 10)
    entries = [EntryInput(n, [sheet(rules, *values) for values in drawn]) for n, drawn in enumerate(field)]
    ranked = rank(rules, entries)
    assert sorted(row.id for row in ranked) == list(range(len(field)))
    known = [row.result.score for row in ranked if row.result.score is not None]
    for row in ranked:
        score = row.result.score
        assert row.rank == (None if score is None else 1 + sum(other > score for other in known))
