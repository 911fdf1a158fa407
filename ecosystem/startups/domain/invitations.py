"""Invitations by e-mail: how long they wait, how they are answered, and what keeps a team able to act."""

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum

LASTS = timedelta(days=14)
MOST_MEMBERS = 50
MOST_PENDING = 20


class InvitationState(StrEnum):
    """An invitation that expired is told from `expires_at`, not stored."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


def expiry(now: datetime) -> datetime:
    """Return until when an invitation sent at `now` can be answered."""
    return now + LASTS


def can_be_answered(state: InvitationState, expires_at: datetime, now: datetime) -> bool:
    """Tell whether an invitation still waits for its answer at `now`."""
    return state is InvitationState.PENDING and now < expires_at


def stays_owned(owner_ids: Collection[int], *, without: int) -> bool:
    """Tell whether somebody still owns it when `without` no longer does."""
    return any(owner != without for owner in owner_ids)


def masked_address(email: str) -> str:
    """Return an address so that its owner recognises it and nobody else learns it: "tr…@example.vn"."""
    local, _at, domain = email.partition("@")
    return f"{local[:2] if len(local) > 3 else local[:1]}…@{domain}"
