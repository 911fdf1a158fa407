"""Work of judging for the scheduler: reminders, word when a round has closed, the records of score events, analyses."""

from ecosystem.core import clock
from ecosystem.core.jobs import Job
from ecosystem.judging.queries.pitch_times import days_ahead
from ecosystem.judging.services import analysis, panels, progress, sealing
from ecosystem.judging.services.pitch_times import hold_all

HALF_AN_HOUR = 1800
TEN_MINUTES = 600
A_MINUTE = 60


def remind_judges() -> str:
    """Remind judges who have sheets left, three days and one day before the end of their round."""
    now = clock.now()
    written = sum(progress.remind_due(round_, now=now) for round_ in progress.open_rounds(now))
    return f"{written} reminders" if written else ""


def close_rounds() -> str:
    """Tell the staff when the time of a round is over."""
    now = clock.now()
    told = sum(progress.tell_closed(round_, now=now) for round_ in progress.open_rounds(now))
    return f"{told} rounds closed" if told else ""


def remind_invited_judges() -> str:
    """Remind once of invitations that wait for an answer."""
    written = panels.remind_unanswered()
    return f"{written} invitations reminded" if written else ""


def seal_score_events() -> str:
    """Put new score events into the records of their rounds."""
    sealed = sealing.seal_due()
    return f"{sealed} score events sealed" if sealed else ""


def refresh_analyses() -> str:
    """Have the boards analysed anew whose scores changed."""
    asked = analysis.refresh_due(clock.now())
    return f"{asked} analyses asked for" if asked else ""


def hold_pitch_times() -> str:
    """Take the time of judges and leads for pitch days to come: of those who became free, or learned of it, since."""
    hold_all(days_ahead(clock.now()))
    return ""


JOBS: tuple[Job, ...] = (
    Job("remind_judges", HALF_AN_HOUR, remind_judges),
    Job("close_rounds", TEN_MINUTES, close_rounds),
    Job("remind_invited_judges", HALF_AN_HOUR, remind_invited_judges),
    Job("seal_score_events", A_MINUTE, seal_score_events),
    Job("refresh_analyses", A_MINUTE, refresh_analyses),
    Job("hold_pitch_times", TEN_MINUTES, hold_pitch_times),
)
