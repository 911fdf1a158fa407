"""Tables of investors, their sessions and the timetables."""

from ecosystem.investors.domain.terms import (
    JoinRule,
    MeetingState,
    ParticipantState,
    RequestKind,
    RequestState,
    RunKind,
    RunState,
    Side,
    WishKind,
)
from ecosystem.investors.models.profiles import InvestorProfile, InvestorType, InvestorVerification, VerificationState
from ecosystem.investors.models.sessions import (
    ChangeRequest,
    InvestorSession,
    Participant,
    SessionSlot,
    SessionState,
    SessionTable,
    Veto,
    Wish,
)
from ecosystem.investors.models.timetables import Meeting, PlannedMeeting, TimetableRun

__all__ = [
    "ChangeRequest",
    "InvestorProfile",
    "InvestorSession",
    "InvestorType",
    "InvestorVerification",
    "JoinRule",
    "Meeting",
    "MeetingState",
    "Participant",
    "ParticipantState",
    "PlannedMeeting",
    "RequestKind",
    "RequestState",
    "RunKind",
    "RunState",
    "SessionSlot",
    "SessionState",
    "SessionTable",
    "Side",
    "TimetableRun",
    "VerificationState",
    "Veto",
    "Wish",
    "WishKind",
]
