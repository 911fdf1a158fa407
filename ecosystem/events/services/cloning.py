"""The next edition of an event: its structure again, on other days, without people."""

from datetime import date, timedelta

from flask_babel import lazy_gettext as _l

from ecosystem.accounts.models import Account
from ecosystem.audit.services import record
from ecosystem.core.database import locked, session, transaction
from ecosystem.core.errors import Invalid
from ecosystem.core.signals import announce
from ecosystem.core.slugs import add_with_slug
from ecosystem.events import queries
from ecosystem.events.domain.cloning import moved
from ecosystem.events.domain.life_cycle import EventState
from ecosystem.events.models import Event, Partner, ProgrammeItem, Room
from ecosystem.events.services.events import RESERVED_SLUGS, index
from ecosystem.events.signals import EventCloned
from ecosystem.uploads.services import copy_of

KEPT = (
    "organiser_id",
    "tagline",
    "description",
    "timezone",
    "venue_name",
    "venue_address",
    "venue_map_url",
    "province_code",
    "website",
)
LAST_YEAR = 2100


def clone_event(event: Event, *, title: str, title_en: str, starts_on: date, by: Account) -> Event:
    """Make a draft of the next edition, `starts_on` its first day: venue, rooms, programme and hosts are taken along.

    Speakers, sponsors and staff of the old edition are not: people are asked anew. What higher features hold in
    the event is cloned by them, in the same transaction. Raises Invalid for a day out of reach.
    """
    if not event.starts_on < starts_on < date(LAST_YEAR, 1, 1):
        raise Invalid(_l("The new edition begins after the old one."))
    cover = copy_of(event.cover, purpose=event.cover.purpose, by=by.id) if event.cover else None
    with transaction() as current:
        old = locked(Event, event.id)
        shift = starts_on - old.starts_on
        new = Event(
            **{name: getattr(old, name) for name in KEPT},
            title=title,
            title_en=title_en,
            starts_on=starts_on,
            ends_on=old.ends_on + shift,
            state=EventState.DRAFT,
            cloned_from_id=old.id,
            cover=cover,
        )
        index(new)
        add_with_slug(new, title, fallback="event", reserved=RESERVED_SLUGS)
        _copy_programme(old, new, shift)
        current.flush()
        record("event.cloned", new, by=by.id, scope=old.organiser, note=old.title)
        announce(EventCloned(old.id, new.id, shift, by.id))
        return new


def _copy_programme(old: Event, new: Event, shift: timedelta) -> None:
    rooms = {room.id: Room(event_id=new.id, name=room.name, capacity=room.capacity) for room in queries.rooms_of(old)}
    session().add_all(rooms.values())
    session().flush()
    for item in queries.programme_of(old):
        copied = ProgrammeItem(
            event_id=new.id,
            room_id=rooms[item.room_id].id if item.room_id in rooms else None,
            starts_at=moved(item.starts_at, shift, old.timezone),
            ends_at=moved(item.ends_at, shift, old.timezone),
            title=item.title,
            title_en=item.title_en,
            description=item.description,
            kind=item.kind,
        )
        session().add(copied)
    for partner in queries.partners_of(old):
        if partner.level in ("host", "co_host"):
            session().add(
                Partner(
                    event_id=new.id,
                    name=partner.name,
                    level=partner.level,
                    website=partner.website,
                    position=partner.position,
                )
            )
