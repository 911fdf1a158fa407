"""Conflicts are found from data, kept on record, and bar."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.applications.models import ApplicationMember
from ecosystem.core.database import transaction
from ecosystem.core.errors import Invalid, Refused
from ecosystem.core.signals import _handlers, reacts_to
from ecosystem.judging.domain.life_cycle import AssignmentState
from ecosystem.judging.models import Conflict, ConflictSource, EntryBar
from ecosystem.judging.queries.assignment import barred_pairs
from ecosystem.judging.queries.bars import barred_entries
from ecosystem.judging.queries.conflicts import conflict_lines
from ecosystem.judging.services.conflicts import (
    declare_conflict,
    lift_bar,
    lift_conflict,
    record_conflict,
    refresh_conflicts,
)
from ecosystem.startups.signals import Tie, TieKind, TiesAmong
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


def test_an_official_on_an_entry_bars_it_for_the_jury_until_lifted_once(session: Session) -> None:
    contest = closed_contest()
    secretary = make_staff(contest.event.organiser, "observer")  # type: ignore[arg-type]
    entry = make_entry(contest, secretary)
    judges = [make_panelist(contest.rounds[0]) for _ in range(2)]
    charge = make_assignment(judges[0], entry)
    seen = refresh_conflicts(contest.id)
    assert (seen.found, seen.withdrawn) == (1, 1)
    assert sources(session) == set()
    assert all(barred_entries(judge.account_id, [entry.id]) for judge in judges)  # type: ignore[arg-type]
    assert charge.state is AssignmentState.WITHDRAWN
    assert len(barred_pairs(contest.rounds[0])) == 2
    bar = session.scalars(select(EntryBar)).one()
    lift_bar(bar, reason="Ngoài phạm vi phụ trách", by=secretary)
    assert not barred_pairs(contest.rounds[0])
    assert refresh_conflicts(contest.id).found == 0
    with pytest.raises(Refused):
        lift_bar(bar, reason="Lần nữa", by=secretary)


def test_another_official_on_the_team_puts_a_lifted_bar_up_again(session: Session) -> None:
    contest = closed_contest()
    staff = contest.event.organiser
    entry = make_entry(contest, make_staff(staff, "observer"))  # type: ignore[arg-type]
    make_panelist(contest.rounds[0])
    refresh_conflicts(contest.id)
    lift_bar(session.scalars(select(EntryBar)).one(), reason="Đã xem xét", by=entry.created_by)
    other = make_staff(staff, "observer")  # type: ignore[arg-type]
    with transaction():
        entry.members.append(ApplicationMember(account_id=other.id, name=other.name, email=other.email))
    assert refresh_conflicts(contest.id).found == 1
    assert session.scalars(select(EntryBar)).one().lifted_at is None


def test_organisation_tax_code_domain_and_ties(session: Session) -> None:
    contest = closed_contest()
    judge = make_person(email="thay.giao@dai-hoc.edu.vn")
    with transaction():
        judge.organisation = "Công ty TNHH MTV Cà Phê Ban Mê"
    own = make_startup(judge, tax_code="6001234567")
    branch = make_startup(make_person(), tax_code="6001234567-001")
    by_code = make_entry(contest, startup_id=branch.id)
    by_name, by_mail, mentored, stranger = (make_entry(contest) for _ in range(4))
    mentee = make_startup(make_person())
    with transaction():
        by_name.members[0].organisation = "CÔNG TY TNHH CÀ PHÊ BAN MÊ"
        by_mail.members[0].email = "sv@cntt.dai-hoc.edu.vn"
        stranger.members[0].organisation, stranger.members[0].email = "Không", "someone@gmail.com"
        mentored.startup_id = mentee.id
    make_panelist(contest.rounds[0], judge)

    @reacts_to(TiesAmong)
    def mentors(question: TiesAmong) -> Iterator[Tie]:
        if mentee.id in question.startup_ids and judge.id in question.account_ids:
            yield Tie(judge.id, mentee.id, TieKind.MENTOR, "Chương trình 2026")

    try:
        refresh_conflicts(contest.id)
    finally:
        _handlers[TiesAmong].remove(mentors)
    rows = session.scalars(select(Conflict).order_by(Conflict.application_id)).all()
    assert {(row.application_id, row.source.value, row.evidence) for row in rows} == {
        (by_code.id, "same_tax_code", "6001234567"),
        (by_name.id, "same_organisation", "Công ty TNHH MTV Cà Phê Ban Mê"),
        (by_mail.id, "same_email_domain", "dai-hoc.edu.vn"),
        (mentored.id, "mentor", "Chương trình 2026"),
    }
    assert own.id != branch.id


def test_a_look_again_adds_nothing_and_drops_what_is_no_longer_so(session: Session) -> None:
    contest = closed_contest()
    judge = make_person()
    entry = make_entry(contest, judge, created_by_id=make_person().id)
    panelist = make_panelist(contest.rounds[0], judge)
    make_conflict(panelist, make_entry(contest))
    assert refresh_conflicts(contest.id).found == 2  # the judge's own entry, and it is barred for the jury
    again = refresh_conflicts(contest.id)
    assert (again.found, again.gone) == (0, 0)
    with transaction():
        entry.members[0].account_id, entry.members[0].email = None, ""
    assert refresh_conflicts(contest.id).gone == 2
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
    counted.at_most(9)  # two of them ask mentoring and fundraising for ties
