"""The authenticator: enrolment, codes that work once, recovery, removal."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.accounts import queries, services
from ecosystem.accounts.models import Account, SignInSession
from ecosystem.accounts.services import CodeAwaited, Origin, SignInLapsed, WrongCode, WrongPassword
from ecosystem.core import clock
from ecosystem.core.errors import Refused, TooMany
from ecosystem.notifications.models import Mail
from tests.support.factories.accounts import PASSWORD, account

HOME = Origin("203.0.113.7", "Firefox · Linux")
NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)


def code_of(key: str, at: datetime = NOON) -> str:
    return pyotp.TOTP(key).at(at)


def enrolled(at: datetime = NOON - timedelta(hours=1)) -> tuple[Account, str, list[str]]:
    """An account with an authenticator, its key and its recovery codes."""
    who = account()
    with clock.at(at):
        services.begin_enrolment(who.id, password=PASSWORD)
        key = services.enrolment_key(who)
        assert key is not None
        codes = services.confirm_enrolment(who.id, code_of(key, at))
    return who, key, codes


def awaited(who: Account) -> CodeAwaited:
    outcome = services.sign_in(email=who.email, password=PASSWORD, origin=HOME)
    assert isinstance(outcome, CodeAwaited)
    return outcome


@pytest.mark.both_databases
def test_a_code_finishes_the_sign_in(session: Session) -> None:
    who, key, _codes = enrolled()
    with clock.at(NOON):
        opened = services.sign_in_with_code(awaited(who), code_of(key), origin=HOME, remember=True)
        assert queries.account_of_session(opened.token) is who


def test_the_password_alone_opens_nothing(session: Session) -> None:
    who, _key, _codes = enrolled()
    with clock.at(NOON):
        awaited(who)
    assert session.scalars(select(SignInSession)).all() == []


def test_a_code_works_once(session: Session) -> None:
    who, key, _codes = enrolled()
    with clock.at(NOON):
        services.sign_in_with_code(awaited(who), code_of(key), origin=HOME)
        with pytest.raises(WrongCode):
            services.sign_in_with_code(awaited(who), code_of(key), origin=HOME)


def test_the_code_that_switched_it_on_does_not_sign_in(session: Session) -> None:
    who, key, _codes = enrolled(NOON)
    with clock.at(NOON), pytest.raises(WrongCode):
        services.sign_in_with_code(awaited(who), code_of(key), origin=HOME)


def test_a_recovery_code_works_once_in_any_writing(session: Session) -> None:
    who, _key, codes = enrolled()
    assert len(codes) == len(set(codes)) == 10
    with clock.at(NOON):
        services.sign_in_with_code(awaited(who), f" {codes[3].upper()} ", origin=HOME)
        with pytest.raises(WrongCode):
            services.sign_in_with_code(awaited(who), codes[3], origin=HOME)
        services.sign_in_with_code(awaited(who), codes[4].replace("-", ""), origin=HOME)
    session.refresh(who)
    assert len(who.recovery_codes) == 8


def test_neither_key_nor_codes_are_readable_in_the_database(session: Session) -> None:
    who, key, codes = enrolled()
    session.refresh(who)
    assert key not in who.totp_secret
    assert not any(code.replace("-", "") in str(who.recovery_codes) for code in codes)


def test_guessing_codes_is_slowed_down_across_sign_ins(session: Session) -> None:
    who, key, _codes = enrolled()
    with clock.at(NOON):
        for _ in range(5):
            with pytest.raises(WrongCode):
                services.sign_in_with_code(awaited(who), "000000", origin=HOME)
        with pytest.raises(TooMany):
            services.sign_in_with_code(awaited(who), code_of(key), origin=HOME)
    later = NOON + timedelta(minutes=5)
    with clock.at(later):
        assert services.sign_in_with_code(awaited(who), code_of(key, later), origin=HOME).token


def test_the_first_step_dies_with_a_new_password(session: Session) -> None:
    who, key, _codes = enrolled()
    with clock.at(NOON):
        step = awaited(who)
        services.change_password(who.id, current=PASSWORD, new="sương sớm trên đèo", origin=HOME)
        with pytest.raises(SignInLapsed):
            services.sign_in_with_code(step, code_of(key), origin=HOME)


def test_enrolment_needs_the_password_and_a_right_code(session: Session) -> None:
    who = account()
    with pytest.raises(WrongPassword):
        services.begin_enrolment(who.id, password="not the password")
    with pytest.raises(Refused):
        services.confirm_enrolment(who.id, "123456")
    services.begin_enrolment(who.id, password=PASSWORD)
    with pytest.raises(WrongCode):
        services.confirm_enrolment(who.id, "000000")
    session.refresh(who)
    assert who.totp_confirmed_at is None
    assert isinstance(services.sign_in(email=who.email, password=PASSWORD, origin=HOME), SignInSession)


def test_removal_needs_the_password(session: Session) -> None:
    who, _key, _codes = enrolled()
    with pytest.raises(WrongPassword):
        services.remove_authenticator(who.id, password="not the password")
    services.remove_authenticator(who.id, password=PASSWORD)
    assert isinstance(services.sign_in(email=who.email, password=PASSWORD, origin=HOME), SignInSession)
    session.refresh(who)
    assert (who.totp_secret, who.recovery_codes) == ("", [])


def test_new_recovery_codes_replace_the_old(session: Session) -> None:
    who, _key, old = enrolled()
    new = services.renew_recovery_codes(who.id, password=PASSWORD)
    assert not set(new) & set(old)
    with clock.at(NOON):
        with pytest.raises(WrongCode):
            services.sign_in_with_code(awaited(who), old[0], origin=HOME)
        assert services.sign_in_with_code(awaited(who), new[0], origin=HOME).token


def test_the_owner_is_told_of_every_change(session: Session) -> None:
    who, _key, _codes = enrolled()
    services.renew_recovery_codes(who.id, password=PASSWORD)
    services.remove_authenticator(who.id, password=PASSWORD)
    mails = session.scalars(select(Mail).where(Mail.account_id == who.id).order_by(Mail.id)).all()
    assert [mail.kind for mail in mails] == ["account_security_changed"] * 3
    assert len({mail.body for mail in mails}) == 3
