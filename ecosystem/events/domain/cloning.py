"""When the next edition of an event is held."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

A_YEAR_OF_WEEKS = timedelta(weeks=52)


def next_edition(starts_on: date, today: date) -> date:
    """Return the same weekday a year (52 weeks) later, as often as needed to lie ahead of `today`."""
    following = starts_on + A_YEAR_OF_WEEKS
    while following <= today:
        following += A_YEAR_OF_WEEKS
    return following


def moved(instant: datetime, shift: timedelta, zone: str) -> datetime:
    """Return `instant` so many days later at the same time of day in `zone`, whatever its clocks do between."""
    local = instant.astimezone(ZoneInfo(zone))
    return (local.replace(tzinfo=None) + shift).replace(tzinfo=ZoneInfo(zone)).astimezone(instant.tzinfo)


def next_title(title: str, old_year: int, new_year: int) -> str:
    """Return the title with the old year replaced: "Techfest 2026" becomes "Techfest 2027"."""
    return title.replace(str(old_year), str(new_year))
