from decimal import Decimal

from ecosystem.contests.domain.kinds import AdvanceRule
from ecosystem.judging.domain.results.selection import Selection, Standing, select


def standings(*scores: str | None) -> list[Standing]:
    """Entries 1, 2, 3 … with these scores, best first; equal scores share a rank, None has none."""
    known = [Decimal(s) for s in scores if s is not None]
    return [
        Standing(
            number, None if s is None else 1 + sum(k > Decimal(s) for k in known), None if s is None else Decimal(s)
        )
        for number, s in enumerate(scores, 1)
    ]


def test_a_quota_takes_the_best() -> None:
    chosen = select(AdvanceRule.QUOTA, standings("90", "80", "70"), quota=2)
    assert (chosen.going_on, chosen.stopping, chosen.open_ties) == ((1, 2), (3,), ())
    assert chosen.cut_score == Decimal(80)


def test_a_tie_over_the_last_place_stays_open() -> None:
    chosen = select(AdvanceRule.QUOTA, standings("90", "80", "80", "80", "70"), quota=3)
    assert (chosen.going_on, chosen.open_ties, chosen.places_left) == ((1,), (2, 3, 4), 2)
    assert chosen.stopping == (5,)


def test_a_tie_just_outside_does_not_matter() -> None:
    chosen = select(AdvanceRule.QUOTA, standings("90", "80", "70", "70"), quota=2)
    assert (chosen.going_on, chosen.open_ties, chosen.stopping) == ((1, 2), (), (3, 4))


def test_everybody_equal_leaves_all_to_the_committee() -> None:
    chosen = select(AdvanceRule.QUOTA, standings("50", "50", "50"), quota=1)
    assert (chosen.going_on, chosen.open_ties, chosen.places_left) == ((), (1, 2, 3), 1)


def test_fewer_entries_than_places() -> None:
    assert select(AdvanceRule.QUOTA, standings("50"), quota=5).going_on == (1,)


def test_no_places_stop_everybody() -> None:
    chosen = select(AdvanceRule.QUOTA, standings("90", "80"), quota=0)
    assert (chosen.going_on, chosen.stopping, chosen.open_ties) == ((), (1, 2), ())


def test_a_failed_gate_keeps_its_place_free() -> None:
    field = [Standing(1, 1, Decimal(90), passes=False), Standing(2, 2, Decimal(80)), Standing(3, 3, Decimal(70))]
    chosen = select(AdvanceRule.QUOTA, field, quota=2)
    assert (chosen.going_on, chosen.stopping) == ((2, 3), (1,))


def test_a_threshold_takes_all_from_the_mark_on() -> None:
    chosen = select(AdvanceRule.THRESHOLD, standings("60", "59.99", "70"), pass_mark=Decimal(60))
    assert (chosen.going_on, chosen.stopping) == ((3, 1), (2,))


def test_quota_and_threshold_both_hold() -> None:
    field = standings("90", "80", "40", "30")
    assert select(AdvanceRule.QUOTA_AND_THRESHOLD, field, quota=3, pass_mark=Decimal(50)).going_on == (1, 2)
    assert select(AdvanceRule.QUOTA_AND_THRESHOLD, field, quota=1, pass_mark=Decimal(50)).going_on == (1,)


def test_entries_without_a_result_are_listed_apart() -> None:
    chosen = select(AdvanceRule.QUOTA, standings("90", None), quota=2)
    assert (chosen.going_on, chosen.stopping, chosen.unranked) == ((1,), (), (2,))


def test_rules_that_decide_nothing() -> None:
    field = standings("90", "80")
    assert select(AdvanceRule.MANUAL, field, quota=1) == Selection()
    assert select(AdvanceRule.QUOTA, field) == Selection()
    assert select(AdvanceRule.THRESHOLD, field) == Selection()


def test_nobody_at_all() -> None:
    assert select(AdvanceRule.QUOTA, [], quota=3) == Selection()
