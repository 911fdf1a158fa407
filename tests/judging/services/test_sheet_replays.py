"""A save that is sent again and again, by a device that never heard the answer, counts once."""

import threading
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from ecosystem.accounts.models import Account
from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.core.database import session
from ecosystem.core.errors import Refused, StaleEdit
from ecosystem.judging.models import ScoreEvent, ScoreSheet
from ecosystem.judging.queries.charges import charge_by_public_id, sheet_of
from ecosystem.judging.services.sheet_steps import hand_in
from ecosystem.judging.services.sheets import FieldChange, Part, Saved, digest, save
from tests.support.factories.applications import make_application
from tests.support.factories.contests import make_contest
from tests.support.factories.judging import make_assignment, make_judged_round

TIMES = 20
KEYS = ("innovation", "effect", "use", "team", "pitch")


def charge_in_the_making() -> tuple[str, int]:
    """Return a charge without a sheet yet, and its judge."""
    contest = make_contest()
    _round, _version, [judge], _none = make_judged_round(contest, entries=0, judges=1)
    entry = make_application(contest, state=ApplicationState.ELIGIBLE)
    assert judge.account_id is not None
    return make_assignment(judge, entry).public_id, judge.account_id


def send(public_id: str, account_id: int, points: str, *, key: str, seen: str | None = None) -> Saved:
    changes = [FieldChange(Part.SCORE, Decimal(points), name, seen) for name in KEYS]
    judge = session().get_one(Account, account_id)
    return save(charge_by_public_id(public_id), changes, by=judge, key=key)


@pytest.mark.both_databases
def test_twenty_replays_at_once_count_once(committed_app: Flask) -> None:
    with committed_app.app_context():
        public_id, account_id = charge_in_the_making()
    gate = threading.Barrier(TIMES)
    answers: list[Decimal | Exception | None] = []

    def replay() -> None:
        with committed_app.app_context():
            gate.wait(30)
            try:
                answers.append(send(public_id, account_id, "8", key="device-1", seen=digest(None)).total)
            except Exception as error:
                answers.append(error)

    threads = [threading.Thread(target=replay) for _ in range(TIMES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert answers == [Decimal(40)] * TIMES
    with committed_app.app_context():
        assert session().query(ScoreSheet).count() == 1
        assert session().query(ScoreEvent).count() == len(KEYS)
        assert session().query(ScoreEvent).filter_by(key="device-1").count() == 1


@pytest.mark.both_databases
def test_a_replay_after_the_sheet_was_locked_is_answered_as_stored(session: Session) -> None:
    public_id, account_id = charge_in_the_making()
    judge = session.get_one(Account, account_id)
    send(public_id, account_id, "8", key="device-1")
    hand_in([charge_by_public_id(public_id)], by=judge)
    assert send(public_id, account_id, "8", key="device-1").total == Decimal(40)
    with pytest.raises(Refused):
        send(public_id, account_id, "9", key="device-2")
    assert set(sheet_of(charge_by_public_id(public_id)).scores.values()) == {Decimal(8)}


@pytest.mark.both_databases
def test_a_late_replay_does_not_undo_what_came_after_it(session: Session) -> None:
    public_id, account_id = charge_in_the_making()
    send(public_id, account_id, "8", key="device-1", seen=digest(None))
    send(public_id, account_id, "9", key="device-2", seen=digest(Decimal(8)))
    assert send(public_id, account_id, "8", key="device-1", seen=digest(None)).total == Decimal(45)
    with pytest.raises(StaleEdit):
        send(public_id, account_id, "8", key="other-1", seen=digest(None))
    assert session.query(ScoreEvent).count() == 2 * len(KEYS)
