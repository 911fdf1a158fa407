"""What judging does and answers when lower floors announce or ask; importing the modules wires them."""

from ecosystem.judging.reactions import applications, contests, invitations, people, relations, results

__all__ = ["applications", "contests", "invitations", "people", "relations", "results"]
