"""Joining and leaving a programme, on both sides; a mentor's capacity in it."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import delete, func, select

from ecosystem.accounts.models import Account
from ecosystem.audit import services as audit
from ecosystem.core import clock
from ecosystem.core.database import check_version, locked, session, transaction, unique_or
from ecosystem.core.errors import Refused
from ecosystem.mentoring import notices
from ecosystem.mentoring.domain.life_cycle import (
    MENTOR_STEPS,
    PARTICIPANT_STEPS,
    MentorState,
    ParticipantState,
    ProgrammeState,
)
from ecosystem.mentoring.models import (
    DraftPair,
    MentorProfile,
    Mentorship,
    Programme,
    ProgrammeMentor,
    ProgrammeStartup,
    RoundRanking,
)
from ecosystem.mentoring.services.cancelled import drop_wishes
from ecosystem.startups.models import Startup

_TWICE = _l("You take part in this programme already. Please reload the page.")


def _ensure_joinable(programme: Programme) -> None:
    if programme.state is not ProgrammeState.OPEN or not programme.window.accepts(clock.now()):
        raise Refused(_l("The programme can be joined only while it is open."))


def invite_mentor(
    programme: Programme, profile: MentorProfile, *, capacity: int | None, by: Account
) -> ProgrammeMentor:
    """Ask a mentor into a programme; whoever applied already is accepted by it. Twice is once."""
    with transaction():
        place = _place_of(programme, profile)
        if place is None:
            place = _new_place(programme, profile, capacity, MentorState.INVITED)
        elif place.state is MentorState.APPLIED:
            _answer_mentor(place, "accept")
            notices.programmes.mentor_decided(place, accepted=True)
            return place
        elif place.state in (MentorState.DECLINED, MentorState.LEFT):
            place.state = MENTOR_STEPS.after(place.state, "invite")
        else:
            return place
        session().flush()
        audit.record("programme.mentor_invited", place, by=by.id, scope=programme.organiser)
        notices.programmes.invited(place, by=by)
        return place


def apply_as_mentor(programme: Programme, profile: MentorProfile, *, by: Account) -> ProgrammeMentor:
    """Offer oneself as a mentor; the organiser decides. Raises Refused outside the programme's time. Twice is once."""
    with transaction():
        _ensure_joinable(programme)
        place = _place_of(programme, profile)
        if place is None:
            place = _new_place(programme, profile, None, MentorState.APPLIED)
        elif place.state in (MentorState.DECLINED, MentorState.LEFT):
            place.state = MENTOR_STEPS.after(place.state, "apply")
        else:
            return place
        session().flush()
        audit.record("programme.mentor_applied", place, by=by.id, scope=programme.organiser)
        return place


def _place_of(programme: Programme, profile: MentorProfile) -> ProgrammeMentor | None:
    statement = select(ProgrammeMentor).where(
        ProgrammeMentor.programme_id == programme.id, ProgrammeMentor.profile_id == profile.id
    )
    return session().scalar(statement.with_for_update().execution_options(populate_existing=True))


def _new_place(
    programme: Programme, profile: MentorProfile, capacity: int | None, state: MentorState
) -> ProgrammeMentor:
    place = ProgrammeMentor(
        programme_id=programme.id,
        profile_id=profile.id,
        capacity=capacity if capacity is not None else profile.capacity or programme.mentor_capacity,
        state=state,
    )
    with unique_or(_TWICE):
        session().add(place)
        session().flush()
    return place


def answer_invitation(place: ProgrammeMentor, *, accepts: bool, by: Account) -> None:
    """Accept or decline an invitation, as the mentor. Raises InvalidTransition once it is answered otherwise."""
    _answered(place, MentorState.INVITED, accepts=accepts, by=by)


def decide_mentor(place: ProgrammeMentor, *, accepts: bool, by: Account) -> None:
    """Accept or decline a mentor who applied, as the organiser, and tell them."""
    if _answered(place, MentorState.APPLIED, accepts=accepts, by=by):
        notices.programmes.mentor_decided(place, accepted=accepts)


def _answered(place: ProgrammeMentor, waits: MentorState, *, accepts: bool, by: Account) -> bool:
    with transaction():
        present = locked(ProgrammeMentor, place.id)
        target = MentorState.ACCEPTED if accepts else MentorState.DECLINED
        if present.state is target:
            return False
        if present.state is not waits:
            raise Refused(_l("This was answered already. Please reload the page."))
        _answer_mentor(present, "accept" if accepts else "decline")
        audit.record(f"programme.mentor_{target.value}", present, by=by.id, scope=present.programme.organiser)
        return True


def _answer_mentor(place: ProgrammeMentor, step: str) -> None:
    place.state = MENTOR_STEPS.after(place.state, step)
    place.answered_at = clock.now()
    session().flush()


