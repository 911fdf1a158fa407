"""The fee on the team's pages, on the staff's, and in the contest's set-up."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.applications.models import Application
from ecosystem.contests.domain.fees import FeeWhen, terms_from
from ecosystem.contests.models import Contest
from ecosystem.core.database import transaction
from ecosystem.payments.models import Order
from ecosystem.payments.services.orders import live_order
from tests.support.factories.accounts import account, sign_in
from tests.support.factories.applications import make_application
from tests.support.factories.contests import draft_contest, make_contest
from tests.support.factories.payments import make_seller, pay
from tests.support.statements import count_statements


@pytest.fixture
def contest(session: Session) -> Contest:
    found = make_contest()
    make_seller(found.event.organiser)
    with transaction():
        found.boards[0].fee = 200_000
    return found


def order_of(entry: Application) -> Order:
    found = live_order("entry_fee", entry.public_id)
    assert found is not None
    return found


def test_the_team_pays_and_then_hands_in(client: FlaskClient, contest: Contest) -> None:
    lead = account("Trần Mẫu Lan")
    entry = make_application(contest, by=lead)
    sign_in(client, lead)
    home = f"/entries/{entry.public_id}"
    assert "Chưa nộp lệ phí" in client.get(home).text
    assert "Chưa nộp lệ phí dự thi 200.000" in client.get(f"{home}/check").text
    answer = client.post(f"{home}/fee")
    order = order_of(entry)
    assert answer.headers["Location"] == f"/orders/{order.public_id}"
    assert "Lệ phí dự thi" in client.get(answer.headers["Location"]).text
    assert "Chờ nhận lệ phí" in client.get(home).text
    pay(order)
    assert "Đã nộp lệ phí" in client.get(home).text
    assert "Chưa nộp lệ phí" not in client.get(f"{home}/check").text


def test_nobody_but_the_lead_orders_it(app: Flask, client: FlaskClient, contest: Contest) -> None:
    entry = make_application(contest)
    sign_in(client, account("Người lạ"))
    assert client.post(f"/entries/{entry.public_id}/fee").status_code == 404
    assert live_order("entry_fee", entry.public_id) is None


def test_the_desk_sees_and_waives(client: FlaskClient, contest: Contest) -> None:
    entry = make_application(contest, state=ApplicationState.SUBMITTED)
    sign_in(client, contest.event.organiser.staff[0].account)
    desk = f"/organise/contests/{contest.slug}/entries"
    assert "Chưa nộp lệ phí" in client.get(f"{desk}/eligibility").text
    page = f"{desk}/eligibility/{entry.public_id}"
    assert "Miễn lệ phí" in client.get(page).text
    assert client.post(f"{page}/fee", data={}).status_code == 200
    assert client.post(f"{page}/fee", data={"reason": "Hộ nghèo"}).status_code == 303
    assert "Hộ nghèo" in client.get(page).text
    assert entry.code in client.get(f"{desk}/?fee=waived").text
    assert entry.code not in client.get(f"{desk}/?fee=unpaid").text
    assert entry.code in client.get(f"{desk}/?fee=nonsense").text


@pytest.mark.parametrize("number", [1, 3])
def test_lists_ask_once_for_all_fees(client: FlaskClient, contest: Contest, number: int) -> None:
    for _ in range(number):
        make_application(contest, state=ApplicationState.SUBMITTED)
    sign_in(client, contest.event.organiser.staff[0].account)
    for path in ("", "eligibility", "?fee=unpaid"):
        with count_statements() as counted:
            assert client.get(f"/organise/contests/{contest.slug}/entries/{path}").status_code == 200
        counted.at_most(15)


def test_a_contest_without_boards_sets_one_fee(client: FlaskClient, session: Session) -> None:
    contest = draft_contest(bare=True)
    sign_in(client, contest.event.organiser.staff[0].account)
    path = f"/organise/contests/{contest.slug}/setup/fees"
    sent = {"fee_all": "150.000", "when": "before_submission", "days": "5", "refund": "never", "waived_if": ""}
    assert client.post(path, data=sent).status_code == 303
    session.expire_all()
    assert contest.fee == 150_000
    assert 'value="150000"' in client.get(path).text
    assert client.post(path, data=sent | {"fee_all": "-5"}).status_code == 400


def test_fees_are_set_up(client: FlaskClient, session: Session) -> None:
    contest = draft_contest()
    board = contest.boards[0]
    sign_in(client, contest.event.organiser.staff[0].account)
    path = f"/organise/contests/{contest.slug}/setup/fees"
    assert client.get(path).status_code == 200
    sent = {f"fee_{board.id}": "200.000", "when": "after_eligibility", "days": "5", "refund": "never", "waived_if": ""}
    assert client.post(path, data=sent).status_code == 303
    session.expire_all()
    assert board.fee == 200_000
    assert (terms_from(contest.fee_terms).when, terms_from(contest.fee_terms).days) == (FeeWhen.AFTER_ELIGIBILITY, 5)
    assert "200.000 đồng" in client.get(f"/organise/contests/{contest.slug}/setup/rules").text
    assert client.post(path, data=sent | {f"fee_{board.id}": "999.999.999"}).status_code == 400
    assert client.post(path, data=sent | {"days": "0"}).status_code == 400
