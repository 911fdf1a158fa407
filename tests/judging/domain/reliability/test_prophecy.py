import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.judging.domain.reliability.prophecy import judges_needed, stepped_up
from ecosystem.judging.domain.reliability.verdict import Verdict, of_alpha, of_concordance, of_intraclass


def test_the_example() -> None:
    """A reliability of .259 needs 7 judges for .70 and 12 for .80."""
    assert (judges_needed(0.259, 0.7), judges_needed(0.259, 0.8)) == (7, 12)


@pytest.mark.parametrize("reliability", [0.0, -0.3])
def test_no_number_of_judges_mends_chance(reliability: float) -> None:
    assert judges_needed(reliability, 0.7) is None
    assert stepped_up(reliability, 5) == 0


def test_agreement_needs_one() -> None:
    assert judges_needed(1.0, 0.9) == 1


def test_a_target_of_one_is_no_target() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        judges_needed(0.5, 1.0)


@given(st.floats(0.01, 0.99), st.floats(0.05, 0.95))
def test_the_number_is_enough_and_one_less_is_not(reliability: float, target: float) -> None:
    number = judges_needed(reliability, target)
    assert number is not None
    assert stepped_up(reliability, number) >= target - 1e-6
    assert number == 1 or stepped_up(reliability, number - 1) < target + 1e-6


def test_verdicts() -> None:
    assert [of_intraclass(v) for v in (0.49, 0.5, 0.75, 0.9)] == list(Verdict)
    assert of_alpha(0.7) is Verdict.MODERATE
    assert of_concordance(0.8, 0.01) is Verdict.EXCELLENT
    assert of_concordance(0.8, 0.2) is Verdict.POOR
