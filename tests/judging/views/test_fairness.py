"""The pages of an analysis: before it is made, once it is, when it is out of date, and who sees them."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ecosystem.core.database import session, transaction
from ecosystem.events.models import StaffRole
from ecosystem.judging.models import Assignment
from ecosystem.judging.services import analysis
from tests.judging.judged import Judged, judged_round
from tests.support.background import run_tasks
from tests.support.factories.accounts import account, sign_in
from tests.support.factories.events import make_staff
from tests.support.statements import count_statements

PAGES = ("", "/reliability", "/judges")


def url(judged: Judged, rest: str = "") -> str:
    return f"/organise/contests/{judged.contest.slug}/judging/fairness/{judged.round.public_id}{rest}"


@pytest.fixture
def judged(client: FlaskClient) -> Judged:
    """Six entries, three judges, the third stricter and missing two entries."""
    made = judged_round(entries=6, judges=3, places=2, chaired=True)
    made.handed_in([10, 9, 7], [8, 8, 5], [7, 9, None], [6, 5, 4], [4, 6, 2], [9, 7, None])
    sign_in(client, made.owner)
    return made


@pytest.fixture
def chair(app: Flask, judged: Judged) -> FlaskClient:
    client = app.test_client()
    sign_in(client, judged.judge(0))
    return client


def analysed(judged: Judged) -> None:
    analysis.compute(judged.round, judged.board)


def test_a_board_without_sheets_says_so(client: FlaskClient) -> None:
    made = judged_round()
    sign_in(client, made.owner)
    assert "Chưa có phiếu chấm nào được gửi" in client.get(url(made)).text


def test_asking_makes_a_task_and_the_page_shows_what_it_found(app: Flask, client: FlaskClient, judged: Judged) -> None:
    assert "Chưa phân tích" in client.get(url(judged)).text
    answer = client.post(url(judged, "/compute"), data={"board": judged.board.key}, follow_redirects=True)
    assert "hx-get" in answer.text
    assert run_tasks(app) == 1
    page = client.get(url(judged)).text
    assert "Tính lúc" in page
    assert "rank-interval-span" in page
    assert "phiếu thay đổi" not in page


@pytest.mark.parametrize("rest", PAGES)
def test_the_pages_cost_few_statements(chair: FlaskClient, judged: Judged, rest: str) -> None:
    analysed(judged)
    with count_statements() as counted:
        answer = chair.get(url(judged, rest))
    assert answer.status_code == 200
    counted.at_most(15)


def test_a_later_sheet_makes_it_out_of_date(client: FlaskClient, judged: Judged) -> None:
    analysed(judged)
    judged.handed_in([None] * 3, [None] * 3, [None, None, 6])
    page = client.get(url(judged)).text
    assert "Từ đó đã có 1 phiếu thay đổi." in page
    assert "Tính lại" in page


def test_ranks_stand_side_by_side(client: FlaskClient, judged: Judged) -> None:
    analysed(judged)
    page = client.get(url(judged)).text
    for entry in judged.entries:
        assert entry.title in page
    moved = client.get(url(judged, "?show=moved")).text
    assert moved.count("rank-interval-span") < page.count("rank-interval-span")


def test_reliability_in_words(client: FlaskClient, judged: Judged) -> None:
    analysed(judged)
    page = client.get(url(judged, "/reliability")).text
    assert "Cần mọi giám khảo chấm mọi hồ sơ." in page  # Kendall's W, with two gaps
    assert "Để đạt độ tin cậy 0,7, mỗi hồ sơ cần" in page


def test_only_the_chair_sees_profiles(app: Flask, client: FlaskClient, chair: FlaskClient, judged: Judged) -> None:
    analysed(judged)
    assert "Giám khảo" in chair.get(url(judged, "/judges")).text
    assert client.get(url(judged, "/judges")).status_code == 403
    other = app.test_client()
    sign_in(other, judged.judge(1))
    assert other.get(url(judged, "/judges")).status_code == 404


@pytest.mark.parametrize("rest", PAGES)
def test_strangers_and_observers_see_none_of_it(app: Flask, judged: Judged, rest: str) -> None:
    stranger, observer = app.test_client(), app.test_client()
    sign_in(stranger, account("Người lạ"))
    sign_in(observer, make_staff(judged.contest.event.organiser, StaffRole.OBSERVER))
    assert stranger.get(url(judged, rest)).status_code == 404
    assert observer.get(url(judged, rest)).status_code == 403
    assert stranger.post(url(judged, "/compute")).status_code == 404


def test_two_panels_are_told_what_would_join_them(client: FlaskClient) -> None:
    made = judged_round(entries=4, judges=2, places=2)
    made.handed_in([9, None], [7, None], [None, 8], [None, 5])
    with transaction():
        for judge, entry in ((0, 2), (0, 3), (1, 0), (1, 1)):
            session().delete(session().get_one(Assignment, made.charges[judge, entry].id))
    sign_in(client, made.owner)
    analysed(made)
    page = client.get(url(made)).text
    assert "Không thể so sánh tất cả các hồ sơ này" in page
    assert "Đề nghị lượt chấm này" in page
    assert "rank-interval-span" not in page


def test_asking_for_a_second_reading_gives_the_charge(client: FlaskClient) -> None:
    made = judged_round(entries=6, judges=4, places=2)
    with transaction():
        for entry in range(6):
            for judge in range(4):
                if (entry + judge) % 4 == 0:
                    session().delete(session().get_one(Assignment, made.charges.pop((judge, entry)).id))
    for (judge, entry), _ in made.charges.items():
        rows: list[list[int | None]] = [[None] * 4 for _ in range(6)]
        rows[entry][judge] = 5 + (entry * 3 + judge * 5) % 6
        made.handed_in(*rows)
    sign_in(client, made.owner)
    analysed(made)
    page = client.get(url(made)).text
    assert "Những lượt chấm thêm có ích nhất" in page
    result = analysis.stored_analysis(made.round, made.board)
    assert result is not None
    judge, entry = result.result["readings"][0][:2]
    panelist = next(p for p in made.panel if p.id == judge)
    application = next(e for e in made.entries if e.id == entry)
    client.post(
        f"/organise/contests/{made.contest.slug}/judging/assignment/{made.round.public_id}/give",
        data={"judge": panelist.public_id, "entry": application.public_id},
    )
    again = analysis.compute(made.round, made.board)
    assert [judge, entry] not in [row[:2] for row in again.result["readings"]]


def test_all_equal_and_one_judge_are_told_in_words(client: FlaskClient) -> None:
    made = judged_round(entries=3, judges=1)
    made.handed_in([8], [8], [8])
    sign_in(client, made.owner)
    analysed(made)
    page = client.get(url(made)).text
    assert "Chưa hồ sơ nào có đủ giám khảo chấm" in page
    assert client.get(url(made, "/reliability")).status_code == 200
    assert "nan" not in page.lower().split()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_methods_are_explained(client: FlaskClient, language: str) -> None:
    page = client.get("/help/methods", headers={"Accept-Language": language})
    assert page.status_code == 200
    assert page.text.count("<math") >= 9
