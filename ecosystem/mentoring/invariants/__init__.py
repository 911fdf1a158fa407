"""What must always hold in mentoring, as SQL that returns nothing."""

from ecosystem.mentoring.invariants.programmes import PROGRAMME_INVARIANTS
from ecosystem.mentoring.invariants.sessions import SESSION_INVARIANTS

INVARIANTS = (*PROGRAMME_INVARIANTS, *SESSION_INVARIANTS)
