"""Entries of calendars as iCalendar objects (RFC 5545): the whole feed, one entry, the invitation in a mail.

Entries keep their UID over changes, SEQUENCE rises, and a cancelled one says so, so that calendars which subscribed
change and remove what they hold instead of doubling it. Times stand in the zone of the entry, whose rules go along.
"""

from collections.abc import Iterable
from datetime import UTC, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from ecosystem.calendar.queries.entries import Entry

if TYPE_CHECKING:
    from icalendar import Calendar, Event

PRODUCT = "-//Ecosystem//Calendar//VI"
REFRESH = timedelta(hours=1)
CONFIRMED, CANCELLED = "CONFIRMED", "CANCELLED"


def calendar_of(entries: Iterable[Entry], *, name: str, base_url: str, zone: str) -> bytes:
    """Return a calendar called `name` that can be subscribed to; `zone` is the one of its owner."""
    calendar = _calendar("PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", zone)
    calendar.add("refresh-interval", REFRESH, {"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for entry in entries:
        calendar.add_component(_event(entry, base_url))
    return _written(calendar)


def invitation(entry: Entry, *, base_url: str, sender: str, attendee: str, attendee_name: str) -> str:
    """Return the object that goes with a mail about one entry, for `attendee` (an address).

    A cancelled entry makes a cancellation, which takes it out of the calendar of whoever took it in.
    """
    from icalendar import vCalAddress, vText

    calendar = _calendar("CANCEL" if entry.is_cancelled else "REQUEST")
    event = _event(entry, base_url)
    event.add("organizer", vCalAddress(f"mailto:{sender}"))
    guest = vCalAddress(f"mailto:{attendee}")
    guest.params["CN"] = vText(attendee_name)
    guest.params["ROLE"], guest.params["PARTSTAT"], guest.params["RSVP"] = "REQ-PARTICIPANT", "ACCEPTED", "FALSE"
    event.add("attendee", guest)
    calendar.add_component(event)
    return _written(calendar).decode()


def uid_of(entry: Entry, base_url: str) -> str:
    """Return the identity of an entry, the same in the feed, in its file and in mails."""
    return f"{entry.uid}@{urlsplit(base_url).hostname or 'localhost'}"


def _calendar(method: str) -> "Calendar":
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    return calendar


def _event(entry: Entry, base_url: str) -> "Event":
    from icalendar import Event

    event = Event()
    event.add("uid", uid_of(entry, base_url))
    event.add("sequence", entry.sequence)
    event.add("summary", entry.title)
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("last-modified", entry.changed_at.astimezone(UTC))
    event.add("status", CANCELLED if entry.is_cancelled else CONFIRMED)
    event.add("transp", "OPAQUE" if entry.is_engagement and not entry.is_cancelled else "TRANSPARENT")
    event.add("categories", [str(entry.kind.title)])
    _times(event, entry)
    page = f"{base_url}{entry.address}" if entry.address else ""
    told = (entry.link and _("Video room: %(link)s", link=entry.link), page)
    for name, value in (
        ("location", entry.where or entry.link),
        ("description", "\n".join(part for part in told if part)),
        ("url", page),
    ):
        if value:
            event.add(name, value)
    return event


def _times(event: "Event", entry: Entry) -> None:
    zone = ZoneInfo(entry.timezone)
    if entry.all_day:
        event.add("dtstart", entry.starts_at.astimezone(zone).date())
        event.add("dtend", entry.ends_at.astimezone(zone).date() + timedelta(days=1))  # the day after, as it counts
        return
    event.add("dtstart", entry.starts_at.astimezone(zone))
    if entry.ends_at > entry.starts_at:
        event.add("dtend", entry.ends_at.astimezone(zone))


def _written(calendar: "Calendar") -> bytes:
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())
