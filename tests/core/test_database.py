"""Transactions, exact types, lost updates: on both databases."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from sqlalchemy import select

from ecosystem.accounts.models import Account
from ecosystem.core import clock, lease
from ecosystem.core.database import Exact, Instant, check_version, locked, session, transaction, unique_or
from ecosystem.core.errors import AlreadyTaken, NoSuchRecord, StaleEdit

pytestmark = pytest.mark.both_databases


def person(email="a@example.vn", name="Y"):
    account = Account(email=email, email_key=email, name=name)
    account.index_name()
    return account


def names():
    return sorted(session().scalars(select(Account.name)))


@pytest.mark.usefixtures("session")
class TestTransactions:
    def test_all_of_a_use_case_is_stored_or_nothing(self):
        with pytest.raises(ZeroDivisionError), transaction() as current:
            current.add(person())
            current.flush()
            _ = 1 / 0
        assert names() == []

    def test_a_nested_use_case_that_fails_takes_only_its_own_back(self):
        with transaction() as current:
            current.add(person("a@example.vn", "A"))
            with pytest.raises(ZeroDivisionError), transaction() as inner:
                inner.add(person("b@example.vn", "B"))
                inner.flush()
                _ = 1 / 0
        assert names() == ["A"]

    def test_a_write_outside_a_transaction_is_refused(self):
        session().add(person())
        with pytest.raises(RuntimeError, match="outside transaction"):
            session().flush()
        session().rollback()

    def test_a_broken_unique_constraint_becomes_a_sentence(self):
        with transaction() as current:
            current.add(person())
        with pytest.raises(AlreadyTaken, match="taken"), transaction() as current, unique_or("taken"):
            current.add(person())
            current.flush()
        assert names() == ["Y"]

    def test_a_row_that_is_gone_is_told(self):
        with pytest.raises(NoSuchRecord), transaction():
            locked(Account, 4711)

    def test_a_form_shown_with_an_old_version_is_refused(self):
        with transaction() as current:
            account = person()
            current.add(account)
        with transaction():
            account.name = "Y Bung"
        check_version(account, account.version)
        with pytest.raises(StaleEdit):
            check_version(account, account.version - 1)

    def test_a_row_changed_underneath_is_a_stale_edit(self):
        with transaction() as current:
            account = person()
            current.add(account)
        with pytest.raises(StaleEdit), transaction() as current:
            current.connection().exec_driver_sql("UPDATE account SET version = version + 1")
            account.name = "Y Bung"
        assert names() == ["Y"]

    def test_one_leads_and_another_takes_over_when_it_is_gone(self):
        now = clock.now()
        assert lease.hold("x", holder="one", now=now)
        assert not lease.hold("x", holder="two", now=now)
        assert lease.hold("x", holder="one", now=now + timedelta(seconds=20))
        assert not lease.hold("x", holder="two", now=now + timedelta(seconds=40))
        assert lease.hold("x", holder="two", now=now + timedelta(seconds=51))
        lease.release("x", holder="two")
        assert lease.hold("x", holder="one", now=now + timedelta(seconds=51))


def test_an_exact_number_comes_back_as_it_went():
    kind = Exact(4)
    for text in ("0", "7.5", "-0.0001", "99999.1234"):
        stored = kind.process_bind_param(Decimal(text), None)
        assert kind.process_result_value(stored, None) == Decimal(text)
    with pytest.raises(ValueError, match="more than 4 decimals"):
        kind.process_bind_param(Decimal("0.00001"), None)


def test_an_instant_needs_a_zone_and_comes_back_in_utc(session):
    with pytest.raises(ValueError, match="without a zone"):
        Instant().process_bind_param(datetime(2027, 1, 1), session.get_bind().dialect)  # noqa: DTZ001
    with transaction() as current:
        account = person()
        account.email_verified_at = datetime(2027, 1, 1, 7, tzinfo=timezone(timedelta(hours=7)))
        current.add(account)
    session.expire_all()
    assert account.email_verified_at == datetime(2027, 1, 1, tzinfo=UTC)
    assert account.email_verified_at.tzinfo is UTC
