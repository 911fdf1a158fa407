"""The days on which a person stands at a booth, sets it up or takes it down, for their calendar."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import contains_eager

from ecosystem.core.database import scalars
from ecosystem.events.models import Event
from ecosystem.exhibitions.domain.life_cycle import ClaimState, ExhibitionState, ExhibitorState
from ecosystem.exhibitions.models import Booth, BoothClaim, Exhibition, Exhibitor, ExhibitorMember


def booths_manned_by(
    account_id: int, days: tuple[date, date], since: datetime, until: datetime
) -> Sequence[BoothClaim]:
    """Return the confirmed booths of exhibitors the person speaks or works for, that touch the time asked for.

    That is: the event touches the `days`, or setting up or taking down the time from `since` to `until`.
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
            or_(
                and_(Event.starts_on <= days[1], Event.ends_on >= days[0]),
                _touches(Exhibition.set_up_from, Exhibition.set_up_until, since, until),
                _touches(Exhibition.take_down_from, Exhibition.take_down_until, since, until),
            ),
        )
        .options(
            contains_eager(BoothClaim.booth),
            contains_eager(BoothClaim.exhibitor).contains_eager(Exhibitor.exhibition).contains_eager(Exhibition.event),
        )
        .order_by(Exhibition.id, Booth.number, BoothClaim.id)
    )


def _touches(first: Any, last: Any, since: datetime, until: datetime) -> ColumnElement[bool]:
    return and_(first < until, last > since)
