"""Dossiers and long lists made by a task."""

import csv
import io
import zipfile

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.applications.views import exports
from ecosystem.contests.models import Contest
from ecosystem.core.background import BackgroundTask, TaskState
from ecosystem.core.database import transaction
from ecosystem.events.models import StaffMember, StaffRole
from tests.support.applications import Visitor
from tests.support.background import run_tasks
from tests.support.factories.accounts import sign_in
from tests.support.factories.applications import make_application
from tests.support.factories.contests import make_contest
from tests.support.factories.events import make_staff


@pytest.fixture
def contest(client: FlaskClient, session: Session) -> Contest:
    """Three entries, and somebody signed in who may export them."""
    made = make_contest()
    for _entry in range(3):
        make_application(made, state=ApplicationState.SUBMITTED)
    sign_in(client, make_staff(made.event.organiser, StaffRole.SCREENER))
    return made


def entries_page(contest: Contest, rest: str) -> str:
    return f"/organise/contests/{contest.slug}/entries/{rest}"


def made_by_task(client: FlaskClient, session: Session, contest: Contest, rest: str) -> TestResponse:
    answer = client.get(entries_page(contest, rest))
    task = session.scalars(select(BackgroundTask).order_by(BackgroundTask.id.desc()).limit(1)).one()
    assert answer.location == f"/tasks/{task.public_id}"
    run_tasks()
    assert (task.state, task.error) == (TaskState.DONE, "")
    return client.get(f"/tasks/{task.public_id}/file")


def test_a_few_dossiers_come_at_once(client: FlaskClient, contest: Contest) -> None:
    answer = client.get(entries_page(contest, "dossiers.zip"))
    assert len(zipfile.ZipFile(io.BytesIO(answer.data)).namelist()) == 3


@pytest.mark.both_databases
def test_many_dossiers_are_made_by_a_task(
    client: FlaskClient, session: Session, contest: Contest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "MOST_DOSSIERS_AT_ONCE", 2)
    file = made_by_task(client, session, contest, "dossiers.zip")
    assert file.mimetype == "application/zip"
    with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
        assert archive.testzip() is None
        assert len(archive.namelist()) == 3


def test_a_second_click_leads_to_the_same_task(
    client: FlaskClient, contest: Contest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "MOST_DOSSIERS_AT_ONCE", 2)
    first, second = (client.get(entries_page(contest, "dossiers.zip")) for _click in range(2))
    assert first.location == second.location


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_long_list_is_made_by_a_task_as_it_was_filtered(
    client: FlaskClient, session: Session, contest: Contest, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(exports, "MOST_ROWS_AT_ONCE", 1)
    make_application(contest, state=ApplicationState.ELIGIBLE)
    file = made_by_task(client, session, contest, f"export.{kind}?state=submitted")
    if kind == "csv":
        rows = list(csv.reader(io.StringIO(file.data.decode("utf-8-sig"))))
        assert len(rows) == 4
        assert rows[0][0] == "Mã hồ sơ"
    else:
        assert file.data.startswith(b"PK")


def test_who_may_not_export_any_more_does_not_get_the_file(
    app: Flask, client: Visitor, session: Session, contest: Contest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "MOST_DOSSIERS_AT_ONCE", 2)
    made_by_task(client, session, contest, "dossiers.zip")
    task = session.scalars(select(BackgroundTask)).one()
    colleague = app.test_client()
    sign_in(colleague, make_staff(contest.event.organiser, StaffRole.MANAGER))
    assert colleague.get(f"/tasks/{task.public_id}/file").status_code == 200
    with transaction():
        row = session.scalars(select(StaffMember).where(StaffMember.account_id == task.asked_by)).one()
        row.role = StaffRole.CHECK_IN
    assert client.get(f"/tasks/{task.public_id}").status_code == 404
    assert client.get(f"/tasks/{task.public_id}/file").status_code == 404
