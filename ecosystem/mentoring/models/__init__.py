"""Tables of mentoring."""

from ecosystem.mentoring.models.availability import Availability, AvailabilityException, ExceptionKind
from ecosystem.mentoring.models.feedback import SessionFeedback
from ecosystem.mentoring.models.matches import Mentorship
from ecosystem.mentoring.models.people import MentoringVeto, MentorProfile
from ecosystem.mentoring.models.programmes import Programme, ProgrammeMentor, ProgrammeStartup
from ecosystem.mentoring.models.requests import MentoringRequest
from ecosystem.mentoring.models.rounds import DraftPair, MatchingRun, RoundRanking
from ecosystem.mentoring.models.sessions import (
    ActionItem,
    MentoringSession,
    PrivateNote,
    SessionAttendee,
    SharedNotes,
)

__all__ = [
    "ActionItem",
    "Availability",
    "AvailabilityException",
    "DraftPair",
    "ExceptionKind",
    "MatchingRun",
    "MentorProfile",
    "MentoringRequest",
    "MentoringSession",
    "MentoringVeto",
    "Mentorship",
    "PrivateNote",
    "Programme",
    "ProgrammeMentor",
    "ProgrammeStartup",
    "RoundRanking",
    "SessionAttendee",
    "SessionFeedback",
    "SharedNotes",
]
