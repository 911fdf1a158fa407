"""Engaging people and places at a time: all of them, or nobody.

The unique pair (holder, slot) decides, so two who ask for the same time at the same moment cannot both get it.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, insert, select

from ecosystem.audit import services as audit
from ecosystem.calendar.domain.grid import holders, steps_between
from ecosystem.calendar.models import EngagedPerson, Engagement, OccupiedSlot
from ecosystem.calendar.queries.conflicts import refusal
from ecosystem.core import clock
from ecosystem.core.database import locked, session, transaction, unique_or
from ecosystem.core.errors import AlreadyTaken, Invalid, Refused

Pair = tuple[str, int]


def engage(
    *,
    kind: str,
    subject: str,
    title: str,
    people: Sequence[int],
    places: Sequence[str] = (),
    starts_at: datetime,
    ends_at: datetime,
    by: int | None,
    title_en: str = "",
    where: str = "",
    link: str = "",
    timezone: str = clock.DEFAULT_ZONE,
    address: str = "",
) -> Engagement:
    """Take the time of `people` (account ids) and `places` for the record `kind`/`subject`.

    Times are aware and multiples of five minutes. Asked twice with the same times and people, it gives what is there.
    Raises AlreadyTaken, naming who or what is not free; Invalid for times off the grid; Refused when the record
    holds another time already (then `move` it).
    """
    told = {"title": title, "title_en": title_en, "where": where, "link": link, "timezone": timezone}
    times = {"starts_at": starts_at, "ends_at": ends_at, "places": sorted(set(places)), "address": address}
    wanted = _pairs(people, places, starts_at, ends_at)
    with transaction() as current:
        present = current.scalar(select(Engagement).where(Engagement.kind == kind, Engagement.subject == subject))
        if present is not None and locked(Engagement, present.id).is_live:
            return _same_again(present, wanted)
        engagement = present or Engagement(kind=kind, subject=subject)
        with unique_or(_l("This is booked already.")):
            audit.assign(engagement, told | times | {"cancelled_at": None})
            engagement.sequence = 0 if present is None else engagement.sequence + 1
            _set_people(engagement, sorted(set(people)))
            current.add(engagement)
            current.flush()
        _take(engagement, wanted, by)
        audit.record("calendar.engaged", engagement, by=by, changes={"starts_at": (None, starts_at)})
        return engagement


def _same_again(present: Engagement, wanted: set[Pair]) -> Engagement:
    if _held(present) != wanted:
        raise Refused(_l("This is booked already, for another time. Please move it instead."))
    return present


def move(
    engagement: Engagement,
    *,
    starts_at: datetime,
    ends_at: datetime,
    places: Sequence[str] | None = None,
    people: Sequence[int] | None = None,
    where: str | None = None,
    by: int | None,
) -> Engagement:
    """Give the engagement another time, other places or other people; what is left out stays.

    The new time is taken before the old one is given back, and the two may overlap. Raises AlreadyTaken (then all is
    as it was), Invalid, Refused for a cancelled one.
    """
    with transaction() as current:
        present = _live(engagement)
        who = sorted(set(people)) if people is not None else present.account_ids
        what = sorted(set(places)) if places is not None else list(present.places)
        wanted, held = _pairs(who, what, starts_at, ends_at), _held(present)
        _take(present, wanted - held, by)
        _give_back(present, held - wanted)
        told = {"starts_at": starts_at, "ends_at": ends_at, "places": what}
        changes = audit.assign(present, told | ({"where": where} if where is not None else {}))
        if who != present.account_ids:
            changes["people"] = (present.account_ids, who)
            _set_people(present, who)
        if changes:
            present.sequence += 1
            audit.record("calendar.moved", present, by=by, changes=changes)
        current.flush()
        return present


def retell(engagement: Engagement, *, by: int | None, **told: str) -> Engagement:
    """Change what is said of it (`title`, `title_en`, `where`, `link`, `address`) and not its time."""
    with transaction():
        present = _live(engagement)
        changes = audit.assign(present, told)
        if changes:
            present.sequence += 1
            audit.record("calendar.retold", present, by=by, changes=changes)
        return present


def release(*, kind: str, subject: str, by: int | None) -> bool:
    """Cancel the engagement of a record and free everybody; tell whether there was one."""
    with transaction() as current:
        found = current.scalar(select(Engagement).where(Engagement.kind == kind, Engagement.subject == subject))
        if found is None or not (present := locked(Engagement, found.id)).is_live:
            return False
        current.execute(delete(OccupiedSlot).where(OccupiedSlot.engagement_id == present.id))
        present.cancelled_at = clock.now()
        present.sequence += 1
        audit.record("calendar.released", present, by=by)
        return True


def _set_people(engagement: Engagement, account_ids: Sequence[int]) -> None:
    kept = {each.account_id: each for each in engagement.people}
    engagement.people = [kept.get(each) or EngagedPerson(account_id=each) for each in account_ids]


def _live(engagement: Engagement) -> Engagement:
    present = locked(Engagement, engagement.id)
    if not present.is_live:
        raise Refused(_l("This was cancelled and cannot be moved any more."))
    return present


def _pairs(people: Collection[int], places: Collection[str], starts_at: datetime, ends_at: datetime) -> set[Pair]:
    try:
        steps = steps_between(starts_at, ends_at)
    except ValueError as error:
        said = _l("Please choose a time on a multiple of five minutes that ends after it starts, within two days.")
        raise Invalid(said) from error
    if not people and not places:
        raise Invalid(_l("An appointment needs somebody who comes."))
    return {(holder, step) for holder in holders(people, places) for step in steps}


def _held(engagement: Engagement) -> set[Pair]:
    of_it = select(OccupiedSlot.holder, OccupiedSlot.slot).where(OccupiedSlot.engagement_id == engagement.id)
    return {(holder, slot) for holder, slot in session().execute(of_it)}


def _take(engagement: Engagement, pairs: set[Pair], by: int | None) -> None:
    """Take the steps in one order for everybody, so that two who want the same wait for each other and never both."""
    if not pairs:
        return
    rows: list[dict[str, Any]] = [
        {"holder": holder, "slot": slot, "engagement_id": engagement.id} for holder, slot in sorted(pairs)
    ]
    try:
        with unique_or(_l("This time is taken.")):
            session().execute(insert(OccupiedSlot), rows)
    except AlreadyTaken as error:
        raise refusal(engagement.id, pairs, by=by) from error


def _give_back(engagement: Engagement, pairs: set[Pair]) -> None:
    for holder in sorted({holder for holder, _slot in pairs}):
        slots = [slot for other, slot in pairs if other == holder]
        of_holder = (OccupiedSlot.engagement_id == engagement.id, OccupiedSlot.holder == holder)
        session().execute(delete(OccupiedSlot).where(*of_holder, OccupiedSlot.slot.in_(slots)))
