"""What runs at a person's organisers, over all features. One statement."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, case, literal, select, union_all
from sqlalchemy.orm import joinedload

from ecosystem.contests.models import Contest
from ecosystem.core.database import session
from ecosystem.events.models import Event, EventState
from ecosystem.exhibitions.models import Exhibition
from ecosystem.investors.models import InvestorSession
from ecosystem.mentoring.models import Programme
from ecosystem.portal.queries.kinds import Kind

LATELY = timedelta(days=30)  # an event that ended this long ago still has work


KINDS = {
    "contest": Kind(_l("Contest"), "trophy", "console.contest_overview", "slug"),
    "exhibition": Kind(_l("Exhibition"), "store", "exhibitions_desk.overview", "slug"),
    "programme": Kind(_l("Mentoring programme"), "compass", "mentoring_desk.show", "programme_slug"),
    "session": Kind(_l("Investor session"), "handshake", "investor_sessions_desk.show", "session_id"),
}


@dataclass(frozen=True)
class Activity:
    """A contest, exhibition, programme or session of one's own organisers. `until` is its next known deadline."""

    kind: Kind
    title: str
    title_en: str
    within: str
    within_en: str
    is_draft: bool
    until: datetime | None
    url: str


def organised_by(organiser_ids: Collection[int], now: datetime, *, limit: int = 24) -> list[Activity]:
    """Return what is under way at these organisers: what closes next in front, what is over or has no end behind."""
    if not organiser_ids:
        return []
    rows = union_all(*_activities(organiser_ids, now)).subquery()
    until = rows.c.until
    order = (case((until > now, 0), else_=1), until.is_(None), until, rows.c.kind, rows.c.address)
    return [_activity(row) for row in session().execute(select(rows).order_by(*order).limit(limit))]


def events_of(organiser_ids: Collection[int], now: datetime, *, limit: int = 6) -> list[Event]:
    """Return the events of these organisers that are not over, by date."""
    if not organiser_ids:
        return []
    live = (Event.organiser_id.in_(organiser_ids), Event.state.in_([EventState.DRAFT, EventState.PUBLISHED]))
    statement = (
        select(Event)
        .options(joinedload(Event.organiser))
        .where(*live, Event.ends_on >= now.date())
        .order_by(Event.starts_on, Event.id)
    )
    return list(session().scalars(statement.limit(limit)))


def _activities(organiser_ids: Collection[int], now: datetime) -> list[Select[Any]]:
    since = (now - LATELY).date()
    held = (Event.organiser_id.in_(organiser_ids), Event.ends_on >= since)
    running = ("draft", "published")
    return [
        _of("contest", Contest, Contest.slug, Contest.closes_at).where(*held, Contest.state.in_(running)),
        _of("exhibition", Exhibition, Exhibition.slug, Exhibition.apply_closes_at).where(
            *held, Exhibition.state.in_(running)
        ),
        _of("session", InvestorSession, InvestorSession.public_id, InvestorSession.wishes_close_at).where(
            *held, InvestorSession.state.not_in(("closed", "cancelled"))
        ),
        _of("programme", Programme, Programme.slug, Programme.closes_at, standing=True).where(
            Programme.organiser_id.in_(organiser_ids), Programme.state.in_(("draft", "open"))
        ),
    ]


def _of(kind: str, model: Any, address: Any, until: Any, *, standing: bool = False) -> Select[Any]:
    return (
        select(
            literal(kind).label("kind"),
            model.title.label("title"),
            model.title_en.label("title_en"),
            Event.title.label("within"),
            Event.title_en.label("within_en"),
            (model.state == "draft").label("is_draft"),
            address.label("address"),
            until.label("until"),
        )
        .select_from(model)
        .join(Event, Event.id == model.event_id, isouter=standing)
    )


def _activity(row: Any) -> Activity:
    kind = KINDS[row.kind]
    return Activity(
        kind=kind,
        title=row.title,
        title_en=row.title_en,
        within=row.within or "",
        within_en=row.within_en or "",
        is_draft=row.is_draft,
        until=row.until,
        url=kind.path(row.address),
    )
