"""What must always hold of people, their sessions, links and consents."""

INVARIANTS = (
    (
        "an erased account keeps nothing to sign in with",
        "SELECT id FROM account WHERE erased_at IS NOT NULL AND (password_hash <> '' OR totp_secret <> '')",
    ),
    (
        "an erased account has no open session",
        "SELECT s.id FROM sign_in_session s JOIN account a ON a.id = s.account_id "
        "WHERE a.erased_at IS NOT NULL AND s.ended_at IS NULL",
    ),
    (
        "a session belongs to no password that is still to come",
        "SELECT s.id FROM sign_in_session s JOIN account a ON a.id = s.account_id WHERE s.epoch > a.sign_in_epoch",
    ),
    (
        "a session ends after it began",
        "SELECT id FROM sign_in_session WHERE expires_at <= started_at OR ended_at < started_at",
    ),
    (
        "sessions and links are stored as hashes only",
        "SELECT id FROM sign_in_session WHERE length(token_hash) <> 64 "
        "UNION ALL SELECT id FROM single_use_token WHERE length(token_hash) <> 64",
    ),
    (
        "a link is used before it expires",
        "SELECT id FROM single_use_token WHERE used_at > expires_at OR used_at < created_at",
    ),
    (
        "an authenticator in use has a secret",
        "SELECT id FROM account WHERE totp_confirmed_at IS NOT NULL AND totp_secret = ''",
    ),
    (
        "addresses are compared in lower case",
        "SELECT id FROM account WHERE email_key <> lower(email_key) AND erased_at IS NULL",
    ),
    (
        "consent is withdrawn after it was given",
        "SELECT id FROM consent WHERE withdrawn_at < given_at",
    ),
    (
        "consent keeps the text that was agreed to",
        "SELECT id FROM consent WHERE text = '' OR text_version = ''",
    ),
)
