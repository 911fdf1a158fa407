"""Engagements that follow a plan: a programme that is drawn, shifted and redrawn, whoever is free or not.

Unlike `engage`, nobody's full calendar stops the plan: who is free is held, who is not is left out and shown
(`queries.plans.not_held`) to whoever plans.
"""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, insert

from ecosystem.calendar.models import EngagedPerson, Engagement, OccupiedSlot
from ecosystem.calendar.queries.plans import PlannedTime, engagements_in, is_held, taken_among
from ecosystem.core import clock
from ecosystem.core.database import session, transaction, unique_or
from ecosystem.core.errors import AlreadyTaken

TRIES = 3


def follow(*, kind: str, plan: str, wanted: Sequence[PlannedTime], timezone: str) -> int:
    """Make the engagements of `plan` those that are `wanted` and possible, and no others; return how many stand.

    Call it under the lock of the plan. Whoever is engaged otherwise is left out; an engagement that moved to a time at
    which its person is not free is released. Called twice, the second changes nothing. The caller keeps the record.
    """
    with transaction():
        for left in reversed(range(TRIES)):
            try:
                with unique_or(_l("This time is taken.")):
                    return _follow(kind, plan, wanted, timezone)
            except AlreadyTaken:  # somebody was engaged otherwise between our look and our taking: look again
                if not left:
                    raise
    raise AssertionError("the last try returns or raises")


def _follow(kind: str, plan: str, wanted: Sequence[PlannedTime], timezone: str) -> int:
    current = session()
    present = engagements_in(kind, plan)
    kept = {each.subject: each for each in wanted if is_held(each, present)}
    loose = [each for subject, each in present.items() if subject not in kept and each.is_live]
    current.execute(delete(OccupiedSlot).where(OccupiedSlot.engagement_id.in_([each.id for each in loose])))
    open_ones = [each for each in wanted if each.subject not in kept]
    taken = set(taken_among(open_ones))
    fitting: dict[str, PlannedTime] = {}
    for each in open_ones:
        if not each.pairs & taken:
            taken |= each.pairs
            fitting[each.subject] = each
    _store(kind, timezone, kept | fitting, present)
    for engagement in loose:
        if engagement.subject not in fitting:
            engagement.cancelled_at = clock.now()
            engagement.sequence += 1
    current.flush()
    rows = [
        {"holder": holder, "slot": slot, "engagement_id": present[each.subject].id}
        for each in fitting.values()
        for holder, slot in each.pairs
    ]
    if rows:
        current.execute(insert(OccupiedSlot), sorted(rows, key=lambda row: (row["holder"], row["slot"])))
    return len(kept) + len(fitting)


def _store(kind: str, timezone: str, wanted: dict[str, PlannedTime], present: dict[str, Engagement]) -> None:
    """Write times and words; one that changes gets a higher `sequence`, so that subscribed calendars follow."""
    for subject, each in wanted.items():
        told = {
            "title": each.title[:200],
            "title_en": each.title_en[:200],
            "where": each.where[:300],
            "address": each.address,
            "timezone": timezone,
            "starts_at": each.starts_at,
            "ends_at": each.ends_at,
            "cancelled_at": None,
        }
        found = present.get(subject)
        if found is None:
            present[subject] = found = Engagement(kind=kind, subject=subject, places=[], sequence=0, **told)
            session().add(found)
        elif any(getattr(found, name) != value for name, value in told.items()):
            for name, value in told.items():
                setattr(found, name, value)
            found.sequence += 1
        if found.account_ids != [each.account_id]:
            found.people = [EngagedPerson(account_id=each.account_id)]
    session().flush()
