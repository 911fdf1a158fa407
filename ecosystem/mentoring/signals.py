"""What mentoring announces."""

from dataclasses import dataclass


@dataclass(frozen=True)
class MentorshipBegan:
    """Fact: a mentor and a startup are matched; contact data are open to both."""

    mentorship_id: int


@dataclass(frozen=True)
class MentorshipEnded:
    """Fact: a mentorship is over: finished in time, or ended early with a reason."""

    mentorship_id: int
    early: bool = False


@dataclass(frozen=True)
class ProgrammeCancelled:
    """Fact: a programme was cancelled; its mentorships are ended already."""

    programme_id: int
