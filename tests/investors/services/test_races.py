"""Two organisers at once: one truth is left, on both databases."""

from datetime import timedelta
from threading import Thread

import pytest
from flask import Flask

from ecosystem.accounts.models import Account
from ecosystem.core.database import db
from ecosystem.core.errors import AlreadyTaken, Refused
from ecosystem.investors.domain.life_cycle import SessionState
from ecosystem.investors.models import InvestorSession, TimetableRun
from ecosystem.investors.queries.sessions import slots_of
from ecosystem.investors.services import publishing, sessions
from tests.investors.services.test_sessions import live, owner_of, sound
from tests.support.factories.investors import begins, make_session, people_of, plan_run, publish_session


@pytest.mark.both_databases
def test_of_two_proposals_published_at_once_one_wins(committed_app: Flask) -> None:
    with committed_app.app_context():
        made = make_session(state=SessionState.WISHES_CLOSED)
        people_of(made, 6, 3)
        runs = [plan_run(made).id, plan_run(made).id, plan_run(made).id, plan_run(made).id]
        by = owner_of(made).id
        session_id = made.id
    outcomes: list[str] = []

    def publish(run_id: int) -> None:
        with committed_app.app_context():
            run = db.session.get_one(TimetableRun, run_id)
            try:
                number = publishing.publish(run, by=db.session.get_one(Account, by))
                outcomes.append(f"published {number}")
            except (Refused, AlreadyTaken) as error:
                outcomes.append(type(error).__name__)

    threads = [Thread(target=publish, args=(run_id,)) for run_id in [*runs, *runs]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with committed_app.app_context():
        meetings = live(db.session.get_one(InvestorSession, session_id))
        assert len(meetings) == 18
        assert outcomes.count("published 18") == 1
        assert len(outcomes) == 8
        assert sound()


@pytest.mark.both_databases
def test_two_organisers_who_move_a_session_leave_one_truth(committed_app: Flask) -> None:
    with committed_app.app_context():
        made = make_session()
        people_of(made, 4, 3)
        publish_session(made)
        session_id, by, first = made.id, owner_of(made).id, made.held_on

    def move(days: int) -> None:
        with committed_app.app_context():
            row = db.session.get_one(InvestorSession, session_id)
            sessions.move_session(
                row,
                held_on=first + timedelta(days=days),
                timezone=row.timezone,
                by=db.session.get_one(Account, by),
            )

    threads = [Thread(target=move, args=(days,)) for days in (1, 2, 3, 4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with committed_app.app_context():
        row = db.session.get_one(InvestorSession, session_id)
        assert row.held_on > first
        assert slots_of(row)[0].starts_at == begins(row)
        assert sound()
