"""The words of investor sessions: sides, states, wishes, requests."""

from enum import StrEnum

MEETING = "investor_meeting"  # the kind of engagements in the calendar


class JoinRule(StrEnum):
    """Who may join a session."""

    INVITED = "invited"  # only whom the organiser invites
    APPROVED = "approved"  # whoever asks and is approved
    OPEN = "open"  # founders at once; investors once approved


class Side(StrEnum):
    """On which side of the table somebody sits."""

    FOUNDER = "founder"
    INVESTOR = "investor"


class ParticipantState(StrEnum):
    """How far somebody is in taking part. Only the approved are planned for."""

    INVITED = "invited"
    ASKED = "asked"
    APPROVED = "approved"
    DECLINED = "declined"
    DROPPED_OUT = "dropped_out"


class WishKind(StrEnum):
    """What somebody wants of somebody of the other side."""

    MUST = "must"
    MEET = "meet"
    NO_THANKS = "no_thanks"


class RequestKind(StrEnum):
    """What a participant asks the organiser to change once the timetable is published."""

    DROP_OUT = "drop_out"
    HOURS = "hours"
    OTHER = "other"


class RequestState(StrEnum):
    """What became of such a request."""

    OPEN = "open"
    DONE = "done"
    REFUSED = "refused"


class RunKind(StrEnum):
    """What a run was asked to do."""

    WHOLE = "whole"  # plan the session; locked and published meetings stay
    REPAIR = "repair"  # fill the holes a drop-out left; nothing published moves


class RunState(StrEnum):
    """What became of a run."""

    WAITING = "waiting"
    READY = "ready"
    PUBLISHED = "published"
    FAILED = "failed"


class MeetingState(StrEnum):
    """What became of a meeting."""

    PLANNED = "planned"
    HELD = "held"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"
