"""Booths and tickets in calendars: whole days that take nobody's time."""

from datetime import date, datetime, time, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.accounts.models import Account
from ecosystem.calendar.domain.layout import View
from ecosystem.calendar.queries.pages import page_of_calendar
from ecosystem.core import clock
from ecosystem.core.database import transaction
from ecosystem.events.models import EventState
from ecosystem.exhibitions.domain.life_cycle import ExhibitorState
from ecosystem.exhibitions.models import Exhibition
from ecosystem.visitors.domain.states import TicketState
from tests.support.factories.accounts import account, signed_in
from tests.support.factories.events import make_event
from tests.support.factories.exhibitions import make_booths, make_claim, make_exhibition, make_exhibitor, make_hall
from tests.support.factories.visitors import make_ticket, make_ticket_type
from tests.support.statements import count_statements

FIRST, LAST = date(2026, 11, 30), date(2026, 12, 2)


def shown(who: Account, day: date = FIRST) -> dict[date, list[str]]:
    """Titles over the hours of the week around `day`."""
    page = page_of_calendar(who, View.WEEK, day, today=day)
    return {each.day: [entry.title for entry in each.above] for each in page.days if each.above}


@pytest.fixture
def exhibitor_account(session: Session) -> Account:
    """Somebody with two booths at an exhibition of three days."""
    who = account("Nguyễn Thị Gian Hàng")
    exhibition = make_exhibition(make_event(starts_on=FIRST, ends_on=LAST), title="Phiên chợ")
    exhibitor = make_exhibitor(exhibition, who, state=ExhibitorState.ACCEPTED)
    for booth in make_booths(exhibition, make_hall(exhibition), 2):
        make_claim(booth, exhibitor)
    return who


def test_a_booth_stands_in_the_calendar_on_the_days_of_its_event(exhibitor_account: Account) -> None:
    days = shown(exhibitor_account)
    assert list(days) == [FIRST, date(2026, 12, 1), LAST]
    [title] = days[FIRST]
    assert "Phiên chợ" in title
    assert shown(account()) == {}
    assert shown(exhibitor_account, date(2026, 12, 20)) == {}


def test_setting_up_and_taking_down_stand_in_the_calendar(exhibitor_account: Account, session: Session) -> None:
    exhibition = session.scalars(select(Exhibition)).one()
    the_day_before = datetime.combine(FIRST - timedelta(days=1), time(13), clock.zone(clock.DEFAULT_ZONE))
    with transaction():
        exhibition.set_up_from, exhibition.set_up_until = the_day_before, the_day_before + timedelta(hours=5)
        exhibition.take_down_from = the_day_before + timedelta(days=3, hours=5)
    page = page_of_calendar(exhibitor_account, View.DAY, the_day_before.date(), today=FIRST)
    [entry] = page.days[0].entries
    assert entry.starts_at == the_day_before
    assert "Phiên chợ" in entry.title
    assert list(shown(exhibitor_account)) == [FIRST, date(2026, 12, 1), LAST]
    assert page_of_calendar(account(), View.DAY, the_day_before.date(), today=FIRST).days[0].entries == ()


def test_a_ticket_stands_in_the_calendar_on_the_days_it_is_good_for(session: Session) -> None:
    who = account()
    event = make_event(starts_on=FIRST, ends_on=LAST, title="Techfest", state=EventState.PUBLISHED)
    kind = make_ticket_type(event, valid_days=[FIRST.isoformat(), LAST.isoformat()])
    ticket = make_ticket(kind)
    assert shown(who) == {}
    with transaction():
        ticket.registration.account_id = who.id
    assert shown(who) == {FIRST: ["Techfest"], LAST: ["Techfest"]}
    with transaction():
        ticket.account_id, ticket.state = who.id, TicketState.CANCELLED
    assert shown(who) == {}


@pytest.mark.parametrize("number", [1, 3])
def test_the_week_takes_few_statements(client: FlaskClient, session: Session, number: int) -> None:
    who = signed_in(client)
    for _ in range(number):
        event = make_event(starts_on=FIRST, ends_on=LAST)
        ticket = make_ticket(make_ticket_type(event))
        exhibition = make_exhibition(event)
        exhibitor = make_exhibitor(exhibition, who, state=ExhibitorState.ACCEPTED)
        make_claim(make_booths(exhibition, make_hall(exhibition), 1)[0], exhibitor)
        with transaction():
            ticket.account_id = who.id
    with count_statements() as counted:
        assert client.get(f"/calendar/?view=week&day={FIRST}").status_code == 200
    counted.at_most(15)
