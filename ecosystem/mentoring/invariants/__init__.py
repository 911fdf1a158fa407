"""What must always hold in mentoring, as SQL that returns nothing."""

from ecosystem.mentoring.invariants.sessions import SESSION_INVARIANTS

INVARIANTS = (*SESSION_INVARIANTS,)
