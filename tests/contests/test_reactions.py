from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.accounts.signals import AccountErased, PersonalData
from ecosystem.contests.domain.life_cycle import ContestState
from ecosystem.contests.models import Contest, ContestQuery
from ecosystem.contests.services import inquiries
from ecosystem.core.database import transaction
from ecosystem.core.signals import announce, ask
from ecosystem.events.signals import EventCloned, HeldInEvent, ObstaclesToCancelling
from tests.support.factories.contests import draft_contest, make_contest, make_extension
from tests.support.factories.events import make_event
from tests.support.factories.startups import make_person
from tests.support.statements import count_statements


@pytest.fixture(autouse=True)
def _in_a_request(app: Flask, session: Session) -> object:
    with app.test_request_context():
        yield


def test_an_event_shows_its_public_contests_and_all_to_staff(session: Session) -> None:
    event = make_event()
    make_contest(event, title="Công khai")
    draft_contest(event, title="Bản nháp")
    make_contest(title="Sự kiện khác")
    event_id = event.id
    with count_statements() as statements:
        public = ask(HeldInEvent(event_id))
    assert sum("FROM contest" in each for each in statements.seen) == 1
    assert [held.title for held in public] == ["Công khai"]
    assert public[0].url.startswith("/contests/")
    assert {held.title for held in ask(HeldInEvent(event_id, for_staff=True))} == {"Công khai", "Bản nháp"}


def test_a_contest_under_way_keeps_its_event_alive(session: Session) -> None:
    contest = make_contest()
    assert len(ask(ObstaclesToCancelling(contest.event_id))) == 1
    with transaction():
        contest.state = ContestState.DECIDED
    assert ask(ObstaclesToCancelling(contest.event_id)) == []


def test_next_year_s_event_holds_next_year_s_contests(session: Session) -> None:
    source = make_contest(title="Cuộc thi")
    make_contest(source.event, state=ContestState.CANCELLED)
    new = make_event(source.event.organiser)
    with transaction():
        announce(EventCloned(source.event_id, new.id, timedelta(days=364), make_person().id))
    (copy,) = session.scalars(select(Contest).where(Contest.event_id == new.id))
    assert (copy.title, copy.state) == ("Cuộc thi", ContestState.DRAFT)
    assert copy.closes_at == source.closes_at + timedelta(days=364)


def test_a_person_s_data_are_told_and_forgotten(session: Session) -> None:
    contest, person = make_contest(), make_person()
    inquiries.ask_question(contest, text="Câu riêng?", by=person)
    public = inquiries.ask_question(contest, text="Câu chung?", by=person)
    inquiries.answer_question(public, question="Câu chung?", answer="Có.", is_public=True, by=make_person().id)
    make_extension(contest, person, contest.closes_at + timedelta(days=1))
    told = {records.name: records.records for records in ask(PersonalData(person.id))}
    assert len(told["contest_questions"]) == 2
    assert told["contest_extensions"][0]["reason"] == "Mất điện diện rộng"
    with transaction():
        announce(AccountErased(person.id))
    session.expire_all()
    kept = session.scalars(select(ContestQuery).order_by(ContestQuery.id)).all()
    assert [(query.question, query.asked_by_id) for query in kept] == [("–", None), ("Câu chung?", None)]
