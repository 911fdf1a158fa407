"""The days on which a person stands at a booth, for their calendar."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager

from ecosystem.core.database import scalars
from ecosystem.events.models import Event
from ecosystem.exhibitions.domain.life_cycle import ClaimState, ExhibitionState, ExhibitorState
from ecosystem.exhibitions.models import Booth, BoothClaim, Exhibition, Exhibitor, ExhibitorMember


def booths_manned_by(account_id: int, first: date, last: date) -> Sequence[BoothClaim]:
    """Return the confirmed booths of exhibitors the person speaks or works for, of events that touch these days.

    With booth, exhibitor, exhibition and event; by exhibition, then in the order of the plan. One statement.
    """
    works = select(ExhibitorMember.exhibitor_id).where(ExhibitorMember.account_id == account_id)
    return scalars(
        select(BoothClaim)
        .join(BoothClaim.booth)
        .join(BoothClaim.exhibitor)
        .join(Exhibitor.exhibition)
        .join(Exhibition.event)
        .where(
            or_(Exhibitor.contact_id == account_id, Exhibitor.id.in_(works)),
            Exhibitor.state == ExhibitorState.ACCEPTED,
            BoothClaim.state == ClaimState.CONFIRMED,
            Exhibition.state != ExhibitionState.DRAFT,
            Event.starts_on <= last,
            Event.ends_on >= first,
        )
        .options(
            contains_eager(BoothClaim.booth),
            contains_eager(BoothClaim.exhibitor).contains_eager(Exhibitor.exhibition).contains_eager(Exhibition.event),
        )
        .order_by(Exhibition.id, Booth.number, BoothClaim.id)
    )
