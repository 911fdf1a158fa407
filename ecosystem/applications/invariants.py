"""What must always hold: SQL that returns nothing, for `flask invariants`."""

INVARIANTS: tuple[tuple[str, str], ...] = (
    (
        "an entry in a state after draft was handed in",
        "SELECT a.id FROM application a WHERE a.state NOT IN ('draft', 'withdrawn') AND NOT EXISTS "
        "(SELECT 1 FROM submission s WHERE s.application_id = a.id)",
    ),
    (
        "an entry that was handed in has a number and a code",
        "SELECT a.id FROM application a JOIN submission s ON s.application_id = a.id "
        "WHERE a.number IS NULL OR a.code = ''",
    ),
    (
        "the hash of an entry is that of its last submission",
        "SELECT a.id FROM application a JOIN submission s ON s.application_id = a.id "
        "WHERE s.number = (SELECT max(number) FROM submission x WHERE x.application_id = a.id) "
        "AND s.content_hash <> a.content_hash",
    ),
    (
        "submissions of an entry are numbered without a gap",
        "SELECT application_id FROM submission GROUP BY application_id HAVING max(number) <> count(*)",
    ),
    (
        "an entry has exactly one lead",
        "SELECT a.id FROM application a WHERE 1 <> (SELECT count(*) FROM application_member m "
        "WHERE m.application_id = a.id AND m.is_lead)",
    ),
    (
        "a board belongs to the contest of its entry",
        "SELECT a.id FROM application a JOIN board b ON b.id = a.board_id WHERE b.contest_id <> a.contest_id",
    ),
    (
        "an answer belongs to a question of the entry's contest",
        "SELECT w.id FROM answer w JOIN application a ON a.id = w.application_id "
        "JOIN question q ON q.id = w.question_id WHERE q.contest_id <> a.contest_id",
    ),
    (
        "nobody is told a decision that is not made",
        "SELECT id FROM application WHERE announced_state IN ('eligible', 'ineligible') AND state = 'draft'",
    ),
    (
        "the next number of a contest is above all numbers taken",
        "SELECT c.id FROM contest c JOIN application a ON a.contest_id = c.id "
        "GROUP BY c.id, c.next_number HAVING max(a.number) >= c.next_number",
    ),
    (
        "an accepted submission arrived in time: in the window with grace, an extension or a return",
        "SELECT s.id FROM submission s JOIN application a ON a.id = s.application_id "
        "JOIN contest c ON c.id = a.contest_id WHERE s.submitted_at < c.opens_at AND NOT a.is_test",
    ),
    (
        "a fee that counts as paid has an order that was paid, and one that waits an order",
        """
        SELECT entry_fee.id FROM entry_fee LEFT JOIN payment_order ON payment_order.id = entry_fee.order_id
        WHERE (entry_fee.state = 'paid' AND coalesce(payment_order.state, '') NOT IN ('paid', 'partly_refunded'))
            OR (entry_fee.state = 'open' AND coalesce(payment_order.state, '') <> 'open')
        """,
    ),
)
