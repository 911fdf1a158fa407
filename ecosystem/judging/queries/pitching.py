"""Reading a pitch day: its clock, its programme, who has scored whom."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload, load_only

from ecosystem.applications.models import Application
from ecosystem.contests.models import Contest, Round
from ecosystem.core.database import one_or_missing, scalars, session
from ecosystem.core.errors import NoSuchRecord
from ecosystem.judging.domain.life_cycle import SheetState
from ecosystem.judging.domain.pitching.clock import SlotState
from ecosystem.judging.models import (
    Assignment,
    Criterion,
    Panelist,
    PaperSheet,
    PitchDay,
    PitchDraw,
    PitchSlot,
    RoundRubric,
    ScoreSheet,
)
from ecosystem.judging.queries.charges import Charge, charge_by_public_id, standing

_ENTRY = (Application.code, Application.title, Application.state, Application.board_id)


@dataclass(frozen=True)
class Programme:
    """The places of a pitch day in order."""

    slots: Sequence[PitchSlot]

    @property
    def current(self) -> PitchSlot | None:
        """The place that is on."""
        return next((slot for slot in self.slots if slot.state is SlotState.ON), None)

    @property
    def following(self) -> PitchSlot | None:
        """The first place still waiting."""
        return next((slot for slot in self.slots if slot.state is SlotState.WAITING), None)

    @property
    def has_begun(self) -> bool:
        """Whether anybody was on."""
        return any(slot.state in (SlotState.ON, SlotState.DONE) for slot in self.slots)

    def number_of(self, slot: PitchSlot) -> int:
        """Return which entry it is, from 1; breaks do not count."""
        return sum(not each.is_break for each in self.slots if each.position <= slot.position)


def day_of(round_: Round) -> PitchDay | None:
    """Return the pitch day of the round, None before the first draw."""
    return session().scalar(select(PitchDay).where(PitchDay.round_id == round_.id))


def stage_of(public_id: str) -> PitchDay:
    """Return the pitch day of the round with this public id, with round, contest and event. Raises NoSuchRecord."""
    statement = (
        select(PitchDay)
        .join(PitchDay.round)
        .join(Round.contest)
        .join(Contest.event)
        .where(Round.public_id == public_id)
        .options(contains_eager(PitchDay.round).contains_eager(Round.contest).contains_eager(Contest.event))
    )
    return one_or_missing(session().scalars(statement).unique().one_or_none())


def programme_of(round_id: int) -> Programme:
    """Return the programme with the entries' codes and titles; one statement."""
    statement = (
        select(PitchSlot)
        .where(PitchSlot.round_id == round_id)
        .options(joinedload(PitchSlot.application).load_only(*_ENTRY))
        .order_by(PitchSlot.position, PitchSlot.id)
    )
    return Programme(scalars(statement))


def draws_of(day: PitchDay) -> Sequence[PitchDraw]:
    """Return every draw, the last first."""
    return scalars(select(PitchDraw).where(PitchDraw.day_id == day.id).order_by(PitchDraw.number.desc()))


def slot_in(round_: Round, slot_id: str) -> PitchSlot:
    """Return a place of the round's programme. Raises NoSuchRecord."""
    statement = select(PitchSlot).where(PitchSlot.public_id == slot_id, PitchSlot.round_id == round_.id)
    return one_or_missing(session().scalar(statement))


@dataclass(frozen=True)
class Mark:
    """How far one judge is with one entry."""

    public_id: str
    panelist_id: int
    application_id: int
    is_begun: bool
    is_complete: bool
    is_finished: bool
    is_paper: bool


def marks_of(round_id: int) -> dict[tuple[int, int], Mark]:
    """Return the charges that stand by (application, panelist); one statement."""
    rows = session().execute(
        select(
            Assignment.public_id,
            Assignment.panelist_id,
            Assignment.application_id,
            ScoreSheet.state,
            ScoreSheet.is_complete,
            PaperSheet.id,
        )
        .join(Assignment.panelist)
        .join(Assignment.application)
        .outerjoin(Assignment.sheet)
        .outerjoin(PaperSheet, PaperSheet.assignment_id == Assignment.id)
        .where(Assignment.round_id == round_id, standing())
    )
    found = {}
    for public_id, panelist_id, application_id, state, complete, paper in rows:
        finished = state in (SheetState.HANDED_IN, SheetState.ABSTAINED)
        mark = Mark(public_id, panelist_id, application_id, state is not None, bool(complete), finished, bool(paper))
        found[application_id, panelist_id] = mark
    return found


def panel_of(round_id: int) -> Sequence[Panelist]:
    """Return the judges with a charge in the round, by name; one statement."""
    statement = (
        select(Panelist)
        .where(Panelist.id.in_(select(Assignment.panelist_id).where(Assignment.round_id == round_id)))
        .options(load_only(Panelist.name, Panelist.is_chair, Panelist.public_id, Panelist.account_id))
        .order_by(Panelist.name, Panelist.id)
    )
    return scalars(statement)


def own_address(panelist_id: int, application_id: int) -> str | None:
    """Return the public id of a judge's charge with an entry, None where none stands."""
    statement = (
        select(Assignment.public_id)
        .join(Assignment.panelist)
        .join(Assignment.application)
        .where(Assignment.panelist_id == panelist_id, Assignment.application_id == application_id, standing())
    )
    return session().scalar(statement)


def positions_of(round_id: int) -> dict[int, int]:
    """Return which entry of the programme each is, by application id, from 1; empty without a pitch day.

    This is the order in which they were presented, for whoever looks for an effect of it.
    """
    rows = session().scalars(
        select(PitchSlot.application_id)
        .where(
            PitchSlot.round_id == round_id,
            PitchSlot.application_id.is_not(None),
            PitchSlot.state != SlotState.ABSENT,
        )
        .order_by(PitchSlot.position, PitchSlot.id)
    )
    return {int(ident): number for number, ident in enumerate(rows, 1) if ident is not None}


def criteria_by_board(round_id: int) -> dict[int, list[Criterion]]:
    """Return the criteria by the board they are used on; one statement."""
    rows = session().execute(
        select(RoundRubric.board_id, Criterion)
        .join(Criterion, Criterion.rubric_version_id == RoundRubric.rubric_version_id)
        .where(RoundRubric.round_id == round_id)
        .order_by(Criterion.position, Criterion.id)
    )
    found: dict[int, list[Criterion]] = {}
    for board_id, criterion in rows:
        found.setdefault(board_id, []).append(criterion)
    return found


def charge_in_round(slug: str, public_id: str, charge_id: str) -> Charge:
    """Return a charge of this round of this contest, to be typed in from paper. Raises NoSuchRecord."""
    charge = charge_by_public_id(charge_id)
    if charge.round.public_id != public_id or charge.contest.slug != slug:
        raise NoSuchRecord(_l("There is no such page."))
    return charge
