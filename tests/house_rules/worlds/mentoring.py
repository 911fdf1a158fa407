"""A programme whose mentor is the judge, and in which the startup of the lead takes part and is matched."""

from itertools import count
from typing import Any

from sqlalchemy import null

from ecosystem.core import clock
from ecosystem.core.database import transaction
from ecosystem.events.models import Organiser
from ecosystem.mentoring.domain.life_cycle import MentorshipState, RequestState
from ecosystem.mentoring.models import MatchingRun, MentoringRequest, MentorProfile, ProgrammeMentor
from tests.house_rules.parts import EVERYBODY, NO_ONE, OF_STAFF, RUNNERS, SIGNED_IN, TEAM, Matrix
from tests.house_rules.worlds import Scene
from tests.support.factories.mentoring import (
    make_mentor,
    make_mentorship,
    make_participant,
    make_profile,
    make_programme,
)
from tests.support.factories.startups import make_startup

MENTOR = frozenset(("judge",))
SIDES = TEAM | MENTOR
MATRIX: Matrix = {
    "mentoring:own": (SIGNED_IN, NO_ONE),
    "mentoring:be_mentor": (SIGNED_IN, NO_ONE),
    "mentoring:view_mentor": (EVERYBODY, NO_ONE),
    "mentoring:list_programmes": (OF_STAFF, NO_ONE),
    "mentoring:create_programme": (RUNNERS, OF_STAFF),
    "mentoring:view_programme": (EVERYBODY, NO_ONE),
    "mentoring:see_desk": (OF_STAFF, NO_ONE),
    "mentoring:run": (RUNNERS, OF_STAFF),
    "mentoring:join": (SIGNED_IN, NO_ONE),
    "mentoring:browse": (OF_STAFF | SIDES, SIGNED_IN),
    "mentoring:work": (TEAM, NO_ONE),
    "mentoring:serve": (MENTOR, NO_ONE),
    "mentoring:answer": (MENTOR, NO_ONE),
    "mentoring:withdraw": (TEAM, NO_ONE),
    "mentoring:view_match": (OF_STAFF | SIDES, NO_ONE),
    "mentoring:end_match": (RUNNERS | SIDES, OF_STAFF | SIDES),
}
WORDS = frozenset(("way",))
SENT = {
    "mentoring_desk.match_by_hand": {"mentor": "/mentors/<place_id>"},
    "mentoring_desk.set_pair": {"mentor": "/mentors/<place_id>", "startup": "/startups/<place_id>"},
}
_numbers = count(1)


def records(scene: Scene) -> dict[str, dict[str, str]]:
    """One of everything, found by the loaders of the pages."""
    programme = make_programme(scene.organiser)
    mentor = make_mentor(programme, profile=_profile(scene))
    participant = make_participant(programme, scene.person("lead"), startup=scene.startup)
    match = make_mentorship(mentor, participant)
    with transaction() as current:
        request = MentoringRequest(
            programme_id=programme.id,
            programme_mentor_id=mentor.id,
            programme_startup_id=participant.id,
            message="Xin hỗ trợ.",
            state=RequestState.DECLINED,
            live=null(),
            sent_at=clock.now(),
            asked_by_id=participant.contact_id,
        )
        current.add(request)
    return {
        "programme_by_slug": {"programme_slug": programme.slug},
        "ecosystem.mentoring.queries.people.profile_by_id": {"mentor_id": mentor.profile.public_id},
        "profile_by_id": {"mentor_id": mentor.profile.public_id},
        "mentor_place": {"place_id": mentor.public_id},
        "startup_place": {"place_id": participant.public_id},
        "request_by_id": {"request_id": request.public_id},
        "mentorship_by_id": {"mentorship_id": match.public_id},
    }


def _profile(scene: Scene) -> MentorProfile:
    judge: Any = scene.person("judge")
    found = MentorProfile.__table__.select().where(MentorProfile.account_id == judge.id)
    with transaction() as current:
        row = current.execute(found).first()
        present = current.get(MentorProfile, row.id) if row else None
    return present or make_profile(judge)


def family(scene: Scene) -> dict[str, str]:
    """By the ends of addresses."""
    return _family(scene.organiser)


def siblings(scene: Scene) -> dict[str, str]:
    """Another programme of the same organiser."""
    return _family(scene.organiser)


def _family(organiser: Organiser) -> dict[str, str]:
    programme = make_programme(organiser)
    mentor: ProgrammeMentor = make_mentor(programme)
    participant = make_participant(programme, startup=make_startup(name=f"Dự án {next(_numbers)}"))
    match = make_mentorship(mentor, participant, state=MentorshipState.ACTIVE)
    with transaction() as current:
        run = MatchingRun(programme_id=programme.id, seed=1, asked_by_id=organiser.staff[0].account_id)
        current.add(run)
    return {
        "/mentoring/<programme_slug>": programme.slug,
        "/programmes/<programme_slug>": programme.slug,
        "/mentors/<place_id>": mentor.public_id,
        "/startups/<place_id>": participant.public_id,
        "/matches/<mentorship_id>": match.public_id,
        "/round/runs/<run_id>": run.public_id,
    }
