"""Beginning and ending a match. The seats that two sides have are decided by the database."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import insert, select

from ecosystem.accounts.models import Account
from ecosystem.audit import services as audit
from ecosystem.core import clock
from ecosystem.core.database import locked, scalars, session, transaction, unique_or
from ecosystem.core.errors import AlreadyTaken, Refused
from ecosystem.core.identifiers import public_id
from ecosystem.core.signals import announce
from ecosystem.mentoring import notices
from ecosystem.mentoring.domain.life_cycle import (
    MENTORSHIP_STEPS,
    MentorshipState,
    MentorState,
    Origin,
    ParticipantState,
)
from ecosystem.mentoring.models import MentoringVeto, Mentorship, Programme, ProgrammeMentor, ProgrammeStartup
from ecosystem.mentoring.queries.people import is_on_team
from ecosystem.mentoring.services.cancelled import drop_wishes, drop_wishes_of
from ecosystem.mentoring.signals import MentorshipBegan, MentorshipEnded
from ecosystem.notifications.services import release
from ecosystem.startups.signals import TiesChanged, TiesChangedAmong

MENTOR_FULL = _l("The mentor has no free place any more in this programme.")
STARTUP_FULL = _l("The startup has found its mentor already.")
TAKEN = _l("The two are matched already, or somebody else took the last place just now.")


def begin_mentorship(
    mentor: ProgrammeMentor,
    participant: ProgrammeStartup,
    *,
    origin: Origin,
    by: Account,
    request_id: int | None = None,
) -> Mentorship:
    """Match a mentor and a startup of one programme; both get word by the caller.

    Takes the lowest free seat of each side, under locks on both places (the mentor's first) and unique in the
    database. Raises AlreadyTaken when a side has no seat left or the two are matched already, Refused when one of
    them no longer takes part or does not want the other.
    """
    with transaction() as current:
        present, joined = locked(ProgrammeMentor, mentor.id), locked(ProgrammeStartup, participant.id)
        _ensure_possible(present, joined)
        mentor_seat = _free_seat(
            _seats(Mentorship.mentor_seat, Mentorship.programme_mentor_id, present.id),
            present.capacity,
            MENTOR_FULL,
        )
        startup_seat = _free_seat(
            _seats(Mentorship.startup_seat, Mentorship.programme_startup_id, joined.id),
            joined.programme.mentors_per_startup,
            STARTUP_FULL,
        )
        mentorship = Mentorship(
            programme_id=present.programme_id,
            programme_mentor_id=present.id,
            programme_startup_id=joined.id,
            profile_id=present.profile_id,
            startup_id=joined.startup_id,
            mentor_seat=mentor_seat,
            startup_seat=startup_seat,
            origin=origin,
            request_id=request_id,
            began_at=clock.now(),
        )
        with unique_or(TAKEN):
            current.add(mentorship)
            current.flush()
        scope = present.programme.organiser
        audit.record("mentorship.began", mentorship, by=by.id, scope=scope, note=origin.value)
        if startup_seat == joined.programme.mentors_per_startup:
            drop_wishes(joined)
        announce(MentorshipBegan(mentorship.id))
        announce(TiesChanged(joined.startup_id))
        return mentorship


def begin_mentorships(
    programme: Programme, pairs: Sequence[tuple[ProgrammeMentor, ProgrammeStartup]], *, by: Account
) -> None:
    """Match all these pairs of a round, or none, in a number of statements that hardly grows with them.

    That every side takes part, has a seat and is willing the caller has seen, under locks on all places; that no seat
    is held twice the database sees. Raises AlreadyTaken.
    """
    with transaction() as current:
        seats = _taken_seats(programme)
        now = clock.now()
        rows = [_row(programme, mentor, participant, seats, now) for mentor, participant in pairs]
        with unique_or(TAKEN):
            made = current.execute(insert(Mentorship).returning(Mentorship.id), rows).scalars().all()
        audit.record_all(
            "mentorship.began", Mentorship, made, by=by.id, scope=programme.organiser, note=Origin.ROUND.value
        )
        most = programme.mentors_per_startup
        drop_wishes_of([each["programme_startup_id"] for each in rows if each["startup_seat"] == most])
        for ident in made:
            announce(MentorshipBegan(ident))
        announce(TiesChangedAmong(frozenset(participant.startup_id for _mentor, participant in pairs)))


def lock_places(programme: Programme) -> None:
    """Keep everybody's place in a programme as it is until the end of the transaction, the mentors' first."""
    for place in (ProgrammeMentor, ProgrammeStartup):
        statement = select(place).where(place.programme_id == programme.id).order_by(place.id)
        scalars(statement.with_for_update(of=place).execution_options(populate_existing=True))


def _taken_seats(programme: Programme) -> dict[tuple[str, int], set[int]]:
    """The seats that are held in a programme, by side and place."""
    held = select(
        Mentorship.programme_mentor_id,
        Mentorship.mentor_seat,
        Mentorship.programme_startup_id,
        Mentorship.startup_seat,
    ).where(Mentorship.programme_id == programme.id, Mentorship.live.is_(True))
    seats: dict[tuple[str, int], set[int]] = defaultdict(set)
    for mentor, mentor_seat, startup, startup_seat in session().execute(held):
        assert mentor_seat is not None  # while a match lives: a check constraint
        assert startup_seat is not None
        seats["mentor", mentor].add(mentor_seat)
        seats["startup", startup].add(startup_seat)
    return seats


def _row(
    programme: Programme,
    mentor: ProgrammeMentor,
    participant: ProgrammeStartup,
    seats: dict[tuple[str, int], set[int]],
    now: datetime,
) -> dict[str, Any]:
    """One match with the lowest free seats, which are `seats` of others no more."""
    of_mentor, of_startup = seats["mentor", mentor.id], seats["startup", participant.id]
    mentor_seat = _free_seat(of_mentor, mentor.capacity, MENTOR_FULL)
    startup_seat = _free_seat(of_startup, programme.mentors_per_startup, STARTUP_FULL)
    of_mentor.add(mentor_seat)
    of_startup.add(startup_seat)
    return {
        "public_id": public_id(),
        "programme_id": programme.id,
        "programme_mentor_id": mentor.id,
        "programme_startup_id": participant.id,
        "profile_id": mentor.profile_id,
        "startup_id": participant.startup_id,
        "mentor_seat": mentor_seat,
        "startup_seat": startup_seat,
        "live": True,
        "state": MentorshipState.ACTIVE,
        "origin": Origin.ROUND,
        "began_at": now,
        "end_reason": "",
        "version": 1,
        "created_at": now,
        "updated_at": now,
    }


def match_by_hand(mentor: ProgrammeMentor, participant: ProgrammeStartup, *, by: Account) -> Mentorship:
    """Match two whom the organiser brought together, such as a replacement, and tell both at once.

    Raises as `begin_mentorship`.
    """
    with transaction():
        mentorship = begin_mentorship(mentor, participant, origin=Origin.ORGANISER, by=by)
        batch = f"mentorship:{mentorship.public_id}"
        notices.matches.matched(mentorship, batch=batch)
        release(batch)
        return mentorship


def _ensure_possible(mentor: ProgrammeMentor, participant: ProgrammeStartup) -> None:
    if mentor.programme_id != participant.programme_id:
        raise Refused(_l("The two are not in one programme."))
    if mentor.state is not MentorState.ACCEPTED:
        raise Refused(_l("The mentor no longer takes part in the programme."))
    if participant.state is not ParticipantState.JOINED:
        raise Refused(_l("The startup no longer takes part in the programme."))
    if is_on_team(mentor.profile_id, participant.startup_id):
        raise Refused(_l("The mentor is on the startup's own team."))
    vetoed = select(MentoringVeto.id).where(
        MentoringVeto.profile_id == mentor.profile_id, MentoringVeto.startup_id == participant.startup_id
    )
    if session().scalar(vetoed.limit(1)) is not None:
        raise Refused(_l("These two cannot be matched."))


def _seats(seat: object, owner: object, ident: int) -> set[int]:
    statement = select(seat).where(owner == ident, Mentorship.live.is_(True))  # type: ignore[call-overload]
    return set(session().scalars(statement))


def _free_seat(taken: Collection[int], number: int, full: object) -> int:
    free = next((seat for seat in range(1, number + 1) if seat not in taken), None)
    if free is None or len(taken) >= number:
        raise AlreadyTaken(str(full))
    return free


def end_mentorship(mentorship: Mentorship, *, reason: str, by: Account) -> None:
    """End a match before its time, with a reason for the organiser and the other side. Twice is once."""
    _close(mentorship, "end", reason=reason, by=by)


def finish_mentorship(mentorship: Mentorship, *, by: Account) -> None:
    """Finish a match in its time. Twice is once."""
    _close(mentorship, "finish", reason="", by=by)


def _close(mentorship: Mentorship, step: str, *, reason: str, by: Account) -> None:
    with transaction() as current:
        present = locked(Mentorship, mentorship.id)
        if present.state is not MentorshipState.ACTIVE:
            return
        present.state = MENTORSHIP_STEPS.after(present.state, step)
        present.live = present.mentor_seat = present.startup_seat = None
        present.ended_at, present.ended_by_id, present.end_reason = clock.now(), by.id, reason
        current.flush()
        audit.record(f"mentorship.{step}ed", present, by=by.id, scope=present.programme.organiser, note=reason)
        notices.matches.ended(present, by=by)
        announce(MentorshipEnded(present.id, early=step == "end"))
        announce(TiesChanged(present.startup_id))
