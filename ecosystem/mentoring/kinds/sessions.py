"""Words for sessions and hours."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from ecosystem.calendar.kinds import CalendarKind, register
from ecosystem.core.errors import Text
from ecosystem.mentoring.domain.session_life import SessionState

SESSIONS = register(CalendarKind("mentoring", _l("Mentoring sessions"), "messages-square", 2))
ITEMS = register(CalendarKind("mentoring_items", _l("Things to do from mentoring"), "list-checks", 5))

SESSION_STATES: dict[SessionState, tuple[Text, str]] = {
    SessionState.BOOKED: (_l("Booked"), "primary"),
    SessionState.HELD: (lazy_pgettext("session", "Held"), "success"),
    SessionState.NO_SHOW: (_l("One side did not come"), "error"),
    SessionState.DISPUTED: (_l("Disputed"), "warning"),
    SessionState.CANCELLED: (_l("Cancelled"), "neutral"),
}

ACTS: dict[str, Text] = {
    "mentoring.hours_set": _l("Mentor's hours changed"),
    "mentoring.exception_added": _l("Exception to the hours added"),
    "mentoring.exception_removed": _l("Exception to the hours removed"),
    "mentoring.session_booked": _l("Mentoring session booked"),
    "mentoring.session_moved": _l("Mentoring session moved"),
    "mentoring.session_changed": _l("Mentoring session changed"),
    "mentoring.session_proposed": _l("Another time proposed"),
    "mentoring.proposal_declined": _l("Proposed time declined"),
    "mentoring.session_cancelled": _l("Mentoring session cancelled"),
    "mentoring.session_held": _l("Mentoring session held"),
    "mentoring.absence_reported": _l("Absence reported"),
    "mentoring.absence_disputed": _l("Report of absence disputed"),
    "mentoring.absence_taken_back": _l("Report of absence taken back"),
    "mentoring.absence_settled": _l("Dispute about absence decided"),
    "mentoring.item_added": _l("Thing to do noted"),
    "mentoring.item_done": _l("Thing to do done"),
    "mentoring.item_reopened": _l("Thing to do opened again"),
    "mentoring.item_removed": _l("Thing to do removed"),
}
FIELDS: dict[str, Text] = {
    "weekly": _l("Weekly hours"),
    "notice_hours": _l("Notice in hours"),
    "buffer_minutes": _l("Minutes between appointments"),
    "most_per_week": _l("Most sessions a week"),
    "days_ahead": _l("Days that can be booked ahead"),
    "exception": _l("Exception"),
    "attendees": _l("Who attends"),
    "minutes": _l("Minutes"),
    "absent": _l("Absent side"),
    "is_late": _l("Cancelled late"),
    "topic": _l("Topic of the session"),
    "where": _l("Place of the session"),
    "link": _l("Link to the video room"),
}
