"""Teams and invitations, as owners, members and the invited see them."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.notifications.models import Mail
from ecosystem.startups.models import InvitationState, StartupInvitation, StartupMember
from tests.support.factories.accounts import signed_in
from tests.support.factories.startups import make_member, make_startup


def text(client: FlaskClient, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, answer.text[:500]
    return answer.text


def link_in(mail: Mail) -> str:
    found = re.search(r"(/startups/invitations/[\w-]+)", mail.body)
    assert found
    return found[1]


def test_an_invitation_from_the_mail_to_the_team(client: FlaskClient, app: Flask, session: Session) -> None:
    startup = make_startup(signed_in(client))
    client.post(f"/startups/{startup.slug}/team", data={"email": "Moi@Example.vn", "title": "Kỹ sư"})
    mail = session.scalars(select(Mail)).one()
    assert mail.to_address == "Moi@Example.vn"
    assert mail.is_secret
    path = link_in(mail)
    visitor = app.test_client()
    page = text(visitor, path)
    assert "M…@Example.vn" in page
    assert visitor.post(path, data={"answer": "accept"}).status_code in (303, 401)
    signed_in(visitor, "Người Mới", email="moi@example.vn")
    assert visitor.post(path, data={"answer": "accept"}).location == f"/startups/{startup.slug}"
    assert {(m.account.name, m.title) for m in startup.members if not m.is_owner} == {("Người Mới", "Kỹ sư")}
    assert visitor.post(path, data={"answer": "accept"}).status_code == 409


def test_declining_without_an_account(client: FlaskClient, app: Flask, session: Session) -> None:
    startup = make_startup(signed_in(client))
    client.post(f"/startups/{startup.slug}/team", data={"email": "moi@example.vn"})
    path = link_in(session.scalars(select(Mail)).one())
    app.test_client().post(path, data={"answer": "decline"})
    assert session.scalars(select(StartupInvitation)).one().state is InvitationState.DECLINED
    assert session.scalars(select(StartupMember)).all() == startup.members


def test_whoever_is_invited_finds_it_signed_in(client: FlaskClient, app: Flask, session: Session) -> None:
    startup = make_startup(signed_in(client))
    client.post(f"/startups/{startup.slug}/team", data={"email": "moi@example.vn"})
    invitation = session.scalars(select(StartupInvitation)).one()
    stranger = app.test_client()
    signed_in(stranger)
    text(stranger, f"/startups/invited/{invitation.public_id}", 404)
    invited = app.test_client()
    signed_in(invited, email="MOI@example.vn")
    assert f"/startups/invited/{invitation.public_id}" in text(invited, "/startups/mine")
    invited.post(f"/startups/invited/{invitation.public_id}", data={"answer": "accept"})
    assert len(startup.members) == 2


def test_a_link_that_never_was(client: FlaskClient) -> None:
    text(client, "/startups/invitations/nonsense", 404)
    assert client.post("/startups/invitations/nonsense", data={"answer": "accept"}).status_code == 404


@pytest.mark.parametrize("email", ["", "no address", "a@b@c", "x" * 300 + "@example.vn"])
def test_addresses_that_are_none(client: FlaskClient, email: str, session: Session) -> None:
    startup = make_startup(signed_in(client))
    answer = client.post(f"/startups/{startup.slug}/team", data={"email": email, "title": "giữ lại"})
    assert answer.status_code == 400
    assert "giữ lại" in answer.text
    assert session.scalars(select(Mail)).all() == []


def test_members_may_not_manage_the_team(client: FlaskClient) -> None:
    startup = make_startup()
    make_member(startup, signed_in(client))
    owner = startup.members[0]
    assert client.get(f"/startups/{startup.slug}/team").status_code == 200
    for path in ("team", f"team/{owner.id}", f"team/{owner.id}/remove", "transfer", "archive"):
        assert client.post(f"/startups/{startup.slug}/{path}").status_code == 403, path
