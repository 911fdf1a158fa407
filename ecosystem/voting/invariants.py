"""What must always hold in public votes, as SQL that returns nothing."""

INVARIANTS = (
    (
        "a vote belongs to a voter of its own poll who confirmed",
        """
        SELECT vote.id FROM vote JOIN voter ON voter.id = vote.voter_id
        WHERE voter.poll_id <> vote.poll_id OR voter.confirmed_at IS NULL
        """,
    ),
    (
        "an entry is voted for in a poll of its own contest",
        """
        SELECT vote.id FROM vote
        JOIN poll ON poll.id = vote.poll_id
        JOIN application ON application.id = vote.application_id
        WHERE application.contest_id <> poll.contest_id
        """,
    ),
    (
        "nobody has more votes on a board than the poll gives",
        """
        SELECT vote.voter_id FROM vote
        JOIN poll ON poll.id = vote.poll_id
        JOIN application ON application.id = vote.application_id
        GROUP BY vote.voter_id, application.board_id, poll.votes_per_board HAVING count(*) > poll.votes_per_board
        """,
    ),
    (
        "a ballot counts if and only if it is confirmed and in no quarantine that stands",
        """
        SELECT voter.id FROM voter
        WHERE voter.counts <> (voter.confirmed_at IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM quarantine WHERE quarantine.voter_id = voter.id AND quarantine.released_at IS NULL))
        """,
    ),
)
