"""Figures of booths: visits, favourites and enquiries by exhibitor, hour and sector.

Visits are counts of looks at pages (see `domain.visiting`), favourites are people, enquiries those that were confirmed.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from ecosystem.core.database import session
from ecosystem.exhibitions.models import Exhibition, Exhibitor, ExhibitorState
from ecosystem.showcase.models import BoothVisits, Enquiry, EnquiryState, Favourite, VisitSource
from ecosystem.startups.domain.taxonomy import SECTORS


@dataclass(frozen=True)
class BoothFigures:
    """What happened at one exhibitor's booth: looks at its page, of them by QR code, people who keep it, enquiries."""

    exhibitor_id: int
    name: str = ""
    sectors: tuple[str, ...] = ()
    visits: int = 0
    scans: int = 0
    favourites: int = 0
    enquiries: int = 0


@dataclass(frozen=True)
class HourFigures:
    """Visits within the hour that begins at `hour`, and of them those by QR code; new enquiries."""

    hour: datetime
    visits: int = 0
    scans: int = 0
    enquiries: int = 0


def figures_by_booth(
    exhibition: Exhibition, *, since: datetime | None = None, until: datetime | None = None
) -> list[BoothFigures]:
    """Return the figures of every exhibitor that is in, by name, within [since, until); four statements.

    Favourites are those kept now, whenever they were added.
    """
    exhibitors = session().execute(
        select(Exhibitor.id, Exhibitor.name, Exhibitor.sectors)
        .where(Exhibitor.exhibition_id == exhibition.id, Exhibitor.state == ExhibitorState.ACCEPTED)
        .order_by(Exhibitor.sort_key, Exhibitor.id)
    )
    visits, scans = _visits(exhibition, since, until)
    kept = _favourites(exhibition)
    asked = _enquiries(exhibition, since, until)
    return [
        BoothFigures(
            ident,
            name,
            tuple(sectors or ()),
            visits.get(ident, 0),
            scans.get(ident, 0),
            kept.get(ident, 0),
            asked.get(ident, 0),
        )
        for ident, name, sectors in exhibitors
    ]


def figures_by_sector(figures: Iterable[BoothFigures]) -> list[tuple[str, BoothFigures]]:
    """Return (sector code, sums) of the figures by booth, most visits first.

    An exhibitor of two sectors counts in both, one of none under "".
    """
    sums: dict[str, list[int]] = {}
    for each in figures:
        for code in each.sectors or ("",):
            row = sums.setdefault(code if code in SECTORS else "", [0, 0, 0, 0])
            for place, number in enumerate((each.visits, each.scans, each.favourites, each.enquiries)):
                row[place] += number
    rows = [(code, BoothFigures(0, "", (code,), *row)) for code, row in sums.items()]
    return sorted(rows, key=lambda row: (-row[1].visits, row[0]))


def figures_by_hour(
    exhibition: Exhibition,
    *,
    exhibitors: Collection[int] | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> list[HourFigures]:
    """Return the figures of every hour with any, in order, of all exhibitors or of those named; two statements."""
    scanned = func.sum(BoothVisits.count).filter(BoothVisits.source == VisitSource.QR)
    statement = (
        select(BoothVisits.hour, func.sum(BoothVisits.count), scanned)
        .join(Exhibitor, Exhibitor.id == BoothVisits.exhibitor_id)
        .where(Exhibitor.exhibition_id == exhibition.id)
        .group_by(BoothVisits.hour)
    )
    times = select(Enquiry.confirmed_at).join(Exhibitor, Exhibitor.id == Enquiry.exhibitor_id)
    times = times.where(Exhibitor.exhibition_id == exhibition.id, Enquiry.confirmed_at.is_not(None))
    if exhibitors is not None:
        statement = statement.where(BoothVisits.exhibitor_id.in_(exhibitors))
        times = times.where(Enquiry.exhibitor_id.in_(exhibitors))
    if since is not None:
        statement, times = statement.where(BoothVisits.hour >= since), times.where(Enquiry.confirmed_at >= since)
    if until is not None:
        statement, times = statement.where(BoothVisits.hour < until), times.where(Enquiry.confirmed_at < until)
    found = {row[0]: [int(row[1]), int(row[2] or 0), 0] for row in session().execute(statement)}
    for at in session().scalars(times):
        if at is not None:
            found.setdefault(at.replace(minute=0, second=0, microsecond=0), [0, 0, 0])[2] += 1
    return [HourFigures(hour, *row) for hour, row in sorted(found.items())]


def visits_of(exhibitor: Exhibitor, *, since: datetime | None = None) -> tuple[int, int]:
    """Return (looks, of them by QR code) at an exhibitor's page; one statement."""
    scanned = func.sum(BoothVisits.count).filter(BoothVisits.source == VisitSource.QR)
    statement = select(func.sum(BoothVisits.count), scanned).where(BoothVisits.exhibitor_id == exhibitor.id)
    if since is not None:
        statement = statement.where(BoothVisits.hour >= since)
    row = session().execute(statement).one()
    return int(row[0] or 0), int(row[1] or 0)


def _visits(
    exhibition: Exhibition, since: datetime | None, until: datetime | None
) -> tuple[dict[int, int], dict[int, int]]:
    statement = (
        select(BoothVisits.exhibitor_id, BoothVisits.source, func.sum(BoothVisits.count))
        .join(Exhibitor, Exhibitor.id == BoothVisits.exhibitor_id)
        .where(Exhibitor.exhibition_id == exhibition.id)
        .group_by(BoothVisits.exhibitor_id, BoothVisits.source)
    )
    if since is not None:
        statement = statement.where(BoothVisits.hour >= since)
    if until is not None:
        statement = statement.where(BoothVisits.hour < until)
    visits: dict[int, int] = {}
    scans: dict[int, int] = {}
    for ident, source, number in session().execute(statement):
        visits[ident] = visits.get(ident, 0) + int(number)
        if source is VisitSource.QR:
            scans[ident] = int(number)
    return visits, scans


def _favourites(exhibition: Exhibition) -> dict[int, int]:
    rows = session().execute(
        select(Favourite.exhibitor_id, func.count(func.distinct(Favourite.account_id)))
        .join(Exhibitor, Exhibitor.id == Favourite.exhibitor_id)
        .where(Exhibitor.exhibition_id == exhibition.id)
        .group_by(Favourite.exhibitor_id)
    )
    return {ident: int(number) for ident, number in rows}


def _enquiries(exhibition: Exhibition, since: datetime | None, until: datetime | None) -> dict[int, int]:
    statement = (
        select(Enquiry.exhibitor_id, func.count())
        .join(Exhibitor, Exhibitor.id == Enquiry.exhibitor_id)
        .where(Exhibitor.exhibition_id == exhibition.id, Enquiry.state != EnquiryState.UNCONFIRMED)
        .group_by(Enquiry.exhibitor_id)
    )
    if since is not None:
        statement = statement.where(Enquiry.confirmed_at >= since)
    if until is not None:
        statement = statement.where(Enquiry.confirmed_at < until)
    return {ident: int(number) for ident, number in session().execute(statement)}
