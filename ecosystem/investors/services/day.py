"""Use cases of the day and of changes after publishing: who came, who is late, who drops out, what is cancelled."""

from collections.abc import Collection, Sequence
from datetime import timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ecosystem.accounts.models import Account
from ecosystem.audit import services as audit
from ecosystem.calendar.services import release_all
from ecosystem.core import clock
from ecosystem.core.database import locked, scalars, session, transaction
from ecosystem.core.errors import Invalid, Refused
from ecosystem.core.signals import announce
from ecosystem.investors import notices
from ecosystem.investors.domain.life_cycle import ON_NOW, SessionState
from ecosystem.investors.domain.terms import MEETING
from ecosystem.investors.models import (
    ChangeRequest,
    InvestorSession,
    Meeting,
    MeetingState,
    Participant,
    ParticipantState,
    RequestKind,
    RequestState,
    SessionSlot,
    Side,
)
from ecosystem.investors.queries.timetables import agenda_of
from ecosystem.investors.services.joining import set_away
from ecosystem.investors.signals import MeetingHeld, MeetingUndone

EARLY = timedelta(minutes=10)


def check(meeting: Meeting, state: MeetingState, *, absent: Side | None = None, by: Account) -> Meeting:
    """Say whether a meeting took place, or who did not come; PLANNED takes it back.

    Raises Refused before the session begins that day, and for a cancelled meeting.
    """
    if state is MeetingState.CANCELLED or (absent is not None and state is not MeetingState.NO_SHOW):
        raise Invalid(_l("There is no such step."))
    with transaction():
        present = locked(Meeting, meeting.id)
        if present.state is MeetingState.CANCELLED:
            raise Refused(_l("This meeting was cancelled."))
        if present.session.state not in (*ON_NOW, SessionState.CLOSED) or not has_begun(present):
            raise Refused(_l("This can be said once the meeting's time has come."))
        before = present.state
        changes = audit.assign(present, {"state": state, "absent": absent})
        if not changes:
            return present
        present.checked_at, present.checked_by_id, present.late = clock.now(), by.id, None
        audit.record("meeting.checked", present, by=by.id, scope=present.session.event.organiser, changes=changes)
        if state is MeetingState.HELD:
            announce(MeetingHeld(present.id))
        elif before is MeetingState.HELD:
            announce(MeetingUndone(present.id))
        return present


def call_late(meeting: Meeting, side: Side | None, *, by: Account) -> Meeting:
    """Call somebody to the table on the board of the hall; None takes the call back."""
    with transaction():
        present = locked(Meeting, meeting.id)
        if present.state is not MeetingState.PLANNED:
            raise Refused(_l("This meeting is settled already."))
        changes = audit.assign(present, {"late": side})
        if changes:
            audit.record("meeting.checked", present, by=by.id, scope=present.session.event.organiser, changes=changes)
        return present


def has_begun(meeting: Meeting) -> bool:
    """Tell whether the meeting's time has come; the day's meetings can be checked from a little before."""
    return clock.now() >= meeting.slot.starts_at - EARLY


def ask_for_change(
    participant: Participant, kind: RequestKind, *, away: Collection[int] = (), text: str = "", by: Account
) -> ChangeRequest:
    """Ask the organiser for a change once the timetable is published; one open request at a time (the newest words)."""
    with transaction() as current:
        session_ = locked(InvestorSession, participant.session_id)
        if session_.state not in ON_NOW:
            raise Refused(_l("Changes can be asked for while the timetable is published."))
        statement = select(ChangeRequest).where(
            ChangeRequest.participant_id == participant.id, ChangeRequest.state == RequestState.OPEN
        )
        request = current.scalar(statement) or ChangeRequest(session_id=session_.id, participant_id=participant.id)
        audit.assign(request, {"kind": kind, "away": sorted(set(away)), "text": text[:500]})
        current.add(request)
        current.flush()
        audit.record("change_request.asked", request, by=by.id, scope=session_.event.organiser)
        return request


def answer_request(request: ChangeRequest, *, grant: bool, by: Account) -> list[Meeting]:
    """Grant or refuse a request; return the meetings that were cancelled. The second answer changes nothing."""
    with transaction():
        present = locked(ChangeRequest, request.id)
        if present.state is not RequestState.OPEN:
            return []
        changes = {"state": (present.state, RequestState.DONE if grant else RequestState.REFUSED)}
        present.state = changes["state"][1]
        present.answered_at, present.answered_by_id = clock.now(), by.id
        organiser = present.session.event.organiser
        audit.record("change_request.answered", present, by=by.id, scope=organiser, changes=changes)
        cancelled = _carry_out(present, by) if grant else []
        notices.request_answered(present.participant, granted=grant)
        return cancelled


def _carry_out(request: ChangeRequest, by: Account) -> list[Meeting]:
    if request.kind is RequestKind.DROP_OUT:
        return drop_out(request.participant, reason=request.text, by=by)
    if request.kind is RequestKind.HOURS:
        participant = set_away(request.participant, {*request.participant.away, *request.away}, by=by)
        statement = select(SessionSlot.id).where(
            SessionSlot.session_id == request.session_id, SessionSlot.position.in_(participant.away)
        )
        away = set(session().scalars(statement))
        meetings = [each for each in agenda_of(participant) if each.slot_id in away]
        return cancel_meetings(meetings, reason=request.text, by=by)
    return []


def drop_out(participant: Participant, *, reason: str, by: Account) -> list[Meeting]:
    """Take somebody out of a session; their meetings are cancelled and the others told. Return those meetings."""
    with transaction():
        present = locked(Participant, participant.id)
        if present.state is ParticipantState.DROPPED_OUT:
            return []
        changes = {"state": (present.state, ParticipantState.DROPPED_OUT)}
        present.state = ParticipantState.DROPPED_OUT
        organiser = participant.session.event.organiser
        audit.record("participant.answered", present, by=by.id, scope=organiser, changes=changes, note=reason)
        return cancel_meetings(agenda_of(present), reason=reason, by=by)


def cancel_meetings(meetings: Sequence[Meeting], *, reason: str, by: Account) -> list[Meeting]:
    """Cancel planned meetings, free everybody's calendar and tell whoever is concerned; return those cancelled."""
    with transaction() as current:
        gone = []
        for meeting in sorted(meetings, key=lambda each: each.id):
            present = locked(Meeting, meeting.id)
            if present.state is MeetingState.PLANNED:
                present.state, present.live, present.reason = MeetingState.CANCELLED, None, reason[:300]
                audit.record("meeting.cancelled", present, by=by.id, scope=present.session.event.organiser)
                gone.append(present)
        current.flush()
        release_all(kind=MEETING, subjects=[meeting.public_id for meeting in gone])
        _tell(gone)
        return gone


def _tell(meetings: Sequence[Meeting]) -> None:
    idents = {ident for meeting in meetings for ident in (meeting.founder_id, meeting.investor_id)}
    for participant in scalars(select(Participant).where(Participant.id.in_(idents)).order_by(Participant.id)):
        own = [each for each in meetings if participant.id in (each.founder_id, each.investor_id)]
        notices.meetings_changed(participant, own)
