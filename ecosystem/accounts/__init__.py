"""People: accounts, sign-in, sessions, consent."""
