from datetime import UTC, datetime, timedelta
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ecosystem.judging.domain.results.compact import Board, Figures, Tally
from ecosystem.judging.domain.results.marks import points
from ecosystem.judging.domain.scoring import (
    Aggregation,
    Component,
    CriterionRule,
    EntryInput,
    Formula,
    RankedEntry,
    RubricRules,
    Scale,
    TieBreak,
    TieBreakBy,
    rank,
)

START = datetime(2026, 11, 1, tzinfo=UTC)
KEYS = ("novelty", "feasibility", "impact")
CHAIN = (
    TieBreak(TieBreakBy.CRITERION, "novelty"),
    TieBreak(TieBreakBy.CHAIR),
    TieBreak(TieBreakBy.EARLIER_SUBMISSION),
)
OUTSIDE = (Component("votes", "votes", Decimal(20)), Component("hall", "hall", Decimal(5), Formula.MANUAL))


@st.composite
def rubrics(draw: st.DrawFn) -> RubricRules:
    optional = draw(st.booleans())
    criteria = tuple(
        CriterionRule(
            key,
            key,
            maximum=Decimal(draw(st.sampled_from((3, 10, 20)))),
            weight=Decimal(draw(st.sampled_from((1, 2, 3)))),
            minimum_to_pass=draw(st.sampled_from((None, Decimal(1)))),
            is_required=not (optional and key == "impact"),
        )
        for key in KEYS
    )
    return RubricRules(
        criteria,
        scale=draw(st.sampled_from(Scale)),
        total=sum((c.maximum for c in criteria), Decimal(0)),
        places=draw(st.sampled_from((0, 2))),
        aggregation=draw(st.sampled_from(Aggregation)),
        trim_from_judges=5,
        min_judges=draw(st.sampled_from((1, 2))),
        pass_mark=draw(st.sampled_from((None, Decimal("8.5")))),
        no_zero=draw(st.booleans()),
        tie_break=CHAIN[: draw(st.integers(0, 3))],
        components=draw(
            st.sampled_from(
                ((), (Component("votes", "votes", Decimal(20)), Component("hall", "hall", Decimal(5), Formula.MANUAL)))
            )
        ),
        adjusts=draw(st.booleans()),
    )


@st.composite
def boards(draw: st.DrawFn) -> tuple[RubricRules, list[Tally]]:
    rules = draw(rubrics())
    mark = st.one_of(st.none(), st.integers(0, 6).map(lambda half: half * 5000))
    sheet = st.tuples(mark, mark, mark)
    sheets = [draw(st.lists(sheet, max_size=6)) for _ in range(draw(st.integers(0, 7)))]
    tallies = [
        Tally(
            ident,
            given,
            {
                "votes": draw(st.one_of(st.none(), st.integers(0, 3).map(Decimal))),
                "hall": Decimal(draw(st.integers(0, 9))),
            },
            draw(st.one_of(st.none(), st.integers(1, 3))),
            draw(st.one_of(st.none(), st.integers(0, 2).map(lambda days: START + timedelta(days=days)))),
            draw(st.permutations(range(7)))[: len(given)],
        )
        for ident, given in enumerate(sheets)
    ]
    return rules, tallies


def by_the_reference(rules: RubricRules, tallies: list[Tally]) -> list[RankedEntry]:
    entries = [
        EntryInput(
            t.id,
            [dict(zip(KEYS, map(points, sheet), strict=True)) for sheet in t.sheets],
            t.components or {},
            t.chair_rank,
            t.submitted_at,
            t.judges,
        )
        for t in tallies
    ]
    return rank(rules, entries)


def told(rules: RubricRules, row: Figures) -> tuple[object, ...]:
    unit = 10**rules.places
    return (
        row.id,
        row.rank,
        row.is_tied,
        None if row.score is None else Decimal(row.score) / unit,
        None if row.jury is None else Decimal(row.jury) / unit,
        [None if mean is None else Decimal(mean) / unit for mean in row.criteria],
        None if row.lowest is None else Decimal(row.lowest) / unit,
        None if row.highest is None else Decimal(row.highest) / unit,
        row.judges,
        sorted(row.failed),
        row.missing,
        row.broken_by,
    )


def told_by_reference(rules: RubricRules, entry: RankedEntry) -> tuple[object, ...]:
    result = entry.result
    return (
        entry.id,
        entry.rank,
        entry.is_tied,
        result.score,
        result.jury,
        [result.criteria[key] for key in KEYS],
        result.totals[0] if result.totals else None,
        result.totals[-1] if result.totals else None,
        result.judges,
        sorted((gate.kind, gate.key) for gate in result.failed_gates),
        result.missing,
        entry.broken_by,
    )


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(boards())
def test_says_what_the_reference_says(board: tuple[RubricRules, list[Tally]]) -> None:
    rules, tallies = board
    expected = [told_by_reference(rules, entry) for entry in by_the_reference(rules, tallies)]
    assert [told(rules, row) for row in Board(rules, tallies).ranking()] == expected


def test_an_empty_board_is_an_empty_ranking() -> None:
    assert Board(RubricRules((CriterionRule("a", "A", Decimal(10)),)), []).ranking() == []


def test_one_entry_and_one_judge() -> None:
    (row,) = Board(RubricRules((CriterionRule("a", "A", Decimal(10)),)), [Tally(1, [(75_000,)])]).ranking()
    assert (row.rank, row.score, row.is_tied) == (1, 750, False)
