"""A pitch day holds the time of its judges and of the teams' leads; whoever is engaged otherwise is named."""

import itertools
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from ecosystem.accounts.models import Account
from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.applications.models import Application, ApplicationMember
from ecosystem.applications.signals import EntryWithdrawn
from ecosystem.calendar.queries import engagements_of
from ecosystem.calendar.queries.entries import entries_of
from ecosystem.calendar.services import release
from ecosystem.cli import broken_invariants
from ecosystem.contests.models import Round
from ecosystem.core import clock
from ecosystem.core.database import session as current_session
from ecosystem.core.database import transaction
from ecosystem.core.errors import AlreadyTaken
from ecosystem.core.signals import announce
from ecosystem.judging.domain.pitching.times import Stretch, of_one_person
from ecosystem.judging.jobs import hold_pitch_times
from ecosystem.judging.models import PitchDay
from ecosystem.judging.queries.pitch_times import times_not_held
from ecosystem.judging.queries.pitching import day_of, programme_of
from ecosystem.judging.services import pitch_order
from ecosystem.judging.services.panels import remove_panelist
from ecosystem.judging.services.pitch_order import Plan
from tests.support.factories.accounts import account
from tests.support.factories.applications import make_application
from tests.support.factories.calendar import NINE, engaged
from tests.support.factories.contests import make_contest
from tests.support.factories.judging import make_judged_round, make_panelist
from tests.support.held_clock import HeldClock

HOUR, MINUTES = timedelta(hours=1), timedelta(minutes=1)
PLAN = Plan(starts_at=NINE, pitch_seconds=300, question_seconds=240, gap_seconds=60, is_open=False)


def make_day(entries: int = 3) -> tuple[Round, Account, list[Application]]:
    """A drawn pitch day at nine with a judge; every entry takes nine minutes and one to change."""
    contest = make_contest()
    round_, *_ = make_judged_round(contest, entries=0, judges=0)
    judge = account("Trần Thị Giám Khảo")
    make_panelist(round_, judge)
    teams = [make_application(contest, state=ApplicationState.ELIGIBLE) for _ in range(entries)]
    return round_, judge, teams


def the_day(round_: Round) -> PitchDay:
    found = day_of(round_)
    assert found is not None
    return found


def times(who: int) -> list[tuple[datetime, datetime]]:
    found = engagements_of(who, NINE - 24 * HOUR, NINE + 48 * HOUR)
    return [(each.starts_at, each.ends_at) for each in found]


def unheld(round_: Round) -> list[tuple[int, int]]:
    """Who is not held, and by how many other things."""
    return [
        (each.wanted.account_id, len(each.obstacles))
        for each in times_not_held(the_day(round_), programme_of(round_.id), clock.now())
    ]


@pytest.fixture(autouse=True)
def the_evening_before(held_clock: HeldClock) -> None:
    held_clock.set(NINE - 14 * HOUR)


@pytest.fixture
def by(session: Session) -> Account:
    return account("Thư ký Mẫu")


def test_judges_are_held_all_day_and_leads_while_they_are_on(by: Account) -> None:
    round_, judge, teams = make_day()
    pitch_order.draw(round_, PLAN, seed="s", by=by)
    assert times(judge.id) == [(NINE, NINE + 30 * MINUTES)]
    assert {each for team in teams for each in times(team.created_by_id)} == {
        (NINE + start * MINUTES, NINE + (start + 10) * MINUTES) for start in (0, 10, 20)
    }
    assert unheld(round_) == []
    with pytest.raises(AlreadyTaken, match="Trần Thị Giám Khảo"):
        engaged([judge], NINE + 15 * MINUTES, hours=0.5)


def test_what_is_held_follows_the_programme(by: Account) -> None:
    round_, judge, teams = make_day()
    pitch_order.draw(round_, PLAN, seed="s", by=by)
    pitch_order.plan_again(round_, replace(PLAN, starts_at=NINE + 24 * HOUR), by=by)
    assert times(judge.id) == [(NINE + 24 * HOUR, NINE + 24 * HOUR + 30 * MINUTES)]
    first = programme_of(round_.id).slots[0]
    pitch_order.miss(round_, first, reason="Không đến", by=by)
    absent = next(team for team in teams if team.id == first.application_id)
    assert times(absent.created_by_id) == []
    assert times(judge.id) == [(NINE + 24 * HOUR, NINE + 24 * HOUR + 20 * MINUTES)]
    pitch_order.redraw(round_, seed="t", reason="Bốc lại", by=by)
    assert len(times(absent.created_by_id)) == 1
    pitch_order.plan_again(round_, replace(PLAN, starts_at=None), by=by)
    assert [times(who) for who in (judge.id, *(team.created_by_id for team in teams))] == [[], [], [], []]


def test_whoever_is_engaged_is_named_and_held_once_they_are_free(by: Account) -> None:
    round_, judge, teams = make_day()
    pitch_order.draw(round_, replace(PLAN, starts_at=NINE - 6 * HOUR), seed="s", by=by)
    assert times(judge.id) == [(NINE - 6 * HOUR, NINE - 6 * HOUR + 30 * MINUTES)]
    lead = current_session().get_one(Account, teams[0].created_by_id)
    other = engaged([judge, lead], NINE, kind="mentoring", title="Chuyện riêng")
    pitch_order.plan_again(round_, PLAN, by=by)
    assert times(judge.id) == [(NINE, NINE + HOUR)]  # what was there first stays; the former time is given back
    found = times_not_held(the_day(round_), programme_of(round_.id), clock.now())
    assert {each.wanted.account_id for each in found} == {judge.id, lead.id}
    assert all((o.starts_at, o.kind.name) == (NINE, "mentoring") for each in found for o in each.obstacles)
    titles = [each.title for each in entries_of(judge.id, NINE, NINE + HOUR)]
    assert any(round_.name in title for title in titles), "it stands in the calendar, clash or no clash"
    release(kind="mentoring", subject=other.subject, by=None)
    assert [number for _, number in unheld(round_)] == [0, 0]
    hold_pitch_times()
    assert unheld(round_) == []
    assert times(judge.id) == [(NINE, NINE + 30 * MINUTES)]


