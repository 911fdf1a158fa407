"""The states of programmes, of the people in them, of requests and of mentorships."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from ecosystem.core.state_machine import StateMachine, step


class Mode(StrEnum):
    """How startups and mentors find each other in a programme."""

    REQUESTS = "requests"  # startups ask, mentors answer
    ROUND = "round"  # both sides rank, the organiser matches


class ProgrammeState(StrEnum):
    """A programme, from its making to its end."""

    DRAFT = "draft"
    OPEN = "open"
    FINISHED = "finished"
    CANCELLED = "cancelled"


class MentorState(StrEnum):
    """A mentor in a programme."""

    INVITED = "invited"  # by the organiser
    APPLIED = "applied"  # by themselves
    ACCEPTED = "accepted"
    DECLINED = "declined"  # by either side
    LEFT = "left"


class ParticipantState(StrEnum):
    """A startup in a programme."""

    APPLIED = "applied"
    JOINED = "joined"
    DECLINED = "declined"  # by the organiser
    LEFT = "left"


class RequestState(StrEnum):
    """A startup's request to a mentor."""

    QUEUED = "queued"  # a later wish, sent when those before it came to nothing
    WAITING = "waiting"  # the mentor has it until it expires
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    DROPPED = "dropped"  # the startup found its mentor elsewhere, or one of both left


class MentorshipState(StrEnum):
    """A match."""

    ACTIVE = "active"
    FINISHED = "finished"
    ENDED = "ended"  # before its time, with a reason


class Origin(StrEnum):
    """How a match came to be."""

    REQUEST = "request"
    ROUND = "round"
    ORGANISER = "organiser"


class Side(StrEnum):
    """One of the two sides of a match."""

    MENTOR = "mentor"
    STARTUP = "startup"


LIVE_REQUESTS = (RequestState.QUEUED, RequestState.WAITING)

PROGRAMME_STEPS = StateMachine(
    step("open", [ProgrammeState.DRAFT], ProgrammeState.OPEN, _l("Open the programme")),
    step("finish", [ProgrammeState.OPEN], ProgrammeState.FINISHED, _l("Finish the programme")),
    step("cancel", [ProgrammeState.DRAFT, ProgrammeState.OPEN], ProgrammeState.CANCELLED, _l("Cancel the programme")),
)

MENTOR_STEPS = StateMachine(
    step("invite", [MentorState.DECLINED, MentorState.LEFT], MentorState.INVITED, _l("Invite again")),
    step("apply", [MentorState.DECLINED, MentorState.LEFT], MentorState.APPLIED, _l("Apply again")),
    step("accept", [MentorState.INVITED, MentorState.APPLIED], MentorState.ACCEPTED, _l("Accept")),
    step("decline", [MentorState.INVITED, MentorState.APPLIED], MentorState.DECLINED, _l("Decline")),
    step("leave", [MentorState.ACCEPTED], MentorState.LEFT, _l("Leave the programme")),
)

PARTICIPANT_STEPS = StateMachine(
    step("join", [ParticipantState.APPLIED], ParticipantState.JOINED, _l("Accept")),
    step("decline", [ParticipantState.APPLIED], ParticipantState.DECLINED, _l("Decline")),
    step("leave", [ParticipantState.APPLIED, ParticipantState.JOINED], ParticipantState.LEFT, _l("Leave")),
    step("return", [ParticipantState.LEFT, ParticipantState.DECLINED], ParticipantState.APPLIED, _l("Apply again")),
)

REQUEST_STEPS = StateMachine(
    step("send", [RequestState.QUEUED], RequestState.WAITING, _l("Send")),
    step("accept", [RequestState.WAITING], RequestState.ACCEPTED, _l("Accept")),
    step("decline", [RequestState.WAITING], RequestState.DECLINED, _l("Decline")),
    step("expire", [RequestState.WAITING], RequestState.EXPIRED, _l("Expire")),
    step("withdraw", LIVE_REQUESTS, RequestState.WITHDRAWN, _l("Withdraw")),
    step("drop", LIVE_REQUESTS, RequestState.DROPPED, _l("Drop")),
)

MENTORSHIP_STEPS = StateMachine(
    step("finish", [MentorshipState.ACTIVE], MentorshipState.FINISHED, _l("Finish")),
    step("end", [MentorshipState.ACTIVE], MentorshipState.ENDED, _l("End early")),
)
