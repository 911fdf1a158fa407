"""Mentors, programmes, and who takes part in them."""

from datetime import timedelta
from itertools import count
from typing import Any

from ecosystem.accounts.models import Account
from ecosystem.core import clock
from ecosystem.core.database import session, transaction
from ecosystem.events.models import Organiser
from ecosystem.mentoring.domain.life_cycle import (
    MentorshipState,
    MentorState,
    Origin,
    ParticipantState,
    ProgrammeState,
)
from ecosystem.mentoring.models import (
    MentorProfile,
    Mentorship,
    Programme,
    ProgrammeMentor,
    ProgrammeStartup,
)
from ecosystem.mentoring.services.people import index
from ecosystem.startups.models import Stage, Startup
from tests.support.factories.events import make_organiser
from tests.support.factories.startups import make_person, make_startup

_numbers = count(1)


def make_profile(account: Account | None = None, **values: Any) -> MentorProfile:
    """A public profile of a mentor who knows coffee, brands and two languages."""
    account = account or make_person(f"Cố Vấn {next(_numbers)}")
    defaults = {
        "headline": "Xây dựng thương hiệu nông sản",
        "sectors": ["ca_phe"],
        "topics": ["thuong_hieu"],
        "stages": ["pilot"],
        "languages": ["vi", "en"],
        "is_public": True,
    }
    profile = MentorProfile(account_id=account.id, **defaults | values)
    profile.account = account
    index(profile)
    with transaction():
        session().add(profile)
    return profile


def make_programme(organiser: Organiser | None = None, **values: Any) -> Programme:
    """An open programme with open requests, in its time."""
    organiser, now, number = organiser or make_organiser(), clock.now(), next(_numbers)
    defaults = {
        "slug": f"programme-{number}",
        "title": f"Cố vấn {number}",
        "description": "Ba tháng làm việc cùng cố vấn.",
        "state": ProgrammeState.OPEN,
        "opens_at": now - timedelta(days=3),
        "closes_at": now + timedelta(days=20),
        "ends_at": now + timedelta(days=120),
    }
    programme = Programme(organiser_id=organiser.id, **defaults | values)
    programme.organiser = organiser
    with transaction():
        session().add(programme)
    return programme


def make_mentor(
    programme: Programme, account: Account | None = None, *, profile: MentorProfile | None = None, **values: Any
) -> ProgrammeMentor:
    """An accepted mentor of a programme, with two places."""
    profile = profile or make_profile(account)
    place = ProgrammeMentor(
        programme_id=programme.id, profile_id=profile.id, **{"capacity": 2, "state": MentorState.ACCEPTED} | values
    )
    with transaction():
        session().add(place)
    return place


def make_participant(
    programme: Programme, owner: Account | None = None, *, startup: Startup | None = None, **values: Any
) -> ProgrammeStartup:
    """A startup that joined a programme."""
    owner = owner or make_person(f"Sáng Lập {next(_numbers)}")
    startup = startup or make_startup(owner, sectors=["ca_phe"], stage=Stage.PILOT)
    defaults = {
        "goals": "Đưa cà phê của hợp tác xã vào siêu thị.",
        "topics": ["thuong_hieu"],
        "stage": Stage.PILOT,
        "languages": ["vi"],
        "state": ParticipantState.JOINED,
    }
    place = ProgrammeStartup(programme_id=programme.id, startup_id=startup.id, contact_id=owner.id, **defaults | values)
    with transaction():
        session().add(place)
    return place


def make_mentorship(mentor: ProgrammeMentor, participant: ProgrammeStartup, **values: Any) -> Mentorship:
    """A match, straight as a row; the lowest seats unless given."""
    defaults = {
        "state": MentorshipState.ACTIVE,
        "origin": Origin.ORGANISER,
        "mentor_seat": 1,
        "startup_seat": 1,
        "began_at": clock.now(),
    }
    row = Mentorship(
        programme_id=mentor.programme_id,
        programme_mentor_id=mentor.id,
        programme_startup_id=participant.id,
        profile_id=mentor.profile_id,
        startup_id=participant.startup_id,
        **defaults | values,
    )
    with transaction():
        session().add(row)
    return row
