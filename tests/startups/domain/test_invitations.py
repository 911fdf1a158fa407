from datetime import UTC, datetime, timedelta

import pytest

from ecosystem.startups.domain.invitations import InvitationState, can_be_answered, expiry, masked_address, stays_owned

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)


def test_an_invitation_waits_two_weeks() -> None:
    until = expiry(NOW)
    assert can_be_answered(InvitationState.PENDING, until, NOW + timedelta(days=14, seconds=-1))
    assert not can_be_answered(InvitationState.PENDING, until, NOW + timedelta(days=14))


@pytest.mark.parametrize("state", [state for state in InvitationState if state is not InvitationState.PENDING])
def test_an_answer_is_final(state: InvitationState) -> None:
    assert not can_be_answered(state, expiry(NOW), NOW)


def test_somebody_stays_owner() -> None:
    assert stays_owned([1, 2], without=1)
    assert not stays_owned([1], without=1)


def test_masking() -> None:
    assert masked_address("tran.binh@example.vn") == "tr…@example.vn"
    assert masked_address("an@example.vn") == "a…@example.vn"
