"""A mentor's hours: setting them, and days that differ. What is booked already stays booked."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from ecosystem.audit import services as audit
from ecosystem.core import clock
from ecosystem.core.database import check_version, locked, session, transaction, unique_or
from ecosystem.core.errors import Invalid
from ecosystem.mentoring.domain.availability import MINUTES, open_times, overlapping
from ecosystem.mentoring.models import (
    Availability,
    AvailabilityException,
    MentoringSession,
    MentorProfile,
)
from ecosystem.mentoring.queries.availability import availability_of, booked_sessions_of, hours_of

MOST_EXCEPTIONS = 60
MOST_STRETCHES = 6  # a day


def set_hours(profile: MentorProfile, values: Mapping[str, Any], *, by: int, shown: int | None = None) -> Availability:
    """Keep a mentor's hours. `values` are columns of `Availability`.

    Raises Invalid for stretches that overlap or lie outside the day, StaleEdit when they changed since they were
    shown.
    """
    _ensure_sound(values.get("weekly", {}))
    with transaction() as current:
        present = availability_of(profile.id)
        if present is None:
            present = Availability(profile_id=profile.id, **values)
            present.profile, present.exceptions = profile, []
            with unique_or(_l("Somebody else changed this meanwhile. Please look at it again.")):
                current.add(present)
                current.flush()
            audit.record("mentoring.hours_set", present, by=by)
            return present
        present = locked(Availability, present.id)
        check_version(present, shown)
        changes = audit.assign(present, values)
        if changes:
            present.changed_at = clock.now()
            audit.record("mentoring.hours_set", present, by=by, changes=changes)
        return present


def _ensure_sound(weekly: Mapping[str, Sequence[Sequence[int]]]) -> None:
    for pairs in weekly.values():
        inside = all(0 <= first < last <= MINUTES and first % 5 == 0 == last % 5 for first, last in pairs)
        if not inside or overlapping((first, last) for first, last in pairs) or len(pairs) > MOST_STRETCHES:
            raise Invalid(_l("Hours of a day must not overlap, end after they begin, and stand on five minutes."))


def add_exception(availability: Availability, values: Mapping[str, Any], *, by: int) -> AvailabilityException:
    """Add days that differ from the week. Raises Invalid when there are too many."""
    with transaction() as current:
        present = locked(Availability, availability.id)
        same = [each for each in present.exceptions if all(getattr(each, key) == values[key] for key in values)]
        if same:
            return same[0]
        if len(present.exceptions) >= MOST_EXCEPTIONS:
            raise Invalid(_l("There are too many exceptions already. Please remove some that are over."))
        made = AvailabilityException(availability_id=present.id, **values)
        present.exceptions.append(made)
        present.changed_at = clock.now()
        current.flush()
        changes = {"exception": (None, f"{made.kind.value} {made.starts_on}–{made.ends_on}")}
        audit.record("mentoring.exception_added", present, by=by, changes=changes)
        return made


def remove_exception(exception: AvailabilityException, *, by: int) -> None:
    """Take an exception back."""
    with transaction():
        present = locked(Availability, exception.availability_id)
        for each in [each for each in present.exceptions if each.id == exception.id]:
            present.exceptions.remove(each)
            present.changed_at = clock.now()
            changes = {"exception": (f"{each.kind.value} {each.starts_on}–{each.ends_on}", None)}
            audit.record("mentoring.exception_removed", present, by=by, changes=changes)
        session().flush()


def booked_outside(availability: Availability) -> list[MentoringSession]:
    """Return the booked sessions that lie outside the hours as they are now: they stay, and the mentor is told."""
    now = clock.now()
    found = booked_sessions_of(availability.profile_id, now)
    if not found:
        return []
    opened = open_times(hours_of(availability), now, max(each.ends_at for each in found))
    return [each for each in found if not any(begin <= each.starts_at and each.ends_at <= end for begin, end in opened)]
