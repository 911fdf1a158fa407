"""Engagements of one kind by the hundred: a timetable is published, moved or taken back as a whole, or not at all.

The same truth as `engagements` (the unique pair of holder and step), in a few statements instead of several for each.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Table, delete, insert, or_, select, update

from ecosystem.calendar.domain.grid import holders, steps_between
from ecosystem.calendar.models import EngagedPerson, Engagement, OccupiedSlot
from ecosystem.calendar.queries.conflicts import refusal
from ecosystem.core import clock
from ecosystem.core.database import Model, session, transaction, unique_or
from ecosystem.core.errors import AlreadyTaken
from ecosystem.core.identifiers import public_id

AT_ONCE = 500


@dataclass(frozen=True)
class NewEngagement:
    """One of many; fields as the arguments of `engage`."""

    subject: str
    title: str
    people: Sequence[int]
    places: Sequence[str]
    starts_at: datetime
    ends_at: datetime
    title_en: str = ""
    where: str = ""
    link: str = ""
    address: str = ""


def engage_all(*, kind: str, items: Sequence[NewEngagement], timezone: str, by: int | None) -> None:
    """Take the time of everybody in `items`, whose subjects are new. Raises AlreadyTaken (nobody is engaged then).

    The caller puts the whole on record.
    """
    if not items:
        return
    now = clock.now()
    with transaction() as current:
        rows: list[dict[str, Any]] = [
            {
                **{name: getattr(each, name) for name in ("subject", "title", "title_en", "where", "link", "address")},
                "kind": kind,
                "public_id": public_id(),
                "timezone": timezone,
                "starts_at": each.starts_at,
                "ends_at": each.ends_at,
                "places": sorted(set(each.places)),
                "sequence": 0,
                "created_at": now,
                "updated_at": now,
            }
            for each in items
        ]
        with unique_or(_l("This is booked already.")):
            current.execute(insert(_table(Engagement)), rows)
        idents = _idents(kind, [each.subject for each in items])
        people = [
            {"engagement_id": idents[each.subject], "account_id": who}
            for each in items
            for who in sorted(set(each.people))
        ]
        current.execute(insert(_table(EngagedPerson)), people)
        pairs = {
            (holder, step): idents[each.subject]
            for each in items
            for holder in holders(each.people, each.places)
            for step in steps_between(each.starts_at, each.ends_at)
        }
        _take(pairs, by)


def move_all(*, kind: str, times: Mapping[str, tuple[datetime, datetime]], timezone: str, by: int | None) -> None:
    """Give the live engagements of these subjects other times, all of them or none. Raises AlreadyTaken."""
    with transaction() as current:
        idents = _idents(kind, times)
        if not idents:
            return
        shown = _people_and_places(idents.values())
        for chunk in _chunks(sorted(idents.values())):
            current.execute(delete(OccupiedSlot).where(OccupiedSlot.engagement_id.in_(chunk)))
        pairs: dict[tuple[str, int], int] = {}
        for subject, ident in sorted(idents.items()):
            starts_at, ends_at = times[subject]
            people, places = shown[ident]
            current.execute(
                update(Engagement)
                .where(Engagement.id == ident)
                .values(starts_at=starts_at, ends_at=ends_at, timezone=timezone, sequence=Engagement.sequence + 1)
                .execution_options(synchronize_session=False)
            )
            steps = steps_between(starts_at, ends_at)
            pairs.update({(holder, step): ident for holder in holders(people, places) for step in steps})
        _take(pairs, by)


def retell_all(*, kind: str, subjects: Collection[str], where: str, link: str) -> int:
    """Say another place or link of the live engagements of these subjects; return of how many it was another.

    Their `sequence` grows, so that subscribed calendars follow. The caller puts the whole on record.
    """
    with transaction() as current:
        changed = 0
        for chunk in _chunks(sorted(_idents(kind, subjects).values())):
            result = current.execute(
                update(Engagement)
                .where(Engagement.id.in_(chunk), or_(Engagement.where != where, Engagement.link != link))
                .values(where=where, link=link, sequence=Engagement.sequence + 1)
                .execution_options(synchronize_session=False)
            )
            changed += result.rowcount  # type: ignore[attr-defined]
        if changed:
            current.expire_all()
        return changed


def release_all(*, kind: str, subjects: Collection[str]) -> int:
    """Cancel the engagements of these subjects and free everybody; return how many there were."""
    with transaction() as current:
        idents = sorted(_idents(kind, subjects).values())
        for chunk in _chunks(idents):
            current.execute(delete(OccupiedSlot).where(OccupiedSlot.engagement_id.in_(chunk)))
            current.execute(
                update(Engagement)
                .where(Engagement.id.in_(chunk))
                .values(cancelled_at=clock.now(), sequence=Engagement.sequence + 1)
                .execution_options(synchronize_session=False)
            )
        current.expire_all()
        return len(idents)


def _idents(kind: str, subjects: Collection[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for chunk in _chunks(sorted(subjects)):
        rows = session().execute(
            select(Engagement.subject, Engagement.id).where(
                Engagement.kind == kind, Engagement.subject.in_(chunk), Engagement.cancelled_at.is_(None)
            )
        )
        found.update((subject, ident) for subject, ident in rows)
    return found


def _people_and_places(idents: Collection[int]) -> dict[int, tuple[list[int], list[str]]]:
    shown: dict[int, tuple[list[int], list[str]]] = {}
    for chunk in _chunks(sorted(idents)):
        for ident, places in session().execute(
            select(Engagement.id, Engagement.places).where(Engagement.id.in_(chunk))
        ):
            shown[ident] = ([], list(places))
        people = select(EngagedPerson.engagement_id, EngagedPerson.account_id)
        for ident, account_id in session().execute(people.where(EngagedPerson.engagement_id.in_(chunk))):
            shown[ident][0].append(account_id)
    return shown


def _take(pairs: Mapping[tuple[str, int], int], by: int | None) -> None:
    """In one order for everybody, as single engagements do."""
    rows: list[dict[str, Any]] = [
        {"holder": holder, "slot": slot, "engagement_id": ident} for (holder, slot), ident in sorted(pairs.items())
    ]
    try:
        with unique_or(_l("This time is taken.")):
            session().execute(insert(_table(OccupiedSlot)), rows)
    except AlreadyTaken as error:
        raise _named(pairs, by) from error


def _named(pairs: Mapping[tuple[str, int], int], by: int | None) -> AlreadyTaken:
    """Holders by the hundred are asked about in chunks; everybody who is not free is named."""
    taken: set[str] = set()
    steps = [step for _holder, step in pairs]
    for chunk in _chunks(sorted({holder for holder, _step in pairs})):
        rows = session().execute(
            select(OccupiedSlot.holder, OccupiedSlot.slot).where(
                OccupiedSlot.holder.in_(chunk), OccupiedSlot.slot.between(min(steps), max(steps))
            )
        )
        taken.update(holder for holder, slot in rows if (holder, slot) in pairs)
    return refusal(
        None, [pair for pair in pairs if pair[0] in taken] or list(pairs)[:1], by=None if len(taken) > 1 else by
    )


def _table(kind: type[Model]) -> Table:
    """The table itself: thousands of rows need none of what the mapper does for each."""
    table = kind.__table__
    assert isinstance(table, Table)
    return table


def _chunks(values: Sequence[Any]) -> list[Sequence[Any]]:
    return [values[start : start + AT_ONCE] for start in range(0, len(values), AT_ONCE)]