def set_capacity(place: ProgrammeMentor, capacity: int, *, by: Account) -> None:
    """Change how many startups a mentor takes on in a programme.

    Raises Refused, in words, for fewer than the mentor works with at present.
    """
    with transaction():
        present = locked(ProgrammeMentor, place.id)
        active = _active(Mentorship.programme_mentor_id, present.id)
        if capacity < active:
            raise Refused(
                ngettext(
                    "%(num)s startup works with this mentor at present. End that match first, then lower the capacity.",
                    "%(num)s startups work with this mentor at present. End a match first, then lower the capacity.",
                    active,
                )
            )
        _reseat(present)
        changes = audit.assign(present, {"capacity": capacity})
        if changes:
            audit.record("programme.capacity", present, by=by.id, scope=present.programme.organiser, changes=changes)


def _reseat(place: ProgrammeMentor) -> None:
    """Number the taken seats from one, so that none lies above a lower capacity."""
    rows = session().scalars(
        select(Mentorship)
        .where(Mentorship.programme_mentor_id == place.id, Mentorship.live.is_(True))
        .order_by(Mentorship.mentor_seat)
    )
    for number, mentorship in enumerate(rows.all(), start=1):
        if mentorship.mentor_seat != number:
            mentorship.mentor_seat = number
            session().flush()


def leave_as_mentor(place: ProgrammeMentor, *, by: Account) -> None:
    """Leave a programme, or be taken out of it. Raises Refused while the mentor works with somebody there."""
    with transaction():
        present = locked(ProgrammeMentor, place.id)
        if present.state is MentorState.LEFT:
            return
        if _active(Mentorship.programme_mentor_id, present.id):
            raise Refused(_l("The mentor works with startups of this programme. End those matches first."))
        step = "leave" if present.state is MentorState.ACCEPTED else "decline"
        _answer_mentor(present, step)
        _forget_ranks(RoundRanking.programme_mentor_id, DraftPair.programme_mentor_id, present.id)
        audit.record("programme.mentor_left", present, by=by.id, scope=present.programme.organiser)


def join_programme(
    programme: Programme, startup: Startup, values: Mapping[str, Any], *, by: Account
) -> ProgrammeStartup:
    """Let a startup take part, with its needs; where the organiser approves startups, it applies. Twice is once.

    Raises Refused outside the programme's time.
    """
    with transaction():
        _ensure_joinable(programme)
        wanted = ParticipantState.APPLIED if programme.startups_need_approval else ParticipantState.JOINED
        statement = select(ProgrammeStartup).where(
            ProgrammeStartup.programme_id == programme.id, ProgrammeStartup.startup_id == startup.id
        )
        place = session().scalar(statement.with_for_update().execution_options(populate_existing=True))
        if place is None:
            place = ProgrammeStartup(
                programme_id=programme.id, startup_id=startup.id, contact_id=by.id, state=wanted, **values
            )
            with unique_or(_TWICE):
                session().add(place)
                session().flush()
        elif place.state in (ParticipantState.LEFT, ParticipantState.DECLINED):
            PARTICIPANT_STEPS.after(place.state, "return")
            place.state, place.contact_id = wanted, by.id
            audit.assign(place, values)
        else:
            return place
        session().flush()
        audit.record("programme.startup_joined", place, by=by.id, scope=programme.organiser)
        return place


def change_needs(place: ProgrammeStartup, values: Mapping[str, Any], *, by: Account, shown: int | None) -> None:
    """Change what a startup needs. Raises StaleEdit when it changed since it was shown."""
    with transaction():
        present = locked(ProgrammeStartup, place.id)
        check_version(present, shown)
        changes = audit.assign(present, values)
        if changes:
            audit.record("programme.needs", present, by=by.id, scope=present.programme.organiser, changes=changes)


def decide_startup(place: ProgrammeStartup, *, accepts: bool, by: Account) -> None:
    """Accept or decline a startup that applied, and tell it. Twice is once."""
    with transaction():
        present = locked(ProgrammeStartup, place.id)
        target = ParticipantState.JOINED if accepts else ParticipantState.DECLINED
        if present.state is target:
            return
        present.state = PARTICIPANT_STEPS.after(present.state, "join" if accepts else "decline")
        present.answered_at = clock.now()
        session().flush()
        audit.record(f"programme.startup_{target.value}", present, by=by.id, scope=present.programme.organiser)
        notices.programmes.startup_decided(present, accepted=accepts)


def leave_as_startup(place: ProgrammeStartup, *, by: Account) -> None:
    """Leave a programme, or be taken out of it. Raises Refused while the startup works with a mentor there."""
    with transaction():
        present = locked(ProgrammeStartup, place.id)
        if present.state is ParticipantState.LEFT:
            return
        if _active(Mentorship.programme_startup_id, present.id):
            raise Refused(_l("The startup works with a mentor of this programme. End that match first."))
        present.state = PARTICIPANT_STEPS.after(present.state, "leave")
        drop_wishes(present)
        _forget_ranks(RoundRanking.programme_startup_id, DraftPair.programme_startup_id, present.id)
        audit.record("programme.startup_left", present, by=by.id, scope=present.programme.organiser)


def _active(column: Any, ident: int) -> int:
    counted = select(func.count()).select_from(Mentorship).where(column == ident, Mentorship.live.is_(True))
    return session().scalar(counted) or 0


def _forget_ranks(ranked: Any, paired: Any, ident: int) -> None:
    session().execute(delete(RoundRanking).where(ranked == ident))
    session().execute(delete(DraftPair).where(paired == ident))
