"""Which message of judging goes to whom on which occasion, one module a subject."""

from ecosystem.judging.notices import invitations, outcomes, scoring

__all__ = ["invitations", "outcomes", "scoring"]
