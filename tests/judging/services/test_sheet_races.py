"""One judge on two devices at the same moment: saves are both stored, and none outlives a recusal."""

import threading
from decimal import Decimal

import pytest
from flask import Flask

from ecosystem.accounts.models import Account
from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.core.database import session, transaction
from ecosystem.core.errors import EcosystemError
from ecosystem.judging.domain.life_cycle import AssignmentState, SheetState
from ecosystem.judging.queries.charges import charge_by_public_id, sheet_of
from ecosystem.judging.services.sheet_steps import recuse
from ecosystem.judging.services.sheets import FieldChange, Part, save
from tests.support.factories.applications import make_application
from tests.support.factories.contests import make_contest
from tests.support.factories.judging import make_assignment, make_judged_round

LONG_ENOUGH_TO_WAIT = 0.5


@pytest.mark.both_databases
def test_saves_of_different_fields_at_once_are_both_stored(committed_app: Flask) -> None:
    with committed_app.app_context():
        contest = make_contest()
        _round, _version, [judge], _none = make_judged_round(contest, entries=0, judges=1)
        entry = make_application(contest, state=ApplicationState.ELIGIBLE)
        public_id, account_id = make_assignment(judge, entry).public_id, judge.account_id
        put(public_id, account_id, "innovation", 10)
    refused: list[Exception] = []

    def other_device() -> None:
        with committed_app.app_context():
            try:
                put(public_id, account_id, "effect", 20)
            except Exception as error:
                refused.append(error)

    other = threading.Thread(target=other_device)
    with committed_app.app_context(), transaction():
        put(public_id, account_id, "use", 15)
        other.start()
        other.join(LONG_ENOUGH_TO_WAIT)
        assert other.is_alive(), "the other save waits for this one"
    other.join(20)
    assert refused == []
    with committed_app.app_context():
        lines = sheet_of(charge_by_public_id(public_id)).lines
        stored = {line.criterion.key: line.value for line in lines if line.value is not None}
    assert stored == {"innovation": Decimal(10), "effect": Decimal(20), "use": Decimal(15)}


def put(public_id: str, account_id: int | None, criterion: str, points: int) -> None:
    judge = session().get_one(Account, account_id)
    save(charge_by_public_id(public_id), [FieldChange(Part.SCORE, Decimal(points), criterion)], by=judge)


@pytest.mark.both_databases
def test_a_score_that_comes_while_the_judge_recuses_is_refused(committed_app: Flask) -> None:
    with committed_app.app_context():
        contest = make_contest()
        _round, _version, [judge], _none = make_judged_round(contest, entries=0, judges=1)
        entry = make_application(contest, state=ApplicationState.ELIGIBLE)
        public_id, account_id = make_assignment(judge, entry).public_id, judge.account_id
        put(public_id, account_id, "innovation", 10)
    refused: list[Exception] = []

    def other_device() -> None:
        with committed_app.app_context():
            try:
                put(public_id, account_id, "effect", 20)
            except EcosystemError as error:
                refused.append(error)

    other = threading.Thread(target=other_device)
    with committed_app.app_context(), transaction():
        recuse(charge_by_public_id(public_id), reason="Người thân", by=session().get_one(Account, account_id))
        other.start()
        other.join(LONG_ENOUGH_TO_WAIT)
        assert other.is_alive(), "the save waits for the recusal"
    other.join(20)
    assert len(refused) == 1
    with committed_app.app_context():
        charge = charge_by_public_id(public_id)
        assert charge.assignment.state is AssignmentState.RECUSED
        assert charge.sheet_state is SheetState.WITHDRAWN
