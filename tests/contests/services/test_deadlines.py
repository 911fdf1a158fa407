from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from ecosystem.contests.models import Contest
from ecosystem.contests.services.deadlines import deadline_for, take_number
from ecosystem.core import clock
from ecosystem.core.database import session as current_session
from ecosystem.core.database import transaction
from ecosystem.core.windows import Phase
from tests.support.factories.contests import closed_contest, make_contest, make_extension
from tests.support.factories.startups import make_person


def test_an_extension_holds_for_its_person_only(session: Session) -> None:
    contest = closed_contest()
    late, other = make_person(), make_person()
    tomorrow = clock.now() + timedelta(days=1)
    make_extension(contest, late, tomorrow)
    assert deadline_for(contest, [late.id, other.id]).closes_at == tomorrow
    assert deadline_for(contest, [late.id]).accepts(clock.now())
    assert not deadline_for(contest, [other.id]).accepts(clock.now())
    assert deadline_for(contest, []).phase(clock.now()) is Phase.CLOSED


def test_a_revoked_or_shorter_extension_changes_nothing(session: Session) -> None:
    contest, person = make_contest(), make_person()
    make_extension(contest, person, clock.now() + timedelta(days=30), revoked_at=clock.now())
    make_extension(contest, person, clock.now() + timedelta(days=1))
    assert deadline_for(contest, [person.id]).closes_at == contest.closes_at


def test_numbers_follow_each_other_and_leave_the_version_alone(session: Session) -> None:
    contest = make_contest(code_prefix="HS", year=2026)
    version, changed = contest.version, contest.updated_at
    with transaction():
        assert take_number(contest) == (1, "HS-2026-0001")
        assert take_number(contest) == (2, "HS-2026-0002")
    session.refresh(contest)
    assert (contest.version, contest.updated_at, contest.next_number) == (version, changed, 3)


def test_a_number_of_a_failed_use_case_is_given_back(session: Session) -> None:
    contest = make_contest()

    def fail() -> None:
        with transaction():
            take_number(contest)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with transaction():
        assert take_number(contest)[0] == 1


@pytest.mark.both_databases
def test_no_two_entries_get_one_number(committed_app: Flask) -> None:
    with committed_app.app_context():
        contest_id = make_contest().id

    def take(_turn: int) -> int:
        with committed_app.app_context(), transaction():
            contest = current_session().get(Contest, contest_id)
            assert contest is not None
            return take_number(contest)[0]

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(take, range(40))) == list(range(1, 41))
