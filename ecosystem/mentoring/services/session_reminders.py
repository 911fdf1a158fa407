"""What time brings about for sessions: reminders a day and an hour before, asking for feedback, closing."""

from datetime import timedelta
from typing import Any

from ecosystem.core import clock
from ecosystem.core.database import locked, transaction
from ecosystem.mentoring.domain.session_life import SessionState
from ecosystem.mentoring.models import MentoringSession
from ecosystem.mentoring.notices import sessions as notices
from ecosystem.mentoring.queries.sessions import ended_sessions, sessions_to_rate, sessions_to_remind
from ecosystem.mentoring.services.outcomes import hold, planned_minutes

A_DAY, AN_HOUR = timedelta(days=1), timedelta(hours=1)
CLOSED_AFTER = timedelta(days=3)


def remind_due() -> int:
    """Remind everybody who attends, a day before and an hour before, each once; return of how many sessions.

    Who books less than a day (an hour) before needs no reminder of that kind.
    """
    now = clock.now()
    hour = sessions_to_remind(MentoringSession.reminded_hour_at, now, now + AN_HOUR)
    day = sessions_to_remind(MentoringSession.reminded_day_at, now + AN_HOUR, now + A_DAY)
    reminded = [_remind(found.id, "reminded_hour_at", AN_HOUR) for found in hour]
    reminded += [_remind(found.id, "reminded_day_at", A_DAY) for found in day]
    return sum(reminded)


def _remind(ident: int, column: str, before: timedelta) -> bool:
    with transaction():
        present = locked(MentoringSession, ident)
        if present.state is not SessionState.BOOKED or getattr(present, column) is not None:
            return False
        setattr(present, column, clock.now())
        if present.created_at > present.starts_at - before:
            return False
        notices.reminder(present, hours=int(before.total_seconds()) // 3600)
        return True


def ask_for_feedback() -> int:
    """Ask everybody who attended for feedback, once a session ended; return how many sessions."""
    now = clock.now()
    return sum(
        _once(found, "asked_feedback_at", notices.feedback_wanted) for found in sessions_to_rate(now - A_DAY, now)
    )


def _once(found: MentoringSession, column: str, tell: Any) -> bool:
    with transaction():
        present = locked(MentoringSession, found.id)
        if getattr(present, column) is not None:
            return False
        setattr(present, column, clock.now())
        tell(present)
        return True


def close_ended() -> int:
    """Count sessions as held about which nobody said anything for three days; return how many.

    Both sides may still correct the minutes, or report that the other did not come.
    """
    found = ended_sessions(clock.now() - CLOSED_AFTER)
    for each in found:
        hold(each, minutes=planned_minutes(each), by=None)
    return len(found)
