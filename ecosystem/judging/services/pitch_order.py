"""Use cases around the order of a pitch day: draw once, draw again with a reason, move by hand with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete
from sqlalchemy.orm.attributes import flag_modified

from ecosystem.accounts.models import Account
from ecosystem.applications.models import Application
from ecosystem.audit import services as audit
from ecosystem.contests.models import Round
from ecosystem.core import clock
from ecosystem.core.database import locked, session, transaction, unique_or
from ecosystem.core.errors import Invalid, Refused
from ecosystem.judging.domain.pitching.clock import SlotState
from ecosystem.judging.domain.pitching.draw import Length, drawn_order, planned_starts
from ecosystem.judging.models import PitchDay, PitchDraw, PitchSlot
from ecosystem.judging.queries.pitching import Programme, day_of, draws_of, programme_of
from ecosystem.judging.queries.rounds import entries_in
from ecosystem.judging.services.pitch_times import hold_times


@dataclass(frozen=True)
class Plan:
    """When a pitch day begins and how long its parts take, in seconds; whether its screens need no sign-in."""

    starts_at: datetime | None
    pitch_seconds: int
    question_seconds: int
    gap_seconds: int
    is_open: bool


def draw(round_: Round, plan: Plan, *, seed: str, by: Account) -> PitchDraw:
    """Draw the order of all entries of the round for the first time; the seed and the result stay on record.

    Raises AlreadyTaken when it was drawn before, Refused without entries.
    """
    with transaction() as current:
        with unique_or(_l("The order was drawn already. To draw again, give a reason.")):
            day = PitchDay(round_id=round_.id, **vars(plan))
            current.add(day)
            current.flush()
        return _draw(round_, day, seed=seed, number=1, reason="", by=by)


def redraw(round_: Round, *, seed: str, reason: str, by: Account) -> PitchDraw:
    """Draw anew, with a reason that is kept; the former draw stays on record. Refused once somebody was on."""
    with transaction() as current:
        day = _held(round_)
        if programme_of(round_.id).has_begun:
            raise Refused(_l("The pitches have begun, so the order cannot be drawn again."))
        number = len(draws_of(day)) + 1
        current.execute(delete(PitchSlot).where(PitchSlot.round_id == round_.id))
        return _draw(round_, day, seed=seed, number=number, reason=_given(reason), by=by)


def _draw(round_: Round, day: PitchDay, *, seed: str, number: int, reason: str, by: Account) -> PitchDraw:
    entries = {entry.code or entry.public_id: entry for entry in entries_in(round_)}
    if not entries:
        raise Refused(_l("No entry takes part in this round yet."))
    codes = drawn_order(seed, list(entries))
    made = PitchDraw(
        day_id=day.id, number=number, seed=seed, codes=codes, reason=reason, drawn_at=clock.now(), drawn_by_id=by.id
    )
    session().add(made)
    session().add_all(_place(round_, entries[code], at) for at, code in enumerate(codes, 1))
    session().flush()
    _touch(day)
    changes = {"seed": (None, seed)}
    audit.record("judging.order_drawn", round_, by=by.id, scope=round_.contest, changes=changes, note=reason)
    return made


def _place(round_: Round, entry: Application, position: int) -> PitchSlot:
    return PitchSlot(round_id=round_.id, application_id=entry.id, position=position)


def plan_again(round_: Round, plan: Plan, *, by: Account) -> None:
    """Change begin and lengths; the planned times follow."""
    with transaction():
        day = _held(round_)
        for name, value in vars(plan).items():
            setattr(day, name, value)
        _touch(day)
        audit.record("judging.pitch_planned", round_, by=by.id, scope=round_.contest)


def move(round_: Round, slot: PitchSlot, *, to: int, reason: str, by: Account) -> None:
    """Put a waiting place at position `to` of the programme, with a reason that is kept."""
    with transaction():
        day, held = _held(round_), locked(PitchSlot, slot.id)
        if held.state not in (SlotState.WAITING, SlotState.ABSENT):
            raise Refused(_l("Who was on stage already keeps the place."))
        others = [each for each in programme_of(round_.id).slots if each.id != held.id]
        before = held.position
        at = max(_first_free(others), min(to - 1, len(others)))
        held.reason, held.state = _given(reason), SlotState.WAITING
        _number([*others[:at], held, *others[at:]])
        _touch(day)
        changes = {"position": (before, held.position)}
        audit.record("judging.pitch_moved", round_, by=by.id, scope=round_.contest, note=reason, changes=changes)


def _first_free(slots: Sequence[PitchSlot]) -> int:
    """Nobody is put before who was on already."""
    return sum(slot.state in (SlotState.ON, SlotState.DONE) for slot in slots)


def miss(round_: Round, slot: PitchSlot, *, reason: str, by: Account) -> None:
    """Note that an entry is absent: it is passed over, and may be moved back into the programme later."""
    with transaction():
        day, held = _held(round_), locked(PitchSlot, slot.id)
        if held.state is not SlotState.WAITING:
            raise Refused(_l("Who was on stage already keeps the place."))
        held.state, held.reason = SlotState.ABSENT, _given(reason)
        _touch(day)
        audit.record("judging.pitch_missed", round_, by=by.id, scope=round_.contest, note=reason)


def add_break(round_: Round, *, title: str, seconds: int, to: int, by: Account) -> None:
    """Put a break into the programme at position `to`."""
    with transaction() as current:
        day = _held(round_)
        others = list(programme_of(round_.id).slots)
        at = max(_first_free(others), min(to - 1, len(others)))
        made = PitchSlot(round_id=round_.id, title=title, seconds=seconds, position=at + 1)
        current.add(made)
        _number([*others[:at], made, *others[at:]])
        _touch(day)
        audit.record("judging.pitch_planned", round_, by=by.id, scope=round_.contest, note=title)


def drop_break(round_: Round, slot: PitchSlot, *, by: Account) -> None:
    """Take a break that did not begin out of the programme."""
    with transaction() as current:
        day, held = _held(round_), locked(PitchSlot, slot.id)
        if not held.is_break or held.state is not SlotState.WAITING:
            raise Refused(_l("Only a break that has not begun can be taken out."))
        current.delete(held)
        current.flush()
        _number(list(programme_of(round_.id).slots))
        _touch(day)
        audit.record("judging.pitch_planned", round_, by=by.id, scope=round_.contest, note=held.title)


def _held(round_: Round) -> PitchDay:
    day = day_of(round_)
    if day is None:
        raise Refused(_l("Draw the order first."))
    return locked(PitchDay, day.id)


def _number(slots: Sequence[PitchSlot]) -> None:
    for position, slot in enumerate(slots, 1):
        slot.position = position
    session().flush()


def _touch(day: PitchDay) -> None:
    """Plan the times anew, in calendars too, and let every screen know."""
    programme = programme_of(day.round_id)
    for slot, at in zip(_present(programme), _planned(day, programme), strict=True):
        slot.starts_at = at
    day.updated_at = clock.now()
    flag_modified(day, "updated_at")  # a new version even within one instant
    session().flush()
    hold_times(day)


def _present(programme: Programme) -> list[PitchSlot]:
    return [slot for slot in programme.slots if slot.state is not SlotState.ABSENT]


def _planned(day: PitchDay, programme: Programme) -> list[datetime | None]:
    pitch = day.pitch_seconds + day.question_seconds
    lengths = [Length(slot.seconds if slot.is_break else pitch, day.gap_seconds) for slot in _present(programme)]
    return planned_starts(day.starts_at, lengths)


def _given(reason: str) -> str:
    if not reason.strip():
        raise Invalid(_l("Please give a reason."), details={"reason": str(_l("Please give a reason."))})
    return reason.strip()
