"""Open requests: a startup's ranked wishes, sent one after the other, answered by mentors in time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from ecosystem.accounts.models import Account
from ecosystem.audit import services as audit
from ecosystem.core import clock
from ecosystem.core.database import locked, session, transaction, unique_or
from ecosystem.core.errors import Invalid, Refused
from ecosystem.mentoring import notices
from ecosystem.mentoring.domain.life_cycle import (
    LIVE_REQUESTS,
    MentorState,
    Mode,
    Origin,
    ParticipantState,
    ProgrammeState,
    RequestState,
)
from ecosystem.mentoring.models import (
    MentoringRequest,
    MentoringVeto,
    Mentorship,
    ProgrammeMentor,
    ProgrammeStartup,
)
from ecosystem.mentoring.queries.matches import active_pairs
from ecosystem.mentoring.queries.people import is_on_team
from ecosystem.mentoring.queries.programmes import active_by_mentor, active_by_startup
from ecosystem.mentoring.queries.requests import about_to_expire, expired, hopeless, live_wishes
from ecosystem.mentoring.services.cancelled import close
from ecosystem.mentoring.services.matches import begin_mentorship

REMIND_BEFORE = timedelta(hours=24)
MOST_TRIES = 3  # of one startup with one mentor in a programme
EARLIEST_NEUTRAL, LATEST_NEUTRAL = 8, 48  # hours after which a muted request is answered


@dataclass(frozen=True)
class NewWish:
    """A mentor a startup asks for, and what it writes to them."""

    mentor: ProgrammeMentor
    message: str


def add_wish(participant: ProgrammeStartup, wish: NewWish, *, by: Account) -> MentoringRequest:
    """Put a mentor at the end of a startup's wishes; it is sent at once when nothing else waits.

    Raises Refused outside the programme's time, above the number of wishes, or for a mentor who takes nobody;
    AlreadyTaken when the mentor is asked already.
    """
    with transaction() as current:
        present = locked(ProgrammeStartup, participant.id)
        wishes = live_wishes([present.id])
        _ensure_open(present)
        _ensure_askable(present, wish.mentor, wishes)
        request = MentoringRequest(
            programme_id=present.programme_id,
            programme_mentor_id=wish.mentor.id,
            programme_startup_id=present.id,
            position=max((each.position for each in wishes), default=0) + 1,
            message=wish.message,
            state=RequestState.QUEUED,
            muted=_is_vetoed(wish.mentor, present),
            asked_by_id=by.id,
        )
        with unique_or(_l("You have asked this mentor already.")):
            current.add(request)
            current.flush()
        audit.record("mentoring.asked", request, by=by.id, scope=present.programme.organiser)
        send_due(present)
        return request


def _ensure_open(participant: ProgrammeStartup) -> None:
    programme = participant.programme
    if programme.mode is not Mode.REQUESTS:
        raise Refused(_l("This programme matches both sides in a round: rank mentors instead of asking them."))
    if programme.state is not ProgrammeState.OPEN or not programme.window.accepts(clock.now()):
        raise Refused(_l("Requests are taken only while the programme is open for them."))
    if participant.state is not ParticipantState.JOINED:
        raise Refused(_l("The startup does not take part in the programme."))
    if active_by_startup(programme.id).get(participant.id, 0) >= programme.mentors_per_startup:
        raise Refused(_l("The startup has found its mentor already."))


def _ensure_askable(participant: ProgrammeStartup, mentor: ProgrammeMentor, wishes: Sequence[MentoringRequest]) -> None:
    if len(wishes) >= participant.programme.wishes:
        raise Refused(_l("You have as many wishes as the programme allows. Withdraw one to ask somebody else."))
    if mentor.programme_id != participant.programme_id or mentor.state is not MentorState.ACCEPTED:
        raise Refused(_l("The mentor does not take part in the programme."))
    if is_on_team(mentor.profile_id, participant.startup_id):
        raise Refused(_l("This mentor is on the startup's own team. Please ask somebody else."))
    before = select(func.count()).where(
        MentoringRequest.programme_mentor_id == mentor.id, MentoringRequest.programme_startup_id == participant.id
    )
    if (session().scalar(before) or 0) >= MOST_TRIES:  # each is a mail, also one that is withdrawn at once
        raise Refused(_l("You have asked this mentor several times already. Please ask somebody else."))
    if (mentor.id, participant.id) in active_pairs(participant.programme_id):
        raise Refused(_l("You work with this mentor already."))
    paused = mentor.profile.paused_until
    if paused is not None and paused > clock.now():
        raise Refused(_l("The mentor takes a break and answers nobody at present."))
    if active_by_mentor(participant.programme_id).get(mentor.id, 0) >= mentor.capacity:
        raise Refused(_l("The mentor has no free place any more in this programme."))


def _is_vetoed(mentor: ProgrammeMentor, participant: ProgrammeStartup) -> bool:
    vetoed = select(MentoringVeto.id).where(
        MentoringVeto.profile_id == mentor.profile_id, MentoringVeto.startup_id == participant.startup_id
    )
    return session().scalar(vetoed.limit(1)) is not None


def send_due(participant: ProgrammeStartup) -> int:
    """Send queued wishes while fewer wait than the programme lets wait at a time; return how many.

    Inside a transaction that locked the startup's place.
    """
    programme, sent = participant.programme, 0
    wishes = live_wishes([participant.id])
    waiting = sum(each.state is RequestState.WAITING for each in wishes)
    for request in wishes:
        if request.state is not RequestState.QUEUED or waiting >= programme.open_requests:
            continue
        now = clock.now()
        request.state, request.sent_at = RequestState.WAITING, now
        request.expires_at = now + (
            neutral_after(request) if request.muted else timedelta(hours=programme.answer_hours)
        )
        waiting, sent = waiting + 1, sent + 1
        session().flush()
        if not request.muted and _can_answer(request.mentor, now):
            notices.requests.received(request)
    return sent


def _can_answer(mentor: ProgrammeMentor, now: datetime) -> bool:
    """Whoever left, pauses or is full since the wish was made is not written to; `expire_due` sends the next wish."""
    paused = mentor.profile.paused_until
    if mentor.state is not MentorState.ACCEPTED or (paused is not None and paused > now):
        return False
    return active_by_mentor(mentor.programme_id).get(mentor.id, 0) < mentor.capacity


def neutral_after(request: MentoringRequest) -> timedelta:
    """After how long a request is declined that its mentor never sees: as irregular as an answer, but repeatable."""
    digest = int(sha256(request.public_id.encode()).hexdigest()[:8], 16)
    minutes = EARLIEST_NEUTRAL * 60 + digest % ((LATEST_NEUTRAL - EARLIEST_NEUTRAL) * 60)
    return min(timedelta(minutes=minutes), timedelta(hours=request.programme.answer_hours))


def accept(request: MentoringRequest, *, by: Account) -> Mentorship:
    """Take the startup on: the match begins. Twice is once.

    Raises AlreadyTaken when the mentor's places are gone, InvalidTransition when it expired or was withdrawn.
    """
    with transaction() as current:
        locked(ProgrammeMentor, request.programme_mentor_id)
        locked(ProgrammeStartup, request.programme_startup_id)
        present = locked(MentoringRequest, request.id)
        if present.state is RequestState.ACCEPTED:
            return current.scalars(select(Mentorship).where(Mentorship.request_id == present.id)).one()
        close(present, "accept")
        current.flush()
        mentorship = begin_mentorship(
            present.mentor, present.participant, origin=Origin.REQUEST, by=by, request_id=present.id
        )
        audit.record("mentoring.accepted", present, by=by.id, scope=present.programme.organiser)
        notices.requests.accepted(present, mentorship)
        return mentorship


def decline(request: MentoringRequest, *, reason: str, by: Account) -> None:
    """Answer with no; the reason goes to the startup, whose next wish is sent. Twice is once."""
    _give_up(request, "decline", answer=reason, by=by)


def withdraw(request: MentoringRequest, *, by: Account) -> None:
    """Take a wish back; the next one is sent. Twice is once."""
    _give_up(request, "withdraw", answer="", by=by)


def _give_up(request: MentoringRequest, step: str, *, answer: str, by: Account | None) -> bool:
    """Close a live request, tell whom it concerns, and send the startup's next wish."""
    with transaction() as current:
        participant = locked(ProgrammeStartup, request.programme_startup_id)
        present = locked(MentoringRequest, request.id)
        if present.state not in LIVE_REQUESTS:
            return False
        was_sent = present.state is RequestState.WAITING
        close(present, step)
        present.answer = answer
        current.flush()
        audit.record(
            f"mentoring.{step}", present, by=by.id if by else None, scope=present.programme.organiser, note=answer
        )
        if step == "withdraw":
            if was_sent and not present.muted:
                notices.requests.withdrawn(present)
        else:
            notices.requests.refused(present)
        if participant.programme.state is ProgrammeState.OPEN and participant.state is ParticipantState.JOINED:
            send_due(participant)
        return True


