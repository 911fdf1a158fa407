"""The organiser's pages about progress, ranking, decisions, prizes and the announcement; the public pages after it."""

import csv
import io
import json

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import select

from ecosystem.core.database import session, transaction
from ecosystem.events.models import StaffRole
from ecosystem.judging.domain.life_cycle import Decision, SheetState
from ecosystem.judging.models import Award
from ecosystem.judging.queries.decisions import decided_in, publication_of
from ecosystem.judging.services import awards
from ecosystem.notifications.models import Mail
from tests.judging.judged import Judged, judged_round
from tests.support.factories.accounts import account, sign_in
from tests.support.factories.applications import make_team_member
from tests.support.factories.contests import make_prize
from tests.support.factories.events import make_staff
from tests.support.statements import count_statements


@pytest.fixture
def judged(client: FlaskClient) -> Judged:
    made = judged_round(entries=3, judges=2, places=1, chaired=True)
    made.handed_in([10, 9], [8, 8], [4, None])
    make_prize(made.contest, rank=1, board_id=made.board.id)
    sign_in(client, made.owner)
    return made


def url(judged: Judged, page: str, rest: str = "") -> str:
    return f"/organise/contests/{judged.contest.slug}/judging/{page}/{judged.round.public_id}{rest}"


PAGES = [
    ("progress", ""),
    ("progress", "/remind"),
    ("ranking", ""),
    ("ranking", "?all=1"),
    ("ranking", "/ties"),
    ("ranking", "/components"),
    ("results", ""),
    ("results", "/awards"),
    ("results", "/announcement"),
]


@pytest.mark.parametrize(("page", "rest"), PAGES)
def test_the_pages_open(client: FlaskClient, judged: Judged, page: str, rest: str) -> None:
    here = url(judged, page, rest)
    with count_statements() as counted:
        answer = client.get(here)
    assert answer.status_code == 200
    counted.at_most(15)


@pytest.mark.parametrize(("page", "rest"), PAGES)
def test_strangers_see_none_of_it(app: Flask, judged: Judged, page: str, rest: str) -> None:
    stranger = app.test_client()
    sign_in(stranger, account("Người lạ"))
    assert stranger.get(url(judged, page, rest)).status_code == 404


def test_observers_see_progress_and_no_scores(app: Flask, judged: Judged) -> None:
    observer = app.test_client()
    sign_in(observer, make_staff(judged.contest.event.organiser, StaffRole.OBSERVER))
    assert observer.get(url(judged, "progress")).status_code == 200
    assert observer.get(url(judged, "ranking")).status_code == 403
    assert observer.get(url(judged, "ranking", "/reviews.csv")).status_code == 403
    assert observer.get(url(judged, "results")).status_code == 403


def test_the_ranking_page_costs_few_statements(client: FlaskClient, judged: Judged) -> None:
    here = url(judged, "ranking")
    client.get(here)
    with count_statements() as counted:
        client.get(here)
    counted.at_most(8)


def test_filters_and_search_of_the_ranking(client: FlaskClient, judged: Judged) -> None:
    first, second = judged.entries[0], judged.entries[1]
    page = client.get(url(judged, "ranking", f"?q={first.code}")).text
    assert first.title in page
    assert second.title not in page
    assert first.title not in client.get(url(judged, "ranking", "?show=unranked")).text


def test_the_ranking_as_csv(client: FlaskClient, judged: Judged) -> None:
    answer = client.get(url(judged, "ranking", "/ranking.csv"))
    text = answer.get_data(as_text=True)
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text[1:])))
    assert len(rows) == 4
    assert rows[1][:4] == ["1", judged.entries[0].code, judged.entries[0].title, "47.5"]


def test_reviews_as_csv_hold_no_formulas_and_no_zeros(client: FlaskClient, judged: Judged) -> None:
    sheet = judged.charge(0, 0).sheet
    assert sheet is not None
    with transaction():
        sheet.comment = '=HYPERLINK("http://example.org")'
    judged.scored(1, 2, 7, without="pitch")
    text = client.get(url(judged, "ranking", "/reviews.csv")).get_data(as_text=True)
    rows = list(csv.reader(io.StringIO(text[1:])))
    assert len(rows) == 7
    assert any("'=HYPERLINK" in cell for row in rows for cell in row)
    (draft,) = [row for row in rows[1:] if row[3] == SheetState.DRAFT.value]
    assert draft[9:11] == ["", ""], "neither the missing score nor the total is a 0"


@pytest.mark.parametrize("what", ["ranking", "reviews"])
def test_workbooks_open(client: FlaskClient, judged: Judged, what: str) -> None:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(client.get(url(judged, "ranking", f"/{what}.xlsx")).data))
    assert book.active is not None
    assert book.active.max_row >= 4


def test_reviews_of_an_entry_and_reopening_are_for_the_chair(app: Flask, client: FlaskClient, judged: Judged) -> None:
    entry = judged.entries[0].public_id
    page = client.get(url(judged, "ranking", f"/entries/{entry}"))
    assert page.status_code == 200
    assert judged.panel[1].name in page.text
    charge = judged.charges[1, 0].public_id
    reopen = url(judged, "ranking", f"/sheets/{charge}/reopen")
    assert client.post(reopen, data={"reason": "Xem lại"}).status_code == 403
    chair = app.test_client()
    sign_in(chair, judged.judge(0))
    assert chair.post(reopen, data={"reason": ""}).status_code == 400
    assert chair.post(reopen, data={"reason": "Xem lại"}).status_code == 302
    assert judged.charge(1, 0).sheet_state is SheetState.DRAFT


