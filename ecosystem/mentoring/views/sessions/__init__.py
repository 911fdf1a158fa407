"""Pages of mentoring sessions and of mentors' hours."""

from ecosystem.mentoring.views.sessions import feedback, hours, listing, one, outcomes, writing
from ecosystem.mentoring.views.sessions.blueprint import bp

__all__ = ["bp", "feedback", "hours", "listing", "one", "outcomes", "writing"]