def expire_due() -> int:
    """End requests that nobody answered in time, or whose mentor can take nobody any more, and send the next wishes.

    Returns how many. May run twice.
    """
    done = 0
    for ident in hopeless(clock.now()):
        request = session().get(MentoringRequest, ident)
        if request is not None:
            done += _give_up(request, "decline", answer="", by=None)
    for ident in expired(clock.now()):
        request = session().get(MentoringRequest, ident)
        if request is not None:
            # A muted request ends as any other that the mentor had no room for.
            done += _give_up(request, "decline" if request.muted else "expire", answer="", by=None)
    return done


def remind_due() -> int:
    """Remind mentors, once, of requests that expire within a day; return how many."""
    now, done = clock.now(), 0
    for ident in about_to_expire(now, now + REMIND_BEFORE):
        with transaction():
            request = locked(MentoringRequest, ident)
            if request.state is RequestState.WAITING and request.reminded_at is None:
                request.reminded_at = now
                notices.requests.about_to_expire(request)
                done += 1
    return done


def reorder(participant: ProgrammeStartup, order: Sequence[str], *, by: Account) -> None:
    """Put the wishes that are not sent yet into an order of public ids; those left out stay at the end.

    Raises Invalid for ids that are no queued wish of this startup.
    """
    with transaction():
        present = locked(ProgrammeStartup, participant.id)
        queued = {each.public_id: each for each in live_wishes([present.id]) if each.state is RequestState.QUEUED}
        if not set(order) <= queued.keys():
            raise Invalid(_l("Something changed meanwhile. Please look at it again."))
        first = min((each.position for each in queued.values()), default=1)
        ordered = [*dict.fromkeys(order), *(name for name in queued if name not in set(order))]
        for number, name in enumerate(ordered):
            queued[name].position = first + number
        audit.record("mentoring.reordered", present, by=by.id, scope=present.programme.organiser)
