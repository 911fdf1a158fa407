"""Reading requests: a mentor's inbox, a startup's wishes."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from ecosystem.core.access import Actor
from ecosystem.core.database import one_or_missing, scalars, session
from ecosystem.mentoring.domain.life_cycle import LIVE_REQUESTS, MentorState, RequestState
from ecosystem.mentoring.models import (
    MentoringRequest,
    MentorProfile,
    Mentorship,
    Programme,
    ProgrammeMentor,
    ProgrammeStartup,
)


def _requests() -> Select[MentoringRequest]:
    return (
        select(MentoringRequest)
        .join(MentoringRequest.mentor)
        .join(ProgrammeMentor.profile)
        .options(
            joinedload(MentoringRequest.programme).joinedload(Programme.organiser),
            contains_eager(MentoringRequest.mentor)
            .contains_eager(ProgrammeMentor.profile)
            .joinedload(MentorProfile.account),
            joinedload(MentoringRequest.participant).joinedload(ProgrammeStartup.startup),
        )
    )


def request_by_id(request_id: str) -> MentoringRequest:
    """Return a request with both sides. Raises NoSuchRecord."""
    return one_or_missing(session().scalar(_requests().where(MentoringRequest.public_id == request_id)))


def inbox_of(actor: Actor) -> Sequence[MentoringRequest]:
    """Return the requests a mentor got: those that wait first, by when they expire, then the rest, newest first."""
    statement = _requests().where(
        MentorProfile.account_id == actor.id,
        MentoringRequest.sent_at.is_not(None),
        MentoringRequest.muted.is_(False),
        MentoringRequest.state.not_in((RequestState.WITHDRAWN, RequestState.QUEUED)),
    )
    waits_first = (MentoringRequest.state != RequestState.WAITING, MentoringRequest.id.desc())
    return scalars(statement.order_by(*waits_first).limit(100))


def waiting_for(actor: Actor) -> int:
    """Count the requests that wait for the actor's answer as a mentor."""
    statement = _requests().where(
        MentorProfile.account_id == actor.id,
        MentoringRequest.state == RequestState.WAITING,
        MentoringRequest.muted.is_(False),
    )
    return len(scalars(statement))


def wishes_of(participant: ProgrammeStartup) -> Sequence[MentoringRequest]:
    """Return a startup's requests in a programme: live ones in their order, then the others, newest first."""
    statement = _requests().where(MentoringRequest.programme_startup_id == participant.id)
    order = (MentoringRequest.live.is_(None), MentoringRequest.position, MentoringRequest.id.desc())
    return scalars(statement.order_by(*order))


def live_wishes(participant_ids: Collection[int]) -> Sequence[MentoringRequest]:
    """Return the live requests of startups' places, in their order."""
    statement = select(MentoringRequest).where(
        MentoringRequest.programme_startup_id.in_(participant_ids), MentoringRequest.state.in_(LIVE_REQUESTS)
    )
    order = (MentoringRequest.programme_startup_id, MentoringRequest.position, MentoringRequest.id)
    return scalars(statement.order_by(*order))


def expired(now: datetime, *, most: int = 200) -> Sequence[int]:
    """Return the ids of requests whose time is over at `now`."""
    statement = select(MentoringRequest.id).where(
        MentoringRequest.state == RequestState.WAITING, MentoringRequest.expires_at <= now
    )
    return session().scalars(statement.order_by(MentoringRequest.expires_at).limit(most)).all()


def hopeless(now: datetime, *, most: int = 200) -> Sequence[int]:
    """Return the ids of requests whose mentor cannot take anybody: full, on a break, or gone from the programme."""
    taken = (
        select(func.count())
        .where(Mentorship.programme_mentor_id == ProgrammeMentor.id, Mentorship.live.is_(True))
        .correlate(ProgrammeMentor)
        .scalar_subquery()
    )
    statement = (
        select(MentoringRequest.id)
        .join(ProgrammeMentor, ProgrammeMentor.id == MentoringRequest.programme_mentor_id)
        .join(MentorProfile, MentorProfile.id == ProgrammeMentor.profile_id)
        .where(
            MentoringRequest.state == RequestState.WAITING,
            or_(
                ProgrammeMentor.state != MentorState.ACCEPTED,
                MentorProfile.paused_until > now,
                taken >= ProgrammeMentor.capacity,
            ),
        )
    )
    return session().scalars(statement.order_by(MentoringRequest.id).limit(most)).all()


def about_to_expire(now: datetime, until: datetime, *, most: int = 200) -> Sequence[int]:
    """Return the ids of requests that expire by `until` and of which their mentor was not reminded."""
    statement = select(MentoringRequest.id).where(
        MentoringRequest.state == RequestState.WAITING,
        MentoringRequest.muted.is_(False),
        MentoringRequest.reminded_at.is_(None),
        MentoringRequest.expires_at > now,
        MentoringRequest.expires_at <= until,
    )
    return session().scalars(statement.order_by(MentoringRequest.expires_at).limit(most)).all()
