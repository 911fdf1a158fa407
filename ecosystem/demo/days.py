"""Moments of the demonstration, counted in days from the one on which it is loaded."""

from datetime import datetime, timedelta

from ecosystem.core import clock


def at_hour(today: datetime, days: int, hour: int) -> datetime:
    """Return the full hour `hour` of Viet Nam's clock, `days` from today: whatever the time it is loaded at."""
    local = (today + timedelta(days=days)).astimezone(clock.zone(clock.DEFAULT_ZONE))
    return local.replace(hour=hour, minute=0, second=0, microsecond=0)
