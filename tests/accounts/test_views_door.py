"""The pages of signing in, signing up and of links in mails, as a visitor meets them."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.accounts.models import Account, Consent, SignInSession
from ecosystem.accounts.queries import account_by_email
from ecosystem.accounts.signals import InvitedAddress
from ecosystem.core import signals
from ecosystem.notifications.models import Mail
from tests.support.factories.accounts import PASSWORD, account, sign_in, signed_in

ENGLISH = {"Accept-Language": "en"}
NEW = {
    "name": "Y Phương",
    "email": "yphuong@example.vn",
    "password": "rẫy cà phê chín đỏ",
    "language": "vi",
    "consent_account": "y",
}


def mail_to(session: Session, address: str) -> Mail:
    mail = session.scalars(select(Mail).where(Mail.to_address == address).order_by(Mail.id.desc())).first()
    assert mail is not None
    return mail


def link_in(mail: Mail) -> str:
    found = re.search(r"http://localhost(/account/\S+?)[)\s]", mail.body)
    assert found is not None
    return found[1]


def test_signing_in_leads_to_the_page_that_was_asked_for(client: FlaskClient, session: Session) -> None:
    who = account()
    answer = client.get("/account/profile")
    assert answer.location == "/sign-in?next=/account/profile"
    answer = client.post("/sign-in?next=/account/profile", data={"email": who.email, "password": PASSWORD})
    assert answer.location == "/account/profile"
    assert client.get("/account/profile").status_code == 200


@pytest.mark.parametrize("target", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_signing_in_never_leads_away(client: FlaskClient, session: Session, target: str) -> None:
    who = account()
    answer = client.post("/sign-in", data={"email": who.email, "password": PASSWORD, "next": target})
    assert answer.location == "/work"


def test_a_wrong_password_keeps_the_address_and_says_so(client: FlaskClient, session: Session) -> None:
    who = account(email="binh@example.vn")
    answer = client.post("/sign-in", data={"email": who.email, "password": "wrong one here"}, headers=ENGLISH)
    assert answer.status_code == 400
    assert "The e-mail address or the password is not right." in answer.text
    assert 'value="binh@example.vn"' in answer.text
    assert "wrong one here" not in answer.text


def test_too_many_tries_are_told_on_the_form(client: FlaskClient, session: Session) -> None:
    who = account()
    for _ in range(5):
        client.post("/sign-in", data={"email": who.email, "password": "wrong one here"})
    answer = client.post("/sign-in", data={"email": who.email, "password": PASSWORD}, headers=ENGLISH)
    assert answer.status_code == 429
    assert "Too many tries" in answer.text


def test_the_cookie_is_new_after_signing_in(client: FlaskClient, session: Session) -> None:
    who = account()
    with client.session_transaction() as cookie:
        cookie["planted"] = "by somebody else"
    client.post("/sign-in", data={"email": who.email, "password": PASSWORD})
    with client.session_transaction() as cookie:
        assert "planted" not in cookie
        assert cookie["_user_id"]
        assert not cookie.permanent


def test_the_cookie_is_guarded(client: FlaskClient, session: Session) -> None:
    who = account()
    answer = client.post("/sign-in", data={"email": who.email, "password": PASSWORD, "remember": "y"})
    cookie = next(text for text in answer.headers.getlist("Set-Cookie") if text.startswith("ecosystem="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Expires=" in cookie
    assert answer.headers["Cache-Control"] == "no-store"


def test_signing_out_ends_the_session_in_the_database(client: FlaskClient, session: Session) -> None:
    who = account()
    opened = sign_in(client, who)
    client.post("/sign-out")
    session.refresh(opened)
    assert opened.ended_at is not None
    assert client.get("/account/profile").status_code == 303


def test_a_stolen_cookie_is_worth_nothing_after_signing_out(app: Flask, client: FlaskClient, session: Session) -> None:
    opened = sign_in(client, account())
    client.post("/sign-out")
    thief = app.test_client()
    with thief.session_transaction() as cookie:
        cookie["_user_id"] = opened.token
    assert thief.get("/account/profile").status_code == 303


def test_signing_up_confirming_and_being_signed_in(client: FlaskClient, session: Session) -> None:
    answer = client.post("/sign-up?next=/inbox", data=NEW)
    assert answer.location == "/sign-up/sent"
    assert "yphuong@example.vn" in client.get("/sign-up/sent").text
    made = account_by_email("yphuong@example.vn")
    assert made is not None
    assert not made.is_verified
    link = link_in(mail_to(session, "yphuong@example.vn"))
    assert link.endswith("?next=%2Finbox")
    page = client.get(link)
    assert 'type="password"' not in page.text  # this browser signed up
    answer = client.post(link)
    assert answer.location == "/inbox"
    session.refresh(made)
    assert made.is_verified
    assert client.get("/account/profile").status_code == 200
    assert client.get(link).status_code == 410


def test_another_browser_confirms_with_the_password_only(app: Flask, client: FlaskClient, session: Session) -> None:
    client.post("/sign-up", data=NEW)
    link = link_in(mail_to(session, NEW["email"]))
    other = app.test_client()
    assert 'type="password"' in other.get(link).text
    assert other.post(link).status_code == 200
    assert other.post(link, data={"password": "guessed wrongly"}).status_code == 400
    made = account_by_email(NEW["email"])
    assert made is not None
    assert not made.is_verified
    assert other.post(link, data={"password": NEW["password"]}).status_code == 302


def test_nobody_confirms_by_one_click_what_a_stranger_signed_up(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    client.post("/sign-up", data=NEW)
    stranger = app.test_client()
    stranger.post("/sign-up", data=NEW | {"password": "mật khẩu của người lạ"})
    link = link_in(mail_to(session, NEW["email"]))
    assert 'type="password"' in client.get(link).text
    assert client.post(link, data={"password": NEW["password"]}).status_code == 400


def test_an_address_with_an_account_gets_the_same_answer_and_a_mail(client: FlaskClient, session: Session) -> None:
    present = account(email="yphuong@example.vn", name="Y Phương")
    before = present.password_hash
    answer = client.post("/sign-up", data=NEW)
    assert answer.location == "/sign-up/sent"
    assert mail_to(session, present.email).kind == "account_exists"
    session.refresh(present)
    assert present.password_hash == before
    assert session.scalar(select(SignInSession)) is None


def test_both_answers_carry_the_same_cookie_names(app: Flask, session: Session) -> None:
    account(email="taken@example.vn")
    kept = []
    for email in ("taken@example.vn", "free@example.vn"):
        visitor = app.test_client()
        visitor.post("/sign-up", data=NEW | {"email": email})
        with visitor.session_transaction() as cookie:
            kept.append(sorted(cookie))
    assert kept[0] == kept[1]


def test_signing_up_again_before_confirming_starts_anew(app: Flask, client: FlaskClient, session: Session) -> None:
    client.post("/sign-up", data=NEW)
    first = link_in(mail_to(session, NEW["email"]))
    other = app.test_client()
    client.post("/sign-up", data=NEW | {"consent_news": "y"})
    other.post("/sign-up", data=NEW | {"password": "một mật khẩu khác hẳn"})
    assert client.get(first).status_code == 410
    assert len(session.scalars(select(Account)).all()) == 1
    valid = session.scalars(select(Consent.purpose).where(Consent.withdrawn_at.is_(None))).all()
    assert valid == ["account"]  # not what another person ticked


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"name": "  "}, "Please fill in this field."),
        ({"name": "N" * 10_000}, "At most 200 characters"),
        ({"email": "not an address"}, "Please type an e-mail address"),
        ({"email": "a" * 10_000 + "@example.vn"}, "At most 254 characters"),
        ({"password": "short"}, "at least 10 characters"),
        ({"password": "0987654321"}, "A number alone"),
        ({"password": "yphuong@example.vn"}, "Your name or e-mail address"),
        ({"password": "matkhau123456"}, "tried first"),
        ({"consent_account": ""}, "Without this consent"),
        ({"language": "xx"}, "Please choose one."),
    ],
)
def test_bad_input_is_told_and_kept(client: FlaskClient, session: Session, change: dict[str, str], told: str) -> None:
    data = {name: value for name, value in (NEW | change).items() if value}
    answer = client.post("/sign-up", data=data, headers=ENGLISH)
    assert answer.status_code == 400
    assert told in answer.text
    if "email" not in change:
        assert 'value="yphuong@example.vn"' in answer.text
    assert session.scalar(select(Account)) is None


def test_a_name_of_one_word_and_nfd_letters_are_fine(client: FlaskClient, session: Session) -> None:
    client.post("/sign-up", data=NEW | {"name": "Phu\u031bo\u031bng"})
    made = account_by_email(NEW["email"])
    assert made is not None
    assert made.name == "Phương"


def test_consents_are_not_ticked_and_logged_one_by_one(client: FlaskClient, session: Session) -> None:
    page = client.get("/sign-up").text
    assert "checked" not in page
    client.post("/sign-up", data=NEW)
    logged = session.scalars(select(Consent)).all()
    assert [each.purpose for each in logged] == ["account"]
    assert logged[0].text_version
    assert logged[0].text


@pytest.fixture
def invitation(monkeypatch: pytest.MonkeyPatch) -> str:
    """A higher feature that invited Y Phương by mail."""
    path = "/startups/invitations/abc"

    def answer(question: InvitedAddress) -> list[str]:
        return ["yphuong@example.vn"] if question.path == path else []

    monkeypatch.setitem(signals._handlers, InvitedAddress, [answer])
    return path


def test_an_invitation_proves_the_address(client: FlaskClient, session: Session, invitation: str) -> None:
    assert 'value="yphuong@example.vn"' in client.get(f"/sign-up?next={invitation}").text
    answer = client.post(f"/sign-up?next={invitation}", data=NEW)
    assert answer.location == invitation
    made = account_by_email(NEW["email"])
    assert made is not None
    assert made.is_verified
    assert client.get("/account/profile").status_code == 200


def test_an_invitation_proves_no_other_address(client: FlaskClient, session: Session, invitation: str) -> None:
    answer = client.post(f"/sign-up?next={invitation}", data=NEW | {"email": "other@example.vn"})
    assert answer.location == "/sign-up/sent"
    made = account_by_email("other@example.vn")
    assert made is not None
    assert not made.is_verified


def test_an_invited_person_with_an_account_is_told_to_sign_in(
    client: FlaskClient, session: Session, invitation: str
) -> None:
    account(email="yphuong@example.vn")
    answer = client.post(f"/sign-up?next={invitation}", data=NEW)
    assert answer.location == f"/sign-in?next={invitation}"


def test_a_signed_in_visitor_needs_no_door(client: FlaskClient, session: Session) -> None:
    signed_in(client)
    assert client.get("/sign-in?next=/inbox").location == "/inbox"
    assert client.get("/sign-up").location == "/work"


def test_a_language_chosen_in_the_header_is_kept_with_the_account(client: FlaskClient, session: Session) -> None:
    who = signed_in(client)
    client.post("/display", data={"lang": "en"})
    session.refresh(who)
    assert who.language == "en"
