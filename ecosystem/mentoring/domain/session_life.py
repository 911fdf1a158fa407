"""The states of a mentoring session, and what follows from them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from flask_babel import lazy_gettext as _l

from ecosystem.core.state_machine import StateMachine, step
from ecosystem.mentoring.domain.life_cycle import Side


class SessionState(StrEnum):
    """A session, from its booking to its end."""

    BOOKED = "booked"
    HELD = "held"
    NO_SHOW = "no_show"  # one side did not come
    DISPUTED = "disputed"  # the side that is said to have stayed away objects
    CANCELLED = "cancelled"


USED = (SessionState.BOOKED, SessionState.HELD, SessionState.NO_SHOW, SessionState.DISPUTED)
OVER = (SessionState.HELD, SessionState.NO_SHOW, SessionState.DISPUTED)

SESSION_STEPS = StateMachine(
    step("cancel", [SessionState.BOOKED], SessionState.CANCELLED, _l("Cancel the mentoring session")),
    step("hold", [SessionState.BOOKED, SessionState.DISPUTED], SessionState.HELD, _l("It took place")),
    step("report", [SessionState.BOOKED, SessionState.HELD], SessionState.NO_SHOW, _l("Nobody came")),
    step("object", [SessionState.NO_SHOW], SessionState.DISPUTED, _l("Object")),
    step("withdraw", [SessionState.NO_SHOW, SessionState.DISPUTED], SessionState.HELD, _l("Take the report back")),
    step("uphold", [SessionState.DISPUTED], SessionState.NO_SHOW, _l("The report stands")),
)

NOTICE_OF_CANCELLING = timedelta(hours=24)
OBJECTION_DAYS = 7
FEEDBACK_DAYS = 14


def is_late(starts_at: datetime, now: datetime, notice_hours: int) -> bool:
    """Tell whether a change at `now` comes later than the notice that the mentor asks for."""
    return now > starts_at - timedelta(hours=notice_hours)


def may_object(reported_at: datetime, now: datetime) -> bool:
    """Tell whether the side that is said to have stayed away can still object."""
    return now <= reported_at + timedelta(days=OBJECTION_DAYS)


def is_feedback_open(ends_at: datetime, now: datetime) -> bool:
    """Tell whether feedback on a session that ended at `ends_at` can be given or changed at `now`."""
    return ends_at <= now <= ends_at + timedelta(days=FEEDBACK_DAYS)


class OfSide(Protocol):
    """Feedback of one side."""

    side: Side


def has_both_sides(given: Iterable[OfSide]) -> bool:
    """Tell whether both sides gave feedback."""
    return len({each.side for each in given}) == len(Side)


def is_feedback_shown(ends_at: datetime, now: datetime, *, both_given: bool) -> bool:
    """Tell whether each side reads what the other wrote: once both have written, or the time for it is over.

    So nobody writes in answer to what they were told.
    """
    return both_given or now > ends_at + timedelta(days=FEEDBACK_DAYS)
