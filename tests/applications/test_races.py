"""Several people at the same moment, on both databases: the database decides."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask

from ecosystem.accounts.models import Account
from ecosystem.applications.models import Answer, Application, Submission
from ecosystem.applications.services.answers import save_answer
from ecosystem.applications.services.entering import enter
from ecosystem.applications.services.submission import submit
from ecosystem.contests.models import Contest
from ecosystem.core import clock
from ecosystem.core.database import session
from ecosystem.core.errors import StaleEdit
from tests.support.factories.accounts import account
from tests.support.factories.applications import make_application
from tests.support.factories.contests import make_contest

MANY = 8


def at_once(app: Flask, act: Callable[[int], object]) -> list[object]:
    """Let eight threads act at the same moment, each in a context of its own; errors come back as results."""
    barrier = Barrier(MANY)

    def one(number: int) -> object:
        with app.test_request_context():
            barrier.wait()
            try:
                return act(number)
            except StaleEdit as conflict:
                return type(conflict)

    with ThreadPoolExecutor(MANY) as pool:
        return list(pool.map(one, range(MANY)))


@pytest.mark.both_databases
def test_many_clicks_begin_one_entry(committed_app: Flask) -> None:
    with committed_app.test_request_context():
        contest_id, person_id = make_contest().id, account("Y Mẫu").id

    def click(_number: int) -> object:
        contest, person = session().get_one(Contest, contest_id), session().get_one(Account, person_id)
        board = contest.boards[0]
        return enter(
            contest=contest, board=board, startup=None, title="X", create_key="k", by=person, at=clock.now()
        ).id

    assert len(set(at_once(committed_app, click))) == 1
    with committed_app.test_request_context():
        assert session().query(Application).count() == 1


@pytest.mark.both_databases
def test_of_many_edits_of_one_answer_one_is_stored_and_the_others_are_told(committed_app: Flask) -> None:
    with committed_app.test_request_context():
        entry = make_application(answers={})
        entry_id, person_id = entry.id, entry.created_by_id

    def edit(number: int) -> object:
        entry, person = session().get_one(Application, entry_id), session().get_one(Account, person_id)
        raw = f"Bản {number}"
        return save_answer(application=entry, key="problem", raw=raw, shown_version=0, by=person, at=clock.now()).value

    results = at_once(committed_app, edit)
    assert Counter(results)[StaleEdit] == MANY - 1
    with committed_app.test_request_context():
        assert session().query(Answer).one().value in results


@pytest.mark.both_databases
def test_entries_handed_in_at_once_get_numbers_of_their_own_and_each_one_submission(committed_app: Flask) -> None:
    with committed_app.test_request_context():
        contest = make_contest()
        pairs = [(entry.id, entry.created_by_id) for entry in (make_application(contest) for _ in range(MANY // 2))]

    def hand_in(number: int) -> object:
        entry_id, person_id = pairs[number // 2]
        entry, person = session().get_one(Application, entry_id), session().get_one(Account, person_id)
        return submit(application=entry, commitment=True, by=person, at=clock.now()).id

    results = at_once(committed_app, hand_in)
    assert len(set(results)) == MANY // 2
    with committed_app.test_request_context():
        assert session().query(Submission).count() == MANY // 2
        assert sorted(entry.number or 0 for entry in session().query(Application)) == [1, 2, 3, 4]
