"""Consents, the copy of one's data, and being forgotten."""

import json
import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import RowMapping, func, select
from sqlalchemy.orm import Session

from ecosystem.accounts import jobs, queries, services
from ecosystem.accounts.documents import data_archive
from ecosystem.accounts.models import Account, Attempt, Consent, SignInSession, SingleUseToken
from ecosystem.accounts.services import Origin, Profile, WrongPassword
from ecosystem.accounts.signals import AccountErased, ErasureObstacles, PersonalData, PersonalRecords
from ecosystem.audit.models import AuditEntry
from ecosystem.core import clock, signals
from ecosystem.core.database import transaction
from ecosystem.core.errors import Refused
from ecosystem.notifications.models import Mail, Notification
from tests.support.factories.accounts import PASSWORD, account, operator

HOME = Origin("203.0.113.7", "Firefox · Linux")


def known_person() -> Account:
    """Somebody who left traces in every table of accounts."""
    who = account("Rơ Châm H'Blơi", "hbloi@example.vn")
    services.change_profile(who.id, Profile(name="Rơ Châm H'Blơi", phone="+84912345678", organisation="HTX Kon Plông"))
    services.sign_in(email=who.email, password=PASSWORD, origin=HOME)
    services.give_consent(who, "news")
    services.request_password_reset(who.email, origin=HOME)
    return who


def test_a_consent_is_logged_with_its_text_once(session: Session) -> None:
    who = account(language="en")
    first = services.give_consent(who, "news")
    assert services.give_consent(who, "news") is first
    assert first.text.startswith("I would like to be told")
    services.withdraw_consent(who.id, "news")
    services.withdraw_consent(who.id, "news")
    services.give_consent(who, "news")
    log = queries.consents_of(who.id)
    assert [each.withdrawn_at is None for each in log].count(True) == 1
    assert len(log) == 2


def test_a_newer_text_replaces_the_older_consent(session: Session) -> None:
    who = account()
    old = services.give_consent(who, "news")
    with transaction():
        old.text_version = "2025-01"
    newer = services.give_consent(who, "news")
    session.refresh(old)
    assert newer is not old
    assert old.withdrawn_at is not None


def test_the_needed_consent_is_withdrawn_by_deleting_the_account_only(session: Session) -> None:
    who = account()
    services.give_consent(who, "account")
    with pytest.raises(Refused):
        services.withdraw_consent(who.id, "account")


