"""Links in mails, as a visitor follows them."""

import re

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.notifications.models import Mail
from tests.support.factories.accounts import account, sign_in


def mail_to(session: Session, address: str) -> Mail:
    mail = session.scalars(select(Mail).where(Mail.to_address == address).order_by(Mail.id.desc())).first()
    assert mail is not None
    return mail


def link_in(mail: Mail) -> str:
    found = re.search(r"http://localhost(/account/\S+?)[)\s]", mail.body)
    assert found is not None
    return found[1]


def test_choosing_a_new_password_by_a_link(client: FlaskClient, session: Session) -> None:
    who = account()
    opened = sign_in(client, who)
    client.post("/account/reset", data={"email": who.email.upper()})
    link = link_in(mail_to(session, who.email))
    assert client.get(link).status_code == 200
    assert client.post(link, data={"password": "12345"}).status_code == 400
    answer = client.post(link, data={"password": "bếp lửa nhà sàn"})
    assert answer.location == "/sign-in"
    session.refresh(opened)
    assert opened.ended_at is not None
    assert client.get(link).status_code == 410
    answer = client.post("/sign-in", data={"email": who.email, "password": "bếp lửa nhà sàn"})
    assert answer.status_code == 302


def test_resetting_tells_nothing_about_who_has_an_account(client: FlaskClient, session: Session) -> None:
    who = account()
    known = client.post("/account/reset", data={"email": who.email})
    unknown = client.post("/account/reset", data={"email": "nobody@example.vn"})
    assert (known.status_code, known.location) == (unknown.status_code, unknown.location)
    assert session.scalars(select(Mail.to_address)).all() == [who.email]


def test_a_link_of_one_purpose_serves_no_other(client: FlaskClient, session: Session) -> None:
    who = account()
    client.post("/account/reset", data={"email": who.email})
    token = link_in(mail_to(session, who.email)).rsplit("/", 1)[1]
    assert client.get(f"/account/confirm/{token}").status_code == 410
    assert client.get(f"/account/email/{token}").status_code == 410
