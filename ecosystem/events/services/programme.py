"""Rooms of the venue, and the sessions held in them."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ecosystem.accounts.models import Account
from ecosystem.audit.services import assign, record
from ecosystem.core.database import locked, session, transaction, unique_or
from ecosystem.core.errors import Invalid
from ecosystem.core.errors import Text as Message
from ecosystem.events.domain.details import SessionDetails
from ecosystem.events.models import Event, ProgrammeItem, Room, Speaker
from ecosystem.events.services.editing import ensure_fresh


def add_room(event: Event, *, name: str, capacity: int | None, by: Account) -> Room:
    """Add a room. Raises AlreadyTaken for a name the venue has already."""
    with transaction() as current:
        room = Room(event_id=event.id, name=name, capacity=capacity)
        with unique_or(_room_taken()):
            current.add(room)
            current.flush()
        record("room.added", room, by=by.id, scope=event.organiser, note=name)
        return room


def edit_room(event: Event, room: Room, *, name: str, capacity: int | None, by: Account) -> None:
    """Change a room. Raises AlreadyTaken for a name the venue has already."""
    with transaction() as current:
        row = locked(Room, room.id)
        with unique_or(_room_taken()):
            changes = assign(row, {"name": name, "capacity": capacity})
            current.flush()
        record("room.edited", row, by=by.id, scope=event.organiser, changes=changes)


def delete_room(event: Event, room: Room, *, by: Account) -> None:
    """Delete a room; its sessions stay, without a room."""
    with transaction() as current:
        row = locked(Room, room.id)
        for item in current.scalars(select(ProgrammeItem).where(ProgrammeItem.room_id == row.id)):
            item.room_id = None
        record("room.deleted", row, by=by.id, scope=event.organiser, note=row.name)
        current.flush()
        current.delete(row)


def add_session(event: Event, details: SessionDetails, *, by: Account) -> ProgrammeItem:
    """Add a session to the programme. Raises Invalid when it does not fit the event."""
    with transaction() as current:
        values = _values(event, details)
        item = ProgrammeItem(event_id=event.id, **values)
        item.speakers = _speakers(event, details.speaker_ids)
        current.add(item)
        current.flush()
        record("programme.added", item, by=by.id, scope=event.organiser, note=item.title)
        return item


def edit_session(
    event: Event, item: ProgrammeItem, details: SessionDetails, *, version: int | None, by: Account
) -> ProgrammeItem:
    """Change a session. Raises StaleEdit when somebody changed it since `version`, Invalid when it does not fit."""
    with transaction():
        current = locked(ProgrammeItem, item.id)
        values = _values(event, details)
        ensure_fresh(current, values, version)
        changes: dict[str, tuple[Any, Any]] = assign(current, values)
        before = [speaker.name for speaker in current.speakers]
        current.speakers = _speakers(event, details.speaker_ids)
        changes["speakers"] = (before, [speaker.name for speaker in current.speakers])
        record("programme.edited", current, by=by.id, scope=event.organiser, changes=changes, note=current.title)
        return current


def delete_session(event: Event, item: ProgrammeItem, *, by: Account) -> None:
    """Delete a session from the programme."""
    with transaction() as current:
        row = locked(ProgrammeItem, item.id)
        record("programme.deleted", row, by=by.id, scope=event.organiser, note=row.title)
        current.delete(row)


def _values(event: Event, details: SessionDetails) -> dict[str, Any]:
    if details.ends_at <= details.starts_at:
        raise Invalid(_l("A session ends after it begins."), details={"ends": _l("A session ends after it begins.")})
    if details.room_id is not None and not _is_room_of(event, details.room_id):
        raise Invalid(_l("This room is no longer there."), details={"room": _l("This room is no longer there.")})
    values = asdict(details)
    del values["speaker_ids"]
    return values


def _is_room_of(event: Event, room_id: int) -> bool:
    return session().scalar(select(Room.id).where(Room.id == room_id, Room.event_id == event.id)) is not None


def _speakers(event: Event, public_ids: Sequence[str]) -> list[Speaker]:
    if not public_ids:
        return []
    statement = select(Speaker).where(Speaker.event_id == event.id, Speaker.public_id.in_(public_ids))
    return list(session().scalars(statement.order_by(Speaker.sort_key, Speaker.id)))


def _room_taken() -> Message:
    return _l("There is a room of this name already.")
