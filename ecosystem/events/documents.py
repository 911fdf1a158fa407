"""An event and its programme as an iCalendar file."""

from collections.abc import Iterable
from datetime import UTC, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from icalendar import Calendar
from icalendar import Event as Entry

from ecosystem.events.models import Event, EventState, ProgrammeItem

PRODUCT = "-//Ecosystem//Events//VI"


def event_calendar(event: Event, items: Iterable[ProgrammeItem], *, base_url: str) -> bytes:
    """Return the whole event as an all-day entry and every session at its time in the event's zone.

    Entries keep their identity over changes (UID, SEQUENCE), so subscribed calendars update instead of doubling.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", event.title)
    calendar.add("x-wr-timezone", event.timezone)
    calendar.add_component(_all_days(event, base_url))
    for item in items:
        calendar.add_component(_session(event, item, base_url))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _all_days(event: Event, base_url: str) -> Entry:
    entry = _entry(event, event.public_id, event.version, base_url)
    entry.add("summary", event.title)
    entry.add("dtstart", event.starts_on)
    entry.add("dtend", event.ends_on + timedelta(days=1))  # the day after, as iCalendar counts
    entry.add("location", ", ".join(part for part in (event.venue_name, event.venue_address) if part))
    entry.add("description", event.tagline)
    entry.add("transp", "TRANSPARENT")
    entry.add("dtstamp", event.updated_at.astimezone(UTC))
    return entry


def _session(event: Event, item: ProgrammeItem, base_url: str) -> Entry:
    zone = ZoneInfo(event.timezone)
    entry = _entry(event, item.public_id, item.version, base_url)
    entry.add("summary", item.title)
    entry.add("dtstart", item.starts_at.astimezone(zone))
    entry.add("dtend", item.ends_at.astimezone(zone))
    entry.add("location", ", ".join(part for part in (item.room.name if item.room else "", event.venue_name) if part))
    entry.add("description", _told(item))
    entry.add("dtstamp", item.updated_at.astimezone(UTC))
    return entry


def _entry(event: Event, ident: str, version: int, base_url: str) -> Entry:
    entry = Entry()
    entry.add("uid", f"{ident}@{urlsplit(base_url).hostname or 'localhost'}")
    entry.add("sequence", version - 1)
    entry.add("url", f"{base_url}/events/{event.slug}")
    entry.add("status", "CANCELLED" if event.state is EventState.CANCELLED else "CONFIRMED")
    return entry


def _told(item: ProgrammeItem) -> str:
    speakers = ", ".join(speaker.name for speaker in item.speakers)
    return "\n".join(part for part in (speakers, item.description) if part)
