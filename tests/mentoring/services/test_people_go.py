"""Mentors and founders leave; what they left behind is in order."""

from sqlalchemy.orm import Session

from ecosystem.accounts.signals import AccountErased, PersonalData
from ecosystem.core.database import transaction
from ecosystem.core.signals import announce, ask
from ecosystem.events.signals import ObstaclesToCancelling
from ecosystem.mentoring.domain.life_cycle import MentorshipState, MentorState
from ecosystem.startups.signals import MemberLeft
from tests.support.factories.events import make_event
from tests.support.factories.mentoring import make_mentor, make_mentorship, make_participant, make_programme
from tests.support.factories.startups import make_member


def test_an_erased_mentor_ends_the_matches_and_is_seen_no_more(session: Session) -> None:
    programme = make_programme()
    mentor = make_mentor(programme)
    match = make_mentorship(mentor, make_participant(programme))
    told = {each.name for each in ask(PersonalData(mentor.profile.account_id))}
    assert told >= {"mentor_profile", "mentoring_requests"}
    with transaction():
        announce(AccountErased(mentor.profile.account_id))
    session.expire_all()
    assert (match.state, match.live) == (MentorshipState.ENDED, None)
    assert (mentor.state, mentor.profile.is_public, mentor.profile.headline) == (MentorState.LEFT, False, "")


def test_another_member_speaks_for_the_startup_when_the_contact_leaves(session: Session) -> None:
    participant = make_participant(make_programme())
    other = make_member(participant.startup)
    with transaction():
        announce(MemberLeft(participant.startup_id, participant.contact_id))
    session.expire_all()
    assert participant.contact_id == other.account_id


def test_an_event_is_not_cancelled_over_a_running_programme(session: Session) -> None:
    event = make_event()
    make_programme(event.organiser, event_id=event.id)
    assert any("cố vấn" in str(each) for each in ask(ObstaclesToCancelling(event.id)))
