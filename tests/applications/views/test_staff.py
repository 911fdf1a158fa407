"""The organiser's pages, the exports and the public gallery."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ecosystem.accounts.models import Account
from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.applications.models import GalleryState
from ecosystem.core import clock
from ecosystem.core.database import transaction
from tests.applications.views.visitors import rich_contest, staff_of
from tests.support.factories.applications import (
    attach_file,
    make_application,
    make_many_applications,
    submit_again,
)
from tests.support.factories.contests import make_contest
from tests.support.factories.files import make_file
from tests.support.statements import count_statements

STAFF_PAGES = (
    "/",
    "/eligibility",
    "/announce",
    "/eligibility/ID",
    "/ID",
    "/export.csv",
    "/export.xlsx",
    "/dossiers.zip",
)


@pytest.mark.parametrize("page", STAFF_PAGES)
def test_every_page_of_the_staff_opens(client: FlaskClient, session: Session, page: str) -> None:
    contest = rich_contest()
    plan = next(question for question in contest.sections[0].questions if question.key == "k_file")
    entry = make_application(contest, state=ApplicationState.SUBMITTED)
    attach_file(entry, plan, make_file())
    submit_again(entry)
    make_application(contest, state=ApplicationState.ELIGIBLE, announced=False)
    staff_of(client, contest)
    answer = client.get(f"/organise/contests/{contest.slug}/entries{page.replace('ID', entry.public_id)}")
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("page", STAFF_PAGES)
def test_strangers_find_no_page_of_the_staff(client: FlaskClient, lead: Account, page: str) -> None:
    entry = make_application(state=ApplicationState.SUBMITTED)
    answer = client.get(f"/organise/contests/{entry.contest.slug}/entries{page.replace('ID', entry.public_id)}")
    assert answer.status_code == 404


def test_the_list_takes_as_many_statements_for_one_as_for_many(client: FlaskClient, session: Session) -> None:
    contest = make_contest()
    staff_of(client, contest)
    make_many_applications(contest, 1)
    address = f"/organise/contests/{contest.slug}/entries/"
    with count_statements() as one:
        client.get(address)
    make_many_applications(contest, 40)
    with count_statements() as many:
        client.get(address)
    assert len(many) == len(one)
    many.at_most(15)


def test_the_list_is_searched_without_marks(client: FlaskClient, session: Session) -> None:
    contest = make_contest()
    staff_of(client, contest)
    make_application(contest, state=ApplicationState.SUBMITTED, title="Đổi mới Đắk Tô")
    make_application(contest, state=ApplicationState.SUBMITTED, title="Trà sâm")
    page = client.get(f"/organise/contests/{contest.slug}/entries/?q=doi+moi+dak").text
    assert "Đổi mới Đắk Tô" in page
    assert "Trà sâm" not in page


def test_screening_decides_returns_and_goes_on(client: FlaskClient, session: Session) -> None:
    contest = make_contest()
    staff_of(client, contest)
    entry = make_application(contest, state=ApplicationState.SUBMITTED)
    other = make_application(contest, state=ApplicationState.SUBMITTED)
    desk = f"/organise/contests/{contest.slug}/entries/eligibility"
    assert client.post(f"{desk}/{entry.public_id}", data={"verdict": "reject"}).status_code == 200
    answer = client.post(f"{desk}/{entry.public_id}", data={"verdict": "accept"})
    assert answer.location == f"{desk}/{other.public_id}"
    until = (clock.now() + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")
    returned = client.post(f"{desk}/{other.public_id}/return", data={"items": "- Thuyết minh\n- Ảnh", "until": until})
    assert returned.status_code == 302, returned.text
    assert other.returned_items == ["Thuyết minh", "Ảnh"]
    assert client.post(f"/organise/contests/{contest.slug}/entries/announce").status_code == 302
    assert entry.announced_state is ApplicationState.ELIGIBLE


def test_a_bulk_decision_is_previewed_first(client: FlaskClient, session: Session) -> None:
    contest = make_contest()
    staff_of(client, contest)
    entries = [make_application(contest, state=ApplicationState.SUBMITTED) for _ in range(3)]
    sent = {"entry": [each.public_id for each in entries], "verdict": "accept"}
    address = f"/organise/contests/{contest.slug}/entries/bulk"
    preview = client.post(address, data=sent)
    assert preview.status_code == 200
    assert all(each.code in preview.text for each in entries)
    assert entries[0].state is ApplicationState.SUBMITTED
    assert client.post(address, data={**sent, "step": "do"}).status_code == 302
    assert {each.state for each in entries} == {ApplicationState.ELIGIBLE}


def test_the_public_gallery_shows_only_what_was_let_in(client: FlaskClient, session: Session) -> None:
    contest = make_contest(has_gallery=True)
    shown = make_application(contest, state=ApplicationState.ELIGIBLE, title="Được xem", gallery=GalleryState.SHOWN)
    hidden = make_application(contest, state=ApplicationState.ELIGIBLE, title="Không xem", gallery=GalleryState.ASKED)
    with transaction():
        shown.gallery_text = "duoc xem"
    page = client.get(f"/contests/{contest.slug}/gallery").text
    assert "Được xem" in page
    assert "Không xem" not in page
    assert client.get(f"/contests/{contest.slug}/gallery?q=duoc").status_code == 200
    one = client.get(f"/contests/{contest.slug}/gallery/{shown.public_id}")
    assert one.status_code == 200
    assert "Y Mẫu Linh" not in one.text
    assert client.get(f"/contests/{contest.slug}/gallery/{hidden.public_id}").status_code == 404


def test_a_contest_without_gallery_has_no_such_page(client: FlaskClient, session: Session) -> None:
    assert client.get(f"/contests/{make_contest().slug}/gallery").status_code == 404


def test_exports_hold_no_formulas(client: FlaskClient, session: Session) -> None:
    contest = make_contest()
    staff_of(client, contest)
    make_application(contest, state=ApplicationState.SUBMITTED, title="=1+1")
    body = client.get(f"/organise/contests/{contest.slug}/entries/export.csv").text
    assert body.startswith("\ufeff")
    assert ",'=1+1," in body
