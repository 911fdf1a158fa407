"""Use cases of the stage's clock, from the secretariat's phone. A step from an old screen changes nothing."""

from collections.abc import Callable

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm.attributes import flag_modified

from ecosystem.core import clock
from ecosystem.core.database import check_version, locked, transaction
from ecosystem.core.errors import Refused
from ecosystem.judging.domain.pitching.clock import Clock, PitchPhase, SlotState
from ecosystem.judging.models import PitchDay, PitchSlot
from ecosystem.judging.queries.pitching import Programme, programme_of


def take_step(day: PitchDay, step: str, *, shown: int | None) -> None:
    """Take a step: start, pause, again, questions, next. `shown` is the version of the screen it was pressed on.

    Raises StaleEdit when the stage moved on since, so that two presses of "next" pass over nobody; Refused for a
    step that does not fit.
    """
    with transaction():
        held = locked(PitchDay, day.id)
        check_version(held, shown)
        _STEPS[step](held, programme_of(held.round_id))
        held.updated_at = clock.now()
        flag_modified(held, "updated_at")  # a new version even within one instant


def _start(day: PitchDay, programme: Programme) -> None:
    if programme.current is None:
        _next(day, programme)
    if day.phase is not PitchPhase.OVER:
        _set(day, _clock(day).started(clock.now()))


def _pause(day: PitchDay, _programme: Programme) -> None:
    _set(day, _clock(day).held(clock.now()))


def _again(day: PitchDay, _programme: Programme) -> None:
    _set(day, Clock())


def _questions(day: PitchDay, programme: Programme) -> None:
    if programme.current is None or programme.current.is_break:
        raise Refused(_l("Nobody is on stage."))
    day.phase = PitchPhase.QUESTIONS
    _set(day, Clock(running_since=clock.now()))


def _next(day: PitchDay, programme: Programme) -> None:
    present, following = programme.current, programme.following
    if present is not None:
        present.state, present.ended_at = SlotState.DONE, clock.now()
    _set(day, Clock())
    if following is None:
        day.phase = PitchPhase.OVER
        return
    _call(following)
    day.phase = PitchPhase.BREAK if following.is_break else PitchPhase.PITCH


def _call(slot: PitchSlot) -> None:
    slot.state, slot.began_at = SlotState.ON, clock.now()


_STEPS: dict[str, Callable[[PitchDay, Programme], None]] = {
    "start": _start,
    "pause": _pause,
    "again": _again,
    "questions": _questions,
    "next": _next,
}
STEPS = tuple(_STEPS)


def _clock(day: PitchDay) -> Clock:
    return Clock(day.elapsed, day.running_since)


def _set(day: PitchDay, to: Clock) -> None:
    day.elapsed, day.running_since = to.elapsed, to.running_since
