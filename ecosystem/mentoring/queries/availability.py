"""When a mentor can be booked."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ecosystem.calendar.domain.intervals import Interval
from ecosystem.calendar.queries import taken_of
from ecosystem.core.access import Actor
from ecosystem.core.database import one_or_missing, scalars, session
from ecosystem.mentoring.domain.availability import Exceptional, Hours, Week, free_slots, week_of
from ecosystem.mentoring.domain.session_life import SessionState
from ecosystem.mentoring.models import (
    Availability,
    AvailabilityException,
    ExceptionKind,
    MentoringSession,
    MentorProfile,
    Mentorship,
)

NEXT = 5
_MARGIN = timedelta(days=2)


def availability_of(profile_id: int) -> Availability | None:
    """Return a mentor's hours; None before they said any. Exceptions follow when the free hours are worked out."""
    found: Availability | None = session().scalar(
        select(Availability).where(Availability.profile_id == profile_id).options(joinedload(Availability.profile))
    )
    return found


def own_profile(actor: Actor) -> MentorProfile:
    """Return the mentor's profile of whoever asks. Raises NoSuchRecord for somebody who has none."""
    return one_or_missing(session().scalar(select(MentorProfile).where(MentorProfile.account_id == actor.id)))


def own_exception(profile: MentorProfile, public_id: str) -> AvailabilityException:
    """Return one of the mentor's exceptions. Raises NoSuchRecord."""
    return one_or_missing(
        session().scalar(
            select(AvailabilityException)
            .join(Availability)
            .where(Availability.profile_id == profile.id, AvailabilityException.public_id == public_id)
        )
    )


def hours_of(availability: Availability) -> Hours:
    """Return what the pure rules take."""
    return Hours(
        timezone=availability.timezone,
        weekly={int(day): tuple((a, b) for a, b in pairs) for day, pairs in availability.weekly.items()},
        exceptions=tuple(
            Exceptional(each.kind is ExceptionKind.FREE, each.starts_on, each.ends_on, each.from_minute, each.to_minute)
            for each in availability.exceptions
        ),
        notice=timedelta(hours=availability.notice_hours),
        buffer=timedelta(minutes=availability.buffer_minutes),
        days_ahead=availability.days_ahead,
        paused_until=availability.profile.paused_until,
    )


def slots_of(
    availability: Availability,
    *,
    length: timedelta,
    now: datetime,
    others: Collection[int] = (),
    besides: MentoringSession | None = None,
    engagement_id: int | None = None,
) -> list[datetime]:
    """Return when a session of `length` with the mentor and `others` (account ids) can begin, in order, in UTC.

    When a session is to be moved, `besides` and its engagement do not count as taken.
    """
    hours = hours_of(availability)
    mentor = availability.profile.account_id
    until = now + timedelta(days=availability.days_ahead) + _MARGIN
    taken = taken_of({mentor, *others}, now, until, besides=engagement_id)
    by_others: list[Interval] = [each for who, times in taken.items() if who != mentor for each in times]
    return free_slots(
        hours,
        length=length,
        now=now,
        taken=taken[mentor],
        taken_by_others=by_others,
        full_weeks=full_weeks(availability, now, until, besides=besides),
    )


def full_weeks(
    availability: Availability, since: datetime, until: datetime, *, besides: MentoringSession | None = None
) -> set[Week]:
    """Return the weeks, in the mentor's zone, in which there are as many sessions as the mentor takes on."""
    hours = hours_of(availability)
    counts: dict[Week, int] = {}
    for ident, starts_at in _begins(availability.profile_id, since - timedelta(days=7), until + timedelta(days=7)):
        if besides is None or ident != besides.id:
            week = week_of(starts_at, hours.zone)
            counts[week] = counts.get(week, 0) + 1
    return {week for week, number in counts.items() if number >= availability.most_per_week}


def _begins(profile_id: int, since: datetime, until: datetime) -> Sequence[tuple[int, datetime]]:
    rows = session().execute(
        select(MentoringSession.id, MentoringSession.starts_at)
        .join(Mentorship)
        .where(
            Mentorship.profile_id == profile_id,
            MentoringSession.state != SessionState.CANCELLED,
            MentoringSession.starts_at.between(since, until),
        )
    )
    return [(ident, starts_at) for ident, starts_at in rows]


def booked_sessions_of(profile_id: int, now: datetime) -> Sequence[MentoringSession]:
    """Return the mentor's sessions that are to come, in order of time, with their startups."""
    return scalars(
        select(MentoringSession)
        .join(MentoringSession.mentorship)
        .where(
            Mentorship.profile_id == profile_id,
            MentoringSession.state == SessionState.BOOKED,
            MentoringSession.starts_at > now,
        )
        .options(joinedload(MentoringSession.mentorship).joinedload(Mentorship.startup))
        .order_by(MentoringSession.starts_at)
    )
