"""Reminders of sessions, asking for feedback, closing what nobody spoke about."""

from ecosystem.core.jobs import Job
from ecosystem.mentoring.services import session_reminders

FIVE_MINUTES = 300
AN_HOUR = 3600


def remind_of_sessions() -> str:
    """Remind everybody a day and an hour before."""
    reminded = session_reminders.remind_due()
    return f"{reminded} sessions reminded of" if reminded else ""


def ask_for_feedback() -> str:
    """Ask everybody who attended, once a session is over."""
    asked = session_reminders.ask_for_feedback()
    return f"{asked} sessions asked about" if asked else ""


def close_sessions() -> str:
    """Count as held what nobody spoke about for three days."""
    closed = session_reminders.close_ended()
    return f"{closed} sessions counted as held" if closed else ""


JOBS: tuple[Job, ...] = (
    Job("remind_of_sessions", FIVE_MINUTES, remind_of_sessions),
    Job("ask_session_feedback", FIVE_MINUTES, ask_for_feedback),
    Job("close_sessions", AN_HOUR, close_sessions),
)
