"""Matches, hours and sessions for tests."""

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from ecosystem.accounts.models import Account
from ecosystem.core import clock
from ecosystem.core.database import session, transaction
from ecosystem.events.models import Organiser
from ecosystem.mentoring.domain.life_cycle import MentorState, ParticipantState, ProgrammeState
from ecosystem.mentoring.models import (
    Availability,
    ExceptionKind,
    MentoringSession,
    MentorProfile,
    Mentorship,
    Programme,
    ProgrammeMentor,
    ProgrammeStartup,
)
from ecosystem.mentoring.services.availability import set_hours
from ecosystem.mentoring.services.sessions import Wish, book
from ecosystem.startups.models import Startup
from tests.support.factories.accounts import account
from tests.support.factories.events import make_organiser
from tests.support.factories.startups import make_startup

NOW = datetime.fromisoformat("2026-11-23T01:00:00+00:00")  # Monday, eight o'clock in Việt Nam
TEN = datetime.fromisoformat("2026-11-26T03:00:00+00:00")  # Thursday, ten o'clock in Việt Nam
MORNINGS = {str(day): [[540, 720]] for day in range(5)}
_numbers = count(1)


def match(
    mentor: Account | None = None,
    founder: Account | None = None,
    *,
    programme: Programme | None = None,
    startup: Startup | None = None,
    organiser: Organiser | None = None,
    **rules: Any,
) -> Mentorship:
    """An active match in an open programme; `rules` are columns of the programme."""
    number = next(_numbers)
    mentor = mentor or account("Phạm Thị Cố Vấn")
    founder = founder or account("Nguyễn Văn Sáng")
    startup = startup or make_startup(founder, name=f"Cà phê {number}")
    with transaction() as current:
        profile = current.query(MentorProfile).filter_by(account_id=mentor.id).one_or_none()
        profile = profile or MentorProfile(account_id=mentor.id, headline="Chế biến cà phê", sort_key=mentor.name)
        now = clock.now()
        if programme is None:
            told = {"title": f"Cố vấn {number}", "sessions_planned": 6, "session_minutes": 60} | rules
            programme = Programme(
                organiser_id=(organiser or make_organiser()).id,
                slug=f"co-van-{number}",
                state=ProgrammeState.OPEN,
                opens_at=now - timedelta(days=9),
                closes_at=now + timedelta(days=30),
                ends_at=now + timedelta(days=120),
                **told,
            )
        current.add_all([profile, programme])
        current.flush()
        place = current.query(ProgrammeMentor).filter_by(programme_id=programme.id, profile_id=profile.id).one_or_none()
        place = place or ProgrammeMentor(
            programme_id=programme.id, profile_id=profile.id, capacity=9, state=MentorState.ACCEPTED
        )
        participant = ProgrammeStartup(
            programme_id=programme.id, startup_id=startup.id, contact_id=founder.id, state=ParticipantState.JOINED
        )
        current.add_all([place, participant])
        current.flush()
        made = Mentorship(
            programme_id=programme.id,
            programme_mentor_id=place.id,
            programme_startup_id=participant.id,
            profile_id=profile.id,
            startup_id=startup.id,
            mentor_seat=current.query(Mentorship).filter_by(programme_mentor_id=place.id).count() + 1,
            startup_seat=1,
            began_at=now,
        )
        current.add(made)
        current.flush()
        return made


def mentor_of(made: Mentorship) -> Account:
    """The mentor of a match."""
    return made.profile.account


def founder_of(made: Mentorship) -> Account:
    """Whoever speaks for the startup of a match."""
    return made.participant.contact


def open_hours(made: Mentorship, **values: Any) -> Availability:
    """Weekday mornings from nine to twelve, unless told otherwise; the notice is a day."""
    told = {"timezone": "Asia/Ho_Chi_Minh", "weekly": MORNINGS, "buffer_minutes": 0} | values
    return set_hours(made.profile, told, by=made.profile.account_id)


def booked(made: Mentorship, starts_at: datetime = TEN, *, by: Account | None = None, **wish: Any) -> MentoringSession:
    """A session on Thursday at ten, booked by the startup; the mentor opens the mornings first if need be."""
    if session().query(Availability).filter_by(profile_id=made.profile_id).one_or_none() is None:
        open_hours(made)
    return book(made, Wish(starts_at, **wish), by=by or founder_of(made))


def away() -> dict[str, Any]:
    """A day on which the mentor is not free."""
    return {"kind": ExceptionKind.BUSY, "starts_on": date(2026, 12, 24), "ends_on": date(2026, 12, 24)}
