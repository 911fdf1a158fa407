"""What a plan wants of people's time, compared with what it has: for features that plan first and ask afterwards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ecosystem.calendar.domain.grid import holders, steps_between
from ecosystem.calendar.kinds import CalendarKind, kind_named
from ecosystem.calendar.models import Engagement, OccupiedSlot
from ecosystem.core.database import scalars, session

AT_ONCE = 500
Pair = tuple[str, int]  # holder and step


@dataclass(frozen=True)
class PlannedTime:
    """A person's time that a plan wants: for `subject` (within the plan), aware and on the grid of five minutes."""

    subject: str
    account_id: int
    starts_at: datetime
    ends_at: datetime
    title: str
    title_en: str = ""
    where: str = ""
    address: str = ""

    @property
    def pairs(self) -> set[Pair]:
        """What it takes: holder and step."""
        [holder] = holders([self.account_id], [])
        return {(holder, step) for step in steps_between(self.starts_at, self.ends_at)}


@dataclass(frozen=True)
class Obstacle:
    """What holds a person instead, and when; what it is called stays theirs."""

    kind: CalendarKind
    starts_at: datetime
    ends_at: datetime


Holding = tuple[int, Obstacle]


@dataclass(frozen=True)
class NotHeld:
    """A time that a plan wants and does not have. Without `obstacles` the person is free (again) and can be engaged."""

    wanted: PlannedTime
    obstacles: tuple[Obstacle, ...]


def engagements_in(kind: str, plan: str) -> dict[str, Engagement]:
    """Return the engagements of a plan (those whose subjects begin with its name), live or not, by subject."""
    own = (Engagement.kind == kind, Engagement.subject.startswith(f"{plan}:", autoescape=True))
    found = scalars(select(Engagement).where(*own).options(joinedload(Engagement.people)).order_by(Engagement.id))
    return {each.subject: each for each in found}


def taken_among(wanted: Sequence[PlannedTime]) -> dict[Pair, Holding]:
    """Return holder and step -> id of the engagement that has it and what it is, for the people and the time wanted."""
    if not wanted:
        return {}
    people = sorted({holder for each in wanted for holder in holders([each.account_id], [])})
    steps = [step for each in wanted for step in steps_between(each.starts_at, each.ends_at)]
    found: dict[Pair, Holding] = {}
    for first in range(0, len(people), AT_ONCE):
        rows = session().execute(
            select(
                OccupiedSlot.holder,
                OccupiedSlot.slot,
                Engagement.id,
                Engagement.kind,
                Engagement.starts_at,
                Engagement.ends_at,
            )
            .join(Engagement, Engagement.id == OccupiedSlot.engagement_id)
            .where(
                OccupiedSlot.holder.in_(people[first : first + AT_ONCE]),
                OccupiedSlot.slot.between(min(steps), max(steps)),
            )
        )
        found |= {(row.holder, row.slot): (row.id, Obstacle(kind_named(row.kind), *row[4:])) for row in rows}
    return found


def is_held(wanted: PlannedTime, present: Mapping[str, Engagement]) -> bool:
    """Tell whether a live engagement holds exactly this time of this person."""
    found = present.get(wanted.subject)
    return (
        found is not None
        and found.is_live
        and (found.starts_at, found.ends_at) == (wanted.starts_at, wanted.ends_at)
        and found.account_ids == [wanted.account_id]
    )


def not_held(*, kind: str, plan: str, wanted: Sequence[PlannedTime]) -> list[NotHeld]:
    """Return what of the plan nobody is engaged for, with what stands against it. Two statements."""
    present = engagements_in(kind, plan)
    missing = [each for each in wanted if not is_held(each, present)]
    own = {each.id for each in present.values()}
    taken = taken_among(missing)
    return [NotHeld(each, _obstacles(each, taken, own)) for each in missing]


def _obstacles(wanted: PlannedTime, taken: Mapping[Pair, Holding], own: set[int]) -> tuple[Obstacle, ...]:
    others = dict(taken[pair] for pair in wanted.pairs & taken.keys())
    found = [obstacle for ident, obstacle in others.items() if ident not in own]
    return tuple(sorted(found, key=lambda each: each.starts_at))
