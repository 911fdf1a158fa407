"""Signing in and out, the session and its end."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.accounts import queries, services
from ecosystem.accounts.models import Account, Attempt, SignInSession
from ecosystem.accounts.services import AddressUnproved, Origin, WrongPassword
from ecosystem.core import clock
from ecosystem.core.database import transaction
from ecosystem.core.errors import TooMany
from tests.support.factories.accounts import PASSWORD, account
from tests.support.statements import count_statements

HOME = Origin("203.0.113.7", "Firefox on Linux")


def opened_by(who: Account, **how: object) -> SignInSession:
    opened = services.sign_in(email=who.email, password=PASSWORD, origin=HOME, **how)  # type: ignore[arg-type]
    assert isinstance(opened, SignInSession)
    return opened


@pytest.mark.both_databases
def test_the_right_password_opens_a_session(session: Session) -> None:
    who = account()
    opened = opened_by(who)
    found = queries.account_of_session(opened.token)
    assert found is who
    assert found.signed_in_through is opened
    assert opened.device == "Firefox on Linux"


def test_the_letter_case_of_an_address_does_not_matter(session: Session) -> None:
    account(email="Binh.Tran@Example.vn")
    opened = services.sign_in(email=" binh.tran@EXAMPLE.vn ", password=PASSWORD, origin=HOME)
    assert isinstance(opened, SignInSession)


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(session: Session) -> None:
    account(email="binh@example.vn")
    told = []
    for email, password in (("binh@example.vn", "wrong one here"), ("nobody@example.vn", PASSWORD)):
        with pytest.raises(WrongPassword) as refusal:
            services.sign_in(email=email, password=password, origin=HOME)
        told.append((str(refusal.value), refusal.value.details))
    assert told[0] == told[1]


def test_an_address_that_was_not_confirmed_is_told_only_with_the_password(session: Session) -> None:
    who = account(verified=False)
    with pytest.raises(AddressUnproved):
        services.sign_in(email=who.email, password=PASSWORD, origin=HOME)
    with pytest.raises(WrongPassword):
        services.sign_in(email=who.email, password="something else", origin=HOME)


def test_only_the_hash_of_the_token_is_stored(session: Session) -> None:
    opened = opened_by(account())
    assert opened.token not in {opened.token_hash, opened.public_id}
    assert len(opened.token) >= 43
    assert queries.account_of_session(opened.token_hash) is None


def test_the_user_is_loaded_in_one_statement(session: Session) -> None:
    opened = opened_by(account())
    session.expunge_all()
    with count_statements() as statements:
        found = queries.account_of_session(opened.token)
        assert found is not None
        assert found.signed_in_through is not None
        assert found.name
        assert not services.is_seen_stale(found.signed_in_through)
    assert len(statements) == 1


def test_a_session_ends_with_signing_out(session: Session) -> None:
    opened = opened_by(account())
    services.sign_out(opened.token)
    assert queries.account_of_session(opened.token) is None


def test_a_session_ends_when_the_epoch_rises(session: Session) -> None:
    who = account()
    opened = opened_by(who)
    with transaction():
        who.sign_in_epoch += 1
    assert queries.account_of_session(opened.token) is None


@pytest.mark.parametrize(("remember", "hours"), [(False, 12), (True, 30 * 24)])
def test_a_session_ends_after_its_time_without_use(session: Session, remember: bool, hours: int) -> None:
    opened = opened_by(account(), remember=remember)
    with clock.at(opened.started_at + timedelta(hours=hours, seconds=-1)):
        assert queries.account_of_session(opened.token) is not None
    with clock.at(opened.started_at + timedelta(hours=hours)):
        assert queries.account_of_session(opened.token) is None


def test_use_is_noted_at_most_every_ten_minutes_and_extends_the_session(session: Session) -> None:
    opened = opened_by(account())
    started = opened.started_at
    with clock.at(started + timedelta(minutes=9)):
        assert not services.is_seen_stale(opened)
        services.note_seen(opened)
    session.refresh(opened)
    assert opened.seen_at == started
    with clock.at(started + timedelta(minutes=11)):
        assert services.is_seen_stale(opened)
        services.note_seen(opened)
    session.refresh(opened)
    assert opened.seen_at == started + timedelta(minutes=11)
    assert opened.expires_at == started + timedelta(minutes=11, hours=12)


@pytest.mark.parametrize(("remember", "days"), [(False, 7), (True, 180)])
def test_a_session_in_constant_use_ends_too(session: Session, remember: bool, days: int) -> None:
    opened = opened_by(account(), remember=remember)
    end = opened.started_at + timedelta(days=days)
    with clock.at(end - timedelta(minutes=20)):
        services.note_seen(opened)
    with clock.at(end - timedelta(seconds=1)):
        assert queries.account_of_session(opened.token) is not None
    with clock.at(end):
        assert queries.account_of_session(opened.token) is None


def test_guessing_is_slowed_down_more_and_more(session: Session) -> None:
    who = account()
    waits = []
    now = clock.now()
    for _ in range(8):
        with clock.at(now):
            try:
                services.sign_in(email=who.email, password="wrong one here", origin=HOME)
            except TooMany as refusal:
                waits.append(refusal.retry_after)
                now += timedelta(seconds=refusal.retry_after)
            except WrongPassword:
                now += timedelta(milliseconds=1)
    assert waits == sorted(waits)
    assert len(waits) >= 2
    assert waits[0] >= 2


def test_a_throttled_try_is_refused_even_with_the_right_password(session: Session) -> None:
    who = account()
    for _ in range(5):
        with pytest.raises(WrongPassword):
            services.sign_in(email=who.email, password="wrong one here", origin=HOME)
    with pytest.raises(TooMany):
        services.sign_in(email=who.email, password=PASSWORD, origin=HOME)
    elsewhere = services.sign_in(email=who.email, password=PASSWORD, origin=Origin("198.51.100.9"))
    assert isinstance(elsewhere, SignInSession)


def test_success_forgets_the_tries_before(session: Session) -> None:
    who = account()
    for round_number in range(3):
        with clock.at(clock.now() + timedelta(minutes=round_number)):
            for _ in range(4):
                with pytest.raises(WrongPassword):
                    services.sign_in(email=who.email, password="wrong one here", origin=HOME)
        with clock.at(clock.now() + timedelta(minutes=round_number, seconds=1)):
            opened_by(who)


def test_tries_hold_no_password(session: Session) -> None:
    who = account()
    with pytest.raises(WrongPassword):
        services.sign_in(email=who.email, password="wrong one here", origin=HOME)
    stored = session.scalars(select(Attempt)).all()
    assert stored
    assert not any("wrong one here" in f"{row.kind} {row.key}" for row in stored)


def test_an_old_hash_is_renewed_at_sign_in(session: Session) -> None:
    from argon2 import PasswordHasher

    who = account()
    with transaction():
        who.password_hash = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1).hash(PASSWORD)
    before = who.password_hash
    opened_by(who)
    assert who.password_hash != before
    opened_by(who)
