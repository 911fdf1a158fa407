"""Which message of judging goes to whom on which occasion, one module a subject."""

from ecosystem.judging.notices import outcomes, scoring

__all__ = ["outcomes", "scoring"]
