"""The pages of a task: how far it is, its file, who may see it."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ecosystem.core.background import BackgroundTask, TaskState, ask_for
from ecosystem.core.database import transaction
from tests.core.background_worker import COUNTED, REFUSED
from tests.support.background import run_tasks
from tests.support.factories.accounts import account, operator, sign_in, signed_in
from tests.support.statements import count_statements

HTMX = {"HX-Request": "true"}


def asked_for(client: FlaskClient, kind: str = COUNTED) -> BackgroundTask:
    me = signed_in(client)
    return ask_for(kind, subject="a", by=me.id, about="Techfest Măng Đen", url="/work")


def working(task: BackgroundTask) -> None:
    with transaction():
        task.state, task.done, task.total, task.note = TaskState.RUNNING, 3, 12, "Hồ sơ 3"
        task.claimed_by, task.heartbeat_at = "here:1:x", task.asked_at


def test_progress_is_seen_and_asks_for_itself_until_the_end(client: FlaskClient, session: Session) -> None:
    task = asked_for(client)
    assert "Đang chờ đến lượt" in client.get(f"/tasks/{task.public_id}").text
    working(task)
    part = client.get(f"/tasks/{task.public_id}/progress", headers=HTMX)
    assert '<progress class="" value="3" max="12"' in part.text
    assert "Hồ sơ 3" in part.text
    assert f'hx-get="/tasks/{task.public_id}/progress"' in part.text
    assert part.headers["Cache-Control"] == "no-store"


def test_the_end_shows_the_file_and_asks_no_more(client: FlaskClient, session: Session) -> None:
    task = asked_for(client)
    run_tasks()
    part = client.get(f"/tasks/{task.public_id}/progress", headers=HTMX)
    assert "hx-get" not in part.text
    assert "Đã đếm xong." in part.text
    file = client.get(f"/tasks/{task.public_id}/file")
    assert (file.data, file.mimetype) == (b"xxx", "text/plain")
    assert file.headers["Content-Disposition"] == "attachment; filename=dem.txt"


def test_a_page_around_it_can_be_loaded_anew_at_the_end(client: FlaskClient, session: Session) -> None:
    task = asked_for(client)
    address = f"/tasks/{task.public_id}/progress?reload=1"
    waiting = client.get(address, headers=HTMX)
    assert "HX-Refresh" not in waiting.headers
    assert f'hx-get="{address}"' in waiting.text
    run_tasks()
    assert client.get(address, headers=HTMX).headers["HX-Refresh"] == "true"


def test_without_a_script_the_part_leads_to_the_page(client: FlaskClient, session: Session) -> None:
    task = asked_for(client)
    assert client.get(f"/tasks/{task.public_id}/progress").location == f"/tasks/{task.public_id}"


def test_why_it_failed_stands_on_the_page(client: FlaskClient, session: Session) -> None:
    task = asked_for(client, REFUSED)
    run_tasks()
    page = client.get(f"/tasks/{task.public_id}")
    assert "Vòng này đã đóng." in page.text
    assert client.get(f"/tasks/{task.public_id}/file").status_code == 404


def test_cancelling(client: FlaskClient, session: Session) -> None:
    task = asked_for(client)
    assert client.post(f"/tasks/{task.public_id}/cancel").status_code == 302
    session.refresh(task)
    assert task.state is TaskState.CANCELLED


@pytest.mark.parametrize(("method", "what"), [("get", ""), ("get", "/progress"), ("get", "/file"), ("post", "/cancel")])
def test_for_others_it_is_not_there(app: Flask, client: FlaskClient, session: Session, method: str, what: str) -> None:
    task = asked_for(client)
    run_tasks()
    other = app.test_client()
    sign_in(other, account("Người lạ"))
    assert getattr(other, method)(f"/tasks/{task.public_id}{what}", headers=HTMX).status_code == 404


def test_a_kind_may_let_others_in(app: Flask, client: FlaskClient, session: Session) -> None:
    task = asked_for(client, REFUSED)
    other = app.test_client()
    sign_in(other, operator())
    assert other.get(f"/tasks/{task.public_id}").status_code == 200
    assert other.post(f"/tasks/{task.public_id}/cancel").status_code == 302


def test_who_joined_sees_it_and_leaves_it_to_the_first_asker(app: Flask, client: FlaskClient, session: Session) -> None:
    task = asked_for(client)
    other, colleague = app.test_client(), account("Đồng nghiệp")
    ask_for(COUNTED, subject="a", by=colleague.id)
    sign_in(other, colleague)
    page = other.get(f"/tasks/{task.public_id}")
    assert page.status_code == 200
    assert "/cancel" not in page.text
    assert other.post(f"/tasks/{task.public_id}/cancel").status_code == 403


def test_my_tasks(client: FlaskClient, session: Session) -> None:
    me = signed_in(client)
    assert "Chưa yêu cầu việc nào" in client.get("/tasks/").text
    ask_for(COUNTED, subject="0", by=me.id)
    with count_statements() as few:
        client.get("/tasks/")
    for number in range(1, 3):
        ask_for(COUNTED, subject=str(number), by=me.id)
    ask_for(COUNTED, subject="foreign", by=account().id, about="Của người khác")
    with count_statements() as more:
        page = client.get("/tasks/")
    assert "Của người khác" not in page.text
    assert len(few) == len(more) <= 8
