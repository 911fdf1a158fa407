"""What goes wrong with sessions: nobody can come, one investor everybody wants, people on several sides at once."""

from datetime import timedelta
from itertools import pairwise

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.calendar.queries import engagements_of
from ecosystem.core.errors import AlreadyTaken, Refused
from ecosystem.investors.domain.life_cycle import SessionState
from ecosystem.investors.models import Side, WishKind
from ecosystem.investors.queries.sessions import slots_of
from ecosystem.investors.queries.timetables import agenda_of
from ecosystem.investors.services import day, joining, publishing, sessions
from ecosystem.notifications.models import Mail
from tests.investors.services.test_sessions import live, owner_of, sound
from tests.support.factories.accounts import sign_in
from tests.support.factories.calendar import engaged
from tests.support.factories.investors import (
    begins,
    make_investor,
    make_session,
    people_of,
    plan_run,
    publish_session,
    take_part,
    wish,
)
from tests.support.factories.startups import make_person, make_startup


def test_nobody_can_come(client: FlaskClient, session: Session) -> None:
    made = make_session(state=SessionState.WISHES_CLOSED, founder_minimum=1)
    founders, _investors = people_of(made, 2, 2)
    for founder in founders:
        joining.set_away(founder, [slot.position for slot in slots_of(made)], by=founder.account)
    run = plan_run(made)
    assert (run.figures["meetings"], run.figures["missing"], run.objective) == (0, 2, 0)
    assert {each["why"] for each in run.notes} == {"away"}
    with pytest.raises(Refused, match="không có gì để công bố"):
        publishing.publish(run, by=owner_of(made))
    assert made.state is SessionState.DRAFT_TIMETABLE
    sign_in(client, owner_of(made))
    page = client.get(f"/organise/investor-sessions/{made.public_id}/timetables/{run.public_id}")
    assert page.status_code == 200
    assert "Không có cuộc gặp" in page.text


def test_one_investor_everybody_wants_more_than_there_are_slots(client: FlaskClient, session: Session) -> None:
    made = make_session(state=SessionState.WISHES_CLOSED, founder_minimum=1)
    wanted = take_part(made, side=Side.INVESTOR)
    founders = [take_part(made) for _ in range(9)]
    for number, founder in enumerate(founders):
        wish(founder, wanted, WishKind.MUST if number < 3 else WishKind.MEET)
    run = plan_run(made)
    slots = sum(not slot.is_break for slot in slots_of(made))
    assert run.figures["meetings"] == slots < len(founders)
    assert run.objective <= run.bound
    assert len(run.notes) == len(founders) - slots
    publishing.publish(run, by=owner_of(made))
    served = {meeting.founder_id for meeting in live(made)}
    assert {founder.id for founder in founders[:3]} <= served, "musts come before wishes"
    lost = next(founder for founder in founders if founder.id not in served)
    sign_in(client, owner_of(made))
    asked = {"founder": lost.public_id, "investor": wanted.public_id}
    page = client.get(f"/organise/investor-sessions/{made.public_id}/timetables/published", query_string=asked)
    assert f"{lost.name} – {wanted.name}" in page.text
    assert sound()


def test_a_person_who_is_founder_investor_and_judge_at_once(session: Session) -> None:
    person = make_person("Trần Mẫu Ba")
    startup, fund = make_startup(person), make_investor(person)
    one = make_session(state=SessionState.WISHES_CLOSED, founder_minimum=0)
    as_founder = take_part(one, startup)
    with pytest.raises((Refused, AlreadyTaken)):
        joining.invite(one, fund, person, by=owner_of(one))
    wish(as_founder, take_part(one, side=Side.INVESTOR))
    other = make_session(state=SessionState.WISHES_CLOSED, founder_minimum=0)
    as_investor = take_part(other, fund)
    for _ in range(4):
        wish(take_part(other), as_investor)
    judging = engaged([person], begins(one), hours=1, title="Chấm thuyết trình")
    for held in (one, other):
        publishing.publish(plan_run(held), by=owner_of(held))
    mine = engagements_of(person.id, begins(one), begins(one) + timedelta(hours=12))
    assert len(mine) == 1 + len(agenda_of(as_founder)) + len(agenda_of(as_investor))
    assert agenda_of(as_founder)
    assert agenda_of(as_investor)
    for earlier, later in pairwise(mine):
        assert earlier.ends_at <= later.starts_at, "in one place at a time"
    assert judging in mine
    assert sound()


def test_a_session_moved_by_a_day_takes_everybody_with_it_and_tells_them_once(session: Session) -> None:
    made = make_session()
    founders, investors = people_of(made, 3, 2)
    publish_session(made)
    hours = {meeting.id: meeting.slot.starts_at for meeting in live(made)}
    day_after = made.held_on + timedelta(days=1)
    for _ in range(2):  # a double click
        sessions.move_session(made, held_on=day_after, timezone=made.timezone, by=owner_of(made))
    session.expire_all()
    assert {meeting.id: meeting.slot.starts_at - timedelta(days=1) for meeting in live(made)} == hours
    told = session.scalars(select(Mail.account_id).where(Mail.kind == "investor_session_moved")).all()
    assert sorted(told) == sorted(each.account_id for each in [*founders, *investors])
    with pytest.raises(AlreadyTaken):
        engaged([founders[0].account], begins(made), hours=3)
    engaged([founders[0].account], begins(made) - timedelta(days=1), hours=3)
    assert sound()


def test_who_dropped_out_is_planned_no_more(session: Session) -> None:
    made = make_session(state=SessionState.WISHES_CLOSED)
    founders, _investors = people_of(made, 2, 2)
    run = plan_run(made)
    day.drop_out(founders[0], reason="Ốm", by=owner_of(made))
    with pytest.raises(Refused, match=founders[0].name):
        publishing.publish(run, by=owner_of(made))
    assert live(made) == []
    publishing.publish(plan_run(made), by=owner_of(made))
    assert {meeting.founder_id for meeting in live(made)} == {founders[1].id}
    assert sound()
