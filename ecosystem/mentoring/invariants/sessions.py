"""Sessions and the calendar say the same."""

SESSION_INVARIANTS = (
    (
        "every booked session has its engagement at its time",
        """
        SELECT mentoring_session.id FROM mentoring_session
        LEFT JOIN engagement ON engagement.kind = 'mentoring' AND engagement.subject = mentoring_session.public_id
            AND engagement.cancelled_at IS NULL AND engagement.starts_at = mentoring_session.starts_at
            AND engagement.ends_at = mentoring_session.ends_at
        WHERE mentoring_session.state = 'booked' AND engagement.id IS NULL
        """,
    ),
    (
        "a cancelled session holds nobody",
        """
        SELECT mentoring_session.id FROM mentoring_session
        JOIN engagement ON engagement.kind = 'mentoring' AND engagement.subject = mentoring_session.public_id
        WHERE mentoring_session.state = 'cancelled' AND engagement.cancelled_at IS NULL
        """,
    ),
    (
        "whoever attends a booked session is held by it",
        """
        SELECT session_attendee.id FROM session_attendee
        JOIN mentoring_session ON mentoring_session.id = session_attendee.session_id
        JOIN engagement ON engagement.kind = 'mentoring' AND engagement.subject = mentoring_session.public_id
        LEFT JOIN engaged_person ON engaged_person.engagement_id = engagement.id
            AND engaged_person.account_id = session_attendee.account_id
        WHERE mentoring_session.state = 'booked' AND engaged_person.id IS NULL
        """,
    ),
    (
        "minutes are logged for sessions that were held, and for no others",
        """
        SELECT id FROM mentoring_session WHERE (state = 'held') <> (minutes IS NOT NULL)
        """,
    ),
)
