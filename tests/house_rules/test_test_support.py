"""The tests' own ground holds: isolation, both databases, real servers, a real browser."""

import smtplib
import threading
import urllib.request
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_login import current_user
from playwright.sync_api import Browser, Page
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from ecosystem.accounts.models import Account
from ecosystem.core import clock
from ecosystem.core.database import db, transaction
from tests.support.browsers import Troubles, sign_in
from tests.support.factories.accounts import account
from tests.support.held_clock import HeldClock
from tests.support.mailboxes import Mailbox, SmtpSink, links_in
from tests.support.pages import assert_accessible, assert_fits, take_pictures
from tests.support.servers import LiveServer, ProductionServer
from tests.support.statements import count_statements


def add_account(email: str = "an@example.vn") -> Account:
    with transaction() as session:
        account = Account(email=email, email_key=email, name="An")
        session.add(account)
    return account


def accounts() -> int:
    return db.session.scalar(select(func.count()).select_from(Account)) or 0


@pytest.mark.both_databases
@pytest.mark.parametrize("time", ["first", "second"])
def test_what_one_test_stores_the_next_does_not_see(session: Session, time: str) -> None:
    assert accounts() == 0, time
    add_account()
    assert accounts() == 1


@pytest.mark.both_databases
def test_a_failed_use_case_leaves_what_was_stored_before(session: Session) -> None:
    def fail() -> None:
        with transaction():
            add_account("binh@example.vn")
            raise LookupError

    add_account()
    with pytest.raises(LookupError):
        fail()
    assert accounts() == 1


@pytest.mark.both_databases
def test_the_marked_kind_of_database_is_used(app: Flask, session: Session, request: pytest.FixtureRequest) -> None:
    assert session.get_bind().dialect.name == request.node.callspec.params["database"]


@pytest.mark.postgres
def test_a_test_can_ask_for_postgresql(session: Session) -> None:
    assert "PostgreSQL" in str(session.scalar(text("SELECT version()")))


def test_a_request_has_its_own_context_and_sees_the_data(app: Flask, client: FlaskClient, session: Session) -> None:
    seen = []
    app.before_request_funcs.setdefault(None, []).append(lambda: seen.append((accounts(), db.session())))
    try:
        add_account()
        client.get("/")
    finally:
        app.before_request_funcs[None].pop()
    count, session_of_the_request = seen[0]
    assert count == 1
    assert session_of_the_request is not session


def test_statements_are_counted_without_savepoints(session: Session) -> None:
    with count_statements() as statements, transaction():
        accounts()
        accounts()
    assert len(statements) == 2
    with pytest.raises(AssertionError, match="2 statements, at most 1"):
        statements.at_most(1)


def test_the_clock_stands_where_it_is_set(held_clock: HeldClock) -> None:
    assert held_clock.set("2026-11-20 17:00") == datetime(2026, 11, 20, 10, tzinfo=UTC)
    assert clock.now() == datetime(2026, 11, 20, 10, tzinfo=UTC)
    held_clock.advance(minutes=5)
    assert clock.now() == datetime(2026, 11, 20, 10, 5, tzinfo=UTC)
    held_clock.release()
    assert clock.now() > datetime(2026, 11, 21, tzinfo=UTC) or clock.now().year != 2026


@pytest.mark.both_databases
@pytest.mark.parametrize("time", ["first", "second"])
def test_a_committed_database_begins_empty_and_is_shared_by_threads(committed_app: Flask, time: str) -> None:
    def add(number: int) -> None:
        with committed_app.app_context():
            add_account(f"{number}@example.vn")

    threads = [threading.Thread(target=add, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with committed_app.app_context():
        assert accounts() == 4, time


def test_the_live_server_answers(live_server: LiveServer) -> None:
    with urllib.request.urlopen(f"{live_server.url}/") as answer:  # noqa: S310
        assert answer.status == 200


@pytest.mark.both_databases
def test_the_production_server_answers_with_two_workers(production_server: ProductionServer) -> None:
    with urllib.request.urlopen(f"{production_server.url}/") as answer:  # noqa: S310
        assert answer.status == 200
    assert len(production_server.workers()) == 2


def test_the_browser_shows_pages_and_complaints_are_seen(page: Page) -> None:
    answer = page.goto("/")
    assert answer is not None
    assert answer.status == 200
    assert page.evaluate("navigator.language") == "vi-VN"
    assert_fits(page)


def test_a_script_error_and_a_breach_of_the_policy_are_noticed(browser: Browser) -> None:
    page, troubles = browser.new_page(), Troubles()
    troubles.watch(page)
    policy = "<meta http-equiv='Content-Security-Policy' content=\"style-src 'none'; script-src 'nonce-a'\">"
    page.set_content(f"{policy}<style>p {{}}</style><script nonce=a>throw new Error('planted')</script>")
    page.close()
    assert any("planted" in trouble for trouble in troubles.seen)
    assert any("Content Security Policy" in trouble for trouble in troubles.seen)


def test_a_person_is_signed_in_without_the_form(page: Page, live_server: LiveServer) -> None:
    with live_server.app.app_context():
        ident = account("Nguyễn Văn An").id
    sign_in(page, live_server, ident)
    seen: list[str] = []
    live_server.app.before_request_funcs.setdefault(None, []).append(lambda: seen.append(current_user.name))
    try:
        page.goto("/")
    finally:
        live_server.app.before_request_funcs[None].pop()
    assert seen[0] == "Nguyễn Văn An"


CALM = "<!doctype html><html lang=vi><title>Trang</title><main><h1>Chào</h1></main>"


def test_what_some_people_cannot_use_is_reported(page: Page) -> None:
    page.set_content(CALM)
    assert_accessible(page)
    page.set_content(f"{CALM}<main><img src='data:,'></main>")
    with pytest.raises(AssertionError, match="image-alt"):
        assert_accessible(page)


def test_a_page_wider_than_the_window_is_reported(page: Page) -> None:
    page.set_content(f"{CALM}<div style='width: 3000px'>dài</div>")
    with pytest.raises(AssertionError, match="px wider than the window"):
        assert_fits(page)


def test_pictures_are_taken_at_every_width_and_scheme(
    page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.support.pages.PICTURES", tmp_path)
    page.set_content(CALM)
    take_pictures(page, "trang", widths=(360, 768))
    names = sorted(file.name for file in tmp_path.iterdir())
    assert names == ["trang-360-dark.png", "trang-360-light.png", "trang-768-dark.png", "trang-768-light.png"]


def test_mails_are_read_with_their_links(mailbox: Mailbox) -> None:
    mail = EmailMessage()
    mail["To"], mail["Subject"] = "An <an@example.vn>", "Xác nhận địa chỉ"
    mail.set_content("Mở https://example.vn/x/1. Cảm ơn.")
    mailbox.folder.mkdir(parents=True, exist_ok=True)
    (mailbox.folder / "1.eml").write_bytes(mail.as_bytes())
    latest = mailbox.latest("an@example.vn")
    assert latest["subject"] == "Xác nhận địa chỉ"
    assert links_in(latest) == ["https://example.vn/x/1"]


def test_the_mail_server_takes_mail_or_refuses_it(smtp_sink: SmtpSink) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@example.vn", "b@example.vn", "Chào bạn"
    with smtplib.SMTP("127.0.0.1", smtp_sink.port) as smtp:
        smtp.send_message(mail)
        smtp_sink.refuse_with = "451 try later"
        with pytest.raises(smtplib.SMTPDataError):
            smtp.send_message(mail)
    assert [str(message["subject"]) for message in smtp_sink.received] == ["Chào bạn"]