def test_reminding_after_a_look_at_the_mail(client: FlaskClient, judged: Judged) -> None:
    here = url(judged, "progress", "/remind")
    looked = client.post(here, data={"preview": "1", "message": "Mong Anh/Chị thu xếp."})
    assert "Mong Anh/Chị thu xếp." in looked.text
    assert session().scalars(select(Mail)).all() == []
    assert client.post(here, data={"send": "1", "message": "Mong Anh/Chị thu xếp."}).status_code == 302
    (mail,) = session().scalars(select(Mail)).all()
    assert mail.account_id == judged.judge(1).id
    assert "Mong Anh/Chị thu xếp." in mail.body


def test_deciding_by_rule_by_hand_and_back(client: FlaskClient, judged: Judged) -> None:
    here = url(judged, "results")
    client.post(here, data={"decision": "rule", "board": judged.board.key})
    client.post(here, data={"decision": "pending", "board": judged.board.key, "entry": [judged.entries[0].public_id]})
    assert [each.decision for each in decided_in(judged.round)] == [Decision.PENDING, Decision.STOP, Decision.STOP]
    assert client.post(here, data={"decision": "nonsense", "board": judged.board.key}).status_code == 400
    assert client.post(here, data={"decision": "stop", "board": "no-such-board"}).status_code == 404


def test_pasted_votes(client: FlaskClient, judged: Judged) -> None:
    part = {"key": "votes", "name": "Bình chọn", "maximum": "20", "formula": "votes", "places": 1}
    with transaction():
        judged.version.components = [part]
    here = url(judged, "ranking", "/components")
    codes = [entry.code for entry in judged.entries]
    wrong = client.post(here, data={"key": "votes", "lines": f"{codes[0]}\t12\nkhông phải số"})
    assert wrong.status_code == 400
    assert "không phải số" in wrong.text
    lines = f"{codes[0]}\t1.200\n{codes[1]};600\n{codes[2]}, 0\n"
    assert client.post(here, data={"key": "votes", "lines": lines}).status_code == 302
    rows = csv.reader(io.StringIO(client.get(url(judged, "ranking", "/ranking.csv")).get_data(as_text=True)))
    assert [row[3] for row in rows][1:] == ["67.5", "50", "20"]


def test_the_whole_way_to_the_certificate(app: Flask, client: FlaskClient, judged: Judged) -> None:
    make_team_member(judged.entries[0], name="Y Mẫu H'Bŏ Kĕ Rĭ Kŭ ƀ")
    client.post(url(judged, "results"), data={"decision": "rule", "board": judged.board.key})
    client.post(url(judged, "results", "/awards"), data={"proposed": "1"})
    announcement = url(judged, "results", "/announcement")
    assert client.post(announcement, data={}).status_code == 400
    assert publication_of(judged.round) is None
    assert client.post(announcement, data={"understood": "y"}).status_code == 302
    visitor = app.test_client()
    winners = visitor.get(f"/contests/{judged.contest.slug}/winners")
    assert judged.entries[0].title in winners.text
    bundle = visitor.get(f"/contests/{judged.contest.slug}/results-1.json")
    assert json.loads(bundle.data)["awards"] == [{"code": judged.entries[0].code, "prizes": ["Giải Nhất"]}]
    award = session().scalars(select(Award)).one()
    assert judged.entries[0].title in visitor.get(f"/verify/{award.public_id}").text
    assert visitor.get(f"/certificates/{award.public_id}.pdf").status_code == 303
    paper = client.get(f"/certificates/{award.public_id}.pdf")
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper.data)).pages)
    assert "GIẤY CHỨNG NHẬN" in text
    assert "Y Mẫu H'Bŏ Kĕ Rĭ Kŭ ƀ" in text.replace("\n", " ")
    assert award.public_id in text.replace("\n", "")


@pytest.mark.parametrize(
    ("rest", "said"),
    [("/minutes.pdf", "BIÊN BẢN CHẤM THI"), ("/sheets.pdf", "PHIẾU CHẤM ĐIỂM"), ("/minutes.pdf?lang=en", "MINUTES")],
)
def test_papers(client: FlaskClient, judged: Judged, rest: str, said: str) -> None:
    answer = client.get(url(judged, "results", rest))
    assert answer.mimetype == "application/pdf"
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)
    assert said in text
    assert judged.entries[0].code in text


def test_nothing_is_public_before_the_announcement(app: Flask, judged: Judged) -> None:
    awards.give_proposed(judged.round, by=judged.owner)
    visitor = app.test_client()
    page = visitor.get(f"/contests/{judged.contest.slug}/winners")
    assert page.status_code == 200
    assert judged.entries[0].title not in page.text
    award = session().scalars(select(Award)).one()
    assert visitor.get(f"/verify/{award.public_id}").status_code == 404
    assert visitor.get(f"/contests/{judged.contest.slug}/results-1.json").status_code == 404


def test_children_without_consent_are_not_named(app: Flask, client: FlaskClient, judged: Judged) -> None:
    make_team_member(judged.entries[0], name="Bé Mẫu Nhỏ", is_under_16=True)
    awards.give_proposed(judged.round, by=judged.owner)
    client.post(url(judged, "results"), data={"decision": "rule", "board": judged.board.key})
    client.post(url(judged, "results", "/announcement"), data={"understood": "y"})
    award = session().scalars(select(Award)).one()
    visitor = app.test_client()
    winners = visitor.get(f"/contests/{judged.contest.slug}/winners").text
    assert "Bé Mẫu Nhỏ" not in visitor.get(f"/verify/{award.public_id}").text + winners
    assert judged.entries[0].members[0].name in winners
