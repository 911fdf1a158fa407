"""What must always hold in mentoring, as SQL that returns nothing."""

PROGRAMME_INVARIANTS = (
    (
        "a mentor has no more active matches in a programme than the capacity there, and no seat above it",
        """
        SELECT programme_mentor.id FROM programme_mentor
        JOIN mentorship ON mentorship.programme_mentor_id = programme_mentor.id AND mentorship.state = 'active'
        GROUP BY programme_mentor.id, programme_mentor.capacity
        HAVING count(*) > programme_mentor.capacity OR max(mentorship.mentor_seat) > programme_mentor.capacity
        """,
    ),
    (
        "a startup has no more active matches in a programme than it allows",
        """
        SELECT programme_startup.id FROM programme_startup
        JOIN programme ON programme.id = programme_startup.programme_id
        JOIN mentorship ON mentorship.programme_startup_id = programme_startup.id AND mentorship.state = 'active'
        GROUP BY programme_startup.id, programme.mentors_per_startup
        HAVING count(*) > programme.mentors_per_startup
        """,
    ),
    (
        "no match was made against the will of a side",
        """
        SELECT mentorship.id FROM mentorship
        JOIN mentoring_veto ON mentoring_veto.profile_id = mentorship.profile_id
            AND mentoring_veto.startup_id = mentorship.startup_id
        WHERE mentoring_veto.created_at < mentorship.began_at
        """,
    ),
    (
        "a match, its programme, its places, its mentor and its startup belong together",
        """
        SELECT mentorship.id FROM mentorship
        JOIN programme_mentor ON programme_mentor.id = mentorship.programme_mentor_id
        JOIN programme_startup ON programme_startup.id = mentorship.programme_startup_id
        WHERE programme_mentor.programme_id <> mentorship.programme_id
            OR programme_startup.programme_id <> mentorship.programme_id
            OR programme_mentor.profile_id <> mentorship.profile_id
            OR programme_startup.startup_id <> mentorship.startup_id
        """,
    ),
    (
        "a pair has one live request at most, and an accepted request has its match",
        """
        SELECT request.id FROM mentoring_request AS request
        LEFT JOIN mentorship ON mentorship.request_id = request.id
        WHERE (request.state = 'accepted' AND mentorship.id IS NULL)
            OR EXISTS (SELECT 1 FROM mentoring_request AS other
                WHERE other.id <> request.id AND other.live AND request.live
                AND other.programme_mentor_id = request.programme_mentor_id
                AND other.programme_startup_id = request.programme_startup_id)
        """,
    ),
    (
        "no startup has more requests waiting than its programme lets wait at a time",
        """
        SELECT programme_startup.id FROM programme_startup
        JOIN programme ON programme.id = programme_startup.programme_id
        JOIN mentoring_request ON mentoring_request.programme_startup_id = programme_startup.id
            AND mentoring_request.state = 'waiting'
        GROUP BY programme_startup.id, programme.open_requests, programme.version
        HAVING count(*) > programme.open_requests AND programme.version = 1
        """,
    ),
    (
        "a pair of the draft is in one programme",
        """
        SELECT draft_pair.id FROM draft_pair
        JOIN programme_mentor ON programme_mentor.id = draft_pair.programme_mentor_id
        JOIN programme_startup ON programme_startup.id = draft_pair.programme_startup_id
        WHERE programme_mentor.programme_id <> draft_pair.programme_id
            OR programme_startup.programme_id <> draft_pair.programme_id
        """,
    ),
)
