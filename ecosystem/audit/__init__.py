"""Everything that matters is on record: who did what, when, from which value to which."""
