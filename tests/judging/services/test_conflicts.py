"""Conflicts are found from data, kept on record, and bar."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.core.database import transaction
from ecosystem.core.errors import Invalid, Refused
from ecosystem.judging.domain.life_cycle import AssignmentState
from ecosystem.judging.models import Conflict, ConflictSource
from ecosystem.judging.queries.conflicts import barred_entries, conflict_lines
from ecosystem.judging.services.conflicts import (
    declare_conflict,
    lift_conflict,
    record_conflict,
    refresh_conflicts,
)
from tests.support.factories.contests import closed_contest
from tests.support.factories.events import make_staff
from tests.support.factories.judging import (
    make_assignment,
    make_conflict,
    make_entry,
    make_judged_round,
    make_panelist,
)
from tests.support.factories.startups import make_member, make_person, make_startup
from tests.support.statements import count_statements


def sources(session: Session) -> set[tuple[int, int, str]]:
    rows = session.scalars(select(Conflict).where(Conflict.lifted_at.is_(None)))
    return {(row.account_id, row.application_id, row.source.value) for row in rows}


def test_the_judges_own_entry_by_account_and_by_address(session: Session) -> None:
    contest = closed_contest()
    judge = make_person("Giám khảo kiêm tác giả", email="judge@uni.example")
    own = make_entry(contest, judge)
    by_mail = make_entry(contest)
    with transaction():
        by_mail.members[0].account_id, by_mail.members[0].email = None, "Judge@Uni.example"
    make_entry(contest)
    make_panelist(contest.rounds[0], judge)
    refresh_conflicts(contest.id)
    assert sources(session) >= {(judge.id, own.id, "same_person"), (judge.id, by_mail.id, "same_person")}


def test_colleagues_in_a_startup(session: Session) -> None:
    contest = closed_contest()
    founder, judge, other_judge = make_person(), make_person(), make_person()
    startup = make_startup(founder)
    make_member(startup, judge)
    entering = make_entry(contest, startup_id=startup.id)
    through_member = make_entry(contest, founder)
    stranger = make_entry(contest)
    for account in (judge, other_judge):
        make_panelist(contest.rounds[0], account)
    refresh_conflicts(contest.id)
    assert sources(session) == {
        (judge.id, entering.id, "same_startup"),
        (judge.id, through_member.id, "same_startup"),
    }
    assert barred_entries(judge.id, [entering.id, stranger.id]) == {entering.id}


def test_an_official_on_an_entry_bars_the_jury(session: Session) -> None:
    contest = closed_contest()
    secretary = make_staff(contest.event.organiser, "observer")  # type: ignore[arg-type]
    entry = make_entry(contest, secretary)
    judges = [make_panelist(contest.rounds[0]) for _ in range(2)]
    refresh_conflicts(contest.id)
    assert sources(session) == {(j.account_id, entry.id, "official_on_entry") for j in judges}


def test_a_look_again_adds_nothing_and_drops_what_is_no_longer_so(session: Session) -> None:
    contest = closed_contest()
    judge = make_person()
    entry = make_entry(contest, judge, created_by_id=make_person().id)
    panelist = make_panelist(contest.rounds[0], judge)
    make_conflict(panelist, make_entry(contest))
    assert refresh_conflicts(contest.id).found == 1
    again = refresh_conflicts(contest.id)
    assert (again.found, again.gone) == (0, 0)
    with transaction():
        entry.members[0].account_id, entry.members[0].email = None, ""
    assert refresh_conflicts(contest.id).gone == 1
    assert {source for _, _, source in sources(session)} == {"declared"}


def test_a_lifted_conflict_stays_lifted(session: Session) -> None:
    contest = closed_contest()
    judge, founder = make_person(), make_person()
    startup = make_startup(founder)
    make_member(startup, judge)
    make_entry(contest, startup_id=startup.id)
    make_panelist(contest.rounds[0], judge)
    refresh_conflicts(contest.id)
    conflict = session.scalars(select(Conflict)).one()
    lift_conflict(conflict, reason="Đã rời công ty từ 2024", by=founder)
    refresh_conflicts(contest.id)
    assert sources(session) == set()


def test_nobody_may_lift_the_own_entry_and_never_without_a_reason(session: Session) -> None:
    contest = closed_contest()
    panelist = make_panelist(contest.rounds[0])
    entry = make_entry(contest)
    own = make_conflict(panelist, entry, source=ConflictSource.SAME_PERSON)
    declared = make_conflict(panelist, entry)
    by = make_person()
    with pytest.raises(Refused):
        lift_conflict(own, reason="vì thế", by=by)
    with pytest.raises(Invalid):
        lift_conflict(declared, reason="  ", by=by)


def test_a_new_conflict_withdraws_the_charge(session: Session) -> None:
    round_, _, panel, entries = make_judged_round(closed_contest())
    charge = make_assignment(panel[0], entries[0])
    other = make_assignment(panel[1], entries[0])
    secretary = make_person()
    record_conflict(panel[0], entries[0], reason="Người hướng dẫn của nhóm", by=secretary)
    assert (charge.state, other.state) == (AssignmentState.WITHDRAWN, AssignmentState.ACTIVE)
    assert [line.panelist.id for line in conflict_lines(round_)] == [panel[0].id]


def test_declaring_twice_keeps_one_with_the_last_reason(session: Session) -> None:
    _, _, panel, entries = make_judged_round(closed_contest())
    judge = panel[0].account
    assert judge is not None
    declare_conflict(panel[0], entries[0], reason="", by=judge)
    declare_conflict(panel[0], entries[0], reason="Học trò cũ", by=judge)
    assert [row.reason for row in session.scalars(select(Conflict))] == ["Học trò cũ"]


def test_an_entry_of_another_contest_is_refused(session: Session) -> None:
    _, _, panel, _ = make_judged_round(closed_contest())
    with pytest.raises(Refused):
        record_conflict(panel[0], make_entry(closed_contest()), reason="x", by=make_person())


@pytest.mark.parametrize("size", [1, 4])
def test_the_number_of_statements_does_not_grow(session: Session, size: int) -> None:
    contest = closed_contest()
    for _ in range(size):
        make_panelist(contest.rounds[0])
        make_entry(contest, startup_id=make_startup().id)
    with count_statements() as counted:
        refresh_conflicts(contest.id)
    counted.at_most(6)
