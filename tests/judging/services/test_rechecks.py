"""Whatever conflicts rest on, a change of it is looked at in the same transaction; results that are out stay."""

from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.accounts.services.profile import Profile, change_profile
from ecosystem.core import clock
from ecosystem.core.database import transaction
from ecosystem.core.signals import announce
from ecosystem.events.services import staff as staff_services
from ecosystem.events.signals import StaffChanged
from ecosystem.judging.domain.life_cycle import AssignmentState, SheetState
from ecosystem.judging.models import Conflict, EntryBar, Publication
from ecosystem.judging.services.panels import remove_panelist
from ecosystem.notifications.models import Mail
from ecosystem.startups.domain.profile import Profile as StartupProfile
from ecosystem.startups.models import Startup, StartupMember
from ecosystem.startups.services.profiles import edit_profile
from ecosystem.startups.services.team import leave_startup
from ecosystem.startups.signals import MemberJoined, TiesChanged, TiesChangedAmong
from tests.judging.judged import Judged, judged_round
from tests.support.factories.events import make_staff
from tests.support.factories.mentoring import make_mentor, make_mentorship, make_participant, make_programme
from tests.support.factories.startups import make_member, make_person, make_startup

pytestmark = pytest.mark.both_databases


def standing(session: Session) -> list[tuple[int, int, str]]:
    rows = session.scalars(select(Conflict).where(Conflict.lifted_at.is_(None)).order_by(Conflict.id))
    return [(row.account_id, row.application_id, row.source.value) for row in rows]


def startup_enters(judged: Judged, entry: int) -> int:
    startup = make_startup(make_person())
    with transaction():
        judged.entries[entry].startup_id = startup.id
    return startup.id


def test_joining_a_startup_withdraws_charge_and_sheet_and_asks_for_a_replacement(session: Session) -> None:
    judged = judged_round(entries=2, judges=2)
    judged.scored(0, 0, 5)
    startup_id = startup_enters(judged, 0)
    with transaction():
        make_member_row(session, startup_id, judged.judge(0).id)
        announce(MemberJoined(startup_id, judged.judge(0).id))
    assert standing(session) == [(judged.judge(0).id, judged.entries[0].id, "same_startup")]
    charge = judged.charges[0, 0]
    session.refresh(charge)
    assert charge.state is AssignmentState.WITHDRAWN
    assert charge.sheet is not None
    assert charge.sheet.state is SheetState.WITHDRAWN
    assert judged.charges[1, 0].state is AssignmentState.ACTIVE
    assert session.scalars(select(Mail.account_id).where(Mail.kind == "replacements_wanted")).all() == [judged.owner.id]


def make_member_row(session: Session, startup_id: int, account_id: int) -> None:
    session.add(StartupMember(startup_id=startup_id, account_id=account_id))
    session.flush()


def test_leaving_a_startup_ends_the_conflict(session: Session) -> None:
    judged = judged_round(entries=1, judges=2)
    founder = make_person()
    startup = make_startup(founder)
    make_member(startup, judged.judge(0))
    with transaction():
        judged.entries[0].startup_id = startup.id
        announce(MemberJoined(startup.id, judged.judge(0).id))
    assert len(standing(session)) == 1
    leave_startup(startup, by=judged.judge(0))
    assert standing(session) == []


def test_another_organisation_of_a_judge_and_of_a_member(session: Session) -> None:
    judged = judged_round(entries=2, judges=2)
    author = judged.entries[1].created_by
    for account in (author, judged.judge(1)):
        change_profile(account.id, Profile(name=account.name, organisation="Đại học Tây Nguyên"))
    assert standing(session) == [(judged.judge(1).id, judged.entries[1].id, "same_organisation")]
    change_profile(author.id, Profile(name=author.name, organisation=""))
    assert standing(session) == []


def test_a_tax_code_given_later(session: Session) -> None:
    judged = judged_round(entries=1, judges=1)
    make_startup(judged.judge(0), tax_code="0101234567")
    owner = make_person()
    entering = make_startup(owner)
    with transaction():
        judged.entries[0].startup_id = entering.id
    edit_profile(entering, StartupProfile(name=entering.name, tax_code="0101234567"), version=None, by=owner)
    assert [source for _, _, source in standing(session)] == ["same_tax_code"]


def test_ties_that_other_features_keep_are_asked_for(session: Session) -> None:
    judged = judged_round(entries=1, judges=1)
    startup_id = startup_enters(judged, 0)
    with transaction():
        announce(TiesChanged(startup_id))
    assert standing(session) == []


def test_mentors_of_many_startups_at_once_are_found(session: Session) -> None:
    judged = judged_round(entries=3, judges=1)
    startups = [startup_enters(judged, number) for number in range(2)]
    programme = make_programme()
    mentor = make_mentor(programme, judged.judge(0), capacity=3)
    for seat, startup_id in enumerate(startups, 1):
        place = make_participant(programme, startup=session.get_one(Startup, startup_id))
        make_mentorship(mentor, place, mentor_seat=seat)
    with transaction():
        announce(TiesChangedAmong(frozenset(startups)))
    account_id = judged.judge(0).id
    assert standing(session) == [(account_id, judged.entries[number].id, "mentor") for number in range(2)]


def test_staff_who_come_and_go(session: Session) -> None:
    judged = judged_round(entries=1, judges=1)
    author = judged.entries[0].created_by
    member = make_staff(judged.contest.event.organiser, "observer", author)  # type: ignore[arg-type]
    assert member
    with transaction():
        announce(StaffChanged(judged.contest.event.organiser_id, author.id))
    assert session.scalars(select(EntryBar.application_id)).all() == [judged.entries[0].id]
    staff_services.leave_staff(judged.contest.event.organiser, by=author)
    assert session.scalars(select(EntryBar)).all() == []


def test_a_judge_off_the_panel_bars_the_own_entry_no_longer(session: Session) -> None:
    judged = judged_round(entries=1, judges=2)
    with transaction():
        judged.entries[0].created_by_id = judged.judge(0).id
        announce(StaffChanged(judged.contest.event.organiser_id, judged.judge(0).id))
    assert session.scalars(select(EntryBar.application_id)).all() == [judged.entries[0].id]
    remove_panelist(judged.panel[0], by=judged.owner)
    assert session.scalars(select(EntryBar)).all() == []


def test_results_that_are_out_are_not_touched(session: Session) -> None:
    judged = judged_round(entries=1, judges=1)
    judged.scored(0, 0, 5)
    with transaction():
        session.add(
            Publication(
                contest_id=judged.contest.id,
                round_id=judged.round.id,
                number=1,
                published_at=clock.now(),
                published_by_id=judged.owner.id,
                snapshot={},
                snapshot_hash="0" * 64,
            )
        )
    change_profile(judged.judge(0).id, Profile(name="A", organisation="Sở Khoa học"))
    author = judged.entries[0].created_by
    change_profile(author.id, Profile(name=author.name, organisation="Sở Khoa học"))
    assert standing(session) == []
    assert judged.charges[0, 0].state is AssignmentState.ACTIVE
    assert judged.charges[0, 0].sheet.total == Decimal(25)  # type: ignore[union-attr]
