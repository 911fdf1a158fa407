"""Taking a large assignment back: the page tells how far it is, and offers it once."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ecosystem.judging.services import runs
from ecosystem.judging.services.assignment import Method
from ecosystem.judging.services.runs import Settings, apply_run, ask_for_proposal
from tests.support.background import run_tasks
from tests.support.factories.accounts import sign_in
from tests.support.factories.contests import closed_contest
from tests.support.factories.judging import make_judged_round


def test_a_large_assignment_is_taken_back_with_progress_on_the_page(
    client: FlaskClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    round_, _, _, _ = make_judged_round(closed_contest(), entries=4, judges=3)
    owner = round_.contest.event.organiser.staff[0].account
    apply_run(ask_for_proposal(round_, Method.BALANCED, Settings(2, 7), by=owner), tells_judges=False, by=owner)
    sign_in(client, owner)
    here = runs.path_of_assignment(round_)
    assert f"{here}/undo" in client.get(here).text
    monkeypatch.setattr(runs, "CHANGES_AT_ONCE", 3)
    assert client.post(f"{here}/undo").headers["Location"] == here
    waiting = client.get(here).text
    assert "Đang chờ đến lượt" in waiting
    assert f"{here}/undo" not in waiting
    assert run_tasks() == 1
    done = client.get(here).text
    assert "Đang chờ đến lượt" not in done
    assert "Hoàn tác phân công" not in done
