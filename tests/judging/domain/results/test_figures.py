from decimal import Decimal

from ecosystem.judging.domain.results.figures import disagree, distribution


def test_every_score_falls_into_one_bin() -> None:
    bins = distribution([Decimal(0), Decimal("4.99"), Decimal(5), Decimal(100), Decimal(101)], Decimal(100), bins=20)
    assert [each.count for each in bins] == [2, 1, *[0] * 17, 2]
    assert (bins[0].low, bins[0].high, bins[-1].high) == (Decimal(0), Decimal(5), Decimal(100))


def test_without_scores_or_a_maximum() -> None:
    assert sum(each.count for each in distribution([], Decimal(100))) == 0
    assert distribution([Decimal(1)], Decimal(0)) == []


def test_judges_disagree_from_a_fifth_of_the_maximum_on() -> None:
    assert disagree(Decimal(60), Decimal(80), Decimal(100))
    assert not disagree(Decimal("60.01"), Decimal(80), Decimal(100))
    assert not disagree(Decimal(0), Decimal(0), Decimal(0))
