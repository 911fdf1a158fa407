"""Tables of investors, their sessions and the timetables."""

from ecosystem.investors.models.profiles import InvestorProfile, InvestorType, InvestorVerification, VerificationState
from ecosystem.investors.models.sessions import (
    ChangeRequest,
    InvestorSession,
    JoinRule,
    Participant,
    ParticipantState,
    RequestKind,
    RequestState,
    SessionSlot,
    SessionState,
    SessionTable,
    Side,
    Veto,
    Wish,
    WishKind,
)
from ecosystem.investors.models.timetables import Meeting, MeetingState, PlannedMeeting, RunKind, RunState, TimetableRun

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
