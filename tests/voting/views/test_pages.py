"""The ballot, the link in the mail, the organiser's desk."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.applications.models import Application
from ecosystem.events.models import StaffRole
from ecosystem.notifications.models import Mail
from ecosystem.voting.models import Poll, Quarantine
from ecosystem.voting.queries.tally import tally
from ecosystem.voting.services import watching
from tests.support.factories.accounts import account, sign_in
from tests.support.factories.events import make_staff
from tests.support.factories.voting import make_ballot, make_candidate, make_poll, over
from tests.support.statements import count_statements

Made = tuple[Poll, list[Application]]


@pytest.fixture
def made(session: Session) -> Made:
    return make_poll()


def public(poll: Poll) -> str:
    return f"/contests/{poll.contest.slug}/vote/{poll.public_id}"


def desk(poll: Poll, rest: str = "") -> str:
    return f"/organise/contests/{poll.contest.slug}/votes/{poll.public_id}{rest}"


def owner(poll: Poll) -> object:
    return poll.contest.event.organiser.staff[0].account


def link(session: Session) -> str:
    body = session.scalars(select(Mail.body).where(Mail.kind == "vote_confirm").order_by(Mail.id.desc())).first()
    found = re.search(r"/vote/confirm/[\w-]+", body or "")
    assert found is not None
    return found[0]


def test_a_voter_from_ballot_to_thanks(client: FlaskClient, made: Made, session: Session) -> None:
    poll, (one, two, _) = made
    page = client.get(public(poll))
    assert all(entry.title in page.text for entry in made[1])
    assert page.headers["Cache-Control"] == "no-store"
    sent = {"choice": [one.public_id, two.public_id], "email": "Lan@gmail.com", "consent": "y"}
    answer = client.post(public(poll), data=sent, follow_redirects=True)
    assert "Lan@gmail.com" in answer.text
    here = link(session)
    assert "Xác nhận phiếu của tôi" in client.get(here).text
    assert [row.counted for row in tally(poll)] == [0, 0, 0], "opening the link counts nothing"
    assert "đã được tính" in client.post(here, follow_redirects=True).text
    assert "đã được tính" in client.post(here, follow_redirects=True).text
    assert [row.counted for row in tally(poll)] == [1, 1, 0]
    assert "0" not in re.findall(r"<td class=\"is-number\">(\d+)", client.get(public(poll)).text), "totals are hidden"


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"email": "lan@gmail.com"},
        {"email": "không phải", "consent": "y"},
        {"email": "a@b", "consent": "y"},
        {"email": "x" * 300 + "@gmail.com", "consent": "y"},
        {"email": "lan@gmail.com", "consent": "y", "choice": "' OR 1=1 --"},
        {"email": "lan@gmail.com\nBcc: all@b.vn", "consent": "y", "choice": "x"},
    ],
)
def test_bad_ballots_are_refused_and_keep_what_was_typed(
    client: FlaskClient, made: Made, session: Session, sent: dict[str, str]
) -> None:
    poll, (one, *_) = made
    given = {"choice": [one.public_id], **sent}
    answer = client.post(public(poll), data=given)
    assert answer.status_code == 400
    assert (f'value="{one.public_id}" checked' in answer.text) == (given["choice"] == [one.public_id])
    assert session.query(Mail).count() == 0


def test_a_vote_that_is_not_announced_is_nowhere(client: FlaskClient, made: Made) -> None:
    poll, _ = make_poll(announced_at=None)
    assert client.get(public(poll)).status_code == 404
    assert client.get(f"/contests/{poll.contest.slug}/vote/{made[0].public_id}").status_code == 404
    assert client.get("/vote/confirm/" + "a" * 43).status_code == 404


def test_after_the_end_there_is_no_ballot(client: FlaskClient, made: Made) -> None:
    poll, (one, *_) = made
    over(poll)
    assert "đã kết thúc" in client.get(public(poll)).text
    sent = {"choice": one.public_id, "email": "lan@gmail.com", "consent": "y"}
    assert client.post(public(poll), data=sent).status_code == 400


def test_the_pages_cost_the_same_for_one_and_many(client: FlaskClient, made: Made) -> None:
    poll, _ = made
    sign_in(client, owner(poll))  # type: ignore[arg-type]
    figures = []
    for _ in range(2):
        for page in (public(poll), desk(poll)):
            with count_statements() as counted:
                assert client.get(page).status_code == 200
            counted.at_most(15)
            figures.append(len(counted))
        make_candidate(poll.contest)
        make_candidate(poll.contest)
    assert figures[:2] == figures[2:]


def test_the_organiser_runs_a_vote(client: FlaskClient, app: Flask, session: Session) -> None:
    poll, entries = make_poll()
    contest = poll.contest
    sign_in(client, owner(poll))  # type: ignore[arg-type]
    given = {
        "title": "Giải khán giả",
        "opens_at": "2026-01-01T08:00",
        "closes_at": "2026-12-31T20:00",
        "votes_per_board": "2",
        "purpose": "prize",
        "component": "",
        "keep_days": "30",
    }
    for watch in ("address", "network", "domain", "entry"):
        given |= {f"{watch}_minutes": "10", f"{watch}_most": "5"}
    wrong = client.post(f"/organise/contests/{contest.slug}/votes/new", data=given | {"closes_at": "2025-01-01T08:00"})
    assert wrong.status_code == 400
    assert client.post(f"/organise/contests/{contest.slug}/votes/new", data=given).status_code == 302
    made = session.scalars(select(Poll).order_by(Poll.id.desc())).first()
    assert made is not None
    assert made.thresholds["entry"] == {"minutes": 10, "most": 5}
    assert client.post(desk(made, "/announce")).status_code == 302
    assert client.get(f"/organise/contests/{contest.slug}/votes/").status_code == 200
    for n in range(6):
        make_ballot(made, f"n{n}@gmail.com", entries[0], address="203.0.113.9")
    client.post(desk(made, "/watch"))
    page = client.get(desk(made)).text
    assert "6 phiếu trong 10 phút" in page
    group = session.scalars(select(Quarantine)).first()
    assert group is not None
    sent = {"watch": group.watch.value, "group": group.group}
    client.post(desk(made, "/release-ballots"), data=sent | {"reason": ""})
    assert session.query(Quarantine).filter(Quarantine.released_at.is_not(None)).count() == 0
    client.post(desk(made, "/release-ballots"), data=sent | {"reason": "Cùng một lớp"})
    assert "Cùng một lớp" in client.get(desk(made)).text
    assert client.post(desk(made, "/release-ballots"), data=sent | {"watch": "x", "reason": "y"}).status_code == 404
    assert client.post(desk(made, "/publish")).status_code == 409


def test_totals_are_shown_once_published(client: FlaskClient, made: Made) -> None:
    poll, (one, *_) = made
    make_ballot(poll, "lan@gmail.com", one)
    over(poll)
    sign_in(client, owner(poll))  # type: ignore[arg-type]
    client.post(desk(poll, "/publish"))
    page = client.get(public(poll)).text
    assert "1 phiếu được tính" in page
    watching.watch_all()


def test_observers_look_on_and_strangers_do_not(app: Flask, made: Made) -> None:
    poll, _ = made
    observer, stranger = app.test_client(), app.test_client()
    sign_in(observer, make_staff(poll.contest.event.organiser, StaffRole.OBSERVER))
    sign_in(stranger, account("Người lạ"))
    assert observer.get(desk(poll)).status_code == 200
    assert observer.post(desk(poll, "/announce")).status_code == 403
    assert stranger.get(desk(poll)).status_code == 404
