"""Halls and zones."""

from dataclasses import asdict

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select, update

from ecosystem.accounts.models import Account
from ecosystem.audit.services import assign, record
from ecosystem.core.database import locked, session, transaction, unique_or
from ecosystem.core.errors import Refused
from ecosystem.exhibitions.domain.details import HallDetails
from ecosystem.exhibitions.models import Booth, Exhibition, Exhibitor, Hall, WaitingPlace, Zone, ZoneColour


def add_hall(exhibition: Exhibition, details: HallDetails, *, by: Account) -> Hall:
    """Add an empty hall. Raises AlreadyTaken when the exhibition has one of this name."""
    with transaction() as current:
        present = locked(Exhibition, exhibition.id)
        position = current.scalar(select(func.count(Hall.id)).where(Hall.exhibition_id == present.id)) or 0
        hall = Hall(exhibition_id=present.id, position=position, **asdict(details))
        with unique_or(_l("There is a hall of this name already.")):
            current.add(hall)
            current.flush()
        record("hall.added", hall, by=by.id, scope=present.event.organiser, note=hall.name)
        return hall


def edit_hall(hall: Hall, details: HallDetails, *, by: Account) -> None:
    """Rename or resize a hall. Raises AlreadyTaken for a name that is taken."""
    with transaction() as current:
        present = locked(Hall, hall.id)
        with unique_or(_l("There is a hall of this name already.")):
            changes = assign(present, asdict(details))
            present.plan_version += 1 if changes else 0
            current.flush()
        if changes:
            organiser = present.exhibition.event.organiser
            record("hall.edited", present, by=by.id, scope=organiser, changes=changes)


def remove_hall(hall: Hall, *, by: Account) -> None:
    """Remove a hall without booths. Raises Refused while booths stand in it."""
    with transaction() as current:
        present = locked(Hall, hall.id)
        of_hall = select(func.count(Booth.id)).where(Booth.hall_id == present.id, Booth.removed_at.is_(None))
        if current.scalar(of_hall):
            raise Refused(_l("Booths stand in this hall. Take them off the plan first."))
        current.execute(update(Booth).where(Booth.hall_id == present.id).values(hall_id=None))
        record(
            "hall.removed", present.exhibition, by=by.id, scope=present.exhibition.event.organiser, note=present.name
        )
        current.delete(present)


def add_zone(exhibition: Exhibition, *, name: str, colour: ZoneColour, by: Account) -> Zone:
    """Add a zone. Raises AlreadyTaken for a name that is taken."""
    with transaction() as current:
        present = locked(Exhibition, exhibition.id)
        position = current.scalar(select(func.count(Zone.id)).where(Zone.exhibition_id == present.id)) or 0
        zone = Zone(exhibition_id=present.id, name=name, colour=colour, position=position)
        with unique_or(_l("There is a zone of this name already.")):
            current.add(zone)
            current.flush()
        record("zone.added", present, by=by.id, scope=present.event.organiser, note=name)
        return zone


def edit_zone(zone: Zone, *, name: str, colour: ZoneColour, by: Account) -> None:
    """Rename or recolour a zone. Raises AlreadyTaken for a name that is taken."""
    with transaction() as current:
        present = locked(Zone, zone.id)
        with unique_or(_l("There is a zone of this name already.")):
            changes = assign(present, {"name": name, "colour": colour})
            current.flush()
        if changes:
            exhibition = present.exhibition
            record("zone.edited", exhibition, by=by.id, scope=exhibition.event.organiser, changes=changes, note=name)


def remove_zone(zone: Zone, *, by: Account) -> None:
    """Remove a zone; its booths stay, without one, and wishes for it are forgotten."""
    with transaction() as current:
        present = locked(Zone, zone.id)
        exhibition = present.exhibition
        current.execute(update(Booth).where(Booth.zone_id == present.id).values(zone_id=None))
        current.execute(update(Exhibitor).where(Exhibitor.wish_zone_id == present.id).values(wish_zone_id=None))
        waiting = session().scalar(select(func.count(WaitingPlace.id)).where(WaitingPlace.zone_id == present.id))
        if waiting:
            raise Refused(_l("Exhibitors wait for a booth in this zone, so it stays."))
        record("zone.removed", exhibition, by=by.id, scope=exhibition.event.organiser, note=present.name)
        current.delete(present)
