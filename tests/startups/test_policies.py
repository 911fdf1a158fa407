"""Who may do what with startups; lists and rules say the same."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.core import clock
from ecosystem.core.access import Nobody, can
from ecosystem.startups.models import Startup
from ecosystem.startups.policies import StartupAction, visible_startups
from tests.support.factories.accounts import operator
from tests.support.factories.startups import make_member, make_person, make_startup


@pytest.mark.parametrize("who", ["nobody", "stranger", "member", "operator"])
def test_lists_show_what_the_rules_grant(session: Session, who: str) -> None:
    own = make_startup()
    people = {
        "nobody": Nobody(),
        "stranger": make_person(),
        "member": make_member(own).account,
        "operator": operator(),
    }
    make_startup(is_public=True)
    make_startup()
    make_startup(is_public=True, archived_at=clock.now())
    actor = people[who]
    startups = session.scalars(select(Startup)).all()
    listed = set(session.scalars(select(Startup).where(visible_startups(actor))))
    assert listed == {startup for startup in startups if can(actor, StartupAction.VIEW, startup)}


def test_operators_look_and_do_not_touch(session: Session) -> None:
    startup = make_startup()
    assert can(operator(), StartupAction.WORK, startup)
    assert not can(operator(), StartupAction.EDIT, startup)
    assert not can(operator(), StartupAction.MANAGE_TEAM, startup)


def test_members_edit_and_owners_manage(session: Session) -> None:
    startup = make_startup()
    owner, member = startup.members[0].account, make_member(startup).account
    assert can(member, StartupAction.EDIT, startup)
    assert not can(member, StartupAction.MANAGE_TEAM, startup)
    assert not can(member, StartupAction.ARCHIVE, startup)
    assert can(owner, StartupAction.MANAGE_TEAM, startup)
    assert can(owner, StartupAction.ARCHIVE, startup)
