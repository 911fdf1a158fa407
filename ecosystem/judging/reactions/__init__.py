"""What judging does and answers when lower floors announce or ask; importing the modules wires them."""

from ecosystem.judging.reactions import applications, calendar, contests, invitations, people, relations, results

__all__ = ["applications", "calendar", "contests", "invitations", "people", "relations", "results"]
