import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.contests.domain.life_cycle import ContestState
from ecosystem.contests.models import Contest
from ecosystem.contests.policies import ContestAction, public_contests, visible_contests
from ecosystem.core.access import Nobody, can
from ecosystem.events.models import Event, StaffRole
from tests.support.factories.contests import draft_contest, make_contest
from tests.support.factories.events import make_event, make_organiser, make_staff
from tests.support.factories.startups import make_person


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        (StaffRole.OWNER, {"view", "edit", "publish", "extend", "answer", "manage_entries", "screen", "decide"}),
        (StaffRole.MANAGER, {"view", "edit", "publish", "extend", "answer", "manage_entries", "screen", "decide"}),
        (StaffRole.SCREENER, {"view", "answer", "manage_entries", "screen"}),
        (StaffRole.OBSERVER, {"view"}),
        (StaffRole.CHECK_IN, {"view"}),
    ],
)
def test_what_each_role_may(session: Session, role: StaffRole, allowed: set[str]) -> None:
    organiser = make_organiser()
    staff = make_staff(organiser, role)
    contest = make_contest(make_event(organiser))
    asked = {"view", "edit", "publish", "extend", "answer", "manage_entries", "screen", "decide"}
    assert {name for name in asked if can(staff, ContestAction(f"contest:{name}"), contest)} == allowed


def test_staff_of_another_organiser_are_strangers(session: Session) -> None:
    stranger = make_staff(make_organiser(), StaffRole.OWNER)
    draft = draft_contest()
    assert not can(stranger, ContestAction.VIEW_PUBLIC, draft)
    assert not can(stranger, ContestAction.VIEW, draft)


def test_an_ended_contest_is_read_not_changed(session: Session) -> None:
    organiser = make_organiser()
    owner = organiser.staff[0].account
    contest = make_contest(make_event(organiser), state=ContestState.CANCELLED)
    assert can(owner, ContestAction.VIEW, contest)
    assert not can(owner, ContestAction.EDIT, contest)


def test_questions_are_asked_by_people_signed_in(session: Session) -> None:
    contest = make_contest()
    assert can(make_person(), ContestAction.ASK, contest)
    assert not can(Nobody(), ContestAction.ASK, contest)
    assert not can(make_person(), ContestAction.ASK, draft_contest())


def test_the_list_filter_agrees_with_the_rule(session: Session) -> None:
    organiser = make_organiser()
    event = make_event(organiser)
    for state in ContestState:
        make_contest(event, state=state)
    draft_contest()
    contests = session.scalars(select(Contest)).all()
    for actor in (Nobody(), make_person(), organiser.staff[0].account, make_person(is_operator=True)):
        shown = set(session.scalars(select(Contest).join(Event).where(visible_contests(actor))))
        assert shown == {each for each in contests if can(actor, ContestAction.VIEW_PUBLIC, each)}
    assert set(session.scalars(select(Contest).where(public_contests()))) == {
        each for each in contests if can(Nobody(), ContestAction.VIEW_PUBLIC, each)
    }
