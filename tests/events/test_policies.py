"""Who may do what with organisers and events; lists and rules say the same."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.core.access import Nobody, can
from ecosystem.events.models import Event, EventState, Organiser, StaffRole
from ecosystem.events.policies import (
    EventAction,
    OrganiserAction,
    has_role,
    own_organisers,
    staff_role,
    visible_events,
)
from tests.support.factories.accounts import operator
from tests.support.factories.events import make_event, make_organiser, make_staff
from tests.support.factories.startups import make_person
from tests.support.statements import count_statements

RUNNERS = {StaffRole.OWNER, StaffRole.MANAGER}


@pytest.mark.parametrize("role", list(StaffRole))
def test_roles(session: Session, role: StaffRole) -> None:
    organiser = make_organiser()
    person = make_staff(organiser, role)
    event = make_event(organiser, state=EventState.DRAFT)
    assert staff_role(person, organiser.id) is role
    assert can(person, EventAction.SEE_DESK, event)
    assert can(person, EventAction.VIEW, event)
    assert can(person, EventAction.EDIT, event) is (role in RUNNERS)
    assert can(person, EventAction.PUBLISH, event) is (role in RUNNERS)
    assert can(person, OrganiserAction.EDIT, organiser) is (role in RUNNERS)
    assert can(person, OrganiserAction.MANAGE_STAFF, organiser) is (role is StaffRole.OWNER)
    assert can(person, OrganiserAction.READ_HISTORY, organiser) is (role in RUNNERS | {StaffRole.OBSERVER})


def test_operators_count_as_owners_and_strangers_as_nobody(session: Session) -> None:
    organiser, stranger = make_organiser(), make_person()
    assert staff_role(operator(), organiser.id) is StaffRole.OWNER
    assert has_role(operator(), organiser.id, StaffRole.OWNER)
    for nobody in (stranger, Nobody()):
        assert staff_role(nobody, organiser.id) is None
        assert not has_role(nobody, organiser.id)
        assert not can(nobody, OrganiserAction.VIEW, organiser)


def test_roles_are_asked_once_a_request(session: Session) -> None:
    organisers = [make_organiser() for _ in range(3)]
    person = make_person()
    with count_statements() as counted:
        for organiser in organisers:
            assert not has_role(person, organiser.id)
    counted.at_most(1)


@pytest.mark.parametrize("who", ["nobody", "stranger", "staff", "operator"])
def test_lists_show_what_the_rules_grant(session: Session, who: str) -> None:
    organiser = make_organiser()
    for state in EventState:
        make_event(organiser, state=state)
    make_event(organiser, state=EventState.ARCHIVED, published_at=None)
    make_event(state=EventState.DRAFT)
    people = {
        "nobody": Nobody(),
        "stranger": make_person(),
        "staff": make_staff(organiser, StaffRole.OBSERVER),
        "operator": operator(),
    }
    actor = people[who]
    events = session.scalars(select(Event)).all()
    listed = set(session.scalars(select(Event).where(visible_events(actor))))
    assert listed == {event for event in events if can(actor, EventAction.VIEW, event)}
    organisers = session.scalars(select(Organiser)).all()
    own = set(session.scalars(select(Organiser).where(own_organisers(actor))))
    assert own == {each for each in organisers if can(actor, OrganiserAction.VIEW, each)}


def test_an_archived_event_is_not_edited(session: Session) -> None:
    organiser = make_organiser()
    owner = organiser.staff[0].account
    assert not can(owner, EventAction.EDIT, make_event(organiser, state=EventState.ARCHIVED))
