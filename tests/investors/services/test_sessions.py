"""Sessions from the first settings to the last change: slots, people, wishes, proposals, publishing."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.calendar.invariants import INVARIANTS as OF_CALENDAR
from ecosystem.calendar.models import Engagement
from ecosystem.calendar.queries import engagements_of
from ecosystem.core import clock
from ecosystem.core.database import db, transaction
from ecosystem.core.errors import AlreadyTaken, Refused, StaleEdit
from ecosystem.core.invariants import violations
from ecosystem.investors.domain.life_cycle import SessionState
from ecosystem.investors.invariants import INVARIANTS
from ecosystem.investors.models import (
    InvestorSession,
    JoinRule,
    Meeting,
    ParticipantState,
    PlannedMeeting,
    RunState,
    Side,
    WishKind,
)
from ecosystem.investors.queries.sessions import slots_of, tables_of
from ecosystem.investors.queries.timetables import newest_run
from ecosystem.investors.services import joining, planning, publishing, sessions, telling, wishes
from ecosystem.notifications.models import Mail, MailState
from tests.support.factories.calendar import engaged
from tests.support.factories.investors import (
    begins,
    make_investor,
    make_plan,
    make_session,
    people_of,
    plan_run,
    publish_session,
    take_part,
    wish,
)
from tests.support.factories.startups import make_person, make_startup


def sound() -> bool:
    return [str(each) for each in violations((*INVARIANTS, *OF_CALENDAR))] == []


def owner_of(session_: InvestorSession):  # type: ignore[no-untyped-def]
    return session_.event.organiser.staff[0].account


def live(session_: InvestorSession) -> list[Meeting]:
    statement = select(Meeting).where(Meeting.session_id == session_.id, Meeting.live.is_(True)).order_by(Meeting.id)
    return list(db.session.scalars(statement))


def test_a_morning_is_cut_into_slots_and_tables(session: Session) -> None:
    made = make_session()
    slots = slots_of(made)
    assert [slot.is_break for slot in slots] == [False, False, False, True, False, False, False]
    assert [f"{slot.starts_at.astimezone(clock.zone(made.timezone)):%H:%M}" for slot in slots] == [
        "08:00", "08:20", "08:40", "09:00", "09:20", "09:40", "10:00",
    ]  # fmt: skip
    assert [table.is_spare for table in tables_of(made)] == [False, False, False, False, True]


def test_new_hours_throw_proposals_away_and_published_ones_stay(session: Session) -> None:
    made = make_session(state=SessionState.WISHES_CLOSED)
    by = owner_of(made)
    people_of(made, 2, 2)
    plan_run(made)
    sessions.change_session(made, make_plan(slot_minutes=30, breaks=()), by=by, shown=made.version)
    assert made.state is SessionState.WISHES_CLOSED
    assert newest_run(made) is None
    assert len(slots_of(made)) == 4
    with pytest.raises(StaleEdit):
        sessions.change_session(made, make_plan(), by=by, shown=made.version - 1)
    publish_session(made)
    with pytest.raises(Refused):
        sessions.change_session(made, make_plan(slot_minutes=20), by=by, shown=made.version)


def test_whoever_is_away_is_away_by_the_clock_whatever_the_slots_are_called(session: Session) -> None:
    made = make_session(state=SessionState.WISHES_CLOSED)
    founder = people_of(made, 1, 1)[0][0]
    first, second = [each for each in slots_of(made) if not each.is_break][:2]
    joining.set_away(founder, [second.position], by=owner_of(made))
    gone = second.starts_at
    earlier = make_plan(starts_minute=made.starts_minute - 2 * made.slot_minutes)
    sessions.change_session(made, earlier, by=owner_of(made), shown=made.version)
    session.refresh(founder)
    assert [each.starts_at for each in slots_of(made) if each.position in founder.away] == [gone]
    assert first.position not in founder.away
    other_day = make_plan(held_on=made.held_on + timedelta(days=3), slot_minutes=2 * made.slot_minutes, breaks=())
    sessions.change_session(made, other_day, by=owner_of(made), shown=made.version)
    session.refresh(founder)
    (kept,) = [each for each in slots_of(made) if each.position in founder.away]
    assert kept.starts_at <= gone + timedelta(days=3) < kept.ends_at


def test_a_room_that_changes_after_publishing_changes_in_everybodys_calendar(session: Session) -> None:
    made = make_session(place="Hội trường A")
    people_of(made, 2, 2)
    publish_session(made)
    number = tables_of(made)[0].number
    sessions.name_tables(made, {number: ("Sông Hinh", "https://hop.example.vn/moi")}, by=owner_of(made))
    told = session.scalars(select(Engagement).where(Engagement.link != "")).all()
    assert {(each.where, each.link) for each in told} == {("Sông Hinh, Hội trường A", "https://hop.example.vn/moi")}
    before = {each.id: each.sequence for each in session.scalars(select(Engagement))}
    sessions.change_session(made, make_plan(place="Hội trường B"), by=owner_of(made), shown=made.version)
    for each in session.scalars(select(Engagement)):
        assert each.where.endswith(", Hội trường B")
        assert each.sequence == before[each.id] + 1, "calendars that subscribed read it again"


def test_who_joins_how(session: Session) -> None:
    made = make_session(join_rule="open")
    startup, person = make_startup(), make_person()
    founder = joining.ask_to_join(made, startup, by=startup.members[0].account)
    assert founder.state is ParticipantState.APPROVED
    investor = joining.ask_to_join(made, make_investor(person), by=person)
    assert investor.state is ParticipantState.ASKED
    assert joining.answer(investor, "approve", by=owner_of(made)).state is ParticipantState.APPROVED
    assert joining.ask_to_join(made, startup, by=person).id == founder.id, "a second click gives what is there"
    with pytest.raises(AlreadyTaken):
        joining.ask_to_join(made, make_startup(person), by=person)
    with transaction():
        made.join_rule = JoinRule.INVITED
    with pytest.raises(Refused):
        joining.ask_to_join(made, make_startup(), by=make_person())
    other = make_startup()
    guest = joining.invite(made, other, other.members[0].account, by=owner_of(made))
    assert guest.state is ParticipantState.INVITED
    assert joining.ask_to_join(made, other, by=other.members[0].account).state is ParticipantState.APPROVED


def test_wishes_until_they_close(session: Session) -> None:
    made = make_session(wishes_close_at=clock.now() + timedelta(hours=1))
    (founder, other), (investor,) = people_of(made, 2, 1, wishes=False)
    by = founder.account
    assert wishes.set_wishes(founder, {investor.id: WishKind.MUST, other.id: WishKind.MEET}, by=by) == 1
    assert wishes.set_wishes(founder, {investor.id: WishKind.MUST}, by=by) == 0
    assert wishes.set_wishes(founder, {investor.id: None}, by=by) == 1
    crowd = {take_part(made, side=Side.INVESTOR).id: WishKind.MUST for _ in range(6)}
    with pytest.raises(Refused):
        wishes.set_wishes(founder, crowd, by=by)
    assert made.wishes_close_at is not None
    with clock.at(made.wishes_close_at + timedelta(minutes=2)):
        with pytest.raises(Refused):
            wishes.set_wishes(founder, {investor.id: WishKind.MEET}, by=by)
        assert sessions.close_wishes_due() == 1
        assert sessions.close_wishes_due() == 0


def test_from_wishes_to_a_published_timetable(session: Session) -> None:
    made = make_session()
    founders, investors = people_of(made, 4, 2)
    wish(investors[0], founders[0], WishKind.NO_THANKS)
    run = publish_session(made)
    assert (made.state, run.state) == (SessionState.PUBLISHED, RunState.PUBLISHED)
    assert run.objective == run.bound == 28
    meetings = live(made)
    assert len(meetings) == 7
    assert (founders[0].id, investors[0].id) not in {(each.founder_id, each.investor_id) for each in meetings}
    mine = engagements_of(founders[1].account_id, begins(made), begins(made) + timedelta(days=1))
    assert len(mine) == 2
    mails = list(session.scalars(select(Mail).where(Mail.kind == "investor_session_timetable")))
    assert {mail.state for mail in mails} == {MailState.HELD}
    assert len(mails) == 6
    assert telling.release_mails(run, by=owner_of(made)) == 6
    assert publishing.publish(run, by=owner_of(made)) == 0, "a second click changes nothing"
    assert sound()


def test_nobody_is_planned_while_engaged_otherwise_nor_published(session: Session) -> None:
    made = make_session(state=SessionState.WISHES_CLOSED, founder_minimum=2)
    (founder,), _investors = people_of(made, 1, 2)
    run = plan_run(made)
    judging = engaged([founder.account], begins(made), hours=2)
    assert planning.is_stale(run)
    with pytest.raises(Refused, match=founder.account.name):
        publishing.publish(run, by=owner_of(made))
    assert live(made) == []
    again = plan_run(made)
    hours = {slot.id: slot.starts_at for slot in slots_of(made)}
    planned = list(session.scalars(select(PlannedMeeting).where(PlannedMeeting.run_id == again.id)))
    assert [hours[each.slot_id] for each in planned] == [judging.ends_at], "eight to ten is taken"
    assert again.notes == [{"founder": founder.id, "lacks": 1, "why": "away"}]
    publishing.publish(again, by=owner_of(made))
    assert sound()


def test_a_locked_meeting_stays_when_planned_again(session: Session) -> None:
    made = make_session(state=SessionState.WISHES_CLOSED)
    people_of(made, 3, 2)
    first = plan_run(made)
    planned = session.scalars(select(PlannedMeeting).where(PlannedMeeting.run_id == first.id)).all()
    kept = planned[-1]
    planning.lock(first, kept.id, is_locked=True, by=owner_of(made))
    second = plan_run(made, base=first)
    again = session.scalars(select(PlannedMeeting).where(PlannedMeeting.run_id == second.id, PlannedMeeting.is_locked))
    assert [(e.founder_id, e.investor_id, e.slot_id, e.table_id) for e in again] == [
        (kept.founder_id, kept.investor_id, kept.slot_id, kept.table_id)
    ]


def test_moving_by_hand_says_what_it_breaks(session: Session) -> None:
    made = make_session(state=SessionState.WISHES_CLOSED)
    (founder, _other), _investors = people_of(made, 2, 2)
    run = plan_run(made)
    one, two = session.scalars(
        select(PlannedMeeting).where(PlannedMeeting.run_id == run.id, PlannedMeeting.founder_id == founder.id)
    ).all()
    _same, breaches = planning.move_by_hand(run, one.id, two.slot_id, one.table_id, by=owner_of(made))
    assert "founder_twice" in breaches
    assert one.slot_id != two.slot_id, "nothing was moved"
    used = {each.slot_id for each in session.scalars(select(PlannedMeeting).where(PlannedMeeting.run_id == run.id))}
    free = next(slot for slot in slots_of(made) if not slot.is_break and slot.id not in used)
    joining.set_away(founder, [free.position], by=founder.account)
    moved, breaches = planning.move_by_hand(run, one.id, free.id, one.table_id, by=owner_of(made))
    assert (moved.slot_id, moved.is_locked, breaches) == (free.id, True, ["founder_away"])
