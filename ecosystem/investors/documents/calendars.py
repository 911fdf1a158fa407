"""Somebody's meetings as an iCalendar file."""

from collections.abc import Iterable
from datetime import UTC
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from ecosystem.investors.models import Meeting, Participant, Side
from ecosystem.investors.queries.sessions import table_name

PRODUCT = "-//Ecosystem//Investor sessions//VI"


def agenda_calendar(participant: Participant, meetings: Iterable[Meeting], *, base_url: str) -> bytes:
    """Return the meetings in the session's zone; cancelled ones as cancelled, so that calendars take them out."""
    session_ = participant.session
    zone, host = ZoneInfo(session_.timezone), urlsplit(base_url).hostname or "localhost"
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", session_.title)
    calendar.add("x-wr-timezone", session_.timezone)
    for meeting in meetings:
        other = meeting.investor if participant.side is Side.FOUNDER else meeting.founder
        table = table_name(meeting.table)
        entry = Event()
        entry.add("uid", f"{meeting.public_id}@{host}")
        entry.add("sequence", meeting.version - 1)
        entry.add("status", "CONFIRMED" if meeting.live else "CANCELLED")
        entry.add("summary", other.name)
        entry.add("dtstart", meeting.slot.starts_at.astimezone(zone))
        entry.add("dtend", meeting.slot.ends_at.astimezone(zone))
        entry.add("location", meeting.table.link or ", ".join(part for part in (table, session_.place) if part))
        entry.add("url", f"{base_url}/investor-sessions/{session_.public_id}/agenda")
        entry.add("dtstamp", meeting.updated_at.astimezone(UTC))
        calendar.add_component(entry)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())
