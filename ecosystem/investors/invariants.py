"""What must always hold in investor sessions, as SQL that returns nothing."""

INVARIANTS = (
    (
        "a person is in one meeting a slot at most, on whichever side they sit",
        """
        SELECT participant.account_id FROM meeting
        JOIN participant ON participant.id IN (meeting.founder_id, meeting.investor_id)
        WHERE meeting.live GROUP BY participant.account_id, meeting.slot_id HAVING COUNT(*) > 1
        """,
    ),
    (
        "a table holds one meeting a slot at most",
        """
        SELECT table_id FROM meeting WHERE live GROUP BY table_id, slot_id HAVING COUNT(*) > 1
        """,
    ),
    (
        "a planned meeting holds the time of both people in the calendar",
        """
        SELECT meeting.id FROM meeting
        JOIN session_slot ON session_slot.id = meeting.slot_id
        LEFT JOIN engagement ON engagement.kind = 'investor_meeting' AND engagement.subject = meeting.public_id
        WHERE meeting.state = 'planned' AND (
            engagement.id IS NULL OR engagement.cancelled_at IS NOT NULL
            OR engagement.starts_at <> session_slot.starts_at OR engagement.ends_at <> session_slot.ends_at
            OR (SELECT COUNT(*) FROM engaged_person
                JOIN participant ON participant.account_id = engaged_person.account_id
                WHERE engaged_person.engagement_id = engagement.id
                  AND participant.id IN (meeting.founder_id, meeting.investor_id)) <> 2)
        """,
    ),
    (
        "a cancelled meeting holds nobody's time",
        """
        SELECT meeting.id FROM meeting
        JOIN engagement ON engagement.kind = 'investor_meeting' AND engagement.subject = meeting.public_id
        WHERE meeting.state = 'cancelled' AND engagement.cancelled_at IS NULL
        """,
    ),
    (
        "nobody meets whom they or the organiser ruled out before it was published",
        """
        SELECT meeting.id FROM meeting
        JOIN veto ON veto.founder_id = meeting.founder_id AND veto.investor_id = meeting.investor_id
        WHERE meeting.live AND veto.created_at < meeting.created_at
        UNION ALL
        SELECT meeting.id FROM meeting
        JOIN wish ON (wish.from_id = meeting.founder_id AND wish.to_id = meeting.investor_id)
                  OR (wish.from_id = meeting.investor_id AND wish.to_id = meeting.founder_id)
        WHERE meeting.live AND wish.kind = 'no_thanks' AND wish.updated_at < meeting.created_at
        """,
    ),
    (
        "meetings, slots, tables and people belong to one session, founders left and investors right",
        """
        SELECT meeting.id FROM meeting
        JOIN session_slot ON session_slot.id = meeting.slot_id
        JOIN session_table ON session_table.id = meeting.table_id
        JOIN participant AS founder ON founder.id = meeting.founder_id
        JOIN participant AS investor ON investor.id = meeting.investor_id
        WHERE session_slot.session_id <> meeting.session_id OR session_table.session_id <> meeting.session_id
           OR founder.session_id <> meeting.session_id OR investor.session_id <> meeting.session_id
           OR founder.side <> 'founder' OR investor.side <> 'investor' OR session_slot.is_break
        """,
    ),
    (
        "wishes cross the table and stay in their session",
        """
        SELECT wish.id FROM wish
        JOIN participant AS giver ON giver.id = wish.from_id
        JOIN participant AS target ON target.id = wish.to_id
        WHERE giver.side = target.side OR giver.session_id <> wish.session_id OR target.session_id <> wish.session_id
        """,
    ),
)
