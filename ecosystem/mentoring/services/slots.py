"""Whether a time can be booked with a mentor."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l

from ecosystem.calendar.domain.grid import fits_grid
from ecosystem.calendar.queries import engagement_of, taken_of
from ecosystem.core import clock
from ecosystem.core.database import locked
from ecosystem.core.errors import AlreadyTaken, Invalid, Refused
from ecosystem.mentoring.domain.availability import free_slots, week_of
from ecosystem.mentoring.domain.life_cycle import Side
from ecosystem.mentoring.models import Availability, MentoringSession, Mentorship
from ecosystem.mentoring.queries.availability import availability_of, full_weeks, hours_of, slots_of
from ecosystem.mentoring.queries.sessions import KIND

USUAL_NOTICE = 24


def notice_of(hours: Availability | None) -> int:
    """Return how many hours before a session with this mentor it can be moved or cancelled without being late."""
    return hours.notice_hours if hours is not None else USUAL_NOTICE


def ensure_free(
    match: Mentorship,
    starts_at: datetime,
    people: Sequence[int],
    *,
    side: Side,
    besides: MentoringSession | None = None,
) -> None:
    """Refuse a time outside the mentor's hours, unless the mentor chooses it; call it under the lock of the match.

    Whether everybody is free is left to the calendar, which names who is not. `besides` is the session to be moved.
    Raises Refused, AlreadyTaken, Invalid.
    """
    if not fits_grid(starts_at):
        raise Invalid(_l("Please choose a time on a multiple of five minutes."))
    if side is Side.MENTOR:
        return
    found = availability_of(match.profile_id)
    if found is None:
        raise Refused(_l("The mentor has not opened any hours yet. Please ask them to."))
    locked(Availability, found.id)  # two startups that book at once are counted one after the other
    now, length = clock.now(), timedelta(minutes=match.programme.session_minutes)
    engagement = engagement_of(KIND, besides.public_id) if besides is not None else None
    ident = engagement.id if engagement is not None else None
    mentor = found.profile.account_id
    others = [each for each in people if each != mentor]
    if starts_at in slots_of(found, length=length, now=now, others=others, besides=besides, engagement_id=ident):
        return
    hours = hours_of(found)
    if week_of(starts_at, hours.zone) in full_weeks(found, now, starts_at, besides=besides):
        raise Refused(_l("The mentor takes no more sessions in this week. Please choose another one."))
    if starts_at not in free_slots(hours, length=length, now=now, taken=[]):
        raise Refused(_l("The mentor does not offer this hour any more. Please choose another one."))
    taken = taken_of([mentor, *others], starts_at, starts_at + length, besides=ident)
    if not any(taken.values()):  # free, but too near to the mentor's next appointment
        raise AlreadyTaken(_l("This hour has just been taken. Please choose another one."))
