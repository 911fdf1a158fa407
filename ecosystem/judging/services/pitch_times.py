"""Holding the time of judges and teams for a pitch day; it follows the programme as that is drawn and shifted."""

from collections.abc import Iterable

from ecosystem.calendar.services.plans import follow
from ecosystem.core.database import locked, transaction
from ecosystem.judging.models import PitchDay
from ecosystem.judging.queries.pitch_times import KIND, wanted_times
from ecosystem.judging.queries.pitching import programme_of


def hold_times(day: PitchDay) -> int:
    """Engage everybody the pitch day needs and who is free, release everybody else; return how many are held.

    Whoever is engaged otherwise is shown to the organiser (`times_not_held`) and tried again. Twice is once.
    """
    with transaction():
        present = locked(PitchDay, day.id)
        round_ = present.round
        wanted = wanted_times(present, programme_of(round_.id))
        return follow(kind=KIND, plan=round_.public_id, wanted=wanted, timezone=round_.contest.timezone)


def hold_all(days: Iterable[PitchDay]) -> int:
    """The same for several days; return how many people's times are held."""
    return sum(hold_times(day) for day in days)
