"""What the states, sides and wishes of investor sessions are called; acts and fields in histories."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from ecosystem.core.errors import Text
from ecosystem.investors.domain.scheduling.problem import Method
from ecosystem.investors.domain.scheduling.reasons import Lack, Why
from ecosystem.investors.domain.terms import (
    JoinRule,
    MeetingState,
    ParticipantState,
    RequestKind,
    RequestState,
    Side,
    WishKind,
)

SIDES: dict[Side, Text] = {Side.FOUNDER: _l("Founders"), Side.INVESTOR: _l("Investors")}
SIDE: dict[Side, Text] = {Side.FOUNDER: _l("Founder"), Side.INVESTOR: _l("Investor")}
JOIN_RULES: dict[JoinRule, Text] = {
    JoinRule.INVITED: _l("Only whom we invite"),
    JoinRule.APPROVED: _l("Whoever asks, once we approve"),
    JoinRule.OPEN: _l("Startups at once; investors once we approve"),
}
PARTICIPANT_STATES: dict[ParticipantState, Text] = {
    ParticipantState.INVITED: _l("Invited"),
    ParticipantState.ASKED: _l("Asks to join"),
    ParticipantState.APPROVED: _l("Takes part"),
    ParticipantState.DECLINED: _l("Does not take part"),
    ParticipantState.DROPPED_OUT: _l("Dropped out"),
}
PARTICIPANT_TONES: dict[ParticipantState, str] = {
    ParticipantState.INVITED: "info",
    ParticipantState.ASKED: "warning",
    ParticipantState.APPROVED: "success",
    ParticipantState.DECLINED: "neutral",
    ParticipantState.DROPPED_OUT: "error",
}
WISHES: dict[WishKind, Text] = {
    WishKind.MUST: _l("Must meet"),
    WishKind.MEET: _l("Would like to meet"),
    WishKind.NO_THANKS: _l("No, thanks"),
}
MEETING_STATES: dict[MeetingState, Text] = {
    MeetingState.PLANNED: _l("Planned"),
    MeetingState.HELD: lazy_pgettext("session", "Held"),
    MeetingState.NO_SHOW: _l("Somebody did not come"),
    MeetingState.CANCELLED: _l("Meeting cancelled"),
}
MEETING_TONES: dict[MeetingState, str] = {
    MeetingState.PLANNED: "neutral",
    MeetingState.HELD: "success",
    MeetingState.NO_SHOW: "error",
    MeetingState.CANCELLED: "neutral",
}
REQUESTS: dict[RequestKind, Text] = {
    RequestKind.DROP_OUT: _l("I cannot come at all"),
    RequestKind.HOURS: _l("I cannot come in some of the slots"),
    RequestKind.OTHER: _l("Something else"),
}
REQUEST_STATES: dict[RequestState, Text] = {
    RequestState.OPEN: _l("Waits for an answer"),
    RequestState.DONE: _l("Done"),
    RequestState.REFUSED: _l("Not possible"),
}
METHODS: dict[str, Text] = {
    Method.FLOW.value: _l("Best pairs chosen first, then placed in slots"),
    Method.SLOTWISE.value: _l("Then improved slot by slot"),
    Method.EXACT.value: _l("Proven to be the best"),
    Method.REPAIR.value: _l("Holes filled, nothing moved"),
}
WHY: dict[Why, Text] = {
    Why.MEETS: _l("They meet."),
    Why.ABSENT: _l("One of them does not take part."),
    Why.VETO: _l("One of them said “no, thanks”, or the organiser keeps them apart."),
    Why.FOUNDER_AWAY: _l("The founder cannot come in any slot."),
    Why.INVESTOR_AWAY: _l("The investor cannot come in any slot."),
    Why.NO_COMMON_SLOT: _l("There is no slot in which both can come."),
    Why.FOUNDER_FULL: _l("In every slot in which both can come, the founder meets somebody else."),
    Why.INVESTOR_FULL: _l("In every slot in which both can come, the investor meets somebody else."),
    Why.NEVER_OPEN_TOGETHER: _l("Whenever one of them is free, the other meets somebody else."),
    Why.NO_TABLE: _l("In the slots in which both are free, every table is taken."),
    Why.NO_WISH: _l("Neither of them wishes for it; they could meet, though."),
    Why.POSSIBLE: _l("They could meet: both are free and a table is too."),
}
LACKS: dict[Lack, Text] = {
    Lack.AWAY: _l("comes in fewer slots than the minimum asks for"),
    Lack.FEW_PARTNERS: _l("too few investors may meet them in their slots"),
    Lack.FEW_SEATS: _l("all tables and investors together have fewer seats than the minimum asks for"),
    Lack.CROWDED: _l("the investors they could meet are full"),
}
BREACHES: dict[str, Text] = {
    "founder_twice": _l("The founder meets somebody else in this slot."),
    "investor_twice": _l("The investor meets somebody else in this slot."),
    "table_twice": _l("The table is taken in this slot."),
    "pair_twice": _l("They meet already in another slot."),
    "founder_away": _l("The founder cannot come in this slot."),
    "investor_away": _l("The investor cannot come in this slot."),
    "veto": _l("One of them said “no, thanks”, or the organiser keeps them apart."),
}

ACTS: dict[str, Text] = {
    "investor_session.created": _l("Investor session set up"),
    "investor_session.changed": _l("Investor session changed"),
    "investor_session.step": _l("Investor session: next step"),
    "investor_session.moved": _l("Investor session moved to another time"),
    "investor_session.published": _l("Timetable of an investor session published"),
    "investor_session.reminded": _l("Participants reminded of their wishes"),
    "participant.invited": _l("Invited to an investor session"),
    "participant.asked": _l("Asked to join an investor session"),
    "participant.answered": _l("Participation in an investor session changed"),
    "participant.away": _l("Hours of a participant changed"),
    "participant.kept_apart": _l("Pair kept apart"),
    "timetable_run.asked": _l("Timetable asked for"),
    "timetable_run.deleted": _l("Proposal deleted"),
    "timetable_run.moved": _l("Meeting moved by hand"),
    "timetable_run.locked": _l("Meeting locked or unlocked"),
    "meeting.checked": _l("Meeting at the table checked"),
    "meeting.cancelled": _l("Meeting of an investor session cancelled"),
    "change_request.asked": _l("Change of the timetable asked for"),
    "change_request.answered": _l("Request of a participant answered"),
}
FIELDS: dict[str, Text] = {
    "held_on": _l("Day"),
    "slot_minutes": _l("Length of a slot"),
    "tables": _l("Number of tables"),
    "founder_minimum": _l("Meetings for every founder, at least"),
    "wishes_close_at": _l("Wishes until"),
    "away": _l("Slots somebody cannot come"),
}
