import pytest

from ecosystem.judging.domain.fairness.reviews import Review, ReviewTable, tabulate
from ecosystem.judging.domain.refusals import Reason, Refusal


def test_no_reviews_are_refused() -> None:
    assert tabulate([]) == Refusal(Reason.NO_SCORES)


@pytest.mark.parametrize("score", [float("nan"), float("inf")])
def test_what_is_no_number_is_refused_by_name(score: float) -> None:
    assert tabulate([Review("a", "j", 1.0), Review("b", "j", score)]) == Refusal(Reason.NOT_A_NUMBER, ("b", "j"))


def test_a_weight_of_nothing_is_refused() -> None:
    assert tabulate([Review("a", "j", 1.0, weight=0.0)]) == Refusal(Reason.NOT_A_NUMBER, ("a", "j"))


def test_a_pair_that_stands_twice_is_refused() -> None:
    assert tabulate([Review("a", "j", 1.0), Review("a", "j", 2.0)]) == Refusal(Reason.SCORED_TWICE, ("a", "j"))


def test_the_order_of_the_input_changes_nothing() -> None:
    reviews = [Review(3, 9, 1.0), Review(1, 9, 2.0), Review(1, 2, 3.0)]
    one, other = tabulate(reviews), tabulate(reversed(reviews))
    assert isinstance(one, ReviewTable)
    assert isinstance(other, ReviewTable)
    assert one.entries == other.entries == (1, 3)
    assert one.judges == other.judges == (2, 9)
    assert one.score.tolist() == other.score.tolist() == [3.0, 2.0, 1.0]
    assert one.reviews_of_entry.tolist() == [2, 1]
    assert not one.is_complete
