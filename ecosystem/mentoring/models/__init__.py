"""Tables of mentoring."""

from ecosystem.mentoring.models.matches import Mentorship
from ecosystem.mentoring.models.people import MentoringVeto, MentorProfile
from ecosystem.mentoring.models.programmes import Programme, ProgrammeMentor, ProgrammeStartup
from ecosystem.mentoring.models.requests import MentoringRequest
from ecosystem.mentoring.models.rounds import DraftPair, MatchingRun, RoundRanking

__all__ = [
    "DraftPair",
    "MatchingRun",
    "MentorProfile",
    "MentoringRequest",
    "MentoringVeto",
    "Mentorship",
    "Programme",
    "ProgrammeMentor",
    "ProgrammeStartup",
    "RoundRanking",
]