def test_the_copy_holds_everything_and_no_secrets(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    who = known_person()
    answers = [lambda question: [PersonalRecords("startups", [{"name": "Cà phê Xê Đăng", "of": question.account_id}])]]
    monkeypatch.setitem(signals._handlers, PersonalData, answers)
    data = services.export_personal_data(who.id)
    assert data["profile"]["name"] == "Rơ Châm H'Blơi"
    assert data["startups"] == [{"name": "Cà phê Xê Đăng", "of": who.id}]
    assert {"consents", "sessions", "history", "messages"} <= set(data)
    assert data["sessions"][0]["network_address"] == "203.0.113.7"
    text = json.dumps(data, ensure_ascii=False)
    assert who.password_hash not in text
    assert "/account/reset/" not in text
    with zipfile.ZipFile(BytesIO(data_archive(data))) as archive:
        assert json.loads(archive.read("profile.json"))["email"] == "hbloi@example.vn"


def left_on_purpose(row: RowMapping) -> bool:
    """The farewell waits to be sent; the tries of a network address are kept for a day and name nobody."""
    return row.get("kind") in ("account_erased", "sign_in:network", "mail:network")


@pytest.mark.both_databases
def test_an_erased_person_is_named_nowhere_in_these_tables(session: Session) -> None:
    who = known_person()
    services.erase_own_account(who.id, password=PASSWORD)
    session.expire_all()
    tables = (Account, SignInSession, SingleUseToken, Attempt, Consent, AuditEntry, Mail, Notification)
    rows = [row._mapping for table in tables for row in session.execute(select(table.__table__))]
    told = [str(dict(row)) for row in rows if not left_on_purpose(row)]
    assert len(told) >= 8
    for trace in ("hbloi", "Châm", "912345678", "Kon Plông", "203.0.113.7", who.password_hash or "argon2"):
        assert not [each for each in told if trace in each], trace


def test_the_farewell_is_emptied_a_day_after_it_was_sent(session: Session) -> None:
    who = known_person()
    services.erase_own_account(who.id, password=PASSWORD)
    farewell = session.scalars(select(Mail).where(Mail.kind == "account_erased")).one()
    assert farewell.to_address == "hbloi@example.vn"
    with transaction():
        farewell.sent_at = clock.now()
    assert services.forget_farewells() == 0
    with clock.at(clock.now() + timedelta(days=1, minutes=1)):
        assert services.forget_farewells() == 1
    session.refresh(farewell)
    assert farewell.to_address == farewell.body == ""


def test_erasing_ends_all_access_and_frees_the_address(session: Session) -> None:
    who = known_person()
    opened = services.open_session(who, origin=HOME)
    services.erase_own_account(who.id, password=PASSWORD)
    assert queries.account_of_session(opened.token) is None
    with pytest.raises(WrongPassword):
        services.sign_in(email="hbloi@example.vn", password=PASSWORD, origin=HOME)
    assert account(email="hbloi@example.vn").id != who.id


def test_erasing_needs_the_password(session: Session) -> None:
    who = account()
    with pytest.raises(WrongPassword):
        services.erase_own_account(who.id, password="not this one")
    assert who.erased_at is None


def test_what_is_in_the_way_is_told_and_nothing_is_erased(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    who = account()
    monkeypatch.setitem(signals._handlers, ErasureObstacles, [lambda _question: ["You alone own Cà phê Xê Đăng."]])
    with pytest.raises(Refused) as refusal:
        services.erase_own_account(who.id, password=PASSWORD)
    assert refusal.value.details["obstacles"] == ["You alone own Cà phê Xê Đăng."]
    session.refresh(who)
    assert who.erased_at is None


def test_the_last_operator_stays(session: Session) -> None:
    only = operator()
    with pytest.raises(Refused):
        services.erase_account(only.id, by=only.id)
    operator()
    services.erase_account(only.id, by=only.id)
    assert only.erased_at is not None


def test_features_above_are_told_once_before_the_name_is_gone(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = account("Y Phương")
    seen = []

    def note(fact: AccountErased) -> None:
        found = session.get(Account, fact.account_id)
        assert found is not None
        seen.append(found.name)

    monkeypatch.setitem(signals._handlers, AccountErased, [note])
    services.erase_account(who.id, by=None)
    services.erase_account(who.id, by=None)
    assert seen == ["Y Phương"]


def test_names_of_the_erased_are_told_as_such(session: Session) -> None:
    gone, here = account("Y Phương"), account("An")
    services.erase_account(gone.id, by=None)
    assert queries.names_of([gone.id, here.id, None]) == {gone.id: "Tài khoản đã xóa", here.id: "An"}


def test_the_job_forgets_what_is_no_longer_needed(session: Session) -> None:
    waiting, confirmed = account(verified=False), account()
    services.request_password_reset(confirmed.email, origin=HOME)
    services.open_session(confirmed, origin=HOME)
    assert jobs.clean_up() == ""
    with clock.at(clock.now() + timedelta(days=15)):
        outcome = jobs.clean_up()
    assert "1 links" in outcome
    assert "2 tries" in outcome
    assert "1 unconfirmed accounts" in outcome
    session.expire_all()
    assert waiting.erased_at is not None
    assert confirmed.erased_at is None
    with clock.at(clock.now() + timedelta(days=200)):
        assert "1 sessions" in jobs.clean_up()
        assert jobs.clean_up() == ""
    assert session.scalar(select(func.count(SignInSession.id))) == 0
