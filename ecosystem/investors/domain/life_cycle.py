"""The life of an investor session."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from ecosystem.core.errors import Text
from ecosystem.core.state_machine import StateMachine, step


class SessionState(StrEnum):
    """How far a session is."""

    DRAFT = "draft"
    OPEN = "open"
    WISHES_CLOSED = "wishes_closed"
    DRAFT_TIMETABLE = "draft_timetable"
    PUBLISHED = "published"
    RUNNING = "running"
    CLOSED = "closed"
    CANCELLED = "cancelled"


LIFE: StateMachine[SessionState] = StateMachine(
    step("open", [SessionState.DRAFT], SessionState.OPEN, _l("Begin to take wishes")),
    step("close_wishes", [SessionState.OPEN], SessionState.WISHES_CLOSED, _l("Close the wishes")),
    step(
        "reopen_wishes",
        [SessionState.WISHES_CLOSED, SessionState.DRAFT_TIMETABLE],
        SessionState.OPEN,
        _l("Open the wishes again"),
    ),
    step(
        "plan",
        [SessionState.WISHES_CLOSED, SessionState.DRAFT_TIMETABLE],
        SessionState.DRAFT_TIMETABLE,
        _l("Make a timetable"),
    ),
    step("publish", [SessionState.DRAFT_TIMETABLE], SessionState.PUBLISHED, _l("Publish the timetable")),
    step("start", [SessionState.PUBLISHED], SessionState.RUNNING, _l("Start the session")),
    step("close", [SessionState.PUBLISHED, SessionState.RUNNING], SessionState.CLOSED, _l("Close the session")),
    step(
        "cancel",
        [
            SessionState.DRAFT,
            SessionState.OPEN,
            SessionState.WISHES_CLOSED,
            SessionState.DRAFT_TIMETABLE,
            SessionState.PUBLISHED,
            SessionState.RUNNING,
        ],
        SessionState.CANCELLED,
        _l("Cancel the session"),
    ),
)

WITH_TIMETABLE = frozenset({SessionState.PUBLISHED, SessionState.RUNNING, SessionState.CLOSED})
PLANNABLE = frozenset({SessionState.WISHES_CLOSED, SessionState.DRAFT_TIMETABLE})
ON_NOW = frozenset({SessionState.PUBLISHED, SessionState.RUNNING})

SESSION_STATES: dict[SessionState, Text] = {
    SessionState.DRAFT: _l("Draft"),
    SessionState.OPEN: _l("Open for wishes"),
    SessionState.WISHES_CLOSED: _l("Wishes closed"),
    SessionState.DRAFT_TIMETABLE: _l("Timetable in the making"),
    SessionState.PUBLISHED: _l("Timetable published"),
    SessionState.RUNNING: _l("Running"),
    SessionState.CLOSED: _l("Closed"),
    SessionState.CANCELLED: _l("Cancelled"),
}
TONES: dict[SessionState, str] = {
    SessionState.DRAFT: "neutral",
    SessionState.OPEN: "primary",
    SessionState.WISHES_CLOSED: "warning",
    SessionState.DRAFT_TIMETABLE: "info",
    SessionState.PUBLISHED: "success",
    SessionState.RUNNING: "success",
    SessionState.CLOSED: "neutral",
    SessionState.CANCELLED: "error",
}
