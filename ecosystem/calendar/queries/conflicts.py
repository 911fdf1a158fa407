"""Saying who or what is not free."""

from collections.abc import Collection

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ecosystem.accounts.models import Account
from ecosystem.calendar.domain.grid import person, place
from ecosystem.calendar.models import Engagement, OccupiedSlot
from ecosystem.core.database import session
from ecosystem.core.errors import AlreadyTaken


def refusal(engagement_id: int | None, pairs: Collection[tuple[str, int]], *, by: int | None) -> AlreadyTaken:
    """Return the refusal of an engagement that wants `pairs` of holder and step.

    It names the people and places that are not free, and not what they are engaged for: only whoever asks is told
    what stands in their own calendar. `details` holds "people" (account ids) and "places".
    """
    taken = _holders(engagement_id, pairs)
    people = sorted(int(each.removeprefix(person(0)[:-1])) for each in taken if each.startswith(person(0)[:-1]))
    places = sorted(each.removeprefix(place("")) for each in taken if each.startswith(place("")))
    details = {"people": people, "places": places}
    if by in people:
        own = taken[person(by or 0)]
        return AlreadyTaken(_l("You have something else at this time: “%(title)s”.", title=own), details=details)
    names = _names(people) + places
    if not names:
        return AlreadyTaken(_l("This time has just been taken. Please choose another one."), details=details)
    return AlreadyTaken(_l("Not free at this time: %(names)s.", names=", ".join(names)), details=details)


def _holders(engagement_id: int | None, pairs: Collection[tuple[str, int]]) -> dict[str, str]:
    """Holder -> title of what holds it at one of its steps."""
    steps = [step for _holder, step in pairs]
    rows = session().execute(
        select(OccupiedSlot.holder, OccupiedSlot.slot, Engagement.title)
        .join(Engagement, Engagement.id == OccupiedSlot.engagement_id)
        .where(
            OccupiedSlot.holder.in_(sorted({holder for holder, _step in pairs})),
            OccupiedSlot.slot.between(min(steps), max(steps)),
            OccupiedSlot.engagement_id != engagement_id,
        )
    )
    return {holder: title for holder, slot, title in rows if (holder, slot) in pairs}


def _names(people: Collection[int]) -> list[str]:
    if not people:
        return []
    return list(session().scalars(select(Account.name).where(Account.id.in_(people)).order_by(Account.sort_key)))
