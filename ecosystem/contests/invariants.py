"""What must always hold of contests."""

INVARIANTS = (
    (
        "a public contest says when entries open and close, and when it was published",
        "SELECT id FROM contest WHERE state IN ('published', 'decided')"
        " AND (opens_at IS NULL OR closes_at IS NULL OR published_at IS NULL)",
    ),
    (
        "a public contest holds no fictional entries",
        "SELECT id FROM contest WHERE is_test AND state <> 'draft'",
    ),
    (
        "amendments are numbered without a gap",
        "SELECT contest_id FROM amendment GROUP BY contest_id HAVING max(number) <> count(*)",
    ),
    (
        "a question stands in a section of its own contest",
        "SELECT q.id FROM question q JOIN form_section s ON s.id = q.section_id WHERE s.contest_id <> q.contest_id",
    ),
    (
        "places of a round are for boards of its own contest",
        "SELECT q.id FROM round_quota q JOIN round r ON r.id = q.round_id JOIN board b ON b.id = q.board_id"
        " WHERE r.contest_id <> b.contest_id",
    ),
)
