"""Who may do what with an entry."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.applications.models import Application
from ecosystem.applications.policies import ApplicationAction as A
from ecosystem.applications.policies import is_on_team, on_team_of, sight_of
from ecosystem.applications.signals import JudgeAccess, MayJudge
from ecosystem.core import signals
from ecosystem.core.access import Nobody, can
from ecosystem.core.database import forget
from ecosystem.events.models import StaffRole
from tests.support.factories.accounts import account
from tests.support.factories.applications import make_application, make_team_member
from tests.support.factories.events import make_organiser, make_staff

TEAM = {A.VIEW, A.READ, A.SEE_TEAM, A.SEE_HIDDEN_ANSWERS}
EDITOR = TEAM | {A.EDIT, A.SUBMIT}
LEAD = EDITOR | {A.WITHDRAW, A.MANAGE_TEAM}
LOOKING = {A.READ, A.SEE_TEAM, A.SEE_HIDDEN_ANSWERS, A.VIEW_AS_STAFF}
SCREENING = LOOKING | {A.SCREEN, A.NOTE}
DECIDING = SCREENING | {A.EXTEND, A.MODERATE}
ON_ENTRY = DECIDING | LEAD


def granted(actor: object, entry: Application) -> set[A]:
    forget()
    return {action for action in ON_ENTRY if can(actor, action, entry)}


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (StaffRole.OWNER, DECIDING),
        (StaffRole.MANAGER, DECIDING),
        (StaffRole.SCREENER, SCREENING),
        (StaffRole.OBSERVER, LOOKING),
        (StaffRole.FINANCE, set()),
        (StaffRole.CHECK_IN, set()),
    ],
)
def test_staff_by_role(session: Session, role: StaffRole, expected: set[A]) -> None:
    entry = make_application(state=ApplicationState.SUBMITTED)
    assert granted(make_staff(entry.contest.event.organiser, role), entry) == expected


def test_the_team_by_place(session: Session) -> None:
    entry, editor, reader = make_application(), account("A"), account("B")
    make_team_member(entry, editor, may_edit=True)
    make_team_member(entry, reader)
    assert granted(entry.created_by, entry) == LEAD
    assert granted(editor, entry) == EDITOR
    assert granted(reader, entry) == TEAM


def test_strangers_and_other_organisers_may_nothing(session: Session) -> None:
    entry = make_application(state=ApplicationState.SUBMITTED)
    other = make_staff(make_organiser(), StaffRole.MANAGER)
    for actor in (Nobody(), account("C"), other):
        assert granted(actor, entry) == set()


def test_staff_on_the_team_do_not_decide_their_own_entry(session: Session) -> None:
    entry = make_application(state=ApplicationState.SUBMITTED)
    manager = make_staff(entry.contest.event.organiser, StaffRole.MANAGER)
    make_team_member(entry, manager)
    assert A.SCREEN not in granted(manager, entry)


def test_the_rule_and_the_list_filter_agree(session: Session) -> None:
    person = account("Y Mẫu")
    entries = [make_application(by=person), make_application(), make_application()]
    make_team_member(entries[1], person)
    listed = set(session.scalars(select(Application.id).where(on_team_of(person.id))))
    assert listed == {entry.id for entry in entries if is_on_team(person, entry)} == {entries[0].id, entries[1].id}


@pytest.fixture
def charges() -> Iterator[list[JudgeAccess]]:
    """What the features above would answer; only these for the time of a test."""
    given: list[JudgeAccess] = []
    before = list(signals._handlers[MayJudge])
    signals._handlers[MayJudge][:] = [lambda _question: given]
    yield given
    signals._handlers[MayJudge][:] = before


def test_of_several_charges_the_strictest_counts(session: Session, charges: list[JudgeAccess]) -> None:
    entry, judge = make_application(state=ApplicationState.ELIGIBLE), account("Giám khảo")
    charges.append(JudgeAccess(sees_team=True, sees_hidden=True))
    assert granted(judge, entry) == {A.READ, A.SEE_TEAM, A.SEE_HIDDEN_ANSWERS}
    charges.append(JudgeAccess(sees_team=False, sees_hidden=False))
    assert granted(judge, entry) == {A.READ}
    assert not sight_of(judge, entry).team
