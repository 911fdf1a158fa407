"""How an exhibition stands, in numbers."""

from dataclasses import dataclass

from sqlalchemy import Integer, func, select

from ecosystem.core.database import session
from ecosystem.exhibitions.models import (
    Booth,
    BoothClaim,
    ClaimState,
    Exhibition,
    Exhibitor,
    ExhibitorState,
    WaitingPlace,
    WaitingState,
)


@dataclass(frozen=True)
class Standing:
    """Counts of an exhibition. `confirmed_fees` and `open_fees` are sums of booth prices in đồng."""

    booths: int
    blocked: int
    confirmed: int
    held: int
    applied: int
    accepted: int
    without_booth: int
    waiting: int
    confirmed_fees: int
    open_fees: int

    @property
    def free(self) -> int:
        """Booths nobody has and anybody may choose."""
        return self.booths - self.blocked - self.confirmed - self.held


def standing_of(exhibition: Exhibition) -> Standing:
    """Count booths, exhibitors, waiting places and fees; five statements."""
    of_booths = select(func.count(), func.sum(Booth.is_blocked.cast(Integer))).where(
        Booth.exhibition_id == exhibition.id, Booth.removed_at.is_(None)
    )
    booths, blocked = session().execute(of_booths).one()
    claims = {
        row[0]: (row[1], row[2] or 0)
        for row in session().execute(
            select(BoothClaim.state == ClaimState.CONFIRMED, func.count(), func.sum(BoothClaim.price))
            .join(Booth, Booth.id == BoothClaim.booth_id)
            .where(Booth.exhibition_id == exhibition.id)
            .group_by(BoothClaim.state == ClaimState.CONFIRMED)
        )
    }
    states = {
        row[0]: row[1]
        for row in session().execute(
            select(Exhibitor.state, func.count())
            .where(Exhibitor.exhibition_id == exhibition.id)
            .group_by(Exhibitor.state)
        )
    }
    has_booth = select(BoothClaim.id).where(BoothClaim.exhibitor_id == Exhibitor.id).exists()
    without = session().scalar(
        select(func.count(Exhibitor.id)).where(
            Exhibitor.exhibition_id == exhibition.id, Exhibitor.state == ExhibitorState.ACCEPTED, ~has_booth
        )
    )
    waiting = session().scalar(
        select(func.count(WaitingPlace.id)).where(
            WaitingPlace.exhibition_id == exhibition.id,
            WaitingPlace.state.in_((WaitingState.WAITING, WaitingState.OFFERED)),
        )
    )
    confirmed, held = claims.get(True, (0, 0)), claims.get(False, (0, 0))
    return Standing(
        booths=booths,
        blocked=blocked or 0,
        confirmed=confirmed[0],
        held=held[0],
        applied=states.get(ExhibitorState.APPLIED, 0),
        accepted=states.get(ExhibitorState.ACCEPTED, 0),
        without_booth=without or 0,
        waiting=waiting or 0,
        confirmed_fees=confirmed[1],
        open_fees=held[1],
    )
