"""Organisers with their staff, and events."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from ecosystem.accounts.models import Account
from ecosystem.core import clock
from ecosystem.core.database import session, transaction
from ecosystem.core.search import fold, sort_key
from ecosystem.events.models import (
    Event,
    EventState,
    Organiser,
    ProgrammeItem,
    Room,
    Speaker,
    StaffMember,
    StaffRole,
)
from tests.support.factories.startups import make_person

_numbers = count(1)


def make_organiser(owner: Account | None = None, **values: Any) -> Organiser:
    """An approved organiser with one owner on its staff."""
    number = next(_numbers)
    owner = owner or make_person("Lê Mẫu Chủ")
    defaults = {"slug": f"organiser-{number}", "name": f"Organiser {number}", "approved_at": clock.now()}
    organiser = Organiser(**defaults | values)
    organiser.sort_key = sort_key(organiser.name)
    organiser.staff.append(StaffMember(account_id=owner.id, role=StaffRole.OWNER))
    with transaction():
        session().add(organiser)
    return organiser


def make_staff(organiser: Organiser, role: StaffRole, account: Account | None = None) -> Account:
    """Somebody on the staff with `role`; returns the account."""
    account = account or make_person(f"Staff {role}")
    with transaction():
        session().add(StaffMember(organiser_id=organiser.id, account_id=account.id, role=role))
    session().expire(organiser, ["staff"])
    return account


def make_event(organiser: Organiser | None = None, **values: Any) -> Event:
    """A published event in thirty days; `state=EventState.DRAFT` for one that is not."""
    number = next(_numbers)
    organiser = organiser or make_organiser()
    first_day = clock.now().date() + timedelta(days=30)
    defaults = {
        "slug": f"event-{number}",
        "title": f"Event {number}",
        "starts_on": first_day,
        "ends_on": first_day + timedelta(days=1),
        "state": EventState.PUBLISHED,
        "published_at": clock.now(),
    }
    event = Event(organiser_id=organiser.id, **defaults | values)
    if event.state is EventState.DRAFT:
        event.published_at = None
    event.sort_key = sort_key(event.title)
    event.search_text = fold(event.title)
    with transaction():
        session().add(event)
    return event


def make_room(event: Event, name: str = "Hall A", **values: Any) -> Room:
    """A room of the event's venue."""
    room = Room(event_id=event.id, name=name, **values)
    with transaction():
        session().add(room)
    return room


def make_speaker(event: Event, name: str = "Y Mẫu Hân", **values: Any) -> Speaker:
    """Somebody who speaks at the event."""
    speaker = Speaker(event_id=event.id, name=name, sort_key=sort_key(name), **values)
    with transaction():
        session().add(speaker)
    return speaker


def make_session(event: Event, title: str = "Opening", hour: int = 8, **values: Any) -> ProgrammeItem:
    """One hour of the programme on the event's first day; `hour` in UTC."""
    day: date = values.pop("day", event.starts_on)
    starts_at = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
    defaults = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=1)}
    item = ProgrammeItem(event_id=event.id, title=title, **defaults | values)
    with transaction():
        session().add(item)
    return item
