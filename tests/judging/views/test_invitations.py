"""A judge answers an invitation, signed out and signed in."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.accounts.signals import InvitedAddress, PersonalData
from ecosystem.core.signals import ask
from ecosystem.judging.domain.life_cycle import PanelistState
from ecosystem.judging.models import Conflict, Panelist
from ecosystem.judging.services.panels import Invitee, invite_judge
from ecosystem.notifications.models import Mail
from tests.support.factories.accounts import account, sign_in
from tests.support.factories.contests import closed_contest
from tests.support.factories.judging import make_entry, make_panelist
from tests.support.factories.startups import make_person


@pytest.fixture
def link(session: Session) -> str:
    invite_judge(closed_contest().rounds[0], Invitee("Y Hân", "han@x.vn", is_chair=True), by=make_person())
    mail = session.scalars(select(Mail)).one()
    return "/judge/invitations/" + mail.body.split("/judge/invitations/")[1].split(")")[0]


def state(session: Session) -> PanelistState:
    return session.scalars(select(Panelist.state)).one()


def test_declining_needs_no_account(client: FlaskClient, session: Session, link: str) -> None:
    page = client.get(link)
    assert "Y Hân" in page.text
    assert "/sign-in?next=" in page.text
    assert client.post(link, data={"answer": "decline", "reason": "x" * 1001}).status_code == 400
    assert client.post(link, data={"answer": "decline", "reason": "Bận công tác"}).status_code == 200
    assert state(session) is PanelistState.DECLINED
    assert client.post(link, data={"answer": "decline"}).status_code == 409


def test_accepting_asks_to_sign_in_and_to_promise(client: FlaskClient, session: Session, link: str) -> None:
    assert client.post(link, data={"answer": "accept", "promises": "y"}).status_code in (302, 303, 401)
    judge = account("Y Hân", "han@x.vn")
    sign_in(client, judge)
    assert client.post(link, data={"answer": "accept"}).status_code == 400
    accepted = client.post(
        link, data={"answer": "accept", "promises": "y", "sectors": ["y_te"], "languages": ["vi"], "max_load": "7"}
    )
    assert accepted.status_code == 302
    assert accepted.location.endswith("/conflicts")
    panelist = session.scalars(select(Panelist)).one()
    assert (panelist.state, panelist.account_id, panelist.sectors) == (PanelistState.ACCEPTED, judge.id, ["y_te"])
    assert client.get(link).status_code == 200


def test_the_judge_declares_conflicts_of_the_own_round_only(client: FlaskClient, session: Session) -> None:
    judge = account()
    contest = closed_contest()
    panelist = make_panelist(contest.rounds[0], judge)
    entry, other = make_entry(contest), make_entry(closed_contest())
    sign_in(client, judge)
    place = f"/judge/panels/{panelist.public_id}/conflicts"
    page = client.get(place).text
    assert entry.code in page
    assert other.code not in page
    sent = {"entry": [entry.public_id, other.public_id], "reason": "Học trò cũ"}
    assert client.post(place, data=sent).status_code == 302
    assert [row.application_id for row in session.scalars(select(Conflict))] == [entry.id]


def test_somebody_elses_invitation_is_not_shown(client: FlaskClient, session: Session) -> None:
    panelist = make_panelist(closed_contest().rounds[0], state=PanelistState.INVITED, email="han@x.vn")
    sign_in(client, account("Người khác"))
    assert client.get(f"/judge/invited/{panelist.public_id}").status_code == 404
    assert client.get("/judge/invitations/guessed").status_code == 404
    sign_in(client, account("Y Hân", "han@x.vn"))
    assert client.get(f"/judge/invited/{panelist.public_id}").status_code == 200


def test_an_open_link_proves_the_address_and_the_desk_shows_the_invitation(
    client: FlaskClient, session: Session, link: str
) -> None:
    assert ask(InvitedAddress(link + "?x=1")) == ["han@x.vn"]
    assert ask(InvitedAddress("/judge/invitations/guessed")) == []
    judge = account("Y Hân", "han@x.vn")
    sign_in(client, judge)
    panelist = session.scalars(select(Panelist)).one()
    assert f"/judge/invited/{panelist.public_id}" in client.get("/judge/").text
    client.post(link, data={"answer": "accept", "promises": "y"})
    assert ask(InvitedAddress(link)) == []
    names = {records.name for records in ask(PersonalData(judge.id))}
    assert {"judging_panels", "judge_profile"} <= names
