from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.judging.domain.ballots.quorum import Base, Outcome, VoteRule, decide

TWO_THIRDS_OF_MEMBERS = VoteRule(share=Fraction(2, 3), base=Base.MEMBERS)


@pytest.mark.parametrize(
    ("yes", "no", "outcome"),
    [(6, 0, Outcome.PASSED), (5, 1, Outcome.FAILED), (5, 0, Outcome.NO_QUORUM), (0, 9, Outcome.FAILED)],
)
def test_two_thirds_of_a_committee_of_nine(yes: int, no: int, outcome: Outcome) -> None:
    found = decide(TWO_THIRDS_OF_MEMBERS, members=9, yes=yes, no=no)
    assert found.outcome is outcome
    assert (found.needed_present, found.needed_yes) == (6, 6)


def test_exactly_half_is_no_simple_majority() -> None:
    rule = VoteRule(quorum=Fraction(1, 2), share=Fraction(1, 2), base=Base.VOTES, more_than=True)
    assert decide(rule, members=10, yes=4, no=4).outcome is Outcome.FAILED
    assert decide(rule, members=10, yes=4, no=3, abstained=3).outcome is Outcome.PASSED


def test_abstentions_count_for_the_quorum() -> None:
    assert decide(VoteRule(base=Base.VOTES), members=6, yes=2, no=0, abstained=2).outcome is Outcome.PASSED
    assert decide(VoteRule(base=Base.PRESENT), members=6, yes=2, no=0, abstained=2).outcome is Outcome.FAILED


def test_no_votes_and_no_members() -> None:
    assert decide(VoteRule(), members=5, yes=0, no=0).outcome is Outcome.NO_QUORUM
    assert decide(VoteRule(), members=0, yes=0, no=0).outcome is Outcome.NO_MEMBERS
    assert decide(VoteRule(quorum=Fraction(0)), members=5, yes=0, no=0).outcome is Outcome.NO_QUORUM


def test_a_vote_that_can_still_turn_is_open() -> None:
    assert decide(TWO_THIRDS_OF_MEMBERS, members=9, yes=5, no=1, closed=False).outcome is Outcome.OPEN
    assert decide(TWO_THIRDS_OF_MEMBERS, members=9, yes=6, no=0, closed=False).outcome is Outcome.PASSED
    assert decide(TWO_THIRDS_OF_MEMBERS, members=9, yes=2, no=4, closed=False).outcome is Outcome.FAILED


@pytest.mark.parametrize("votes", [(-1, 0, 0), (3, 3, 3)])
def test_impossible_votes_are_refused(votes: tuple[int, int, int]) -> None:
    yes, no, abstained = votes
    with pytest.raises(ValueError, match="votes"):
        decide(VoteRule(), members=5, yes=yes, no=no, abstained=abstained)


@given(st.integers(1, 20), st.data())
def test_another_yes_never_fails_what_passed(members: int, data: st.DataObject) -> None:
    yes = data.draw(st.integers(0, members - 1))
    no = data.draw(st.integers(0, members - 1 - yes))
    if decide(VoteRule(), members=members, yes=yes, no=no).outcome is Outcome.PASSED:
        assert decide(VoteRule(), members=members, yes=yes + 1, no=no).outcome is Outcome.PASSED