def test_who_leaves_is_free(by: Account) -> None:
    round_, judge, teams = make_day()
    second = make_panelist(round_, account("Giám khảo hai"))
    pitch_order.draw(round_, PLAN, seed="s", by=by)
    assert len(times(second.account_id or 0)) == 1
    remove_panelist(second, by=by)
    assert times(second.account_id or 0) == []
    with transaction():
        teams[1].state = ApplicationState.WITHDRAWN
        announce(EntryWithdrawn(teams[1].id))
    assert times(teams[1].created_by_id) == []
    assert len(times(judge.id)) == 1


def test_calendars_do_not_tell_what_was_not_announced(by: Account) -> None:
    round_, judge, teams = make_day()
    untold = make_application(round_.contest, state=ApplicationState.ELIGIBLE, announced=False)
    pitch_order.draw(round_, PLAN, seed="s", by=by)
    assert times(untold.created_by_id) == []
    assert entries_of(untold.created_by_id, NINE, NINE + HOUR) == []
    assert len(times(teams[0].created_by_id)) == 1
    assert times(judge.id) == [(NINE, NINE + 40 * MINUTES)]


def test_a_lead_of_two_entries_is_held_for_both(by: Account) -> None:
    round_, _judge, [team] = make_day(1)
    lead = current_session().get_one(Account, team.created_by_id)
    make_application(round_.contest, by=lead, state=ApplicationState.ELIGIBLE)
    pitch_order.draw(round_, replace(PLAN, gap_seconds=0), seed="s", by=by)  # 9:00–9:09 and 9:09–9:18, rounded
    assert times(lead.id) == [(NINE, NINE + 10 * MINUTES), (NINE + 10 * MINUTES, NINE + 20 * MINUTES)]
    assert unheld(round_) == []


def test_everybody_of_a_team_is_held_while_it_is_on(by: Account) -> None:
    round_, judge, teams = make_day(2)
    first, second = account("Thành viên một"), account("Thành viên hai")
    with transaction() as current:
        for team, who in ((teams[0], first), (teams[0], second), (teams[1], second), (teams[1], judge)):
            current.add(ApplicationMember(application_id=team.id, account_id=who.id, name=who.name))
        current.add(ApplicationMember(application_id=teams[0].id, name="Chưa có tài khoản"))
    pitch_order.draw(round_, PLAN, seed="s", by=by)
    on_stage = {team.id: times(team.created_by_id) for team in teams}
    assert times(first.id) == on_stage[teams[0].id]
    assert times(second.id) == sorted(on_stage[teams[0].id] + on_stage[teams[1].id])
    assert len(times(judge.id)) == 1, "a judge is held all day already"
    shown = entries_of(first.id, NINE, NINE + HOUR)
    assert len(shown) == 1, "what is held is not shown besides"
    with pytest.raises(AlreadyTaken, match="Thành viên một"):
        engaged([first], NINE, hours=0.5)
    with transaction():
        teams[0].state = ApplicationState.WITHDRAWN
        announce(EntryWithdrawn(teams[0].id))
    assert times(first.id) == []
    assert broken_invariants() == []


starts = st.timedeltas(timedelta(), timedelta(days=1)).map(lambda later: NINE + later)
stretches = st.lists(st.tuples(starts, st.timedeltas(timedelta(), timedelta(hours=3))), max_size=6)


@given(stretches)
def test_times_of_one_person_cover_what_is_planned_and_never_overlap(planned: list[tuple[datetime, timedelta]]) -> None:
    wanted = [Stretch(str(number), start, start + length) for number, (start, length) in enumerate(planned)]
    found = of_one_person(wanted)
    assert all(before.ends_at <= after.starts_at for before, after in itertools.pairwise(found))
    assert all(each.starts_at.minute % 5 == each.starts_at.second == 0 for each in found)
    for each in wanted:
        probe = each.starts_at + (each.ends_at - each.starts_at) / 2
        assert any(one.starts_at <= probe <= one.ends_at for one in found)


@pytest.mark.both_databases
def test_a_judge_who_is_booked_while_the_order_is_drawn_is_in_one_place(committed_app: Flask) -> None:
    with committed_app.app_context():
        round_, judge, _teams = make_day()
        ids = round_.id, judge.id, account("Thư ký Mẫu").id
    start = Barrier(9)

    def book(number: int) -> str:
        with committed_app.app_context():
            start.wait(30)
            if number == 8:
                found = current_session().get_one(Round, ids[0])
                pitch_order.draw(found, PLAN, seed="s", by=current_session().get_one(Account, ids[2]))
                return "drawn"
            try:
                engaged([current_session().get_one(Account, ids[1])], NINE, subject=f"wish{number}")
            except AlreadyTaken:
                return "refused"
            return "booked"

    with ThreadPoolExecutor(9) as pool:
        outcomes = list(pool.map(book, range(9)))
    assert outcomes[8] == "drawn"
    with committed_app.app_context():
        [(begins, _ends)] = times(ids[1])
        assert begins == NINE
        found = unheld(current_session().get_one(Round, ids[0]))
        assert found == ([(ids[1], 1)] if "booked" in outcomes else [])
        assert outcomes.count("booked") <= 1
        assert broken_invariants() == []
