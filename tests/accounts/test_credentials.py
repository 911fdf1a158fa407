"""Changing the password and the address, and what that ends."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.accounts import queries, services
from ecosystem.accounts.models import SignInSession, SingleUseToken, TokenPurpose
from ecosystem.accounts.services import DeadLink, NewAccount, Origin, WrongPassword, tokens
from ecosystem.core import clock
from ecosystem.core.errors import AlreadyTaken, Invalid, TooMany
from ecosystem.notifications.models import Mail
from tests.support.factories.accounts import PASSWORD, account

HOME = Origin("203.0.113.7", "Firefox · Linux")
NEW = "sương sớm trên đèo"


def token_to(session: Session, address: str) -> str:
    body = session.scalars(select(Mail.body).where(Mail.to_address == address).order_by(Mail.id.desc())).first()
    found = re.search(r"/account/\w+/([\w-]{43})", body or "")
    assert found is not None
    return found[1]


def test_a_new_password_ends_every_other_session(session: Session) -> None:
    who = account()
    first = services.open_session(who, origin=HOME)
    other = services.open_session(who, origin=Origin("198.51.100.9"))
    now = services.change_password(who.id, current=PASSWORD, new=NEW, origin=HOME)
    assert queries.account_of_session(first.token) is None
    assert queries.account_of_session(other.token) is None
    assert queries.account_of_session(now.token) is who
    with pytest.raises(WrongPassword):
        services.sign_in(email=who.email, password=PASSWORD, origin=HOME)
    assert isinstance(services.sign_in(email=who.email, password=NEW, origin=HOME), SignInSession)


def test_a_new_password_kills_links_sent_before(session: Session) -> None:
    who = account()
    services.request_password_reset(who.email, origin=HOME)
    token = token_to(session, who.email)
    services.change_password(who.id, current=PASSWORD, new=NEW, origin=HOME)
    with pytest.raises(DeadLink):
        services.reset_link_is_live(token)


@pytest.mark.parametrize("new", ["short", "1234567890", "matkhau2026"])
def test_a_weak_new_password_is_refused(session: Session, new: str) -> None:
    who = account()
    with pytest.raises(Invalid) as refusal:
        services.change_password(who.id, current=PASSWORD, new=new, origin=HOME)
    assert "new_password" in refusal.value.details


def test_the_present_password_is_asked_and_guesses_are_slowed(session: Session) -> None:
    who = account()
    for _ in range(5):
        with pytest.raises(WrongPassword):
            services.change_password(who.id, current="not this one", new=NEW, origin=HOME)
    with pytest.raises(TooMany):
        services.change_password(who.id, current=PASSWORD, new=NEW, origin=HOME)


def test_a_new_address_counts_once_confirmed_and_the_old_one_is_told(session: Session) -> None:
    who = account(email="old@example.vn")
    services.request_email_change(who.id, password=PASSWORD, new_email="New@Example.vn", origin=HOME)
    session.refresh(who)
    assert who.email == "old@example.vn"
    token = token_to(session, "New@Example.vn")
    assert services.new_address_of(token) == "New@Example.vn"
    services.confirm_email_change(token)
    session.refresh(who)
    assert (who.email, who.email_key) == ("New@Example.vn", "new@example.vn")
    told = session.scalars(select(Mail).where(Mail.to_address == "old@example.vn")).one()
    assert "New@Example.vn" in told.body
    with pytest.raises(DeadLink):
        services.confirm_email_change(token)


def test_an_address_of_somebody_else_is_not_betrayed(session: Session) -> None:
    who, other = account(), account(email="taken@example.vn")
    services.request_email_change(who.id, password=PASSWORD, new_email="TAKEN@example.vn", origin=HOME)
    mails = session.scalars(select(Mail)).all()
    assert [(mail.kind, mail.to_address) for mail in mails] == [("account_exists", other.email)]
    assert session.scalars(select(SingleUseToken)).all() == []


def test_an_address_taken_meanwhile_is_refused(session: Session) -> None:
    who = account(email="old@example.vn")
    services.request_email_change(who.id, password=PASSWORD, new_email="new@example.vn", origin=HOME)
    account(email="new@example.vn")
    with pytest.raises(AlreadyTaken):
        services.confirm_email_change(token_to(session, "new@example.vn"))
    session.refresh(who)
    assert who.email == "old@example.vn"


def test_links_expire(session: Session) -> None:
    who = account()
    services.request_password_reset(who.email, origin=HOME)
    token = token_to(session, who.email)
    with clock.at(clock.now() + timedelta(hours=2, seconds=1)), pytest.raises(DeadLink):
        services.reset_password(token, NEW)


def test_a_newer_link_replaces_the_older(session: Session) -> None:
    who = account()
    services.request_password_reset(who.email, origin=HOME)
    older = token_to(session, who.email)
    services.request_password_reset(who.email, origin=HOME)
    with pytest.raises(DeadLink):
        services.reset_link_is_live(older)
    assert services.reset_link_is_live(token_to(session, who.email)) is who


def test_only_the_hash_of_a_link_is_stored(session: Session) -> None:
    who = account()
    token = tokens.issue_token(who, TokenPurpose.RESET_PASSWORD)
    stored = session.scalars(select(SingleUseToken)).one()
    assert token not in (stored.token_hash, stored.payload)


def test_links_cannot_be_asked_for_without_end(session: Session) -> None:
    who = account()
    for _ in range(3):
        services.request_password_reset(who.email, origin=HOME)
    with pytest.raises(TooMany):
        services.request_password_reset(who.email, origin=HOME)
    for _ in range(3):
        services.request_password_reset("nobody@example.vn", origin=HOME)
    with pytest.raises(TooMany):
        services.request_password_reset("nobody@example.vn", origin=HOME)


def test_resetting_confirms_the_address(session: Session) -> None:
    who = account(verified=False)
    services.request_password_reset(who.email, origin=HOME)
    services.reset_password(token_to(session, who.email), NEW)
    session.refresh(who)
    assert who.is_verified


@pytest.mark.both_databases
def test_signing_up_with_an_address_of_other_case_meets_the_same_account(session: Session) -> None:
    present = account(email="an@example.vn")
    given = NewAccount(name="An", email="AN@example.VN", password=NEW)
    assert services.sign_up(given, origin=HOME) is None
    mail = session.scalars(select(Mail)).one()
    assert (mail.kind, mail.account_id) == ("account_exists", present.id)
