"""A visit as an iCalendar file."""

from datetime import UTC, timedelta
from urllib.parse import urlsplit

from icalendar import Calendar, Event

from ecosystem.core.addresses import absolute
from ecosystem.visitors.models import Registration
from ecosystem.visitors.queries.links import registration_path


def visit_calendar(registration: Registration) -> bytes:
    """Return the days of the event as one entry, with the place and the link to the tickets."""
    event = registration.event
    link = absolute(registration_path(registration))
    calendar = Calendar()
    calendar.add("prodid", "-//Ecosystem//Visits//VI")
    calendar.add("version", "2.0")
    entry = Event()
    entry.add("uid", f"{registration.public_id}@{urlsplit(link).hostname or 'localhost'}")
    entry.add("sequence", registration.version - 1)
    entry.add("dtstamp", registration.updated_at.astimezone(UTC))
    entry.add("summary", event.title)
    entry.add("dtstart", event.starts_on)
    entry.add("dtend", event.ends_on + timedelta(days=1))  # the day after, as iCalendar counts
    entry.add("location", ", ".join(part for part in (event.venue_name, event.venue_address) if part))
    entry.add("description", link)
    calendar.add_component(entry)
    return bytes(calendar.to_ical())
