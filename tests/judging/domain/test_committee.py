"""Quorum and majority in whole numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.judging.domain.committee import Answer, ApprovalRule, Share, Tally, least

numbers = st.integers(0, 60)
rules = st.builds(ApprovalRule, st.sampled_from(Share), st.sampled_from(Share), st.booleans())


@pytest.mark.parametrize(
    ("share", "whole", "needed"),
    [
        (Share.MORE_THAN_HALF, 8, 5),
        (Share.MORE_THAN_HALF, 9, 5),
        (Share.TWO_THIRDS, 9, 6),
        (Share.TWO_THIRDS, 10, 7),
        (Share.THREE_QUARTERS, 4, 3),
        (Share.THREE_QUARTERS, 5, 4),
        (Share.ALL, 7, 7),
        (Share.TWO_THIRDS, 1, 1),
    ],
)
def test_the_least_number_that_reaches_a_share(share: Share, whole: int, needed: int) -> None:
    assert least(share, whole) == needed


@pytest.mark.parametrize(
    ("tally", "of_all", "answer"),
    [
        (Tally(9, in_favour=6), True, Answer.APPROVED),
        (Tally(9, in_favour=5, against=4), True, Answer.REFUSED),
        (Tally(9, in_favour=5), True, Answer.NO_QUORUM),
        (Tally(9, in_favour=4, against=2), True, Answer.REFUSED),
        (Tally(9, in_favour=4, against=2), False, Answer.APPROVED),
        (Tally(9, in_favour=4, abstained=3), False, Answer.REFUSED),
        (Tally(0), True, Answer.NO_QUORUM),
        (Tally(1, in_favour=1), True, Answer.APPROVED),
    ],
)
def test_two_thirds(tally: Tally, of_all: bool, answer: Answer) -> None:
    assert ApprovalRule(of_all=of_all).answer(tally) is answer


@given(rules, numbers, numbers, numbers, numbers)
def test_another_voice_in_favour_never_turns_an_approval(
    rule: ApprovalRule, agreed: int, against: int, abstained: int, absent: int
) -> None:
    members = agreed + against + abstained + absent + 1
    before = rule.answer(Tally(members, agreed, against, abstained))
    after = rule.answer(Tally(members, agreed + 1, against, abstained))
    assert not (before is Answer.APPROVED and after is not Answer.APPROVED)


@given(rules, numbers, numbers, numbers, numbers)
def test_what_is_settled_stays_whatever_is_still_said(
    rule: ApprovalRule, agreed: int, against: int, abstained: int, absent: int
) -> None:
    members = agreed + against + abstained + absent
    tally = Tally(members, agreed, against, abstained)
    if rule.is_settled(tally):
        for more in range(absent + 1):
            assert rule.answer(Tally(members, agreed + more, against + absent - more, abstained)) is rule.answer(tally)


@given(rules, numbers)
def test_nobody_approves_nothing(rule: ApprovalRule, members: int) -> None:
    assert rule.answer(Tally(members, against=members)) is not Answer.APPROVED
