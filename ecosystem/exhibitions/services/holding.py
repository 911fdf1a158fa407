"""Holding a booth: the unique constraint on claims decides, whatever the order of the clicks."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ecosystem.audit.services import record
from ecosystem.core import clock
from ecosystem.core.database import session, unique_or
from ecosystem.core.errors import Refused
from ecosystem.exhibitions.models import (
    Booth,
    BoothClaim,
    ClaimState,
    ExhibitionState,
    Exhibitor,
    ExhibitorState,
)


def claim_on(booth: Booth) -> BoothClaim | None:
    """Return who has a booth now, read afresh."""
    return session().scalar(select(BoothClaim).where(BoothClaim.booth_id == booth.id))


def moves_from(claim: BoothClaim) -> Sequence[BoothClaim]:
    """Return the claims that are held to replace this one once they are paid."""
    return session().scalars(select(BoothClaim).where(BoothClaim.moves_from_id == claim.id)).all()


def ensure_may_choose(exhibitor: Exhibitor) -> None:
    """Raise Refused unless an exhibitor may choose now."""
    exhibition = exhibitor.exhibition
    if exhibitor.state is not ExhibitorState.ACCEPTED:
        raise Refused(_l("A booth can be chosen once the organiser has accepted the application."))
    if exhibition.state is not ExhibitionState.PUBLISHED:
        raise Refused(_l("The exhibition takes no more bookings."))
    if not exhibition.choose_window.accepts(clock.now()):
        raise Refused(_l("Booths cannot be chosen now: it is not the time of choosing."))


def ensure_free_to_choose(booth: Booth) -> None:
    """Raise Refused for a booth that is not to be had."""
    if booth.removed_at is not None:
        raise Refused(_l("This booth is no longer on the plan."))
    if booth.is_blocked:
        raise Refused(_l("Booth %(number)s is blocked by the organiser.", number=booth.number))


def take(booth: Booth, exhibitor: Exhibitor, *, price: int, by: int | None, state: ClaimState = ClaimState.HELD,
         until: datetime | None = None, moves_from: BoothClaim | None = None) -> BoothClaim:  # fmt: skip
    """Store a claim; the database refuses the second one. Raises AlreadyTaken."""
    now = clock.now()
    until = until or now + timedelta(minutes=exhibitor.exhibition.hold_minutes)
    claim = BoothClaim(
        booth_id=booth.id,
        exhibitor_id=exhibitor.id,
        state=state,
        price=price,
        held_until=until,
        made_by_id=by,
        moves_from_id=moves_from.id if moves_from else None,
        refund_steps=exhibitor.exhibition.refund_steps,
    )
    with unique_or(
        _l("Booth %(number)s has just been taken by somebody else. Please choose another.", number=booth.number)
    ):
        session().add(claim)
        session().flush()
    claim.booth, claim.exhibitor = booth, exhibitor
    act = "booth.offered" if state is ClaimState.OFFERED else "booth.held"
    record(act, booth, by=by, scope=exhibitor.exhibition.event.organiser, note=exhibitor.name)
    return claim
