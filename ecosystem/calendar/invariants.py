"""What must always hold in calendars, as SQL that returns nothing.

That nobody is taken twice is a unique constraint; these say that what is taken is what is engaged.
"""

from collections.abc import Iterator

from sqlalchemy import func, select

from ecosystem.calendar.domain.grid import time_of
from ecosystem.calendar.models import Engagement, OccupiedSlot
from ecosystem.core.database import session

INVARIANTS = (
    (
        "a cancelled engagement takes nobody's time",
        """
        SELECT engagement.id FROM engagement JOIN occupied_slot ON occupied_slot.engagement_id = engagement.id
        WHERE engagement.cancelled_at IS NOT NULL
        """,
    ),
    (
        "every person of a live engagement is taken while it lasts",
        """
        SELECT engagement.id, engaged_person.account_id FROM engagement
        JOIN engaged_person ON engaged_person.engagement_id = engagement.id
        LEFT JOIN occupied_slot ON occupied_slot.engagement_id = engagement.id
            AND occupied_slot.holder = 'person:' || engaged_person.account_id
        WHERE engagement.cancelled_at IS NULL
        GROUP BY engagement.id, engaged_person.account_id
        HAVING count(occupied_slot.id) = 0
        """,
    ),
    (
        "what an engagement takes of one holder is one stretch without holes",
        """
        SELECT engagement_id, holder FROM occupied_slot
        GROUP BY engagement_id, holder HAVING max(slot) - min(slot) + 1 <> count(*)
        """,
    ),
    (
        "people who are taken belong to the engagement",
        """
        SELECT occupied_slot.id FROM occupied_slot
        LEFT JOIN engaged_person ON engaged_person.engagement_id = occupied_slot.engagement_id
            AND occupied_slot.holder = 'person:' || engaged_person.account_id
        WHERE occupied_slot.holder LIKE 'person:%' AND engaged_person.id IS NULL
        """,
    ),
)


def stretches() -> Iterator[tuple[object, ...]]:
    """Yield what an engagement takes at another time than its own, which SQL asks differently on each database."""
    of_engagement = select(
        OccupiedSlot.engagement_id, OccupiedSlot.holder, func.min(OccupiedSlot.slot), func.max(OccupiedSlot.slot)
    ).group_by(OccupiedSlot.engagement_id, OccupiedSlot.holder)
    told = session().execute(select(Engagement.id, Engagement.starts_at, Engagement.ends_at))
    times = {ident: (starts_at, ends_at) for ident, starts_at, ends_at in told}
    for engagement_id, holder, first, last in session().execute(of_engagement):
        if (time_of(first), time_of(last + 1)) != times[engagement_id]:
            yield engagement_id, holder


CHECKS = (("an engagement takes exactly its own time", stretches),)
