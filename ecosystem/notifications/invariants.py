"""What must always hold of mails and inbox lines."""

INVARIANTS = (
    (
        "a mail says when it was sent exactly if it was sent",
        "SELECT id FROM mail WHERE (state = 'sent') <> (sent_at IS NOT NULL)",
    ),
    (
        "a mail is claimed exactly while it is being sent",
        "SELECT id FROM mail WHERE (state = 'sending') <> (claimed_until IS NOT NULL)",
    ),
    (
        "a mail that was tried says how often",
        "SELECT id FROM mail WHERE state IN ('sending', 'sent') AND attempts < 1",
    ),
    (
        "a mail that failed says why",
        "SELECT id FROM mail WHERE state = 'failed' AND last_error = ''",
    ),
    (
        "a mail has an address, a subject and a body",
        "SELECT id FROM mail WHERE to_address = '' OR subject = '' OR body = ''",
    ),
    (
        "a withdrawn mail keeps no key, so that a new decision may write a new one",
        "SELECT id FROM mail WHERE state = 'withdrawn' AND dedup_key IS NOT NULL",
    ),
    (
        "a mail with a scope names both its type and its record",
        "SELECT id FROM mail WHERE (scope_type IS NULL) <> (scope_id IS NULL)",
    ),
    (
        "an inbox line says something",
        "SELECT id FROM notification WHERE title = ''",
    ),
)
