"""Papers in bulk and long tables of scores made by a task."""

import csv
import io

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from ecosystem.core.background import BackgroundTask, TaskState
from ecosystem.judging.services import awards
from ecosystem.judging.views import documents, downloads
from tests.judging.judged import Judged, judged_round
from tests.support.background import run_tasks
from tests.support.factories.accounts import sign_in
from tests.support.factories.contests import make_prize


@pytest.fixture
def judged(client: FlaskClient, session: Session) -> Judged:
    made = judged_round(entries=3, judges=2, places=1, chaired=True)
    made.handed_in([10, 9], [8, 8], [4, None])
    make_prize(made.contest, rank=1, board_id=made.board.id)
    awards.give_proposed(made.round, by=made.owner)
    sign_in(client, made.owner)
    return made


def made_by_task(client: FlaskClient, session: Session, judged: Judged, page: str, rest: str) -> TestResponse:
    here = f"/organise/contests/{judged.contest.slug}/judging/{page}/{judged.round.public_id}/{rest}"
    answer = client.get(here)
    task = session.scalars(select(BackgroundTask)).one()
    assert answer.location == f"/tasks/{task.public_id}"
    run_tasks()
    assert (task.state, task.error) == (TaskState.DONE, "")
    return client.get(f"/tasks/{task.public_id}/file")


@pytest.mark.parametrize(
    ("rest", "said", "pages"),
    [
        ("sheets.pdf", "PHIẾU CHẤM ĐIỂM", 6),
        ("sheets.pdf?lang=en", "SCORE SHEET", 6),
        ("certificates.pdf", "GIẤY CHỨNG NHẬN", 1),
    ],
)
def test_many_pages_are_made_by_a_task(
    client: FlaskClient,
    session: Session,
    judged: Judged,
    monkeypatch: pytest.MonkeyPatch,
    rest: str,
    said: str,
    pages: int,
) -> None:
    monkeypatch.setattr(documents, "MOST_AT_ONCE", 0)
    file = made_by_task(client, session, judged, "results", rest)
    paper = PdfReader(io.BytesIO(file.data))
    assert len(paper.pages) == pages
    assert said in "".join(page.extract_text() for page in paper.pages)


@pytest.mark.parametrize(("rest", "rows"), [("ranking.csv", 4), ("reviews.csv", 6)])
def test_a_long_table_is_made_by_a_task(
    client: FlaskClient, session: Session, judged: Judged, monkeypatch: pytest.MonkeyPatch, rest: str, rows: int
) -> None:
    monkeypatch.setattr(downloads, "MOST_AT_ONCE", 1)
    file = made_by_task(client, session, judged, "ranking", rest)
    assert len(list(csv.reader(io.StringIO(file.data.decode("utf-8-sig"))))) == rows
