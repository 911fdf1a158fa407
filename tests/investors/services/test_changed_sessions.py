"""What happens to a session once its timetable is published: people drop out, it moves, is cancelled, is held."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.calendar.models import Engagement
from ecosystem.calendar.queries import engagements_of
from ecosystem.core import clock
from ecosystem.core.errors import AlreadyTaken, InvalidTransition, Refused
from ecosystem.core.signals import _handlers, reacts_to
from ecosystem.investors.models import (
    MeetingState,
    RequestKind,
    RunKind,
    Side,
)
from ecosystem.investors.queries.sessions import slots_of
from ecosystem.investors.queries.timetables import agenda_of
from ecosystem.investors.services import day, joining, planning, publishing, sessions
from ecosystem.investors.signals import MeetingHeld
from tests.investors.services.test_sessions import live, owner_of, sound
from tests.support.factories.calendar import engaged
from tests.support.factories.investors import (
    begins,
    make_session,
    people_of,
    publish_session,
    work_out,
)


def test_dropping_out_frees_the_others_and_repair_moves_nothing(session: Session) -> None:
    made = make_session(slot_minutes=20)
    founders, _investors = people_of(made, 8, 2)
    publish_session(made)
    before = {each.public_id: (each.slot_id, each.table_id, each.founder_id) for each in live(made)}
    gone = next(each for each in founders if agenda_of(each))
    request = day.ask_for_change(gone, RequestKind.DROP_OUT, text="Ốm", by=gone.account)
    cancelled = day.answer_request(request, grant=True, by=owner_of(made))
    assert cancelled
    assert day.answer_request(request, grant=True, by=owner_of(made)) == []
    assert engagements_of(gone.account_id, begins(made), begins(made) + timedelta(days=1)) == []
    run = planning.ask_for_run(made, effort=1, seed=1, base=None, by=owner_of(made))
    assert run.kind is RunKind.REPAIR
    work_out(run)
    publishing.publish(run, by=owner_of(made))
    after = {each.public_id: (each.slot_id, each.table_id, each.founder_id) for each in live(made)}
    assert {key: value for key, value in before.items() if value[2] != gone.id}.items() <= after.items()
    assert len(after) > len(before) - len(cancelled)
    assert gone.id not in {value[2] for value in after.values()}
    assert sound()


def test_a_session_moves_with_all_its_meetings_or_not_at_all(session: Session) -> None:
    made = make_session()
    (founder, *_), _investors = people_of(made, 3, 2)
    publish_session(made)
    first, day_before = begins(made), made.held_on
    busy = engaged([founder.account], first + timedelta(days=1), hours=3)
    with pytest.raises(AlreadyTaken, match=founder.account.name):
        sessions.move_session(made, held_on=day_before + timedelta(days=1), timezone=made.timezone, by=owner_of(made))
    session.expire_all()
    assert (made.held_on, begins(made)) == (day_before, first)
    assert sound()
    sessions.move_session(made, held_on=day_before, timezone="Asia/Tokyo", by=owner_of(made))
    assert begins(made) == first - timedelta(hours=2)
    assert slots_of(made)[0].starts_at == begins(made)
    session.expire_all()
    of_meetings = {each.subject: each.starts_at for each in session.scalars(select(Engagement)) if each.id != busy.id}
    assert of_meetings == {each.public_id: each.slot.starts_at for each in live(made)}
    assert sound()


def test_cancelling_frees_everybody(session: Session) -> None:
    made = make_session()
    people_of(made, 3, 2)
    publish_session(made)
    sessions.take_step(made, "cancel", by=owner_of(made))
    assert live(made) == []
    assert {each.cancelled_at is not None for each in session.scalars(select(Engagement))} == {True}
    with pytest.raises(InvalidTransition):
        sessions.take_step(made, "open", by=owner_of(made))
    assert sound()


def test_who_came_is_said_at_the_table_once_the_time_has_come(session: Session) -> None:
    made = make_session()
    people_of(made, 1, 1)
    publish_session(made)
    (meeting,) = live(made)
    heard: list[int] = []
    reacts_to(MeetingHeld)(listen := lambda fact: heard.append(fact.meeting_id))
    try:
        with pytest.raises(Refused):
            day.check(meeting, MeetingState.HELD, by=owner_of(made))
        with clock.at(meeting.slot.starts_at):
            day.call_late(meeting, Side.FOUNDER, by=owner_of(made))
            assert meeting.late is Side.FOUNDER
            day.check(meeting, MeetingState.HELD, by=owner_of(made))
            day.check(meeting, MeetingState.HELD, by=owner_of(made))
            assert (meeting.state, meeting.late, heard) == (MeetingState.HELD, None, [meeting.id])
            day.check(meeting, MeetingState.NO_SHOW, absent=Side.INVESTOR, by=owner_of(made))
            assert meeting.absent is Side.INVESTOR
    finally:
        _handlers[MeetingHeld].remove(listen)


def test_hours_that_change_after_publishing_leave_the_meetings(session: Session) -> None:
    made = make_session()
    (founder,), _investors = people_of(made, 1, 1)
    publish_session(made)
    (meeting,) = live(made)
    joining.set_away(founder, [meeting.slot.position], by=founder.account)
    assert live(made) == [meeting]
    request = day.ask_for_change(founder, RequestKind.HOURS, away=[meeting.slot.position], by=founder.account)
    assert day.answer_request(request, grant=True, by=owner_of(made)) == [meeting]
    assert live(made) == []
    assert sound()
