"""Loading exhibitions, halls, booths and exhibitors by their addresses, and the lists others build on."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from ecosystem.core.database import one_or_missing, scalars, session
from ecosystem.events.models import Event
from ecosystem.exhibitions.models import (
    Booth,
    BoothClaim,
    ClaimState,
    Exhibition,
    Exhibitor,
    ExhibitorState,
    Hall,
    Zone,
)


def exhibition_by_slug(slug: str) -> Exhibition:
    """Return the exhibition with its event and organiser. Raises NoSuchRecord."""
    found: Exhibition | None = session().scalar(_whole().where(Exhibition.slug == slug))
    return one_or_missing(found)


def exhibition_by_id(ident: int) -> Exhibition:
    """Return the exhibition with its event and organiser. Raises NoSuchRecord."""
    found: Exhibition | None = session().scalar(_whole().where(Exhibition.id == ident))
    return one_or_missing(found)


def exhibitions_of(event: Event) -> Sequence[Exhibition]:
    """Return the exhibitions of an event in the order they were made."""
    return scalars(_whole().where(Exhibition.event_id == event.id).order_by(Exhibition.id))


def halls_of(exhibition: Exhibition) -> Sequence[Hall]:
    """Return the halls in their order."""
    return scalars(select(Hall).where(Hall.exhibition_id == exhibition.id).order_by(Hall.position, Hall.name, Hall.id))


def hall_of(slug: str, hall_id: str) -> Hall:
    """Return a hall of the exhibition `slug`, with exhibition and event. Raises NoSuchRecord."""
    statement = (
        select(Hall)
        .join(Hall.exhibition)
        .where(Exhibition.slug == slug, Hall.public_id == hall_id)
        .options(joinedload(Hall.exhibition).joinedload(Exhibition.event).joinedload(Event.organiser))
    )
    return one_or_missing(session().scalar(statement))


def zones_of(exhibition: Exhibition) -> Sequence[Zone]:
    """Return the zones in their order."""
    return scalars(select(Zone).where(Zone.exhibition_id == exhibition.id).order_by(Zone.position, Zone.name, Zone.id))


def zone_of(slug: str, zone_id: str) -> Zone:
    """Return a zone of the exhibition `slug`, with exhibition and event. Raises NoSuchRecord."""
    statement = (
        select(Zone)
        .join(Zone.exhibition)
        .where(Exhibition.slug == slug, Zone.public_id == zone_id)
        .options(joinedload(Zone.exhibition).joinedload(Exhibition.event).joinedload(Event.organiser))
    )
    return one_or_missing(session().scalar(statement))


def booths_in(exhibition: Exhibition, hall: Hall | None = None) -> Sequence[Booth]:
    """Return the booths of the exhibition (of one hall) by number, with zone, claim and exhibitor; one statement."""
    statement = (
        select(Booth)
        .where(Booth.exhibition_id == exhibition.id, Booth.removed_at.is_(None))
        .options(
            joinedload(Booth.zone),
            joinedload(Booth.claim).joinedload(BoothClaim.exhibitor),
        )
        .order_by(Booth.sort_key, Booth.id)
    )
    if hall is not None:
        statement = statement.where(Booth.hall_id == hall.id)
    return scalars(statement)


def booth_of(slug: str, booth_id: str) -> Booth:
    """Return a booth of the exhibition `slug`, with exhibition, event, zone and claim. Raises NoSuchRecord."""
    statement = (
        select(Booth)
        .join(Booth.exhibition)
        .where(Exhibition.slug == slug, Booth.public_id == booth_id, Booth.removed_at.is_(None))
        .options(
            joinedload(Booth.exhibition).joinedload(Exhibition.event).joinedload(Event.organiser),
            joinedload(Booth.zone),
            joinedload(Booth.hall),
            joinedload(Booth.claim).joinedload(BoothClaim.exhibitor),
        )
    )
    return one_or_missing(session().scalar(statement))


def exhibitor_of(slug: str, exhibitor_id: str) -> Exhibitor:
    """Return an exhibitor of the exhibition `slug`, with exhibition, event and startup. Raises NoSuchRecord."""
    statement = _whole_exhibitor(exhibitor_id).join(Exhibitor.exhibition).where(Exhibition.slug == slug)
    return one_or_missing(session().scalar(statement))


def exhibitor_by_public_id(exhibitor_id: str) -> Exhibitor:
    """Return an exhibitor with exhibition, event and startup. Raises NoSuchRecord."""
    return one_or_missing(session().scalar(_whole_exhibitor(exhibitor_id)))


def _whole_exhibitor(exhibitor_id: str) -> Select[Exhibitor]:
    return (
        select(Exhibitor)
        .where(Exhibitor.public_id == exhibitor_id)
        .options(
            joinedload(Exhibitor.exhibition).joinedload(Exhibition.event).joinedload(Event.organiser),
            joinedload(Exhibitor.startup),
            joinedload(Exhibitor.contact),
            joinedload(Exhibitor.wish_zone),
        )
    )


def booths_of(exhibitor: Exhibitor, *, confirmed_only: bool = True) -> Sequence[Booth]:
    """Return the booths an exhibitor has, by number; with `confirmed_only` False also those held or offered."""
    statement = (
        select(Booth)
        .join(BoothClaim, BoothClaim.booth_id == Booth.id)
        .where(BoothClaim.exhibitor_id == exhibitor.id)
        .options(joinedload(Booth.zone), joinedload(Booth.hall), joinedload(Booth.claim))
        .order_by(Booth.sort_key, Booth.id)
    )
    if confirmed_only:
        statement = statement.where(BoothClaim.state == ClaimState.CONFIRMED)
    return scalars(statement)


def booths_by_exhibitor(exhibitor_ids: Collection[int]) -> dict[int, list[Booth]]:
    """Map exhibitors to their confirmed booths, by number; one statement."""
    rows = session().execute(
        select(BoothClaim.exhibitor_id, Booth)
        .join(Booth, Booth.id == BoothClaim.booth_id)
        .where(BoothClaim.exhibitor_id.in_(exhibitor_ids), BoothClaim.state == ClaimState.CONFIRMED)
        .options(joinedload(Booth.zone), joinedload(Booth.hall))
        .order_by(Booth.sort_key, Booth.id)
    )
    found: dict[int, list[Booth]] = {}
    for exhibitor_id, booth in rows.unique():
        found.setdefault(exhibitor_id, []).append(booth)
    return found


def exhibitor_of_booth(booth: Booth) -> Exhibitor | None:
    """Return whose the booth is, once that is confirmed."""
    statement = (
        select(Exhibitor)
        .join(BoothClaim, BoothClaim.exhibitor_id == Exhibitor.id)
        .where(BoothClaim.booth_id == booth.id, BoothClaim.state == ClaimState.CONFIRMED)
        .options(joinedload(Exhibitor.exhibition), joinedload(Exhibitor.startup))
    )
    return session().scalar(statement)


def accepted_exhibitors(exhibition: Exhibition) -> Select[Any]:
    """Statement: the exhibitors that are in, by name, with startup and logo."""
    return (
        select(Exhibitor)
        .where(Exhibitor.exhibition_id == exhibition.id, Exhibitor.state == ExhibitorState.ACCEPTED)
        .options(joinedload(Exhibitor.startup))
        .order_by(Exhibitor.sort_key, Exhibitor.id)
    )


def _whole() -> Select[Any]:
    return select(Exhibition).options(joinedload(Exhibition.event).joinedload(Event.organiser))
